"""The header of a table without vertical rules: how many rows it has, and over which columns its words stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pipeline.matching.frames import Rule
from pipeline.matching.words import Interval, Word, extents, merged

_NUMBERS = 0.5
"""In the row that numbers the columns so many words are numbers."""
_FEWEST_NUMBERS = 3
_FULL = 0.8
"""The lowest header row has nearly as many words as the fullest."""
_CODE_LENGTHS = range(3, 10)
_CENTRED = 14.0
"""Points by which a word may stand off the middle of the columns, or of the words, that it heads."""
_MIDDLE = 6.0
"""Points by which a word may stand off the middle of the merged cell that it alone fills."""
_SAME_LINE = 2.0
_NEXT_LINE = 1.6
"""Lines of one cell follow each other within this many heights of a word."""
_ABREAST = 0.8
"""Words of cells side by side, one of a line and one of two, stand within this many heights of a word."""
_SET_IN = 8.0
"""A word nearer to the left edge of its column is set flush left."""


def head_count(strips: Sequence[Sequence[Word]]) -> int:
    """How many of the strips between rules, from the top, are header: none of them holds an amount or a code."""
    leading = 0
    for strip in strips:
        if not strip or any(word.is_amount or (word.is_integer and len(word.text) in _CODE_LENGTHS) for word in strip):
            break
        leading += 1
        if is_numbering(strip):
            return leading
    counts = [len(extents(strip)) for strip in strips[:leading]]
    full = [place for place, count in enumerate(counts) if count >= _FULL * max(counts)]
    return full[-1] + 1 if full and max(counts) > 1 else 0


def is_numbering(strip: Sequence[Word]) -> bool:
    """Does the strip number the columns, one after another?"""
    numbers = [int(word.text) for word in sorted(strip, key=lambda w: w.x0) if word.is_integer]
    ascending = all(right == left + 1 for left, right in pairwise(numbers))
    return len(numbers) >= _FEWEST_NUMBERS and ascending and len(numbers) >= _NUMBERS * len(strip)


def lowest_words(head: Sequence[Sequence[Word]], parts: Sequence[Rule]) -> list[Interval]:
    """Where the lowest words of a header stand: those with no rule below them inside the header. `head` holds the words
    of each header strip, `parts` the rules over some of the columns."""
    if not head:
        return []
    numbers = extents(head[-1]) if is_numbering(head[-1]) else []
    lowest = head[-2 if numbers and len(head) > 1 else -1] if not numbers or len(head) > 1 else ()
    bottom = max((word.bottom for word in lowest), default=0.0)
    cores = extents([word for word in lowest if not _has_rule_below(word, parts, bottom)])
    if len(numbers) < len(cores):
        # 栏次 may stand in the middle of code and name: it heads no column
        return merged([*cores, *extents([word for word in head[-1] if numbers and word.is_integer])])
    widened = [core for core in cores if sum(_touch(core, number) for number in numbers) == 1]
    return merged([*numbers, *widened])


def fullest_words(head: Sequence[Sequence[Word]], parts: Sequence[Rule]) -> list[Interval]:
    """The lowest words of the part of a header, from its top, that has the most of them: the last strip may hold no
    more than the parts of one column."""
    return max((lowest_words(head[:end], parts) for end in range(len(head), 0, -1)), key=len, default=[])


def _has_rule_below(word: Word, parts: Sequence[Rule], bottom: float) -> bool:
    return any(word.y < y < bottom and x0 <= word.x <= x1 for y, x0, x1 in parts)


def _touch(one: Interval, other: Interval) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def implied_rules(strip: Sequence[Word], parts: Sequence[Rule]) -> list[Rule]:
    """Between two rules, a word over several words of a lower line heads these: the rule that would stand between,
    where none of the `parts` is printed there."""
    rules: list[Rule] = []
    for word in strip:
        below = [w for w in strip if w.top >= word.bottom - 1 and w.x0 < word.x1 and w.x1 > word.x0]
        first = [w for w in below if w.y <= min((b.y for b in below), default=0.0) + _SAME_LINE]
        first = _around(word, first, strip)
        if len(extents(first)) > 1 and not _has_rule_below(word, parts, first[0].y):
            y = (word.bottom + min(w.top for w in first)) / 2
            rules.append((y, min(w.x0 for w in first), max(w.x1 for w in first)))
    return rules


def _around(word: Word, below: list[Word], strip: Sequence[Word]) -> list[Word]:
    """The words of a line in whose middle stands a word of a line above, not of the next line of the same cell: it
    stands over the middle one of them, or over the gap in the middle, and heads as many on either side."""
    next_line = word.y + _NEXT_LINE * (word.bottom - word.top)
    under = min((w.y for w in below or strip if w.y > (word.y if below else next_line)), default=word.y)
    if under <= next_line:
        return below
    near = [w for w in strip if w.top >= word.bottom - 1 and abs(w.y - under) <= _ABREAST * (word.bottom - word.top)]
    line = sorted(near, key=lambda w: w.x0)
    free = [w for w in line if w in below or not any(_is_above(other, w) for other in strip)]
    left = sum(w.x1 <= word.x0 for w in free)
    right = left + sum(w in below for w in free)
    if len(extents(below)) > 1 and _off(word, below) <= _MIDDLE:
        return below
    if below and _off(word, below) <= _MIDDLE:
        return _both_sides(word, free, left, right)
    free = [w for w in free if abs(w.y - under) <= _SAME_LINE]
    left = sum(w.x1 <= word.x0 for w in free)
    right = left + sum(w in below for w in free)
    groups = [free[a:b] for a in range(left + 1) for b in range(right, len(free) + 1) if b - a > 1]
    best = min(groups, key=lambda group: (round(_off(word, group)), len(group)), default=below)
    return best if best and _off(word, best) <= (_MIDDLE if below else _CENTRED) else below


def _off(word: Word, group: Sequence[Word]) -> float:
    """How far a word stands from the middle of others."""
    return abs((min(w.x0 for w in group) + max(w.x1 for w in group)) / 2 - word.x)


def _both_sides(word: Word, line: Sequence[Word], left: int, right: int) -> list[Word]:
    """The widest group of a line about the words from left to right that has the word in its middle."""
    best = list(line[left:right])
    for reach in range(1, min(left, len(line) - right) + 1):
        if _off(word, line[left - reach : right + reach]) > _CENTRED:
            break
        best = list(line[left - reach : right + reach])
    return best


def _is_above(word: Word, other: Word) -> bool:
    return word.bottom <= other.top + 1 and word.x0 < other.x1 and word.x1 > other.x0


def headed(words: Sequence[Word], edges: Sequence[float]) -> list[tuple[int, int]] | None:
    """Fewer words than columns between `edges`: the half-open runs of columns, one after another, in whose middle each
    word stands. None where a word stands in the middle of none."""
    middles = [(first + last) / 2 for first, last in extents(words)]
    count = len(edges) - 1
    if not middles or len(middles) >= count:
        return None

    @cache
    def best(word: int, column: int) -> tuple[float, tuple[int, ...]]:
        """The least offsets of the words from here on, and the columns where their runs end."""
        left = len(middles) - word
        if left == 1:
            return abs(middles[word] - (edges[column] + edges[count]) / 2), (count,)
        found = []
        for end in range(column + 1, count - left + 2):
            offset = abs(middles[word] - (edges[column] + edges[end]) / 2)
            rest, ends = best(word + 1, end)
            found.append((offset + rest, (end, *ends)))
        return min(found)

    ends = best(0, 0)[1]
    runs = list(zip((0, *ends[:-1]), ends, strict=True))
    far = [abs(m - (edges[a] + edges[b]) / 2) for m, (a, b) in zip(middles, runs, strict=True)]
    return None if max(far) > _CENTRED else runs


def centred(words: Sequence[Word], edges: Sequence[float]) -> list[tuple[int, int]]:
    """Below the header: the half-open runs of columns in whose middle a word stands that is set flush to none of them,
    with nothing else before the next word (the total of a group, printed over code and name)."""
    places = [max(bisect_right(edges, word.x) - 1, 0) for word in words]
    runs: list[tuple[int, int]] = []
    for word, place in zip(words, places, strict=True):
        end = min((p for p in places if p > place), default=len(edges) - 1)
        begin = max((p + 1 for p in places if p < place), default=0)
        is_said = any(map(str.isalpha, word.text))
        if not is_said or word.x0 - edges[place] < _SET_IN or end - begin < 2:
            continue
        off = {a: abs((edges[a] + edges[end]) / 2 - word.x) for a in range(begin, place + 1) if end - a > 1}
        best = min(off, key=lambda a: off[a], default=None)
        if best is not None and off[best] <= _MIDDLE:
            runs.append((best, end))
    return runs
