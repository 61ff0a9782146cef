"""Identities within the tables of a filing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.identities.operands import Operand, added, operand
from pipeline.identities.outcomes import compared, untried
from pipeline.knowledge.identities import ColumnSum, Identities, RowSum
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.table import Fact

Tables = Mapping[str, Sequence[Fact]]
"""Facts by template."""

_CLASS = 3
"""Digits of the code of a 类."""


def by_template(facts: Sequence[Fact]) -> Tables:
    """The facts of each template, in order."""
    tables: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        tables[fact.template].append(fact)
    return tables


def code_of(fact: Fact) -> str:
    """Its code, completed where it was printed short; empty where it has none."""
    return fact.item_code_normalized or fact.item_code or ""


def name_of(fact: Fact) -> str:
    """Its name without blanks."""
    return bare(fact.item_name or "")


def check_columns(tables: Tables, known: Identities) -> Iterator[Check]:
    """合计 of a row = the sum of its part columns, of one year and kind; blank parts count as nothing. A row with an
    amount in a column that the rule does not name, or in two columns of one measure, is not tried."""
    for rule in known.columns:
        rows: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
        for fact in tables.get(rule.template, ()):
            rows[fact.table_id, fact.row, fact.side, fact.quantity, fact.period].append(fact)
        columns = _columns(tables.get(rule.template, ()))
        for row in rows.values():
            yield from _column_sum(rule, row, columns, known)


def _column_sum(
    rule: ColumnSum, row: Sequence[Fact], columns: Mapping[tuple[str, int], Sequence[Fact]], known: Identities
) -> Iterator[Check]:
    total = next((f for f in row if f.measure == rule.total[0]), None)
    mine = [f for f in row if f.measure in rule.parts]
    parts = [o for f in mine if (o := operand(f))]
    if not mine:
        return
    more = [o for f in row if f.measure in rule.total[1:] and (o := operand(f))]
    left = added([one, *more]) if total and (one := operand(total)) else None
    if total is None or (left is None and not parts):
        return
    subject = f"{code_of(total)} {total.item_name or total.surface}".strip()
    if left is None or not parts or any(f.state == "unreadable" for f in row):
        yield untried(rule.rule, subject, "part_missing", known.words, left, *parts)
        return
    filled = [f.measure for f in row if f.value]
    if not set(filled) <= {*rule.total, *rule.parts, *rule.within} or len(set(filled)) < len(filled):
        yield untried(rule.rule, subject, "other_columns", known.words, left)
        return
    yield compared(rule.rule, subject, left, added(parts), known.words, lambda: _shifted(left, parts, mine, columns))


def _columns(facts: Sequence[Fact]) -> dict[tuple[str, int], list[Fact]]:
    columns: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        columns[fact.table_id, fact.column].append(fact)
    return columns


def beside(fact: Fact, columns: Mapping[tuple[str, int], Sequence[Fact]]) -> list[Operand]:
    """The figures of the rows above and below, in the same column."""
    column = columns[fact.table_id, fact.column]
    at = column.index(fact)
    return [o for f in (*column[max(0, at - 1):at], *column[at + 1:at + 2]) if (o := operand(f))]


def _shifted(
    left: Operand, parts: Sequence[Operand], facts: Sequence[Fact],
    columns: Mapping[tuple[str, int], Sequence[Fact]],
) -> dict[str, list[Operand]]:
    """The sums that there would be with a part taken from the row above or below."""
    sums = []
    for fact in facts:
        others = [p for p in parts if p.evidence != (fact.fact_id,)]
        sums += [added([near, *others]) for near in beside(fact, columns)]
    return {"shifted": sums}


def check_children(tables: Tables, known: Identities) -> Iterator[Check]:
    """A code = the codes one level below it, and 合计 = the classes, in every value column of a table."""
    for template in known.code_sums.templates:
        columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
        for fact in tables.get(template, ()):
            columns[fact.table_id, fact.measure, fact.quantity, fact.period, fact.fund].append(fact)
        for column in columns.values():
            yield from _children(column, known)
            yield from _classes(column, known)


def _children(column: Sequence[Fact], known: Identities) -> Iterator[Check]:
    coded: dict[str, list[Fact]] = defaultdict(list)
    below: dict[str, list[Fact]] = defaultdict(list)
    for fact in column:
        if code := code_of(fact):
            coded[code].append(fact)
            below[code[:-2]].append(fact)
    rule = known.code_sums.children
    for code, facts in coded.items():
        under = below.get(code, [])
        if not under:
            continue
        left, parts = operand(facts[0]), [o for f in under if (o := operand(f))]
        subject = f"{code} {facts[0].item_name}（{facts[0].column_header}）"
        if left is None and not parts:
            continue
        doubled = len(facts) > 1 or any(len(coded[code_of(f)]) > 1 for f in under)
        if doubled or left is None or not parts or any(f.state == "unreadable" for f in under):
            yield untried(rule, subject, "doubled" if doubled else "part_missing", known.words, left)
        else:
            yield compared(rule, subject, left, added(parts), known.words)


def _classes(column: Sequence[Fact], known: Identities) -> Iterator[Check]:
    sums = known.code_sums
    totals = [f for f in column if name_of(f) in sums.totals and not code_of(f)]
    classes = [f for f in column if len(code_of(f)) == _CLASS]
    if len(totals) != 1 or not classes or classes[0].template not in sums.classes_of:
        return
    left, parts = operand(totals[0]), [o for f in classes if (o := operand(f))]
    if left is None and not parts:
        return
    subject = f"{totals[0].item_name}（{totals[0].column_header}）"
    codes = [code_of(f) for f in classes]
    if left is None or not parts or len(set(codes)) < len(codes) or any(f.state == "unreadable" for f in classes):
        yield untried(sums.classes, subject, "part_missing", known.words, left)
    else:
        yield compared(sums.classes, subject, left, added(parts), known.words)


def check_rows(tables: Tables, known: Identities) -> Iterator[Check]:
    """A row = other rows of the same column; rows that are taken off (收入 − 支出 = 结余) count with their sign."""
    for rule in known.rows:
        columns: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
        for fact in tables.get(rule.template, ()):
            if fact.measure == rule.measure and rule.side in (None, fact.side):
                place = fact.column if rule.side else -1
                columns[fact.table_id, fact.quantity, fact.period, place].append(fact)
        for column in columns.values():
            yield from _row_sum(rule, column, known)


def _row_sum(rule: RowSum, column: Sequence[Fact], known: Identities) -> Iterator[Check]:
    totals = [f for f in column if name_of(f) in rule.total]
    mine = [f for f in column if name_of(f) in rule.parts]
    if not totals:
        return
    left, parts = operand(totals[0]), [o for f in mine if (o := operand(f))]
    subject = f"{totals[0].item_name}（{totals[0].column_header}）"
    if left is None or not parts:
        if left or parts:
            yield untried(rule.rule, subject, "part_missing", known.words, left)
        return
    names = [name_of(f) for f in mine]
    if len(totals) > 1 or len(set(names)) < len(names) or any(f.state == "unreadable" for f in mine):
        yield untried(rule.rule, subject, "doubled", known.words, left)
    elif rule.complete and not set(rule.complete) <= set(names):
        yield untried(rule.rule, subject, "part_missing", known.words, left)
    else:
        yield compared(rule.rule, subject, left, added(parts), known.words)
