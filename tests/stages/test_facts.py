"""Cells to facts: item, measure, quantity, exact yuan."""

from __future__ import annotations

from decimal import Decimal

from pipeline.knowledge import load_knowledge
from pipeline.records.issue import Issue
from pipeline.records.layout import Block
from pipeline.records.table import Fact, Table
from pipeline.stages.facts import find_facts
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import INCOME_HEADER, document, tall, wide

KNOWLEDGE = load_knowledge()


def results(blocks: tuple[Block, ...]) -> list[Fact | Issue]:
    tables = tuple(x for x in find_tables(blocks, (), knowledge=KNOWLEDGE) if isinstance(x, Table))
    return list(find_facts(tables, (), knowledge=KNOWLEDGE))


def facts(*pages) -> list[Fact]:
    return [fact for fact in results(document(*pages)) if isinstance(fact, Fact)]


def said(found: list[Fact]) -> list[tuple[str | None, str, str | None, str]]:
    return [(f.item_name, f.measure, f.quantity, str(f.value)) for f in found if f.state == "reported"]


def test_both_sides_of_a_summary_with_line_numbers() -> None:
    found = facts(
        (
            ["收入支出决算总表", "金额单位：万元"],
            [
                [wide("收入", 3), wide("支出", 3)],
                ["项目", "行次", "金额", "项目", "行次", "金额"],
                ["栏次", "", "1", "栏次", "", "2"],
                ["一、一般公共预算财政拨款收入", "1", "220.06", "八、社会保障\n和就业支出", "38", "22.41"],
                ["八、其他收入", "8", "", "二十、粮油物资储备支出", "50", "1.00"],
                ["", "9", "", "九、卫生健康支出", "39", ""],
            ],
            [],
        )
    )
    assert [(f.item_name, f.side, f.line_no, f.value_cny) for f in found if f.state == "reported"] == [
        ("一般公共预算财政拨款收入", "income", 1, Decimal("2200600.00")),
        ("社会保障和就业支出", "expenditure", 38, Decimal("224100.00")),
        ("粮油物资储备支出", "expenditure", 50, Decimal("10000.00")),
    ]
    assert [f.item_name for f in found if f.state == "blank"] == ["其他收入"]
    assert {(f.measure, f.quantity, f.column_header) for f in found} == {
        ("amount", "actual", "收入/金额"),
        ("amount", "actual", "支出/金额"),
    }


def test_blank_is_not_zero_and_signs_for_nothing_are_blank() -> None:
    row = ["208", "社会保障和就业支出", "1,022.41", "0.00", "—", ""]
    found = facts((["收入决算表", "单位：元"], [*INCOME_HEADER, row], []))
    assert [(f.measure, f.state, f.value) for f in found] == [
        ("total", "reported", Decimal("1022.41")),
        ("fiscal_appropriation", "reported", Decimal("0.00")),
        ("superior_subsidy", "blank", None),
        ("business", "blank", None),
    ]
    assert [f.value_cny for f in found] == [Decimal("1022.41"), Decimal("0.00"), None, None]
    assert all(f.page == 1 and f.boxes for f in found)


def test_codes_split_over_columns_inherit_what_stands_above() -> None:
    header = [
        [wide("项目", 4), tall("本年支出合计", 2), tall("基本支出", 2), tall("项目支出", 2)],
        [wide("支出功能分类科目编码", 3), "科目名称"],
    ]
    found = facts(
        (
            ["支出决算表", "单位：万元"],
            [
                *header,
                ["类", "款", "项", "合计", "9.00", "9.00", ""],
                ["208", "", "", "社会保障和就业支出", "9.00", "9.00", ""],
                ["208", "05", "", "行政事业单位养老支出", "9.00", "9.00", ""],
                ["", "", "05", "机关事业单位基本养老保险缴费支出", "9.00", "9.00", ""],
            ],
            [],
        )
    )
    totals = [f for f in found if f.measure == "total"]
    assert [(f.item_code, f.item_level) for f in totals] == [(None, None), ("208", 1), ("20805", 2), ("2080505", 3)]
    assert totals[0].item_name == "合计"
    assert totals[3].quality_flags == ("code_inferred",)


def test_one_code_over_three_columns_is_one_code() -> None:
    header = [
        [wide("项目", 4), tall("合计", 3)],
        [wide("支出功能分类科目编码", 3), "科目名称"],
        ["类", "款", "项", "栏次"],
    ]
    rows = [
        [*header[0]],
        [*header[1]],
        ["类", "款", "项", ""],
        [wide("合计", 4), "9.00"],
        [wide("205", 3), "教育支出", "9.00"],
    ]
    found = facts((["一般公共预算财政拨款支出决算表", "单位：万元"], rows, []))
    assert [(f.item_code, f.item_name, f.measure) for f in found] == [
        (None, "合计", "total"),
        ("205", "教育支出", "total"),
    ]


def test_cut_codes_are_completed_only_where_one_fits() -> None:
    header = ["科目编码", "科目名称", "决算数"]
    rows = [header, ["301", "工资福利支出", "3.00"], ["301", "基本工资", "2.00"], ["399", "其他支出", "1.00"]]
    found = facts((["一般公共预算财政拨款基本支出决算表", "单位：万元"], rows, []))
    assert [(f.item_code, f.item_code_normalized, f.quality_flags) for f in found] == [
        ("301", "301", ()),
        ("301", "30101", ("code_inferred",)),
        ("399", None, ()),
    ]


