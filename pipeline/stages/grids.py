"""pages and their lines → grids: tables as drawn, each character in exactly one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.matching.baselines import read_lines
from pipeline.matching.filling import Source, fill
from pipeline.matching.gaps import gap_tables
from pipeline.matching.rules import drawings_of, segments_of
from pipeline.matching.tiling import Tiling, tile
from pipeline.matching.turning import as_displayed, quarter_of, upright_page
from pipeline.records.geometry import Box
from pipeline.records.layout import Grid, Line
from pipeline.records.page import Page


def find_grids(pages: tuple[Page, ...], lines: tuple[Line, ...]) -> Iterator[Grid]:
    """The grids of all pages, by page and from the top down; `order` counts over the filing. Text files have none.

    Edges are those of the page as it is read: on a page whose content lies on its side `row_edges` run along its
    width, while every box stands on the page as displayed.
    """
    by_page = {number: tuple(group) for number, group in groupby(lines, key=lambda line: line.page)}
    order = 0
    for page in pages:
        if page.number == 0:
            continue
        quarter = quarter_of(page)
        upright = upright_page(page, quarter)
        printed = read_lines(upright) if quarter else by_page.get(page.number, ())
        for grid in page_grids(upright, printed):
            yield replace(_displayed(grid, page, quarter), order=order)
            order += 1


def page_grids(page: Page, lines: Sequence[Line]) -> list[Grid]:
    """The grids of one upright page, from the top down."""
    drawings, free = drawings_of(segments_of(page.rules))
    ruled = [tiling for tiling in map(tile, drawings) if tiling is not None]
    spaced = gap_tables(free, page.rules, [line for line in lines if not any(_holds(tiling, line) for tiling in ruled)])
    sources: list[tuple[Tiling, Source]] = [(tiling, "rules") for tiling in ruled] + [
        (tiling, "gaps") for tiling in spaced
    ]
    sources.sort(key=lambda item: (item[0].row_edges[0], item[0].column_edges[0]))
    return fill(sources, lines, page.number)


def _holds(tiling: Tiling, line: Line) -> bool:
    """Does the line begin within the rows of the tiling?"""
    return tiling.row_edges[0] <= (line.top + line.bottom) / 2 <= tiling.row_edges[-1]


def _displayed(grid: Grid, page: Page, quarter: int) -> Grid:
    if quarter == 0:
        return grid

    def back(box: Box) -> Box:
        return as_displayed(box, page, quarter)

    cells = tuple(replace(cell, area=back(cell.area), boxes=tuple(map(back, cell.boxes))) for cell in grid.cells)
    return replace(grid, box=back(grid.box), cells=cells)
