"""Tables without vertical rules: columns from the gaps between words that are aligned over rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.matching.tiling import Span, Tiling
from pipeline.records.layout import Line
from pipeline.records.page import Floats

_GAP = 0.9
"""Words of a line stand further apart than this part of the font size."""
_SAME_END = 6.0
"""Points by which the ends of the rules of one table may differ."""
_SHORTEST_RULE = 120.0
_FEWEST_RULES = 3
_STRIP = 2.0
"""Points between two columns that no word of a full row covers."""
_WIDEST = 0.7
"""A word wider than this part of the rules is narrative."""
_LOWEST = 36.0
"""Points between two rules that hold one row at most."""
_ALIGNED = 4.0
_FEWEST_ROWS = 3
_FEWEST_NUMBERS = 3
_FARTHEST = 3.2
"""Rows of a table without any rules follow each other within this many font sizes."""
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """A line cut into words: where each begins and ends, and what it says."""

    line: Line
    words: tuple[Interval, ...]
    texts: tuple[str, ...]

    @property
    def number_ends(self) -> tuple[float, ...]:
        """Where its numbers end."""
        return tuple(word[1] for word, text in zip(self.words, self.texts, strict=True) if _NUMBER.fullmatch(text))


def gap_tables(free: Floats, lines: Sequence[Line]) -> list[Tiling]:
    """Tables among lines that stand in no grid. `free` are horizontal rules that no vertical one touches (y, x0, x1).

    Three or more rules of one extent frame a table when most lines between them have several words. Without rules a
    table needs three rows in a row, each with three numbers whose ends are aligned.
    """
    rows = [_row(line) for line in sorted(lines, key=lambda line: line.baseline)]
    found = [tiling for frame in _frames(free) for tiling in _framed(frame, rows)]
    taken = [(tiling.row_edges[0], tiling.row_edges[-1]) for tiling in found]
    loose = [row for row in rows if not any(top <= row.line.baseline <= bottom for top, bottom in taken)]
    return sorted(found + _bare_tables(loose), key=lambda tiling: tiling.row_edges[0])


def _row(line: Line) -> _Row:
    """Cut a line at gaps wider than a character."""
    words: list[list[int]] = []
    inked = [index for index, character in enumerate(line.text) if character != " "]
    for index in inked:
        if words and line.x0[index] - line.x1[words[-1][-1]] <= _GAP * line.size:
            words[-1].append(index)
        else:
            words.append([index])
    return _Row(
        line,
        tuple((line.x0[word[0]], line.x1[word[-1]]) for word in words),
        tuple("".join(line.text[i] for i in word) for word in words),
    )


def _frames(free: Floats) -> list[list[tuple[float, float, float]]]:
    """Rules of one extent, three or more, from the top down."""
    groups: list[list[tuple[float, float, float]]] = []
    for y, x0, x1 in sorted(map(tuple, free.tolist())):
        if x1 - x0 < _SHORTEST_RULE:
            continue
        for group in groups:
            if abs(group[0][1] - x0) <= _SAME_END and abs(group[0][2] - x1) <= _SAME_END:
                group.append((y, x0, x1))
                break
        else:
            groups.append([(y, x0, x1)])
    return [group for group in groups if len(group) >= _FEWEST_RULES]


def _framed(frame: Sequence[tuple[float, float, float]], rows: Sequence[_Row]) -> list[Tiling]:
    """The tables of one frame: it is cut where the lines between two rules are not a table's."""
    stretches: list[list[float]] = [[frame[0][0]]]
    for (top, x0, x1), (bottom, _, _) in pairwise(frame):
        if _is_tabular(_between(rows, top, bottom, x0, x1), bottom - top, x1 - x0):
            stretches[-1].append(bottom)
        else:
            stretches.append([bottom])
    tables = [_ruled_table(edges, frame[0][1], frame[0][2], rows) for edges in stretches if len(edges) >= _FEWEST_RULES]
    return [table for table in tables if table is not None]


def _between(rows: Sequence[_Row], top: float, bottom: float, x0: float, x1: float) -> list[_Row]:
    return [
        row
        for row in rows
        if top <= (row.line.top + row.line.bottom) / 2 <= bottom
        and row.words
        and row.words[0][0] >= x0 - _SAME_END
        and row.words[-1][1] <= x1 + _SAME_END
    ]


def _is_tabular(rows: Sequence[_Row], height: float, width: float) -> bool:
    """Do words stand in several columns between two rules? A low strip with one short word or none is a row too."""
    words = [word for row in rows for word in row.words]
    if any(end - start > _WIDEST * width for start, end in words):
        return False
    return len(_joined(words)) > 1 or height <= _LOWEST


