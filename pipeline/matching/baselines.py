"""Characters to printed lines: by baseline, never by top."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.matching.normalize import fold
from pipeline.matching.turning import sideways_of
from pipeline.records.layout import Line
from pipeline.records.page import Page

_SAME = 0.22
"""Baselines nearer than this part of the font size are one line."""
_TALLEST = 0.5
"""A line's baselines spread no further than this part of its font size."""
_RAISED = 0.6
"""A smaller character (superscript, subscript) belongs to the line whose baseline is nearer than this part of
the line's size."""
_SMALLER = 0.8
_MOST_RAISED = 8


@dataclass(frozen=True, slots=True)
class _Characters:
    """The characters of a page as lists: a line has few, and for a few items Python is faster than NumPy."""

    page: int
    raw: list[str]
    x0: list[float]
    x1: list[float]
    top: list[float]
    bottom: list[float]
    baseline: list[float]
    size: list[float]
    bold: list[bool]


def read_lines(page: Page, first: int = 0) -> list[Line]:
    """The upright lines of a page, top down, then its sideways labels; `order` counts from `first`. Slanted
    characters are left out."""
    columns = (page.x0, page.x1, page.top, page.bottom, page.baseline, page.size, page.bold)
    characters = _Characters(page.number, list(map(chr, page.code.tolist())), *(column.tolist() for column in columns))
    levels = _merge_raised(characters, _levels(page, characters))
    rows = [sorted(level, key=characters.x0.__getitem__) for level in levels]
    upright = [line for line in (_line(characters, row) for row in rows) if line is not None]
    upright.sort(key=lambda line: (line.baseline, line.x0[0]))
    labels = [line for line in (_line(characters, row) for row in _labels(page)) if line is not None]
    return [_renumbered(line, index) for index, line in enumerate(upright + labels, first)]


def _levels(page: Page, characters: _Characters) -> list[list[int]]:
    """Indices of upright characters by baseline, top down."""
    chosen = np.flatnonzero(page.upright)
    if not len(chosen):
        return []
    order = chosen[np.argsort(page.baseline[chosen], kind="stable")]
    baseline, size = page.baseline[order], page.size[order]
    breaks = np.flatnonzero(np.diff(baseline) > _SAME * np.minimum(size[1:], size[:-1])) + 1
    indices = order.tolist()
    return [
        part
        for first, last in pairwise((0, *breaks.tolist(), len(indices)))
        for part in _cut(characters, indices[first:last])
    ]


def _cut(characters: _Characters, level: list[int]) -> Iterator[list[int]]:
    """A staircase of baselines, each near the next, cut where it would be taller than a line."""
    while level:
        baselines = [characters.baseline[index] for index in level]
        lowest = baselines[0] + _TALLEST * max([characters.size[index] for index in level])
        end = bisect_right(baselines, lowest)
        yield level[:end]
        level = level[end:]


def _merge_raised(characters: _Characters, levels: list[list[int]]) -> list[list[int]]:
    """Put raised and lowered small characters into the line that they stand in."""
    sizes = [_middle([characters.size[index] for index in level]) for level in levels]
    places = [_middle([characters.baseline[index] for index in level]) for level in levels]
    home = list(range(len(levels)))
    for index, size in enumerate(sizes):
        for other in (index + 1, index - 1):
            if not 0 <= other < len(levels) or size > _SMALLER * sizes[other] or home[other] != other:
                continue
            if abs(places[index] - places[other]) <= _RAISED * sizes[other] and _stands_in(
                characters, levels[index], levels[other], 0.5 * sizes[other]
            ):
                home[index] = other
                break
    groups: dict[int, list[int]] = {}
    for index, target in enumerate(home):
        groups.setdefault(target, []).extend(levels[index])
    return list(groups.values())


def _stands_in(characters: _Characters, small: list[int], line: list[int], reach: float) -> bool:
    """Does every one of the small characters touch the line's characters sideways without lying over them?"""
    if len(small) > _MOST_RAISED:
        return False
    places = [(characters.x0[index], characters.x1[index]) for index in line]
    near = far = False
    for index in small:
        if characters.raw[index] == " ":
            continue
        x0, x1 = characters.x0[index], characters.x1[index]
        middle = (x0 + x1) / 2
        if any(left < middle < right for left, right in places):
            return False
        near = near or any(x0 - right < reach and left - x1 < reach for left, right in places)
        far = far or not any(x0 - right < 3 * reach and left - x1 < 3 * reach for left, right in places)
    return near and not far


def _middle(values: list[float]) -> float:
    """The upper median; most lines have one size and one baseline, and need no sorting."""
    first = values[0]
    return first if values.count(first) == len(values) else sorted(values)[len(values) // 2]


def _labels(page: Page) -> list[list[int]]:
    """Runs of sideways characters, in the order of the file: each column of them is a line of its own."""
    chosen = np.flatnonzero(sideways_of(page))
    if not len(chosen):
        return []
    middle = (page.top[chosen] + page.bottom[chosen]) / 2
    apart = (np.abs(np.diff(page.x0[chosen])) > 0.5 * page.size[chosen][1:]) | (
        np.abs(np.diff(middle)) > 2.5 * page.size[chosen][1:]
    )
    return [part.tolist() for part in np.split(chosen, np.flatnonzero(apart) + 1)]


def _line(characters: _Characters, row: list[int]) -> Line | None:
    """The line of these characters in this order, without outer blanks; None when nothing remains."""
    raw = "".join([characters.raw[index] for index in row])
    text = fold(raw)
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if first >= last:
        return None
    row = row[first:last]
    text, raw = text[first:last], raw[first:last]
    inked = [index for index in row if characters.raw[index] != " "] if " " in raw else row
    return Line(
        characters.page,
        0,
        text,
        raw,
        tuple([characters.x0[index] for index in row]),
        tuple([characters.x1[index] for index in row]),
        min([characters.top[index] for index in inked]),
        max([characters.bottom[index] for index in inked]),
        _middle([characters.baseline[index] for index in inked]),
        _middle([characters.size[index] for index in inked]),
        2 * sum([characters.bold[index] for index in inked]) > len(inked),
    )


def _renumbered(line: Line, order: int) -> Line:
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
