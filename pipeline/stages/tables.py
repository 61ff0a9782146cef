"""Blocks and sections to tables: which grids are which forms, and which grids are one table continued over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from pipeline.knowledge import Knowledge
from pipeline.knowledge.forms import Form, TitleMatch
from pipeline.knowledge.headers import header_height, header_levels, is_number, read_columns
from pipeline.matching.grid_view import GridView, cell_text, edges_agree, joined_edges, moved, view
from pipeline.matching.normalize import bare, without_layout_blanks
from pipeline.records.geometry import Box, union
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.layout import Block, Cell, Grid, Line
from pipeline.records.outline import Section
from pipeline.records.table import Table
from pipeline.records.vocabulary import TableUnit

CAPTION_LINES = 10
"""A title stands at most this many lines above its table."""
NOTE_LINES = 10
"""A note under a table has at most this many lines."""
LONGEST_CAPTION = 70
"""A line of more characters above a table is narrative."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One grid with the lines printed between the grid before and it; `title` is where its title and caption begin."""

    grid: Grid
    grid_lines: tuple[Line, ...]
    before: tuple[Line, ...]
    match: TitleMatch | None
    title: str | None
    first_caption: int

    @property
    def caption(self) -> tuple[Line, ...]:
        """The lines of the title and of what stands between it and the grid."""
        return self.before[self.first_caption:]


@dataclass(slots=True)
class _Printed:
    """The parts of one table, in order, and the lines that follow the last."""

    parts: list[_Part]
    after: tuple[Line, ...] = field(default=())


def find_tables(
    blocks: tuple[Block, ...], sections: tuple[Section, ...], *, knowledge: Knowledge,
) -> Iterator[Table | Issue]:
    """Recognise tables by title and header, in document order; unit, note and emptiness come from what is printed.

    Grids that look like no table give nothing: their lines stay narrative.
    """
    order = 0
    for printed in _stitched(_parts(blocks, sections, knowledge), knowledge):
        for table in _recognised(printed, order, knowledge):
            if isinstance(table, Table):
                order += 1
            yield table


def _parts(blocks: Sequence[Block], sections: Sequence[Section], knowledge: Knowledge) -> list[_Printed]:
    """Every grid as a part of its own, with its title and the lines around it."""
    found: list[_Printed] = []
    lines: list[Line] = []
    for block in blocks:
        if block.kind == "grid" and block.grid is not None:
            before = tuple(lines)
            if found:
                found[-1].after = before
            match, title, first = _title_of(block.grid, before, sections, knowledge)
            found.append(_Printed([_Part(block.grid, block.lines, before, match, title, first)]))
            lines = []
        elif block.kind == "text":
            lines.extend(block.lines)
    if found:
        found[-1].after = tuple(lines)
    return found


def _title_of(
    grid: Grid, before: tuple[Line, ...], sections: Sequence[Section], knowledge: Knowledge,
) -> tuple[TitleMatch | None, str | None, int]:
    """The form that the title names, the title as printed, and from which of the lines before on the caption runs."""
    forms = knowledge.forms
    first = len(before)
    inside = _title_inside(grid, knowledge)
    for place in range(len(before) - 1, max(-1, len(before) - 1 - CAPTION_LINES), -1):
        text = bare(before[place].text)
        if _is_too_far(before[place], text, grid, inside is not None):
            break
        caption = forms.says("caption", text)
        for start in (place,) if caption else range(place, max(-1, place - 3), -1):
            title = " ".join(line.text for line in before[start:place + 1])
            match = forms.titled(title) if len(bare(title)) <= LONGEST_CAPTION else None
            if match and not _is_contents(before, start, grid, knowledge):
                return match, forms.clean_title(title), start
        if caption:
            first = place
    if inside is not None:
        return inside[0], inside[1], first
    heading = _heading_above(before, sections)
    if heading is not None and (match := forms.titled(heading.title)):
        return match, heading.title, first
    return None, None, first


