"""How rows of `checks` are named and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.patterns import read_yaml
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Severity, Template


@dataclass(frozen=True, slots=True)
class Rule:
    """An identity as it is named in rows: its id, what it says, and how grave its breach is."""

    id: str
    says: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Words:
    """How outcomes are said in Chinese: `messages` by occasion, `diagnoses` by meaning, `tables` by template, `units`
    by unit."""

    messages: Mapping[str, str]
    diagnoses: Mapping[str, str]
    tables: Mapping[str, str]
    units: Mapping[str, str]


def make_rule(entry: Mapping[str, Any]) -> Rule:
    """The id and the words of an entry. Raises KnowledgeError where one is missing or the severity is no such word."""
    severity = entry.get("severity", "error")
    if not entry.get("id") or not entry.get("says") or severity not in get_args(Severity):
        raise KnowledgeError(f"identity {entry.get('id', entry)}: id, says or severity is missing or unknown")
    return Rule(str(entry["id"]), str(entry["says"]), severity)


def load_words(path: Path) -> Words:
    """Read messages.yaml. Raises KnowledgeError when a template of the contract has no name."""
    data = read_yaml(path)
    tables = {str(k): str(v) for k, v in data["tables"].items()}
    if missing := set(get_args(Template)) - set(tables):
        raise KnowledgeError(f"{path.name}: no name for {sorted(missing)}")
    messages, diagnoses, units = (
        {str(k): str(v) for k, v in data[part].items()} for part in ("messages", "diagnoses", "units"))
    return Words(messages, diagnoses, tables, units)
