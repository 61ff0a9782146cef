"""Tables wider than a page: grids of following pages that go on to the right, with or without their labels again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.matching.grid_view import EDGE_TOLERANCE, cell_text, view
from pipeline.matching.normalize import bare
from pipeline.records.layout import Cell, Grid


def same_rows(left: Grid, right: Grid) -> bool:
    """Have both grids the same rows by number and height, wherever on their pages they begin?"""
    if left.row_count != right.row_count:
        return False
    shift = right.row_edges[0] - left.row_edges[0]
    return all(
        abs(lower - upper - shift) <= EDGE_TOLERANCE
        for upper, lower in zip(left.row_edges, right.row_edges, strict=True)
    )


def repeated_columns(left: Grid, right: Grid) -> int:
    """How many first columns of the right grid say, row by row, what those of the left say (its labels again)."""
    upper, lower = view(left.cells), view(right.cells)
    count = 0
    for column in range(min(left.column_count, right.column_count)):
        texts = [
            (bare(cell_text(upper.at(row, column))), bare(cell_text(lower.at(row, column))))
            for row in range(left.row_count)
        ]
        if any(first != second for first, second in texts) or not any(first for first, _ in texts):
            return count
        count += 1
    return count


def widened(left: Grid, parts: Sequence[Grid]) -> Grid:
    """The grid with the columns of the parts at its right, labels that they repeat left out. Cells keep their place on
    their own page; `column_edges` go on as if the pages lay side by side."""
    cells: list[Cell] = list(left.cells)
    edges = list(left.column_edges)
    for part in parts:
        skip = repeated_columns(left, part)
        shift, ahead = len(edges) - 1 - skip, edges[-1] - part.column_edges[skip]
        beyond = [
            replace(cell, column=max(cell.column, skip) + shift, column_end=cell.column_end + shift)
            for cell in part.cells if cell.column_end > skip
        ]
        cells = _with_cut_headers(cells, beyond, len(edges) - 1)
        edges += [edge + ahead for edge in part.column_edges[skip + 1:]]
    return replace(
        left, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), column_edges=tuple(edges),
        column_count=len(edges) - 1,
    )


def _with_cut_headers(cells: Sequence[Cell], beyond: Sequence[Cell], seam: int) -> list[Cell]:
    """Both lists as one. A cell over others that the edge of the page cuts prints its words on the left alone: it goes
    on over the blank cell beside it, where further words stand below both."""
    grown: dict[Cell, Cell | None] = {}
    for right in beyond:
        rows = (right.row, right.row_end)
        left = next((c for c in cells if c.column_end == seam and (c.row, c.row_end) == rows), None)
        if left is None or right.column != seam or right.text.strip() or not _is_words(left.text):
            continue
        below = [c for c in (*cells, *beyond) if c.row == left.row_end and left.column <= c.column < right.column_end]
        if below and all(_is_words(cell.text) for cell in below):
            grown[left], grown[right] = replace(left, column_end=right.column_end), None
    return [kept for cell in (*cells, *beyond) if (kept := grown.get(cell, cell)) is not None]


def _is_words(text: str) -> bool:
    return bool(bare(text)) and not any(c.isdigit() for c in text)
