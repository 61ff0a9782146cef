"""Columns that gaps between words did not part: a number set flush right, and words set flush left right behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.matching.filling import fill
from pipeline.matching.tiling import Span, Tiling
from pipeline.records.geometry import Box
from pipeline.records.layout import Grid, Line

_GLUED = re.compile(r"\d\.\d{2} *(?=[^\d\s.,%，)）]|\d{3})")
"""Two decimals and then words or a code: the end of one column and the beginning of the next."""
_NAMED = re.compile(r"[^\d\s.,%+-](?=\d[\d,]*\.\d{1,2}$)")
_AMOUNT = re.compile(r"-?\d[\d,]*\.\d{1,2}")
_PAD = 2.0
"""Points between the numbers of a column and its edge."""
_ALIGNED = 4.0
"""Points that the ends of the numbers of one column may differ by."""
_FEWEST = 2
"""So many rows must show the seam."""
_NEAR = 3.0
"""A seam this near to an edge is that edge."""

Seam = tuple[float, float, float]
"""Where the number ends, where the words begin, and the height on the page."""


def split_columns(grid: Grid, lines: Sequence[Line]) -> Grid:
    """The grid with a column more for each seam that several rows show, and the edges behind numbers where they end.
    `lines` are those printed in it."""
    seams = [seam for line in lines for seam in _seams(line) if not _is_parted(seam, grid.column_edges)]
    proposed = (*_cuts(seams), *_before_numbers(grid, lines))
    cuts = [cut for cut in proposed if all(abs(cut - edge) > _NEAR for edge in grid.column_edges)]
    if cuts:
        edges = sorted((*grid.column_edges, *cuts))
        grid = fill([(_tiling(grid, edges, cuts, seams), grid.source)], lines, grid.page)[0]
    return _behind_numbers(grid, lines)


def _is_parted(seam: Seam, edges: Sequence[float]) -> bool:
    return any(seam[0] - 1 <= edge <= seam[1] + 1 for edge in edges)


def _behind_numbers(grid: Grid, lines: Sequence[Line]) -> Grid:
    """The grid with the edge behind a column of numbers moved to where they end: numbers are set flush right, and the
    header of the next column begins there, long before its own numbers do."""
    edges = list(grid.column_edges)
    for column in range(grid.column_count - 1):
        ends = [box.x1 for box in _numbers(grid, column)]
        begins = [box.x0 for box in _numbers(grid, column + 1)]
        if len(ends) >= _FEWEST and len(begins) >= _FEWEST and max(ends) + _PAD < min(begins):
            edges[column + 1] = max(ends) + _PAD
    if all(abs(old - new) < 1 for old, new in zip(grid.column_edges, edges, strict=True)):
        return grid
    spans = tuple((cell.row, cell.column, cell.row_end, cell.column_end) for cell in grid.cells)
    return fill([(Tiling(grid.row_edges, tuple(edges), spans), grid.source)], lines, grid.page)[0]


def _numbers(grid: Grid, column: int) -> list[Box]:
    """Where the amounts of a column stand."""
    cells = [cell for cell in grid.cells if cell.column == column and cell.column_end == column + 1]
    return [cell.boxes[0] for cell in cells if cell.boxes and _AMOUNT.fullmatch(cell.text.strip())]


def _seams(line: Line) -> list[Seam]:
    found = []
    for match in _GLUED.finditer(line.text):
        last, first = len(line.text[:match.end()].rstrip()) - 1, match.end()
        if line.x0[first] - line.x1[last] > 0.1 * line.size or not line.text[first].isdigit():
            found.append((line.x1[last], line.x0[first], (line.top + line.bottom) / 2))
    return found


def _cuts(seams: Sequence[Seam]) -> list[float]:
    """Between the numbers and the words of every group of seams that are aligned."""
    groups: list[list[Seam]] = []
    for seam in sorted(seams):
        if groups and seam[0] - groups[-1][0][0] <= _ALIGNED:
            groups[-1].append(seam)
        else:
            groups.append([seam])
    return [median((end + begin) / 2 for end, begin, _ in group) for group in groups if len(group) >= _FEWEST]


def _before_numbers(grid: Grid, lines: Sequence[Line]) -> list[float]:
    """Where names and the numbers behind them, set flush right, stand in one column: between the longest name and the
    longest number."""
    cuts = []
    for left, right in pairwise(grid.column_edges):
        ends, begins = list[float](), list[float]()
        for line in lines:
            inside = [i for i, x in enumerate(line.x0) if left <= x and line.x1[i] <= right and line.text[i] != " "]
            found = _NAMED.search("".join(line.text[i] for i in inside))
            if found:
                ends.append(line.x1[inside[found.start()]])
                begins.append(line.x0[inside[found.start() + 1]])
        if len(ends) >= _FEWEST and max(ends) + _PAD < min(begins):
            cuts.append(min(begins) - _PAD / 2)
    return cuts


def _tiling(grid: Grid, edges: Sequence[float], cuts: Sequence[float], seams: Sequence[Seam]) -> Tiling:
    """Every cell over its old extent; one of a single column, or with a seam in it, is cut there."""
    places = [edges.index(edge) for edge in grid.column_edges]
    cells: list[Span] = []
    for cell in grid.cells:
        left, right = places[cell.column], places[cell.column_end]
        inside = [edges.index(cut) for cut in cuts if left < edges.index(cut) < right]
        if cell.column_end - cell.column > 1:
            inside = [place for place in inside if _is_cut(cell.area.top, cell.area.bottom, edges[place], seams)]
        for first, last in zip((left, *inside), (*inside, right), strict=True):
            cells.append((cell.row, first, cell.row_end, last))
    return Tiling(grid.row_edges, tuple(edges), tuple(cells))


def _is_cut(top: float, bottom: float, edge: float, seams: Sequence[Seam]) -> bool:
    return any(top <= y <= bottom and end - _NEAR <= edge <= begin + _NEAR for end, begin, y in seams)
