"""Cells with one number: the number as printed, and exact yuan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.matching.normalize import bare
from pipeline.matching.numerals import parse_numeral

_CENT = Decimal("0.01")
_TRAILING = re.compile(r"(?P<number>[+-]?[\d,，.]+)(?P<tail>[^\d]{1,3})")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell holds: a number with its printed decimals, nothing, or something else; `tail` is a unit within it."""

    state: Literal["reported", "blank", "unreadable"]
    value: Decimal | None = None
    decimals: int = 0
    tail: str = ""


def read_cell(text: str) -> Reading:
    """Read a value cell (its text folded before): blank, one number, or unreadable."""
    said = bare(text)
    if not said:
        return Reading("blank")
    numeral = parse_numeral(said)
    tail = ""
    if numeral is None and (found := _TRAILING.fullmatch(said)):
        numeral, tail = parse_numeral(found["number"]), found["tail"]
    if numeral is None:
        return Reading("unreadable")
    return Reading("reported", numeral.value, numeral.decimals, tail)


def to_yuan(value: Decimal, multiplier: Decimal) -> Decimal | None:
    """Exact yuan with two decimals; None where the product is finer than 0.01 yuan (it is never rounded)."""
    yuan = value * multiplier
    cents = yuan.quantize(_CENT)
    return cents if cents == yuan else None
