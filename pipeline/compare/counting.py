"""Which rows add up to the money that was budgeted and spent: each yuan once, and none that a flag casts doubt on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.compare.containment import units_within
from pipeline.compare.entries import comparable
from pipeline.compare.frames import Row
from pipeline.compare.leaves import ROUNDING, Place, places_of
from pipeline.knowledge.codes import Codes
from pipeline.knowledge.comparison import Comparison
from pipeline.records.comparison import BudgetExecution

_SPECIFIC_FUNDS = frozenset({"general_public_budget", "government_fund", "state_capital"})
_COUNTED_FAMILIES = frozenset({
    "", "general_budget", "government_fund", "state_capital", "fiscal_appropriation_totals", "expenditure",
})
_COUNTED_FORMS = frozenset({"department_final_accounts", "unit_final_accounts", "government_final_accounts"})
Leaf = tuple[int, BudgetExecution, Place]
"""A row of the lowest level, with its number in the filing and its place in the classification."""


def mark_counted(
    filings: Sequence[Row], items: Mapping[str, Sequence[BudgetExecution]], parents: Mapping[str, str],
    listed: Mapping[str, Collection[str]], comparison: Comparison, codes: Codes,
) -> list[BudgetExecution]:
    """All rows in the order of the filings, with is_counted and kept_out set.

    Counted are the leaves of the functional breakdown of current final accounts that have a deviation; where
    consolidated accounts are there, the body's own accounts and those of the units below it are not counted (units that
    name it, that it names, or whose figures are among its own); of several accounts of one body without them only the
    first are; accounts of a government count only where those of no body of that region and year do. A row that would
    count, but for a flag that casts doubt on it, is kept out.
    """
    eligible = {f["filing_id"]: _eligible(items.get(f["filing_id"], ()), comparison, codes) for f in filings}
    current = [f for f in filings if f["is_current"] and eligible[f["filing_id"]]]
    adding = {key: [items[key][number] for number in sorted(numbers)] for key, numbers in eligible.items() if numbers}
    within = units_within(current, adding)
    around = {f["filing_id"]: {*listed.get(f["filing_id"], ()), *within.get(f["filing_id"], ())} for f in current}
    taken = _taken(current, items, eligible, parents, around)
    return [
        _marked(item, filing["filing_id"] in taken and place in eligible[filing["filing_id"]], comparison)
        for filing in filings for place, item in enumerate(items.get(filing["filing_id"], ()))
    ]


def _marked(item: BudgetExecution, is_eligible: bool, comparison: Comparison) -> BudgetExecution:
    doubts = tuple(flag for flag in item.quality_flags if flag in comparison.doubts) if is_eligible else ()
    return replace(item, is_counted=is_eligible and not doubts, kept_out=doubts)


def _taken(
    current: Sequence[Row], items: Mapping[str, Sequence[BudgetExecution]], eligible: Mapping[str, Collection[int]],
    parents: Mapping[str, str], around: Mapping[str, Collection[str]],
) -> set[str]:
    """The filings whose rows add up."""
    candidates = [f for f in current if f["form"] in _COUNTED_FORMS]
    wholes = {(f["entity_id"], f["fiscal_year"]): f["filing_id"] for f in candidates if _is_whole(f)}
    firsts = {(f["entity_id"], f["fiscal_year"]): f["filing_id"] for f in reversed(candidates)} | wholes
    bodies = [f for f in candidates if f["form"] != "government_final_accounts"]
    taken: set[str] = set()
    told: set[object] = set()
    for filing in sorted(candidates, key=lambda f: f["entity_id"] is None):
        key = filing["filing_id"]
        figures = _figures(items[key], eligible[key])
        if filing["entity_id"] is None:
            is_taken = figures not in told
        else:
            is_first = firsts[filing["entity_id"], filing["fiscal_year"]] == key
            is_part = not set(wholes.values()).isdisjoint(around[key])
            is_taken = is_first and not is_part and not _is_below(filing, wholes, parents)
        if filing["form"] == "government_final_accounts" and _has_bodies(filing, bodies):
            is_taken = False
        if is_taken:
            taken.add(key)
        told.add(figures)
    return taken


def _figures(items: Sequence[BudgetExecution], eligible: Collection[int]) -> frozenset[object]:
    """What a filing prints: one that names no body and prints the same as another is another rendering of it."""
    return frozenset((i.fund, comparable(i.item_name), i.actual_cny, i.gap_cny) for i in (items[n] for n in eligible))


def _is_whole(filing: Row) -> bool:
    """Are these the accounts of a body together with the units below it?"""
    is_department = filing["form"] == "department_final_accounts" and filing["accounts_scope"] != "own"
    is_consolidated = filing["accounts_scope"] == "consolidated" and filing["form"] != "government_final_accounts"
    return filing["entity_id"] is not None and (is_department or is_consolidated)


def _is_below(filing: Row, wholes: Mapping[tuple[str | None, int], str], parents: Mapping[str, str]) -> bool:
    """Is the filing contained in the consolidated accounts of a body above its own?"""
    entity, seen = filing["entity_id"], set()
    while entity not in seen:
        seen.add(entity)
        entity = parents.get(entity)
        if wholes.get((entity, filing["fiscal_year"]), filing["filing_id"]) != filing["filing_id"]:
            return True
    return False


def _has_bodies(government: Row, bodies: Sequence[Row]) -> bool:
    regions = {government["region_name"], None}
    return any(b["fiscal_year"] == government["fiscal_year"] and b["region_name"] in regions for b in bodies)


def _eligible(items: Sequence[BudgetExecution], comparison: Comparison, codes: Codes) -> frozenset[int]:
    """Numbers of the rows of one filing that add up: functional leaves, one per item, funds not overlapping."""
    leaves: list[Leaf] = [
        (number, item, place) for number, (item, place) in enumerate(zip(items, places_of(items, codes), strict=True))
        if item.breakdown == "functional" and item.is_leaf and not place.is_loose and item.gap_cny is not None
        and (item.section_key or "").partition(".")[0] in _COUNTED_FAMILIES
    ]
    if any(item.fund in _SPECIFIC_FUNDS for _, item, _ in leaves):
        leaves = [leaf for leaf in leaves if leaf[1].fund in _SPECIFIC_FUNDS]
    elif leaves:
        leaves = [leaf for leaf in leaves if leaf[1].fund == leaves[0][1].fund]
    return frozenset(number for number, _, _ in _within_whole(_one_of_each(leaves, comparison), items))


def _one_of_each(leaves: Sequence[Leaf], comparison: Comparison) -> list[Leaf]:
    """One row per item: one in conflict where there is one, so that neither side counts; else the first undoubted."""
    groups: dict[tuple[object, ...], list[Leaf]] = {}
    told = {(item.fund, _name(item)) for _, item, _ in leaves if item.statement_ids}
    for leaf in leaves:
        _, item, place = leaf
        if place.code:
            key: tuple[object, ...] = (item.fund, place.code)
        elif not item.statement_ids and (item.fund, _name(item)) in told:
            continue
        else:  # one name may be two items of two branches: then their amounts tell them apart
            key = (item.fund, _name(item), item.actual_cny, item.gap_cny)
        groups.setdefault(key, []).append(leaf)
    return [min(group, key=lambda leaf: _doubt(leaf[1], comparison)) for group in groups.values()]


def _doubt(item: BudgetExecution, comparison: Comparison) -> int:
    if "conflict" in item.quality_flags:
        return 0
    return 2 if comparison.doubts.intersection(item.quality_flags) else 1


def _name(item: BudgetExecution) -> str:
    return comparable(item.item_path or item.item_name)


def _within_whole(leaves: Sequence[Leaf], items: Sequence[BudgetExecution]) -> list[Leaf]:
    """The leaves without those of no known place, where with them a fund would have spent more than its whole."""
    kept: list[Leaf] = []
    for fund in dict.fromkeys(item.fund for _, item, _ in leaves):
        mine = [leaf for leaf in leaves if leaf[1].fund == fund]
        placed = [leaf for leaf in mine if leaf[2].codes or leaf[1].item_path]
        wholes = [i.actual_cny for i in items if i.breakdown == "total" and i.fund == fund and i.actual_cny is not None]
        spent = sum((item.actual_cny or Decimal(0) for _, item, _ in mine), Decimal(0))
        is_too_much = bool(placed and wholes) and spent > max(wholes) + ROUNDING * len(mine)
        kept += placed if is_too_much else mine
    return sorted(kept, key=lambda leaf: leaf[0])
