"""A continuation without vertical rules and without a header, laid out in the columns of the table that it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.matching.filling import fill
from pipeline.matching.normalize import bare
from pipeline.matching.tiling import Span, Tiling
from pipeline.matching.words import Row, Word, row_of
from pipeline.records.layout import Grid, Line


def refilled(grid: Grid, edges: Sequence[float], lines: Sequence[Line]) -> Grid | None:
    """The rows of the grid in columns between `edges`, words that lie over an edge in one cell. None where an amount
    lies over an edge, or where a cell would hold two: these columns are not the grid's."""
    rows = [row_of(line) for line in lines]
    tiling = [span for row in range(grid.row_count) for span in _spans(grid, row, edges, rows) or ()]
    if len({span[0] for span in tiling}) < grid.row_count:
        return None
    again = fill([(Tiling(grid.row_edges, tuple(edges), tuple(tiling)), grid.source)], lines, grid.page)[0]
    return again if _size(again) == _size(grid) else None


def _size(grid: Grid) -> int:
    """How many characters stand in a grid: on a page on its side lines do not stand where cells do."""
    return sum(len(bare(cell.text)) for cell in grid.cells)


def _spans(grid: Grid, row: int, edges: Sequence[float], rows: Sequence[Row]) -> list[Span] | None:
    top, bottom = grid.row_edges[row], grid.row_edges[row + 1]
    words = [word for one in rows for word in one.words if top <= word.y < bottom]
    if any(word.over(edge) for word in words if word.is_amount for edge in edges[1:-1]):
        return None
    spans: list[Span] = []
    for column in range(len(edges) - 1):
        if spans and any(word.over(edges[column]) for word in words):
            spans[-1] = (row, spans[-1][1], row + 1, column + 1)
        else:
            spans.append((row, column, row + 1, column + 1))
    amounts = [sum(edges[a] <= word.x < edges[b] for word in words if word.is_amount) for _, a, _, b in spans]
    return spans if max(amounts, default=0) <= 1 and _are_apart(words, spans, edges) else None


def _are_apart(words: Sequence[Word], spans: Sequence[Span], edges: Sequence[float]) -> bool:
    """Does no cell hold both an amount and other words?"""
    for _, first, _, last in spans:
        inside = [word for word in words if edges[first] <= word.x < edges[last]]
        if any(word.is_amount for word in inside) and not all(word.is_amount for word in inside):
            return False
    return True
