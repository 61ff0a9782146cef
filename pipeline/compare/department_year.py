"""The main figures of each disclosure, beside last year's as they were published then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from pipeline.compare.frames import Row
from pipeline.knowledge.comparison import Comparison
from pipeline.matching.normalize import bare
from pipeline.records.comparison import BudgetExecution, DepartmentYear
from pipeline.records.vocabulary import QualityFlag

FINAL_ACCOUNTS = frozenset({"department_final_accounts", "unit_final_accounts", "government_final_accounts"})
_FIGURES = ("income_cny", "expenditure_cny", "actual_cny", "initial_budget_cny", "final_budget_cny")
_NUMBERS = frozenset({"change_rate_vs_prior", "staff_quota", "staff_actual"})
_NOTHING = Decimal(0)
_COUNTS = ("staff_quota", "staff_actual")


def department_year(
    filings: Sequence[Row], statements: Mapping[str, Sequence[Row]], facts: Mapping[str, Sequence[Row]],
    checks: Iterable[Row], items: Iterable[BudgetExecution], comparison: Comparison,
) -> list[DepartmentYear]:
    """One row per current final accounts that name their body and year, or print a main figure at least.

    A figure that the filing does not print stays none.
    """
    conflicts: dict[str, int] = {}
    for check in checks:
        if check["outcome"] == "conflict":
            conflicts[check["filing_id"]] = conflicts.get(check["filing_id"], 0) + 1
    execution: dict[str, list[BudgetExecution]] = {}
    for item in items:
        execution.setdefault(item.filing_id, []).append(item)
    made = []
    for filing in filings:
        if filing["is_current"] and filing["form"] in FINAL_ACCOUNTS and filing["status"] in ("complete", "partial"):
            key = filing["filing_id"]
            sources = {"statements": statements.get(key, ()), "facts": facts.get(key, ())}
            row = _row(filing, sources, execution.get(key, []), conflicts.get(key, 0), comparison)
            if filing["disclosure_id"] or any(getattr(row, name) is not None for name in _FIGURES):
                made.append(row)
    return _with_prior(made, filings)


def _row(
    filing: Row,
    sources: Mapping[str, Sequence[Row]],
    items: Sequence[BudgetExecution],
    conflicts: int,
    comparison: Comparison,
) -> DepartmentYear:
    figures, flags = _figures(sources, filing["fiscal_year"] or 0, comparison)
    total = _total(items, figures.get("actual_cny"))
    if total is not None:
        figures.setdefault("actual_cny", total.actual_cny)
    flags = (*flags, *(total.quality_flags if total else ()))
    initial, final = (total.initial_budget_cny, total.final_budget_cny) if total else (None, None)
    return DepartmentYear(
        filing["entity_id"],
        filing["entity_name"],
        filing["filing_id"],
        filing["accounts_scope"],
        initial_budget_cny=initial,
        final_budget_cny=final,
        rate_initial=_percent(figures.get("actual_cny"), initial),
        rate_final=_percent(figures.get("actual_cny"), final),
        explained_share=_explained_share(items),
        check_conflict_count=conflicts,
        quality_flags=cast("tuple[QualityFlag, ...]", tuple(dict.fromkeys(flags))),
        fiscal_year=filing["fiscal_year"] or 0,
        **figures,
    )


def _figures(
    sources: Mapping[str, Sequence[Row]], year: int, comparison: Comparison
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Column → value, from the first source that has one; and the flags of the rows used. Parts are added."""
    values: dict[str, Any] = {}
    flags: dict[str, None] = {}
    places: dict[tuple[str, str | None], list[Row]] = {}
    for dataset, given in sources.items():
        for row in given:
            if row["period"] in (None, year):
                places.setdefault((dataset, row["template" if dataset == "facts" else "section_key"]), []).append(row)
    for figure in comparison.figures:
        if figure.column in values:
            continue
        name = "value" if figure.column in _NUMBERS else "value_cny"
        rows = [r for r in places.get((figure.dataset, figure.place), ()) if figure.fits(r) and r[name] is not None]
        if rows:
            used = _one_of_each(rows) if figure.is_sum else rows[:1]
            value = sum((r[name] for r in used), _NOTHING)
            values[figure.column] = int(value) if figure.column in _COUNTS else value
            flags |= dict.fromkeys(flag for r in used for flag in r["quality_flags"] or ())
    return values, tuple(flags)


def _one_of_each(rows: Iterable[Row]) -> list[Row]:
    kinds: dict[str, Row] = {}
    for row in rows:
        kinds.setdefault(bare(row["item_name"]), row)
    return list(kinds.values())


def _total(items: Sequence[BudgetExecution], actual: Decimal | None) -> BudgetExecution | None:
    """The row of general-budget expenditure over all: the one with the actual that is known, else the first."""
    totals = [i for i in items if i.breakdown == "total" and i.fund == "general_public_budget"]
    return next((i for i in totals if i.actual_cny == actual), totals[0] if totals else None)


def _percent(actual: Decimal | None, budget: Decimal | None) -> Decimal | None:
    if actual is None or not budget:
        return None
    return (actual * 100 / budget).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _explained_share(items: Sequence[BudgetExecution]) -> float | None:
    """Weighed by deviations. What no reason of substance explains weighs as it does without any reason, so that an
    empty one, which may speak of another budget, changes nothing."""
    counted = [i for i in items if i.is_counted]
    whole = sum((abs(_unsaid_gap(i) if not i.explained_cny else i.gap_cny or _NOTHING) for i in counted), _NOTHING)
    return float(sum((abs(i.explained_cny or _NOTHING) for i in counted), _NOTHING) / whole) if whole else None


def _unsaid_gap(item: BudgetExecution) -> Decimal:
    """The deviation of an item of which the document says nothing: final before initial."""
    gaps = (item.gap_final_cny, item.gap_initial_cny, item.gap_cny)
    return next((gap for gap in gaps if gap is not None), _NOTHING)


def _with_prior(rows: Sequence[DepartmentYear], filings: Iterable[Row]) -> list[DepartmentYear]:
    """Last year's actual from last year's own filing of the same body, form and scope, where there is exactly one."""
    forms = {f["filing_id"]: f["form"] for f in filings}
    published: dict[tuple[object, ...], list[Decimal]] = {}
    for row in rows:
        if row.entity_id is not None and row.actual_cny is not None:
            key = (row.entity_id, row.fiscal_year, forms[row.filing_id], row.accounts_scope)
            published.setdefault(key, []).append(row.actual_cny)
    made = []
    for row in rows:
        found = published.get((row.entity_id, row.fiscal_year - 1, forms[row.filing_id], row.accounts_scope), [])
        made.append(replace(row, prior_actual_published_cny=found[0] if len(found) == 1 and row.fiscal_year else None))
    return made
