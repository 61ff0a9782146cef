"""Grids from rules in any shape, from gaps between words, and what is no table."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching.rules import drawings_of, segments_of
from pipeline.matching.tiling import tile
from pipeline.readers import read_pages
from pipeline.records.layout import Grid
from pipeline.stages.grids import find_grids
from pipeline.stages.lines import find_lines
from tests.drawing import Sheet, draw, table


def grids_of(*pages, **options) -> list[Grid]:
    read = read_pages(draw(*pages, **options), "pdf").pages
    return list(find_grids(read, tuple(find_lines(read))))


def texts(grid: Grid) -> list[list[str | None]]:
    """The texts by row and column; None inside a merged cell."""
    rows: list[list[str | None]] = [[None] * grid.column_count for _ in range(grid.row_count)]
    for cell in grid.cells:
        rows[cell.row][cell.column] = cell.text
    return rows


ROWS = [["科目编码", "科目名称", "合计"], ["2080505", "机关养老", "1,234.50"], ["2101101", "行政医疗", ""]]


@pytest.mark.parametrize("style", ["line", "rectangle", "fragments"])
@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_rules_of_any_shape_make_the_same_grid(style, rotation: int) -> None:
    (grid,) = grids_of(table(ROWS, style=style), rotation=rotation)
    assert texts(grid) == ROWS
    assert grid.source == "rules"
    assert grid.row_edges == pytest.approx((100, 120, 140, 160), abs=0.5)
    assert grid.column_edges == pytest.approx((60, 150, 240, 330), abs=0.5)
    assert (grid.box.x0, grid.box.bottom) == pytest.approx((60, 160), abs=0.5)


def test_merged_cells_are_spans() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 120, 140, 160], [60, 150, 240, 330], spans=[(0, 0, 1, 2), (0, 2, 2, 3)])
        page.text(63, 114, "项目")
        page.text(243, 124, "合计")
        page.text(63, 134, "编码")

    (grid,) = grids_of(sheet)
    spans = [(cell.row, cell.column, cell.row_end, cell.column_end, cell.text) for cell in grid.cells]
    assert spans[:4] == [(0, 0, 1, 2, "项目"), (0, 2, 2, 3, "合计"), (1, 0, 2, 1, "编码"), (1, 1, 2, 2, "")]


def test_a_wrapped_cell_has_a_line_and_a_box_for_each_line() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 140, 160], [60, 150, 240])
        page.text(63, 115, "机关事业单位养老")
        page.text(63, 130, "保险缴费支出")
        page.text(153, 122, "22.41")

    (grid,) = grids_of(sheet)
    cell = grid.cells[0]
    assert cell.text == "机关事业单位养老\n保险缴费支出"
    assert [round(box.top) for box in cell.boxes] == [106, 121]
    assert grid.cells[1].text == "22.41"


def test_spaced_out_words_lose_their_layout_blanks() -> None:
    (grid,) = grids_of(table([["合 计", "因 公 出 国"], ["1 234.50", "a b"]]))
    assert [cell.text for cell in grid.cells] == ["合计", "因公出国", "1 234.50", "a b"]


def test_a_table_without_its_upper_border_keeps_its_first_row() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 120, 140], [60, 150, 240], open_top=True)
        page.text(63, 114, "首行")
        page.text(153, 134, "次行")

    (grid,) = grids_of(sheet)
    assert texts(grid) == [["首行", ""], ["", "次行"]]


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    def sheet(page: Sheet) -> None:
        for y in (100, 120, 140):
            page.rule(60, y, 330, y)
        for x in (150, 240):
            page.rule(x, 100, x, 140)
        page.text(63, 114, "左")
        page.text(300, 134, "右")

    (grid,) = grids_of(sheet)
    assert texts(grid) == [["左", "", ""], ["", "", "右"]]


def test_a_single_row_without_upper_border_is_a_grid() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 120], [60, 150, 240, 330], open_top=True)
        page.text(63, 114, "合计")

    assert texts(grids_of(sheet)[0]) == [["合计", "", ""]]


def test_two_tables_on_a_page_are_two_grids() -> None:
    def sheet(page: Sheet) -> None:
        table([["甲", "乙"]], y=100)(page)
        page.text(60, 140, "两表之间的标题")
        table([["丙", "丁"]], y=160)(page)

    assert [texts(grid) for grid in grids_of(sheet)] == [[["甲", "乙"]], [["丙", "丁"]]]


def test_orders_count_over_the_filing() -> None:
    assert [(grid.order, grid.page) for grid in grids_of(table(ROWS), table(ROWS))] == [(0, 1), (1, 2)]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 120, 140], [60, 100, 140])
        page.right(138, 114, "123456789.12")
        page.text(63, 134, "1.00")

    (grid,) = grids_of(sheet)
    assert texts(grid) == [["", "123456789.12"], ["1.00", ""]]


def test_frames_underlines_and_axes_are_no_tables() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 200], [60, 300])
        page.text(80, 150, "框中的叙述文字")
        page.text(80, 250, "下划线")
        page.rule(80, 253, 110, 253)
        page.rule(60, 700, 200, 700)
        page.text(60, 712, "脚注", size=8)
        page.rule(100, 300, 100, 400)
        page.rule(100, 400, 300, 400)

    assert grids_of(sheet) == []


def test_double_rules_make_no_empty_rows() -> None:
    def sheet(page: Sheet) -> None:
        page.text(63, 114, "首格")
        page.grid([100, 120, 140], [60, 150, 240])
        for y in (96.5, 143.5):
            page.rule(60, y, 240, y)
        for x in (60, 240):
            page.rule(x, 96.5, x, 143.5)

    (grid,) = grids_of(sheet)
    assert (grid.row_count, grid.column_count) == (2, 2)


def test_white_rules_make_no_table() -> None:
    def sheet(page: Sheet) -> None:
        page.text(63, 114, "看不见的表")
        for y in (100, 120, 140):
            page.rule(60, y, 240, y, grey=1)
        for x in (60, 150, 240):
            page.rule(x, 100, x, 140, grey=1)

    assert grids_of(sheet) == []


def test_a_small_table_inside_a_cell_takes_its_own_characters() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 200, 300], [60, 300, 500])
        page.grid([120, 140, 160], [100, 150, 200])
        page.text(103, 134, "内")
        page.text(63, 114, "外")

    outer, inner = grids_of(sheet)
    assert [cell.text for cell in outer.cells] == ["外", "", "", ""]
    assert inner.cells[0].text == "内"


def three_line_table(page: Sheet) -> None:
    for y in (100, 120, 190):
        page.rule(60, y, 500, y)
    page.text(70, 114, "科目名称")
    for x, words in ((300, ("决算数", "1,200.00", "34.50", "0.00")), (480, ("预算数", "900.00", "30.00", "5.00"))):
        for index, word in enumerate(words):
            page.right(x, 114 + 22 * index, word)
    for index, word in enumerate(("行政运行", "一般行政管理事务", "其他支出")):
        page.text(70, 136 + 22 * index, word)


def test_a_table_with_three_horizontal_rules_gets_columns_from_gaps() -> None:
    (grid,) = grids_of(three_line_table)
    assert grid.source == "gaps"
    assert texts(grid) == [
        ["科目名称", "决算数", "预算数"],
        ["行政运行", "1,200.00", "900.00"],
        ["一般行政管理事务", "34.50", "30.00"],
        ["其他支出", "0.00", "5.00"],
    ]


def test_a_row_for_every_rule_when_each_row_has_one() -> None:
    def sheet(page: Sheet) -> None:
        for y in (100, 120, 150, 170, 190):
            page.rule(60, y, 500, y)
        for y, words in (
            (114, ("项目", "金额")),
            (132, ("养老保险", "")),
            (138, ("", "22.41")),
            (145, ("缴费支出", "")),
            (164, ("合计", "30.00")),
            (184, ("其他", "1.00")),
        ):
            page.text(70, y, words[0])
            page.right(480, y, words[1])

    (grid,) = grids_of(sheet)
    assert texts(grid) == [["项目", "金额"], ["养老保险\n缴费支出", "22.41"], ["合计", "30.00"], ["其他", "1.00"]]


def test_rules_between_paragraphs_are_no_table() -> None:
    def sheet(page: Sheet) -> None:
        for index in range(4):
            page.rule(60, 100 + 60 * index, 500, 100 + 60 * index)
            page.text(60, 130 + 60 * index, "一段连续的叙述文字没有任何列的样子")

    assert grids_of(sheet) == []


def test_aligned_numbers_without_any_rules_are_a_table() -> None:
    def sheet(page: Sheet) -> None:
        page.text(70, 60, "部门：某局")
        page.text(400, 60, "单位：万元")
        for index, words in enumerate(
            (
                ("科目", "合计", "基本", "项目"),
                ("运行", "3.00", "1.00", "2.00"),
                ("医疗", "30.00", "10.00", "20.00"),
                ("其他", "5.00", "5.00", "0.00"),
            )
        ):
            page.text(70, 80 + 18 * index, words[0])
            for column, word in enumerate(words[1:]):
                page.right(250 + 100 * column, 80 + 18 * index, word)

    (grid,) = grids_of(sheet)
    assert grid.source == "gaps"
    assert texts(grid)[0] == ["科目", "合计", "基本", "项目"]
    assert texts(grid)[3] == ["其他", "5.00", "5.00", "0.00"]


def test_narrative_with_numbers_is_no_table() -> None:
    def sheet(page: Sheet) -> None:
        for index in range(5):
            page.text(
                70, 100 + 20 * index, f"支出{index}23.45万元，完成预算的9{index}.12%，较上年增加1{index}.30万元。"
            )

    assert grids_of(sheet) == []


def test_a_table_on_a_page_on_its_side_has_displayed_boxes() -> None:
    def sheet(page: Sheet) -> None:
        page.canvas.translate(595, 0)
        page.canvas.rotate(90)
        inner = Sheet(page.canvas, 595)
        table([["科目名称", "金额单位"], ["行政运行", "12.30"]], x=100, y=200)(inner)
        inner.text(100, 180, "收入支出决算总表")

    (grid,) = grids_of(sheet)
    assert texts(grid) == [["科目名称", "金额单位"], ["行政运行", "12.30"]]
    assert (grid.box.x0, grid.box.x1) == pytest.approx((200, 240), abs=0.5)
    assert (grid.box.top, grid.box.bottom) == pytest.approx((842 - 280, 842 - 100), abs=0.5)
    area, (box,) = grid.cells[3].area, grid.cells[3].boxes
    assert area.contains((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2)


@st.composite
def tilings(draw_from) -> list[tuple[int, int, int, int]]:
    """A random partition of a rectangle into rectangles."""
    rows, columns = draw_from(st.integers(1, 6)), draw_from(st.integers(2, 6))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells = []
    while free:
        row, column = min(free)
        width = draw_from(st.integers(1, columns - column))
        while any((row, column + step) not in free for step in range(width)):
            width -= 1
        height = draw_from(st.integers(1, rows - row))
        while any((row + down, column + step) not in free for down in range(height) for step in range(width)):
            height -= 1
        free -= {(row + down, column + step) for down in range(height) for step in range(width)}
        cells.append((row, column, row + height, column + width))
    return cells


@settings(max_examples=150, deadline=None)
@given(tilings(), st.randoms(use_true_random=False))
def test_any_tiling_comes_back_from_its_rules(tiling, random) -> None:
    import numpy as np

    cells = tiling
    used_rows = sorted({edge for cell in cells for edge in (cell[0], cell[2])})
    used_columns = sorted({edge for cell in cells for edge in (cell[1], cell[3])})
    rules = []
    for row, column, row_end, column_end in cells:
        x0, x1, top, bottom = 60 + 40 * column, 60 + 40 * column_end, 100 + 18 * row, 100 + 18 * row_end
        for ax, ay, bx, by in (
            (x0, top, x1, top),
            (x0, bottom, x1, bottom),
            (x0, top, x0, bottom),
            (x1, top, x1, bottom),
        ):
            pieces = random.choice((1, 1, 4))
            for piece in range(pieces):
                start, end = piece / pieces, (piece + 1) / pieces
                shift = random.uniform(-0.4, 0.4)
                flat = ay == by
                rules.append(
                    (
                        ax + (bx - ax) * start + (0 if flat else shift) - 0.2,
                        ay + (by - ay) * start + (shift if flat else 0) - 0.2,
                        ax + (bx - ax) * end + (0 if flat else shift) + 0.2,
                        ay + (by - ay) * end + (shift if flat else 0) + 0.2,
                    )
                )
    random.shuffle(rules)
    drawings, _ = drawings_of(segments_of(np.array(rules)))
    found = [tile(drawing) for drawing in drawings]
    if len(used_columns) < 3:
        assert found == [None]
        return
    (result,) = found
    assert result is not None
    row_at, column_at = ({edge: index for index, edge in enumerate(used)} for used in (used_rows, used_columns))
    expected = sorted((row_at[a], column_at[b], row_at[c], column_at[d]) for a, b, c, d in cells)
    assert list(result.cells) == expected
    assert result.column_edges == pytest.approx([60 + 40 * edge for edge in used_columns], abs=0.6)
