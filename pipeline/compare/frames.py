"""From frames to plain rows: the one place that knows how pandas says that a value is missing."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
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
    return _rows(frames[dataset], dataset) if dataset in frames else []


def passing(frames: Mapping[str, pd.DataFrame], dataset: str) -> Iterable[Row]:
    """The same rows; where the frames can be had in parts, no more than a part is held at once.

    They can be gone through again and again.
    """
    parts = getattr(frames, "parts", None)
    if parts is None or dataset in CHOSEN:
        return rows(frames, dataset)
    return Passing(lambda: parts(dataset), dataset)


class Passing(Iterable[Row]):
    """Rows that are read from the disk each time that somebody goes through them."""

    def __init__(self, parts: Callable[[], Iterator[pd.DataFrame]], dataset: str) -> None:
        self._parts, self._dataset = parts, dataset

    def __iter__(self) -> Iterator[Row]:
        for part in self._parts():
            yield from _rows(part, self._dataset)


def by_filing(given: Iterable[Row], filings: Sequence[Row]) -> Mapping[str, Sequence[Row]]:
    """The rows of each filing, in their order; `filings` in the order in which rows that pass by are stored."""
    if isinstance(given, Passing):
        return _PassingFilings(given, filings)
    groups: dict[str, list[Row]] = {}
    for row in given:
        groups.setdefault(row["filing_id"], []).append(row)
    return groups


def by_filing_of_years(given: Iterable[Row], filings: Sequence[Row], quantities: Container[str]) -> Mapping[str, Any]:
    """The rows of each filing that have one of the quantities; of rows that pass by those of two years are held, so
    that filings of a year and of the year before can be asked for in any order."""
    if isinstance(given, Passing):
        return _HeldYears(given, filings, quantities)
    return by_filing(given, filings)


def only(given: Iterable[Row], *columns: str) -> Iterator[Row]:
    """Rows with these columns alone: who keeps them all keeps no more than that."""
    return ({column: row[column] for column in columns} for row in given)


class _PassingFilings(Mapping[str, Sequence[Row]]):
    """The rows of the filing that is asked for, those of one filing held at a time; cheap where filings are asked for
    in their order, again and again."""

    def __init__(self, given: Passing, filings: Sequence[Row]) -> None:
        self._given = given
        self._order = {filing["filing_id"]: place for place, filing in enumerate(filings)}
        self._begin()

    def __getitem__(self, key: str) -> Sequence[Row]:
        wanted = self._order[key]
        if wanted < self._place:
            self._begin()
        while self._place < wanted:
            self._next()
        if self._place != wanted:
            raise KeyError(key)
        return self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)

    def _begin(self) -> None:
        self._groups = groupby(self._given, itemgetter("filing_id"))
        self._place = -1
        self._rows: tuple[Row, ...] = ()

    def _next(self) -> None:
        key, found = next(self._groups, (None, iter(())))
        self._place = len(self._order) if key is None else self._order[key]
        self._rows = tuple(found)


class _HeldYears(Mapping[str, Sequence[Row]]):
    """The rows of all filings of the two years that were asked for last."""

    def __init__(self, given: Passing, filings: Sequence[Row], quantities: Container[str]) -> None:
        self._given, self._quantities = given, quantities
        self._years = {filing["filing_id"]: filing["fiscal_year"] for filing in filings}
        self._held: dict[int, Mapping[str, Sequence[Row]]] = {}

    def __getitem__(self, key: str) -> Sequence[Row]:
        year = self._years[key]
        held = self._held.pop(year, None)
        if held is None:
            self._held = dict(list(self._held.items())[-1:])
            held = by_filing([row for row in self._given if self._is_wanted(row, year)], ())
        self._held[year] = held
        return held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._years)

    def __len__(self) -> int:
        return len(self._years)

    def _is_wanted(self, row: Row, year: int) -> bool:
        return row["quantity"] in self._quantities and self._years[row["filing_id"]] == year


def _rows(frame: pd.DataFrame, dataset: str) -> list[Row]:
    names = COLUMNS[dataset]
    columns = [_plain(frame[name], name in _WHOLE) for name in names]
    made = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    chosen = CHOSEN.get(dataset, {})
    return [row for row in made if all(row[name] in values for name, values in chosen.items())]


def _plain(series: pd.Series[Any], whole: bool) -> list[Any]:
    values = series.astype(object)
    missing = pd.isna(values).tolist()  # a list in a cell counts as present
    plain: list[Any] = [None if is_missing else value for value, is_missing in zip(values, missing, strict=True)]
    if whole:
        return [None if v is None else int(v) for v in plain]
    return [tuple(v) if hasattr(v, "__len__") and not isinstance(v, str) else v for v in plain]
