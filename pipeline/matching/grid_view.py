"""A grid by row and column: which cell covers a place, what it says, and grids of one table laid under one another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from pipeline.matching.normalize import without_layout_blanks
from pipeline.records.layout import Cell, Grid

EDGE_TOLERANCE = 2.5
"""Points that the edges of one column may differ by between two pages (measured: up to 1.2)."""


def cell_text(cell: Cell | None) -> str:
    """What a cell says on one line, without the blanks that are layout."""
    return without_layout_blanks(cell.text) if cell else ""


@dataclass(frozen=True, slots=True, eq=False)
class GridView:
    """Cells looked up by place; `rows` holds for every row the cells that begin in it, left to right. Known by
    identity, so that what is read from one can be kept."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    cover: Mapping[tuple[int, int], Cell]
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers the place, however far it spans."""
        return self.cover.get((row, column))

    def text(self, row: int, column: int) -> str:
        """What the cell that covers the place says."""
        return cell_text(self.cover.get((row, column)))


class _Same:
    """Cells that are known by identity: to compare thousands of them costs more than to index them."""

    __slots__ = ("cells",)

    def __init__(self, cells: tuple[Cell, ...]) -> None:
        self.cells = cells

    def __hash__(self) -> int:
        return id(self.cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.cells is self.cells


def view(cells: tuple[Cell, ...]) -> GridView:
    """Index cells by every place that they cover. The tables of a document are asked for by several stages: their
    views are kept."""
    return _view(_Same(cells))


@lru_cache(maxsize=64)
def _view(same: _Same) -> GridView:
    cells = same.cells
    cover = {
        (row, column): cell for cell in cells
        for row in range(cell.row, cell.row_end) for column in range(cell.column, cell.column_end)
    }
    rows = max((cell.row_end for cell in cells), default=0)
    columns = max((cell.column_end for cell in cells), default=0)
    beginning: list[list[Cell]] = [[] for _ in range(rows)]
    for cell in sorted(cells, key=attrgetter("row", "column")):
        beginning[cell.row].append(cell)
    return GridView(cells, rows, columns, cover, tuple(map(tuple, beginning)))


def edges_agree(upper: Sequence[float], lower: Sequence[float]) -> bool:
    """May two grids be parts of one table by their columns? Both outer edges are the same, and every edge of the one
    with fewer columns is an edge of the other (a header may split a column that the rows below print whole)."""
    if len(upper) < 2 or len(lower) < 2:
        return False
    if abs(upper[0] - lower[0]) > EDGE_TOLERANCE or abs(upper[-1] - lower[-1]) > EDGE_TOLERANCE:
        return False
    few, many = sorted((upper, lower), key=len)
    matched = sum(1 for edge in few if _nearest(many, edge) is not None)
    return matched == len(few) and (len(few) >= 3 or len(few) == len(many))


def joined_edges(grids: Iterable[Grid]) -> tuple[float, ...]:
    """The edges of all grids, those that agree taken once."""
    edges: list[float] = []
    for grid in sorted(grids, key=lambda g: -len(g.column_edges)):
        edges += [edge for edge in grid.column_edges if _nearest(sorted(edges), edge) is None]
    return tuple(sorted(edges))


def moved(cells: Iterable[Cell], grid: Grid, edges: Sequence[float], row_shift: int) -> Iterator[Cell]:
    """Cells of one grid as cells of the table that has these column edges, their rows moved down by `row_shift`."""
    places = [_index(edges, edge) for edge in grid.column_edges]
    for cell in cells:
        yield Cell(
            cell.row + row_shift, places[cell.column], cell.row_end + row_shift,
            max(places[cell.column_end], places[cell.column] + 1), cell.text, cell.boxes, cell.area,
        )


def _nearest(edges: Sequence[float], edge: float) -> float | None:
    place = bisect_left(edges, edge)
    near = [e for e in edges[max(0, place - 1):place + 1] if abs(e - edge) <= EDGE_TOLERANCE]
    return min(near, key=lambda e: abs(e - edge)) if near else None


def _index(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - edge))
