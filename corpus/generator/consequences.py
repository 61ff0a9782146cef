"""Which contradictions the planted defects made, read off what was then printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from corpus.generator.cells import Row
from corpus.generator.defects import Plot, by_measure, shift_rows, wrong_total
from corpus.generator.document import Block, Cell, Conflict, Paragraph, StatementTruth, Table
from corpus.generator.money import half_up, percent
from corpus.generator.stories import Teller


def narrative_conflicts(plot: Plot, tell: Teller, blocks: list[Block], scale: Decimal) -> Iterator[Conflict]:
    """The contradictions that the wrong figures made, where the hand printed them."""
    marks = [
        m.truth for b in blocks if isinstance(b, Paragraph) for m in b.marks if isinstance(m.truth, StatementTruth)
    ]
    for name, defect in plot.of("spoil"):
        found = list(spoiled_print(defect, tell, marks, scale))
        printed = {truth.quantity for truth, _, _ in found}
        for truth, right, unit in found:
            says = f"{truth.item_name}：{defect['says']}"
            yield Conflict(name, says, truth.value, right, unit, truth, severity_of(truth, printed), name)


def severity_of(truth: StatementTruth, printed: set[str]) -> str:
    """Of figures with one root only that is an error which the print itself shows to be wrong.

    Shares no longer fit a wrong sum; a wrong change shows in its rate; itself it is known only from last year.
    """
    follows = truth.quantity == "share" or (truth.quantity == "change" and "change_rate" in printed)
    return "info" if follows else "error"


def spoiled_print(
    defect: dict[str, Any], tell: Teller, marks: list[StatementTruth], scale: Decimal
) -> Iterator[tuple[StatementTruth, str, str]]:
    """Printed figures that differ from what the printed figures around them give."""
    if defect["topic"] == "items":
        for n, truth in enumerate(marks):
            if truth.quantity != "completion_rate" or not truth.section_key.endswith("items"):
                continue
            near = {m.quantity: m for m in marks[max(0, n - 4) : n] if m.item_name == truth.item_name and m.value}
            budget = near.get(truth.basis)
            if (
                defect["quantity"] == "initial_budget"
                and truth.basis == "initial_budget"
                and budget
                and not Decimal(budget.value)
            ):
                yield truth, "", "percent"
            elif defect["quantity"] == "completion_rate" and budget and "actual" in near and Decimal(budget.value):
                right = percent(Decimal(near["actual"].value), Decimal(budget.value))
                if abs(right - Decimal(truth.value)) > 1:
                    yield truth, str(right), "percent"
    elif defect["quantity"] == "actual":
        yield from wrong_total_print(marks, half_up(tell.year.total() / scale))
    else:
        money = tell.year.money["operating"], tell.year.prior_money.get("operating", Decimal(0))
        yield from wrong_change_print(marks, half_up((money[0] - money[1]) / scale))


def wrong_total_print(marks: list[StatementTruth], true: Decimal) -> Iterator[tuple[StatementTruth, str, str]]:
    """支出合计 against its table, and the shares of its parts, which were reckoned from the true sum."""
    near = [m for m in marks if m.section_key == "expenditure" and m.value]
    totals = [m for m in near if "支出合计" in m.item_name and m.quantity == "actual" and Decimal(m.value) != true]
    parts = {m.item_name: Decimal(m.value) for m in near if m.quantity == "actual"}
    for total in totals:
        yield total, str(true), total.unit
        for share in (m for m in near if m.quantity == "share" and m.item_name in parts):
            right = percent(parts[share.item_name], Decimal(total.value))
            if abs(right - Decimal(share.value)) > Decimal("0.01"):
                yield share, str(right), "percent"


def wrong_change_print(marks: list[StatementTruth], true: Decimal) -> Iterator[tuple[StatementTruth, str, str]]:
    """The change of 机关运行经费 against its true one, and its rate against the change that is printed."""
    near = [
        m for m in marks if m.item_name.startswith("机关运行经费") and m.value and m.section_key == "operating_cost"
    ]
    changes = [m for m in near if m.quantity == "change" and abs(Decimal(m.value)) != abs(true)]
    actual = next((Decimal(m.value) for m in near if m.quantity == "actual"), None)
    for change in changes:
        yield change, str(abs(true)), change.unit
        for rate in (m for m in near if m.quantity == "change_rate"):
            before = (actual or Decimal(0)) - Decimal(change.value)
            if before > 0:
                yield rate, str(percent(Decimal(change.value), before)), "percent"


def parents(rows: Sequence[Row], header: int, measure: str) -> Iterator[tuple[Cell, str, str, str]]:
    """Items whose printed amount is not the sum of the items below them."""
    found = [cells[measure][1] for row in rows[header:] if measure in (cells := by_measure(row))]
    values = {c.fact.item_code: Decimal(c.fact.value or 0) for c in found if c.fact and c.fact.item_code}
    for cell in found:
        code = cell.fact.item_code if cell.fact else ""
        below = [v for k, v in values.items() if k.startswith(code) and len(k) == len(code) + 2]
        if cell.fact and len(code) in (3, 5) and below:
            room = Decimal("0.005") * (len(below) + 1)
            if abs(values[code] - sum(below)) > room:
                yield cell, str(values[code]), str(sum(below)), cell.fact.unit


def spoil_table(plot: Plot, table: Table) -> tuple[Table, list[Conflict]]:
    """A table with shifted rows or a wrong total, and what contradicts what (one root for each defect)."""
    conflicts: list[Conflict] = []
    for name, defect in plot.of("table"):
        if defect["template"] != table.template:
            continue
        rows = [list(row) for row in table.rows]
        if defect["twist"] == "shift":
            found = shift_rows(plot, name, rows, table.header_rows)
            follows = list(parents(rows, table.header_rows, "project")) if found else []
        else:
            found, follows = wrong_total(rows, table.header_rows), []
        table = replace(table, rows=tuple(tuple(row) for row in rows))
        conflicts += [
            Conflict(name, f"{table.title}：{defect['says']}", left, right, unit, cell.fact, severity, name)
            for severity, group in (("error", found), ("info", follows))
            for cell, left, right, unit in group
        ]
    return table, conflicts
