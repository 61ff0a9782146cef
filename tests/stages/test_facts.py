"""Cells to facts: item, measure, quantity, exact yuan."""

from __future__ import annotations

from decimal import Decimal

from pipeline.knowledge import load_knowledge
from pipeline.records.filing import Filing
from pipeline.records.issue import Issue
from pipeline.records.layout import Block
from pipeline.records.table import Fact, Table
from pipeline.stages.facts import find_facts
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import INCOME_HEADER, document, tall, wide

KNOWLEDGE = load_knowledge()


BUDGET = Filing("f", "f", "f.pdf", ("f.pdf",), form="department_budget", fiscal_year=2025)


def results(blocks: tuple[Block, ...], *filing: Filing) -> list[Fact | Issue]:
    tables = tuple(x for x in find_tables(blocks, (), knowledge=KNOWLEDGE) if isinstance(x, Table))
    return list(find_facts(tables, filing, knowledge=KNOWLEDGE))


def facts(*pages) -> list[Fact]:
    return [fact for fact in results(document(*pages)) if isinstance(fact, Fact)]


def budget(title: str, *rows) -> list[Fact]:
    """The facts of one table of a budget of 2025."""
    found = results(document(([title, "单位：万元"], rows, [])), BUDGET)
    return [fact for fact in found if isinstance(fact, Fact)]


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


def test_a_budget_says_what_its_headers_leave_unsaid() -> None:
    found = budget("部门支出总表", ["科目编码", "科目名称", "合计", "基本支出"], ["201", "甲", "3.00", "3.00"])
    assert {(f.quantity, f.period) for f in found} == {("initial_budget", None)}


def test_last_years_budget_is_not_this_years() -> None:
    header = ["科目编码", "科目名称", "上年预算数", "2024年执行数", "本年预算数", "增减额", "增减%"]
    found = budget("一般公共预算支出表", header, ["201", "甲", "3.00", "2.50", "4.00", "1.00", "33.33"])
    assert [(f.quantity, f.period, f.unit) for f in found] == [
        ("initial_budget", 2024, "wan_yuan"),
        ("actual", 2024, "wan_yuan"),
        ("initial_budget", None, "wan_yuan"),
        ("change", None, "wan_yuan"),
        ("change_rate", None, "percent"),
    ]
    assert [f.measure for f in found][-2:] == ["amount", "rate"]


def test_a_percent_sign_below_a_change_is_its_rate() -> None:
    header = [[tall("科目编码", 2), tall("科目名称", 2), wide("2025年比2024年增减", 2)], ["金额", "%"]]
    found = budget("一般公共预算支出表", *header, ["201", "甲", "1.00", "12.5"])
    assert [(f.measure, f.quantity, f.unit) for f in found] == [
        ("amount", "change", "wan_yuan"),
        ("rate", "change_rate", "percent"),
    ]


