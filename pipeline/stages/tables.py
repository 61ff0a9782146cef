"""Blocks and sections to tables: which grids are which forms, and which grids are one table continued over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.knowledge import Knowledge
from pipeline.knowledge.captions import Caption, caption_of, cut_at_captions, declared_unit, note_below, note_inside
from pipeline.knowledge.forms import Form, Forms
from pipeline.knowledge.headers import header_height, header_levels, is_number, read_columns
from pipeline.knowledge.parts import Part, joined_parts
from pipeline.knowledge.plain_tables import PlainTable, plain_tables
from pipeline.matching.grid_view import GridView, view
from pipeline.matching.normalize import bare
from pipeline.matching.splitting import split_columns
from pipeline.matching.stitching import stitch
from pipeline.matching.widening import widened
from pipeline.records.geometry import Box, union
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.layout import Block, Cell, Grid, Line
from pipeline.records.outline import Section
from pipeline.records.table import Table

UNIT_ROWS = 3
"""A unit inside a grid stands in its first rows, where the header is shorter."""
_NO_UNIT = "第{page}页“{title}”没有写明金额单位，金额不能换算为元；请在表头右上方注明单位。"
_LOST = "第{page}页的表格没有表头，列数或列宽与上一张表对不上，无法接续，其中的数值没有读入；请核对原表。"
_NOT_PLACED = "“{title}”的“{name}”一行数值比列数少，对不上是哪一列（文本文件没有列的位置）；请改用PDF版核对。"


@dataclass(frozen=True, slots=True)
class _Laid:
    """A table as one grid, ready to be recognised: its parts (none in text files), cells, and the words around it."""

    caption: Caption
    cells: tuple[Cell, ...]
    areas: tuple[Box, ...]
    captions: tuple[str, ...]
    note: str | None
    lines: tuple[int, ...]


def find_tables(
    blocks: tuple[Block, ...], sections: tuple[Section, ...], *, knowledge: Knowledge,
) -> Iterator[Table | Issue]:
    """Recognise tables by title and header, in document order; unit, note and emptiness come from what is printed.

    Grids that look like no table give nothing: their lines stay narrative. In files of text, which have no grids,
    tables are found by title and laid out anew.
    """
    if any(block.grid is not None for block in blocks):
        yield from _from_grids(blocks, sections, knowledge)
    elif all(block.page == 0 for block in blocks):
        lines = [line for block in blocks if block.kind == "text" for line in block.lines]
        for order, plain in enumerate(plain_tables(lines, knowledge.forms)):
            yield from _from_plain(plain, order, knowledge)


def _from_grids(
    blocks: Sequence[Block], sections: Sequence[Section], knowledge: Knowledge,
) -> Iterator[Table | Issue]:
    parts, rest = _parts(blocks, sections, knowledge.forms)
    tables = joined_parts(parts, knowledge.forms)
    followers = [table[0].before for table in tables[1:]] + [rest]
    order = 0
    for table, after in zip(tables, followers, strict=True):
        laid = _laid(table, after, knowledge.forms)
        form, height = _form_of(laid, knowledge.forms)
        is_rest = not table[0].before or table[0].grid.source == "rules"
        if form is None and order and is_rest and _has_amounts(table[0].grid):
            message = _LOST.format(page=table[0].grid.page)
            yield make_issue("tables", "rows_without_table", "warning", message, (table[0].grid.box,))
        if form is not None:
            found = _table(laid, form, height, order, knowledge)
            order += 1
            yield found
            yield from _trouble(found, form)


def _parts(blocks: Sequence[Block], sections: Sequence[Section], forms: Forms) -> tuple[list[Part], tuple[Line, ...]]:
    """Every grid with its caption and the lines before it, and the lines after the last."""
    parts: list[Part] = []
    lines: list[Line] = []
    for block in blocks:
        if block.kind == "grid" and block.grid is not None:
            for above, grid, inside in _pieces(block.grid, block.lines, forms):
                lines.extend(above)
                if grid is not None:
                    before = tuple(lines)
                    parts.append(Part(grid, inside, before, caption_of(grid, before, sections, forms)))
                    lines = []
        elif block.kind == "text":
            lines.extend(block.lines)
    return parts, tuple(lines)


def _pieces(
    grid: Grid, lines: tuple[Line, ...], forms: Forms,
) -> Iterator[tuple[tuple[Line, ...], Grid | None, tuple[Line, ...]]]:
    """A grid of rules as it is; the tables that a grid of gaps runs over, with columns that gaps did not part."""
    if grid.source == "rules":
        yield (), grid, lines
        return
    for before, piece in cut_at_captions(grid, lines, forms):
        if piece is None:
            yield before, None, ()
            continue
        top, bottom = piece.row_edges[0], piece.row_edges[-1]
        inside = tuple(line for line in lines if top <= (line.top + line.bottom) / 2 < bottom)
        yield before, split_columns(piece, inside), inside


def _laid(table: Sequence[Part], after: tuple[Line, ...], forms: Forms) -> _Laid:
    def is_rest(text: str) -> bool:
        return not any(forms.says(word, text) for word in ("ordinal", "total_name")) and not forms.is_nothing(text)

    everything = [each for part in table for each in (part, *part.beside)]
    said = [part for part in everything if part is table[0] or any(cell.text.strip() for cell in part.grid.cells)]
    pages = sorted({part.grid.page for part in said})
    areas = tuple(union([part.grid.box for part in said if part.grid.page == page]) for page in pages)
    lines = sorted({line.order for part in everything for line in (*part.caption_lines, *part.lines)})
    grids = [widened(part.grid, [each.grid for each in part.beside]) if part.beside else part.grid for part in table]
    return _Laid(
        table[0].caption, stitch(grids, is_rest), areas,
        tuple(line.text for part in said for line in part.caption_lines), note_below(after, forms), tuple(lines),
    )


def _form_of(laid: _Laid, forms: Forms) -> tuple[Form | None, int]:
    """The form and the height of its header: by the title where the header agrees, by columns that only one form has
    where no title is printed (or where targets are scored, which only a self-evaluation does); `other` for a grid with
    numbers under a header; None for a grid that is no table."""
    grid = view(laid.cells)
    if grid.column_count < 2 or grid.row_count < 2:
        return None, 0
    height = header_height(grid, forms)
    header = _header_words(grid, height, forms)
    everything = " ".join(bare(cell.text) for cell in grid.cells)
    if laid.caption.match is not None:
        form = laid.caption.match.form
        if form.is_sheet:
            signed = (each for each in forms.forms if each.is_sheet and _is_signed(each, everything))
            return next(signed, form) if form.axis == "targets" else form, height
        has_values = any(column.role == "value" for column in read_columns(grid, height, form, forms))
        if has_values and all(need.regex.search(header) for need in form.needs):
            return form, height
    for form in forms.forms:
        if laid.caption.match is None and _is_signed(form, everything if form.is_sheet else header):
            return form, height
    return (forms.form("other") if _looks_like_table(grid, height, forms) else None), height


def _is_signed(form: Form, words: str) -> bool:
    """Do the words hold what only this form prints?"""
    return bool(form.signature) and all(pattern.regex.search(words) for pattern in form.signature)


def _has_amounts(grid: Grid) -> bool:
    return sum("." in cell.text and is_number(bare(cell.text)) for cell in grid.cells) >= 2


def _header_words(grid: GridView, height: int, forms: Forms) -> str:
    levels = [level for column in range(grid.column_count) for level in header_levels(grid, height, column, forms)]
    return " ".join(dict.fromkeys(levels))


def _looks_like_table(grid: GridView, height: int, forms: Forms) -> bool:
    """At least two numbers in columns of values, beside names, under a header."""
    if not 0 < height < grid.row_count:
        return False
    columns = read_columns(grid, height, forms.form("other"), forms)
    values = {column.index for column in columns if column.role == "value"}
    below = [bare(cell.text) for cell in grid.cells if cell.row >= height and cell.column in values]
    return sum(map(is_number, below)) >= 2 and any(column.role in ("name", "code") for column in columns)


def _table(laid: _Laid, form: Form, height: int, order: int, knowledge: Knowledge) -> Table:
    grid, place = view(laid.cells), laid.areas[0]
    note = laid.note or note_inside(grid, knowledge.forms)
    top = [cell.text for row in grid.rows[:max(height, UNIT_ROWS)] for cell in row if cell.text.strip()]
    return Table(
        table_id=local_id("tb", place.page, round(place.x0), round(place.top), order, form.form_id, laid.caption.title),
        order=order, template=form.template, title=laid.caption.title,
        unit=declared_unit((*laid.captions, *top, note or ""), knowledge.forms, knowledge.units),
        pages=tuple(area.page for area in laid.areas if area.page > 0),
        row_count=grid.row_count, column_count=grid.column_count,
        is_empty=_is_empty(grid, form, height, note, knowledge.forms),
        boxes=tuple(area for area in laid.areas if area.page > 0), cells=laid.cells, header_rows=height, note=note,
        form_id=form.form_id, lines=laid.lines,
    )


def _is_empty(grid: GridView, form: Form, height: int, note: str | None, forms: Forms) -> bool:
    """Printed without data: no number in a column of values, or nothing but zeros where the note says so."""
    if form.is_sheet:
        return not any(is_number(bare(cell.text)) for cell in grid.cells)
    values = {column.index for column in read_columns(grid, height, form, forms) if column.role == "value"}
    texts = [bare(cell.text) for cell in grid.cells if cell.row >= height and cell.column in values]
    numbers = [text for text in texts if is_number(text)]
    if not numbers:
        return True
    says_none = note is not None and forms.says("empty_note", bare(note))
    return says_none and all(not text.strip("0.,%-") for text in numbers)


def _trouble(table: Table, form: Form) -> Iterator[Issue]:
    if table.unit == "unknown" and not table.is_empty and form.template not in ("other", "asset"):
        page = table.pages[0] if table.pages else 0
        message = _NO_UNIT.format(page=page, title=table.title or "无标题表")
        yield make_issue("tables", "unit_missing", "warning", message, table.boxes[:1])


def _from_plain(plain: PlainTable, order: int, knowledge: Knowledge) -> Iterator[Table | Issue]:
    laid = _Laid(
        Caption(None, plain.title, 0), plain.cells, (plain.lines[0].box,), tuple(line.text for line in plain.caption),
        note_below(plain.after, knowledge.forms), tuple(line.order for line in plain.lines),
    )
    table = _table(laid, plain.form, plain.header_rows, order, knowledge)
    yield table
    yield from _trouble(table, plain.form)
    for row in plain.unplaced:
        message = _NOT_PLACED.format(title=plain.title, name=row.name or row.code)
        yield make_issue("tables", "amount_without_column", "warning", message)
