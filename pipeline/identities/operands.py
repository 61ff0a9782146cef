"""Printed figures as operands: their value, and the interval that their rounding allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.matching.intervals import Interval, printed
from pipeline.matching.numerals import YUAN
from pipeline.records.check import Check
from pipeline.records.geometry import Box
from pipeline.records.ids import local_id
from pipeline.records.statement import Statement
from pipeline.records.table import Fact
from pipeline.records.vocabulary import Unit

_UNIT_SLIPS = (Decimal(10_000), Decimal("0.0001"))
"""万元 for 元 and the other way round."""
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure: `interval` is in yuan for money, else in its printed unit; `factor` leads back to the printed unit."""

    value: Decimal
    interval: Interval
    factor: Decimal
    unit: Unit | None
    evidence: tuple[str, ...]
    page: int | None
    boxes: tuple[Box, ...]


def operand(row: Fact | Statement) -> Operand | None:
    """A fact or statement as an operand; None where it has no value."""
    if row.value is None:
        return None
    factor = YUAN.get(row.unit or "", Decimal(1))
    identifier = row.fact_id if isinstance(row, Fact) else row.statement_id
    interval = printed(row.value, row.decimals).times(factor)
    return Operand(row.value, interval, factor, row.unit, (identifier,), row.page, row.boxes)


def added(parts: Sequence[Operand]) -> Operand:
    """The sum of figures, in the unit of the first."""
    interval = parts[0].interval
    for part in parts[1:]:
        interval = interval + part.interval
    value = sum((part.value * part.factor for part in parts), Decimal(0)) / parts[0].factor
    evidence = tuple(e for part in parts for e in part.evidence)
    return Operand(value, interval, parts[0].factor, parts[0].unit, evidence, parts[0].page, parts[0].boxes)


def compared(rule: tuple[str, str], subject: str, left: Operand, right: Operand, messages: Mapping[str, str]) -> Check:
    """One identity: the two agree when their intervals meet. Both sides are given in the printed unit of the left."""
    agrees = left.interval.meets(right.interval)
    factor = left.factor
    low, high = right.interval.low / factor, right.interval.high / factor
    shown = right.value * right.factor / factor
    words = {
        "says": rule[1],
        "subject": subject,
        "left": _plain(left.value),
        "right": _plain(shown),
        "low": _plain(low),
        "high": _plain(high),
        "page": left.page or "—",
    }
    evidence = (*left.evidence, *right.evidence)
    is_unit = not agrees and bool(left.value) and any(left.interval.times(f).meets(right.interval) for f in _UNIT_SLIPS)
    return Check(
        local_id("ck", rule[0], subject, *evidence),
        None,
        rule[0],
        subject,
        left.value,
        shown.quantize(_PLACES),
        (left.interval.low / factor).quantize(_PLACES),
        (left.interval.high / factor).quantize(_PLACES),
        low.quantize(_PLACES),
        high.quantize(_PLACES),
        left.unit,
        "agree" if agrees else "conflict",
        "info" if agrees else "error",
        messages["agree" if agrees else "conflict"].format(**words),
        messages["unit_slip"] if is_unit else None,
        evidence,
        left.page,
        left.boxes,
    )


def impossible(rule: tuple[str, str], subject: str, left: Operand, messages: Mapping[str, str]) -> Check:
    """A figure that needs a base which is printed as zero."""
    message = messages["zero"].format(says=rule[1], subject=subject, left=_plain(left.value), page=left.page or "—")
    return Check(
        local_id("ck", rule[0], subject, *left.evidence),
        None,
        rule[0],
        subject,
        left.value,
        None,
        left.interval.low,
        left.interval.high,
        None,
        None,
        left.unit,
        "conflict",
        "warning",
        message,
        None,
        left.evidence,
        left.page,
        left.boxes,
    )


def _plain(value: Decimal) -> str:
    """A number for people: at most four decimals, no trailing zeros."""
    text = f"{value.quantize(Decimal('0.0001')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
