"""Sheets of performance: rows of money and rows of indicators, in self-evaluations under headers of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from pipeline.knowledge.forms import ColumnRule, Form, Forms
from pipeline.knowledge.headers import is_number
from pipeline.knowledge.patterns import Pattern
from pipeline.matching.grid_view import GridView, cell_text
from pipeline.matching.normalize import bare
from pipeline.records.layout import Cell

MONEY = frozenset({"initial_budget", "final_budget", "actual"})


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A row of money: its label, the cell of each value column, and the cell that gives the reason, if any."""

    row: int
    label: Cell
    values: tuple[tuple[int, ColumnRule, str, Cell], ...]
    reason: Cell | None


@dataclass(frozen=True, slots=True)
class MoneyBlock:
    """The rows of money under one header; `words` are the texts beside and above them, which may declare a unit."""

    rows: tuple[MoneyRow, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A row of indicators: the cell of each meaning (level1 … score)."""

    row: int
    cells: Mapping[str, Cell]
    is_total: bool


def money_blocks(grid: GridView, form: Form, forms: Forms) -> tuple[MoneyBlock, ...]:
    """The blocks of money: in a sheet of targets the amounts beside their labels, in a self-evaluation one block per
    header row that names at least two of budget, spending, rate and score."""
    if form.axis == "targets":
        return _target_blocks(grid, form, forms)
    blocks = []
    for row in range(grid.row_count):
        columns = _money_columns(grid, row, form)
        if sum(rule.quantity in MONEY for rule, _ in columns.values()) >= 2:
            block = _money_block(grid, row, columns, forms)
            if block.rows:
                blocks.append(block)
    return tuple(blocks)


def _target_blocks(grid: GridView, form: Form, forms: Forms) -> tuple[MoneyBlock, ...]:
    """Every amount that stands right of its label or below it, above the targets."""
    blocks = []
    for row, cells in enumerate(grid.rows):
        texts = [bare(cell_text(cell)) for cell in cells]
        if any(pattern.regex.search(text) for pattern in form.block_end for text in texts):
            break
        for label, value in pairwise(cells):
            rule = next((rule for rule in form.columns if rule.pattern.regex.search(bare(cell_text(label)))), None)
            if rule is not None and is_number(bare(cell_text(value))):
                words = tuple(bare(grid.text(row, column)) for column in range(value.column))
                money = MoneyRow(row, label, ((value.column, rule, "", value),), None)
                blocks.append(MoneyBlock((money,), tuple(dict.fromkeys(words))))
        columns = {column: found for column, found in _money_columns(grid, row, form).items() if column > 0}
        if columns and (block := _money_block(grid, row, columns, forms)).rows:
            blocks.append(block)
    return tuple(blocks)


def _money_columns(grid: GridView, row: int, form: Form) -> dict[int, tuple[ColumnRule, str]]:
    columns: dict[int, tuple[ColumnRule, str]] = {}
    for cell in grid.rows[row]:
        text = bare(cell_text(cell))
        rule = next((rule for rule in form.columns if rule.pattern.regex.search(text)), None)
        if rule is not None and len(text) <= 30:
            columns[cell.column] = (rule, text)
    return columns


def _money_block(
    grid: GridView, header: int, columns: Mapping[int, tuple[ColumnRule, str]], forms: Forms,
) -> MoneyBlock:
    first = min(columns)
    behind = [cell for cell in grid.rows[header] if cell.column > first]
    reasons = [cell for cell in behind if forms.says("text_header", bare(cell_text(cell)))]
    rows: list[MoneyRow] = []
    words = [bare(cell_text(cell)) for cell in grid.rows[header]]
    for row in range(header + 1, grid.row_count):
        label = _label(grid, row, first)
        values = [
            (column, rule, text, cell) for column, (rule, text) in columns.items()
            if (cell := grid.at(row, column)) is not None and cell.row == row and cell.column == column
        ]
        said = [bare(cell_text(cell)) for _, _, _, cell in values]
        if label is None or not values or not all(is_number(text) or forms.is_nothing(text) for text in said):
            break
        reason = grid.at(row, reasons[0].column) if reasons else None
        rows.append(MoneyRow(row, label, tuple(values), reason if reason is not None and cell_text(reason) else None))
        words += [text for column in range(first) if (text := bare(grid.text(row, column)))]
    return MoneyBlock(tuple(rows), tuple(dict.fromkeys(words)))


def _label(grid: GridView, row: int, first: int) -> Cell | None:
    for column in range(first - 1, -1, -1):
        cell = grid.at(row, column)
        if cell is not None and cell_text(cell):
            return cell if cell.row == row else None
    return None


def indicator_rows(grid: GridView, form: Form) -> tuple[IndicatorRow, ...]:
    """The rows of all indicator blocks: below a header row that names the third level and another."""
    rows: list[IndicatorRow] = []
    columns: dict[str, int] = {}
    start = grid.row_count
    for row in range(grid.row_count):
        found = _indicator_columns(grid, row, form.indicators)
        if "level3" in found and ("level1" in found or "level2" in found):
            columns = found
            start = max(cell.row_end for place in found.values() if (cell := grid.at(row, place)) is not None)
        elif columns and row >= start:
            indicator = _indicator_row(grid, row, columns, form)
            if indicator is not None:
                rows.append(indicator)
    return tuple(rows)


def _indicator_columns(grid: GridView, row: int, meanings: tuple[Pattern, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column in range(grid.column_count):
        cell = grid.at(row, column)
        text = bare(cell_text(cell))
        if cell is None or cell.column != column or not text or len(text) > 24:
            continue
        meaning = next((pattern.meaning for pattern in meanings if pattern.regex.search(text)), None)
        if meaning is not None and meaning not in found:
            found[meaning] = column
    return found


def _indicator_row(grid: GridView, row: int, columns: Mapping[str, int], form: Form) -> IndicatorRow | None:
    covering = {meaning: grid.at(row, column) for meaning, column in columns.items()}
    cells = {meaning: cell for meaning, cell in covering.items() if cell is not None and cell_text(cell)}
    first = next((bare(cell_text(cell)) for cell in grid.rows[row] if cell_text(cell)), "")
    if any(pattern.regex.search(first) for pattern in form.total):
        cells = {m: c for m, c in cells.items() if m in ("weight", "score")} | {"level1": grid.rows[row][0]}
        return IndicatorRow(row, cells, True)
    level3 = cells.get("level3")
    wide = level3 is not None and any(cells.get(name) is level3 for name in ("target", "weight", "score", "actual"))
    if level3 is None or wide or level3.row != row or not {"target", "actual", "weight", "score"} & set(cells):
        return None
    same = {name for name in ("level1", "level2") if cells.get(name) is level3}
    return IndicatorRow(row, {name: cell for name, cell in cells.items() if name not in same}, False)
