"""The forms: titles, columns, quantities and names as data."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import pytest

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.knowledge.forms import load_forms
from pipeline.records.errors import KnowledgeError

FORMS = load_knowledge().forms


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("一、收入支出决算总表", "income_expenditure_summary"),
        ("表1：高等学校收支决算总表", "income_expenditure_summary"),
        ("2025年部门财务收支预算总表", "income_expenditure_summary"),
        ("GK01收入支出决算总表", "income_expenditure_summary"),
        ("某某市水务局2024年度收入支出决算总表", "income_expenditure_summary"),
        ("收入决算表（续）", "income"),
        ("3. 2025年部门支出预算总表", "expenditure"),
        ("财决公开04表财政拨款收入支出决算总表", "fiscal_appropriation_summary"),
        ("五、一般公共预算财政拨款支出决算表 (公开05表)", "general_budget_expenditure"),
        ("表4：高等学校财政拨款支出决算表", "general_budget_expenditure"),
        ("一般公共预算财政拨款收入支出决算表", "general_budget_expenditure"),
        ("一般公共预算财政拨款基本支出决算明细表", "general_budget_basic"),
        ("财政拨款“三公”经费及会议费、培训费支出决算表", "three_public"),
        ("一般公共预算财政拨款“三公”经费、行政参公单位机关运行经费情况表", "three_public"),
        ("2018年政府采购预算表", "procurement"),
        ("附件2：2024年度项目支出绩效自评表", "performance_self_evaluation"),
        ("一般公共预算财政拨款项目支出决算表", "project_expenditure"),
        ("财政拨款支出决算明细表", "other"),
        ("附表1-1 收支总表", "income_expenditure_summary"),
        ("2025年某某市水务局部门收支总表", "income_expenditure_summary"),
        ("2025年度部门综合预算收入总表", "income"),
        ("部门预算支出总表", "expenditure"),
        ("财政拨款预算收支总表", "fiscal_appropriation_summary"),
        ("一般公共预算支出情况表—功能分类", "general_budget_expenditure"),
        ("一般公共预算基本支出表--人员经费(工资福利支出)", "general_budget_basic"),
        ("部门综合预算政府采购（资产配置、购买服务）预算表", "procurement"),
        ("其他运转类项目支出表", "project_expenditure"),
        ("部门整体支出绩效目标申报表", "performance_targets"),
        ("财政拨款支出决算明细表", "other"),
        ("收入支出决算批复表", "income_expenditure_summary"),
        ("部门综合预算财政拨款收支总表", "fiscal_appropriation_summary"),
        ("部门预算支出总表", "expenditure"),
        ("一般公共预算财政拨款支出决算具体情况表", "general_budget_expenditure"),
    ],
)
def test_printed_titles(title: str, form: str) -> None:
    match = FORMS.titled(title)
    assert match is not None
    assert match.form.form_id == form


@pytest.mark.parametrize(
    "line",
    [
        "公开06表",
        "（三）高等学校支出决算表说明",
        "收入支出决算总体情况说明",
        "第二部分2024年度部门决算表",
        "某某局2024年度部门决算表",
        "机关运行经费支出说明",
        "",
    ],
)
def test_lines_that_title_nothing(line: str) -> None:
    assert FORMS.titled(line) is None


def test_the_title_may_name_another_fund() -> None:
    match = FORMS.titled("财政拨款支出预算表")
    assert match is not None
    assert match.fund == "fiscal"


@pytest.mark.parametrize(
    ("form", "path", "measure"),
    [
        ("income", "附属单位上缴收入", "affiliated_payment"),
        ("income", "事业收入/其中：教育收费", "education_fees"),
        ("income", "事业单位经营收入", "operating"),
        ("expenditure", "本年支出合计", "total"),
        ("fiscal_appropriation_summary", "支出/政府性基金预算财政拨款", "government_fund"),
        ("fiscal_appropriation_summary", "收入/决算数", "amount"),
        ("fiscal_appropriation_summary", "支出/一般公共预算", "general_public_budget"),
        ("general_budget_expenditure", "一般公共预算支出/合计", "total"),
        ("general_budget_expenditure", "本年支出/基本支出/人员经费", "personnel"),
        ("general_budget_expenditure", "年初结转和结余/基本支出结转", "other"),
        ("government_fund", "年初结转和结余", "opening_balance"),
        ("general_budget_basic", "一般公共预算基本支出/合计", "total"),
        ("general_budget_basic", "决算数", "amount"),
    ],
)
def test_columns(form: str, path: str, measure: str) -> None:
    rule = FORMS.column(FORMS.form(form), path)
    assert rule is not None
    assert rule.measure == measure


@pytest.mark.parametrize(
    ("levels", "quantity"),
    [
        (("预算数", "合计"), "budget"),
        (("年初预算数",), "initial_budget"),
        (("全年预算数（A）",), "final_budget"),
        (("2023年决算数",), "actual"),
        (("执行率（B/A）",), "completion_rate"),
        (("上年决算数",), "prior_actual"),
        (("支出", "一般公共预算财政拨款"), None),
        (("2024年预算数比2023年执行数", "增减%"), "change_rate"),
    ],
)
def test_quantities(levels: tuple[str, ...], quantity: str | None) -> None:
    assert FORMS.quantity(levels) == quantity


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("二十一、国有资本经营预算支出", "国有资本经营预算支出"),
        ("（1）公务用车购置费", "公务用车购置费"),
        ("1.人员经费", "人员经费"),
        ("其中：捐赠收入", "捐赠收入"),
        ("本 年 收 入\n合 计", "本年收入合计"),
        ("三公经费", "三公经费"),
    ],
)
def test_item_names(printed: str, name: str) -> None:
    assert FORMS.item_name(printed) == name


def test_forms_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(FORMS)).titled("收入决算表") is not None


def test_a_form_that_contradicts_its_examples_is_refused(tmp_path: Path) -> None:
    folder = shutil.copytree(MODELS / "forms", tmp_path / "forms")
    income = (folder / "income.yaml").read_text(encoding="utf-8")
    (folder / "income.yaml").write_text(income.replace("measure: business", "measure: bussiness"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="bussiness"):
        load_forms(folder)
    (folder / "income.yaml").write_text(income.replace("[ 收入决算表,", "[ 支出决算表,", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"title\.income"):
        load_forms(folder)


@pytest.mark.parametrize(
    ("form", "header", "measure"),
    [
        ("income", "本年收入/合计", "current_income"),
        ("income", "一般公共预算财政拨款收入", "general_public_budget"),
        ("income", "政府性基金预算财政拨款收入", "government_fund"),
        ("income", "事业收入（含教育收费）", "business"),
        ("income", "附属单位上交收入", "affiliated_payment"),
        ("expenditure", "上交上级支出", "remitted_to_superior"),
        ("expenditure", "项目支出/基本建设类项目", "capital_construction"),
        ("expenditure", "项目支出/行政事业类项目", "other"),
        ("general_budget_expenditure", "基本支出/日常公用", "public_use"),
        ("general_budget_expenditure", "年末财政拨款结转和结余", "closing_balance"),
        ("government_fund", "本年财政拨款收入", "current_income"),
        ("fiscal_appropriation_summary", "支出/公共预算财政拨款", "general_public_budget"),
        ("asset", "固定资产/小计", "other"),
    ],
)
def test_wordings_of_headers(form: str, header: str, measure: str) -> None:
    rule = FORMS.column(FORMS.form(form), header)
    assert rule is not None
    assert rule.measure == measure


@pytest.mark.parametrize(
    ("header", "item"),
    [
        ("公务用车费/小计", "公务用车购置及运行维护费"),
        ("“三公”经费/小计", "合计"),
        ("决算数/合计", "合计"),
        ("出国（境）费", "因公出国（境）费"),
    ],
)
def test_sums_within_the_three_expenses_are_of_their_group(header: str, item: str) -> None:
    rule = FORMS.column(FORMS.form("three_public"), header)
    assert rule is not None
    assert rule.item == item
