"""Which rows of a filing stand at the lowest printed level: the tree of items, by codes, paths and listed names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.compare.entries import comparable
from pipeline.knowledge.codes import Codes
from pipeline.knowledge.comparison import Comparison
from pipeline.records.comparison import BudgetExecution

_BY_NAME = frozenset({"three_public", "basic_project"})
"""Breakdowns whose levels follow from names; those of the others from codes and paths."""
ROUNDING = Decimal(100)
"""Yuan that each of several figures in 万元 with two decimals may add to what a sum is off."""
_NOTHING = Decimal(0)
_CLASSIFICATIONS: Mapping[str, tuple[str, ...]] = {"functional": ("2",), "economic": ("3", "5")}
_FIRST_LEVEL, _LAST_LEVEL = 3, 7
"""Digits of a code of 类 and of 项."""

Inner = Mapping[tuple[str, str, str], Collection[str]]
"""Breakdown, fund, and a code or name that something stands below → the items that stand there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: the codes that may be its own, and those that it stands below.

    Of an item that no list, code or path places: `is_sum` says that the rows after it add up to it; `is_loose` that
    it follows an upper level, to which it and its neighbours do not add up: it may be part of anything.
    """

    codes: tuple[str, ...]
    above: frozenset[str]
    is_sum: bool = False
    is_loose: bool = False

    @property
    def code(self) -> str | None:
        """Its own code, where there is only one."""
        return self.codes[0] if len(self.codes) == 1 else None

    @property
    def is_upper(self) -> bool:
        """Is it known to stand above the last level?"""
        return self.code is not None and len(self.code) < _LAST_LEVEL


def places_of(items: Sequence[BudgetExecution], codes: Codes) -> list[Place]:
    """The place of each item of one filing, in their order.

    An item without a code takes the listed codes of its name. Where there are several, it stands below the nearest item
    before it that may be above; without one, below all that may be: what may be contained is never counted beside it.
    """
    made: dict[int, Place] = {}
    tracks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, item in enumerate(items):
        track = tracks[item.breakdown, item.fund]
        own = _own_codes(item, codes)
        before = [made[n].code for n in reversed(track)] if len(own) > 1 else []
        made[at] = _place(own, before)
        track.append(at)
    for track in tracks.values():
        for at, number in enumerate(track):
            if items[number].breakdown == "functional" and not made[number].codes and not items[number].item_path:
                made[number] = _by_sums([items[n] for n in track], [made[n] for n in track], at)
    return [made[at] for at in range(len(items))]


def _place(own: tuple[str, ...], before: Sequence[str | None]) -> Place:
    """The place by codes: `before` has those of the items before it, the nearest first."""
    above = frozenset(code[:length] for code in own for length in range(_FIRST_LEVEL, len(code)))
    nearest = next((code for code in before if code in above), None)
    if nearest is None:
        return Place(own, above)
    upper = frozenset(nearest[:length] for length in range(_FIRST_LEVEL, len(nearest) + 1))
    return Place(tuple(code for code in own if code.startswith(nearest)), upper)


def _by_sums(items: Sequence[BudgetExecution], places: Sequence[Place], at: int) -> Place:
    """The place of an item that nothing but its figures places."""
    if _adds_up(items[at], items[at + 1 :]):
        return Place((), frozenset(), is_sum=True)
    upper = next((n for n in range(at - 1, -1, -1) if places[n].is_upper), None)
    if upper is None:
        return Place((), frozenset())
    code = places[upper].code or ""
    after = range(upper + 1, len(items))
    end = next((n for n in after if places[n].codes and code not in places[n].above), len(items))
    is_known = any(code in place.above for place in places[upper + 1 : end])
    if is_known or _adds_up(items[upper], items[upper + 1 : end]):
        return Place((), frozenset({code}))
    return Place((), frozenset(), is_loose=True)


def _adds_up(whole: BudgetExecution, rows: Sequence[BudgetExecution]) -> bool:
    """Are the first of these rows, added up, the actual and the deviation of the whole, but for printed rounding?"""
    wanted = (whole.actual_cny or _NOTHING, whole.gap_cny or _NOTHING)
    found = (_NOTHING, _NOTHING)
    for count, row in enumerate(rows if any(wanted) else (), 1):
        found = (found[0] + (row.actual_cny or 0), found[1] + (row.gap_cny or 0))
        allowed = min(ROUNDING * count, max(map(abs, wanted)) / 100)
        if all(abs(have - want) <= allowed for have, want in zip(found, wanted, strict=True)):
            return True
    return False


def mark_leaves(items: Sequence[BudgetExecution], comparison: Comparison, codes: Codes) -> list[BudgetExecution]:
    """The items of one filing, with is_leaf set where no other row of the same breakdown and fund stands below."""
    places = places_of(items, codes)
    inner: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for item, place in zip(items, places, strict=True):
        for above in (*place.above, *_levels(item)[:-1]):
            inner[item.breakdown, item.fund, above].add(_identity(item))
    named = {comparison.place(i.item_name, i.breakdown == "three_public") for i in items if i.breakdown in _BY_NAME}
    return [
        replace(item, is_leaf=_is_leaf(item, place, inner, named, comparison))
        for item, place in zip(items, places, strict=True)
    ]


def _own_codes(item: BudgetExecution, codes: Codes) -> tuple[str, ...]:
    """Its printed code; else the listed codes of its name that its path does not contradict."""
    if item.item_code:
        return (item.item_code,)
    digits = _CLASSIFICATIONS.get(item.breakdown, ())
    found = tuple(code for code in codes.codes_named(item.item_name) if code.startswith(digits)) if digits else ()
    levels = _levels(item)
    if len(levels) < 2:
        return found
    return tuple(code for code in found if len(code) > _FIRST_LEVEL and codes.is_name_of(code[:-2], levels[-2]))


def _levels(item: BudgetExecution) -> tuple[str, ...]:
    return tuple(map(comparable, item.item_path.split("/"))) if item.item_path else ()


def _identity(item: BudgetExecution) -> str:
    """What tells an item from those above it that bear the same name."""
    return item.item_code or comparable(item.item_path or item.item_name)


def _is_leaf(
    item: BudgetExecution, place: Place, inner: Inner, named: Collection[str | None], comparison: Comparison,
) -> bool:
    if item.breakdown in _BY_NAME:
        mine = comparison.place(item.item_name, item.breakdown == "three_public")
        return not any(comparison.is_part_of(other, mine) for other in named)
    keys = place.codes if _is_lowest(item) else (*place.codes, comparable(item.item_name))
    if place.is_sum:
        return False
    below = {other for key in keys for other in inner.get((item.breakdown, item.fund, key), ())}
    return item.breakdown != "total" and not below - {_identity(item)}


def _is_lowest(item: BudgetExecution) -> bool:
    """Is its name no key for what stands below: of the last level by its code, or called like what stands above?"""
    is_last = item.breakdown == "functional" and len(item.item_code or "") == _LAST_LEVEL
    return is_last or comparable(item.item_name) in _levels(item)[:-1]
