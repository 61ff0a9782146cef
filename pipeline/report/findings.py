"""What is shown to people: which rows of the datasets, which sums, in which order. Rows in, records out.

Money is summed only over rows that `is_counted` allows: each yuan once, and budgets of two kinds never together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.knowledge.causes import NOT_STATED, Taxonomy
from pipeline.knowledge.terms import Terms
from pipeline.records.finding import (
    ALL_BODIES,
    ALL_YEARS,
    OTHER_BODIES,
    CauseSum,
    Conflict,
    Deviation,
    Findings,
    Lack,
    Unread,
)

Row = Mapping[str, Any]
"""A row of a dataset by column name."""

NEEDS: Mapping[str, tuple[str, ...]] = {
    "filings": (
        "filing_id", "source_path", "entity_id", "entity_name", "region_name", "fiscal_year", "is_current", "status",
        "error_detail",
    ),
    "budget_execution": (
        "filing_id", "entity_id", "entity_name", "item_name", "item_code", "breakdown", "fund", "actual_cny",
        "gap_cny", "gap_basis", "direction", "is_leaf", "is_counted", "kept_out", "reason_ids", "cause_ids",
        "reason_text", "explained_cny", "initial_budget_cny", "final_budget_cny", "budget_cny", "rate_reported",
        "statement_ids", "fact_ids", "fiscal_year",
    ),
    "recurring_causes": (
        "scope", "entity_id", "entity_name", "cause_id", "direction", "basis", "item_count", "entity_count", "gap_cny",
        "years_in_a_row", "fiscal_year",
    ),
    "reasons": (
        "reason_id", "filing_id", "surface", "basis", "direction", "item_name", "gap_cny", "cause_ids", "is_vacuous",
        "page", "fiscal_year",
    ),
    "checks": (
        "check_id", "filing_id", "subject", "left", "right_low", "right_high", "unit", "outcome", "severity",
        "message_zh", "diagnosis_zh", "evidence_ids", "page", "fiscal_year",
    ),
}
"""The columns that the findings read of each dataset."""

NAMELESS = "?"
"""Stands for the bodies of filings that name none."""
_NOTHING = Decimal(0)
_VACUOUS = "vacuous"
_UNDETERMINED = "undetermined"


def find_findings(rows: Mapping[str, Iterable[Row]], taxonomy: Taxonomy, terms: Terms) -> Findings:
    """All findings from the datasets of NEEDS, of which each row has the columns named there."""
    filings = {row["filing_id"]: row for row in rows["filings"]}
    deviations = find_deviations(rows["budget_execution"], filings)
    counted = {d.filing_id for d in deviations if not d.kept_out}
    counted |= {row["filing_id"] for row in rows["budget_execution"] if row["is_counted"]}
    lacks = find_lacks(rows["reasons"], rows["budget_execution"], filings, taxonomy)
    causes = sum_causes(rows["recurring_causes"])
    return Findings(
        len(filings), len(counted), _body_names(rows, filings, terms), deviations, causes, lacks,
        find_conflicts(rows["checks"], filings, terms), find_unread(filings.values(), terms),
    )


def find_deviations(items: Iterable[Row], filings: Mapping[str, Row]) -> tuple[Deviation, ...]:
    """Counted rows with a deviation, and those that only their quality flags keep out of sums; the largest first."""
    shown = [
        _deviation(row, filings[row["filing_id"]]) for row in items
        if row["direction"] != "equal" and row["gap_cny"] and (row["is_counted"] or row["kept_out"])
    ]
    return tuple(sorted(shown, key=lambda d: (-abs(d.gap_cny), d.body_name, -d.year, d.item_name, d.filing_id)))


def sum_causes(recurring: Iterable[Row]) -> tuple[CauseSum, ...]:
    """Causes of each body and of all, by year and over all years; the most money first.

    They are the rows of one body added up: what they add up to is what the counted deviations add up to.
    """
    groups: dict[tuple[str, int, str, str, str], list[Row]] = defaultdict(list)
    for row in recurring:
        if row["scope"] == "entity":
            for body in (_body(row), ALL_BODIES):
                for year in (row["fiscal_year"], ALL_YEARS):
                    groups[body, year, row["direction"], row["basis"], row["cause_id"]].append(row)
    return tuple(sorted((_cause_sum(*key, found) for key, found in groups.items()), key=_by_money))


def fold_bodies(causes: Sequence[CauseSum], keep: int) -> tuple[CauseSum, ...]:
    """The same sums with each body's own only for the `keep` bodies of the most money, the others' as one."""
    money: dict[str, Decimal] = defaultdict(Decimal)
    for row in causes:
        if row.year == ALL_YEARS and row.body != ALL_BODIES:
            money[row.body] += abs(row.gap_cny)
    kept = {ALL_BODIES, *sorted(money, key=lambda body: (-money[body], body))[:keep]}
    others: dict[tuple[int, str, str, str], list[CauseSum]] = defaultdict(list)
    for row in causes:
        if row.body not in kept:
            others[row.year, row.direction, row.basis, row.cause_id].append(row)
    folded = [
        replace(
            found[0], body=OTHER_BODIES, gap_cny=sum((r.gap_cny for r in found), _NOTHING),
            item_count=sum(r.item_count for r in found), bodies=len(found),
            years=tuple(sorted({year for r in found for year in r.years})), repeaters=sum(r.repeaters for r in found),
            in_a_row=max(r.in_a_row for r in found),
        )
        for found in others.values()
    ]
    return tuple(sorted([*(row for row in causes if row.body in kept), *folded], key=_by_money))


def find_lacks(
    reasons: Iterable[Row], items: Iterable[Row], filings: Mapping[str, Row], taxonomy: Taxonomy
) -> tuple[Lack, ...]:
    """Reasons that say nothing, or that could not be placed, and deviations without any; the most money first.

    Of deviations those of the lowest printed level are asked for a reason, in documents that no later one replaces.
    """
    substance = taxonomy.explaining()
    found = [
        _lack(kind, row, filings[row["filing_id"]], row["basis"], row["surface"], row["page"], (row["reason_id"],))
        for row in reasons
        if filings[row["filing_id"]]["is_current"] and (kind := _lack_of(row, substance))
    ]
    found += [
        _lack("missing", row, filings[row["filing_id"]], row["gap_basis"], None, None, _evidence(row))
        for row in items
        if NOT_STATED in row["cause_ids"] and row["is_leaf"] and row["direction"] != "equal" and row["gap_cny"]
        and filings[row["filing_id"]]["is_current"]
    ]
    order = ("missing", "vague", "unplaced")
    return tuple(sorted(found, key=lambda lack: (
        -abs(lack.gap_cny or _NOTHING), order.index(lack.kind), lack.body_name, -lack.year, lack.page or 0,
        lack.item_name, lack.basis, lack.evidence_ids,
    )))


def find_conflicts(checks: Iterable[Row], filings: Mapping[str, Row], terms: Terms) -> tuple[Conflict, ...]:
    """Checks in conflict of documents that no later one replaces: the gravest first, then by body, year and page."""
    order = list(terms.groups["severity"])
    found = [
        Conflict(
            row["check_id"], row["filing_id"], *_whose(filings[row["filing_id"]]), row["subject"], row["severity"],
            row["message_zh"], row["diagnosis_zh"], row["page"], tuple(row["evidence_ids"]),
            row["left"], row["right_low"], row["right_high"], row["unit"],
        )
        for row in checks if row["outcome"] == "conflict" and filings[row["filing_id"]]["is_current"]
    ]
    return tuple(sorted(found, key=lambda c: (
        order.index(c.severity), c.body_name, -c.year, c.filing_id, c.page or 0, c.subject, c.check_id,
    )))


def find_unread(filings: Iterable[Row], terms: Terms) -> tuple[Unread, ...]:
    """Files that are not complete, the failed ones first."""
    order = list(terms.groups["status"])
    found = [Unread(f["source_path"], f["status"], f["error_detail"]) for f in filings if f["status"] != "complete"]
    rank = {status: (status != "failed", order.index(status)) for status in order}
    return tuple(sorted(found, key=lambda u: (rank[u.status], u.source_path)))


def _body(row: Row) -> str:
    """What tells bodies apart: the entity's id, its name where it has none, the file where it has neither; sums of
    several such files are NAMELESS."""
    return str(row["entity_id"] or row["entity_name"] or row.get("filing_id") or NAMELESS)


def _whose(filing: Row) -> tuple[str, str, int]:
    """Key and name of the body of a filing, and its year; a filing that names no body is called by its file."""
    return _body(filing), filing["entity_name"] or filing["source_path"], filing["fiscal_year"] or 0


def _body_names(rows: Mapping[str, Iterable[Row]], filings: Mapping[str, Row], terms: Terms) -> dict[str, str]:
    """Key → name of every body: as its counted accounts have it, where it has some, and the latest of several."""
    ordered = sorted(filings.values(), key=lambda f: (f["fiscal_year"] or 0, f["filing_id"]))
    counted = [row for row in rows["recurring_causes"] if row["scope"] == "entity" and row["entity_name"]]
    names = {_body(row): row["entity_name"] for row in sorted(counted, key=lambda row: row["fiscal_year"])}
    nameless = {_body(row): terms.of("body", "nameless") for row in rows["recurring_causes"] if _body(row) == NAMELESS}
    return {body: name for body, name, _ in map(_whose, ordered)} | names | nameless


def _deviation(row: Row, filing: Row) -> Deviation:
    return Deviation(
        row["filing_id"], *_whose(filing), row["item_name"], row["item_code"], row["fund"],
        row["actual_cny"] - row["gap_cny"], row["actual_cny"], row["gap_cny"], row["gap_basis"], row["direction"],
        tuple(row["cause_ids"]), row["reason_text"], row["explained_cny"],
        tuple(row["kept_out"]), _evidence(row),
        {basis: row[f"{basis}_cny"] for basis in ("initial_budget", "final_budget")} | {"budget": row["budget_cny"]},
        row["rate_reported"],
    )


def _evidence(row: Row) -> tuple[str, ...]:
    return (*row["reason_ids"], *row["statement_ids"], *row["fact_ids"])


def _cause_sum(
    body: str, year: int, direction: str, basis: str, cause_id: str, rows: Sequence[Row]
) -> CauseSum:
    latest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda r: r["fiscal_year"]):
        latest[_body(row)] = row
    return CauseSum(
        body, year, direction, basis, cause_id,
        gap_cny=sum((row["gap_cny"] for row in rows), _NOTHING), item_count=sum(row["item_count"] for row in rows),
        bodies=len(latest), years=tuple(sorted({row["fiscal_year"] for row in rows})),
        repeaters=sum(row["years_in_a_row"] >= 2 for row in latest.values()),
        in_a_row=max(row["years_in_a_row"] for row in latest.values()),
    )


def _by_money(row: CauseSum) -> tuple[Any, ...]:
    return -abs(row.gap_cny), row.body, -row.year, row.direction, row.basis, row.cause_id


def _lack_of(reason: Row, substance: frozenset[str]) -> str | None:
    if substance & set(reason["cause_ids"]):
        return None
    if reason["is_vacuous"] or _VACUOUS in reason["cause_ids"]:
        return "vague"
    return "unplaced" if _UNDETERMINED in reason["cause_ids"] else None


def _lack(
    kind: str, row: Row, filing: Row, basis: str, surface: str | None, page: int | None, evidence: tuple[str, ...]
) -> Lack:
    return Lack(
        kind, row["filing_id"], *_whose(filing), row["item_name"], basis, row["direction"], row["gap_cny"], surface,
        page, evidence,
    )