def test_income_is_told_apart_by_fund() -> None:
    header = ["单位名称", "总计", "一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "事业收入"]
    found = budget("部门收入总表", header, ["某某局", "9.00", "5.00", "3.00", "1.00"])
    assert [f.measure for f in found] == ["total", "general_public_budget", "government_fund", "business"]


def test_what_a_fund_brings_forward_is_no_income_of_the_year() -> None:
    parts = ["小计", "一般公共预算", "政府性基金预算"]
    header = [
        [tall("部门代码", 2), tall("部门名称", 2), tall("合计", 2), wide("本年收入", 3), wide("上年结转结余", 3)],
        [*parts, *parts],
    ]
    amounts = ["9.00", "6.00", "5.00", "1.00", "3.00", "2.00", "1.00"]
    found = budget("部门收入总表", *header, ["101", "某某局", *amounts])
    assert [(f.measure, f.fund) for f in found] == [
        ("total", "all"),
        ("current_income", "all"),
        ("general_public_budget", "general_public_budget"),
        ("government_fund", "government_fund"),
        ("opening_balance", "all"),
        ("opening_balance", "general_public_budget"),
        ("opening_balance", "government_fund"),
    ]
    assert {(f.item_name, f.item_code, f.item_level) for f in found} == {("某某局", "101", None)}


def test_a_column_within_a_fund_is_of_that_fund() -> None:
    header = [
        [tall("科目编码", 2), tall("科目名称", 2), wide("一般公共预算", 2), wide("政府性基金预算", 2)],
        ["基本支出", "项目支出", "基本支出", "项目支出"],
    ]
    found = budget("部门支出总表", *header, ["201", "甲", "4.00", "3.00", "2.00", "1.00"])
    assert [(f.measure, f.fund) for f in found] == [
        ("basic", "general_public_budget"),
        ("project", "general_public_budget"),
        ("basic", "government_fund"),
        ("project", "government_fund"),
    ]


def test_bodies_beside_items_name_no_row() -> None:
    header = [
        [wide("科目编码", 3), tall("单位代码", 2), tall("单位名称（科目）", 2), tall("合计", 2), tall("基本支出", 2)],
        ["类", "款", "项"],
    ]
    found = budget(
        "支出总表",
        *header,
        ["", "", "", "101001", "某某局本级", "5.00", "5.00"],
        ["201", "01", "01", "101001", "行政运行", "5.00", "5.00"],
    )
    assert [(f.item_code, f.item_name) for f in found[::2]] == [(None, "某某局本级"), ("2010101", "行政运行")]
    behind = budget(
        "一般公共预算支出表",
        ["科目编码", "科目名称", "单位名称", "合计", "基本支出"],
        ["2010101", "行政运行", "某某局", "5.00", "5.00"],
    )
    assert {(f.item_code, f.item_name) for f in behind} == {("2010101", "行政运行")}
    joined = budget("支出总表", ["单位编码", "科目", "合计", "基本支出"], ["101001", "20101-人大事务", "5.00", "5.00"])
    assert {(f.item_code, f.item_name) for f in joined} == {("20101", "人大事务")}
    bracketed = budget("支出总表", ["科目", "合计", "基本支出"], ["[20101]人大事务", "5.00", "5.00"])
    assert {(f.item_code, f.item_name) for f in bracketed} == {("20101", "人大事务")}


def test_the_departments_own_classification_goes_before_the_governments() -> None:
    header = [
        [wide("政府预算支出经济分类", 2), wide("部门预算支出经济分类", 2), tall("合计", 2), tall("人员经费", 2)],
        ["科目编码", "科目名称", "科目编码", "科目名称"],
    ]
    row = ["50101", "工资奖金津补贴", "30101", "基本工资", "5.00", "5.00"]
    for order in ((0, 1, 2, 3, 4, 5), (2, 3, 0, 1, 4, 5)):
        top = header[0] if order[0] == 0 else [header[0][1], header[0][0], *header[0][2:]]
        found = budget("一般公共预算基本支出表", top, header[1], [row[i] for i in order])
        assert {(f.item_code, f.item_name) for f in found} == {("30101", "基本工资")}


def test_a_project_is_the_item_of_a_table_of_projects() -> None:
    header = [
        [tall("类型", 2), tall("项目名称", 2), tall("项目单位", 2), tall("合计", 2), wide("本年拨款", 2)],
        ["一般公共预算", "政府性基金预算"],
    ]
    found = budget("项目支出表", *header, ["其他运转类", "信息化运维", "某某局本级", "5.00", "5.00", ""])
    assert {f.item_name for f in found} == {"信息化运维"}
    assert [f.measure for f in found] == ["total", "general_public_budget", "government_fund"]
    header = ["单位代码", "单位名称", "项目名称", "科目编码", "科目名称", "合计", "一般公共预算"]
    row = ["101001", "某某局", "信息化运维", "2010102", "一般行政管理事务", "5.00", "5.00"]
    assert {(f.item_code, f.item_name) for f in budget("项目支出表", header, row)} == {("2010102", "信息化运维")}


def test_things_that_are_counted_are_no_money() -> None:
    header = ["项目名称", "采购品目", "计量单位", "数量", "预算金额"]
    found = budget("政府采购预算表", header, ["设备购置", "台式计算机", "台", "5", "3.00"])
    assert [(f.item_name, f.quantity, f.unit, str(f.value_cny)) for f in found] == [
        ("台式计算机", "count", "set", "None"),
        ("台式计算机", "initial_budget", "wan_yuan", "30000.00"),
    ]


def test_of_a_sheet_of_targets_only_the_money_is_read() -> None:
    rows = [
        [wide("项目名称", 2), wide("信息化运维", 2)],
        [tall("项目资金（万元）", 2), "年度资金总额", wide("5.00", 2)],
        ["其中：财政拨款", wide("4.00", 2)],
        ["年度目标", wide("保障运行", 3)],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "服务人数", "1000"],
        ["产出指标", "数量指标", "系统数量", "6"],
    ]
    found = [f for f in results(document((["项目绩效目标表"], rows, [])), BUDGET) if isinstance(f, Fact)]
    assert [(f.template, f.item_name, f.measure, str(f.value_cny)) for f in found] == [
        ("other", "年度资金总额", "amount", "50000.00"),
        ("other", "财政拨款", "amount", "40000.00"),
    ]


