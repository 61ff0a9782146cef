"""Identities between the tables of a filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.identities.operands import Operand, added, operand
from pipeline.identities.outcomes import Evidence, compared, settled, told, untried
from pipeline.identities.tables import Tables, code_of, name_of
from pipeline.knowledge.identities import Cell, Identities, SameRows
from pipeline.knowledge.saying import Rule
from pipeline.records.check import Check
from pipeline.records.table import Fact

_LEVELS = (3, 5, 7)
"""Digits of the code of a 类, a 款, a 项."""


def find_cells(tables: Tables, cell: Cell, quantity: str | None = None) -> list[Operand]:
    """The printed figure of a cell in each table of its template; the sum where the cell names several items. A table
    where one is missing, or printed twice otherwise, has none."""
    by_table: dict[str, list[Fact]] = defaultdict(list)
    for fact in tables.get(cell.template, ()):
        if (
            fact.measure == cell.measure
            and cell.side in (None, fact.side)
            and fact.state == "reported"
            and quantity in (None, fact.quantity)
            and fact.period is None
        ):
            by_table[fact.table_id].append(fact)
    found = []
    for facts in by_table.values():
        parts = [_only([f for f in facts if name_of(f) in names]) for names in cell.items]
        if all(parts):
            found.append(added([p for p in parts if p]))
    return found


def _only(facts: Sequence[Fact]) -> Operand | None:
    return operand(facts[0]) if len({f.value_cny for f in facts}) == 1 else None


def nearest(left: Operand, candidates: Sequence[Operand]) -> Operand | None:
    """Of several tables that may be meant: one that agrees, else the only one; None where it stays open."""
    agreeing = next((c for c in candidates if left.interval.meets(c.interval)), None)
    return agreeing or (candidates[0] if len(candidates) == 1 else None)


def check_cells(tables: Tables, known: Identities) -> Iterator[Check]:
    """The same amount in two tables."""
    for rule in known.cells:
        lefts, rights = find_cells(tables, rule.left), find_cells(tables, rule.right)
        subject = "、".join("/".join(names) for names in rule.left.items)
        if not lefts and not rights:
            is_missing = rule.left.template not in tables or rule.right.template not in tables
            why = "no_table" if is_missing else "no_figure"
            yield untried(rule.rule, subject, why, known.words, outcome="not_applicable")
            continue
        pairs = [(a, b) for a in lefts for b in rights]
        pair = next((p for p in pairs if p[0].interval.meets(p[1].interval)), pairs[0] if len(pairs) == 1 else None)
        if pair:
            yield compared(rule.rule, subject, *pair, known.words)
        else:
            yield untried(rule.rule, subject, "several" if pairs else "one_side", known.words, *lefts[:1], *rights[:1])


def check_same_rows(tables: Tables, known: Identities) -> Iterator[Check]:
    """Rows of one name, or of one code, in two tables: the same amount, or (a part) not more than the other."""
    for rule in known.same_rows:
        others: dict[str, list[Fact]] = defaultdict(list)
        for fact in tables.get(rule.right.template, ()):
            if fact.measure == rule.right.measure and rule.right.side in (None, fact.side):
                others[_key(fact, rule)].append(fact)
        for fact in tables.get(rule.left.template, ()):
            is_left = fact.measure == rule.left.measure and rule.left.side in (None, fact.side)
            if is_left and (key := _key(fact, rule)) and key not in known.code_sums.totals:
                yield from _same_row(rule, fact, others.get(key, []), known)


def _key(fact: Fact, rule: SameRows) -> str:
    if rule.by == "code":
        return code_of(fact) if len(code_of(fact)) > 1 else ""
    return name_of(fact)


def _same_row(rule: SameRows, fact: Fact, others: Sequence[Fact], known: Identities) -> Iterator[Check]:
    left, rights = operand(fact), [o for f in others if (o := operand(f))]
    if left is None or (rule.bound and not rights):
        return
    subject = f"{code_of(fact)} {fact.item_name}（{fact.column_header}）".strip()
    if rule.bound:
        if len(rights) == 1:
            agrees = left.interval.low <= rights[0].interval.high
            yield settled(rule.rule, subject, left, rights[0], agrees, known.words)
        return
    right = nearest(left, rights)
    if right:
        yield compared(rule.rule, subject, left, right, known.words)
    elif others or left.value:
        yield untried(rule.rule, subject, "several" if rights else "one_side", known.words, left)


def check_short_codes(tables: Tables, known: Identities) -> Iterator[Check]:
    """A table whose codes are printed shorter than another table prints them for the same items."""
    rule = known.short_codes
    full: dict[str, set[str]] = defaultdict(set)
    for template in rule.templates:
        for fact in tables.get(template, ()):
            if fact.item_code:
                full[name_of(fact)].add(fact.item_code)
    for template in rule.templates:
        rows = {(f.table_id, f.row): f for f in reversed(tables.get(template, ())) if f.item_code}
        by_table: dict[str, list[Fact]] = defaultdict(list)
        for fact in sorted(rows.values(), key=lambda f: f.row):
            by_table[fact.table_id].append(fact)
        for facts in by_table.values():
            yield _short_codes(rule.rule, facts, full, known)


def _short_codes(rule: Rule, facts: Sequence[Fact], full: dict[str, set[str]], known: Identities) -> Check:
    table = known.words.tables[facts[0].template]
    short = [(f, longer) for f in facts for longer in [_longer(f, full)] if longer]
    shown = [f for f, _ in short] or list(facts[:1])
    evidence = Evidence(tuple(f.fact_id for f in shown), shown[0].page, tuple(b for f in shown for b in f.boxes))
    if not short:
        is_whole = all(len(f.item_code or "") in _LEVELS for f in facts)
        why = known.words.messages["codes_agree" if is_whole else "codes_alone"]
        return told(rule, table, "agree" if is_whole else "not_checkable", why, known.words, evidence)
    why = known.words.messages["codes_short"].format(
        table=table, short="、".join(f.item_code or "" for f, _ in short), full="、".join(code for _, code in short))
    return told(rule, table, "conflict", why, known.words, evidence)


def _longer(fact: Fact, full: dict[str, set[str]]) -> str | None:
    code = fact.item_code or ""
    if len(code) in _LEVELS:
        return None
    return next((c for c in sorted(full[name_of(fact)]) if len(c) > len(code) and c.startswith(code)), None)
