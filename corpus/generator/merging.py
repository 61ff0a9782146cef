"""The consolidated accounts of a department: its own level and the units below it, added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.generator.model import ZERO, Department, Three, Year


def add_maps(maps: Sequence[dict[str, Decimal]]) -> dict[str, Decimal]:
    """Sum of several name → amount maps."""
    return {key: sum((m.get(key, ZERO) for m in maps), ZERO) for key in dict.fromkeys(k for m in maps for k in m)}


def add_three(parts: Sequence[Three]) -> Three:
    """Sum of a 三公 item; the event of the first part that has money."""
    event = next((p.event for p in parts if p.actual or p.initial), parts[0].event)

    def total(what: str) -> Decimal:
        return sum((getattr(p, what) for p in parts), ZERO)

    return Three(total("initial"), total("final"), total("actual"), total("prior"), event)


def add_years(years: Sequence[Year]) -> Year:
    """The same year of several bodies as one."""
    counts = {k: sum(y.counts.get(k, 0) for y in years) for k in years[0].counts}
    return Year(
        years[0].year,
        tuple(x for y in years for x in y.lines),
        add_maps([y.income for y in years]),
        add_maps([y.prior_income for y in years]),
        add_maps([y.opening for y in years]),
        add_maps([y.closing for y in years]),
        add_maps([y.economic for y in years]),
        {k: add_three([y.three[k] for y in years]) for k in years[0].three},
        counts,
        add_maps([y.money for y in years]),
        add_maps([y.prior_money for y in years]),
        tuple(dict.fromkeys(e for y in years for e in y.events)),
    )


def consolidate(key: str, name: str, members: Sequence[Department]) -> Department:
    """A department with all its members' money."""
    first = members[0]
    years = {y: add_years([m.years[y] for m in members]) for y in first.years}
    return replace(
        first, key=key, name=name, scope="consolidated", years=years, units=tuple(m.name for m in members[1:])
    )
