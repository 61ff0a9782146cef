"""Which items were executed least: project and basic expenditure apart, each kind of budget for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from pipeline.knowledge.comparison import Comparison

Row = Mapping[str, Any]
Kind = Literal["basic", "project"]

NEEDS: Mapping[str, tuple[str, ...]] = {
    "filings": ("filing_id", "source_path", "entity_name", "is_current"),
    "budget_execution": (
        "filing_id", "item_name", "item_code", "breakdown", "is_leaf", "actual_cny", "gap_cny", "gap_basis",
        "direction", "cause_ids", "quality_flags", "fiscal_year",
    ),
    "facts": ("filing_id", "item_code", "item_code_normalized", "item_name", "measure", "value_cny"),
}
"""The columns that ranking reads; of the facts those of SPLIT."""
SPLIT: Mapping[str, Collection[str]] = {
    "template": ("expenditure", "general_budget_expenditure"), "measure": ("basic", "project"),
}
"""Facts that tell what part of an item is basic and what project expenditure."""
_BASIC, _PROJECT = ("breakdown.basic", "breakdown.basic_part"), ("breakdown.project",)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item by its rate of execution; `rank` counts within its kind and basis, equal rates alike."""

    kind: Kind
    rank: int
    basis: str
    rate: Decimal
    filing_id: str
    body_name: str
    year: int
    item_name: str
    breakdown: str
    budget_cny: Decimal
    actual_cny: Decimal
    gap_cny: Decimal
    cause_ids: tuple[str, ...]


def rank_execution(
    items: Iterable[Row], facts: Iterable[Row], filings: Mapping[str, Row], comparison: Comparison, minimum: Decimal
) -> tuple[Ranked, ...]:
    """Under-executed items of at least this budget, the least executed first.

    Ranked are items of current filings that no flag casts doubt on: lowest items of the functional breakdown that the
    tables show to be basic or project expenditure alone, and what documents print as basic expenditure, project
    expenditure or a project. One shortfall may stand there several times: nothing here is added up.
    """
    split = _split(facts)
    found: dict[tuple[str, str], list[tuple[Decimal, Row, Kind]]] = defaultdict(list)
    for row in items:
        kind = _kind(row, split, comparison)
        is_doubted = bool(comparison.doubts.intersection(row["quality_flags"]))
        if kind is None or is_doubted or row["direction"] != "under" or not row["gap_cny"]:
            continue
        budget = row["actual_cny"] - row["gap_cny"]
        if filings[row["filing_id"]]["is_current"] and budget >= max(minimum, Decimal("0.01")):
            rate = (row["actual_cny"] * 100 / budget).quantize(Decimal("0.01"), ROUND_HALF_UP)
            found[kind, row["gap_basis"]].append((rate, row, kind))
    return tuple(ranked for _, rows in sorted(found.items()) for ranked in _ranked(rows, filings))


def _ranked(rows: Sequence[tuple[Decimal, Row, Kind]], filings: Mapping[str, Row]) -> Iterable[Ranked]:
    ordered = sorted(rows, key=lambda r: (r[0], r[1]["gap_cny"], r[1]["filing_id"], r[1]["item_name"]))
    rates = [rate for rate, _, _ in ordered]
    for rate, row, kind in ordered:
        filing = filings[row["filing_id"]]
        yield Ranked(
            kind, rates.index(rate) + 1, row["gap_basis"], rate, row["filing_id"],
            filing["entity_name"] or filing["source_path"], row["fiscal_year"] or 0, row["item_name"],
            row["breakdown"], row["actual_cny"] - row["gap_cny"], row["actual_cny"], row["gap_cny"],
            tuple(row["cause_ids"]),
        )


def _split(facts: Iterable[Row]) -> Mapping[tuple[str, str], frozenset[str]]:
    """Filing and item (its code, and its name) → the measures in which its rows print money."""
    measures: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        if fact["value_cny"]:
            code = fact["item_code_normalized"] or fact["item_code"]
            measures[fact["filing_id"], code or fact["item_name"] or ""].add(fact["measure"])
    return {key: frozenset(found) for key, found in measures.items()}


def _kind(row: Row, split: Mapping[tuple[str, str], frozenset[str]], comparison: Comparison) -> Kind | None:
    if row["breakdown"] == "project":
        return "project"
    if row["breakdown"] == "basic_project":
        place = comparison.place(row["item_name"], False)
        return "basic" if place in _BASIC else "project" if place in _PROJECT else None
    if row["breakdown"] != "functional" or not row["is_leaf"]:
        return None
    measures = split.get((row["filing_id"], row["item_code"] or row["item_name"]), frozenset())
    if measures == {"basic"}:
        return "basic"
    return "project" if measures == {"project"} else None
