"""Amounts printed without their columns: where they may stand, by the identity that the first sums the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

_CENT = Decimal("0.01")


def placements(
    values: Sequence[Decimal], count: int, *, total_first: bool, allowed: Sequence[int] | None = None,
) -> list[tuple[int, ...]]:
    """Every way to put `values`, in their order, into `count` columns (into `allowed` ones where given).

    Where `total_first`, the first value stands in the first column and sums the others, to the rounding of each.
    """
    columns = tuple(range(count)) if allowed is None else tuple(allowed)
    if len(values) > len(columns):
        return []
    found = []
    for choice in combinations(columns, len(values)):
        if total_first and not _sums(values, choice):
            continue
        found.append(choice)
    return found


def _sums(values: Sequence[Decimal], choice: tuple[int, ...]) -> bool:
    if not choice or choice[0] != 0:
        return False
    return len(values) > 1 and abs(values[0] - sum(values[1:], Decimal(0))) <= _CENT * (len(values) - 1)


def supported(
    choices: Sequence[tuple[int, ...]], values: Sequence[Decimal], measures: Sequence[str],
    evidence: Mapping[str, Decimal],
) -> tuple[int, ...] | None:
    """The one placement that what is known elsewhere supports: every column whose amount is known holds that amount (or
    nothing where it is zero), and at least one amount is confirmed. None where none or several remain."""
    remaining = []
    places = [(place, evidence[name]) for place, name in enumerate(measures) if name in evidence]
    for choice in choices:
        held = dict(zip(choice, values, strict=True))
        known = [(held.get(place, Decimal(0)), there) for place, there in places]
        if all(abs(here - there) <= _CENT for here, there in known) and any(there and here for here, there in known):
            remaining.append(choice)
    return remaining[0] if len(remaining) == 1 else None
