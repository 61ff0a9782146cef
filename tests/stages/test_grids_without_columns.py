"""Tables ruled across only: columns from header words, flush edges, and the strokes that rules are drawn with."""

import itertools

from pipeline.readers import read_pages
from pipeline.records.layout import Grid
from pipeline.stages.grids import find_grids
from pipeline.stages.lines import find_lines
from tests.drawing import Sheet, draw


def grids_of(*sheets) -> list[Grid]:
    pages = read_pages(draw(*sheets), "pdf").pages
    return list(find_grids(pages, tuple(find_lines(pages))))


def rows_of(grid: Grid) -> list[list[str]]:
    """What the cells that begin in each row say, left to right."""
    return [[cell.text for cell in grid.cells if cell.row == row] for row in range(grid.row_count)]


def across(page: Sheet, x0: float, x1: float, *heights: float) -> None:
    for y in heights:
        page.rule(x0, y, x1, y)


def centre(page: Sheet, x: float, baseline: float, text: str, size: float = 10) -> None:
    page.text(x - size * len(text) / 2, baseline, text, size)


def two_sides(page: Sheet) -> None:
    """Income 60–180–260, expenditure 260–400–460–520: the last column is blank below its header."""
    across(page, 60, 520, 100, 120, 140, 160, 180)
    centre(page, 160, 114, "收入")
    centre(page, 390, 114, "支出")
    for x, word in ((120, "项目"), (220, "决算数"), (330, "项目"), (430, "合计"), (490, "基金")):
        centre(page, x, 134, word)
    for baseline, left, amount, right, total in (
        (154, "一、财政拨款", "1109.60", "一、公共服务", ""),
        (174, "", "", "八、社会保障和就业支出", "121.78"),
    ):
        page.text(63, baseline, left)
        page.right(257, baseline, amount)
        page.text(263, baseline, right)
        page.right(457, baseline, total)


def test_an_amount_flush_right_and_a_name_flush_left_behind_it_are_two_columns_and_blank_columns_stay() -> None:
    (grid,) = grids_of(two_sides)
    assert rows_of(grid) == [
        ["收入", "支出"],
        ["项目", "决算数", "项目", "合计", "基金"],
        ["一、财政拨款", "1109.60", "一、公共服务", "", ""],
        ["", "", "八、社会保障和就业支出", "121.78", ""],
    ]
    spans = [(cell.column, cell.column_end) for cell in grid.cells if cell.row == 0]
    assert spans == [(0, 2), (2, 5)]


def grouped(page: Sheet) -> None:
    """Four columns of 100 points; the middle two under one word, with a rule below it alone."""
    across(page, 60, 460, 100, 150, 170, 190)
    across(page, 160, 360, 125)
    centre(page, 110, 129, "合计")
    centre(page, 410, 129, "接待费")
    centre(page, 260, 116, "购置及运行费")
    centre(page, 210, 141, "购置费")
    centre(page, 310, 141, "运行费")
    for column, (number, amount) in enumerate((("1", "10.71"), ("2", "0.00"), ("3", "9.66"), ("4", "1.05"))):
        centre(page, 110 + 100 * column, 164, number, 10)
        page.right(157 + 100 * column, 184, amount)


def test_a_rule_below_one_header_word_makes_it_head_the_columns_that_the_rule_covers() -> None:
    (grid,) = grids_of(grouped)
    assert rows_of(grid) == [
        ["合计", "购置及运行费", "接待费"],
        ["购置费", "运行费"],
        ["1", "2", "3", "4"],
        ["10.71", "0.00", "9.66", "1.05"],
    ]
    first = [(cell.row, cell.column, cell.row_end, cell.column_end) for cell in grid.cells if cell.row == 0]
    assert first == [(0, 0, 2, 1), (0, 1, 1, 3), (0, 3, 2, 4)]


def test_spaced_out_header_words_are_one_word_each() -> None:
    def sheet(page: Sheet) -> None:
        across(page, 60, 460, 100, 120, 140, 160)
        page.text(120, 114, "项    目")
        page.text(350, 114, "合    计")
        for baseline, name, amount in ((134, "医疗", "5.29"), (154, "行政单位养老支出", "81.88")):
            page.text(63, baseline, name)
            page.right(457, baseline, amount)

    (grid,) = grids_of(sheet)
    assert rows_of(grid) == [["项目", "合计"], ["医疗", "5.29"], ["行政单位养老支出", "81.88"]]


def test_header_cells_that_their_words_fill_are_parted() -> None:
    def sheet(page: Sheet) -> None:
        across(page, 60, 340, 100, 130, 150, 170)
        centre(page, 100, 119, "项目")
        for x, upper, lower in ((190, "一般公共预算财", "政拨款"), (290, "政府性基金预算财政", "拨款")):
            centre(page, x, 113, upper)
            centre(page, x, 126, lower)
        for baseline, name, one, other in ((144, "医疗", "5.29", "1.00"), (164, "养老", "81.88", "2.00")):
            page.text(63, baseline, name)
            page.right(237, baseline, one)
            page.right(337, baseline, other)

    (grid,) = grids_of(sheet)
    assert rows_of(grid)[0] == ["项目", "一般公共预算财\n政拨款", "政府性基金预算财政\n拨款"]
    assert rows_of(grid)[2] == ["养老", "81.88", "2.00"]


