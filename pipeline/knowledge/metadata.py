"""How a filing says who it is of, for which year, what kind of document it is and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.patterns import Pattern, make_pattern, make_patterns, read_yaml
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import DeclaredUnit, Form


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern that may find an entity, a year and a kind, in one kind of place."""

    pattern: Pattern
    place: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Signs in the order of trust, and what decides form, scope and region."""

    signs: tuple[Sign, ...]
    forms: tuple[tuple[Pattern, Form], ...]
    not_entity: Pattern
    placeholder: Pattern
    entity_lead: Pattern
    contents: Pattern
    amount: Pattern
    own: Pattern
    own_title: Pattern
    consolidated: Pattern
    alone: Pattern
    parent: Pattern
    region: Pattern
    units: Mapping[str, DeclaredUnit]


_PARTS = (
    "not_entity", "placeholder", "entity_lead", "contents", "amount", "own", "own_title", "consolidated", "alone",
    "parent", "region",
)
"""Patterns that the file names one by one."""


def load_metadata(path: Path) -> Metadata:
    """Read metadata.yaml. Raises KnowledgeError when an entry fails its example or uses a word outside the contract."""
    data: Mapping[str, Any] = read_yaml(path)
    names = {str(k): str(v) for k, v in data["names"].items()}
    signs = tuple(
        Sign(p, str(e["place"])) for e, p in zip(data["signs"], make_patterns(data["signs"], names), strict=True)
    )
    forms = tuple(zip(make_patterns(data["forms"], names), [str(e["form"]) for e in data["forms"]], strict=True))
    if unknown := ({f for _, f in forms} - set(get_args(Form))) | (
        set(data["units"].values()) - set(get_args(DeclaredUnit))
    ):
        raise KnowledgeError(f"{path.name}: {unknown} is not in the vocabulary")
    rest = {name: make_pattern(data[name]) for name in _PARTS}
    return Metadata(signs, forms, **rest, units=dict(data["units"]))  # type: ignore[arg-type]
