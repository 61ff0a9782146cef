"""What the header of a table says: how many rows it has, and what each column is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipeline.knowledge.forms import ColumnRule, Form, Forms
from pipeline.matching.grid_view import GridView, cell_text
from pipeline.matching.normalize import bare
from pipeline.matching.numerals import parse_numeral
from pipeline.records.layout import Cell

Role = Literal["code", "name", "line", "text", "value"]

MOST_HEADER_ROWS = 9
"""More rows of words than this are no header."""

FEW_WORDS = 2
"""In a column whose header is known to head values, so many cells of words are cells that cannot be read."""

_HEADERS: tuple[tuple[str, Role], ...] = (
    ("code_header", "code"), ("line_header", "line"), ("text_header", "text"), ("name_header", "name"),
)
_COLUMN_NUMBER = re.compile(r"\d{1,2}(?:[=＝(（].*)?|[=＝\d+\-*/（）()]+|[A-Z]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ITEM_CODE = re.compile(r"[235]\d{2}(?:\d{2}){0,2}")
_CODE = re.compile(r"\d{2,9}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its printed header levels (outermost first), what stands in it, and the rule of what it measures.
    `segment` counts the pairs of labels and values that stand side by side."""

    index: int
    levels: tuple[str, ...]
    role: Role
    segment: int
    rule: ColumnRule | None = None

    @property
    def path(self) -> str:
        """The levels joined by a slash."""
        return "/".join(self.levels)


@lru_cache(maxsize=1 << 14)
def is_number(text: str) -> bool:
    """Is the cell nothing but one number, with or without a percent sign?"""
    return parse_numeral(text.strip().removesuffix("%")) is not None


@lru_cache(maxsize=64)
def header_height(grid: GridView, forms: Forms) -> int:
    """How many rows at the top are header: words, column numbers, and the title rows of grids that hold their title."""
    numbered = _numbered_height(grid, forms)
    if numbered:
        return numbered
    rows = grid.rows
    height = 0
    while height < min(grid.row_count, MOST_HEADER_ROWS):
        texts = [bare(cell_text(cell)) for cell in rows[height]]
        said = [text for text in texts if text and not forms.is_nothing(text)]
        if is_column_numbers(texts, forms):
            return height + 1
        if not said:
            if rows[height] and not _header_goes_on(grid, height, forms):
                return height
        elif _is_data(rows[height], said, height, grid, forms):
            return height
        height += 1
    return height


def _numbered_height(grid: GridView, forms: Forms) -> int:
    """Where the row that numbers the columns ends, nothing above it being a number: all above it is header. 0 where no
    such row stands among the first."""
    for row in range(min(grid.row_count, MOST_HEADER_ROWS)):
        texts = [bare(cell_text(cell)) for cell in grid.rows[row]]
        if is_column_numbers(texts, forms):
            return row + 1
        if any(map(is_number, texts)):
            return 0
    return 0


def is_column_numbers(texts: Sequence[str], forms: Forms) -> bool:
    """Is it the row that numbers the columns (栏次 1 2 3, or 1 2 3 … alone)?"""
    return _is_column_numbers(tuple(texts), forms)


@lru_cache(maxsize=1 << 12)
def _is_column_numbers(texts: tuple[str, ...], forms: Forms) -> bool:
    said = [text for text in texts if text]
    words = ("column_numbers", "line_header", "code_part")
    numbers = [text for text in said if not any(forms.says(word, text) for word in words)]
    if not numbers or not all(_COLUMN_NUMBER.fullmatch(text) for text in numbers):
        return False
    if len(numbers) < len(said):
        return True
    plain = [int(text) for text in numbers if text.isdigit()]
    return len(plain) >= 3 and plain[0] == 1 and plain == list(range(1, len(plain) + 1)) and len(said) == len(texts)


def _is_data(cells: Sequence[Cell], said: list[str], row: int, grid: GridView, forms: Forms) -> bool:
    if any(is_number(text) for text in said):
        return True
    if forms.says("ordinal", said[0]) and len(cells) > 1:
        return True
    if len(said) > 1:
        return False
    whole = cells[0].column == 0 and cells[0].column_end == grid.column_count
    blanks = [cell for cell in cells if not cell_text(cell)]
    return bool(blanks) and not whole and row > 0


def _header_goes_on(grid: GridView, row: int, forms: Forms) -> bool:
    """Below a blank row inside a header stands another row of header words (a phantom row of double rules)."""
    for following in range(row + 1, min(row + 3, grid.row_count)):
        cells = grid.rows[following]
        said = [bare(cell_text(cell)) for cell in cells if cell_text(cell)]
        if said:
            return len(said) > 1 and row > 0 and not _is_data(cells, said, following, grid, forms)
    return False


@lru_cache(maxsize=1 << 10)
def header_levels(grid: GridView, height: int, column: int, forms: Forms) -> tuple[str, ...]:
    """The words above a column, outermost first; a title over the whole width and column numbers are no levels."""
    levels: list[str] = []
    last: Cell | None = None
    rows = grid.rows
    for row in range(height):
        cell = grid.at(row, column)
        if cell is None or cell is last:
            continue
        last = cell
        text = bare(cell_text(cell))
        whole = cell.column == 0 and cell.column_end == grid.column_count and grid.column_count > 1
        numbers = is_column_numbers([bare(cell_text(c)) for c in rows[row]], forms)
        unit = forms.words["unit_line"].regex.search(text) if row < 2 and len(text) > 8 else None
        caption = forms.says("caption", text) or (unit is not None and unit["unit"] is not None)
        title = whole and forms.titled(text) is not None
        if text and not caption and not title and (not numbers or forms.says("code_part", text)):
            levels.append(text)
    return tuple(levels)