def test_a_header_that_no_rule_knows_is_an_issue_and_its_values_are_kept() -> None:
    rows = [["科目编码", "科目名称", "合计", "基本支出", "待分解数"], ["201", "甲", "3.00", "2.00", "1.00"]]
    found = results(document((["支出总表", "单位：万元"], rows, [])), BUDGET)
    assert [x.code for x in found if isinstance(x, Issue)] == ["header_unknown"]
    assert [f.measure for f in found if isinstance(f, Fact)] == ["total", "basic", "other"]


def test_every_pair_of_a_summary_names_its_own_items_whatever_heads_them() -> None:
    header = [
        [wide("收入", 2), wide("支出", 4)],
        ["项目", "预算数", "支出功能分科目（按大类）", "预算数", "部门预算支出经济科目（按大类）", "预算数"],
    ]
    first = ["1、财政拨款", "9.00", "1、一般公共服务支出", "8.00", "（1）工资福利支出", "7.00"]
    found = budget("部门收支总表", *header, first, ["收入总计", "9.00", "支出总计", "8.00", "支出总计", "7.00"])
    assert [(f.item_name, f.side) for f in found[:3]] == [
        ("财政拨款", "income"),
        ("一般公共服务支出", "expenditure"),
        ("工资福利支出", "expenditure"),
    ]


def test_a_header_cell_that_reaches_into_the_data_is_one_level() -> None:
    header = [tall("因公出国（境）费", 3), wide("公务用车购置及运行费", 2), tall("公务接待费", 3)]
    below = [[tall("小计", 2), "购置费"], ["（一）"], ["1.00", "5.00", "2.00", "3.00"]]
    found = budget("“三公”经费支出表", header, *below)
    assert [f.item_name for f in found if f.row == 3][1] == "公务用车购置及运行维护费"


def test_a_header_cut_by_the_edge_of_the_page_heads_the_columns_beyond_it() -> None:
    left = [
        [tall("部门代码", 2), tall("部门名称", 2), tall("合计", 2), wide("本年收入", 2)],
        ["小计", "一般公共预算"],
        ["101", "某某局", "9.00", "8.00", "7.00"],
    ]
    right = [[wide("", 2), tall("上年结转结余", 2)], ["事业收入", "其他收入"], ["1.00", "", "1.00"]]
    found = facts((["部门收入总表", "单位：万元"], left, []), ([], right, []))
    assert [(f.column_header, f.measure) for f in found][3:] == [
        ("本年收入/事业收入", "business"),
        ("本年收入/其他收入", "other_income"),
        ("上年结转结余", "opening_balance"),
    ]
    assert [f.page for f in found] == [1, 1, 1, 2, 2, 2]


def test_the_row_that_numbers_the_columns_is_never_a_value_wherever_it_stands() -> None:
    row = ["208", "社会保障和就业支出", "1.00", "2.00", "", ""]
    numbers = [wide("栏次", 2), "1", "2", "3", "4"]
    last = ["210", "卫生健康支出", "3.00", "", "", ""]
    found = facts((["收入决算表", "单位：元"], [*INCOME_HEADER, row, numbers, last], []))
    assert {f.item_name for f in found} == {"社会保障和就业支出", "卫生健康支出"}


def test_a_number_with_letters_that_are_no_unit_behind_it_is_refused() -> None:
    row = ["208", "社会保障和就业支出", "1.00注", "△2.00", "(3,000.00)", "38 22.41"]
    found = facts((["收入决算表", "单位：元"], [*INCOME_HEADER, row], []))
    assert [(f.state, f.value) for f in found] == [
        ("unreadable", None),
        ("reported", Decimal("-2.00")),
        ("reported", Decimal("-3000.00")),
        ("unreadable", None),
    ]
