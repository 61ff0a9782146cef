"""From frames to plain rows: the one place that knows how pandas says that a value is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

Row = dict[str, Any]
"""A row of a dataset by column name: strings, Decimals, ints, tuples; None where there is no value."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "filings": (
        "filing_id",
        "source_path",
        "entity_name",
        "entity_id",
        "region_name",
        "form",
        "accounts_scope",
        "disclosure_id",
        "is_current",
        "status",
        "fiscal_year",
    ),
    "statements": (
        "filing_id",
        "statement_id",
        "section_key",
        "item_name",
        "item_path",
        "item_code",
        "quantity",
        "basis",
        "period",
        "direction",
        "value",
        "unit",
        "value_cny",
        "state",
        "surface",
        "page",
        "quality_flags",
    ),
    "facts": (
        "filing_id",
        "fact_id",
        "table_id",
        "template",
        "row",
        "item_code",
        "item_code_normalized",
        "item_name",
        "item_level",
        "side",
        "measure",
        "fund",
        "quantity",
        "period",
        "value",
        "unit",
        "value_cny",
        "state",
        "quality_flags",
    ),
    "reasons": (
        "filing_id",
        "reason_id",
        "sentence_id",
        "fact_id",
        "section_key",
        "start",
        "surface",
        "basis",
        "direction",
        "item_name",
        "item_code",
        "gap_stated_cny",
        "cause_ids",
        "is_vacuous",
    ),
    "reason_links": ("filing_id", "reason_id", "statement_id", "fact_id"),
    "checks": ("filing_id", "outcome"),
    "sentences": ("filing_id", "section_key", "text"),
    "entities": ("entity_id", "parent_entity_id"),
}
"""The columns that comparison reads of each dataset: nothing else need be loaded."""

CHOSEN: dict[str, dict[str, tuple[str, ...]]] = {"sentences": {"section_key": ("organisation",)}}
"""Which rows are read: dataset → column → values. Other rows of these datasets need not be loaded."""

_WHOLE = frozenset({"fiscal_year", "period", "page", "row", "item_level", "start"})


def rows(frames: Mapping[str, pd.DataFrame], dataset: str) -> list[Row]:
    """The rows of a dataset in their order, the columns that comparison reads; none where the frame is not given.

    Raises KeyError when a column is missing.
    """
    if dataset not in frames:
        return []
    frame, names = frames[dataset], COLUMNS[dataset]
    columns = [_plain(frame[name], name in _WHOLE) for name in names]
    made = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    chosen = CHOSEN.get(dataset, {})
    return [row for row in made if all(row[name] in values for name, values in chosen.items())]


def by_filing(given: list[Row]) -> dict[str, list[Row]]:
    """The rows of each filing, in their order."""
    groups: dict[str, list[Row]] = {}
    for row in given:
        groups.setdefault(row["filing_id"], []).append(row)
    return groups


def _plain(series: pd.Series[Any], whole: bool) -> list[Any]:
    values = series.astype(object)
    missing = pd.isna(values).tolist()  # a list in a cell counts as present
    plain: list[Any] = [None if is_missing else value for value, is_missing in zip(values, missing, strict=True)]
    if whole:
        return [None if v is None else int(v) for v in plain]
    return [tuple(v) if hasattr(v, "__len__") and not isinstance(v, str) else v for v in plain]
