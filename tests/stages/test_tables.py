"""Grids to tables: named by title and header, stitched over pages, empty or not, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.records.issue import Issue
from pipeline.records.layout import Block
from pipeline.records.table import Table
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import INCOME_HEADER, document, grid, line, tall, text_file, wide

KNOWLEDGE = load_knowledge()
FUND_HEADER = [
    [wide("项目", 2), tall("年初结转和结余", 2), tall("本年收入", 2), wide("本年支出", 3), tall("年末结转和结余", 2)],
    ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
]
ROW = ["208", "社会保障和就业支出", "22.41", "22.41", "", ""]


def found(blocks: tuple[Block, ...]) -> list[Table]:
    return [table for table in find_tables(blocks, (), knowledge=KNOWLEDGE) if isinstance(table, Table)]


@pytest.mark.parametrize(
    "title",
    [
        "收入决算表",
        "二、收入决算表",
        "表2：高等学校收入决算表",
        "某某市水务局2024年度收入决算表",
        "收入决算表（公开02表）",
        "2025年部门收入预算总表",
    ],
)
def test_a_table_is_named_by_its_title(title: str) -> None:
    [table] = found(document(([title, "公开02表", "金额单位：万元"], [*INCOME_HEADER, ROW], [])))
    assert (table.template, table.unit, table.header_rows, table.is_empty) == ("income", "wan_yuan", 2, False)


def test_a_number_or_column_count_alone_names_nothing() -> None:
    [table] = found(
        document((["公开02表"], [["项目", "甲", "乙"], ["一", "1.00", "2.00"], ["二", "1.00", "2.00"]], []))
    )
    assert table.template == "other"


def test_the_title_may_stand_inside_the_grid_and_be_broken_over_lines() -> None:
    rows = [[wide("收入预算总表\n部门：某某局单位：万元", 6)], *INCOME_HEADER, ROW]
    [inside] = found(document(([], rows, [])))
    assert (inside.template, inside.unit, inside.header_rows) == ("income", "wan_yuan", 3)
    lines = ["一般公共预算财政拨款支出", "决算表", "单位：元"]
    [broken] = found(
        document((lines, [["科目编码", "科目名称", "小计", "基本支出"], ["208", "甲", "1.00", "1.00"]], []))
    )
    assert (broken.template, broken.unit) == ("general_budget_expenditure", "yuan")


def test_a_list_of_contents_titles_no_table() -> None:
    rows = [["序号", "单位名称", "备注"], ["1", "某某局（本级）", ""], ["2", "某某中心", ""]]
    assert found(document((["一、收入决算表", "二、支出决算表"], rows, []))) == []


def test_a_table_goes_on_over_the_page_without_and_with_its_header() -> None:
    above = ["收入决算表", "单位：万元"]
    for again in ([], INCOME_HEADER):
        [table] = found(document((above, [*INCOME_HEADER, ROW], []), ([], [*again, ROW], [])))
        assert (table.pages, table.row_count, len(table.boxes)) == ((1, 2), 4, 2)


def test_an_empty_continuation_is_left_out_and_its_lines_are_not_narrative() -> None:
    blank = [["", "", "", "", "", ""]]
    [table] = found(document((["收入决算表", "单位：万元"], [*INCOME_HEADER, ROW], []), ([], blank, [])))
    assert (table.pages, table.row_count) == ((1,), 3)
    assert len(table.lines) == 4


def test_a_row_split_by_a_page_break_is_joined() -> None:
    cut = ["2080505", "机关事业单位基本养老保", "6.18", "6.18", "", ""]
    blocks = document(
        (["收入决算表", "单位：万元"], [*INCOME_HEADER, cut], []), ([], [["", "险缴费支出", "", "", "", ""], ROW], [])
    )
    [table] = found(blocks)
    assert table.row_count == 4
    assert [cell.text for cell in table.cells if cell.row == 2 and cell.column == 1] == [
        "机关事业单位基本养老保\n险缴费支出"
    ]


def test_two_tables_with_the_same_columns_are_two() -> None:
    empty = [*FUND_HEADER, [wide("合计", 2), "", "", "", "", "", ""]]
    tables = found(
        document(
            (
                ["政府性基金预算财政拨款收入支出决算表", "单位：万元"],
                empty,
                ["注：本部门没有政府性基金，故本表无数据。"],
            ),
            (["国有资本经营预算财政拨款收入支出决算表", "单位：万元"], empty, ["注：故本表无数据。"]),
        )
    )
    assert [(table.template, table.is_empty) for table in tables] == [
        ("government_fund", True),
        ("state_capital", True),
    ]
    assert tables[0].note is not None


def test_zeros_are_data_unless_the_note_denies_them() -> None:
    rows = [*FUND_HEADER, [wide("合计", 2), "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"]]
    title = ["政府性基金预算财政拨款收入支出决算表", "单位：万元"]
    assert [t.is_empty for t in found(document((title, rows, ["注：本表反映基金收支。"])))] == [False]
    assert [t.is_empty for t in found(document((title, rows, ["注：故本表无数据。"])))] == [True]


def test_a_missing_unit_is_an_issue() -> None:
    issues = [
        x
        for x in find_tables(document((["收入决算表"], [*INCOME_HEADER, ROW], [])), (), knowledge=KNOWLEDGE)
        if isinstance(x, Issue)
    ]
    assert [issue.code for issue in issues] == ["unit_missing"]


@pytest.mark.parametrize(
    ("note", "unit"),
    [("注：本表金额单位为元。", "yuan"), ("注：1.本表以“万元”为金额单位（保留两位小数）。", "wan_yuan"),
     ("注：本套报表金额单位转换时可能存在尾数误差。", "unknown")],
)
def test_the_unit_may_stand_in_the_note_below(note: str, unit: str) -> None:
    [table] = found(document((["收入决算表"], [*INCOME_HEADER, ROW], [note])))
    assert table.unit == unit


def test_notes_stay_narrative() -> None:
    blocks = document((["收入决算表", "单位：万元"], [*INCOME_HEADER, ROW], ["注：本表反映各项收入。"]))
    [table] = found(blocks)
    assert blocks[-1].lines[0].order not in table.lines
    assert {line.order for block in blocks[:2] for line in block.lines} == set(table.lines)


def test_a_company_report_gives_no_statutory_table() -> None:
    rows = [["项目", "本报告期", "上年同期"], ["营业收入", "4,755,785.11", "5,699,227.63"], ["净利润", "1.00", "2.00"]]
    assert [table.template for table in found(document((["主要会计数据", "单位：元"], rows, [])))] == ["other"]


def test_one_title_over_tables_of_two_bodies_is_two_tables() -> None:
    for second, count in (("单位名称：某某学校", 2), ("单位名称：某某局", 1)):
        bodies = ("单位名称：某某局", second)
        pages = [(["收入决算表", body, "单位：万元"], [*INCOME_HEADER, ROW], []) for body in bodies]
        assert len(found(document(*pages))) == count


def test_a_table_of_no_known_form_keeps_its_title() -> None:
    rows = [["科目编码", "科目名称", "合计", "项目支出"], ["201", "甲", "3.00", "3.00"], ["202", "乙", "3.00", "3.00"]]
    for line_above, title in (("七、财政专户管理资金预算支出表", "财政专户管理资金预算支出表"), ("详见附表", None)):
        [table] = found(document(([line_above, "单位：万元"], rows, [])))
        assert (table.template, table.title, table.unit) == ("other", title, "wan_yuan")


def test_targets_that_are_scored_are_a_self_evaluation_whatever_their_title() -> None:
    head = ["一级指标", "二级指标", "三级指标", "年度指标值"]
    row = ["产出指标", "数量指标", "系统数量", "6"]
    for more, template in (([], "other"), (["实际完成值", "得分"], "performance_self_evaluation")):
        rows = [[*head, *more], [*row, *("6" for _ in more)]]
        [table] = found(document((["部门整体支出绩效目标表"], rows, [])))
        assert table.template == template


LEFT = [["单位代码", "单位名称", "合计"], ["101", "某某局", "9.00"], ["102", "某某所", "8.00"]]
RIGHT = [["一般公共预算", "其他收入"], ["7.00", "2.00"], ["6.00", "2.00"]]


def test_a_table_wider_than_a_page_goes_on_to_the_right() -> None:
    again = [[*labels[:2], *values] for labels, values in zip(LEFT, RIGHT, strict=True)]
    for right in (RIGHT, again):
        [table] = found(document((["部门收入总表"], LEFT, []), (["单位：万元"], right, [])))
        assert (table.pages, table.row_count, table.column_count, table.unit) == ((1, 2), 3, 5, "wan_yuan")
        assert [cell.text for cell in table.cells if cell.row == 1] == ["101", "某某局", "9.00", "7.00", "2.00"]


def test_pages_below_one_another_and_beside_one_another_in_either_order() -> None:
    below, beyond = [["103", "某某站", "7.00"]], [["5.00", "2.00"]]
    second, third, fourth = ([], RIGHT, []), ([], below, []), ([], beyond, [])
    titled = (["部门收入总表", "单位：万元"], LEFT, [])
    for pages in ((titled, second, third, fourth), (titled, third, second, fourth)):
        [table] = found(document(*pages))
        assert (table.pages, table.row_count, table.column_count) == ((1, 2, 3, 4), 4, 5)
        assert [cell.text for cell in table.cells if cell.row == 3] == ["103", "某某站", "7.00", "5.00", "2.00"]


def test_a_table_of_its_own_beside_nothing_is_not_joined() -> None:
    other = [["项目", "金额"], ["甲", "7.00"], ["乙", "6.00"]]
    assert len(found(document((["部门收入总表", "单位：万元"], LEFT, []), ([], other, [])))) == 2
    assert len(found(document((["部门收入总表", "单位：万元"], LEFT, []), ([], RIGHT[:2], [])))) == 1


PLAIN = """\
一、收入支出决算总表
公开 01 表
部门：样例局 2024 年度 金额单位：万元
收入 支出
项目 行次 金额 项目 行次 金额
栏次 1 栏次 2
一、一般公共预算财政拨款收入 1 220.06 一、一般公共服务支出 31
八、其他收入 2 八、社会保障和就业支出 32 220.06
3 九、卫生健康支出 33
本年收入合计 4 220.06 本年支出合计 34 220.06
注：本表反映部门本年度的总收支。
二、收入决算表
公开 02 表
金额单位：万元
本年收入合计 财政拨款收入 上级补助收入 其他收入科目代
码 科目名称
合计 220.06 220.06
208 社会保障和就业支出 220.06 220.06
"""


def test_tables_of_a_text_file_are_laid_out_by_what_other_tables_say() -> None:
    summary, income = found(text_file(PLAIN))
    assert (summary.template, summary.pages, summary.boxes) == ("income_expenditure_summary", (), ())
    header = [cell.text for cell in income.cells if cell.row == 0]
    row = [cell.text for cell in income.cells if cell.row == 2]
    assert dict(zip(header, row, strict=True))["财政拨款收入"] == "220.06"
    assert dict(zip(header, row, strict=True))["其他收入"] == ""


def test_an_amount_whose_column_is_not_certain_is_put_aside_and_said() -> None:
    alone = PLAIN[PLAIN.index("二、收入") :]
    result = list(find_tables(text_file(alone), (), knowledge=KNOWLEDGE))
    [table] = [x for x in result if isinstance(x, Table)]
    assert [cell.text for cell in table.cells if cell.row == 2] == [
        "208",
        "社会保障和就业支出",
        "",
        "",
        "",
        "",
        "220.06",
        "220.06",
    ]
    assert {x.code for x in result if isinstance(x, Issue)} == {"amount_without_column"}


def test_tables_that_a_grid_without_vertical_rules_runs_over_are_cut_apart() -> None:
    rows = [["科目编码", "科目名称", "小计"], ["208", "社会保障和就业支出", "1.00"], [("注：本表反映支出。", 1, 3)]]
    rows += [
        ["", "一般公共预算财政拨款基本支出决算表", ""],
        ["科目编码", "科目名称", "决算数"],
        ["30101", "基本工资", "1.00"],
    ]
    whole = grid(rows)
    lines = tuple(
        line(cell.text, order, 1, cell.area.top + 2) for order, cell in enumerate(whole.cells, 10) if cell.text
    )
    title = tuple(line(text, order) for order, text in enumerate(["一般公共预算财政拨款支出决算表", "单位：万元"]))
    blocks = (Block(0, 1, "text", title), Block(1, 1, "grid", lines, replace(whole, source="gaps")))
    tables = found(blocks)
    assert [(table.template, table.row_count) for table in tables] == [
        ("general_budget_expenditure", 2),
        ("general_budget_basic", 2),
    ]
    assert tables[0].note == "注：本表反映支出。"


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["表 3 2022年度支出决算表", "单位：元至角分"], "yuan"),
        (["公开表3 支出决算表", "金额：万元"], "wan_yuan"),
        (["Z03 支出决算表", "以万元为单位"], "wan_yuan"),
        (["支出决算表-公开03表", "（单位：亿元）"], "yi_yuan"),
    ],
)
def test_numbers_before_a_title_and_ways_to_declare_a_unit(lines: list[str], unit: str) -> None:
    rows = [["科目编码", "科目名称", "本年支出合计", "基本支出"], ["205", "教育支出", "9.00", "9.00"]]
    [table] = found(document((lines, rows, [])))
    assert (table.template, table.unit) == ("expenditure", unit)


@pytest.mark.parametrize("note", ["注：本部门未使用政府性基金，此表空表列示。", "本部门无政府性基金收支"])
def test_a_note_may_stand_in_the_last_row_of_the_grid(note: str) -> None:
    rows = [*FUND_HEADER, [wide("合计", 2), *["0.00"] * 6], [wide(note, 8)]]
    [table] = found(document((["政府性基金预算财政拨款收入支出决算表", "单位：万元"], rows, [])))
    assert (table.is_empty, table.note) == (True, note)


def test_a_table_that_fits_no_form_keeps_its_printed_title() -> None:
    rows = [["项目", "行次", "金额"], ["合计", "1", "9.00"], ["出租收入", "2", "9.00"]]
    above = ["十一、行政事业单位国有资产收益征缴情况表", "公开11表", "单位：万元"]
    [table] = found(document((above, rows, [])))
    assert (table.template, table.title) == ("other", "行政事业单位国有资产收益征缴情况表")
    [untitled] = found(document((["具体情况见下表", "单位：万元"], rows, [])))
    assert (untitled.template, untitled.title) == ("other", None)


def two_pages(shift: tuple[float, ...], rows: list[list[str]]) -> tuple[Block, ...]:
    """An expenditure table, and rows on the next page in columns set elsewhere."""
    header = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    first = grid([header, ["205", "教育支出", "9.00", "9.00", ""], ["20502", "普通教育", "9.00", "9.00", ""]], 1)
    next_page = grid(rows, 2)
    edges = tuple(edge + by for edge, by in zip(next_page.column_edges, shift, strict=True))
    lines = tuple(line(text, order) for order, text in enumerate(["支出决算表", "单位：万元"]))
    return (
        Block(0, 1, "text", lines),
        Block(1, 1, "grid", (line("表内", 5, 1, 100.0),), first),
        Block(2, 2, "grid", (line("表内", 6, 2, 100.0),), replace(next_page, column_edges=edges)),
    )


REST = [["2050201", "学前教育", "5.00", "5.00", ""], ["2050202", "小学教育", "4.00", "4.00", ""]]


@pytest.mark.parametrize("header", [[], [["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]]])
def test_a_table_set_anew_on_the_next_page_goes_on_in_other_widths(header: list[list[str]]) -> None:
    [table] = found(two_pages((8, 5, -9, 12, 3, -8), [*header, *REST]))
    assert (table.pages, table.row_count, table.column_count) == ((1, 2), 5, 5)
    assert [cell.text for cell in table.cells if cell.row == 4] == REST[1]


def test_rows_that_cannot_be_laid_in_the_table_above_are_said() -> None:
    other = [["学前教育", "2050201", "5.00", "5.00", ""], ["小学教育", "2050202", "4.00", "4.00", ""]]
    result = list(find_tables(two_pages((8, 5, -9, 12, 3, -8), other), (), knowledge=KNOWLEDGE))
    assert [table.pages for table in result if isinstance(table, Table)] == [(1,)]
    assert [issue.code for issue in result if isinstance(issue, Issue)] == ["rows_without_table"]
