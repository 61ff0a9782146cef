"""Identities of a 绩效自评表: rates and scores of its rows, and what its indicators claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.identities.operands import Operand, indicator_operand, operand, quotient
from pipeline.identities.outcomes import compared, untried
from pipeline.identities.tables import Tables, name_of
from pipeline.knowledge.identities import Identities
from pipeline.matching.intervals import Interval
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.table import Fact, PerformanceIndicator

_HUNDRED = Decimal(100)
Row = dict[str, Fact]


def check_evaluation(
    tables: Tables, indicators: Sequence[PerformanceIndicator], known: Identities
) -> Iterator[Check]:
    """执行率 = 执行数 / 预算数; 得分 = 执行率 × 分值; an indicator that repeats a row's rate says the same."""
    rows: dict[tuple[str, int], Row] = defaultdict(dict)
    for fact in tables.get("performance_self_evaluation", ()):
        rows[fact.table_id, fact.row][fact.quantity or fact.measure] = fact
    for row in rows.values():
        yield from _rate(row, known)
    by_table: dict[str, list[Row]] = defaultdict(list)
    for (table, _), row in rows.items():
        by_table[table].append(row)
    for own in by_table.values():
        yield from _scores(own, known)
    for indicator in indicators:
        yield from _indicator(indicator, by_table.get(indicator.table_id, []), known)


def _figure(row: Row, name: str) -> Operand | None:
    return operand(row[name]) if name in row else None


def _rate(row: Row, known: Identities) -> Iterator[Check]:
    rule, left = known.evaluation["rate"], _figure(row, "completion_rate")
    if left is None:
        return
    subject = row["completion_rate"].item_name or ""
    actual = _figure(row, "actual")
    budgets = [b for name in ("final_budget", "initial_budget", "budget") if (b := _figure(row, name))]
    rates = [r for b in budgets if actual and (r := quotient(actual, b))]
    if not rates:
        yield untried(rule, subject, "no_base", known.words, left)
        return
    right = next((r for r in rates if r.interval.meets(left.interval)), rates[0])
    yield compared(rule, subject, left, right, known.words)


def _scores(rows: Sequence[Row], known: Identities) -> Iterator[Check]:
    """A weight that is not printed is the one that most rows of the table fit (at least two)."""
    scored = [(row, s, r) for row in rows if (s := _figure(row, "score")) and (r := _figure(row, "completion_rate"))
              and s.value]
    rule = known.evaluation["score"]
    for row, score, rate in scored:
        subject = row["score"].item_name or ""
        weight = _figure(row, "weight")
        full = weight.value if weight and weight.value else _implied(scored, known.full_scores)
        if full is None:
            yield untried(rule, subject, "no_weight", known.words, score)
        else:
            yield compared(rule, subject, score, _weighed(rate, full), known.words)


def _weighed(rate: Operand, full: Decimal) -> Operand:
    factor = full / _HUNDRED
    value, interval = rate.value * factor, rate.interval.times(factor)
    if rate.value > _HUNDRED:
        value, interval = full, Interval(full, interval.high)
    return replace(rate, value=value, interval=interval, decimals=None, formula=f"{rate.formula}%×{full}")


def _implied(scored: Sequence[tuple[Row, Operand, Operand]], candidates: Sequence[Decimal]) -> Decimal | None:
    fits = {full: sum(s.interval.meets(_weighed(r, full).interval) for _, s, r in scored) for full in candidates}
    best = max(fits, key=lambda full: fits[full], default=None)
    return best if best is not None and fits[best] >= 2 and 2 * fits[best] > len(scored) else None


def _indicator(indicator: PerformanceIndicator, rows: Sequence[Row], known: Identities) -> Iterator[Check]:
    """项目支出预算执行率 100% beside a row 项目支出 whose rate is another."""
    named = known.rate_indicator.search(bare(indicator.level3 or ""))
    left = indicator_operand(indicator)
    if not named or left is None:
        return
    rule, subject = known.evaluation["indicator"], indicator.level3 or ""
    rights = [r for row in rows if "completion_rate" in row and name_of(row["completion_rate"]) == named["item"]
              and (r := _figure(row, "completion_rate"))]
    if len(rights) != 1:
        yield untried(rule, subject, "no_row", known.words, left)
    else:
        yield compared(rule, subject, left, rights[0], known.words)
