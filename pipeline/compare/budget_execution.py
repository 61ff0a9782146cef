"""Budget and actual of every item of every filing, with what the filing gives as reasons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from pipeline.compare.counting import mark_counted
from pipeline.compare.entries import BUDGETS, Amounts, Entry, entries_of_filing
from pipeline.compare.frames import Row
from pipeline.compare.leaves import mark_leaves
from pipeline.knowledge.causes import NOT_STATED, Taxonomy
from pipeline.knowledge.codes import Codes
from pipeline.knowledge.comparison import Comparison
from pipeline.matching.normalize import bare
from pipeline.records.comparison import BudgetExecution
from pipeline.records.vocabulary import Breakdown, BudgetBasis, Fund, GapDirection, QualityFlag, SectionKey

_FUNCTIONAL_CODE = re.compile(r"2\d\d(?:\d\d){0,2}")
_ECONOMIC_CODE = re.compile(r"[35]\d\d(?:\d\d)?")
_FUNCTIONAL_SECTIONS = ("general_budget.items", "government_fund", "state_capital")
_PROJECT_TEMPLATES = ("project_expenditure", "performance_self_evaluation")
_PROJECT_FAMILIES = ("performance", "attachment")
_TWO_PLACES = Decimal("0.01")
_BASIS_ORDER: tuple[BudgetBasis, ...] = ("final_budget", "initial_budget", "budget")


def budget_execution(
    filings: Sequence[Row], statements: Mapping[str, Sequence[Row]], facts: Mapping[str, Sequence[Row]],
    reasons: Mapping[str, Sequence[Row]], links: Mapping[str, Sequence[Row]], parents: Mapping[str, str],
    listed: Mapping[str, Collection[str]], comparison: Comparison, taxonomy: Taxonomy, codes: Codes,
) -> list[BudgetExecution]:
    """One row per filing and item that has an actual and a budget.

    The mappings hold rows by filing_id; `parents` leads an entity_id to that of the entity above, `listed` the filing
    of a unit to those of departments that name it. All arithmetic is
    exact; rates are rounded to two decimals, half up.
    """
    explaining = taxonomy.explaining()
    made: dict[str, list[BudgetExecution]] = {}
    for filing in filings:
        key, year = filing["filing_id"], filing["fiscal_year"] or 0
        entries = entries_of_filing(statements.get(key, ()), facts.get(key, ()), year, comparison)
        found = _reasons_by_row(reasons.get(key, ()), links.get(key, ()))
        items = [
            replace(_row(filing, entry, found, explaining), breakdown=_breakdown(entry, comparison, codes))
            for entry in entries
        ]
        made[key] = mark_leaves(items, comparison, codes)
    return mark_counted(filings, made, parents, listed, comparison, codes)


def _reasons_by_row(reasons: Iterable[Row], links: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Statement or fact id, or (for reasons without a link) item and section, → the reasons that explain it."""
    by_id = {row["reason_id"]: {**row, "order": order} for order, row in enumerate(reasons)}
    targets: dict[str, list[str]] = defaultdict(list)
    for link in links:
        targets[link["reason_id"]] += [t for t in (link["statement_id"], link["fact_id"]) if t]
    found: dict[str, list[Row]] = defaultdict(list)
    for reason_id, row in by_id.items():
        if row["fact_id"]:
            targets[reason_id].append(row["fact_id"])
        places = targets[reason_id] or [_place(row["item_code"] or row["item_name"], row["section_key"])]
        for place in dict.fromkeys(places):
            found[place].append(row)
    return found


def _place(item: str, section_key: str | None) -> str:
    return f"{bare(item)}|{section_key}"


def _reasons_of(entry: Entry, found: Mapping[str, list[Row]]) -> list[Row]:
    """The reasons for its deviation from a budget: those linked to its rows, then those that name it in its section."""
    names = [entry.item_code, entry.item_name]
    places = [*entry.statement_ids, *entry.fact_ids, *(_place(n, entry.section_key) for n in names if n)]
    unique: dict[str, Row] = {}
    for place in places:
        for reason in found.get(place, ()):
            is_of_table_row = (
                reason["fact_id"] in entry.fact_ids and reason["basis"] == "none" and reason["direction"] != "none"
            )
            if reason["basis"] in BUDGETS or is_of_table_row:
                unique[reason["reason_id"]] = reason
    return sorted(unique.values(), key=lambda r: r["order"])


def _basis(entry: Entry, reasons: Sequence[Row], explaining: frozenset[str]) -> BudgetBasis:
    """The basis that the document's own reason uses, where that budget is printed; else final before initial.
    Empty reasons are asked only where there is none of substance."""
    asked = [r for r in reasons if _is_of_substance(r, explaining)] or reasons
    candidates = [*(cast(BudgetBasis, r["basis"]) for r in asked), *_BASIS_ORDER]
    with_value = [b for b in candidates if entry.amounts.get(b) is not None]
    return next(iter([*with_value, *(b for b in candidates if b in entry.amounts)]))


def _is_of_substance(reason: Row, explaining: frozenset[str]) -> bool:
    return not reason["is_vacuous"] and bool(explaining.intersection(reason["cause_ids"]))


