"""What the workbook looks like: its sheets, columns and words, from models/report.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.knowledge.patterns import read_yaml
from pipeline.records.errors import KnowledgeError

ColumnKind = Literal["text", "wide", "whole", "year", "money", "rate", "link"]


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """One column: the key of its values, its head, what they are, and how wide it is in characters."""

    key: str
    head: str
    kind: ColumnKind
    width: float


@dataclass(frozen=True, slots=True)
class TableForm:
    """One table: the title of its sheet (none for the second of a sheet), a line that says what it lists, columns."""

    key: str
    title: str
    says: str
    columns: tuple[ColumnForm, ...]


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The form of the workbook. `words` are its other words, by group, some with {places} for values."""

    file: str
    minimum_budget_cny: Decimal
    rows: int
    departments: int
    first_natures: tuple[str, ...]
    tables: Mapping[str, TableForm]
    words: Mapping[str, Any]


def load_report_form(path: Path) -> ReportForm:
    """Read the form. Raises KnowledgeError where a column is of no known kind, or a key stands twice."""
    entries = read_yaml(path)
    tables = [_table(entry, path.name) for entry in entries.pop("sheets")]
    keys = [table.key for table in tables]
    if len(set(keys)) != len(keys):
        raise KnowledgeError(f"{path.name}: a key of a sheet stands twice")
    minimum = Decimal(str(entries.pop("minimum_budget_cny")))
    settings = {name: entries.pop(name) for name in ("file", "rows", "departments")}
    return ReportForm(
        minimum_budget_cny=minimum, first_natures=tuple(entries.pop("first_natures")),
        tables={table.key: table for table in tables}, words=entries, **settings,
    )


def _table(entry: Mapping[str, Any], place: str) -> TableForm:
    columns = tuple(ColumnForm(*column) for column in entry["columns"])
    wrong = [c.key for c in columns if c.kind not in get_args(ColumnKind) or not c.head or c.width <= 0]
    if wrong or len({c.key for c in columns}) != len(columns):
        raise KnowledgeError(f"{place}: {entry['key']}: columns are wrong or stand twice: {wrong}")
    return TableForm(entry["key"], entry.get("title", ""), entry["says"], columns)
