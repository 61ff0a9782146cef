"""Lines cut into words at gaps: where each stands, and which are amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import sub
from statistics import median

from pipeline.records.layout import Line

_GAP = 0.9
"""Words of a line stand further apart than this part of the font size."""
_SEAM = 0.12
"""An amount and words beside it are parted by more than this part of the font size."""
_TIGHT = 0.2
"""Words of two header cells stand further apart than this part of the font size and twice the gap of characters."""
_NUMBER = re.compile(r"[-+△▲]?\d[\d,]*(?:\.\d+)?%?|[(（]\d[\d,]*\.\d+[)）]")
_AMOUNT = re.compile(r"[-+△▲]?\d[\d,]*\.\d{1,2}%?|[(（]\d[\d,]*\.\d{1,2}[)）]")
_STRIP = 2.0
"""Points between two columns that no word covers."""

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of a line that stand together."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str

    @property
    def x(self) -> float:
        """Its middle from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """Its middle from top to bottom."""
        return (self.top + self.bottom) / 2

    @property
    def is_amount(self) -> bool:
        """Is it a number with decimals?"""
        return _AMOUNT.fullmatch(self.text) is not None

    @property
    def is_integer(self) -> bool:
        """Is it digits alone?"""
        return self.text.isdigit()

    def over(self, x: float) -> bool:
        """Does the word lie over the place, outer points left aside?"""
        return self.x0 + _STRIP < x < self.x1 - _STRIP


@dataclass(frozen=True, slots=True)
class Row:
    """A line and its words."""

    line: Line
    words: tuple[Word, ...]

    @property
    def number_ends(self) -> tuple[float, ...]:
        """Where its numbers end."""
        return tuple(word.x1 for word in self.words if _NUMBER.fullmatch(word.text))


def row_of(line: Line) -> Row:
    """Cut a line at gaps wider than a character, and beside amounts at any gap. One character and another behind it,
    spaced out with blanks that are printed, are one word."""
    if line.text and " " not in line.text and max(map(sub, line.x0[1:], line.x1), default=0.0) <= _SEAM * line.size:
        return Row(line, (Word(line.x0[0], line.x1[-1], line.top, line.bottom, line.text),))
    runs: list[list[int]] = []
    for index in (index for index, character in enumerate(line.text) if character != " "):
        if runs and line.x0[index] - line.x1[runs[-1][-1]] <= _GAP * line.size:
            runs[-1].append(index)
        else:
            runs.append([index])
    parted = [part for run in runs for part in _beside_amounts(line, run)]
    return Row(line, tuple(_word(line, run) for run in _spaced_out(line, parted)))


def tight_row(row: Row) -> Row:
    """A row of a header: its words cut where they stand apart further than their characters do. Cells that their words
    fill leave no more than that between them."""
    line = row.line
    parts: list[list[int]] = []
    for word in row.words:
        run = [i for i, x in enumerate(line.x0) if word.x0 <= x and line.x1[i] <= word.x1]
        gaps = [line.x0[b] - line.x1[a] for a, b in pairwise(run)]
        usual = max(median(gaps), 0.0) if gaps else 0.0
        parts.append(run[:1])
        for (before, after), gap in zip(pairwise(run), gaps, strict=True):
            is_wide = gap > _TIGHT * line.size + 2 * usual
            if is_wide and not line.text[before].isascii() and not line.text[after].isascii():
                parts.append([])
            parts[-1].append(after)
    return Row(line, tuple(_word(line, [i for i in part if line.text[i] != " "]) for part in parts if part))


def cut_row(row: Row, edges: Sequence[float]) -> Row:
    """The row with words cut at edges of columns that lie in a gap wider than that between the characters: a name that
    fills its column stands hardly further from what stands in the next."""
    line = row.line
    words: list[Word] = []
    for word in row.words:
        run = [i for i, x in enumerate(line.x0) if word.x0 <= x and line.x1[i] <= word.x1 and line.text[i] != " "]
        gaps = [(place, line.x1[a], line.x0[b]) for place, (a, b) in enumerate(pairwise(run), 1)]
        wide = [gap for gap in gaps if gap[2] - gap[1] > _TIGHT * line.size]
        cuts = [place for place, x0, x1 in wide if any(x0 - _STRIP <= edge <= x1 + _STRIP for edge in edges)]
        words += [_word(line, run[a:b]) for a, b in pairwise((0, *cuts, len(run)))] if cuts else [word]
    return Row(line, tuple(words))


def _word(line: Line, run: Sequence[int]) -> Word:
    return Word(line.x0[run[0]], line.x1[run[-1]], line.top, line.bottom, "".join(line.text[i] for i in run))


def _beside_amounts(line: Line, run: Sequence[int]) -> list[list[int]]:
    """Cut a run of characters at small gaps that an amount stands beside."""
    parts: list[list[int]] = []
    for index in run:
        if parts and line.x0[index] - line.x1[parts[-1][-1]] <= _SEAM * line.size:
            parts[-1].append(index)
        else:
            parts.append([index])
    joined = parts[:1]
    for part in parts[1:]:
        if _is_amount(line, part) or _is_amount(line, joined[-1]):
            joined.append(part)
        else:
            joined[-1] = joined[-1] + part
    return joined


def _is_amount(line: Line, run: Sequence[int]) -> bool:
    return _AMOUNT.fullmatch("".join(line.text[i] for i in run)) is not None


def _spaced_out(line: Line, runs: Sequence[list[int]]) -> list[list[int]]:
    joined: list[list[int]] = []
    for run in runs:
        if joined and len(run) == 1 and _is_spaced(line, [*joined[-1], *run]):
            joined[-1] = joined[-1] + run
        else:
            joined.append(list(run))
    return joined


def _is_spaced(line: Line, run: Sequence[int]) -> bool:
    """Are these letters with printed blanks between all of them?"""
    return all(line.text[i].isalpha() for i in run) and all(b - a > 1 for a, b in pairwise(run))


def merged(intervals: Sequence[Interval]) -> list[Interval]:
    """Intervals joined where they overlap or nearly touch, ascending."""
    columns: list[Interval] = []
    for start, end in sorted(intervals):
        if columns and start <= columns[-1][1] + _STRIP:
            columns[-1] = columns[-1][0], max(end, columns[-1][1])
        else:
            columns.append((start, end))
    return columns


def extents(words: Sequence[Word]) -> list[Interval]:
    """Where words stand from left to right, joined where they overlap."""
    return merged([(word.x0, word.x1) for word in words])
