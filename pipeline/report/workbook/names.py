"""Names of sheets as spreadsheets allow them."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
_FORBIDDEN = {ord(sign): other for sign, other in zip("[]:*?/\\'", "【】：＊？／＼’", strict=True)}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_RESERVED = "history"


def sheet_names(wanted: Iterable[str], unnamed: str, taken: Iterable[str] = ()) -> list[str]:
    """A legal name for each wanted one, in order: no forbidden signs, not too long, no two alike but for case.

    Signs are counted as spreadsheets count them, in UTF-16 units; `unnamed` stands for a name of which nothing is left.
    """
    used = {name.casefold() for name in taken} | {_RESERVED}
    made = []
    for name in wanted:
        base = _UNPRINTABLE.sub("", name.translate(_FORBIDDEN)).strip() or unnamed
        number, legal = 1, _cut(base, LONGEST)
        while legal.casefold() in used:
            number += 1
            ending = f"（{number}）"
            legal = _cut(base, LONGEST - len(ending)) + ending
        used.add(legal.casefold())
        made.append(legal)
    return made


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) > 2 * units:
        text = text[:-1]
    return text.strip()
