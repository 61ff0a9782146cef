"""Folding that never changes the length of a text, so that every offset holds before and after."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_RADICALS = (0x2E80, 0x2FDF)
_COMPATIBILITY = ((0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
_REMEMBERED = 1 << 14
"""Texts whose folding is kept: cells and lines are asked for again and again, and headers recur from file to file."""
_FULLWIDTH = (0xFF01, 0xFF5E)
_BLANKS = frozenset(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\u200b\ufeff"
)
_SUPPLEMENT = {
    "⺠": "民",
    "⻚": "页",
    "⻔": "门",
    "⻛": "风",
    "⻢": "马",
    "⻩": "黄",
    "⻬": "齐",
    "⻰": "龙",
    "⻅": "见",
    "⻉": "贝",
    "⻋": "车",
    "⻓": "长",
    "⻜": "飞",
    "⻝": "食",
    "⻥": "鱼",
    "⻦": "鸟",
    "⻮": "齿",
    "⻘": "青",
    "⻄": "西",
    "⻆": "角",
    "⺟": "母",
    "⺴": "网",
    "⺌": "小",
    "⺍": "小",
    "⺎": "兀",
    "⺏": "尢",
    "⺐": "尢",
    "⺑": "尢",
    "⺛": "无",
    "⺾": "艹",
    "⻁": "虎",
    "⻣": "骨",
    "⻤": "鬼",
    "⻨": "麦",
    "⻳": "龟",
    "⼾": "户",
    "−": "-",
    "﹣": "-",
    "％": "%",
    "﹪": "%",
}


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    """One character for one character: radicals and compatibility ideographs to ordinary ones, fullwidth digits,
    letters and the signs of numbers to ASCII, any blank to a space. Other punctuation stays as printed."""
    if character in _SUPPLEMENT:
        return _SUPPLEMENT[character]
    if character in _BLANKS:
        return " "
    point = ord(character)
    if _RADICALS[0] <= point <= _RADICALS[1] or any(low <= point <= high for low, high in _COMPATIBILITY):
        folded = unicodedata.normalize("NFKC", character)
        return folded if len(folded) == 1 else character
    if _FULLWIDTH[0] <= point <= _FULLWIDTH[1]:
        folded = unicodedata.normalize("NFKC", character)
        return folded if folded.isalnum() or folded in "%.-+" else character
    return character


def fold(text: str) -> str:
    """The text with each character folded; the length never changes."""
    if text.isascii():
        return text.replace("\t", " ")
    return "".join(map(_fold, text))


def is_blank_wanted(before: str, after: str) -> bool:
    """Does a blank between these two characters separate words? Only between ASCII letters and digits: elsewhere it
    is layout."""
    return bool(before and after) and before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


@lru_cache(maxsize=_REMEMBERED)
def without_layout_blanks(text: str) -> str:
    """The text without line breaks and without the blanks that are layout (因 公 出 国, 220.06 万元)."""
    words = text.split()
    joined = words[0] if words else ""
    for word in words[1:]:
        joined += f" {word}" if is_blank_wanted(joined[-1], word[0]) else word
    return joined


@lru_cache(maxsize=_REMEMBERED)
def bare(text: str) -> str:
    """The text without any white space, folded: for comparing names and titles."""
    return "".join(fold(text).split())
