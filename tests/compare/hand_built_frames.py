"""Hand-built frames: the columns that comparison reads, with defaults for what a test does not care about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from pipeline.compare.frames import COLUMNS

_DEFAULTS: dict[str, dict[str, Any]] = {
    "filings": {
        "form": "department_final_accounts",
        "accounts_scope": "consolidated",
        "is_current": True,
        "status": "complete",
        "fiscal_year": 2023,
        "entity_id": "en-1",
        "disclosure_id": "di-1",
        "entity_name": "某县水务局",
        "filing_id": "f1",
        "source_path": "a.pdf",
    },
    "statements": {
        "section_key": "general_budget.items",
        "basis": "none",
        "direction": "none",
        "state": "reported",
        "quality_flags": (),
        "filing_id": "f1",
        "unit": "yuan",
    },
    "facts": {
        "side": "expenditure",
        "measure": "amount",
        "fund": "unknown",
        "state": "reported",
        "quality_flags": (),
        "filing_id": "f1",
        "table_id": "t1",
        "template": "other",
        "row": 0,
    },
    "reasons": {
        "basis": "final_budget",
        "direction": "under",
        "is_vacuous": False,
        "filing_id": "f1",
        "start": 0,
        "section_key": "general_budget.items",
        "cause_ids": ("workload",),
        "item_name": "",
    },
    "reason_links": {"filing_id": "f1"},
    "checks": {"filing_id": "f1", "outcome": "agree"},
    "entities": {},
    "sentences": {"section_key": "organisation"},
}


def frame(dataset: str, *given: dict[str, Any]) -> pd.DataFrame:
    """A frame of the dataset's columns, one row per dict."""
    unknown = {key for row in given for key in row} - set(COLUMNS[dataset])
    assert not unknown, unknown
    made = [{**dict.fromkeys(COLUMNS[dataset]), **_DEFAULTS[dataset], **row} for row in given]
    return pd.DataFrame(made, columns=list(COLUMNS[dataset]), dtype=object)


def frames(**given: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """All frames; datasets that are not given have no rows, filings have one."""
    return {name: frame(name, *given.get(name, [{}] if name == "filings" else [])) for name in COLUMNS}


def told(item: str, code: str | None = None, prefix: str = "", **amounts: str) -> list[dict[str, Any]]:
    """Statements of one item: quantity=yuan."""
    return [
        {"statement_id": f"{prefix}{item}-{quantity}", "item_name": item, "item_code": code, "quantity": quantity,
         "value": Decimal(value), "value_cny": Decimal(value).quantize(Decimal("0.01"))}
        for quantity, value in amounts.items()
    ]
