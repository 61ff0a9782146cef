"""What the labels of a row say: item code, item name and line number, per pair of labels and values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.knowledge.codes import Codes, comparable, is_item_code, level_of
from pipeline.knowledge.forms import Form, Forms
from pipeline.knowledge.headers import Column, Role, is_header_word
from pipeline.matching.grid_view import GridView, cell_text
from pipeline.matching.normalize import bare

_DIGITS = re.compile(r"\d+")
_PROJECT, _ITEM, _GOVERNMENT, _BODY = range(4)
"""What columns of labels may name, from the first choice for the item of a row to the last."""
_CODE_AND_NAME = re.compile(r"[\[【(（]?(?P<code>[235]\d{2}(?:\d{2}){0,2})[\]】)）]?[-—.、_:：]?(?P<name>[^\d\s].*)")

_DRESSED_CODE = re.compile(r"[\[【（(]?(\d{3})[-—_.·]?(\d{2})?[-—_.·]?(\d{2})?[\]】）)]?")


@dataclass(frozen=True, slots=True)
class RowLabels:
    """The labels of one row in one segment. `is_inherited` says that levels of the code stand in rows above."""

    row: int
    segment: int
    code: str | None
    name: str | None
    line_no: int | None
    is_inherited: bool = False


@dataclass(frozen=True, slots=True)
class _CodeGroup:
    """Columns that print one code together, and how far what they code is from being the item (see `_rank`)."""

    rank: int
    columns: tuple[Column, ...]


@dataclass(slots=True)
class LabelReader:
    """Reads the labels of rows top to bottom, remembering the 类 and 款 that were printed once above their 项.

    Where a table prints several names for a row (the body and the item, two classifications), the item is taken.
    """

    grid: GridView
    height: int
    columns: Sequence[Column]
    form: Form
    forms: Forms

    def read(self) -> dict[tuple[int, int], RowLabels]:
        """Labels by (row, segment), for every row below the header."""
        labels: dict[tuple[int, int], RowLabels] = {}
        for segment in sorted({column.segment for column in self.columns}):
            groups = self._code_groups(segment)
            above: list[tuple[str, ...]] = [()] * len(groups)
            for row in range(self.height, self.grid.row_count):
                labels[row, segment] = self._row(row, segment, groups, above)
                self._reach_over(labels, row, segment)
        return labels

    def _reach_over(self, labels: dict[tuple[int, int], RowLabels], row: int, segment: int) -> None:
        """A total printed before several pairs (公用经费合计), its amount in the last of them: its label reaches over
        the pairs between, which hold nothing in this row."""
        before, own = labels.get((row, segment - 1)), labels[row, segment]
        if before is None or not before.name or own.name or own.code or not self._values(row, segment):
            return
        is_total = any(self.forms.says(word, before.name) for word in ("total_name", "group_total"))
        if is_total and self.form.side != "both" and not self._values(row, segment - 1):
            labels[row, segment] = replace(before, segment=segment)
            labels[row, segment - 1] = replace(before, code=None, name=None)

    def _values(self, row: int, segment: int) -> list[str]:
        return [text for column in self._of(segment, "value") if (text := self._text(row, column, own=True))]

    def _row(
        self, row: int, segment: int, groups: Sequence[_CodeGroup], above: list[tuple[str, ...]],
    ) -> RowLabels:
        codes: list[tuple[int, str, bool]] = []
        names: list[tuple[int, str]] = []
        for place, group in enumerate(groups):
            texts = [_undressed(self._text(row, column, own=True)) for column in group.columns]
            names += [(group.rank, text) for text in texts if text and not _DIGITS.fullmatch(text)]
            digits = tuple(text if _DIGITS.fullmatch(text) else "" for text in texts)
            printed, above[place], inherited = _joined(digits, above[place])
            if printed is not None:
                codes.append((group.rank, printed, inherited))
        named = [(self._rank(column), self._text(row, column)) for column in self._of(segment, "name")]
        names += [(rank, text) for rank, text in named if text]
        rank = min((rank for rank, _ in names), default=None)
        name = self._name([text for each, text in names if each == rank], [text for _, text in names])
        code, inherited = _code_of(rank, codes, {each for each, _ in names})
        if code is None and name and (found := _CODE_AND_NAME.fullmatch(name)):
            code, name = found["code"], found["name"]
        line = next((self._text(row, column, own=True) for column in self._of(segment, "line")), "")
        number = int(line) if line.isdigit() and len(line) <= 4 else None
        return RowLabels(row, segment, code, name or None, number, inherited)

    def _of(self, segment: int, role: Role) -> list[Column]:
        return [column for column in self.columns if column.segment == segment and column.role == role]

    def _rank(self, column: Column) -> int:
        """What a column of labels names: the project that the form is about, the item, the item by the government's
        own classification, the body."""
        if any(pattern.regex.search(level) for pattern in self.form.project for level in column.levels[-1:]):
            return _PROJECT
        if self.forms.says("government_classification", column.path):
            return _GOVERNMENT
        return _BODY if self.forms.says("body_header", column.path) else _ITEM

    def _code_groups(self, segment: int) -> list[_CodeGroup]:
        """Neighbouring columns under one header, or the parts 类 款 项 of one, print one code."""
        groups: list[_CodeGroup] = []
        previous: tuple[int, str] | None = None
        for column in self._of(segment, "code"):
            is_part = bool(column.levels) and self.forms.says("code_part", column.levels[-1])
            path = "/".join(column.levels[:-1]) if is_part else column.path
            rank = self._rank(column)
            if groups and previous == (column.index - 1, path) and groups[-1].rank == rank:
                groups[-1] = _CodeGroup(rank, (*groups[-1].columns, column))
            else:
                groups.append(_CodeGroup(rank, (column,)))
            previous = (column.index, path)
        return groups

    def _text(self, row: int, column: Column, *, own: bool = False) -> str:
        """What a label cell says; `own` leaves out cells that reach in from a row above or a column before."""
        cell = self.grid.at(row, column.index)
        if cell is None or (own and (cell.row, cell.column) != (row, column.index)):
            return ""
        if cell.row == self.height and is_header_word(column, cell_text(cell)):
            return ""
        text = bare(cell_text(cell))
        return "" if self.forms.is_nothing(text) else text

    def _name(self, texts: Sequence[str], everything: Sequence[str]) -> str:
        """The innermost name; where that is only 小计, the name of what it sums."""
        if not texts:
            return ""
        name = self.forms.item_name(texts[-1])
        before = everything[:everything.index(texts[-1])]
        if before and self.forms.says("total_name", name):
            return self.forms.item_name(before[-1])
        return name


def _code_of(rank: int | None, codes: Sequence[tuple[int, str, bool]], named: set[int]) -> tuple[str | None, bool]:
    """The code of what the row names, the innermost of several: one in a column of the same kind, else an item's code
    that has no name beside it (a project's item has). A row without any name is known by any code; a body's code is
    never an item's."""
    usual = [each for each in codes if each[0] == rank or rank is None]
    free = {_ITEM} if rank == _PROJECT else {_ITEM, _GOVERNMENT} - named
    near = usual or [each for each in codes if each[0] in free]
    least = min((each[0] for each in near), default=None)
    found = [each for each in near if each[0] == least]
    return (found[-1][1], found[-1][2]) if found else (None, False)


def _undressed(text: str) -> str:
    """A code without the brackets around it and the signs between its levels (208-05-05); other text as it is."""
    found = _DRESSED_CODE.fullmatch(text)
    return "".join(part for part in found.groups() if part) if found else text


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
            odd = is_item_code(label.code) and len(label.code) in (4, 6)
            normalized, inferred = codes.complete(label.code, label.name, document, is_cut=False)
            if odd or (inferred and normalized is not None):
                return True
    return False
