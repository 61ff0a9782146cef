"""Horizontal rules of one extent to stretches that each frame one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from pipeline.matching.rules import centres
from pipeline.matching.words import Row, Word, merged
from pipeline.records.page import Floats

_SAME_END = 6.0
"""Points by which the ends of the rules of one table may differ."""
_SHORTEST_RULE = 120.0
_SHORTEST_PART = 12.0
_FEWEST_RULES = 3
_FEWEST_AMOUNTS = 2
_WIDEST = 0.7
"""A word wider than this part of the rules is narrative."""
_LOWEST = 36.0
"""Points between two rules that hold one row at most."""
_TITLE = 1.25
"""A line larger than the others by this factor is a title between two tables."""
_LEVEL = 1.6
_BREAK = 1.5
"""Points between two strokes of one rule that meet where two cells do."""
_NARROWEST = 6.0
_MOST_CROSSED = 0.1
"""So much of the words may lie over the places where strokes meet."""

Rule = tuple[float, float, float]
"""y, x0, x1 of a horizontal rule."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rules from end to end (`levels`, top down), rules over some of the columns (`parts`), and the places where the
    strokes of several rules meet (`breaks`: the edges of the columns), if there are any."""

    levels: tuple[float, ...]
    x0: float
    x1: float
    parts: tuple[Rule, ...]
    breaks: tuple[float, ...]

    def inside(self, rows: Sequence[Row], top: float, bottom: float) -> list[Row]:
        """The rows between two heights that stand within the ends of the rules."""
        return [row for row in rows if _stands(row, top, bottom, self.x0, self.x1)]


def _stands(row: Row, top: float, bottom: float, x0: float, x1: float) -> bool:
    within = top <= (row.line.top + row.line.bottom) / 2 <= bottom and bool(row.words)
    return within and row.words[0].x0 >= x0 - _SAME_END and row.words[-1].x1 <= x1 + _SAME_END


def stretches(free: Floats, strokes: Floats, rows: Sequence[Row]) -> list[Stretch]:
    """The tables that rules without any vertical one frame. `free` are such rules (y, x0, x1), `strokes` all horizontal
    strokes as drawn (x0, top, x1, bottom), `rows` the page's lines from the top down."""
    rules: list[Rule] = sorted((y, x0, x1) for y, x0, x1 in free.tolist())
    found = []
    for group in _groups(rules):
        x0, x1 = group[0][1], group[0][2]
        for levels in _cut(group, rows):
            inside = [rule for rule in rules if levels[0] < rule[0] < levels[-1] and rule not in group]
            parts = tuple(r for r in inside if r[2] - r[1] >= _SHORTEST_PART and _within(r[1:], x0, x1))
            plain = Stretch(tuple(levels), x0, x1, parts, ())
            words = [word for row in plain.inside(rows, levels[0], levels[-1]) for word in row.words]
            found.append(Stretch(tuple(levels), x0, x1, parts, _breaks(plain, strokes, words)))
    return found


def _groups(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules of one extent, two or more, from the top down."""
    groups: list[list[Rule]] = []
    for rule in rules:
        if rule[2] - rule[1] < _SHORTEST_RULE:
            continue
        for group in groups:
            if abs(group[0][1] - rule[1]) <= _SAME_END and abs(group[0][2] - rule[2]) <= _SAME_END:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 1]


def _cut(group: Sequence[Rule], rows: Sequence[Row]) -> list[list[float]]:
    """The levels of each table of a group: it is cut where what stands between two rules is not a table's."""
    x0, x1 = group[0][1], group[0][2]
    everything = [row for row in rows if _stands(row, group[0][0], group[-1][0], x0, x1)]
    usual = median([row.line.size for row in everything]) if everything else 0.0
    parts: list[list[float]] = [[group[0][0]]]
    for (top, _, _), (bottom, _, _) in pairwise(group):
        between = [row for row in everything if _stands(row, top, bottom, x0, x1)]
        if _is_tabular(between, bottom - top, x1 - x0, usual):
            parts[-1].append(bottom)
        else:
            parts.append([bottom])
    return [levels for levels in parts if len(levels) >= _FEWEST_RULES or _is_one_row(levels, everything)]


def _is_tabular(rows: Sequence[Row], height: float, width: float, usual: float) -> bool:
    """Do words stand in several columns between two rules? A low strip with one short word or none is a row too."""
    words = [word for row in rows for word in row.words]
    if any(word.x1 - word.x0 > _WIDEST * width for word in words):
        return False
    if len(rows) > 1 and any(row.line.size > _TITLE * usual for row in rows):
        return False
    return len(merged([(word.x0, word.x1) for word in words])) > 1 or height <= _LOWEST


def _is_one_row(levels: Sequence[float], rows: Sequence[Row]) -> bool:
    """Is there a last row of a table, continued on this page, between two rules?"""
    if len(levels) != 2 or levels[1] - levels[0] > _LOWEST:
        return False
    words = [word for row in rows if levels[0] <= row.line.baseline <= levels[1] for word in row.words]
    return len(words) > _FEWEST_AMOUNTS and sum(word.is_amount for word in words) >= _FEWEST_AMOUNTS


def _breaks(stretch: Stretch, strokes: Floats, words: Sequence[Word]) -> tuple[float, ...]:
    """Where strokes of rules from end to end meet on several levels: edges of columns, unless words lie over them."""
    met: list[float] = []
    flat = [(x0, top, x1, bottom) for x0, top, x1, bottom in strokes.tolist() if x1 - x0 > bottom - top]
    for level in stretch.levels:
        near = [(x0, x1) for x0, top, x1, bottom in flat if abs((top + bottom) / 2 - level) <= _LEVEL]
        near = [stroke for stroke in near if _within(stroke, stretch.x0, stretch.x1)]
        begins = {x0 for x0, _ in near}
        met += {round(end, 1) for _, end in near if any(abs(begin - end) <= _BREAK for begin in begins)}
    edges = [x for x, count in _counted(met) if count >= 2]
    if any(right - left < _NARROWEST for left, right in pairwise((stretch.x0, *edges, stretch.x1))):
        return ()
    crossing = sum(any(word.over(edge) for edge in edges) for word in words)
    return tuple(edges) if crossing <= max(_MOST_CROSSED * len(words), 4) else ()


def _within(rule: tuple[float, ...], x0: float, x1: float) -> bool:
    return rule[0] >= x0 - _SAME_END and rule[1] <= x1 + _SAME_END


def _counted(values: Sequence[float]) -> list[tuple[float, int]]:
    """Each place with the number of values that lie there."""
    if not values:
        return []
    found = np.array(sorted(values))
    places = centres(found, np.ones(len(found)), _BREAK)
    return [(place, int((abs(found - place) <= 2 * _BREAK).sum())) for place in places]
