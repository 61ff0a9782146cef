"""Identities between the narrative and the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.identities.operands import compared, operand
from pipeline.identities.tables import find_cell
from pipeline.knowledge.identities import Cell, Identities
from pipeline.records.check import Check
from pipeline.records.statement import Statement
from pipeline.records.table import Fact


def check_across(statements: Sequence[Statement], facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    """What the narrative says of an item is what the table says: by name for totals, by code for items."""
    for statement in statements:
        left = operand(statement)
        if left is None or statement.value_cny is None:
            continue
        for rule in known.across:
            if (
                statement.section_key not in rule.sections
                or statement.quantity != rule.quantity
                or not rule.item.search(statement.item_name)
                or (rule.when is not None and not _same(facts, *rule.when))
            ):
                continue
            is_staged = rule.quantity != "actual" or rule.cell.template == "performance_self_evaluation"
            right = find_cell(facts, rule.cell, rule.quantity if is_staged else None)
            if right:
                yield compared((rule.id, rule.says), statement.item_name, left, right, known.messages)
        yield from _by_code(statement, facts, known)


def _same(facts: Sequence[Fact], left: Cell, right: Cell) -> bool:
    one, other = find_cell(facts, left), find_cell(facts, right)
    return one is not None and other is not None and one.value * one.factor == other.value * other.factor


def _by_code(statement: Statement, facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    rule = known.across_codes
    left = operand(statement)
    if (
        statement.item_code is None
        or statement.quantity != "actual"
        or statement.section_key not in rule.sections
        or left is None
    ):
        return
    hits = [
        f
        for f in facts
        if f.template == rule.template
        and f.measure == rule.measure
        and f.state == "reported"
        and statement.item_code in (f.item_code_normalized, f.item_code)
    ]
    right = operand(hits[0]) if len(hits) == 1 else None
    if right:
        yield compared(
            (rule.id, rule.says), f"{statement.item_code} {statement.item_name}", left, right, known.messages
        )
