"""What rounding allows: a printed value stands for an interval, sums and ratios of them for the interval that
follows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.matching.numerals import Numeral


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a print allows, ends included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, factor: Decimal) -> Interval:
        """Scaled by a non-negative factor."""
        return Interval(self.low * factor, self.high * factor)

    def opposite(self) -> Interval:
        """With the other sign."""
        return Interval(-self.high, -self.low)

    def over(self, other: Interval) -> Interval | None:
        """The quotient; None where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return None
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def meets(self, other: Interval) -> bool:
        """Is there a value that both allow?"""
        return self.low <= other.high and other.low <= self.high


def printed(value: Decimal, decimals: int) -> Interval:
    """The interval of a printed value: half a unit of its last place to either side."""
    step = Numeral(value, decimals).half_step
    return Interval(value - step, value + step)


def total(parts: Iterable[Interval]) -> Interval:
    """The interval of a sum."""
    result = Interval(Decimal(0), Decimal(0))
    for part in parts:
        result = result + part
    return result
