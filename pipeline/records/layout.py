"""Layout: printed lines, grids of cells, and blocks in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.records.geometry import Box, Run


@dataclass(frozen=True, slots=True)
class Line:
    """Characters on one baseline, left to right.

    `text` is folded one-to-one (fullwidth digits and letters, radicals), `raw` is as stored; both have the same
    length as `x0` and `x1`. Spaces that are characters of the file are kept, gaps are not characters. `order` runs
    over the filing in reading order. `page` is 0 in text files.
    """

    page: int
    order: int
    text: str
    raw: str
    x0: tuple[float, ...]
    x1: tuple[float, ...]
    top: float
    bottom: float
    baseline: float
    size: float
    is_bold: bool

    @property
    def box(self) -> Box:
        """The box around the line's characters."""
        return Box(self.page, min(self.x0, default=0.0), self.top, max(self.x1, default=0.0), self.bottom)

    def run(self, start: int, first: int, last: int) -> Run:
        """Characters first to last of the line, placed at `start` of another text."""
        x0, x1 = self.x0[first:last], self.x1[first:last]
        return Run(start, start + last - first, self.page, self.top, self.bottom, x0, x1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: half-open row and column spans; `text` with its line breaks; a box per line of text."""

    row: int
    column: int
    row_end: int
    column_end: int
    text: str
    boxes: tuple[Box, ...]
    area: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that tile a rectangle of one page. `source` says what drew it: rules, or gaps between words."""

    page: int
    order: int
    box: Box
    row_count: int
    column_count: int
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[Cell, ...]
    source: Literal["rules", "gaps"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the reading order: lines of text, one grid (with the lines printed in it), or furniture
    (running heads, page numbers)."""

    order: int
    page: int
    kind: Literal["text", "grid", "header", "footer", "page_number"]
    lines: tuple[Line, ...]
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What remains of a page after layout: its size and how much stands on it."""

    number: int
    width: float
    height: float
    character_count: int
    image_share: float
