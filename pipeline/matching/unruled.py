"""Tables without any rules: rows of aligned numbers, and the words above them that are their header."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.matching.tiling import Span, Tiling
from pipeline.matching.words import Interval, Row, Word, extents

_ALIGNED = 4.0
_FEWEST_ROWS = 3
_FEWEST_NUMBERS = 3
_FARTHEST = 3.2
"""Rows of a table without any rules follow each other within this many font sizes."""


def unruled_tables(rows: Sequence[Row]) -> list[Tiling]:
    """Runs of rows whose numbers end in the same columns, three rows or more of them with three numbers."""
    tables: list[Tiling] = []
    start = 0
    while start < len(rows):
        ends = list(rows[start].number_ends)
        end = start + 1
        while end < len(rows) and len(ends) >= _FEWEST_NUMBERS and _follows(rows[end - 1], rows[end], ends):
            ends += rows[end].number_ends
            end += 1
        body = list(rows[start:end])
        if sum(len(row.number_ends) >= _FEWEST_NUMBERS for row in body) >= _FEWEST_ROWS:
            tables.append(_table(_header(rows, start, body), body))
        start = end
    return [table for table in tables if len(table.column_edges) > _FEWEST_NUMBERS]


def _follows(above: Row, below: Row, ends: Sequence[float]) -> bool:
    """Is the row near the one above, and do its numbers end where numbers above did? Beside two that do, fewer others
    may stand in columns that were blank so far."""
    if below.line.baseline - above.line.baseline > _FARTHEST * below.line.size:
        return False
    shared = sum(any(abs(end - other) <= _ALIGNED for other in ends) for end in below.number_ends)
    count = len(below.number_ends)
    return 0 < shared == count or (shared >= 2 and shared * 2 > count)


def _header(rows: Sequence[Row], start: int, body: Sequence[Row]) -> list[Row]:
    """Rows right above the first, with several words and without a colon (captions have one), at most three."""
    header: list[Row] = []
    below = body[0]
    for row in reversed(rows[max(0, start - 3) : start]):
        near = below.line.baseline - row.line.baseline <= _FARTHEST * below.line.size
        if not near or len(row.words) < 2 or "：" in row.line.text or ":" in row.line.text:
            break
        header.insert(0, row)
        below = row
    return header


def fullest(rows: Sequence[Row]) -> list[Interval]:
    """Where words of the fullest rows stand, joined where they overlap."""
    most = max((len(row.words) for row in rows), default=0)
    return extents([word for row in rows if len(row.words) >= max(2, 0.7 * most) for word in row.words])


def _table(header: Sequence[Row], body: Sequence[Row]) -> Tiling:
    rows = (*header, *body)
    columns = _headed(fullest(rows), header, body)
    middles = ((above.line.bottom + below.line.top) / 2 for above, below in pairwise(rows))
    cuts = (rows[0].line.top, *middles, rows[-1].line.bottom)
    x0 = min(row.words[0].x0 for row in rows) - 0.5
    x1 = max(row.words[-1].x1 for row in rows) + 0.5
    edges = (x0, *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), x1)
    cells = [cell for number, row in enumerate(rows) for cell in _cells(number, row.words, columns)]
    return Tiling(cuts, edges, tuple(cells))


def _headed(columns: Sequence[Interval], header: Sequence[Row], body: Sequence[Row]) -> list[Interval]:
    """Header words that stand beside what they head are in its column: of neighbours where one holds nothing but header
    and the other nothing but what stands below it, each two are one, where they pair off."""
    result: list[Interval] = []
    run: list[tuple[Interval, bool]] = []
    for column in (*columns, None):
        heads = column is not None and _holds(header, column)
        if column is not None and heads != _holds(body, column):
            run.append((column, heads))
            continue
        pairs = list(zip(run[::2], run[1::2], strict=False))
        if len(run) % 2 == 0 and all(one[1] != other[1] for one, other in pairs):
            result += [(one[0][0], other[0][1]) for one, other in pairs]
        else:
            result += [interval for interval, _ in run]
        run = []
        result += [column] if column is not None else []
    return result


def _holds(rows: Sequence[Row], column: Interval) -> bool:
    return any(word.x0 < column[1] and word.x1 > column[0] for row in rows for word in row.words)


def _cells(number: int, words: Sequence[Word], columns: Sequence[Interval]) -> list[Span]:
    """A cell per column; a word that lies over several columns makes them one cell."""
    joined = _spanned(words, columns)
    cells: list[Span] = []
    column = 0
    while column < len(columns):
        end = next((last for first, last in joined if first == column), column + 1)
        cells.append((number, column, number + 1, end))
        column = end
    return cells


def _spanned(words: Sequence[Word], columns: Sequence[Interval]) -> list[tuple[int, int]]:
    """Half-open runs of columns that one word lies over, and no other word."""
    over = [[i for i, column in enumerate(columns) if word.x0 < column[1] and word.x1 > column[0]] for word in words]
    spans = [(touched[0], touched[-1] + 1) for touched in over if len(touched) > 1]
    return [
        (first, last) for first, last in spans if sum(any(first <= i < last for i in touched) for touched in over) == 1
    ]