@lru_cache(maxsize=64)
def read_columns(grid: GridView, height: int, form: Form, forms: Forms) -> tuple[Column, ...]:
    """What every column is: by its header words first, by what stands in it where the header is silent. Kept, because
    a table is recognised, found empty or not, and read by its columns."""
    columns: list[Column] = []
    for index in range(grid.column_count):
        levels = header_levels(grid, height, index, forms)
        levels += _level_in_first_row(grid, height, index, levels, forms)
        columns.append(Column(index, levels, _role(grid, height, index, levels, form, forms), 0))
    _mend_roles(columns, grid, height)
    return tuple(_segments(columns, form, forms))


def _level_in_first_row(
    grid: GridView, height: int, column: int, levels: tuple[str, ...], forms: Forms,
) -> tuple[str, ...]:
    """Header words that share a row with the first amounts (类 款 项 beside 合计)."""
    cell = grid.at(height, column)
    if cell is None or (cell.row, cell.column) != (height, column):
        return ()
    text = bare(cell_text(cell))
    if forms.says("code_part", text):
        return (text,)
    rest = [said for said in _contents(grid, height + 1, column) if not forms.is_nothing(said)]
    if any(not is_number(said) for said in rest):
        return ()
    labels = ("code_header", "name_header", "line_header", "code_part")
    is_label = any(forms.says(word, level) for word in labels for level in levels)
    if not text or not levels or is_label or is_number(text):
        return ()
    return (text,) if any(rule.pattern.regex.search(text) for rule in forms.columns) else ()


def is_header_word(column: Column, text: str) -> bool:
    """Does a cell of the first data row belong to the header of its column?"""
    return bool(column.levels) and bare(text) == column.levels[-1]


def _contents(grid: GridView, height: int, column: int) -> list[str]:
    return [text for row, text in _written(grid).get(column, ()) if row >= height]


@lru_cache(maxsize=64)
def _written(grid: GridView) -> Mapping[int, Sequence[tuple[int, str]]]:
    """By column the rows and texts of the cells that begin in it and say anything. A few grids are kept: each is asked
    about by every one of its columns."""
    columns: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in grid.rows:
        for cell in row:
            if text := cell_text(cell):
                columns[cell.column].append((cell.row, bare(text)))
    return columns


def column_kinds(grid: GridView, height: int) -> tuple[str | None, ...]:
    """What each column holds below the header: numbers, words, or None where it is blank or both."""
    kinds: list[str | None] = []
    for index in range(grid.column_count):
        numeric = {is_number(text) for text in _contents(grid, height, index)}
        kinds.append(None if len(numeric) != 1 else "numbers" if numeric == {True} else "words")
    return tuple(kinds)


def _role(
    grid: GridView, height: int, column: int, levels: tuple[str, ...], form: Form, forms: Forms,
) -> Role:
    path = "/".join(levels)
    if levels and forms.says("code_part", levels[-1]):
        return "code"
    for word, role in _HEADERS:
        if levels and forms.says(word, path):
            return role
    contents = [text for text in _contents(grid, height, column) if not forms.is_nothing(text)]
    numbers = sum(is_number(text) for text in contents)
    if not levels and contents and all(_CODE.fullmatch(text) and len(text) >= 3 for text in contents):
        return "code"
    if contents and numbers * 2 < len(contents):
        words = sum(_HAN.search(text) is not None for text in contents)
        if forms.column(form, path) is not None and (words <= FEW_WORDS or words * 2 < len(contents)):
            return "value"
        return "text" if levels else "name"
    return "value"


def _mend_roles(columns: list[Column], grid: GridView, height: int) -> None:
    """A column headed like names that holds codes, beside one that holds the names (科目 cut off from 编码); a first
    column of codes before names, whatever is left of its header."""
    codes = _contents(grid, height, 0)
    before_names = len(columns) > 1 and columns[0].role == "value" and columns[1].role in ("name", "text")
    if before_names and codes and all(_ITEM_CODE.fullmatch(text) for text in codes):
        columns[0] = Column(0, columns[0].levels, "code", 0)
    for place, column in enumerate(columns[:-1]):
        texts = [text for text in _contents(grid, height, column.index) if any(c.isdigit() for c in text)]
        contents = _contents(grid, height, column.index)
        coded = [text for text in texts if _CODE.fullmatch(text)]
        if column.role == "name" and columns[place + 1].role == "name" and coded and len(coded) * 2 > len(contents):
            columns[place] = Column(column.index, column.levels, "code", 0)


def _segments(columns: list[Column], form: Form, forms: Forms) -> list[Column]:
    """Number the segments: a new one begins with a label after values. Words before the first value name the row, and
    in a form of two sides so do words before later values."""
    result: list[Column] = []
    segment, seen_value = 0, False
    for place, column in enumerate(columns):
        role = column.role
        is_last = all(other.role != "value" for other in columns[place:])
        if role == "text" and form.side == "both" and not is_last and not forms.says("text_header", column.path):
            role = "name"
        if role in ("code", "name", "line") and seen_value:
            segment, seen_value = segment + 1, False
        if role == "text" and not seen_value and not forms.says("text_header", column.path):
            role = "name"
        rule = None
        if role == "value":
            seen_value = True
            rule = forms.column(form, column.path)
        result.append(Column(column.index, column.levels, role, segment, rule))
    return result
