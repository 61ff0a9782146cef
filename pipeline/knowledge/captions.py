"""What is printed around a grid: its title above or inside it, the unit of its amounts, the note below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from pipeline.knowledge.forms import Forms, TitleMatch
from pipeline.knowledge.units import Units
from pipeline.matching.grid_view import GridView, cell_text
from pipeline.matching.normalize import bare, without_layout_blanks
from pipeline.records.geometry import Box
from pipeline.records.layout import Grid, Line
from pipeline.records.outline import Section
from pipeline.records.vocabulary import TableUnit

CAPTION_LINES = 10
"""A title stands at most this many lines above its table."""
TITLE_LINES = 3
"""A title is broken over at most this many lines."""
NOTE_LINES = 10
"""A note under a table has at most this many lines."""
LONGEST_CAPTION = 70
"""A line of more characters above a table is narrative."""


@dataclass(frozen=True, slots=True)
class Caption:
    """The form that a title names, the title without ordinals and numbers, and from which of the lines before the grid
    on title and caption run (their count where nothing belongs to the grid)."""

    match: TitleMatch | None
    title: str | None
    first: int


def caption_of(grid: Grid, before: Sequence[Line], sections: Sequence[Section], forms: Forms) -> Caption:
    """Find the title of a grid: in the lines above it, in its own first rows, or in the heading that they end in.

    A title on the page before counts only where the grid has none inside, and never out of a list of contents.
    """
    first = len(before)
    inside = _title_inside(grid, forms)
    for place in range(len(before) - 1, max(-1, len(before) - 1 - CAPTION_LINES), -1):
        text = bare(before[place].text)
        if _is_too_far(before[place], text, grid, inside is not None):
            break
        is_caption = forms.says("caption", text)
        for start in (place,) if is_caption else range(place, max(-1, place - TITLE_LINES), -1):
            title = " ".join(line.text for line in before[start:place + 1])
            match = forms.titled(title) if len(bare(title)) <= LONGEST_CAPTION else None
            if match and not _is_contents(before, start, grid, forms):
                return Caption(match, forms.clean_title(title), start)
        if is_caption:
            first = place
    if inside is not None:
        return Caption(inside[0], inside[1], first)
    heading = _heading_above(before, sections)
    if heading is not None and (match := forms.titled(heading.title)):
        return Caption(match, forms.clean_title(heading.title), first)
    return _other_title(grid, before, first, forms)


def _other_title(grid: Grid, before: Sequence[Line], first: int, forms: Forms) -> Caption:
    """The line right above a grid, on its page, that titles a table of no known form."""
    if first == 0 or before[first - 1].page != grid.page:
        return Caption(None, None, first)
    title = forms.clean_title(before[first - 1].text)
    if not forms.says("any_title", title):
        return Caption(None, None, first)
    return Caption(None, title, first - 1)


def _is_too_far(line: Line, text: str, grid: Grid, has_title_inside: bool) -> bool:
    if grid.page - line.page > (0 if has_title_inside else 1):
        return True
    return len(text) > LONGEST_CAPTION or text.endswith(("。", "；"))


def _is_contents(before: Sequence[Line], place: int, grid: Grid, forms: Forms) -> bool:
    """On the page before, titles one under another are a list of contents."""
    if before[place].page == grid.page or place == 0:
        return False
    return forms.titled(before[place - 1].text) is not None


def _title_inside(grid: Grid, forms: Forms) -> tuple[TitleMatch, str] | None:
    """A title printed in a cell of one of the first rows, across the whole grid."""
    for cell in grid.cells:
        if cell.row < 2 and cell.column == 0 and cell.column_end == grid.column_count and grid.column_count > 1:
            for line in (*cell.text.split("\n"), cell_text(cell)):
                if match := forms.titled(line):
                    return match, forms.clean_title(line)
    return None


def _heading_above(before: Sequence[Line], sections: Sequence[Section]) -> Section | None:
    """The last heading among the lines before the grid."""
    if not before:
        return None
    inside = [section for section in sections if before[0].order <= section.heading_first <= before[-1].order]
    return max(inside, key=lambda section: section.heading_first, default=None)


def declared_unit(texts: Iterable[str], forms: Forms, units: Units) -> TableUnit:
    """The unit of amounts that the first text that declares one declares; `unknown` where none does."""
    for text in texts:
        found = forms.words["unit_line"].regex.search(bare(text))
        word = units.find(found["unit"] or found["bracketed"]) if found else None
        if word is not None and word.unit in get_args(TableUnit):
            return cast(TableUnit, word.unit)
    return "unknown"


def note_below(after: Sequence[Line], forms: Forms) -> str | None:
    """The note printed under a table: from 注 or 说明 on to the next heading or title, on the same page."""
    noted: list[str] = []
    for line in after[:NOTE_LINES]:
        text = bare(line.text)
        is_note = forms.says("note", text) or forms.says("empty_note", text)
        if line.page != after[0].page or forms.says("part", text) or (forms.says("note_end", text) and not is_note):
            break
        if noted or is_note:
            noted.append(line.text)
    return without_layout_blanks("\n".join(noted)) or None


def note_inside(grid: GridView, forms: Forms) -> str | None:
    """A note printed in the last rows of the grid itself, each across its whole width."""
    noted: list[str] = []
    for row in reversed(grid.rows):
        said = [cell for cell in row if cell.text.strip()]
        if len(said) != 1 or (said[0].column, said[0].column_end) != (0, grid.column_count):
            break
        text = bare(said[0].text)
        if forms.says("note", text) or forms.says("empty_note", text):
            noted.insert(0, without_layout_blanks(said[0].text))
    return "\n".join(noted) or None


def cut_at_captions(grid: Grid, lines: Sequence[Line], forms: Forms) -> list[tuple[tuple[Line, ...], Grid | None]]:
    """A grid without vertical rules may run over notes and the title of the next table: the tables in it, each with the
    lines before it; None in the place of the last where nothing but lines follows."""
    kinds = [_is_outside(grid, row, forms) for row in range(grid.row_count)]
    pieces: list[tuple[tuple[Line, ...], Grid | None]] = []
    first = 0
    while first < grid.row_count:
        begin = next((row for row in range(first, grid.row_count) if not kinds[row]), grid.row_count)
        end = next((row for row in range(begin, grid.row_count) if kinds[row]), grid.row_count)
        before = _lines_within(lines, grid.row_edges[first], grid.row_edges[begin])
        pieces.append((before, _rows_of(grid, begin, end) if end > begin else None))
        first = end
    return pieces


def _is_outside(grid: Grid, row: int, forms: Forms) -> bool:
    """Is the row a title, a caption or a note rather than a row of a table? Digits alone number its lines."""
    said = [bare(cell.text) for cell in grid.cells if cell.row == row and cell.text.strip()]
    if not said or row == 0:
        return False
    whole = "".join(said)
    is_caption = all(forms.says("caption", text) for text in said)
    if is_caption and all(text.isdigit() for text in said):
        return False
    return is_caption or forms.titled(whole) is not None or forms.says("note", whole)


def _lines_within(lines: Sequence[Line], top: float, bottom: float) -> tuple[Line, ...]:
    return tuple(line for line in lines if top <= (line.top + line.bottom) / 2 < bottom)


def _rows_of(grid: Grid, first: int, last: int) -> Grid:
    cells = tuple(
        replace(cell, row=cell.row - first, row_end=min(cell.row_end, last) - first)
        for cell in grid.cells if first <= cell.row < last
    )
    edges = grid.row_edges[first:last + 1]
    return replace(
        grid, box=Box(grid.page, grid.box.x0, edges[0], grid.box.x1, edges[-1]), row_count=last - first,
        row_edges=edges, cells=cells,
    )
