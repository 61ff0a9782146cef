"""Tables without vertical rules: columns from the words of their header and from what stands flush below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.matching.columns import bare_cores, column_edges
from pipeline.matching.frames import Rule, Stretch, stretches
from pipeline.matching.heads import fullest_words, head_count, implied_rules
from pipeline.matching.plans import CLOSE, Plan, closed, tiling_of
from pipeline.matching.tiling import Tiling
from pipeline.matching.unruled import bands, unruled_tables
from pipeline.matching.words import Interval, Row, Word, cut_row, row_of, tight_row
from pipeline.records.layout import Line
from pipeline.records.page import Floats

_MOST_LINES = 3
"""More lines than this between two rules are rows of their own."""
_WRAPPED = 1.4
"""Lines of one wrapped name follow each other within this many font sizes."""

Strip = list[Row]


def gap_tables(free: Floats, strokes: Floats, lines: Sequence[Line]) -> list[Tiling]:
    """Tables among lines that stand in no grid. `free` are horizontal rules that no vertical one touches (y, x0, x1),
    `strokes` what all horizontal rules of the page were drawn with (x0, top, x1, bottom).

    Rules of one extent frame a table when words stand in columns between them. Without rules a table needs three rows
    in a row, each with two numbers whose ends are aligned.
    """
    rows = [row_of(line) for line in sorted(lines, key=lambda line: line.baseline)]
    found = [tiling for stretch in stretches(free, strokes, rows) if (tiling := _table(stretch, rows)) is not None]
    taken = [(tiling.row_edges[0], tiling.row_edges[-1]) for tiling in found]
    loose = [row for row in rows if not any(top <= row.line.baseline <= bottom for top, bottom in taken)]
    return sorted(found + unruled_tables(loose), key=lambda tiling: tiling.row_edges[0])


def _table(stretch: Stretch, rows: Sequence[Row]) -> Tiling | None:
    strips = _strips(stretch, rows)
    head = head_count([_words(strip) for strip in strips])
    few = len(stretch.levels) <= _MOST_LINES + 1
    heights = zip(strips[:head], pairwise(stretch.levels), strict=False)
    within = [cut for strip, ends in heights for cut in _band_cuts(strip, ends, stretch.parts)]
    if within:
        stretch = replace(stretch, levels=tuple(sorted((*stretch.levels, *within))))
        strips, head = _strips(stretch, rows), head + len(within)
    strips = [[tight_row(row) for row in strip] if place < head else strip for place, strip in enumerate(strips)]
    words = [_words(strip) for strip in strips]
    parts = [*stretch.parts, *(rule for strip in words[:head] for rule in implied_rules(strip, stretch.parts))]
    below = enumerate(strips[head:], head)
    cuts = [cut for place, strip in below for cut in _line_cuts(strip, is_few=few and place > 0)]
    levels = sorted({*stretch.levels, *cuts})
    body = [_words(stretch.inside(rows, a, b)) for a, b in pairwise(levels) if a >= stretch.levels[head] - CLOSE]
    edges = _edges(stretch, words[:head], body, parts)
    if len(edges) < 3:
        return None
    cut = [[cut_row(row, edges) for row in strip] for strip in strips[head:]]
    everything = tuple(word for strip in (*words[:head], *map(_words, cut)) for word in strip)
    return tiling_of(Plan(closed(levels, parts), tuple(edges), stretch.levels[head], everything))


def _words(rows: Sequence[Row]) -> list[Word]:
    return [word for row in rows for word in row.words]


def _edges(
    stretch: Stretch, head: Sequence[Sequence[Word]], body: Sequence[Sequence[Word]], parts: Sequence[Rule],
) -> list[float]:
    if stretch.breaks:
        return [stretch.x0, *stretch.breaks, stretch.x1]
    cores = fullest_words(head, parts) or bare_cores(body)
    ends = [x for _, *both in stretch.parts for x in both if stretch.x0 + 6 < x < stretch.x1 - 6]
    return column_edges(cores, body, ends, stretch.x0, stretch.x1) if len(cores) > 1 else []


def _strips(stretch: Stretch, rows: Sequence[Row]) -> list[Strip]:
    return [stretch.inside(rows, top, bottom) for top, bottom in pairwise(stretch.levels)]


def _band_cuts(strip: Strip, ends: Interval, parts: Sequence[Rule]) -> list[float]:
    """Between the levels of a header with no rule between them: lines further apart than those of wrapped words."""
    if any(ends[0] < y < ends[1] for y, _, _ in parts):
        return []
    return [(above[-1].line.bottom + below[0].line.top) / 2 for above, below in pairwise(bands(strip))]


def _line_cuts(strip: Strip, *, is_few: bool) -> list[float]:
    """Between the lines of a strip that holds several rows: amounts stand one under another, or lines are many."""
    amounts = [word for row in strip for word in row.words if word.is_amount]
    stacked = any(
        one.y < other.y and one.x0 < other.x1 and one.x1 > other.x0 for one in amounts for other in amounts
    )
    if not stacked and not (is_few and len(strip) > 1):
        return []
    lines = [(above.line, below.line) for above, below in pairwise(strip)]
    return [
        (above.bottom + below.top) / 2
        for above, below in lines if stacked or below.baseline - above.baseline > _WRAPPED * below.size
    ]