def _explains(reason: Row, basis: BudgetBasis, amounts: Amounts) -> bool:
    """Is it a reason for the deviation from this budget? One that leaves open which budget it means may be; one for
    the initial budget is none for the final, nor the other way round."""
    if reason["basis"] == basis:
        return True
    is_open = reason["basis"] not in ("initial_budget", "final_budget") or basis == "budget"
    return is_open and reason["basis"] not in amounts


def _row(filing: Row, entry: Entry, found: Mapping[str, list[Row]], explaining: frozenset[str]) -> BudgetExecution:
    amounts, everything = entry.amounts, _reasons_of(entry, found)
    basis = _basis(entry, everything, explaining)
    reasons = [r for r in everything if _explains(r, basis, amounts)]
    gap = _less(amounts["actual"], amounts.get(basis))
    causes = tuple(dict.fromkeys(cause for r in reasons for cause in r["cause_ids"]))
    direction = _direction(gap, amounts["actual"], reasons)
    return BudgetExecution(
        filing["filing_id"], filing["entity_id"], filing["entity_name"], filing["region_name"],
        entry.item_name, entry.item_code, entry.item_path, _level(entry), cast("SectionKey | None", entry.section_key),
        "other", cast(Fund, entry.fund),
        amounts.get("initial_budget"), amounts.get("final_budget"), amounts.get("budget"), amounts["actual"],
        _rate(amounts["actual"], amounts.get("initial_budget")), _rate(amounts["actual"], amounts.get("final_budget")),
        _reported_rate(entry, basis),
        _less(amounts["actual"], amounts.get("initial_budget")), _less(amounts["actual"], amounts.get("final_budget")),
        gap, basis, direction,
        reason_ids=tuple(r["reason_id"] for r in reasons),
        cause_ids=causes or ((NOT_STATED,) if direction != "equal" else ()),
        reason_text="；".join(dict.fromkeys(r["surface"] for r in reasons)) or None,
        explained_cny=_explained(gap, reasons, explaining),
        statement_ids=entry.statement_ids, fact_ids=entry.fact_ids,
        quality_flags=cast("tuple[QualityFlag, ...]", entry.flags), fiscal_year=filing["fiscal_year"] or 0,
    )


def _less(actual: Decimal | None, budget: Decimal | None) -> Decimal | None:
    return None if actual is None or budget is None else actual - budget


def _rate(actual: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """Actual in percent of the budget; none where the budget is none or zero."""
    if actual is None or not budget:
        return None
    return (actual * 100 / budget).quantize(_TWO_PLACES, ROUND_HALF_UP)


def _reported_rate(entry: Entry, basis: BudgetBasis) -> Decimal | None:
    """The printed rate of the same basis; else the first that is printed."""
    rates = [value for rate_basis, value in entry.rates if rate_basis == basis] or [value for _, value in entry.rates]
    return rates[0] if rates else None


def _direction(gap: Decimal | None, actual: Decimal | None, reasons: Iterable[Row]) -> GapDirection:
    """By the figures; where one is asserted to be none, as the reason words it, else by the figure that there is."""
    if gap is not None:
        return "under" if gap < 0 else "over" if gap > 0 else "equal"
    for reason in reasons:
        if reason["direction"] in ("under", "decrease"):
            return "under"
        if reason["direction"] in ("over", "increase"):
            return "over"
    if actual is None:
        return "under"
    return "over" if actual else "equal"


def _explained(gap: Decimal | None, reasons: Sequence[Row], explaining: frozenset[str]) -> Decimal | None:
    """What reasons of substance explain: the amounts that they name where all of them do, else the whole deviation."""
    if gap is None:
        return None
    real = [r for r in reasons if _is_of_substance(r, explaining)]
    if not real:
        return Decimal("0.00")
    stated = [r["gap_stated_cny"] for r in real]
    if any(amount is None for amount in stated):
        return gap
    return min(abs(gap), sum((abs(a) for a in stated), Decimal(0))).copy_sign(gap)


def _breakdown(entry: Entry, comparison: Comparison, codes: Codes) -> Breakdown:
    section, template = entry.section_key or "", entry.template or ""
    if entry.ident[0] == "three_public":
        return "three_public"
    by_name = comparison.breakdown(entry.item_name)
    if by_name or entry.side == "income":
        return cast(Breakdown, by_name or "other")
    if template in _PROJECT_TEMPLATES or section.partition(".")[0] in _PROJECT_FAMILIES:
        return "project"
    by_list = () if entry.item_path else codes.codes_named(entry.item_name)
    known = (entry.item_code,) if entry.item_code else by_list
    kinds = {_classification(code) for code in known} - {None}
    if len(kinds) == 1:
        return kinds.pop() or "other"
    return "functional" if entry.item_path or section in _FUNCTIONAL_SECTIONS else "other"


def _classification(code: str) -> Breakdown | None:
    if _FUNCTIONAL_CODE.fullmatch(code):
        return "functional"
    return "economic" if _ECONOMIC_CODE.fullmatch(code) else None


def _level(entry: Entry) -> int | None:
    """1 to 3 by the code's length, else by the path; none for items outside the classifications."""
    if entry.item_code and entry.item_code.isdigit() and len(entry.item_code) in (3, 5, 7):
        return (len(entry.item_code) - 1) // 2
    return entry.item_path.count("/") + 1 if entry.item_path else None
