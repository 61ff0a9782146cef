"""Across filings: what the per-filing datasets say when they are put side by side (the only place with pandas)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.compare.budget_execution import budget_execution
from pipeline.compare.containment import units_listed
from pipeline.compare.department_year import department_year
from pipeline.compare.frames import CHOSEN, COLUMNS, Row, by_filing, by_filing_of_years, only, passing
from pipeline.compare.prior_years import QUANTITIES, check_prior_years
from pipeline.compare.reason_repeats import WORDED, reason_repeats
from pipeline.compare.recurring_causes import recurring_causes
from pipeline.compare.three_public_year import three_public_year

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.knowledge import Knowledge

__all__ = ["CHOSEN", "COLUMNS", "compare"]


def compare(frames: Mapping[str, pd.DataFrame], knowledge: Knowledge) -> dict[str, Sequence[Any]]:
    """Dataset → records, from the written datasets named in COLUMNS (only these columns, and of datasets in CHOSEN only
    those rows, are read); of `checks`, rows to add, each with its year and filing.

    `frames["entities"]` leads units to their departments; without it each body stands alone. The order of the rows
    of a filing must be the document's; filings are put in order of fiscal year and id. Raises KeyError when a
    column is missing. Of layers no more than a part is held at once, where the frames can be had in parts.
    """
    return _compare({name: passing(frames, name) for name in COLUMNS}, knowledge)


def _compare(given: Mapping[str, Iterable[Row]], knowledge: Knowledge) -> dict[str, Sequence[Any]]:
    comparison = knowledge.comparison
    filings = sorted(given["filings"], key=lambda f: (f["fiscal_year"] or 0, f["filing_id"]))
    layers = ("statements", "facts", "reasons", "reason_links")
    statements, facts, reasons, links = (by_filing(given[name], filings) for name in layers)
    parents = {e["entity_id"]: e["parent_entity_id"] for e in given["entities"] if e["parent_entity_id"]}
    listed = units_listed(filings, by_filing(given["sentences"], filings), comparison)
    items = budget_execution(
        filings, statements, facts, reasons, links, parents, listed, comparison, knowledge.taxonomy, knowledge.codes
    )
    return {
        "budget_execution": items,
        "recurring_causes": recurring_causes(items, only(given["reasons"], "reason_id", "gap_stated_cny", "cause_ids")),
        "department_year": department_year(filings, statements, facts, given["checks"], items, comparison),
        "three_public_year": three_public_year(filings, statements, facts, comparison),
        "reason_repeats": reason_repeats(filings, only(given["reasons"], *WORDED)),
        "checks": check_prior_years(
            filings, by_filing_of_years(given["statements"], filings, QUANTITIES), knowledge.identities
        ),
    }