def _joined(words: Sequence[Interval]) -> list[Interval]:
    """Intervals joined where they overlap or nearly touch, ascending."""
    columns: list[Interval] = []
    for start, end in sorted(words):
        if columns and start <= columns[-1][1] + _STRIP:
            columns[-1] = columns[-1][0], max(end, columns[-1][1])
        else:
            columns.append((start, end))
    return columns


def _ruled_table(edges: Sequence[float], x0: float, x1: float, rows: Sequence[_Row]) -> Tiling | None:
    inside = _between(rows, edges[0], edges[-1], x0, x1)
    columns = _columns(inside)
    if len(columns) < 2:
        return None
    stripes = [_between(rows, top, bottom, x0, x1) for top, bottom in pairwise(edges)]
    if len(edges) > _FEWEST_RULES + 1 and all(len(stripe) <= 3 for stripe in stripes):
        return _tiling(list(edges), stripes, columns, x0, x1)
    cuts = list(edges)
    for stripe in stripes:
        cuts += [(above.line.bottom + below.line.top) / 2 for above, below in pairwise(stripe)]
    cuts.sort()
    return _tiling(cuts, [_between(rows, top, bottom, x0, x1) for top, bottom in pairwise(cuts)], columns, x0, x1)


def _columns(rows: Sequence[_Row]) -> list[Interval]:
    """Where words of the fullest rows stand, joined where they overlap."""
    most = max((len(row.words) for row in rows), default=0)
    return _joined([word for row in rows if len(row.words) >= max(2, 0.7 * most) for word in row.words])


def _tiling(
    cuts: Sequence[float], rows: Sequence[Sequence[_Row]], columns: Sequence[Interval], x0: float, x1: float
) -> Tiling:
    """A cell per row and column; a word that lies over several columns makes them one cell."""
    edges = (x0, *((left[1] + right[0]) / 2 for left, right in pairwise(columns)), x1)
    cells: list[Span] = []
    for number, row in enumerate(rows):
        joined = _spanned([word for part in row for word in part.words], columns)
        column = 0
        while column < len(columns):
            end = next((last for first, last in joined if first == column), column + 1)
            cells.append((number, column, number + 1, end))
            column = end
    return Tiling(tuple(cuts), edges, tuple(cells))


def _spanned(words: Sequence[Interval], columns: Sequence[Interval]) -> list[tuple[int, int]]:
    """Half-open runs of columns that one word lies over, and no other word."""
    over = [[i for i, column in enumerate(columns) if word[0] < column[1] and word[1] > column[0]] for word in words]
    spans = [(touched[0], touched[-1] + 1) for touched in over if len(touched) > 1]
    return [
        (first, last) for first, last in spans if sum(any(first <= i < last for i in touched) for touched in over) == 1
    ]


def _bare_tables(rows: Sequence[_Row]) -> list[Tiling]:
    """Tables without any rules: runs of rows with aligned numbers, and the words above them that are their header."""
    tables: list[Tiling] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and _follows(rows[end - 1], rows[end]):
            end += 1
        if end - start >= _FEWEST_ROWS and len(rows[start].number_ends) >= _FEWEST_NUMBERS:
            body = list(rows[start:end])
            tables.append(_bare_table(_header(rows, start, body) + body))
        start = end
    return [table for table in tables if len(table.column_edges) > _FEWEST_NUMBERS]


def _follows(above: _Row, below: _Row) -> bool:
    """Are the numbers of both rows aligned, and are the rows near each other?"""
    if below.line.baseline - above.line.baseline > _FARTHEST * below.line.size:
        return False
    ends = above.number_ends
    shared = sum(any(abs(end - other) <= _ALIGNED for other in ends) for end in below.number_ends)
    return shared >= _FEWEST_NUMBERS and shared == len(below.number_ends)


def _header(rows: Sequence[_Row], start: int, body: Sequence[_Row]) -> list[_Row]:
    """Rows right above the first, with several words and without a colon (captions have one), at most three."""
    header: list[_Row] = []
    below = body[0]
    for row in reversed(rows[max(0, start - 3) : start]):
        near = below.line.baseline - row.line.baseline <= _FARTHEST * below.line.size
        if not near or len(row.words) < 2 or "：" in row.line.text or ":" in row.line.text:
            break
        header.insert(0, row)
        below = row
    return header


def _bare_table(rows: Sequence[_Row]) -> Tiling:
    columns = _columns(rows)
    cuts = [
        rows[0].line.top,
        *((above.line.bottom + below.line.top) / 2 for above, below in pairwise(rows)),
        rows[-1].line.bottom,
    ]
    x0 = min(row.words[0][0] for row in rows)
    x1 = max(row.words[-1][1] for row in rows)
    return _tiling(cuts, [[row] for row in rows], columns, x0 - 0.5, x1 + 0.5)
