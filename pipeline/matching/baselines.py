"""Characters to printed lines: by baseline, never by top."""

from __future__ import annotations

import numpy as np

from pipeline.matching.normalize import fold
from pipeline.matching.turning import sideways_of
from pipeline.records.layout import Line
from pipeline.records.page import Floats, Ints, Page

_SAME = 0.22
"""Baselines nearer than this part of the font size are one line."""
_TALLEST = 0.5
"""A line's baselines spread no further than this part of its font size."""
_RAISED = 0.6
"""A smaller character (superscript, subscript) belongs to the line whose baseline is nearer than this part of
the line's size."""
_SMALLER = 0.8
_MOST_RAISED = 8


def read_lines(page: Page) -> list[Line]:
    """The upright lines of a page, top down, then its sideways labels; `order` counts from 0. Slanted
    characters are left out."""
    rows = [level[np.argsort(page.x0[level], kind="stable")] for level in _merge_raised(page, _levels(page))]
    upright = [line for line in (_line(page, row) for row in rows) if line is not None]
    upright.sort(key=lambda line: (line.baseline, line.x0[0]))
    labels = [line for line in (_line(page, row) for row in _labels(page)) if line is not None]
    return [renumbered(line, index) for index, line in enumerate(upright + labels)]


def _levels(page: Page) -> list[Ints]:
    """Indices of upright characters by baseline, top down."""
    chosen = np.flatnonzero(page.upright)
    if not len(chosen):
        return []
    order = chosen[np.argsort(page.baseline[chosen], kind="stable")]
    baseline, size = page.baseline[order], page.size[order]
    breaks = np.flatnonzero(np.diff(baseline) > _SAME * np.minimum(size[1:], size[:-1])) + 1
    levels: list[Ints] = []
    for level in np.split(order, breaks):
        levels += _cut(page, level)
    return levels


def _cut(page: Page, level: Ints) -> list[Ints]:
    """A staircase of baselines, each near the next, cut where it would be taller than a line."""
    parts: list[Ints] = []
    while len(level):
        baseline = page.baseline[level]
        end = int(np.searchsorted(baseline, baseline[0] + _TALLEST * page.size[level].max(), side="right"))
        parts.append(level[:end])
        level = level[end:]
    return parts


def _merge_raised(page: Page, levels: list[Ints]) -> list[Ints]:
    """Put raised and lowered small characters into the line that they stand in."""
    sizes = [_middle(page.size[level]) for level in levels]
    places = [_middle(page.baseline[level]) for level in levels]
    home = list(range(len(levels)))
    for index, size in enumerate(sizes):
        for other in (index + 1, index - 1):
            if not 0 <= other < len(levels) or size > _SMALLER * sizes[other] or home[other] != other:
                continue
            if abs(places[index] - places[other]) <= _RAISED * sizes[other] and _stands_in(
                page, levels[index], levels[other]
            ):
                home[index] = other
                break
    groups: dict[int, list[Ints]] = {}
    for index, target in enumerate(home):
        groups.setdefault(target, []).append(levels[index])
    return [np.concatenate(group) for group in groups.values()]


def _stands_in(page: Page, small: Ints, line: Ints) -> bool:
    """Does every one of the small characters touch the line's characters sideways without lying over them?"""
    if len(small) > _MOST_RAISED:
        return False
    reach = _middle(page.size[line]) * 0.5
    x0, x1 = page.x0[line], page.x1[line]
    near = far = False
    for index in small:
        if page.code[index] == 32:
            continue
        middle = (page.x0[index] + page.x1[index]) / 2
        if ((middle > x0) & (middle < x1)).any():
            return False
        near = near or bool(((page.x0[index] - x1 < reach) & (x0 - page.x1[index] < reach)).any())
        far = far or not ((page.x0[index] - x1 < 3 * reach) & (x0 - page.x1[index] < 3 * reach)).any()
    return near and not far


def _middle(values: Floats) -> float:
    """The upper median: for a handful of values a sort in Python is much faster than NumPy's median."""
    items = sorted(values.tolist())
    return float(items[len(items) // 2])


def _labels(page: Page) -> list[Ints]:
    """Runs of sideways characters, in the order of the file: each column of them is a line of its own."""
    chosen = np.flatnonzero(sideways_of(page))
    if not len(chosen):
        return []
    middle = (page.top[chosen] + page.bottom[chosen]) / 2
    apart = (np.abs(np.diff(page.x0[chosen])) > 0.5 * page.size[chosen][1:]) | (
        np.abs(np.diff(middle)) > 2.5 * page.size[chosen][1:]
    )
    return np.split(chosen, np.flatnonzero(apart) + 1)


def _line(page: Page, row: Ints) -> Line | None:
    """The line of these characters in this order, without outer blanks; None when nothing remains."""
    raw = "".join(map(chr, page.code[row].tolist()))
    text = fold(raw)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first >= last:
        return None
    row = row[first:last]
    inked = row[page.code[row] != 32]
    return Line(
        page.number,
        0,
        text[first:last],
        raw[first:last],
        tuple(page.x0[row].tolist()),
        tuple(page.x1[row].tolist()),
        float(page.top[inked].min()),
        float(page.bottom[inked].max()),
        _middle(page.baseline[inked]),
        _middle(page.size[inked]),
        bool(2 * page.bold[inked].sum() > len(inked)),
    )


def renumbered(line: Line, order: int) -> Line:
    """The same line at another place of the reading order."""
    return Line(
        line.page,
        order,
        line.text,
        line.raw,
        line.x0,
        line.x1,
        line.top,
        line.bottom,
        line.baseline,
        line.size,
        line.is_bold,
    )
