"""Tables to facts: one row per value cell, with the item, the measure and the quantity that labels and headers say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from pipeline.knowledge import Knowledge
from pipeline.knowledge.codes import level_of
from pipeline.knowledge.evaluations import MoneyBlock, MoneyRow, money_blocks
from pipeline.knowledge.headers import Column, is_column_numbers, is_header_word
from pipeline.knowledge.readings import (
    DocumentReading,
    TableReading,
    column_items,
    fund_of,
    item_of,
    period_of,
    quantity_of,
    read_document,
    read_table,
    side_of,
    unit_of,
)
from pipeline.knowledge.rows import RowLabels, is_cut
from pipeline.matching.amounts import Reading, read_cell, to_yuan, unwrapped
from pipeline.matching.grid_view import cell_text
from pipeline.matching.normalize import bare
from pipeline.records.filing import Filing
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.layout import Cell
from pipeline.records.table import Fact, Table
from pipeline.records.vocabulary import QualityFlag, TableUnit

_UNREADABLE = "第{page}页“{name}”的数值单元格“{cell}”读不成数字，请核对原表。"
_NO_ITEM = "第{page}页有数值{cell}，但所在行没有科目名称或编码，请核对原表。"
_UNKNOWN = "第{page}页“{title}”的表头“{header}”不是已知的栏目，数值照印、未归入口径；请核对后在 models/forms 中补充。"
_TOO_FINE = "第{page}页“{name}”的金额{cell}换算后小于一分，未给出元值，请核对原表。"


def find_facts(
    tables: tuple[Table, ...], filing: tuple[Filing, ...], *, knowledge: Knowledge,
) -> Iterator[Fact | Issue]:
    """One fact per value cell whose row names an item: reported cells, cells that cannot be read, and the blank cells
    of rows that report something. `value` is the number as printed, `value_cny` exact yuan or None. What a header
    leaves unsaid, budget or accounts and of which year, the filing says."""
    readings = [read_table(table, knowledge.forms) for table in tables]
    document = read_document(readings, filing[0] if filing else None, knowledge.forms, knowledge.codes)
    for reading in readings:
        if reading.form.is_sheet:
            yield from _sheet_facts(reading, document, knowledge)
        else:
            yield from _table_facts(reading, document, knowledge)


def _table_facts(reading: TableReading, document: DocumentReading, knowledge: Knowledge) -> Iterator[Fact | Issue]:
    labels = tuple(reading.labels.values())
    cut = is_cut(labels, knowledge.codes, document.codes)
    values = [column for column in reading.columns if column.role == "value"]
    items = column_items(reading, values, document, knowledge.forms)
    yield from _unknown_headers(reading, values, knowledge)
    for row in range(reading.table.header_rows, reading.grid.row_count):
        own = [(column, _own_cell(reading, row, column, knowledge)) for column in values]
        cells = [(column, cell) for column, cell in own if cell is not None]
        if is_column_numbers([bare(cell_text(cell)) for cell in reading.grid.rows[row]], knowledge.forms):
            continue
        if not any(_read_cell(cell, knowledge).state != "blank" for _, cell in cells):
            continue
        for column, cell in cells:
            label = reading.labels[row, column.segment]
            fact = _fact(reading, column, cell, label, items.get(column.index), cut, document, knowledge)
            if fact is not None:
                yield fact
                yield from _trouble(fact)


def _unknown_headers(reading: TableReading, values: Sequence[Column], knowledge: Knowledge) -> Iterator[Issue]:
    """The columns of a known form that hold anything and whose header neither a rule nor a code list knows."""
    table = reading.table
    unknown = []
    for column in values:
        cells = [cell for cell in table.cells if cell.column == column.index and cell.row >= table.header_rows]
        is_own = not column.levels or column.path == knowledge.forms.plain_headings["unplaced"]
        is_known = column.rule is not None or is_own or knowledge.codes.codes_named(column.levels[-1])
        if not is_known and any(read_cell(bare(cell.text)).value for cell in cells):
            unknown.append(column.path)
    if unknown and reading.form.template != "other":
        page = table.pages[0] if table.pages else 0
        message = _UNKNOWN.format(page=page, title=table.title or table.template, header="、".join(unknown))
        yield make_issue("facts", "header_unknown", "info", message, table.boxes[:1])


def _own_cell(reading: TableReading, row: int, column: Column, knowledge: Knowledge) -> Cell | None:
    """The cell that begins in this row and column, unless its words belong to the header."""
    cell = reading.grid.at(row, column.index)
    if cell is None or cell.row != row or cell.column != column.index:
        return None
    if row == reading.table.header_rows and cell_text(cell) and is_header_word(column, cell_text(cell)):
        return None
    return cell


def _read_cell(cell: Cell, knowledge: Knowledge) -> Reading:
    """What the cell holds. Letters behind a number that are no unit make it unreadable: they may say anything."""
    if knowledge.forms.is_nothing(bare(cell.text)):
        return read_cell("")
    read = read_cell(unwrapped(cell))
    is_known = not read.tail or read.tail == "%" or knowledge.units.find(read.tail) is not None
    return read if is_known else Reading("unreadable")


def _fact(
    reading: TableReading, column: Column, cell: Cell, label: RowLabels, item: str | None, cut: bool,
    document: DocumentReading, knowledge: Knowledge,
) -> Fact | None:
    table, said = reading.table, "" if knowledge.forms.is_nothing(bare(cell.text)) else bare(cell.text)
    read = _read_cell(cell, knowledge)
    name = item_of(item, label, reading, knowledge.forms)
    is_remark = read.state == "unreadable" and reading.form.template == "other"
    if is_remark or (name is None and label.code is None and read.value is None):
        return None
    normalized, inferred = (None, False)
    if label.code is not None:
        normalized, inferred = knowledge.codes.complete(label.code, label.name or "", document.codes, is_cut=cut)
    measure = column.rule.measure if column.rule is not None else "other"
    unit, multiplier, suspect = unit_of(reading, column, label, read, document, knowledge.forms, knowledge.units)
    flags: list[QualityFlag] = ["code_inferred"] if inferred or label.is_inherited else []
    if suspect:
        flags.append("unit_suspect")
    quantity = quantity_of(reading, column, label, document, knowledge.forms)
    if unit == "percent" and measure == "amount":
        measure = "rate"
    if multiplier is None and unit is not None and unit != "percent":
        quantity = "count"
    return Fact(
        fact_id=local_id("fa", table.table_id, cell.row, column.index, name, measure, said), table_id=table.table_id,
        template=table.template, row=cell.row, column=column.index, line_no=label.line_no, item_code=label.code,
        item_code_normalized=normalized, item_name=name, item_level=level_of(normalized or label.code or ""),
        side=side_of(reading, column, knowledge.forms), measure=measure, column_header=column.path,
        fund=fund_of(reading, column, measure, name, knowledge.forms), quantity=quantity,
        period=period_of(reading, column, quantity, document, knowledge.forms), value=read.value, unit=unit,
        value_cny=to_yuan(read.value, multiplier) if read.value is not None and multiplier is not None else None,
        state=read.state, surface=cell.text, page=cell.area.page or None,
        boxes=tuple(box for box in cell.boxes or (cell.area,) if box.page > 0), quality_flags=tuple(flags),
        decimals=read.decimals,
    )


def _trouble(fact: Fact) -> Iterator[Issue]:
    said = {"page": fact.page or 0, "name": fact.item_name or fact.item_code or "", "cell": bare(fact.surface)}
    if fact.state == "unreadable":
        yield make_issue("facts", "cell_unreadable", "warning", _UNREADABLE.format(**said), fact.boxes)
    elif fact.item_name is None and fact.item_code is None:
        yield make_issue("facts", "row_without_item", "warning", _NO_ITEM.format(**said), fact.boxes)
    elif fact.value is not None and fact.value_cny is None and fact.unit in get_args(TableUnit):
        yield make_issue("facts", "finer_than_cent", "warning", _TOO_FINE.format(**said), fact.boxes)


def _sheet_facts(reading: TableReading, document: DocumentReading, knowledge: Knowledge) -> Iterator[Fact | Issue]:
    for block in money_blocks(reading.grid, reading.form, knowledge.forms):
        table = _with_unit(reading.table, block, knowledge)
        for row in block.rows:
            facts = _money_facts(replace(reading, table=table), row, document, knowledge)
            if any(fact.state == "reported" for fact in facts):
                yield from _with_reason(facts, row)


def _with_unit(table: Table, block: MoneyBlock, knowledge: Knowledge) -> Table:
    """The unit that the block itself declares (整体支出规模(元)) goes before the table's."""
    for text in block.words:
        found = knowledge.forms.words["unit_line"].regex.search(text)
        word = knowledge.units.find(found["unit"] or found["bracketed"]) if found else None
        if word is not None and word.unit in ("yuan", "wan_yuan", "yi_yuan"):
            return replace(table, unit=word.unit)
    return table


def _money_facts(reading: TableReading, row: MoneyRow, document: DocumentReading, knowledge: Knowledge) -> list[Fact]:
    facts = []
    for place, rule, header, cell in row.values:
        column = Column(place, (header,) if header else (), "value", 0, rule)
        name = knowledge.forms.item_name(cell_text(row.label))
        fact = _fact(reading, column, cell, RowLabels(row.row, 0, None, name, None), None, False, document, knowledge)
        if fact is None:
            continue
        if rule.measure in ("score", "weight"):
            fact = replace(fact, quantity=None, unit=None, value_cny=None)
        facts.append(fact)
    return facts


def _with_reason(facts: list[Fact], row: MoneyRow) -> Iterator[Fact]:
    """The reason of a row of money belongs to its rate, else to what was spent."""
    bearer = next((fact for q in ("completion_rate", "actual") for fact in facts if fact.quantity == q), None)
    for fact in facts:
        if fact is bearer and row.reason is not None:
            boxes = tuple(box for box in row.reason.boxes if box.page > 0)
            fact = replace(fact, reason_text=cell_text(row.reason), reason_boxes=boxes)
        yield fact