def _is_too_far(line: Line, text: str, grid: Grid, has_title_inside: bool) -> bool:
    if grid.page - line.page > (0 if has_title_inside else 1):
        return True
    return len(text) > LONGEST_CAPTION or text.endswith(("。", "；"))


def _is_contents(before: tuple[Line, ...], place: int, grid: Grid, knowledge: Knowledge) -> bool:
    """On the page before, titles one under another are a list of contents."""
    if before[place].page == grid.page or place == 0:
        return False
    return knowledge.forms.titled(before[place - 1].text) is not None


def _title_inside(grid: Grid, knowledge: Knowledge) -> tuple[TitleMatch, str] | None:
    """A title printed in a cell of one of the first rows, across the whole grid."""
    for cell in grid.cells:
        if cell.row < 2 and cell.column == 0 and cell.column_end == grid.column_count and grid.column_count > 1:
            for line in (*cell.text.split("\n"), cell_text(cell)):
                if match := knowledge.forms.titled(line):
                    return match, knowledge.forms.clean_title(line)
    return None


def _heading_above(before: tuple[Line, ...], sections: Sequence[Section]) -> Section | None:
    """The heading that the lines before the grid end in, where nothing but captions stands between."""
    if not before:
        return None
    first, last = before[0].order, before[-1].order
    inside = [section for section in sections if first <= section.heading_first <= last]
    return max(inside, key=lambda section: section.heading_first, default=None)


def _stitched(found: list[_Printed], knowledge: Knowledge) -> list[_Printed]:
    """Put the parts of continued tables together."""
    tables: list[_Printed] = []
    for printed in found:
        part = printed.parts[0]
        if tables and _continues(tables[-1], part, knowledge):
            tables[-1].parts.append(part)
            tables[-1].after = printed.after
        else:
            tables.append(printed)
    return tables


def _continues(table: _Printed, part: _Part, knowledge: Knowledge) -> bool:
    """Does the grid carry on the table before? Same column edges, the very next thing printed, no title of its own (or
    the same title again), no unit line and no header other than the table's own."""
    last = table.parts[-1]
    if part.grid.page - last.grid.page not in (0, 1) or not edges_agree(joined_edges(p.grid for p in table.parts), part.grid.column_edges):
        return False
    if part.before:
        first = table.parts[0]
        same = part.match is not None and first.title is not None and part.title is not None and (
            knowledge.forms.clean_title(part.title) == knowledge.forms.clean_title(first.title)
        )
        return same and part.first_caption == 0 and part.grid.page == last.grid.page + 1
    if part.match is not None:
        return False
    upper, lower = view(table.parts[0].grid.cells), view(part.grid.cells)
    if _repeated_rows(upper, lower):
        return True
    height = header_height(lower, knowledge.forms)
    words = [level for column in range(lower.column_count) for level in header_levels(lower, height, column, knowledge.forms)]
    return not any(knowledge.forms.says("code_header", word) or knowledge.forms.says("line_header", word) for word in words)


def _repeated_rows(upper: GridView, lower: GridView) -> int:
    """How many rows at the top of a continuation say what the table's own top rows say."""
    for start in range(min(3, upper.row_count)):
        count = 0
        while start + count < upper.row_count and count < lower.row_count:
            above = [bare(cell_text(cell)) for cell in upper.rows[start + count]]
            below = [bare(cell_text(cell)) for cell in lower.rows[count]]
            if above != below or not any(above) or any(is_number(text) and not text.isdigit() for text in above):
                break
            count += 1
        if count and any(bare(cell_text(cell)) for row in range(count) for cell in lower.rows[row]):
            return count
    return 0


