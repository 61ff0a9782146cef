"""Places on a page, in PDF points from the top left of the page as displayed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page (`page` from 1; 0 in files without pages, whose boxes are never published)."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float

    def contains(self, x: float, y: float) -> bool:
        """Is the point inside or on the border?"""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start` to `end` of some text as they stand on one printed line: an x0 and x1 per character."""

    start: int
    end: int
    page: int
    top: float
    bottom: float
    x0: tuple[float, ...]
    x1: tuple[float, ...]


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes of one page. Raises ValueError when there is none."""
    items = list(boxes)
    return Box(
        items[0].page if items else 0,
        min(b.x0 for b in items), min(b.top for b in items), max(b.x1 for b in items), max(b.bottom for b in items),
    )


def boxes_of(runs: Iterable[Run], start: int, end: int) -> tuple[Box, ...]:
    """One box per printed line that characters `start` to `end` touch; none where the file has no pages."""
    boxes = []
    for run in runs:
        if run.end <= start or run.start >= end or run.page == 0:  # most lines of a paragraph: left before any work
            continue
        first, last = max(start, run.start), min(end, run.end)
        if first < last:
            x0, x1 = run.x0[first - run.start:last - run.start], run.x1[first - run.start:last - run.start]
            boxes.append(Box(run.page, min(x0), run.top, max(x1), run.bottom))
    return tuple(boxes)


def cut_runs(runs: Iterable[Run], start: int, end: int) -> tuple[Run, ...]:
    """The runs of a part of the text, counted from the part's own start."""
    cut = []
    for run in runs:
        first, last = max(start, run.start), min(end, run.end)
        if first < last:
            window = slice(first - run.start, last - run.start)
            cut.append(Run(first - start, last - start, run.page, run.top, run.bottom, run.x0[window], run.x1[window]))
    return tuple(cut)
