"""What people marked: a folder per filing with filing.json and a CSV per dataset."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluation.align import Row

COUNTED_TIERS = frozenset({"", "core", "annex"})
"""Rows of other tiers may be published or not."""
DATASETS = ("sections", "facts", "statements", "reasons", "conflicts")
_OPTIONAL_FILES = {"sections": "sections_optional.csv", "facts": "facts_blank_rows.csv"}


@dataclass(frozen=True, slots=True)
class GoldFiling:
    """One marked filing: the digests of the files that it describes, its metadata, and its rows by dataset."""

    name: str
    digests: tuple[str, ...]
    metadata: dict[str, Any]
    rows: dict[str, list[Row]]


def read_gold(folder: Path) -> Iterator[GoldFiling]:
    """The marked filings below a folder, by name. A dataset without a file was not marked and is not scored."""
    for place in sorted(p for p in folder.iterdir() if (p / "filing.json").is_file()):
        metadata = json.loads((place / "filing.json").read_text(encoding="utf-8"))
        renderings = [metadata, *metadata.get("files", ()), metadata.get("seed") or {}]
        digests = tuple(dict.fromkeys(r["sha256"] for r in renderings if r.get("sha256")))
        rows = {name: _rows(place, name) for name in DATASETS if (place / f"{name}.csv").is_file()}
        yield GoldFiling(place.name, digests, metadata, rows)


def _rows(place: Path, dataset: str) -> list[Row]:
    rows = _read(place / f"{dataset}.csv")
    for row in rows:
        if row.get("tier", "") not in COUNTED_TIERS:
            row["optional"] = "1"
    optional = place / _OPTIONAL_FILES.get(dataset, "-")
    return rows + [{**row, "optional": "1"} for row in (_read(optional) if optional.is_file() else [])]


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file)]


def answers(row: Row, *fields: str) -> list[str]:
    """The accepted answers for a field, its own first: those of `<field>_alt` and the like, parted by ; or |."""
    given = [row.get(fields[0]) or ""]
    for field in fields[1:] or (f"{fields[0]}_alt",):
        given += (row.get(field) or "").replace("|", ";").split(";")
    return list(dict.fromkeys([given[0], *(g.strip() for g in given[1:] if g.strip())]))