def _laid_together(table: _Printed, knowledge: Knowledge) -> tuple[Cell, ...]:
    """The cells of all parts as one grid: repeated headers and wholly blank continuations left out, rows that a page
    break split joined again."""
    edges = joined_edges(part.grid for part in table.parts)
    first = table.parts[0].grid
    cells = list(moved(first.cells, first, edges, 0))
    rows = first.row_count
    upper = view(first.cells)
    for part in table.parts[1:]:
        grid = part.grid
        skip = _repeated_rows(upper, view(grid.cells))
        kept = [replace(c, row=max(c.row, skip) - skip, row_end=c.row_end - skip) for c in grid.cells if c.row_end > skip]
        if not any(cell.text.strip() for cell in kept):
            continue
        lower = list(moved(kept, grid, edges, rows))
        count = grid.row_count - skip
        joined = _joined_row(cells, lower, rows, knowledge)
        if joined is not None:
            cells, lower = joined
            count -= 1
        cells += lower
        rows += count
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _joined_row(
    upper: list[Cell], lower: list[Cell], rows: int, knowledge: Knowledge,
) -> tuple[list[Cell], list[Cell]] | None:
    """Where the first row below a page break is the rest of the last row above it (words without code, ordinal or
    amount below a coded row), the two lists with that row joined; else None."""
    last = [cell for cell in upper if cell.row_end == rows]
    first = [cell for cell in lower if cell.row == rows]
    said = [cell for cell in first if cell.text.strip()]
    if len(said) != 1 or any(cell.row_end != rows + 1 for cell in first) or len(last) != len(first):
        return None
    rest = said[0]
    above = next((cell for cell in last if cell.column == rest.column and cell.row == rows - 1), None)
    text = bare(rest.text)
    coded = any(cell.text.strip().isdigit() and cell.column < rest.column for cell in last)
    if above is None or not above.text.strip() or not coded or is_number(text) or is_number(bare(above.text)):
        return None
    if knowledge.forms.says("ordinal", text) or knowledge.forms.says("total_name", text) or knowledge.forms.is_nothing(text):
        return None
    whole = replace(above, text=f"{above.text}\n{rest.text}", boxes=above.boxes + rest.boxes)
    below = [replace(cell, row=cell.row - 1, row_end=cell.row_end - 1) for cell in lower if cell not in first]
    return [whole if cell is above else cell for cell in upper], below


def _recognised(printed: _Printed, order: int, knowledge: Knowledge) -> Iterator[Table | Issue]:
    part = printed.parts[0]
    cells = _laid_together(printed, knowledge)
    grid = view(cells)
    if grid.column_count < 2 or grid.row_count < 2:
        return
    height = header_height(grid, knowledge.forms)
    header = _header_words(grid, height, knowledge)
    form = _form_of(part, grid, header, height, knowledge)
    if form is None:
        return
    note = _note(printed.after, knowledge)
    table = _table(printed, cells, grid, form, height, order, note, knowledge)
    yield table
    if table.unit == "unknown" and not table.is_empty and form.template not in ("other", "asset"):
        yield make_issue(
            "tables", "unit_missing", "warning",
            f"第{table.pages[0]}页“{table.title or '无标题表'}”没有写明金额单位，金额不能换算为元；请在表头右上方注明单位。", table.boxes[:1],
        )


def _header_words(grid: GridView, height: int, knowledge: Knowledge) -> str:
    words: list[str] = []
    for column in range(grid.column_count):
        words += [level for level in header_levels(grid, height, column, knowledge.forms) if level not in words]
    return " ".join(words)


def _form_of(part: _Part, grid: GridView, header: str, height: int, knowledge: Knowledge) -> Form | None:
    """The form: by its title where the header agrees, by its own columns where no title is printed; `other` for a grid
    with numbers under a header; None for a grid that is no table."""
    forms = knowledge.forms
    if part.match is not None:
        form = part.match.form
        if form.axis == "self_evaluation":
            return form
        columns = read_columns(grid, height, form, forms)
        known = [column for column in columns if column.role == "value"]
        if known and all(need.regex.search(header) for need in form.needs):
            return form
    everything = " ".join(bare(cell.text) for cell in grid.cells)
    for form in forms.forms:
        words = everything if form.axis == "self_evaluation" else header
        if part.match is None and form.signature and all(pattern.regex.search(words) for pattern in form.signature):
            return form
    return forms.form("other") if _looks_like_table(grid, height, knowledge) else None


