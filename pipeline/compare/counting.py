"""Which rows add up to the money that was budgeted and spent: each yuan once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from pipeline.compare.frames import Row
from pipeline.knowledge.codes import comparable
from pipeline.knowledge.comparison import Comparison
from pipeline.records.comparison import BudgetExecution

_SPECIFIC_FUNDS = frozenset({"general_public_budget", "government_fund", "state_capital"})
_COUNTED_FAMILIES = frozenset({
    "", "general_budget", "government_fund", "state_capital", "fiscal_appropriation_totals", "expenditure",
})
_BY_NAME = frozenset({"three_public", "basic_project"})
"""Breakdowns whose levels follow from names; those of the others from codes and paths."""
_COUNTED_FORMS = frozenset({"department_final_accounts", "unit_final_accounts", "government_final_accounts"})


def mark_leaves(items: Sequence[BudgetExecution], comparison: Comparison) -> list[BudgetExecution]:
    """The items of one filing, with is_leaf set where no other row of the same breakdown and fund stands below."""
    inner: set[tuple[str, str, str]] = set()
    for item in items:
        code, levels = item.item_code or "", comparable(item.item_path or "").split("/")
        inner |= {(item.breakdown, item.fund, code[:length]) for length in range(3, len(code))}
        inner |= {(item.breakdown, item.fund, name) for name in levels[:-1]}
    places = {comparison.place(i.item_name, i.breakdown == "three_public") for i in items if i.breakdown in _BY_NAME}
    return [replace(item, is_leaf=_is_leaf(item, inner, places, comparison)) for item in items]


def _is_leaf(
    item: BudgetExecution,
    inner: Collection[tuple[str, str, str]],
    places: Collection[str | None],
    comparison: Comparison,
) -> bool:
    if item.breakdown in _BY_NAME:
        mine = comparison.place(item.item_name, item.breakdown == "three_public")
        return not any(comparison.is_part_of(place, mine) for place in places)
    keys = [key for key in (item.item_code, comparable(item.item_name)) if key]
    return item.breakdown != "total" and not any((item.breakdown, item.fund, key) in inner for key in keys)


def mark_counted(
    filings: Sequence[Row], items: Mapping[str, Sequence[BudgetExecution]], parents: Mapping[str, str],
) -> list[BudgetExecution]:
    """All rows in the order of the filings, with is_counted set.

    Counted are the leaves of the functional breakdown of current final accounts that have a deviation; where a
    department's consolidated accounts are there, its own accounts and those of the units below it are not counted; of
    several accounts of one body without them only the first are; accounts of a government count only where those
    of no body of that region and year do.
    """
    counted = {filing["filing_id"]: _countable(items.get(filing["filing_id"], ())) for filing in filings}
    candidates = [f for f in filings if f["is_current"] and f["form"] in _COUNTED_FORMS and counted[f["filing_id"]]]
    wholes = {(f["entity_id"], f["fiscal_year"]): f["filing_id"] for f in candidates if _is_whole(f)}
    firsts = {(f["entity_id"], f["fiscal_year"]): f["filing_id"] for f in reversed(candidates)} | wholes
    bodies = [f for f in candidates if f["form"] != "government_final_accounts"]
    taken = {
        f["filing_id"]
        for f in candidates
        if f["entity_id"] is None
        or (firsts[f["entity_id"], f["fiscal_year"]] == f["filing_id"] and not _is_below(f, wholes, parents))
    } - {f["filing_id"] for f in candidates if f["form"] == "government_final_accounts" and _has_bodies(f, bodies)}
    return [
        replace(item, is_counted=f["filing_id"] in taken and place in counted[f["filing_id"]])
        for f in filings for place, item in enumerate(items.get(f["filing_id"], ()))
    ]


def _is_whole(filing: Row) -> bool:
    is_department = filing["form"] == "department_final_accounts" and filing["accounts_scope"] != "own"
    return filing["entity_id"] is not None and is_department


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


def _countable(items: Sequence[BudgetExecution]) -> frozenset[int]:
    """Places of the rows of one filing that add up: functional leaves, one per item, funds not overlapping."""
    leaves = [
        (place, item) for place, item in enumerate(items)
        if item.breakdown == "functional" and item.is_leaf and item.gap_cny is not None
        and (item.section_key or "").partition(".")[0] in _COUNTED_FAMILIES
    ]
    if any(item.fund in _SPECIFIC_FUNDS for _, item in leaves):
        leaves = [(place, item) for place, item in leaves if item.fund in _SPECIFIC_FUNDS]
    elif leaves:
        leaves = [(place, item) for place, item in leaves if item.fund == leaves[0][1].fund]
    seen: set[tuple[object, ...]] = set()
    places = []
    for place, item in leaves:
        # one name without a code may be two items of two branches: then their amounts tell them apart
        amounts = () if item.item_code else (item.actual_cny, item.gap_cny)
        key = (item.fund, item.item_code or comparable(item.item_path or item.item_name), *amounts)
        if key not in seen:
            seen.add(key)
            places.append(place)
    return frozenset(places)
