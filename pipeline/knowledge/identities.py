"""Identities that a filing's own figures must satisfy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.patterns import many, read_yaml
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Measure, Quantity, Side, Template


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its table, side, item name (several joined by + are added) and measure; side None fits any."""

    template: str
    side: str | None
    items: tuple[str, ...]
    measure: str


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """In every row the total column is the sum of the part columns; columns of `within` are parts of parts."""

    id: str
    says: str
    template: str
    total: str
    parts: tuple[str, ...]
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowSum:
    """A row is the sum of other rows of the same column."""

    id: str
    says: str
    template: str
    side: str | None
    measure: str
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameCell:
    """Two cells hold the same amount."""

    id: str
    says: str
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class Across:
    """What the narrative says of an item in some sections is what a cell of a table says; `when` names two cells
    that must hold the same amount for the two to be comparable."""

    id: str
    says: str
    sections: frozenset[str]
    item: re.Pattern[str]
    quantity: str
    cell: Cell
    when: tuple[Cell, Cell] | None


@dataclass(frozen=True, slots=True)
class AcrossCodes:
    """What the narrative says of a coded item is what the row of that code says."""

    id: str
    says: str
    template: str
    measure: str
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Identities:
    """All identities; `statements` names those between figures of one paragraph, `messages` are in Chinese."""

    columns: tuple[ColumnSum, ...]
    children: tuple[str, str, frozenset[str]]
    rows: tuple[RowSum, ...]
    cells: tuple[SameCell, ...]
    statements: Mapping[str, tuple[str, str]]
    across: tuple[Across, ...]
    across_codes: AcrossCodes
    messages: Mapping[str, str]


def _word(value: Any, allowed: tuple[str, ...], place: str) -> str:
    if value not in allowed:
        raise KnowledgeError(f"{place}: {value!r} is not in the vocabulary")
    return str(value)


def _cell(value: list[Any], place: str) -> Cell:
    template, side, item, measure = value
    return Cell(
        _word(template, get_args(Template), place),
        None if side is None else _word(side, get_args(Side), place),
        tuple(str(item).split("+")),
        _word(measure, get_args(Measure), place),
    )


def load_identities(folder: Path) -> Identities:
    """Read checks/identities.yaml. Raises KnowledgeError when an entry names what the contract does not know, or
    when an item pattern fails its example."""
    data = read_yaml(folder / "identities.yaml")
    across = tuple(_across(e) for e in data["across"])
    children, codes = data["children"], data["across_codes"]
    return Identities(
        tuple(
            ColumnSum(
                e["id"],
                e["says"],
                _word(e["template"], get_args(Template), e["id"]),
                e["total"],
                many(e["parts"]),
                many(e.get("within")),
            )
            for e in data["columns"]
        ),
        (children["id"], children["says"], frozenset(many(children["templates"]))),
        tuple(
            RowSum(
                e["id"],
                e["says"],
                _word(e["template"], get_args(Template), e["id"]),
                e.get("side"),
                e["measure"],
                e["total"],
                many(e["parts"]),
            )
            for e in data["rows"]
        ),
        tuple(
            SameCell(e["id"], e["says"], _cell(e["left"], e["id"]), _cell(e["right"], e["id"])) for e in data["cells"]
        ),
        {str(k): (str(v["id"]), str(v["says"])) for k, v in data["statements"].items()},
        across,
        AcrossCodes(
            codes["id"], codes["says"], codes["template"], codes["measure"], frozenset(many(codes["sections"]))
        ),
        {str(k): str(v) for k, v in data["messages"].items()},
    )


def _across(entry: Mapping[str, Any]) -> Across:
    item = re.compile(str(entry["item"]))
    if not item.search(entry["example"]) or item.search(entry["counterexample"]):
        raise KnowledgeError(f"{entry['id']}: the item pattern contradicts its example")
    quantity = _word(entry.get("quantity", "actual"), get_args(Quantity), entry["id"])
    return Across(
        entry["id"],
        entry["says"],
        frozenset(many(entry["sections"])),
        item,
        quantity,
        _cell(entry["cell"], entry["id"]),
        _pair(entry["when"], entry["id"]) if "when" in entry else None,
    )


def _pair(value: list[list[Any]], place: str) -> tuple[Cell, Cell]:
    left, right = value
    return _cell(left, place), _cell(right, place)
