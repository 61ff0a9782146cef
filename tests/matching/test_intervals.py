"""What rounding allows."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.intervals import Interval, printed, total

EXACT = st.decimals(min_value=-(10**6), max_value=10**6, places=4)
CENT = Decimal("0.01")


def test_a_print_stands_for_half_a_unit_of_its_last_place() -> None:
    assert printed(Decimal("89.92"), 2) == Interval(Decimal("89.915"), Decimal("89.925"))
    assert printed(Decimal(90), 0) == Interval(Decimal("89.5"), Decimal("90.5"))


@given(st.lists(EXACT, max_size=8))
def test_the_sum_of_rounded_parts_always_allows_the_rounded_sum(parts: list[Decimal]) -> None:
    rounded = [printed(part.quantize(CENT), 2) for part in parts]
    assert total(rounded).meets(printed(sum(parts, Decimal(0)).quantize(CENT), 2))


@given(EXACT, EXACT)
def test_the_quotient_of_prints_allows_the_true_quotient(left: Decimal, right: Decimal) -> None:
    quotient = printed(left.quantize(CENT), 2).over(printed(right.quantize(CENT), 2))
    if quotient is None:
        assert abs(right) <= CENT
    else:
        assert quotient.low - Decimal("1e-15") <= left / right <= quotient.high + Decimal("1e-15")


def test_a_difference_widens_and_intervals_meet_at_their_ends() -> None:
    two, one = printed(Decimal(2), 0), printed(Decimal(1), 0)
    assert two - one == Interval(Decimal(0), Decimal(2))
    assert one.meets(two) and not one.meets(printed(Decimal("2.1"), 1))
    assert one.times(Decimal(10)) == Interval(Decimal(5), Decimal(15))
