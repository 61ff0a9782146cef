"""lines and grids → blocks: grids, furniture and runs of text, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from pipeline.matching.furniture import Furniture, furniture_of
from pipeline.matching.turning import quarter_of, reading_top
from pipeline.records.geometry import Box
from pipeline.records.layout import Block, Grid, Line
from pipeline.records.page import Page

Kind = Literal["text", "grid", "header", "footer", "page_number"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that stands on a page, before runs of text are joined."""

    top: float
    kind: Furniture | None
    lines: tuple[Line, ...]
    grid: Grid | None = None


def find_blocks(lines: tuple[Line, ...], grids: tuple[Grid, ...], pages: tuple[Page, ...]) -> Iterator[Block]:
    """The blocks of the filing, by page and from the top down; every line is in exactly one.

    A line belongs to a grid when most of its characters stand inside it (to the smallest such grid). Page numbers
    and running heads are blocks of their own; the other lines between two of these form one text block.
    """
    by_number = {page.number: page for page in pages}
    inside = _homes(lines, grids)
    loose = [line for line in lines if line.order not in inside]
    furniture = furniture_of(loose, by_number, frozenset(grid.page for grid in grids))
    contents: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.order in inside:
            contents[inside[line.order]].append(line)
    order = 0
    for page in pages:
        mine = [line for line in loose if line.page == page.number]
        tables = [(grid, tuple(contents[index])) for index, grid in enumerate(grids) if grid.page == page.number]
        for kind, run in groupby(_pieces(page, mine, tables, furniture), key=_key):
            pieces = list(run)
            found = tuple(line for piece in pieces for line in piece.lines)
            yield Block(order, page.number, kind[0], found, pieces[0].grid)
            order += 1


def _key(piece: _Piece) -> tuple[Kind, int]:
    """Adjacent pieces with the same key form one block: only text does."""
    if piece.grid is not None:
        return "grid", piece.grid.order
    return (piece.kind, piece.lines[0].order) if piece.kind else ("text", 0)


def _pieces(
    page: Page, lines: Sequence[Line], tables: Sequence[tuple[Grid, tuple[Line, ...]]], furniture: dict[int, Furniture]
) -> list[_Piece]:
    """What stands on one page in reading order: lines keep theirs, each grid goes before the first line below
    its upper border."""
    quarter = quarter_of(page) if tables else 0
    pieces = [_Piece(reading_top(line.box, page, quarter), furniture.get(line.order), (line,)) for line in lines]
    for grid, content in sorted(tables, key=lambda table: -reading_top(table[0].box, page, quarter)):
        top = reading_top(grid.box, page, quarter)
        place = next((index for index, piece in enumerate(pieces) if _is_below(piece, top, grid)), len(pieces))
        pieces.insert(place, _Piece(top, None, content, grid))
    return pieces


def _is_below(piece: _Piece, top: float, grid: Grid) -> bool:
    return piece.grid is not None or piece.top >= top - 1.0


def _homes(lines: Sequence[Line], grids: Sequence[Grid]) -> dict[int, int]:
    """Line order → index of the grid that holds most of its characters."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, grid in enumerate(grids):
        by_page[grid.page].append(index)
    homes: dict[int, int] = {}
    for line in lines:
        for index in sorted(by_page.get(line.page, ()), key=lambda i: _area(grids[i].box)):
            if _share_within(line, grids[index].box) > 0.5:
                homes[line.order] = index
                break
    return homes


def _area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _share_within(line: Line, box: Box) -> float:
    """How much of the line's characters stand inside the box."""
    y = (line.top + line.bottom) / 2
    if not box.top <= y <= box.bottom:
        return 0.0
    middles = [(x0 + x1) / 2 for x0, x1, c in zip(line.x0, line.x1, line.text, strict=True) if c != " "]
    return sum(box.x0 <= x <= box.x1 for x in middles) / max(len(middles), 1)
