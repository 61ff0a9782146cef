"""Statutory tables typed as they are printed: header cells of several levels, rows below, drawn with any rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.drawing import HAN, Sheet, Span, draw
from tests.drawn_tables import Look, lay

Rules = Literal["all", "across", "three", "none"]
LEFT, ABOVE = "<", "^"
"""A cell that is merged with the one to its left, or with the one above."""
SIZE = 9.0


@dataclass(frozen=True)
class Typed:
    """A title, and rows of cells parted by blanks: a dot is a blank cell. Columns named in `words` hold words."""

    title: str
    header: tuple[str, ...]
    body: tuple[str, ...]
    words: tuple[int, ...]


def drawn(form: Typed, rules: Rules, breaks: Sequence[int] = (), pad: float = 11.0) -> bytes:
    """The table on a page, or continued without its header before the rows `breaks`. Columns are as wide as what stands
    in them and `pad` points."""
    header, body = [row.split() for row in form.header], [row.split() for row in form.body]
    widths = _widths(header, body, pad)
    look = Look(size=SIZE, is_upright=rules == "all", is_ruled=rules in ("all", "across"))
    page_size = (max(595.0, sum(widths) + 100), 842.0)

    def page(first: int, last: int):
        rows = (header if first == 0 else []) + body[first:last]
        head = len(header) if first == 0 else 0
        table = lay(_cells(rows, head, form.words), widths, 50, 110 if first == 0 else 60, look, head=head)

        def sheet(paper: Sheet) -> None:
            if first == 0:
                paper.text(page_size[0] / 2 - 8 * len(form.title), 60, form.title, 16)
                paper.text(50, 98, "部门：某局")
                paper.right(table.columns[-1], 98, "单位：万元")
            table.draw(paper)
            if rules == "three":
                for row in (0, head, len(table.rows) - 1):
                    paper.rule(table.columns[0], table.rows[row], table.columns[-1], table.rows[row])

        return sheet

    return draw(*(page(a, b) for a, b in pairwise((0, *breaks, len(body)))), size=page_size)


def _widths(
    header: Sequence[Sequence[str]], body: Sequence[Sequence[str]], pad: float,
) -> list[float]:
    def wide(text: str) -> float:
        return 0.0 if text in (LEFT, ABOVE) else stringWidth(text, HAN, SIZE)

    head = [max(min(wide(row[place]), 5 * SIZE) for row in header) for place in range(len(header[0]))]
    below = [max(min(wide(row[place]), 18 * SIZE) for row in body) for place in range(len(header[0]))]
    return [max(one, other, 1.5 * SIZE) + pad for one, other in zip(head, below, strict=True)]


def _cells(rows: Sequence[Sequence[str]], head: int, words: Sequence[int]) -> list[tuple[Span, str, bool]]:
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in (LEFT, ABOVE):
                continue
            end, bottom = column + 1, row + 1
            while end < len(texts) and texts[end] == LEFT:
                end += 1
            while bottom < len(rows) and rows[bottom][column] == ABOVE:
                bottom += 1
            is_number = row >= head and column not in words
            cells.append(((row, column, bottom, end), "" if text == "." else text, is_number))
    return cells