def test_an_unknown_code_is_kept() -> None:
    rows = [["科目编码", "科目名称", "小计"], ["2999999", "从未见过的支出", "1.00"]]
    [fact] = facts((["一般公共预算财政拨款支出决算表", "单位：万元"], rows, []))
    assert (fact.item_code, fact.item_code_normalized, fact.quality_flags) == ("2999999", "2999999", ())


def test_pairs_side_by_side_are_items_each() -> None:
    found = facts(
        (
            ["一般公共预算财政拨款基本支出决算明细表", "单位：万元"],
            [
                [wide("人员经费", 3), wide("公用经费", 3)],
                ["科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数"],
                ["30101", "基本工资", "64.05", "30201", "办公费", "10.04"],
                [wide("人员经费合计", 2), "64.05", wide("公用经费合计", 2), "10.04"],
            ],
            [],
        )
    )
    assert [(f.item_code, f.item_name) for f in found] == [
        ("30101", "基本工资"),
        ("30201", "办公费"),
        (None, "人员经费合计"),
        (None, "公用经费合计"),
    ]


THREE = [
    [wide("预算数", 3), wide("决算数", 3)],
    [tall("合计", 2), wide("公务用车购置及运行费", 2), tall("合计", 2), wide("公务用车购置及运行费", 2)],
    ["小计", "公务用车运行费", "小计", "公务用车运行费"],
    ["1", "2", "3", "4", "5", "6"],
    ["3.00", "2.00", "2.00", "2.50", "1.90", "1.90"],
]


def test_the_columns_of_the_three_public_expenses_are_items() -> None:
    found = facts((["财政拨款“三公”经费支出决算表", "单位：万元"], THREE, ["注：其中，预算数为“三公”经费全年预算数。"]))
    assert said(found) == [
        ("合计", "amount", "final_budget", "3.00"),
        ("公务用车购置及运行维护费", "amount", "final_budget", "2.00"),
        ("公务用车运行维护费", "amount", "final_budget", "2.00"),
        ("合计", "amount", "actual", "2.50"),
        ("公务用车购置及运行维护费", "amount", "actual", "1.90"),
        ("公务用车运行维护费", "amount", "actual", "1.90"),
    ]


def test_a_budget_of_which_nothing_is_said_stays_a_budget() -> None:
    found = facts((["财政拨款“三公”经费支出决算表", "单位：万元"], THREE, []))
    assert {f.quantity for f in found} == {"budget", "actual"}


def test_a_budget_with_other_years() -> None:
    found = facts(
        (
            ["2024年部门一般公共预算支出预算表", "单位：元"],
            [
                [wide("功能分类科目", 2), tall("2023年执行数", 2), wide("2024年预算数", 2)],
                ["科目编码", "科目名称", "小计", "基本支出"],
                ["205", "教育支出", "100.00", "120.00", "120.00"],
            ],
            [],
        )
    )
    assert [(f.measure, f.quantity, f.period) for f in found] == [
        ("total", "actual", 2023),
        ("total", "initial_budget", None),
        ("basic", "initial_budget", None),
    ]


def test_amounts_finer_than_a_cent_and_cells_that_are_no_number() -> None:
    row = ["208", "社会保障和就业支出", "1.005", "见附件", "", ""]
    result = results(document((["收入决算表", "单位：元"], [*INCOME_HEADER, row], [])))
    found = [x for x in result if isinstance(x, Fact)]
    assert [(f.value, f.value_cny, f.state) for f in found[:2]] == [
        (Decimal("1.005"), None, "reported"),
        (None, None, "unreadable"),
    ]
    assert [x.code for x in result if isinstance(x, Issue)] == ["finer_than_cent", "cell_unreadable"]


SELF_EVALUATION = [
    [wide("项目名称", 2), wide("样例项目", 6)],
    [tall("项目资金\n（万元）", 3), "", "年初预算数", "全年预算数", "全年执行数", "执行率", "得分", "未完成原因分析"],
    ["年度资金总额", "20", "20", "10", "50%", "5", "项目进度\n缓慢"],
    ["其中：当年财政拨款", "20", "20", "10", "—", "", ""],
    ["年度总体目标", wide("预期目标：完成建设", 7)],
]


def test_money_of_a_self_evaluation_with_its_reason() -> None:
    found = facts((["项目支出绩效自评表", "（2023年度）"], SELF_EVALUATION, []))
    first = [f for f in found if f.item_name == "年度资金总额"]
    assert [(f.measure, f.quantity, f.unit) for f in first] == [
        ("amount", "initial_budget", "wan_yuan"),
        ("amount", "final_budget", "wan_yuan"),
        ("amount", "actual", "wan_yuan"),
        ("rate", "completion_rate", "percent"),
        ("score", None, None),
    ]
    assert [f.reason_text for f in found if f.reason_text] == ["项目进度缓慢"]
    assert {f.item_name for f in found} == {"年度资金总额", "当年财政拨款"}
