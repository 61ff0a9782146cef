"""Tables to facts: one row per value cell, with the item, the measure and the quantity that labels and headers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast, get_args

from pipeline.knowledge import Knowledge
from pipeline.knowledge.codes import level_of
from pipeline.knowledge.evaluations import MoneyBlock, MoneyRow, money_blocks
from pipeline.knowledge.forms import Form
from pipeline.knowledge.headers import Column, is_header_word, read_columns
from pipeline.knowledge.rows import LabelReader, RowLabels, is_cut, printed_codes
from pipeline.matching.amounts import Reading, read_cell, to_yuan
from pipeline.matching.grid_view import GridView, cell_text, view
from pipeline.matching.normalize import bare
from pipeline.records.filing import Filing
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.layout import Cell
from pipeline.records.table import Fact, Table
from pipeline.records.vocabulary import Form as FilingForm
from pipeline.records.vocabulary import Fund, Measure, QualityFlag, Quantity, Side, TableUnit, Unit

_FUNDS: Mapping[str, Fund] = {
    "general_public_budget": "general_public_budget",
    "government_fund": "government_fund",
    "state_capital": "state_capital",
}
_QUANTITIES: Mapping[FilingForm, Quantity] = {
    "department_budget": "initial_budget",
    "unit_budget": "initial_budget",
    "department_final_accounts": "actual",
    "unit_final_accounts": "actual",
    "government_final_accounts": "actual",
}
_UNREADABLE = "第{page}页“{name}”的数值单元格“{cell}”读不成数字，请核对原表。"
_NO_ITEM = "第{page}页有数值{cell}，但所在行没有科目名称或编码，请核对原表。"
_TOO_FINE = "第{page}页“{name}”的金额{cell}换算后小于一分，未给出元值，请核对原表。"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table with its columns and labels read, the year of its title and the latest in its header."""

    table: Table
    form: Form
    grid: GridView
    columns: tuple[Column, ...]
    labels: Mapping[tuple[int, int], RowLabels]
    fund: Fund
    titled_year: int | None
    latest_year: int | None


@dataclass(frozen=True, slots=True)
class _Document:
    """What the document says as a whole: codes by name, the usual quantity, the usual unit, the year."""

    codes: Mapping[str, frozenset[str]]
    quantity: Quantity | None
    unit: Unit | None
    year: int | None


def find_facts(
    tables: tuple[Table, ...], filing: tuple[Filing, ...], *, knowledge: Knowledge,
) -> Iterator[Fact | Issue]:
    """One fact per value cell whose row names an item: reported cells, cells that cannot be read, and the blank cells
    of rows that report something. `value` is the number as printed, `value_cny` exact yuan or None. What a header
    leaves unsaid, budget or accounts and of which year, the filing says."""
    readings = [_read(table, knowledge) for table in tables]
    document = _document(readings, filing[0] if filing else None, knowledge)
    for reading in readings:
        if reading.form.axis == "self_evaluation":
            yield from _evaluation_facts(reading, document, knowledge)
        else:
            yield from _table_facts(reading, document, knowledge)


def _read(table: Table, knowledge: Knowledge) -> _Reading:
    forms = knowledge.forms
    form = forms.form(table.form_id)
    grid = view(table.cells)
    match = forms.titled(table.title) if table.title else None
    fund = match.fund if match is not None and match.form is form else form.fund
    if form.axis == "self_evaluation":
        return _Reading(table, form, grid, (), {}, fund, None, None)
    columns = read_columns(grid, table.header_rows, form, forms)
    labels = LabelReader(grid, table.header_rows, columns, form, forms).read()
    year = forms.words["year"].regex
    titled = year.search(bare(table.title or ""))
    latest = max((int(found["year"]) for column in columns for found in year.finditer(column.path)), default=None)
    return _Reading(table, form, grid, columns, labels, fund, int(titled["year"]) if titled else None, latest)


def _document(readings: Sequence[_Reading], filing: Filing | None, knowledge: Knowledge) -> _Document:
    known: dict[str, set[str]] = {}
    for reading in readings:
        for name, codes in printed_codes(tuple(reading.labels.values()), knowledge.codes).items():
            known.setdefault(name, set()).update(codes)
    units = {reading.table.unit for reading in readings if reading.form.template != "other"} - {"unknown"}
    return _Document(
        {name: frozenset(codes) for name, codes in known.items()},
        _usual_quantity(readings, filing, knowledge),
        cast(Unit, next(iter(units))) if len(units) == 1 else None,
        (filing.fiscal_year or None) if filing is not None else None,
    )


def _usual_quantity(readings: Sequence[_Reading], filing: Filing | None, knowledge: Knowledge) -> Quantity | None:
    """What a plain amount is: by the kind of document, where that is not known by its titles and headers."""
    if filing is not None and filing.form in _QUANTITIES:
        return _QUANTITIES[filing.form]
    forms = knowledge.forms
    titles = [title for reading in readings if (title := reading.table.title)]
    if any(forms.says("final_accounts", title) for title in titles):
        return "actual"
    is_budget = any(forms.says("budget", title) for title in titles) or any(
        forms.quantity(column.levels) == "budget" for reading in readings for column in reading.columns
    )
    return "initial_budget" if is_budget else None


