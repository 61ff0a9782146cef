"""What the labels of a row say: item code, item name and line number, per pair of labels and values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.knowledge.codes import Codes, comparable, level_of
from pipeline.knowledge.forms import Forms
from pipeline.knowledge.headers import Column, Role, is_header_word
from pipeline.matching.grid_view import GridView, cell_text
from pipeline.matching.normalize import bare

_DIGITS = re.compile(r"\d+")
_CODE_AND_NAME = re.compile(r"(?P<code>[235]\d{2}(?:\d{2}){0,2})[-—.、]?(?P<name>[^\d\s].*)")


@dataclass(frozen=True, slots=True)
class RowLabels:
    """The labels of one row in one segment. `is_inherited` says that levels of the code stand in rows above."""

    row: int
    segment: int
    code: str | None
    name: str | None
    line_no: int | None
    is_inherited: bool = False


@dataclass(slots=True)
class LabelReader:
    """Reads the labels of rows top to bottom, remembering the 类 and 款 that were printed once above their 项."""

    grid: GridView
    height: int
    columns: Sequence[Column]
    forms: Forms

    def read(self) -> dict[tuple[int, int], RowLabels]:
        """Labels by (row, segment), for every row below the header."""
        labels: dict[tuple[int, int], RowLabels] = {}
        for segment in sorted({column.segment for column in self.columns}):
            parts: tuple[str, ...] = ()
            for row in range(self.height, self.grid.row_count):
                label, parts = self._row(row, segment, parts)
                labels[row, segment] = label
        return labels

    def _row(self, row: int, segment: int, above: tuple[str, ...]) -> tuple[RowLabels, tuple[str, ...]]:
        code_texts = [self._text(row, column, own=True) for column in self._of(segment, "code")]
        digits = tuple(text if _DIGITS.fullmatch(text) else "" for text in code_texts)
        code, parts, inherited = _joined(digits, above)
        names = [text for text in code_texts if text and not _DIGITS.fullmatch(text)]
        names += [self._text(row, column) for column in self._of(segment, "name")]
        name = self._name([text for text in names if text])
        if code is None and name and (found := _CODE_AND_NAME.fullmatch(name)):
            code, name = found["code"], found["name"]
        line = next((self._text(row, column, own=True) for column in self._of(segment, "line")), "")
        number = int(line) if line.isdigit() and len(line) <= 4 else None
        return RowLabels(row, segment, code, name or None, number, inherited), parts

    def _of(self, segment: int, role: Role) -> list[Column]:
        return [column for column in self.columns if column.segment == segment and column.role == role]

    def _text(self, row: int, column: Column, *, own: bool = False) -> str:
        """What a label cell says; `own` leaves out cells that reach in from a row above or a column before."""
        cell = self.grid.at(row, column.index)
        if cell is None or (own and (cell.row, cell.column) != (row, column.index)):
            return ""
        if cell.row == self.height and is_header_word(column, cell_text(cell)):
            return ""
        text = bare(cell_text(cell))
        return "" if self.forms.is_nothing(text) else text

    def _name(self, texts: Sequence[str]) -> str:
        """The innermost name; where that is only 小计, the name of what it sums."""
        if not texts:
            return ""
        name = self.forms.item_name(texts[-1])
        outer = next((text for text in reversed(texts[:-1]) if text != texts[-1]), None)
        if outer is not None and self.forms.says("total_name", name):
            return self.forms.item_name(outer)
        return name


def _joined(digits: tuple[str, ...], above: tuple[str, ...]) -> tuple[str | None, tuple[str, ...], bool]:
    """A code from its columns: joined, or the deepest where each column prints the whole code; levels missing on the
    left come from the row above when a deeper level is printed."""
    printed = [text for text in digits if text]
    if not printed:
        return None, above, False
    deepest = printed[-1]
    if len(printed) > 1 and deepest.startswith(printed[0]) and len(deepest) > len(printed[0]):
        return deepest, digits, False
    place = max(index for index, text in enumerate(digits) if text)
    first = min(index for index, text in enumerate(digits) if text)
    missing = first > 0 and len(digits[first]) <= 2 and len(above) == len(digits) and all(above[:first])
    full = (above[:first] if missing else ("",) * first) + digits[first:place + 1]
    return "".join(full), full + ("",) * (len(digits) - place - 1), missing


def printed_codes(labels: Sequence[RowLabels], codes: Codes) -> dict[str, set[str]]:
    """The codes of whole length beside a name, by comparable name: what cut codes elsewhere may stand for."""
    known: dict[str, set[str]] = {}
    for label in labels:
        if label.code and label.name and level_of(label.code) is not None:
            entry = codes.latest(label.code)
            if entry is None or codes.is_name_of(label.code, label.name):
                known.setdefault(comparable(label.name), set()).add(label.code)
    return known


def is_cut(labels: Sequence[RowLabels], codes: Codes, document: Mapping[str, frozenset[str]]) -> bool:
    """Does a table print codes cut short? A code of no level's length, or one beside the name of one below it."""
    for label in labels:
        if label.code and label.name and not codes.is_ignored(label.name):
            odd = level_of(label.code) is None and len(label.code) in (4, 6)
            normalized, inferred = codes.complete(label.code, label.name, document, is_cut=False)
            if odd or (inferred and normalized is not None):
                return True
    return False
