"""Tables without any rules: rows of aligned numbers, and the words above them that are their header."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.matching.columns import column_edges
from pipeline.matching.frames import Rule
from pipeline.matching.heads import fullest_words, implied_rules, is_numbering
from pipeline.matching.plans import Plan, closed, tiling_of
from pipeline.matching.tiling import Tiling
from pipeline.matching.words import Interval, Row, Word, cut_row, extents, tight_row

_ALIGNED = 4.0
_FEWEST_ROWS = 3
_FEWEST_NUMBERS = 2
_WRAPPED = 1.4
"""Lines of wrapped words follow each other within this many font sizes."""
_MOST_LINES, _MOST_BANDS = 9, 3
_FARTHEST = 3.2
"""Rows of a table without any rules follow each other within this many font sizes."""

Band = list[Row]


def unruled_tables(rows: Sequence[Row]) -> list[Tiling]:
    """Runs of rows whose numbers end in the same columns, three rows or more of them with two numbers."""
    tables: list[Tiling] = []
    start = 0
    while start < len(rows):
        ends = list(_ends(rows[start]))
        end = start + 1
        while end < len(rows) and len(ends) >= _FEWEST_NUMBERS and _follows(rows[end - 1], rows[end], ends):
            ends += _ends(rows[end])
            end += 1
        body = list(rows[start:end])
        if sum(len(_ends(row)) >= _FEWEST_NUMBERS for row in body) >= _FEWEST_ROWS:
            tables.append(_table(_header(rows, start, body), body))
        start = end
    return [table for table in tables if len(table.column_edges) > _FEWEST_NUMBERS]


def _ends(row: Row) -> tuple[float, ...]:
    """Where the numbers of a row end, from its first amount on: codes and line numbers stand before, and are set flush
    left or in the middle."""
    first = next((word.x0 for word in row.words if word.is_amount), 0.0)
    return tuple(word.x1 for word in row.words if word.x0 >= first and word.x1 in row.number_ends)


def _follows(above: Row, below: Row, ends: Sequence[float]) -> bool:
    """Is the row near the one above, and do its numbers end where numbers above did? Beside two that do, fewer others
    may stand in columns that were blank so far."""
    if below.line.baseline - above.line.baseline > _FARTHEST * below.line.size:
        return False
    own = _ends(below)
    shared = sum(any(abs(end - other) <= _ALIGNED for other in ends) for end in own)
    return 0 < shared == len(own) or (shared >= 2 and shared * 2 > len(own))


def _header(rows: Sequence[Row], start: int, body: Sequence[Row]) -> list[Band]:
    """Bands right above the first row, with several words and without a colon (captions have one), at most three."""
    header: list[Band] = []
    below = body[0]
    above = [tight_row(row) for row in rows[max(0, start - _MOST_LINES) : start]]
    for band in reversed(bands(above)):
        near = below.line.baseline - band[-1].line.baseline <= _FARTHEST * below.line.size
        words = extents(_words(band))
        if not near or len(words) < 2 or len(header) == _MOST_BANDS or any(_is_caption(row) for row in band):
            break
        header.insert(0, band)
        below = band[0]
    return header


def _is_caption(row: Row) -> bool:
    return "：" in row.line.text or ":" in row.line.text


def bands(rows: Sequence[Row]) -> list[Band]:
    """Lines set so close that they are the lines of wrapped words, together."""
    bands: list[Band] = []
    for row in rows:
        if bands and row.line.baseline - bands[-1][-1].line.baseline <= _WRAPPED * row.line.size:
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _words(band: Band) -> list[Word]:
    return [word for row in band for word in row.words]


def fullest(rows: Sequence[Row]) -> list[Interval]:
    """Where words of the fullest rows stand, joined where they overlap."""
    most = max((len(row.words) for row in rows), default=0)
    return extents([word for row in rows if len(row.words) >= max(2, 0.7 * most) for word in row.words])


def _table(header: Sequence[Band], body: Sequence[Row]) -> Tiling:
    levels = _levels([*header, *([row] for row in body)])
    parts = [rule for band in header for rule in implied_rules(_words(band), ())]
    edges = _edges(header, body, parts)
    words = tuple(word for band in (*header, [cut_row(row, edges) for row in body]) for word in _words(band))
    return tiling_of(Plan(closed(levels, parts), edges, levels[len(header)], words))


def _levels(rows: Sequence[Band]) -> list[float]:
    middles = [(above[-1].line.bottom + below[0].line.top) / 2 for above, below in pairwise(rows)]
    return [rows[0][0].line.top, *middles, rows[-1][-1].line.bottom]


def _edges(header: Sequence[Band], body: Sequence[Row], parts: Sequence[Rule]) -> tuple[float, ...]:
    """Columns from the words of the lowest full header band, which stand in the middle of their columns while numbers
    end at the right; without a header from where words stand in the fullest rows."""
    rows = [*(row for band in header for row in band), *body]
    x0 = min(row.words[0].x0 for row in rows) - 0.5
    x1 = max(row.words[-1].x1 for row in rows) + 0.5
    lowest = _lowest(fullest_words([_words(band) for band in header], parts), header)
    if len(lowest) > _FEWEST_NUMBERS:
        return tuple(column_edges(lowest, [row.words for row in body], (), x0, x1))
    return (x0, *((left[1] + right[0]) / 2 for left, right in pairwise(fullest(rows))), x1)


def _lowest(cores: Sequence[Interval], header: Sequence[Band]) -> list[Interval]:
    """Where header words stand that head a column; one that stands a line above both its neighbours heads these."""
    words = [word for band in header if not is_numbering(_words(band)) for word in _words(band)]
    heights = [max((word.y for word in words if x0 <= word.x <= x1), default=0.0) for x0, x1 in cores]
    far = _WRAPPED * header[0][0].line.size if header else 0.0

    def heads(k: int) -> bool:
        return 0 < k < len(cores) - 1 and min(heights[k - 1], heights[k + 1]) - heights[k] > far

    return [core for k, core in enumerate(cores) if not heads(k)]