def _table_facts(reading: _Reading, document: _Document, knowledge: Knowledge) -> Iterator[Fact | Issue]:
    labels = tuple(reading.labels.values())
    cut = is_cut(labels, knowledge.codes, document.codes)
    values = [column for column in reading.columns if column.role == "value"]
    items = _column_items(reading, values, document, knowledge)
    for row in range(reading.table.header_rows, reading.grid.row_count):
        own = [(column, _own_cell(reading, row, column, knowledge)) for column in values]
        cells = [(column, cell) for column, cell in own if cell is not None]
        if not any(read_cell(_said(cell, knowledge)).state != "blank" for _, cell in cells):
            continue
        for column, cell in cells:
            label = reading.labels[row, column.segment]
            fact = _fact(reading, column, cell, label, items.get(column.index), cut, document, knowledge)
            if fact is not None:
                yield fact
                yield from _trouble(fact)


def _own_cell(reading: _Reading, row: int, column: Column, knowledge: Knowledge) -> Cell | None:
    """The cell that begins in this row and column, unless its words belong to the header."""
    cell = reading.grid.at(row, column.index)
    if cell is None or cell.row != row or cell.column != column.index:
        return None
    if row == reading.table.header_rows and cell_text(cell) and is_header_word(column, cell_text(cell)):
        return None
    return cell


def _said(cell: Cell, knowledge: Knowledge) -> str:
    text = bare(cell_text(cell))
    return "" if knowledge.forms.is_nothing(text) else text


def _column_items(
    reading: _Reading, values: Sequence[Column], document: _Document, knowledge: Knowledge,
) -> dict[int, str]:
    """The items of columns that are items (三公). Of two columns with one item the outer has its other name."""
    items = {column.index: column.rule.item for column in values if column.rule is not None and column.rule.item}
    groups: dict[tuple[str, Quantity | None, int | None], list[Column]] = {}
    for column in values:
        if column.index in items:
            quantity = _quantity(reading, column, document, knowledge)
            period = _period(reading, column, quantity, document, knowledge)
            groups.setdefault((items[column.index], quantity, period), []).append(column)
    for columns in groups.values():
        outermost = min(columns, key=lambda column: len(column.levels))
        if len(columns) > 1 and outermost.rule is not None and outermost.rule.outer:
            items[outermost.index] = outermost.rule.outer
    return items


def _fact(
    reading: _Reading, column: Column, cell: Cell, label: RowLabels, item: str | None, cut: bool, document: _Document,
    knowledge: Knowledge,
) -> Fact | None:
    table, said = reading.table, _said(cell, knowledge)
    read = read_cell(said)
    name = _item_name(item, label, reading, knowledge)
    is_remark = read.state == "unreadable" and reading.form.template == "other"
    if is_remark or (name is None and label.code is None and read.value is None):
        return None
    normalized, inferred = (None, False)
    if label.code is not None:
        normalized, inferred = knowledge.codes.complete(label.code, label.name or "", document.codes, is_cut=cut)
    measure = column.rule.measure if column.rule is not None else "other"
    unit, multiplier, suspect = _unit(reading, column, label, read, document, knowledge)
    flags: list[QualityFlag] = ["code_inferred"] if inferred or label.is_inherited else []
    if suspect:
        flags.append("unit_suspect")
    quantity = _quantity(reading, column, document, knowledge)
    if multiplier is None and unit is not None and unit != "percent":
        quantity = "count"
    return Fact(
        fact_id=local_id("fa", table.table_id, cell.row, column.index, name, measure, said), table_id=table.table_id,
        template=table.template, row=cell.row, column=column.index, line_no=label.line_no, item_code=label.code,
        item_code_normalized=normalized, item_name=name, item_level=level_of(normalized or label.code or ""),
        side=_side(reading, column, knowledge), measure=measure, column_header=column.path,
        fund=_fund(reading, column, measure, name, knowledge), quantity=quantity,
        period=_period(reading, column, quantity, document, knowledge), value=read.value, unit=unit,
        value_cny=to_yuan(read.value, multiplier) if read.value is not None and multiplier is not None else None,
        state=read.state, surface=cell.text, page=cell.area.page or None,
        boxes=tuple(box for box in cell.boxes or (cell.area,) if box.page > 0), quality_flags=tuple(flags),
        decimals=read.decimals,
    )


def _item_name(item: str | None, label: RowLabels, reading: _Reading, knowledge: Knowledge) -> str | None:
    """The row's name, or the column's item; both where the rows of a table of items are bodies."""
    if item is None and not any(column.role in ("code", "name", "line") for column in reading.columns):
        return knowledge.forms.whole_item if reading.columns else label.name
    if item is None or label.name is None or knowledge.forms.says("total_name", label.name):
        return item or label.name
    named = {other.name for other in reading.labels.values() if other.name}
    return item if len(named) == 1 else f"{label.name}/{item}"


