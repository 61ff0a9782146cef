"""Identities between the narrative and the tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.identities.between import find_cells, nearest
from pipeline.identities.operands import Operand, nothing, operand
from pipeline.identities.outcomes import compared, untried
from pipeline.identities.tables import Tables, code_of, name_of
from pipeline.knowledge.identities import Across, Cell, Identities, ItemRows
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.reason import Reason
from pipeline.records.statement import Statement
from pipeline.records.table import Fact


def outside_reasons(statements: Sequence[Statement], reasons: Sequence[Reason]) -> list[Statement]:
    """The statements that assert something of their own: figures inside the words of a reason are parts of what they
    name, or another year's."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for reason in reasons:
        if reason.sentence_id and reason.start is not None and reason.end is not None:
            end = reason.end if reason.end_sentence_id in (None, reason.sentence_id) else 1_000_000
            spans[reason.sentence_id].append((reason.start, end))
    return [s for s in statements if not any(a <= s.start < b for a, b in spans[s.sentence_id])]


def check_across(statements: Sequence[Statement], tables: Tables, known: Identities) -> Iterator[Check]:
    """What the narrative says of an item is what the table says: by name for totals, by code or name for items."""
    for statement in statements:
        if statement.period is not None:
            continue
        left = nothing(statement) if statement.state == "none_reported" else operand(statement)
        if left is None or (statement.value_cny is None and statement.state != "none_reported"):
            continue
        tried = [c for rule in known.across if _is_of(rule, statement, tables)
                 if (c := _total(rule, statement, left, tables, known))]
        yield from tried
        if not tried:
            yield from _item(statement, left, tables, known)


def _is_of(rule: Across, statement: Statement, tables: Tables) -> bool:
    return (
        statement.section_key in rule.sections
        and statement.quantity == rule.quantity
        and rule.item.search(bare(statement.item_name)) is not None
        and (rule.when is None or _same(tables, *rule.when))
    )


def _same(tables: Tables, left: Cell, right: Cell) -> bool:
    ones, others = find_cells(tables, left), find_cells(tables, right)
    return len(ones) == len(others) == 1 and ones[0].amount == others[0].amount


def _total(rule: Across, statement: Statement, left: Operand, tables: Tables, known: Identities) -> Check | None:
    is_staged = rule.quantity != "actual" or rule.cell.template == "performance_self_evaluation"
    candidates = find_cells(tables, rule.cell, rule.quantity if is_staged else None)
    right = nearest(left, candidates)
    others = find_cells(tables, rule.also) if right and rule.also and not right.interval.meets(left.interval) else []
    if right and any(other.interval.meets(left.interval) for other in others):
        return untried(rule.rule, statement.item_name, "other_total", known.words, left, right)
    if right:
        return compared(rule.rule, statement.item_name, left, right, known.words)
    if statement.state == "none_reported":
        return None
    why = "several" if candidates else "no_cell" if rule.cell.template in tables else "no_table"
    return untried(rule.rule, statement.item_name, why, known.words, left)


def _item(statement: Statement, left: Operand, tables: Tables, known: Identities) -> Iterator[Check]:
    for rule in known.item_rows:
        if statement.section_key in rule.sections and statement.quantity in rule.quantities:
            column = [f for f in tables.get(rule.template, ()) if f.measure == rule.measure and f.period is None
                      and (f.quantity in (None, "actual")) == (statement.quantity == "actual")]
            if rule.template not in tables:
                yield untried(rule.rule, _subject(statement), "no_table", known.words, left)
            else:
                yield from _row(rule, statement, left, column, known)


def _row(
    rule: ItemRows, statement: Statement, left: Operand, facts: Sequence[Fact], known: Identities
) -> Iterator[Check]:
    hits = _rows_of(rule, statement, facts)
    values = [(f, o) for f in hits if (o := operand(f))]
    own = [o for f, o in values if statement.quantity in ("actual", f.quantity)]
    right = nearest(left, own) or next((o for _, o in values if o.interval.meets(left.interval)), None)
    if right:
        fact = next(f for f, o in values if o is right)
        yield compared(rule.rule, _subject(statement), left, right, known.words, lambda: _neighbours(fact, facts))
    elif hits or statement.item_code:
        why = "several" if own else "other_basis" if values else "blank" if hits else "no_row"
        yield untried(rule.rule, _subject(statement), why, known.words, left)


def _rows_of(rule: ItemRows, statement: Statement, facts: Sequence[Fact]) -> list[Fact]:
    name = bare(statement.item_name)
    for pattern, row in rule.names:
        if pattern.search(name):
            return [f for f in facts if name_of(f) == row]
    if statement.item_code and rule.by_code:
        coded = [f for f in facts if statement.item_code in (code_of(f), f.item_code)]
        if coded:
            return coded
    return [f for f in facts if name_of(f) == name]


def _subject(statement: Statement) -> str:
    return f"{statement.item_code or ''} {statement.item_name}".strip()


def _neighbours(fact: Fact, facts: Sequence[Fact]) -> Mapping[str, Sequence[Operand]]:
    column = [f for f in facts if f.table_id == fact.table_id and f.column == fact.column and f.value is not None]
    at = column.index(fact)
    return {"shifted": [o for f in (*column[max(0, at - 1):at], *column[at + 1:at + 2]) if (o := operand(f))]}
