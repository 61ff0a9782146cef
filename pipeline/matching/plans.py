"""Tables without vertical rules, from row levels, column edges and words to cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.matching.frames import Rule
from pipeline.matching.heads import centred, headed
from pipeline.matching.tiling import Span, Tiling, adjacent
from pipeline.matching.words import Word

CLOSE = 2.0
"""Points between two heights that are one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Row levels with the rules that close them (None: over all columns), column edges, and where the header ends."""

    levels: tuple[tuple[float, tuple[Rule, ...] | None], ...]
    edges: tuple[float, ...]
    head_bottom: float
    words: tuple[Word, ...]


def closed(levels: Sequence[float], parts: Sequence[Rule]) -> tuple[tuple[float, tuple[Rule, ...] | None], ...]:
    """Heights from the top down, each with the rules over some columns that stand there."""
    found: list[tuple[float, tuple[Rule, ...] | None]] = [(level, None) for level in levels]
    groups: list[list[Rule]] = []
    for part in sorted(parts):
        if any(abs(part[0] - level) <= CLOSE for level in levels):
            continue
        if groups and part[0] - groups[-1][0][0] <= CLOSE:
            groups[-1].append(part)
        else:
            groups.append([part])
    found += [(group[0][0], tuple(group)) for group in groups]
    return tuple(sorted(found, key=lambda item: item[0]))


def tiling_of(plan: Plan) -> Tiling:
    """Cells between the rules that close each column; neighbours of one height are one cell where a word heads both."""
    heights = [y for y, _ in plan.levels]
    count = len(plan.edges) - 1
    regions = [_regions(plan, column) for column in range(count)]
    cells: list[Span] = []
    for top, bottom in sorted({region for column in regions for region in column}):
        columns = [column for column in range(count) if (top, bottom) in regions[column]]
        for first, last in adjacent(columns):
            inside = [w for w in plan.words if heights[top] <= w.y < heights[bottom]]
            for a, b in _joined(inside, plan, first, last, heights[bottom] <= plan.head_bottom + CLOSE):
                cells.append((top, a, bottom, b))
    return Tiling(tuple(heights), plan.edges, tuple(sorted(cells)))


def _regions(plan: Plan, column: int) -> set[tuple[int, int]]:
    """From which height to which the cells of a column run."""
    middle = (plan.edges[column] + plan.edges[column + 1]) / 2
    closed = [
        place for place, (_, rules) in enumerate(plan.levels)
        if rules is None or any(x0 <= middle <= x1 for _, x0, x1 in rules)
    ]
    return set(pairwise(closed))


def _joined(words: Sequence[Word], plan: Plan, first: int, last: int, is_head: bool) -> list[tuple[int, int]]:
    """The cells of adjacent columns, as half-open runs of them."""
    edges = plan.edges[first : last + 1]
    mine = [word for word in words if edges[0] <= word.x <= edges[-1]]
    runs = headed(mine, edges) if is_head else None
    if runs is not None:
        return [(first + a, first + b) for a, b in runs]
    merged = centred(mine, edges) if not is_head else []
    joined: list[tuple[int, int]] = []
    for column in range(first, last):
        is_over = any(w.over(plan.edges[column]) for w in mine if not w.is_amount)
        if column > first and (is_over or any(a < column - first < b for a, b in merged)):
            joined[-1] = joined[-1][0], column + 1
        else:
            joined.append((column, column + 1))
    return joined