def _unit(
    reading: _Reading, column: Column, label: RowLabels, read: Reading, document: _Document, knowledge: Knowledge,
) -> tuple[Unit | None, Decimal | None, bool]:
    """The unit, yuan per unit where it is money, and whether it had to be taken from the document's other tables."""
    units, forms = knowledge.units, knowledge.forms
    if read.tail == "%" or (column.rule is not None and column.rule.measure == "rate") or (
        column.levels and forms.says("percent", column.levels[-1])
    ):
        return "percent", None, False
    for text in (read.tail, *reversed(column.levels), label.name or ""):
        found = forms.words["bracketed_unit"].regex.search(text)
        word = units.find(found["unit"] if found else text)
        if word is not None:
            return word.unit, word.multiplier, False
    if forms.quantity(column.levels) == "count":
        word = units.find(_unit_beside(reading, label, knowledge))
        return (word.unit if word is not None else None), None, False
    if reading.table.unit != "unknown":
        return cast(Unit, reading.table.unit), units.multiplier(reading.table.unit), False
    if document.unit is not None and reading.form.template not in ("other", "asset"):
        return document.unit, units.multiplier(document.unit), True
    return None, None, False


def _unit_beside(reading: _Reading, label: RowLabels, knowledge: Knowledge) -> str:
    """What the row says in the column of the units that things are counted in."""
    for column in reading.columns:
        if column.levels and knowledge.forms.says("unit_header", column.levels[-1]):
            return bare(reading.grid.text(label.row, column.index))
    return ""


def _quantity(reading: _Reading, column: Column, document: _Document, knowledge: Knowledge) -> Quantity | None:
    """What the header says; a plain 预算数 is what the note says, or a budget's own; else what the title says."""
    forms, table = knowledge.forms, reading.table
    quantity = (column.rule.quantity if column.rule else None) or forms.quantity(column.levels)
    title = table.title or ""
    is_final = forms.says("final_accounts", title)
    is_budget = not is_final and (forms.says("budget", title) or document.quantity == "initial_budget")
    if quantity == "budget":
        note = bare(table.note or "")
        if forms.says("note_final_budget", note):
            return "final_budget"
        return "initial_budget" if is_budget or forms.says("note_initial_budget", note) else "budget"
    if quantity is not None:
        return quantity
    return "actual" if is_final else "initial_budget" if is_budget else document.quantity


def _period(
    reading: _Reading, column: Column, quantity: Quantity | None, document: _Document, knowledge: Knowledge,
) -> int | None:
    """The year that a column, else the title, is about, where it is not the filing's; a change belongs to its own."""
    own = document.year or reading.titled_year or reading.latest_year
    if own is None or quantity in ("change", "change_rate"):
        return None
    found = knowledge.forms.words["year"].regex.search(column.path)
    if found:
        year = int(found["year"])
    elif knowledge.forms.says("prior_year", column.path):
        year = own - 1
    else:
        year = reading.titled_year or own
    return year if year != own else None


def _side(reading: _Reading, column: Column, knowledge: Knowledge) -> Side:
    if column.rule is not None and column.rule.side is not None:
        return column.rule.side
    if reading.form.side != "both":
        return reading.form.side
    header = " ".join(other.path for other in reading.columns if other.segment == column.segment)
    if knowledge.forms.says("side_income", header):
        return "income"
    return "expenditure" if column.segment or knowledge.forms.says("side_expenditure", header) else "income"


def _fund(reading: _Reading, column: Column, measure: Measure, name: str | None, knowledge: Knowledge) -> Fund:
    """The fund that the column or the row is about, else the form's."""
    if measure in _FUNDS:
        return _FUNDS[measure]
    rules = [rule for rule in knowledge.forms.columns if rule.measure in _FUNDS]
    for level in reversed(column.levels):
        for rule in rules:
            if rule.pattern.regex.search(level):
                return _FUNDS[rule.measure]
    if reading.form.side == "both" and name is not None:
        named = next((rule for rule in rules if rule.pattern.regex.fullmatch(name)), None)
        if named is not None:
            return _FUNDS[named.measure]
    return reading.fund


def _trouble(fact: Fact) -> Iterator[Issue]:
    said = {"page": fact.page or 0, "name": fact.item_name or fact.item_code or "", "cell": bare(fact.surface)}
    if fact.state == "unreadable":
        yield make_issue("facts", "cell_unreadable", "warning", _UNREADABLE.format(**said), fact.boxes)
    elif fact.item_name is None and fact.item_code is None:
        yield make_issue("facts", "row_without_item", "warning", _NO_ITEM.format(**said), fact.boxes)
    elif fact.value is not None and fact.value_cny is None and fact.unit in get_args(TableUnit):
        yield make_issue("facts", "finer_than_cent", "warning", _TOO_FINE.format(**said), fact.boxes)


def _evaluation_facts(reading: _Reading, document: _Document, knowledge: Knowledge) -> Iterator[Fact | Issue]:
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


def _money_facts(reading: _Reading, row: MoneyRow, document: _Document, knowledge: Knowledge) -> list[Fact]:
    facts = []
    for place, rule, header, cell in row.values:
        column = Column(place, (header,), "value", 0, rule)
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
