"""Grids laid under one another as one: repeated top rows left out, rows that a page break split joined again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.matching.grid_view import GridView, cell_text, joined_edges, moved, view
from pipeline.matching.normalize import bare
from pipeline.matching.numerals import parse_numeral
from pipeline.records.layout import Cell, Grid

REPEAT_WITHIN = 3
"""A repeated header begins with one of the first rows of the table."""


def repeated_rows(upper: GridView, lower: GridView) -> int:
    """How many rows at the top of a continuation say what top rows of the table say (its header, printed again)."""
    for start in range(min(REPEAT_WITHIN, upper.row_count)):
        count = 0
        while start + count < upper.row_count and count < lower.row_count:
            above = [bare(cell_text(cell)) for cell in upper.rows[start + count]]
            below = [bare(cell_text(cell)) for cell in lower.rows[count]]
            if above != below or not any(above) or any(_is_amount(text) for text in above):
                break
            count += 1
        if count:
            return count
    return 0


def _is_amount(text: str) -> bool:
    return parse_numeral(text) is not None and not (text.isdigit() and len(text) <= 2)


def stitch(grids: Sequence[Grid], is_rest: Callable[[str], bool]) -> tuple[Cell, ...]:
    """The cells of all grids as those of one, by row and column. Continuations without any text are left out. `is_rest`
    says of a text whether it may be the rest of a name (no ordinal, no total)."""
    edges = joined_edges(grids)
    first = grids[0]
    cells = list(moved(first.cells, first, edges, 0))
    rows = first.row_count
    upper = view(first.cells)
    for grid in grids[1:]:
        skip = repeated_rows(upper, view(grid.cells))
        kept = [
            replace(cell, row=max(cell.row, skip) - skip, row_end=cell.row_end - skip)
            for cell in grid.cells if cell.row_end > skip
        ] if skip else grid.cells
        if not any(cell.text.strip() for cell in kept):
            continue
        lower = list(moved(kept, grid, edges, rows))
        count = grid.row_count - skip
        joined = _joined_row(cells, lower, rows, is_rest)
        if joined is not None:
            cells, lower = joined
            count -= 1
        cells += lower
        rows += count
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _joined_row(
    upper: list[Cell], lower: list[Cell], rows: int, is_rest: Callable[[str], bool],
) -> tuple[list[Cell], list[Cell]] | None:
    """Where the first row below a page break is the rest of the last row above it (words alone, below a coded row),
    both lists with that row joined; else None."""
    last = [cell for cell in upper if cell.row_end == rows]
    first = [cell for cell in lower if cell.row == rows]
    said = [cell for cell in first if cell.text.strip()]
    if len(said) != 1 or any(cell.row_end != rows + 1 for cell in first) or len(last) != len(first):
        return None
    rest = said[0]
    above = next((cell for cell in last if cell.column == rest.column and cell.row == rows - 1), None)
    is_coded = any(cell.text.strip().isdigit() and cell.column < rest.column for cell in last)
    if above is None or not above.text.strip() or not is_coded or parse_numeral(bare(above.text)) is not None:
        return None
    if parse_numeral(bare(rest.text)) is not None or not is_rest(bare(rest.text)):
        return None
    whole = replace(above, text=f"{above.text}\n{rest.text}", boxes=above.boxes + rest.boxes)
    below = [replace(cell, row=cell.row - 1, row_end=cell.row_end - 1) for cell in lower if cell not in first]
    return [whole if cell is above else cell for cell in upper], below
