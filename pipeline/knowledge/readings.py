"""Tables as they are read: columns, labels, and what a cell means where header, title and filing say it together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import cast

from pipeline.knowledge.codes import Codes
from pipeline.knowledge.forms import Form, Forms
from pipeline.knowledge.headers import Column, read_columns
from pipeline.knowledge.rows import LabelReader, RowLabels, printed_codes
from pipeline.knowledge.units import Units, UnitWord
from pipeline.matching.amounts import Reading
from pipeline.matching.grid_view import GridView, view
from pipeline.matching.normalize import bare
from pipeline.records.filing import Filing
from pipeline.records.table import Table
from pipeline.records.vocabulary import Form as FilingForm
from pipeline.records.vocabulary import Fund, Measure, Quantity, Side, Unit

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

@dataclass(frozen=True, slots=True)
class TableReading:
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
class DocumentReading:
    """What the document says as a whole: codes by name, the usual quantity, the usual unit, the year."""

    codes: Mapping[str, frozenset[str]]
    quantity: Quantity | None
    unit: Unit | None
    year: int | None


def read_table(table: Table, forms: Forms) -> TableReading:
    """The columns and labels of a table; a sheet of its own has none."""
    form = forms.form(table.form_id)
    grid = view(table.cells)
    match = forms.titled(table.title) if table.title else None
    fund = match.fund if match is not None and match.form is form else form.fund
    if form.is_sheet:
        return TableReading(table, form, grid, (), {}, fund, None, None)
    columns = read_columns(grid, table.header_rows, form, forms)
    labels = LabelReader(grid, table.header_rows, columns, form, forms).read()
    year = forms.words["year"].regex
    titled = year.search(bare(table.title or ""))
    latest = max((int(found["year"]) for column in columns for found in year.finditer(column.path)), default=None)
    return TableReading(table, form, grid, columns, labels, fund, int(titled["year"]) if titled else None, latest)


def read_document(
    readings: Sequence[TableReading], filing: Filing | None, forms: Forms, codes: Codes,
) -> DocumentReading:
    """What the tables, and the kind and year of the filing, say together."""
    known: dict[str, set[str]] = {}
    for reading in readings:
        for name, found in printed_codes(tuple(reading.labels.values()), codes).items():
            known.setdefault(name, set()).update(found)
    units = {reading.table.unit for reading in readings if reading.form.template != "other"} - {"unknown"}
    return DocumentReading(
        {name: frozenset(found) for name, found in known.items()},
        _usual_quantity(readings, filing, forms),
        cast(Unit, next(iter(units))) if len(units) == 1 else None,
        (filing.fiscal_year or None) if filing is not None else None,
    )


def _usual_quantity(readings: Sequence[TableReading], filing: Filing | None, forms: Forms) -> Quantity | None:
    """What a plain amount is: by the kind of document, where that is not known by its titles and headers."""
    if filing is not None and filing.form in _QUANTITIES:
        return _QUANTITIES[filing.form]
    titles = [title for reading in readings if (title := reading.table.title)]
    if any(forms.says("final_accounts", title) for title in titles):
        return "actual"
    is_budget = any(forms.says("budget", title) for title in titles) or any(
        forms.quantity(column.levels) == "budget" for reading in readings for column in reading.columns
    )
    return "initial_budget" if is_budget else None


def unit_of(
    reading: TableReading, column: Column, label: RowLabels, read: Reading, document: DocumentReading, forms: Forms,
    units: Units,
) -> tuple[Unit | None, Decimal | None, bool]:
    """The unit, yuan per unit where it is money, and whether it had to be taken from the document's other tables."""
    words = (*column.levels[-1:], *([label.name] if label.name and is_quantity(label, forms) else []))
    is_rate = column.rule is not None and column.rule.measure == "rate"
    if read.tail == "%" or is_rate or any(forms.says("percent", word) for word in words):
        return "percent", None, False
    for text in (read.tail, *reversed(column.levels), label.name or ""):
        word = _unit_in(text, forms, units)
        if word is not None:
            return word.unit, word.multiplier, False
    if forms.quantity(column.levels) == "count":
        word = units.find(_unit_beside(reading, label, forms))
        return (word.unit if word is not None else None), None, False
    if reading.table.unit != "unknown":
        return cast(Unit, reading.table.unit), units.multiplier(reading.table.unit), False
    if document.unit is not None and reading.form.template not in ("other", "asset"):
        return document.unit, units.multiplier(document.unit), True
    return None, None, False


@lru_cache(maxsize=1 << 13)
def _unit_in(text: str, forms: Forms, units: Units) -> UnitWord | None:
    """The unit that a text is or holds in brackets; kept, because every cell asks the headers above it."""
    found = forms.words["bracketed_unit"].regex.search(text)
    return units.find(found["unit"] if found else text)


def _unit_beside(reading: TableReading, label: RowLabels, forms: Forms) -> str:
    """What the row says in the column of the units that things are counted in."""
    for column in reading.columns:
        if column.levels and forms.says("unit_header", column.levels[-1]):
            return bare(reading.grid.text(label.row, column.index))
    return ""


