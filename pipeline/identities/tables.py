"""Identities within and between the tables of a filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.identities.operands import Operand, added, compared, operand
from pipeline.knowledge.identities import Cell, Identities
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.table import Fact


def check_columns(facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    """合计 of a row = the sum of its part columns, of one year and kind; blank parts count as nothing. A row with an
    amount in a column that the rule does not name, or in two columns of one measure, is not tried."""
    rows: dict[tuple[str, int, str | None, int | None], list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.table_id, fact.row, fact.quantity, fact.period].append(fact)
    for rule in known.columns:
        named = {rule.total, *rule.parts, *rule.within}
        for row in rows.values():
            own = [f for f in row if f.template == rule.template and f.value is not None]
            total = next((f for f in own if f.measure == rule.total), None)
            parts = [o for f in own if f.measure in rule.parts and (o := operand(f))]
            left = operand(total) if total else None
            filled = [f.measure for f in own if f.value]
            is_known = set(filled) <= named and all(filled.count(m) == 1 for m in filled)
            if total and left and parts and is_known:
                yield compared(
                    (rule.id, rule.says), total.item_name or total.surface, left, added(parts), known.messages
                )


def check_children(facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    """A code = the codes one level below it, in every value column of a table."""
    identifier, says, templates = known.children
    columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.template in templates and _code(fact):
            columns[fact.table_id, fact.measure, fact.quantity, fact.period, fact.fund].append(fact)
    for column in columns.values():
        codes = [_code(f) for f in column]
        for fact in column:
            code = _code(fact)
            below = [f for f in column if _code(f)[:-2] == code]
            if codes.count(code) > 1 or any(codes.count(_code(f)) > 1 for f in below):
                continue
            left, parts = operand(fact), [o for f in below if (o := operand(f))]
            if left and parts:
                yield compared(
                    (identifier, says),
                    f"{code} {fact.item_name}（{fact.column_header}）",
                    left,
                    added(parts),
                    known.messages,
                )


def _code(fact: Fact) -> str:
    return fact.item_code_normalized or fact.item_code or ""


def check_rows(facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    """A row = other rows of the same column."""
    for rule in known.rows:
        columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.template == rule.template and fact.measure == rule.measure and rule.side in (None, fact.side):
                columns[fact.table_id, fact.quantity, fact.period, fact.column if rule.side else -1].append(fact)
        for column in columns.values():
            total = next((f for f in column if bare(f.item_name or "") == rule.total), None)
            left = operand(total) if total else None
            parts = [o for f in column if bare(f.item_name or "") in rule.parts and (o := operand(f))]
            if total and left and parts:
                yield compared(
                    (rule.id, rule.says), f"{rule.total}（{total.column_header}）", left, added(parts), known.messages
                )


def check_cells(facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    """The same amount in two tables."""
    for rule in known.cells:
        left, right = find_cell(facts, rule.left), find_cell(facts, rule.right)
        if left and right:
            yield compared((rule.id, rule.says), "、".join(rule.left.items), left, right, known.messages)


def find_cell(facts: Sequence[Fact], cell: Cell, quantity: str | None = None) -> Operand | None:
    """The one printed figure of a cell; the sum where it names several items; None where one is missing or not
    unique."""
    found = []
    for item in cell.items:
        hits = [
            f
            for f in facts
            if f.template == cell.template
            and f.measure == cell.measure
            and cell.side in (None, f.side)
            and bare(f.item_name or "") == item
            and f.state == "reported"
            and quantity in (None, f.quantity)
        ]
        single = operand(hits[0]) if len({f.value_cny for f in hits}) == 1 else None
        if single is None:
            return None
        found.append(single)
    return added(found)