def stroked(page: Sheet, baseline: float, edges: list[float]) -> None:
    for left, right in itertools.pairwise(edges):
        page.rule(left, baseline, right, baseline, "rectangle")


def test_the_end_of_a_table_and_the_next_table_on_the_page_have_columns_of_their_own() -> None:
    def sheet(page: Sheet) -> None:
        for y in (60, 80):
            stroked(page, y, [60, 120, 240, 360, 460])
        page.text(63, 74, "2210203")
        page.text(123, 74, "购房补贴")
        page.right(357, 74, "37.76")
        page.right(457, 74, "0.00")
        page.text(60, 98, "注：本表反映支出情况。")
        centre(page, 260, 124, "政府采购情况表", 16)
        for y in (150, 170, 190, 210):
            stroked(page, y, [60, 260, 460])
        centre(page, 160, 164, "项目")
        centre(page, 360, 164, "金额")
        for baseline, name, amount in ((184, "货物", "1.00"), (204, "服务", "2.00")):
            page.text(63, baseline, name)
            page.right(457, baseline, amount)

    rest, following = grids_of(sheet)
    assert rows_of(rest) == [["2210203", "购房补贴", "37.76", "0.00"]]
    assert rows_of(following) == [["项目", "金额"], ["货物", "1.00"], ["服务", "2.00"]]


def test_a_code_right_behind_an_amount_is_no_part_of_it() -> None:
    def sheet(page: Sheet) -> None:
        across(page, 60, 460, 100, 120, 140, 160)
        for x, word in ((85, "编码"), (150, "名称"), (230, "金额"), (285, "编码"), (350, "名称"), (430, "金额")):
            centre(page, x, 114, word)
        for baseline, words in zip((134, 154), rows, strict=True):
            for x, word in zip((62, 112, 261, 312), (*words[:2], *words[3:5]), strict=True):
                page.text(x, baseline, word)
            page.right(258, baseline, words[2])
            page.right(458, baseline, words[5])

    rows = [["301", "工资", "649.34", "302", "办公", "93.72"], ["30101", "基本", "175.51", "30201", "印刷", "4.04"]]
    (grid,) = grids_of(sheet)
    assert rows_of(grid)[1:] == rows


def test_a_total_in_the_middle_of_code_and_name_is_one_cell() -> None:
    def sheet(page: Sheet) -> None:
        across(page, 60, 460, 100, 120, 140, 160)
        for x, word in ((100, "编码"), (220, "名称"), (380, "金额")):
            centre(page, x, 114, word)
        page.text(63, 134, "30101")
        page.text(143, 134, "基本工资和其他各项工资")
        page.right(457, 134, "5.00")
        centre(page, 180, 154, "人员经费合计")
        page.right(457, 154, "5.00")

    (grid,) = grids_of(sheet)
    (total,) = [cell for cell in grid.cells if cell.row == 2 and cell.text.startswith("人员")]
    assert (total.column, total.column_end) == (0, 2)


def test_one_row_between_two_rules_is_the_rest_of_a_table() -> None:
    def sheet(page: Sheet) -> None:
        across(page, 60, 460, 60, 80)
        page.text(63, 74, "住房公积金")
        page.right(257, 74, "12.00")
        page.right(457, 74, "3.00")

    (grid,) = grids_of(sheet)
    assert rows_of(grid) == [["住房公积金", "12.00", "3.00"]]


def test_without_any_rule_rows_with_blanks_belong_to_the_columns_that_others_fill() -> None:
    edges = (230, 320, 410, 500)
    amounts = [("1,000.00", "", "10.00", "9.00"), ("2,000.00", "20.00", "", "8.00"), ("", "30.00", "30.00", "7.00")]
    amounts += [("4,000.00", "", "", ""), ("5,000.00", "50.00", "50.00", "5.00")]

    def sheet(page: Sheet) -> None:
        for x, word in ((60, "科目名称"), (165, "合计"), (270, "基本支出"), (355, "项目支出"), (450, "经营支出")):
            page.text(x, 120, word)
        for row, values in enumerate(amounts):
            page.text(60, 142 + 22 * row, f"某项事务之{'一二三四五'[row]}")
            for x, value in zip(edges, values, strict=True):
                page.right(x, 142 + 22 * row, value)

    (grid,) = grids_of(sheet)
    assert rows_of(grid) == [
        ["科目名称", "合计", "基本支出", "项目支出", "经营支出"],
        *([f"某项事务之{'一二三四五'[row]}", *values] for row, values in enumerate(amounts)),
    ]


def test_one_row_with_a_wrapped_name_between_two_rules_stays_one_row() -> None:
    def sheet(page: Sheet) -> None:
        across(page, 60, 460, 60, 92)
        page.text(123, 73, "其他行政事业单位养", 9)
        page.text(63, 79, "2080599", 9)
        page.text(123, 85, "老支出", 9)
        page.right(357, 79, "12.00", 9)
        page.right(457, 79, "3.00", 9)

    (grid,) = grids_of(sheet)
    assert rows_of(grid) == [["2080599", "其他行政事业单位养\n老支出", "12.00", "3.00"]]
