"""Columns that gaps between words did not part."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.matching.splitting import split_columns
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell, Grid, Line


def line(top: float, *words: tuple[float, str]) -> Line:
    """Words each from its own place, ten points to a character."""
    text = "".join(word for _, word in words)
    x0 = tuple(start + 10 * i for start, word in words for i in range(len(word)))
    return Line(1, int(top), text, text, x0, tuple(x + 10 for x in x0), top, top + 10, top + 9, 10.0, False)


def place(rows: tuple[float, ...], row: int, edges: tuple[float, ...], column: int) -> Box:
    return Box(1, edges[column], rows[row], edges[column + 1], rows[row + 1])


def grid(lines: list[Line], edges: tuple[float, ...]) -> Grid:
    rows = (*(line.top - 2 for line in lines), lines[-1].bottom + 2)
    cells = tuple(
        Cell(row, column, row + 1, column + 1, text, boxes, place(rows, row, edges, column))
        for row, one in enumerate(lines)
        for column, (text, boxes) in enumerate(inside(one, edges))
    )
    box = Box(1, edges[0], rows[0], edges[-1], rows[-1])
    return Grid(1, 0, box, len(lines), len(edges) - 1, rows, edges, cells, "gaps")


def inside(one: Line, edges: tuple[float, ...]) -> list[tuple[str, tuple[Box, ...]]]:
    """What of a line stands between each two edges, and where."""
    found = []
    for left, right in pairwise(edges):
        places = [i for i, x in enumerate(one.x0) if left <= x + 5 < right]
        box = [Box(1, one.x0[places[0]], one.top, one.x1[places[-1]], one.bottom)] if places else []
        found.append(("".join(one.text[i] for i in places), tuple(box)))
    return found


def texts(found: Grid) -> list[list[str]]:
    return [[cell.text for cell in found.cells if cell.row == row] for row in range(found.row_count)]


def test_a_number_and_the_words_behind_it_are_two_columns() -> None:
    lines = [
        line(0, (0, "项目"), (100, "金额"), (165, "项目")),
        line(20, (0, "财政拨款"), (100, "220.06"), (165, "外交支出")),
        line(40, (0, "其他收入"), (120, "0.00"), (165, "国防支出")),
    ]
    assert texts(split_columns(grid(lines, (0.0, 90.0, 300.0)), lines)) == [
        ["项目", "金额", "项目"],
        ["财政拨款", "220.06", "外交支出"],
        ["其他收入", "0.00", "国防支出"],
    ]


def test_a_name_and_the_number_behind_it_are_two_columns() -> None:
    lines = [line(20, (0, "基本工资"), (100, "208.09")), line(40, (0, "奖金"), (120, "0.00"))]
    assert texts(split_columns(grid(lines, (0.0, 300.0)), lines)) == [["基本工资", "208.09"], ["奖金", "0.00"]]


def test_the_edge_behind_numbers_stands_where_they_end() -> None:
    lines = [
        line(0, (40, "合计"), (90, "基本支出")),
        line(20, (40, "1.00"), (180, "2.00")),
        line(40, (40, "1.00"), (180, "2.00")),
    ]
    found = split_columns(grid(lines, (0.0, 120.0, 300.0)), lines)
    assert texts(found)[0] == ["合计", "基本支出"]
    assert found.column_edges == (0.0, 82.0, 300.0)


def test_columns_that_are_parted_stay() -> None:
    lines = [line(20, (0, "甲"), (100, "1.00"), (200, "2.00")), line(40, (0, "乙"), (100, "3.00"), (200, "4.00"))]
    whole = grid(lines, (0.0, 90.0, 142.0, 300.0))
    assert split_columns(whole, lines).column_edges == whole.column_edges
    assert replace(whole, cells=()).column_edges == whole.column_edges