def is_quantity(label: RowLabels, forms: Forms) -> bool:
    """Is the row called 预算数, 决算数 or 增减率, and no item?"""
    return label.name is not None and forms.says("quantity_row", label.name)


def quantity_of(
    reading: TableReading, column: Column, label: RowLabels | None, document: DocumentReading, forms: Forms,
) -> Quantity | None:
    """What a row named after a quantity says, else the header; a plain 预算数 is what the note says, or a budget's own;
    else what the title says."""
    table = reading.table
    quantity = (column.rule.quantity if column.rule else None) or forms.quantity(column.levels)
    if label is not None and label.name and is_quantity(label, forms):
        quantity = forms.quantity((label.name,))
    elif quantity == "change" and forms.says("percent", column.levels[-1]):
        return "change_rate"
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


def period_of(
    reading: TableReading, column: Column, quantity: Quantity | None, document: DocumentReading, forms: Forms,
) -> int | None:
    """The year that a column, else the title, is about, where it is not the filing's; a change belongs to its own."""
    own = document.year or reading.titled_year or reading.latest_year
    if own is None or quantity in ("change", "change_rate"):
        return None
    found = forms.words["year"].regex.search(column.path)
    if found:
        year = int(found["year"])
    elif forms.says("prior_year", column.path):
        year = own - 1
    else:
        year = reading.titled_year or own
    return year if year != own else None


def side_of(reading: TableReading, column: Column, forms: Forms) -> Side:
    """Income or expenditure: what the column says, else the form, else the header of its pair of columns."""
    if column.rule is not None and column.rule.side is not None:
        return column.rule.side
    if reading.form.side != "both":
        return reading.form.side
    header = " ".join(other.path for other in reading.columns if other.segment == column.segment)
    if forms.says("side_income", header):
        return "income"
    return "expenditure" if column.segment or forms.says("side_expenditure", header) else "income"


def fund_of(reading: TableReading, column: Column, measure: Measure, name: str | None, forms: Forms) -> Fund:
    """The fund that the column or the row is about, else the form's."""
    if measure in _FUNDS:
        return _FUNDS[measure]
    headed = _fund_in(column.levels, forms)
    if headed is None and reading.form.side == "both" and name is not None:
        rules = (rule for rule in forms.columns if rule.measure in _FUNDS)
        headed = next((_FUNDS[rule.measure] for rule in rules if rule.pattern.regex.fullmatch(name)), None)
    return headed or reading.fund


@lru_cache(maxsize=1 << 12)
def _fund_in(levels: tuple[str, ...], forms: Forms) -> Fund | None:
    """The fund that a header says, its innermost level first; kept, because every cell asks the header above it."""
    rules = [rule for rule in forms.columns if rule.measure in _FUNDS]
    said = (rule for level in reversed(levels) for rule in rules if rule.pattern.regex.search(level))
    return next((_FUNDS[rule.measure] for rule in said), None)


def column_items(
    reading: TableReading, values: Sequence[Column], document: DocumentReading, forms: Forms,
) -> dict[int, str]:
    """The items of columns that are items (三公), by place; none where the rows print these items by name. Of two
    columns with one item the outer has its other name."""
    items = {column.index: column.rule.item for column in values if column.rule is not None and column.rule.item}
    if items and _rows_are_items(reading):
        return {}
    if items and not any(column.role in ("code", "name") for column in reading.columns):
        items = {column.index: items.get(column.index) or _named_by(column, forms) for column in values}
    groups: dict[tuple[str, Quantity | None, int | None], list[Column]] = {}
    for column in values:
        if column.index in items:
            quantity = quantity_of(reading, column, None, document, forms)
            period = period_of(reading, column, quantity, document, forms)
            groups.setdefault((items[column.index], quantity, period), []).append(column)
    for columns in groups.values():
        outermost = min(columns, key=lambda column: len(column.levels))
        if len(columns) > 1 and outermost.rule is not None and outermost.rule.outer:
            items[outermost.index] = outermost.rule.outer
    return items


def _rows_are_items(reading: TableReading) -> bool:
    """Does a row bear the name of one of the form's items, other than their sum?"""
    named = [rule for rule in reading.form.columns if rule.item and not rule.outer]
    names = [label.name for label in reading.labels.values() if label.name]
    return any(rule.pattern.regex.search(name) for rule in named for name in names)


def _named_by(column: Column, forms: Forms) -> str:
    """The item of a column that no rule of a form of items knows: its innermost header that says no quantity."""
    said = [level for level in column.levels if not forms.says("plain_quantity", level)]
    return forms.item_name(said[-1]) if said else forms.whole_item


def item_of(item: str | None, label: RowLabels, reading: TableReading, forms: Forms) -> str | None:
    """The row's name, or the column's item; both where the rows of a table of items are bodies."""
    if item is None and not any(column.role in ("code", "name", "line") for column in reading.columns):
        return forms.whole_item if reading.columns else label.name
    if item is None or label.name is None or forms.says("total_name", label.name) or is_quantity(label, forms):
        return item or label.name
    named = {other.name for other in reading.labels.values() if other.name}
    return item if len(named) == 1 else f"{label.name}/{item}"
