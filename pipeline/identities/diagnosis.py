"""What may have happened where two figures conflict: offered, and never applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.identities.operands import Operand

Neighbours = Mapping[str, Sequence[Operand]]
"""Figures that may have been taken instead, by what that would mean."""
UNIT_SLIP = "unit_slip"
_UNITS = (Decimal(10_000), Decimal("0.0001"))
"""万元 for 元 and the other way round."""
_TENS = (Decimal(10), Decimal("0.1"), Decimal(100), Decimal("0.01"))


def diagnose(left: Operand, right: Operand, neighbours: Neighbours) -> str | None:
    """The one explanation that fits; None where none does or several do."""
    found = tuple(dict.fromkeys(_candidates(left, right, neighbours)))
    return found[0] if len(found) == 1 else None


def _candidates(left: Operand, right: Operand, neighbours: Neighbours) -> Iterator[str]:
    if not left.value or not right.value:
        return
    if any(left.interval.times(f).meets(right.interval) for f in _UNITS):
        yield UNIT_SLIP
    if any(left.interval.times(f).meets(right.interval) for f in _TENS):
        yield "decimal_slip"
    if left.interval.meets(right.interval.opposite()):
        yield "sign"
    if _is_swapped(left, right):
        yield "swapped"
    for meaning, others in neighbours.items():
        if any(left.interval.meets(other.interval) and other.value for other in others):
            yield meaning


def _is_swapped(left: Operand, right: Operand) -> bool:
    """Do the two differ by two neighbouring digits in each other's place?"""
    if left.decimals is None:
        return False
    shown = (right.amount / left.factor).quantize(Decimal(1).scaleb(-left.decimals))
    one, other = (f"{abs(v):.{left.decimals}f}".replace(".", "") for v in (left.value, shown))
    if len(one) != len(other):
        return False
    places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(places) == 2 and places[1] - places[0] == 1 and one[places[0]] == other[places[1]] \
        and one[places[1]] == other[places[0]]
