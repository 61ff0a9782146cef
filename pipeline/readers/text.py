"""Plain text: one page without a number, laid out as if typed: every character has a column, every line a height."""

from __future__ import annotations

import unicodedata

import numpy as np

from pipeline.readers.formats import decoded
from pipeline.records.errors import SourceError
from pipeline.records.page import Page

SIZE = 10.0
"""Font size of the typed page: a wide character takes two columns of half a size."""
LINE_HEIGHT = 16.0
_TAB = 8


def read_text(data: bytes) -> tuple[Page, ...]:
    """The file as one page with number 0. Raises SourceError: not_a_document, no_text_layer."""
    text = decoded(data)
    if text is None:
        raise SourceError(
            "not_a_document", "文件不是文本，编码无法识别。请以 UTF-8 或 GB18030 编码另存为文本，或改为提供 PDF。"
        )
    columns, lines, codes = _typed(text)
    if not any(code != 32 for code in codes):
        raise SourceError("no_text_layer", "文本文件中没有任何文字。请核对原文件后重新提供。")
    code = np.array(codes, dtype=np.int64)
    x0 = np.array(columns) * SIZE / 2
    width = np.array([_columns_of(chr(c)) for c in codes]) * SIZE / 2
    baseline = (np.array(lines) + 1) * LINE_HEIGHT
    size = np.full(len(codes), SIZE)
    page = Page(
        0,
        float((x0 + width).max()),
        float(baseline.max() + LINE_HEIGHT),
        code,
        x0,
        x0 + width,
        baseline - 0.88 * SIZE,
        baseline + 0.12 * SIZE,
        baseline,
        size,
        np.zeros(len(codes), dtype=bool),
        np.ones(len(codes), dtype=bool),
        np.zeros((0, 4)),
        np.zeros((0, 4)),
    )
    return (page,)


def _typed(text: str) -> tuple[list[int], list[int], list[int]]:
    """Column, line and code point of every character; tabs become blanks, other controls are left out."""
    columns: list[int] = []
    lines: list[int] = []
    codes: list[int] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        column = 0
        for character in line:
            if character == "\t":
                column += _TAB - column % _TAB
                character = " "
                place = column - 1
            elif character < " " or character == "\ufeff":
                continue
            else:
                place = column
                column += _columns_of(character)
            columns.append(place)
            lines.append(number)
            codes.append(ord(character))
    return columns, lines, codes


def _columns_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
