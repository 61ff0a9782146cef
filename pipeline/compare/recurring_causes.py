"""Which causes come back, where, and for how much money: every counted yuan of deviation stands there once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from pipeline.compare.frames import Row
from pipeline.records.comparison import BudgetExecution, RecurringCause
from pipeline.records.vocabulary import BudgetBasis, GapDirection, RecurrenceScope

_CENT = Decimal("0.01")
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class _Key:
    scope: RecurrenceScope
    entity_id: str | None
    entity_name: str | None
    cause_id: str
    direction: GapDirection
    basis: BudgetBasis
    fiscal_year: int


def recurring_causes(items: Iterable[BudgetExecution], reasons: Iterable[Row]) -> list[RecurringCause]:
    """Counted deviations by cause, direction, basis and year, for each entity and for all together.

    The gap_cny of all causes of one scope add up to the gaps of its counted rows, to the cent. What was spent as
    planned is no deviation, and its reason none that comes back.
    """
    counted = [item for item in items if item.is_counted and item.gap_cny]
    names = _names(counted)
    groups: dict[_Key, list[BudgetExecution]] = defaultdict(list)
    for item in counted:
        for cause in item.cause_ids:
            what = (cause, item.direction, item.gap_basis, item.fiscal_year)
            groups[_Key("entity", item.entity_id, names[item.entity_id or item.entity_name], *what)].append(item)
            groups[_Key("all", None, None, *what)].append(item)
    years = _years(groups)
    by_id = {reason["reason_id"]: reason for reason in reasons}
    return [_row(key, groups[key], by_id, years[_strand(key)]) for key in sorted(groups, key=_order)]


def split(amount: Decimal, count: int) -> tuple[Decimal, ...]:
    """The amount in `count` equal parts of whole cents; what does not divide goes to the first. They add up exactly."""
    part = (amount / count).quantize(_CENT, ROUND_DOWN)
    return (amount - part * (count - 1), *[part] * (count - 1))


def _names(items: Iterable[BudgetExecution]) -> dict[str | None, str | None]:
    """One name per entity: that of its latest year, and of the first filing there."""
    names: dict[str | None, tuple[int, str | None]] = {}
    for item in items:
        key = item.entity_id or item.entity_name
        if key not in names or item.fiscal_year > names[key][0]:
            names[key] = (item.fiscal_year, item.entity_name)
    return {key: name for key, (_, name) in names.items()}


def _strand(key: _Key) -> tuple[str | None, ...]:
    """What comes back: a cause in a direction within a scope, against one kind of budget. Bodies without a name may be
    different ones, so that nothing of theirs comes back."""
    is_nameless = key.scope == "entity" and key.entity_id is None and key.entity_name is None
    year = str(key.fiscal_year) if is_nameless else None
    return key.scope, key.entity_id, key.entity_name, key.cause_id, key.direction, key.basis, year


def _years(groups: Iterable[_Key]) -> Mapping[tuple[str | None, ...], frozenset[int]]:
    years: dict[tuple[str | None, ...], set[int]] = defaultdict(set)
    for key in groups:
        years[_strand(key)].add(key.fiscal_year)
    return {strand: frozenset(found) for strand, found in years.items()}


def _order(key: _Key) -> tuple[object, ...]:
    return (
        key.fiscal_year, key.scope, key.entity_id or "", key.entity_name or "", key.cause_id, key.direction, key.basis,
    )


def _row(
    key: _Key, items: Sequence[BudgetExecution], reasons: Mapping[str, Row], years: frozenset[int]
) -> RecurringCause:
    naming = _naming(key.cause_id, items, reasons)
    return RecurringCause(
        key.scope, key.entity_id, key.entity_name, key.cause_id, key.direction, key.basis,
        item_count=len(items), filing_count=len({i.filing_id for i in items}),
        entity_count=len({i.entity_id or i.entity_name or i.filing_id for i in items}),
        gap_cny=sum((_part(i, key.cause_id) for i in items), _NOTHING),
        gap_sole_cny=sum((_gap(i) for i in items if len(i.cause_ids) == 1), _NOTHING),
        gap_any_cny=sum((_gap(i) for i in items), _NOTHING),
        gap_stated_cny=sum((r["gap_stated_cny"] for r in naming if r["gap_stated_cny"] is not None), _NOTHING),
        years_observed=sum(year <= key.fiscal_year for year in years), years_in_a_row=_run(years, key.fiscal_year),
        example_reason_id=naming[0]["reason_id"] if naming else "", fiscal_year=key.fiscal_year,
    )


def _gap(item: BudgetExecution) -> Decimal:
    assert item.gap_cny is not None
    return item.gap_cny


def _part(item: BudgetExecution, cause_id: str) -> Decimal:
    return split(_gap(item), len(item.cause_ids))[item.cause_ids.index(cause_id)]


def _naming(cause_id: str, items: Sequence[BudgetExecution], reasons: Mapping[str, Row]) -> list[Row]:
    """The reasons that name the cause, those of the largest deviation first."""
    by_size = sorted(items, key=lambda i: (-abs(_gap(i)), i.filing_id, i.item_name))
    named = (reasons[r] for i in by_size for r in i.reason_ids if r in reasons and cause_id in reasons[r]["cause_ids"])
    return list({reason["reason_id"]: reason for reason in named}.values())


def _run(years: frozenset[int], last: int) -> int:
    """How many years in a row end with this one."""
    first = last
    while first - 1 in years:
        first -= 1
    return last - first + 1
