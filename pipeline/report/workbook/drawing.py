"""Tables → XLSX: the only place with XlsxWriter. Whatever a document says is written as text, never as a formula.

A cell holds a double: a number of more than fifteen digits would not be the one that was printed and is written as
text. The same sheets and the same moment give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from math import ceil
from typing import Any

import xlsxwriter

from pipeline.knowledge.report_form import ColumnForm
from pipeline.report.workbook.sheets import Link, Sheet, Table, Value

_A4 = 9
_LONGEST = 32_767
"""Signs that a cell may hold."""
_LINKS = 60_000
"""Links that a sheet may hold, below the 65,530 of the format."""
_WAN = Decimal(10_000)
_FORMATS = {
    "money": "#,##0.00####;[Red]-#,##0.00####", "rate": '0.00##"%"', "whole": "#,##0", "year": "0",
}
_ALIGN = {"whole": "center", "year": "center"}
_FONT = {"font_name": "等线", "font_size": 10, "valign": "top"}
_KINDS: Mapping[str, Mapping[str, Any]] = {
    "text": {"align": "left", "indent": 1}, "wide": {"align": "left", "indent": 1, "text_wrap": True},
    "link": {"font_color": "#0563C1", "underline": 1},
    **{kind: {"num_format": code, "align": _ALIGN.get(kind, "right")} for kind, code in _FORMATS.items()},
}
_LINE_HEIGHT, _MOST_LINES, _MARGIN = 14.0, 28, 3.5
"""Points of a line; the most lines of a row, which may be 409 points high; what a cell keeps free at its sides."""
_HEAD = {"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
_LINE = {"border": 1, "border_color": "#C8C8C8"}


def draw_workbook(sheets: Sequence[Sheet], cover: Sequence[tuple[str, str]], made: datetime, money_note: str) -> bytes:
    """The bytes of the workbook; `cover` has the lines of the first sheet, label and text, before its tables."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    })
    book.set_properties({"title": sheets[0].heading, "created": made})
    pen = _Pen(book, money_note)
    pen.cover(sheets[0], cover)
    for sheet in sheets[1:]:
        pen.sheet(sheet)
    book.close()
    return stream.getvalue()


class _Pen:
    """Writes sheets into one workbook, with the formats that they share."""

    def __init__(self, book: Any, money_note: str) -> None:
        self._book = book
        self._money_note = money_note
        self._title = book.add_format({**_FONT, "bold": True, "font_size": 15})
        self._note = book.add_format({**_FONT, "font_color": "#555555"})
        self._label = book.add_format({**_FONT, "bold": True})
        self._says = book.add_format({**_FONT, "text_wrap": True})
        self._head = book.add_format({**_FONT, **_HEAD})
        self._kinds = {kind: book.add_format({**_FONT, **_LINE, **more}) for kind, more in _KINDS.items()}

    def cover(self, sheet: Sheet, lines: Sequence[tuple[str, str]]) -> None:
        """The first sheet: its lines, then the tables."""
        page = self._page(sheet)
        for row, (label, text) in enumerate(lines, 2):
            page.write_string(row, 0, _text(label), self._label)
            if label:
                page.write_string(row, 1, _text(text), self._says)
            else:
                page.merge_range(row, 0, row, 2, "", self._says)
                page.write_string(row, 0, _text(text), self._says)
                page.set_row(row, 30)
        for table in sheet.tables:
            self._table(page, table, len(lines) + 3)
        page.repeat_rows(0)

    def sheet(self, sheet: Sheet) -> None:
        """A sheet of one table (filtered, its head frozen and printed on every page) or of several."""
        page = self._page(sheet)
        row = 1
        for table in sheet.tables:
            head = self._table(page, table, row)
            row = head + len(table.rows) + 2
        if len(sheet.tables) == 1:
            page.freeze_panes(head + 1, 0)
            page.repeat_rows(head)
            page.autofilter(head, 0, head + max(len(table.rows), 1), len(table.form.columns) - 1)
        else:
            page.repeat_rows(0)

    def _page(self, sheet: Sheet) -> Any:
        page = self._book.add_worksheet(sheet.name)
        page.set_landscape()
        page.set_paper(_A4)
        page.set_margins(0.4, 0.4, 0.6, 0.6)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&R&P / &N")
        page.hide_gridlines(2)
        page.write_string(0, 0, _text(sheet.heading), self._title)
        page.set_row(0, 22)
        widths: dict[int, float] = {}
        for table in sheet.tables:
            for number, column in enumerate(table.form.columns):
                widths[number] = max(widths.get(number, 0), column.width)
        for number, width in widths.items():
            page.set_column(number, number, width)
        return page

    def _table(self, page: Any, table: Table, row: int) -> int:
        """Write a table from this row on; returns the row of its head."""
        columns = table.form.columns
        has_money = any(column.kind == "money" for column in columns)
        says = "　".join(filter(None, (table.says, self._money_note if has_money else "")))
        page.write_string(row, 0, _text(says), self._note)
        head, links = row + 1, 0
        page.set_row(head, _LINE_HEIGHT * max(_lines(column.head, column.width) for column in columns) + 6)
        for number, column in enumerate(columns):
            page.write_string(head, number, column.head, self._head)
        for at, values in enumerate(table.rows, head + 1):
            for number, column in enumerate(columns):
                value = values.get(column.key)
                if isinstance(value, Link):
                    links += 1
                    value = value if links <= _LINKS else value.text
                self._cell(page, at, number, value, column)
            page.set_row(at, _LINE_HEIGHT * lines_of(values, columns) + 2)
        return head

    def _cell(self, page: Any, row: int, number: int, value: Value, column: ColumnForm) -> None:
        form = self._kinds[column.kind]
        if isinstance(value, Decimal) and column.kind == "money":
            value = value / _WAN
        if value is None:
            page.write_blank(row, number, None, form)
        elif isinstance(value, Link):
            if page.write_url(row, number, value.target, form, value.text) < 0:
                page.write_string(row, number, value.text, form)
        elif isinstance(value, str):
            page.write_string(row, number, _text(value), form)
        elif is_exact(value):
            page.write_number(row, number, value, form)
        else:
            page.write_string(row, number, f"{value:,f}", form)


def lines_of(values: Mapping[str, Value], columns: Sequence[ColumnForm]) -> int:
    """Lines that the longest wrapped text of a row takes: programs do not agree on when they find that out."""
    longest = 1
    for column in columns:
        value = values.get(column.key)
        if column.kind == "wide" and isinstance(value, str):
            longest = max(longest, sum(_lines(part, column.width) for part in value.split("\n")))
    return min(longest, _MOST_LINES)


def _lines(text: str, width: float) -> int:
    """Lines of one paragraph: an ideograph is two columns wide, and a line ends before a sign that does not fit."""
    columns = sum(2 if ord(sign) > 0x2E7F or sign in "“”‘’…—" else 1.1 for sign in text)
    return max(1, ceil(columns / max(width - _MARGIN, 2)))


def is_exact(value: Decimal | int) -> bool:
    """Does a spreadsheet, which keeps a double and shows fifteen digits, give back this very number?"""
    return Decimal(f"{float(value):.15g}") == value


def _text(text: str) -> str:
    """As much of a text as a cell holds, counted in UTF-16 units."""
    if len(text) * 2 <= _LONGEST:
        return text
    return text.encode("utf-16-le")[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore")
