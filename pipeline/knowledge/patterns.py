"""Patterns as data: each says what it matches, with examples that it must match and counterexamples that it must
not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.records.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Pattern:
    """One rule of models/: `id` is the rule_id of the rows that it makes, `meaning` what a match stands for."""

    id: str
    says: str
    regex: re.Pattern[str]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    meaning: str = ""


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises KnowledgeError when it is none."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path.name}: {error}") from error


def many(value: object) -> tuple[str, ...]:
    """A YAML value that is one string or a list of them, as a tuple."""
    if value is None:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def make_pattern(entry: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Pattern:
    """One entry (id, says, pattern, example, counterexample, meaning) compiled; `{name}` in a pattern stands for a
    named part.

    Raises KnowledgeError when a key is missing, the expression is invalid, or an example contradicts it.
    """
    try:
        identifier, says, source = str(entry["id"]), str(entry["says"]), str(entry["pattern"])
        for name, part in (names or {}).items():
            source = source.replace("{" + name + "}", part)
        pattern = Pattern(
            identifier,
            says,
            re.compile(source),
            many(entry["example"]),
            many(entry["counterexample"]),
            str(entry.get("meaning", "")),
        )
    except (KeyError, re.error) as error:
        raise KnowledgeError(f"pattern {entry.get('id', entry)}: {error!r}") from error
    if not pattern.examples or not pattern.counterexamples:
        raise KnowledgeError(f"pattern {pattern.id} lacks an example or a counterexample")
    for example in pattern.examples:
        if not pattern.regex.search(example):
            raise KnowledgeError(f"pattern {pattern.id} does not match its example {example!r}")
    for counterexample in pattern.counterexamples:
        if pattern.regex.search(counterexample):
            raise KnowledgeError(f"pattern {pattern.id} matches its counterexample {counterexample!r}")
    return pattern


def make_patterns(entries: Iterable[Mapping[str, Any]], names: Mapping[str, str] | None = None) -> tuple[Pattern, ...]:
    """Entries compiled in order. Raises KnowledgeError when two share an id."""
    patterns = tuple(make_pattern(entry, names) for entry in entries)
    identifiers = [p.id for p in patterns]
    if len(set(identifiers)) != len(identifiers):
        raise KnowledgeError(
            f"pattern ids are not unique: {sorted({i for i in identifiers if identifiers.count(i) > 1})}"
        )
    return patterns
