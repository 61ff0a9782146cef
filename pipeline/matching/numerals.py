"""Printed numbers to Decimal, with the decimals that were printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

_PRINTED = re.compile(r"[+-]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
_MINUS = re.compile(r"\s*[△▲]\s*(?=\d)")
_BRACKETED = re.compile(r"\s*[(（]\s*(?P<inner>\d[\d,，\s]*(?:\.[\d\s]+|[,，][\d\s]+))[)）]\s*")
"""An amount in brackets is negative; a bare integer in brackets may be a label, a year or a code."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+\.\d+")
"""Blanks in place of thousands separators, before decimals."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as printed: its value, and how many decimals stand in print (what its rounding allows)."""

    value: Decimal
    decimals: int

    @property
    def half_step(self) -> Decimal:
        """Half a unit of the last printed place: the value stands for value ± half_step."""
        return Decimal(5).scaleb(-self.decimals - 1)


YUAN: Mapping[str, Decimal] = {"yuan": Decimal(1), "wan_yuan": Decimal(10_000), "yi_yuan": Decimal(100_000_000)}
"""How many yuan one of each unit of money of the vocabulary is."""

_DECIMALS, _DIGITS = 6, 18
"""What decimal128(24, 6) holds: longer digits are no number of an account but several that ran together."""


def parse_numeral(surface: str) -> Numeral | None:
    """Read one printed number (text folded before); None when it is none, or longer than any account's number.

    Thousands separators and inner blanks or line breaks are allowed, where the parts make one number only together
    (1,234,567. / 89): parts that are numbers each may be two that were pushed into one place. Brackets around an
    amount, and △ or ▲ before one, are a minus.
    """
    text = _MINUS.sub("-", surface, count=1)
    if found := _BRACKETED.fullmatch(text):
        text = "-" + found["inner"]
    text = text.strip()
    if _GROUPED.fullmatch(text) is None and _are_several(text.split()):
        return None
    text = "".join(text.split())
    if not _PRINTED.fullmatch(text):
        return None
    value = Decimal(text.replace(",", "").replace("，", ""))
    decimals = len(text.partition(".")[2])
    return Numeral(value, decimals) if decimals <= _DECIMALS and value.adjusted() < _DIGITS else None


def _are_several(parts: list[str]) -> bool:
    """Are two neighbours numbers of their own, other than the digits of an amount that are spaced out one by one?"""
    if all(len(part) == 1 for part in parts) and "." in parts:
        return False
    whole = [_PRINTED.fullmatch(part) is not None for part in parts]
    return any(one and other for one, other in pairwise(whole))


_HAN_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "壹": 1,
    "二": 2,
    "贰": 2,
    "两": 2,
    "三": 3,
    "叁": 3,
    "四": 4,
    "肆": 4,
    "五": 5,
    "伍": 5,
    "六": 6,
    "陆": 6,
    "七": 7,
    "柒": 7,
    "八": 8,
    "捌": 8,
    "九": 9,
    "玖": 9,
}
_HAN_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}


def parse_han_numeral(surface: str) -> Decimal | None:
    """Read a Chinese numeral below ten thousand (十四, 壹, 二百零三); None when it is none."""
    total, digit, seen = 0, 0, False
    for character in surface:
        if character in _HAN_DIGITS:
            digit, seen = _HAN_DIGITS[character], True
        elif character in _HAN_TENS:
            total += (digit or (1 if not total else digit)) * _HAN_TENS[character]
            digit, seen = 0, True
        else:
            return None
    return Decimal(total + digit) if seen else None
