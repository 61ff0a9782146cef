"""Characters into the cells of tilings: each into exactly one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from pipeline.matching.normalize import without_layout_blanks
from pipeline.matching.tiling import Tiling
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell, Grid, Line

Source = Literal["rules", "gaps"]
_NUMERIC = frozenset("0123456789.,%-+")
_TOUCHING = 0.05
"""Characters of a number nearer than this part of the font size were set as one word."""

_APART = 0.6
"""Figures further apart than this part of the font size are two."""

Place = tuple[int, int]


class _Map:
    """Where a point of one tiling lies."""

    def __init__(self, tiling: Tiling) -> None:
        self.rows, self.columns = tiling.row_edges, tiling.column_edges
        width = len(self.columns) - 1
        self.cells_of: list[list[int | None]] = [[None] * width for _ in self.rows[1:]]
        for index, (row, column, row_end, column_end) in enumerate(tiling.cells):
            for covered in self.cells_of[row:row_end]:
                covered[column:column_end] = [index] * (column_end - column)

    def row(self, y: float) -> int | None:
        return bisect_right(self.rows, y) - 1 if self.rows[0] <= y < self.rows[-1] else None

    def cells(self, row: int, xs: Sequence[float]) -> list[int | None]:
        """The cell of a row at each place."""
        columns, covered = self.columns, self.cells_of[row]
        left, right = columns[0], columns[-1]
        return [covered[bisect_right(columns, x) - 1] if left <= x < right else None for x in xs]


def fill(tilings: Sequence[tuple[Tiling, Source]], lines: Sequence[Line], page: int) -> list[Grid]:
    """Grids of these tilings with the text of the lines. A character inside two nested grids goes to the inner one."""
    maps = [_Map(tiling) for tiling, _ in tilings]
    inner_first = sorted(range(len(maps)), key=lambda index: _area(tilings[index][0]))
    pieces: dict[Place, list[tuple[str, Box]]] = {}
    for line in lines:
        for place, members in _by_cell(line, maps, inner_first).items():
            text = without_layout_blanks(_spelled(line, members))
            if text:
                inked = [i for i in members if line.text[i] != " "]
                x0, x1 = min([line.x0[i] for i in inked]), max([line.x1[i] for i in inked])
                box = Box(page, x0, line.top, x1, line.bottom)
                pieces.setdefault(place, []).append((text, box))
    return [_grid(tiling, source, index, pieces, page) for index, (tiling, source) in enumerate(tilings)]


def _spelled(line: Line, members: Sequence[int]) -> str:
    """The characters in order; figures that stand apart stay apart, so that two of them never make one."""
    if len(members) == len(line.text) and line.text.isalpha():
        return line.text
    if line.text.isalpha():
        return "".join([line.text[position] for position in members])
    spelled: list[str] = []
    for position in members:
        if spelled and _stands_apart(line, position):
            spelled.append(" ")
        spelled.append(line.text[position])
    return "".join(spelled)


def _stands_apart(line: Line, position: int) -> bool:
    if line.text[position] not in _NUMERIC or line.text[position - 1] not in _NUMERIC:
        return False
    return line.x0[position] - line.x1[position - 1] > _APART * line.size


def _by_cell(line: Line, maps: Sequence[_Map], inner_first: Sequence[int]) -> dict[Place, list[int]]:
    """Which of the line's characters stand in which (grid, cell)."""
    y = (line.top + line.bottom) / 2
    crossed = [(index, row) for index in inner_first if (row := maps[index].row(y)) is not None]
    if not crossed:
        return {}
    middles = [(x0 + x1) / 2 for x0, x1 in zip(line.x0, line.x1, strict=True)]
    places: list[Place | None] = [None] * len(middles)
    for index, row in reversed(crossed):
        for position, cell in enumerate(maps[index].cells(row, middles)):
            if cell is not None:
                places[position] = index, cell
    if places[0] is not None and places.count(places[0]) == len(places):  # as most lines of a table
        return {places[0]: list(range(len(places)))}
    if any(_continues(line, seam) for seam in range(1, len(places)) if places[seam] != places[seam - 1]):
        _keep_numbers_whole(line, places)
    cells: dict[Place, list[int]] = {}
    for position, place in enumerate(places):
        if place is not None:
            cells.setdefault(place, []).append(position)
    return cells


def _keep_numbers_whole(line: Line, places: list[Place | None]) -> None:
    """A number wider than its cell goes to the cell that holds most of it, in one piece."""
    start = 0
    for position in range(1, len(places) + 1):
        if position < len(places) and _continues(line, position):
            continue
        run = places[start:position]
        if any(place != run[0] for place in run):
            places[start:position] = [max(run, key=run.count)] * len(run)
        start = position


def _continues(line: Line, position: int) -> bool:
    """Is the character part of the number that the one before belongs to?"""
    if line.text[position] not in _NUMERIC or line.text[position - 1] not in _NUMERIC:
        return False
    return abs(line.x0[position] - line.x1[position - 1]) <= _TOUCHING * line.size


def _area(tiling: Tiling) -> float:
    return (tiling.row_edges[-1] - tiling.row_edges[0]) * (tiling.column_edges[-1] - tiling.column_edges[0])


def _grid(tiling: Tiling, source: Source, index: int, pieces: dict[Place, list[tuple[str, Box]]], page: int) -> Grid:
    rows, columns = tiling.row_edges, tiling.column_edges
    cells = []
    for number, (row, column, row_end, column_end) in enumerate(tiling.cells):
        found = pieces.get((index, number), ())
        area = Box(page, columns[column], rows[row], columns[column_end], rows[row_end])
        text = "\n".join([text for text, _ in found])
        cells.append(Cell(row, column, row_end, column_end, text, tuple([box for _, box in found]), area))
    box = Box(page, columns[0], rows[0], columns[-1], rows[-1])
    return Grid(page, 0, box, len(rows) - 1, len(columns) - 1, rows, columns, tuple(cells), source)
