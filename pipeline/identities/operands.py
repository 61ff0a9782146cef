"""Printed figures as operands: their value, where they stand, and the interval that their rounding allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.matching.intervals import Interval, printed
from pipeline.matching.numerals import YUAN
from pipeline.records.geometry import Box
from pipeline.records.statement import Statement
from pipeline.records.table import Fact, PerformanceIndicator
from pipeline.records.vocabulary import Unit

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: a cell of a table, or (template None) the narrative."""

    template: str | None
    item: str
    column: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure, printed or computed: `interval` is in yuan for money, else in its printed unit; `factor` leads back to
    the printed unit. `formula` says in the printed digits how it was computed."""

    value: Decimal
    interval: Interval
    factor: Decimal
    unit: Unit | None
    evidence: tuple[str, ...]
    page: int | None
    boxes: tuple[Box, ...]
    places: tuple[Place, ...] = ()
    formula: str = ""
    decimals: int | None = None
    """Printed decimals; None for what was computed."""

    @property
    def amount(self) -> Decimal:
        """The value in the unit of its interval."""
        return self.value * self.factor


def operand(row: Fact | Statement) -> Operand | None:
    """A fact or statement as an operand; None where it has no value."""
    if row.value is None:
        return None
    factor = YUAN.get(row.unit or "", Decimal(1))
    interval = _exact(row.value) if row.quantity == "count" else printed(row.value, row.decimals).times(factor)
    if isinstance(row, Fact):
        identifier, place = row.fact_id, Place(row.template, row.item_name or "", row.column_header, row.page)
    else:
        identifier, place = row.statement_id, Place(None, row.item_name, "", row.page)
    shown = f"{row.value:.{row.decimals}f}"
    return Operand(
        row.value, interval, factor, row.unit, (identifier,), row.page, row.boxes, (place,), shown, row.decimals)


def _exact(value: Decimal) -> Interval:
    """What is counted is not rounded."""
    return Interval(value, value)


def indicator_operand(row: PerformanceIndicator) -> Operand | None:
    """What an indicator reached as an operand; None where it is no number."""
    if row.actual_value is None:
        return None
    decimals = max(0, -int(row.actual_value.as_tuple().exponent))
    place = Place("performance_self_evaluation", row.level3 or "", "", row.page)
    return Operand(
        row.actual_value, printed(row.actual_value, decimals), Decimal(1), "percent", (row.indicator_id,), row.page,
        row.boxes, (place,), f"{row.actual_value}", decimals)


def nothing(row: Statement) -> Operand:
    """A statement that there was none of its item: exactly zero."""
    place = Place(None, row.item_name, "", row.page)
    factor = YUAN["wan_yuan"]
    none = Decimal(0)
    return Operand(
        none, _exact(none), factor, "wan_yuan", (row.statement_id,), row.page, row.boxes, (place,), row.surface, 0)


def added(parts: Sequence[Operand]) -> Operand:
    """The sum of figures, in the unit of the first."""
    if len(parts) == 1:
        return parts[0]
    interval = parts[0].interval
    for part in parts[1:]:
        interval = interval + part.interval
    value = sum((part.amount for part in parts), Decimal(0)) / parts[0].factor
    return _computed(parts, value, interval, "＋".join(_inner(p) for p in parts))


def difference(left: Operand, right: Operand) -> Operand:
    """left − right, in the unit of the left."""
    value = (left.amount - right.amount) / left.factor
    return _computed((left, right), value, left.interval - right.interval, f"{left.formula}－{_inner(right)}")


def quotient(part: Operand, whole: Operand) -> Operand | None:
    """part / whole in percent; None where the whole may be zero."""
    ratio = part.interval.over(whole.interval)
    if ratio is None or not whole.value:
        return None
    made = _computed(
        (part, whole), part.amount / whole.amount * _HUNDRED,
        Interval(ratio.low * _HUNDRED, ratio.high * _HUNDRED), f"{_inner(part)}÷{_inner(whole)}")
    return replace(made, factor=Decimal(1), unit="percent")


def least_rate(part: Operand, base: Operand) -> Decimal:
    """The least that part / base can be in percent, whatever the signs, where the base is printed as nothing: a print
    of zero may stand for a little."""
    least = Decimal(0) if is_zero(part) else min(abs(part.interval.low), abs(part.interval.high))
    most = max(abs(base.interval.low), abs(base.interval.high))
    return least / most * _HUNDRED if most else Decimal("Infinity")


def growth(actual: Operand, base: Operand) -> Operand | None:
    """(actual − base) / base in percent, as the two vary together; None where the base may be zero."""
    ratio = quotient(actual, base)
    if ratio is None:
        return None
    interval = Interval(ratio.interval.low - _HUNDRED, ratio.interval.high - _HUNDRED)
    formula = f"（{actual.formula}－{base.formula}）÷{base.formula}"
    return replace(ratio, value=ratio.value - _HUNDRED, interval=interval, formula=formula)


def unsigned(one: Operand) -> Operand:
    """The figure without its sign."""
    if one.value >= 0:
        return one
    return replace(one, value=-one.value, interval=Interval(-one.interval.high, -one.interval.low))


def is_zero(one: Operand) -> bool:
    """May the print stand for zero?"""
    return one.interval.low <= 0 <= one.interval.high


def _computed(parts: Sequence[Operand], value: Decimal, interval: Interval, formula: str) -> Operand:
    first = parts[0]
    evidence = tuple(dict.fromkeys(e for p in parts for e in p.evidence))
    places = tuple(dict.fromkeys(place for p in parts for place in p.places))
    return Operand(
        value, interval, first.factor, first.unit, evidence, first.page, first.boxes, places, formula)


def _inner(one: Operand) -> str:
    return one.formula if one.decimals is not None else f"（{one.formula}）"
