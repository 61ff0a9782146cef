"""Cells with one number: the number as printed, and exact yuan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from pipeline.matching.numerals import parse_numeral
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell

_CENT = Decimal("0.01")
_TRAILING = re.compile(r"(?P<number>[+\-△▲]?[\d,，.\s]*\d)\s*(?P<tail>%|[^\W\d_]{1,3})\s*")


_MARGINS = 12.0
"""Points that the two margins of a cell take at the most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell holds: a number with its printed decimals, nothing, or something else; `tail` is a unit within it."""

    state: Literal["reported", "blank", "unreadable"]
    value: Decimal | None = None
    decimals: int = 0
    tail: str = ""


def unwrapped(cell: Cell) -> str:
    """The text of a cell, a line that had no room for one more character joined to the next: only there may a line
    break tear a number (1,442,994.5 / 4). Digits alone stay apart: they may as well be two counts."""
    lines = cell.text.split("\n")
    if len(lines) != len(cell.boxes):
        return cell.text
    text = lines[0]
    for line, (box, below) in zip(lines[1:], pairwise(cell.boxes), strict=True):
        text += line if _is_full(box, below, cell.area) else f"\n{line}"
    return text if set(text) & set(".,，") else cell.text


def _is_full(box: Box, below: Box, area: Box) -> bool:
    """Does a line reach from margin to margin? On pages on their side lines run up or down."""
    if below.top > (box.top + box.bottom) / 2:
        return (area.x1 - area.x0) - (box.x1 - box.x0) < _MARGINS + (box.bottom - box.top) / 2
    return (area.bottom - area.top) - (box.bottom - box.top) < _MARGINS + (box.x1 - box.x0) / 2


@lru_cache(maxsize=1 << 13)
def read_cell(text: str) -> Reading:
    """Read a value cell (its text folded before, its blanks and line breaks kept): blank, one number, with or without
    a sign or letters behind it that may be its unit, or unreadable. Kept: a cell is read for its row, then for itself,
    and a sum stands in many tables."""
    if not text.strip():
        return Reading("blank")
    numeral = parse_numeral(text)
    tail = ""
    if numeral is None and (found := _TRAILING.fullmatch(text.strip())):
        numeral, tail = parse_numeral(found["number"]), found["tail"]
    if numeral is None:
        return Reading("unreadable")
    return Reading("reported", numeral.value, numeral.decimals, tail)


def to_yuan(value: Decimal, multiplier: Decimal) -> Decimal | None:
    """Exact yuan with two decimals; None where the product is finer than 0.01 yuan (it is never rounded)."""
    yuan = value * multiplier
    cents = yuan.quantize(_CENT)
    return cents if cents == yuan else None
