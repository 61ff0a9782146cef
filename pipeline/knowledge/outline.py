"""How headings are written, and which canonical section each heading opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from pipeline.knowledge.patterns import Pattern, make_pattern, make_patterns, many, read_yaml
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import SectionKey


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of heading label; `rank` orders kinds from the outermost in, `key` is set where the label alone
    decides."""

    pattern: Pattern
    rank: int
    key: SectionKey | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A pattern of titles and its section key; `under` and `not_under` limit it by the keys of the sections around."""

    pattern: Pattern
    key: SectionKey
    under: frozenset[str | None] | None
    not_under: frozenset[str]
    ranks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Outline:
    """The grammar of labels and titles, the marks of a table of contents, and the headings."""

    labels: tuple[Label, ...]
    headings: tuple[Heading, ...]
    contents_title: Pattern
    contents_leader: Pattern
    contents_number: Pattern
    title_closed: Pattern
    title_value: Pattern
    title_verb: Pattern
    title_alone: Pattern
    table_title: Pattern
    title_last: Pattern
    longest_title: int
    inherited: frozenset[SectionKey]


def _key(value: Any, place: str) -> SectionKey:
    if value not in get_args(SectionKey):
        raise KnowledgeError(f"{place}: {value!r} is no section key")
    return cast(SectionKey, value)


def _heading(entry: Mapping[str, Any], pattern: Pattern) -> Heading:
    under = entry.get("under")
    return Heading(
        pattern,
        _key(entry["key"], pattern.id),
        None if under is None else frozenset(None if u is None else str(u) for u in under),
        frozenset(many(entry.get("not_under"))),
        frozenset(entry.get("ranks", ())),
    )


def load_outline(folder: Path) -> Outline:
    """Read outline/grammar.yaml and outline/headings.yaml. Raises KnowledgeError when they contradict themselves."""
    grammar, headings = read_yaml(folder / "grammar.yaml"), read_yaml(folder / "headings.yaml")
    labels = tuple(
        Label(make_pattern(e), int(e["rank"]), _key(e["key"], e["id"]) if "key" in e else None)
        for e in grammar["labels"]
    )
    patterns = make_patterns(headings["entries"], headings["names"])
    title = grammar["title"]
    return Outline(
        labels,
        tuple(_heading(e, p) for e, p in zip(headings["entries"], patterns, strict=True)),
        make_pattern(grammar["contents"]["title"]),
        make_pattern(grammar["contents"]["leader"]),
        make_pattern(grammar["contents"]["number"]),
        make_pattern(title["closed"]),
        make_pattern(title["value"]),
        make_pattern(title["verb"]),
        make_pattern(title["alone"]),
        make_pattern(title["table"]),
        make_pattern(title["last"]),
        int(title["longest"]),
        frozenset(_key(k, "inherited") for k in headings["inherited"]),
    )
