"""Grids that are parts of one table: below one another over pages, or side by side where it is wider than a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.knowledge.captions import Caption
from pipeline.knowledge.forms import Forms
from pipeline.knowledge.headers import column_kinds, header_height, header_levels, read_columns
from pipeline.matching.grid_view import edges_agree, joined_edges, view
from pipeline.matching.normalize import bare
from pipeline.matching.refilling import refilled
from pipeline.matching.stitching import repeated_rows
from pipeline.matching.widening import repeated_columns, same_rows
from pipeline.records.layout import Grid, Line

GAP_TOLERANCE = 12.0
"""Points that the outer edges of a table without rules may differ by from page to page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One grid, the lines printed in it, the lines between the grid before and it, and the parts on following pages
    that go on to its right."""

    grid: Grid
    lines: tuple[Line, ...]
    before: tuple[Line, ...]
    caption: Caption
    beside: tuple[Part, ...] = ()

    @property
    def caption_lines(self) -> tuple[Line, ...]:
        """The lines of the title and of what stands between it and the grid."""
        return self.before[self.caption.first:]


def joined_parts(parts: Sequence[Part], forms: Forms) -> list[list[Part]]:
    """The parts of continued tables put together."""
    tables: list[list[Part]] = []
    for part in parts:
        part = _with_edges_of(tables[-1], part, forms) if tables else part
        left = _left_of(tables[-1], part, forms) if tables else None
        if left is not None:
            tables[-1][left] = replace(tables[-1][left], beside=(*tables[-1][left].beside, part))
        elif tables and _continues(tables[-1], part, forms):
            tables[-1].append(part)
        else:
            tables.append([part])
    return tables


def _left_of(table: Sequence[Part], part: Part, forms: Forms) -> int | None:
    """Which part of the table before does the grid widen? The first that is as narrow as any, where it has the same
    rows on a page of its own, no title but the table's, and either no labels or those of the part again."""
    if part.caption.match is not None and part.caption.title != table[0].caption.title:
        return None
    if part.before[part.caption.first:] != part.before or part.grid.page != _last_page(table) + 1:
        return None
    place = min(range(len(table)), key=lambda index: len(table[index].beside))
    left, grid = table[place].grid, view(part.grid.cells)
    if part.grid.page == left.page or not same_rows(left, part.grid):
        return None
    height = header_height(view(left.cells), forms)
    if 0 < repeated_columns(left, part.grid) < grid.column_count:
        return place
    columns = read_columns(grid, height, forms.form("other"), forms)
    is_bare = not any(column.role in ("code", "name", "line") for column in columns)
    return place if is_bare and (place > 0 or any(column.levels for column in columns)) else None


def _last_page(table: Sequence[Part]) -> int:
    return max(each.grid.page for part in table for each in (part, *part.beside))


def _with_edges_of(table: Sequence[Part], part: Part, forms: Forms) -> Part:
    """Columns found by gaps stand a little elsewhere on every page: where their number and the width of the table are
    the same, they are the same columns. Rows that go on without a header show fewer, and blank ones at the sides not at
    all: they are laid in those above.
    A ruled table set anew on the next page may have other widths: its columns are the same by what they hold."""
    above, grid = table[-1].grid, part.grid
    edges = above.column_edges
    if "gaps" not in (above.source, grid.source):
        goes_on = not part.before and part.caption.match is None and grid.page == above.page + 1
        is_same = goes_on and not edges_agree(edges, grid.column_edges) and _same_columns(table, grid, forms)
        return replace(part, grid=replace(grid, column_edges=edges)) if is_same else part
    both = above.source == grid.source == "gaps" and 0 <= grid.page - above.page <= 1
    inset = (grid.column_edges[0] - edges[0], edges[-1] - grid.column_edges[-1])
    if not both or part.before or min(inset) < -GAP_TOLERANCE:
        return part
    if above.column_count == grid.column_count and max(inset) <= GAP_TOLERANCE:
        return replace(part, grid=replace(grid, column_edges=edges))
    again = refilled(grid, edges, part.lines) if above.column_count > grid.column_count else None
    return replace(part, grid=again) if again is not None else part


def _same_columns(table: Sequence[Part], grid: Grid, forms: Forms) -> bool:
    """Are there as many columns, each with the same kind of content, and the table's own header or none?"""
    upper, lower = view(table[0].grid.cells), view(grid.cells)
    if table[-1].grid.column_count != grid.column_count or upper.column_count != lower.column_count:
        return False
    height, repeated = header_height(upper, forms), repeated_rows(upper, lower)
    if not repeated and header_height(lower, forms):
        return False
    kinds = zip(column_kinds(upper, height), column_kinds(lower, repeated), strict=True)
    return all(one is None or other is None or one == other for one, other in kinds)


def _continues(table: Sequence[Part], part: Part, forms: Forms) -> bool:
    """Does the grid carry on the table before? Same column edges, the very next thing printed, no title of its own (or
    the same title again), no unit line and no header other than the table's own."""
    last = _last_page(table)
    edges = joined_edges(one.grid for one in table)
    if part.grid.page - last not in (0, 1) or not edges_agree(edges, part.grid.column_edges):
        return False
    if part.before:
        again = part.caption.title is not None and part.caption.title == table[0].caption.title
        is_whole = part.caption.first == 0 and part.grid.page == last + 1
        return again and is_whole and _bodies(table[0], forms) == _bodies(part, forms)
    if part.caption.match is not None:
        return part.caption.title == table[0].caption.title
    upper, lower = view(table[0].grid.cells), view(part.grid.cells)
    if repeated_rows(upper, lower):
        return True
    height = header_height(lower, forms)
    words = [level for column in range(lower.column_count) for level in header_levels(lower, height, column, forms)]
    return not any(forms.says("code_header", word) or forms.says("line_header", word) for word in words)


def _bodies(part: Part, forms: Forms) -> list[str]:
    """The bodies named above a grid: tables of two bodies with one title are two."""
    texts = [bare(line.text) for line in part.caption_lines]
    return [text for text in texts if forms.says("body_caption", text)]
