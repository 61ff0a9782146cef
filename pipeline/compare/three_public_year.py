"""The 三公 items of every body and year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from pipeline.compare.department_year import FINAL_ACCOUNTS
from pipeline.compare.frames import Row
from pipeline.knowledge.comparison import Comparison
from pipeline.records.comparison import ThreePublicYear
from pipeline.records.vocabulary import BudgetBasis, Unit

_FORMS = FINAL_ACCOUNTS | {"three_public_statement"}
_BUDGETS: tuple[BudgetBasis, ...] = ("final_budget", "initial_budget", "budget")


def three_public_year(
    filings: Sequence[Row],
    statements: Mapping[str, Sequence[Row]],
    facts: Mapping[str, Sequence[Row]],
    comparison: Comparison,
) -> list[ThreePublicYear]:
    """One row per item of each current filing that prints a figure for it: the table first, then the narrative.

    Where the filing does not print last year's actual, that of last year's own filing stands there.
    """
    made: list[ThreePublicYear] = []
    for filing in filings:
        if filing["is_current"] and filing["form"] in _FORMS:
            told = [
                r
                for r in statements.get(filing["filing_id"], ())
                if (r["section_key"] or "").startswith("three_public")
            ]
            shown = [r for r in facts.get(filing["filing_id"], ()) if r["template"] == "three_public"]
            made += _rows(filing, shown, told, comparison)
    return _with_prior(made, filings)


def _rows(filing: Row, shown: Iterable[Row], told: Iterable[Row], comparison: Comparison) -> Iterable[ThreePublicYear]:
    found: dict[str, list[Row]] = {}
    for row in (*shown, *told):
        item = comparison.three_public_item(row["item_name"] or "")
        if item:
            found.setdefault(item, []).append(row)
    units = dict(comparison.three_public_units)
    for item in units:
        made = _row(filing, item, found.get(item, []), units[item])
        if any(v is not None for v in (made.budget_cny, made.actual_cny, made.prior_actual_cny, made.count)):
            yield made


def _row(filing: Row, item: str, rows: Sequence[Row], units: Sequence[str]) -> ThreePublicYear:
    year = filing["fiscal_year"] or 0
    current = [r for r in rows if r["period"] in (None, year)]
    basis = next((b for b in _BUDGETS if _amount(current, b) is not None), None)
    last = _amount(rows, "prior_actual")
    if last is None and year:
        last = _amount([r for r in rows if r["period"] == year - 1], "actual")
    count = next(
        (
            r
            for unit in units
            for r in current
            if r["quantity"] == "count" and r["unit"] == unit and r["value"] is not None
        ),
        None,
    )
    return ThreePublicYear(
        filing["entity_id"], filing["entity_name"], filing["filing_id"], item,
        _amount(current, basis) if basis else None, basis or "none", _amount(current, "actual"), last,
        int(count["value"]) if count else None, cast(Unit, count["unit"]) if count else None, year,
    )


def _amount(rows: Iterable[Row], quantity: str) -> Decimal | None:
    return next((r["value_cny"] for r in rows if r["quantity"] == quantity and r["value_cny"] is not None), None)


def _with_prior(rows: Sequence[ThreePublicYear], filings: Iterable[Row]) -> list[ThreePublicYear]:
    """Last year's actual from last year's own filing of the same body, form and scope, where there is exactly one."""
    kinds = {f["filing_id"]: (f["form"], f["accounts_scope"]) for f in filings}
    published: dict[tuple[object, ...], list[Decimal | None]] = {}
    for row in rows:
        if row.entity_id is not None and row.fiscal_year:
            key = (row.entity_id, row.fiscal_year, row.item_name, kinds[row.filing_id])
            published.setdefault(key, []).append(row.actual_cny)
    made = []
    for row in rows:
        found = published.get((row.entity_id, row.fiscal_year - 1, row.item_name, kinds[row.filing_id]), [])
        is_known = row.prior_actual_cny is None and len(found) == 1
        made.append(replace(row, prior_actual_cny=found[0]) if is_known else row)
    return made
