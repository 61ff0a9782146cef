"""Rows of tables in files of text without columns: words and numbers parted by blanks, told apart without a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.matching.numerals import parse_numeral

_CODE = re.compile(r"\d{3,7}")
_LINE_NUMBER = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One item as printed on a line: code, name, line number and its numbers, left to right; `line` is the place of the
    printed line, `pair` the place of the item on it, `rest` the words after the numbers."""

    line: int
    pair: int
    code: str
    name: str
    number: str
    values: tuple[str, ...]
    rest: str = ""


def is_amount(token: str) -> bool:
    """Is the token a number?"""
    return parse_numeral(token.removesuffix("%")) is not None


def pairs(line: int, text: str) -> tuple[PlainRow, ...]:
    """Items side by side, each an optional code, words and numbers (208 社会保障和就业支出 22.41 22.41)."""
    rows: list[PlainRow] = []
    code, words, values = "", list[str](), list[str]()
    for token in text.split():
        starts_item = bool(words) and bool(values) and (not is_amount(token) or _is_next_code(token, values))
        if starts_item:
            rows.append(PlainRow(line, len(rows), code, "".join(words), "", tuple(values)))
            code, words, values = "", [], []
        if is_amount(token) and words:
            values.append(token)
        elif _CODE.fullmatch(token) and not words and not code:
            code = token
        elif not is_amount(token):
            words.append(token)
        else:
            return ()
    if words:
        rows.append(PlainRow(line, len(rows), code, "".join(words), "", tuple(values)))
    return tuple(rows)


def _is_next_code(token: str, values: Sequence[str]) -> bool:
    """A bare number of a code's length after an amount with decimals begins the next item."""
    return bool(_CODE.fullmatch(token)) and "." in values[-1]


def numbered_pair(line: int, text: str, left: int | None, right: int | None) -> tuple[PlainRow, PlainRow] | None:
    """A line of a two-sided table whose sides carry line numbers: the numbers expected are `left` and `right` (None on
    the first line, where any will do). None when the line is none."""
    tokens = text.split()
    first = _place(tokens, left, 0)
    if first is None:
        return None
    second = _place(tokens, right, first + 1 if right is not None else _after_words(tokens, first))
    if second is None:
        return None
    between = tokens[first + 1:second]
    amounts = next((i for i, token in enumerate(between) if not is_amount(token)), len(between))
    words = (*tokens[:first], *between[amounts:])
    if any(map(is_amount, words)) or not all(map(is_amount, tokens[second + 1:])):
        return None
    return (
        PlainRow(line, 0, "", "".join(tokens[:first]), tokens[first], tuple(between[:amounts])),
        PlainRow(line, 1, "", "".join(between[amounts:]), tokens[second], tuple(tokens[second + 1:])),
    )


def _place(tokens: Sequence[str], wanted: int | None, start: int) -> int | None:
    for place in range(start, len(tokens)):
        if _LINE_NUMBER.fullmatch(tokens[place]) and wanted in (None, int(tokens[place])):
            return place
    return None


def _after_words(tokens: Sequence[str], first: int) -> int:
    """The place after the first words that follow `first`."""
    return next((place + 1 for place in range(first + 1, len(tokens)) if not is_amount(tokens[place])), len(tokens))


def labelled(line: int, text: str, count: int) -> PlainRow | None:
    """A label, exactly `count` numbers, and perhaps words after them; None when the line is not made so."""
    tokens = text.split()
    first = next((i for i, token in enumerate(tokens) if is_amount(token)), len(tokens))
    last = next((i for i in range(first, len(tokens)) if not is_amount(tokens[i])), len(tokens))
    if not first or last - first != count or any(is_amount(token) for token in tokens[last:]):
        return None
    return PlainRow(line, 0, "", "".join(tokens[:first]), "", tuple(tokens[first:last]), "".join(tokens[last:]))
