"""Columns of tables without vertical rules: from the words of the header, and from where the words below them end.

The lowest header words stand in the middle of their columns, amounts end at the right edge, names and codes begin at
the left edge: a word between two header words belongs to the left one where it is an amount, else to the right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.matching.words import Interval, Word, extents

_PAD = 3.0
"""Points between words and the edge that they are set flush to, where the table does not show it."""
_NEAR = 1.5
_FEWEST = 2
_CODE_LENGTHS = range(3, 10)
_SHARE = 0.3
"""So many rows of a column hold two words that stand apart where it is two columns."""


def column_edges(
    cores: Sequence[Interval], body: Sequence[Sequence[Word]], ends: Sequence[float], x0: float, x1: float,
) -> list[float]:
    """The edges of the columns, both outer ones included. `cores` is where the lowest header words stand, `body` the
    words of each row below, `ends` where rules over some of the columns end, x0 and x1 the ends of the whole rules."""
    words = [word for row in body for word in row]
    columns: list[list[Word]] = [[] for _ in cores]
    for word in words:
        home = _home(word, cores, words)
        if home is not None:
            columns[home].append(word)
    pad = _pad(columns, x1)
    inner = [
        _boundary(cores[k], cores[k + 1], columns[k], columns[k + 1], ends, pad) for k in range(len(cores) - 1)
    ]
    return _parted([x0, *inner, x1], body)


def _home(word: Word, cores: Sequence[Interval], words: Sequence[Word]) -> int | None:
    """The column of a word: the header word that it touches; None where it touches several."""
    touched = [k for k, core in enumerate(cores) if word.x0 < core[1] and word.x1 > core[0]]
    if touched:
        return touched[0] if len(touched) == 1 else None
    behind = sum(core[1] <= word.x0 for core in cores)
    home = behind - 1 if _is_flush_right(word, words) else behind
    return min(max(home, 0), len(cores) - 1)


def _is_flush_right(word: Word, words: Sequence[Word]) -> bool:
    """Amounts are set flush right; bare digits where they are no code, or where an amount ends at the same place."""
    if not word.is_integer:
        return word.is_amount
    aligned = any(w.is_amount and abs(w.x1 - word.x1) <= _NEAR for w in words)
    return aligned or len(word.text) not in _CODE_LENGTHS


def _pad(columns: Sequence[Sequence[Word]], x1: float) -> float:
    """How far amounts stand from the edge, as the last column shows it."""
    amounts = [word.x1 for word in columns[-1] if word.is_amount] if columns else []
    return min(max(x1 - max(amounts), 0.5), 2 * _PAD) if amounts else _PAD


def _boundary(
    left: Interval, right: Interval, before: Sequence[Word], behind: Sequence[Word], ends: Sequence[float], pad: float,
) -> float:
    low = max([left[1], *(word.x1 for word in before)])
    high = min([right[0], *(word.x0 for word in behind)])
    exact = [end for end in ends if low - _NEAR <= end <= high + _NEAR]
    if exact:
        return exact[0]
    if low > high:
        return _least_crossed(left[1], right[0], (*before, *behind))
    amounts = [word.x1 for word in before if word.is_amount]
    labels = [word.x0 for word in behind if not word.is_amount]
    if amounts and max(amounts) + pad >= low:
        return min(max(amounts) + pad, (max(amounts) + high) / 2 if high - max(amounts) < pad else high)
    if labels and min(labels) - pad <= high:
        return max(min(labels) - pad, low)
    return (low + high) / 2


def _least_crossed(low: float, high: float, words: Sequence[Word]) -> float:
    """The place between two header words that the fewest words lie over."""
    places = [low, (low + high) / 2, high, *(x for word in words for x in (word.x0, word.x1) if low <= x <= high)]
    return min(places, key=lambda place: sum(word.over(place) for word in words))


def _parted(edges: list[float], body: Sequence[Sequence[Word]]) -> list[float]:
    """Columns under one header word in which rows hold two words that stand apart, as two."""
    more: list[float] = []
    for first, last in pairwise(edges):
        rows = [[word for word in row if first - _NEAR <= word.x0 and word.x1 <= last + _NEAR] for row in body]
        rows = [row for row in rows if row]
        stands = extents([word for row in rows for word in row])
        for (_, end), (begin, _) in pairwise(stands):
            both = [row for row in rows if any(w.x1 <= end for w in row) and any(w.x0 >= begin for w in row)]
            if len(both) >= max(min(_FEWEST, len(body)), _SHARE * len(rows)):
                more.append((end + begin) / 2)
    return sorted((*edges, *more))


def bare_cores(body: Sequence[Sequence[Word]]) -> list[Interval]:
    """Where the words of the fullest rows stand, and words of other rows that touch none of these."""
    most = max((len(row) for row in body), default=0)
    cores = extents([word for row in body if len(row) >= max(2, 0.7 * most) for word in row])
    others = [word for row in body for word in row if all(word.x1 <= a or word.x0 >= b for a, b in cores)]
    return sorted((*cores, *extents(others)))