def _looks_like_table(grid: GridView, height: int, knowledge: Knowledge) -> bool:
    """At least two numbers in columns of values, under a header."""
    if not 0 < height < grid.row_count:
        return False
    columns = read_columns(grid, height, knowledge.forms.form("other"), knowledge.forms)
    values = {column.index for column in columns if column.role == "value"}
    named = any(column.role in ("name", "code") for column in columns)
    numbers = sum(1 for cell in grid.cells if cell.row >= height and cell.column in values and is_number(bare(cell.text)))
    return named and numbers >= 2


def _table(
    printed: _Printed, cells: tuple[Cell, ...], grid: GridView, form: Form, height: int, order: int, note: str | None,
    knowledge: Knowledge,
) -> Table:
    parts = [part for part in printed.parts if part is printed.parts[0] or any(c.text.strip() for c in part.grid.cells)]
    title = parts[0].title
    pages = tuple(sorted({part.grid.page for part in parts}))
    boxes = tuple(union([part.grid.box for part in parts if part.grid.page == page]) for page in pages)
    lines = sorted({line.order for part in printed.parts for line in (*part.caption, *part.grid_lines)})
    return Table(
        table_id=local_id("tb", *_place(boxes), order, form.form_id, title, grid.row_count, grid.column_count),
        order=order, template=form.template, title=title, unit=_unit(parts, grid, height, knowledge), pages=pages,
        row_count=grid.row_count, column_count=grid.column_count, is_empty=_is_empty(grid, form, height, note, knowledge),
        boxes=boxes if pages[0] > 0 else (), cells=cells, header_rows=height, note=note,
        form_id=form.form_id, lines=tuple(lines),
    )


def _place(boxes: tuple[Box, ...]) -> tuple[object, ...]:
    return boxes[0].page, round(boxes[0].x0, 1), round(boxes[0].top, 1)


def _unit(parts: Sequence[_Part], grid: GridView, height: int, knowledge: Knowledge) -> TableUnit:
    """The unit declared in the caption, else in the title row or the header of the grid."""
    captions = [bare(line.text) for part in parts for line in part.caption]
    inside = [bare(cell.text) for row in grid.rows[:max(height, 3)] for cell in row if cell.text.strip()]
    for text in (*captions, *inside):
        found = knowledge.forms.words["unit_line"].regex.search(text)
        if found:
            word = knowledge.units.find(found["unit"] or found["bracketed"])
            if word is not None and word.unit in get_args(TableUnit):
                return cast(TableUnit, word.unit)
    return "unknown"


def _is_empty(grid: GridView, form: Form, height: int, note: str | None, knowledge: Knowledge) -> bool:
    """Printed without data: no number in a column of values, or nothing but zeros where the note says that there is none."""
    if form.axis == "self_evaluation":
        return not any(is_number(bare(cell.text)) for cell in grid.cells)
    values = {column.index for column in read_columns(grid, height, form, knowledge.forms) if column.role == "value"}
    texts = [bare(cell.text) for cell in grid.cells if cell.row >= height and cell.column in values]
    numbers = [text for text in texts if is_number(text)]
    if not numbers:
        return True
    says_none = note is not None and knowledge.forms.says("empty_note", bare(note))
    return says_none and all(not text.strip("0.,%-") for text in numbers)


def _note(after: tuple[Line, ...], knowledge: Knowledge) -> str | None:
    """The note printed under a table: from 注 or 说明 on to the next heading, on the same page."""
    noted: list[str] = []
    page = after[0].page if after else 0
    for line in after[:NOTE_LINES]:
        text = bare(line.text)
        if line.page != page or (noted and knowledge.forms.says("note_end", text)):
            break
        if noted or knowledge.forms.says("note", text) or knowledge.forms.says("empty_note", text):
            noted.append(line.text)
        elif knowledge.forms.says("note_end", text):
            break
    return without_layout_blanks("\n".join(noted)) or None
