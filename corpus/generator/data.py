"""Reads the variety (corpus/data) once into one frozen object."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"


@dataclass(frozen=True, slots=True)
class Subject:
    """A line of a code list."""

    code: str
    name: str
    level: int
    parent: str


@dataclass(frozen=True, slots=True)
class Data:
    """Everything that may vary, as read from the tables and templates."""

    functional: dict[str, Subject]
    economic: dict[str, Subject]
    classes: tuple[Subject, ...]
    regions: dict[str, dict[str, Any]]
    archetypes: dict[str, dict[str, Any]]
    events: dict[str, dict[str, Any]]
    families: dict[str, dict[str, Any]]
    tables: dict[str, dict[str, Any]]
    hands: dict[str, dict[str, Any]]
    defects: dict[str, dict[str, Any]]
    typography: dict[str, dict[str, Any]]
    topics: dict[str, dict[str, Any]]
    shipped: dict[str, Any]


def read_yaml(name: str) -> Any:
    """One YAML file below corpus/data."""
    return yaml.safe_load((DATA / name).read_text("utf-8"))


def read_subjects(name: str) -> dict[str, Subject]:
    """A code list: code,name,level,parent."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return {r["code"]: Subject(r["code"], r["name"], int(r["level"]), r["parent"]) for r in csv.DictReader(file)}


def inherit(entries: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Entries `like` another get what they do not say from it; maps are merged, all else replaced."""

    def whole(name: str) -> dict[str, Any]:
        entry = entries[name]
        parent = whole(entry["like"]) if entry.get("like") else {}
        merged = {
            k: {**parent[k], **v} for k, v in entry.items() if isinstance(v, dict) and isinstance(parent.get(k), dict)
        }
        return {**parent, **entry, **merged}

    return {name: whole(name) for name in entries}


def read_hands() -> dict[str, dict[str, Any]]:
    """All hands; a hand inherits the templates that it does not have from the hand that it names as `like`."""
    raw = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((DATA / "hands").glob("*.yaml"))}

    def whole(name: str) -> dict[str, Any]:
        hand = raw[name]
        parent = whole(hand["like"]) if hand.get("like") else {"style": {}, "say": {}}
        return {
            **parent,
            **hand,
            "style": {**parent["style"], **hand.get("style", {})},
            "say": {**parent["say"], **hand.get("say", {})},
            "own": sorted(hand.get("say", {})),
        }

    return {name: whole(name) for name in raw}


@cache
def load() -> Data:
    """The data of corpus/data, read once."""
    functional = read_subjects("functional.csv")
    return Data(
        functional=functional,
        economic=read_subjects("economic.csv"),
        classes=tuple(s for s in functional.values() if s.level == 1),
        regions=read_yaml("regions.yaml"),
        archetypes=read_yaml("archetypes.yaml"),
        events=read_yaml("events.yaml"),
        families=inherit(read_yaml("families.yaml")),
        tables=inherit(read_yaml("tables.yaml")),
        hands=read_hands(),
        defects=read_yaml("defects.yaml"),
        typography=inherit(read_yaml("typography.yaml")),
        topics=read_yaml("topics.yaml"),
        shipped=read_yaml("shipped.yaml"),
    )
