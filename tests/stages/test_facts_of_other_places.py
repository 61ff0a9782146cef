"""Layouts of other provinces, years and kinds of body: what their columns and rows mean."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.records.filing import Filing, Source
from pipeline.records.issue import Issue
from pipeline.records.table import Fact, Table
from pipeline.records.vocabulary import Form
from pipeline.stages.facts import find_facts
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import Said, document, tall, wide

KNOWLEDGE = load_knowledge()
UNIT = "金额单位：万元"


def results(title: str, rows: list[list[Said]], form: Form = "unknown") -> list[Fact | Issue]:
    found = find_tables(document(([title, UNIT], rows, [])), (), knowledge=KNOWLEDGE)
    source = Source("0" * 16, "0" * 64, "a.pdf", ("a.pdf",), "pdf", 1)
    shared = {name: getattr(source, name) for name in source.__slots__}
    filing = Filing(**shared, status="complete", form=form, fiscal_year=2024)
    return list(find_facts(tuple(t for t in found if isinstance(t, Table)), (filing,), knowledge=KNOWLEDGE))


def facts(title: str, rows: list[list[Said]], form: Form = "unknown") -> list[Fact]:
    return [fact for fact in results(title, rows, form) if isinstance(fact, Fact)]


def by_column(found: list[Fact]) -> dict[str, tuple[str, str, str]]:
    return {fact.column_header: (fact.measure, fact.fund, fact.side) for fact in found}


def test_income_of_a_university_names_the_parts_of_its_sources() -> None:
    found = facts(
        "收入决算表",
        [
            [wide("项目", 2), wide("财政补助收入", 2), wide("事业收入", 3), tall("附属单位缴款", 2)],
            ["科目编码", "科目名称", "小计", "科研拨款", "小计", "科研事业收入", "其中：教育收费"],
            ["205", "教育支出", "9.00", "1.00", "8.00", "5.00", "3.00", "1.00"],
        ],
    )
    assert {header: measure for header, (measure, _, _) in by_column(found).items()} == {
        "财政补助收入/小计": "fiscal_appropriation",
        "财政补助收入/科研拨款": "other",
        "事业收入/小计": "business",
        "事业收入/科研事业收入": "other",
        "事业收入/其中：教育收费": "education_fees",
        "附属单位缴款": "affiliated_payment",
    }


def test_balances_by_fund_are_balances_not_income() -> None:
    found = facts(
        "部门收入总表",
        [
            [tall("单位代码", 2), tall("单位名称", 2), wide("本年收入", 2), wide("上年结转结余", 2)],
            ["小计", "一般公共预算", "小计", "一般公共预算"],
            ["101001", "某某局（本级）", "9.00", "8.00", "1.00", "1.00"],
        ],
    )
    assert by_column(found) == {
        "本年收入/小计": ("current_income", "all", "income"),
        "本年收入/一般公共预算": ("general_public_budget", "general_public_budget", "income"),
        "上年结转结余/小计": ("opening_balance", "all", "income"),
        "上年结转结余/一般公共预算": ("opening_balance", "general_public_budget", "income"),
    }
    assert {(fact.item_code, fact.item_code_normalized, fact.item_level) for fact in found} == {("101001", None, None)}


def test_bodies_beside_items_name_no_item() -> None:
    found = facts(
        "部门支出总表",
        [
            ["单位代码", "单位名称", "科目编码", "科目名称", "合计", "基本支出"],
            ["101001", "某某局（本级）", "", "", "9.00", "9.00"],
            ["101001", "某某局（本级）", "2010301", "行政运行", "9.00", "9.00"],
        ],
    )
    assert [(f.item_code, f.item_name, f.item_level) for f in found if f.measure == "total"] == [
        ("101001", "某某局（本级）", None),
        ("2010301", "行政运行", 3),
    ]


def test_a_project_is_named_by_itself_not_by_its_unit() -> None:
    found = facts(
        "项目支出表",
        [
            [tall("类型", 2), tall("项目名称", 2), tall("项目单位", 2), tall("合计", 2), wide("本年拨款", 2)],
            ["一般公共预算", "政府性基金预算"],
            ["部门项目", "信息系统运维", "某某局（本级）", "9.00", "9.00", ""],
        ],
    )
    assert [(f.item_name, f.measure, f.state) for f in found] == [
        ("信息系统运维", "total", "reported"),
        ("信息系统运维", "general_public_budget", "reported"),
        ("信息系统运维", "government_fund", "blank"),
    ]


@pytest.mark.parametrize(
    ("row", "quantity", "measure", "unit"),
    [
        ("预算数", "budget", "amount", "wan_yuan"),
        ("决算数", "actual", "amount", "wan_yuan"),
        ("增减额", "change", "amount", "wan_yuan"),
        ("增减率（%）", "change_rate", "rate", "percent"),
    ],
)
def test_rows_named_after_a_quantity_are_no_items(row: str, quantity: str, measure: str, unit: str) -> None:
    header: list[Said] = ["项目", "合计", "公务接待费", "会议费"]
    rows: list[list[Said]] = [header, ["预算数", "3.00", "2.00", "1.00"], ["决算数", "2.00", "1.00", "1.00"]]
    rows.append([row, "3.00", "2.00", "1.00"])
    found = facts("一般公共预算财政拨款“三公”经费及会议费支出决算表", rows)[-3:]
    assert [(f.item_name, f.quantity, f.measure, f.unit, f.fund) for f in found] == [
        (item, quantity, measure, unit, "general_public_budget") for item in ("合计", "公务接待费", "会议费")
    ]


def test_rows_that_are_the_three_expenses_take_no_item_from_the_column() -> None:
    found = facts(
        "“三公”经费支出情况表",
        [["项目", "2023年“三公”经费预算数"], ["共计", "5.00"], ["1、公务接待费", "2.00"], ["2、公务用车费", "3.00"]],
    )
    assert [f.item_name for f in found] == ["共计", "公务接待费", "公务用车费"]


def test_parts_of_balances_are_on_neither_side() -> None:
    found = facts(
        "一般公共预算财政拨款收入支出决算表",
        [
            [wide("项目", 2), wide("年初结转和结余", 2), tall("本年收入", 2), wide("本年支出", 2)],
            ["科目编码", "科目名称", "合计", "基本支出结转", "合计", "基本支出"],
            ["205", "教育支出", "1.00", "1.00", "2.00", "3.00", "3.00"],
        ],
    )
    assert [(f.measure, f.side) for f in found] == [
        ("opening_balance", "none"),
        ("other", "none"),
        ("current_income", "income"),
        ("total", "expenditure"),
        ("basic", "expenditure"),
    ]


def test_the_sum_under_the_name_of_the_fund_is_the_total() -> None:
    rows: list[list[Said]] = [
        [tall("科目编码", 2), tall("科目名称", 2), wide("本年政府性基金预算支出", 2)],
        ["合计", "项目支出"],
        ["212", "城乡社区支出", "9.00", "9.00"],
    ]
    assert [f.measure for f in facts("政府性基金预算支出表", rows)] == ["total", "project"]


def test_items_by_economic_item_are_other_with_their_cells() -> None:
    found = facts(
        "财政拨款支出决算明细表",
        [
            [wide("项目", 2), tall("合计", 2), wide("工资福利支出", 2)],
            ["科目代码", "科目名称", "小计", "基本工资"],
            ["2010301", "行政运行", "9.00", "9.00", "9.00"],
        ],
    )
    assert [(f.template, f.measure, f.column_header) for f in found] == [
        ("other", "total", "合计"),
        ("other", "other", "工资福利支出/小计"),
        ("other", "other", "工资福利支出/基本工资"),
    ]


def test_an_unknown_header_is_said_once_and_its_cells_are_kept() -> None:
    rows: list[list[Said]] = [
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "从未见过的列"],
        ["205", "教育支出", "9.00", "9.00", "1.00"],
        ["206", "科学技术支出", "9.00", "9.00", "1.00"],
    ]
    found = results("支出决算表", rows)
    assert [x.code for x in found if isinstance(x, Issue)] == ["header_unknown"]
    assert [f.measure for f in found if isinstance(f, Fact) and f.value == 1] == ["other", "other"]


@pytest.mark.parametrize(
    ("form", "quantity"),
    [("department_budget", "initial_budget"), ("unit_final_accounts", "actual"), ("unknown", None)],
)
def test_where_no_table_says_what_it_states_the_filing_does(form: Form, quantity: str | None) -> None:
    rows: list[list[Said]] = [["科目编码", "科目名称", "合计", "基本支出"], ["205", "教育支出", "9.00", "9.00"]]
    assert {f.quantity for f in facts("部门支出总表", rows, form)} == {quantity}


@pytest.mark.parametrize("printed", ["2010301", "201-03-01", "[2010301]", "201.03.01", "201 03 01"])
def test_signs_between_the_levels_of_a_code_are_no_part_of_it(printed: str) -> None:
    [fact] = facts("支出决算表", [["科目编码", "科目名称", "基本支出"], [printed, "行政运行", "1.00"]])
    assert (fact.item_code, fact.item_name, fact.item_level) == ("2010301", "行政运行", 3)


@pytest.mark.parametrize("printed", ["2010301 行政运行", "[2010301]行政运行", "2010301：行政运行", "2010301-行政运行"])
def test_code_and_name_in_one_cell(printed: str) -> None:
    [fact] = facts("支出决算表", [["项目（按功能分类）", "基本支出"], [printed, "1.00"]])
    assert (fact.item_code, fact.item_name) == ("2010301", "行政运行")


def test_a_unit_or_a_formula_behind_a_header_is_no_part_of_its_meaning() -> None:
    rows: list[list[Said]] = [
        ["科目编码", "科目名称", "本年收入合计（1=2+3）", "财政拨款收入（元）", "事业收入（万元）"],
        ["205", "教育支出", "9.00", "80000.00", "1.00"],
    ]
    found = facts("收入决算表", rows)
    assert [(f.template, f.measure, f.unit) for f in found] == [
        ("income", "total", "wan_yuan"),
        ("income", "fiscal_appropriation", "yuan"),
        ("income", "business", "wan_yuan"),
    ]


def test_signs_that_are_no_unit_make_a_cell_unreadable() -> None:
    rows: list[list[Said]] = [
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        ["205", "教育支出", "(12.34)", "12.34-", "9.00"],
    ]
    found = [(f.state, f.value, f.value_cny) for f in facts("支出决算表", rows)]
    assert found == [
        ("reported", Decimal("-12.34"), Decimal("-123400.00")),
        ("unreadable", None, None),
        ("reported", Decimal("9.00"), Decimal("90000.00")),
    ]


def test_a_known_column_of_cells_that_cannot_be_read_stays_a_column_of_values() -> None:
    rows: list[list[Said]] = [["科目编码", "科目名称", "本年支出合计", "基本支出"]]
    rows += [[code, "某支出", "####", "1.00"] for code in ("205", "206", "207", "208")]
    found = facts("支出决算表", rows)
    assert {(f.item_name, f.state) for f in found if f.measure == "total"} == {("某支出", "unreadable")}


def test_labels_between_the_values_of_two_sides_begin_a_pair_of_their_own() -> None:
    rows: list[list[Said]] = [
        [wide("收入", 2), wide("支出", 4)],
        ["项目", "本年预算数", "支出情形", "本年预算数", "功能分类", "本年预算数"],
        ["一、财政拨款收入", "10.00", "一、基本支出", "8.00", "一般公共服务支出", "9.00"],
        ["二、事业收入", "", "二、项目支出", "2.00", "公共安全支出", "1.00"],
    ]
    found = [(f.item_name, f.side, str(f.value)) for f in facts("收支预算总表", rows) if f.state == "reported"]
    assert found == [
        ("财政拨款收入", "income", "10.00"),
        ("基本支出", "expenditure", "8.00"),
        ("一般公共服务支出", "expenditure", "9.00"),
        ("项目支出", "expenditure", "2.00"),
        ("公共安全支出", "expenditure", "1.00"),
    ]


@pytest.mark.parametrize("government_first", [True, False])
def test_of_two_economic_classifications_the_department_s_names_the_row(government_first: bool) -> None:
    department = ["部门预算支出经济分类科目", "30101", "基本工资"]
    government = ["政府预算支出经济分类科目", "50101", "工资奖金津补贴"]
    first, second = (government, department) if government_first else (department, government)
    rows: list[list[Said]] = [
        [wide(first[0], 2), wide(second[0], 2), tall("合计", 2), tall("人员经费", 2)],
        ["科目编码", "科目名称", "科目编码", "科目名称"],
        [*first[1:], *second[1:], "9.00", "9.00"],
    ]
    found = facts("一般公共预算基本支出表", rows)
    assert {(f.item_code, f.item_code_normalized, f.item_name) for f in found} == {("30101", "30101", "基本工资")}


def test_last_year_s_budget_is_of_the_year_before() -> None:
    rows: list[list[Said]] = [
        ["科目编码", "科目名称", "上年执行数", "上年预算数", "本年预算数"],
        ["205", "教育支出", "8.00", "7.00", "9.00"],
    ]
    assert [(f.quantity, f.period) for f in facts("一般公共预算支出表", rows, "department_budget")] == [
        ("prior_actual", 2023),
        ("initial_budget", 2023),
        ("initial_budget", None),
    ]


def test_an_unknown_column_of_the_three_expenses_is_an_item_by_its_own_name() -> None:
    rows: list[list[Said]] = [
        [tall("合计", 2), wide("公务接待费", 2)],
        ["小计", "国内接待费"],
        ["2.00", "2.00", "1.50"],
    ]
    found = [(f.item_name, f.measure, str(f.value)) for f in facts("财政拨款“三公”经费支出决算表", rows)]
    assert found == [("合计", "amount", "2.00"), ("公务接待费", "amount", "2.00"), ("国内接待费", "other", "1.50")]
