"""What a narrative must not contradict, as data: sums of named parts, words that stay from a template, denials, and
the tables that must be there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.knowledge.patterns import make_pattern, many
from pipeline.knowledge.saying import Rule, make_rule
from pipeline.records.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class PartPattern:
    """Statements by the name of their item and, where that says too little, by the words before the figure."""

    item: re.Pattern[str]
    context: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class PartSum:
    """A whole is the sum of its parts (`is_bound`: at least that); `others` are parts that may be there besides."""

    rule: Rule
    sections: frozenset[str]
    quantities: tuple[str, ...]
    whole: PartPattern
    parts: tuple[PartPattern, ...]
    others: re.Pattern[str] | None
    is_bound: bool


@dataclass(frozen=True, slots=True)
class Residue:
    """Words that a template left in a sentence."""

    rule: Rule
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """A figure of these quantities is `wanted` to be followed by this; `spared` are words around it that do without."""

    rule: Rule
    quantities: frozenset[str]
    wanted: re.Pattern[str]
    spared: re.Pattern[str]

    def is_missing(self, before: str, after: str) -> bool:
        """Is the sign missing between these words?"""
        return not self.wanted.match(after) and not self.spared.search(f"{before[-20:]}\x1f{after[:20]}")


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that deny something, and what refutes them: other words, or a table that has figures."""

    rule: Rule
    denies: re.Pattern[str]
    refuted_by: re.Pattern[str] | None
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of items in sentences of some sections, each of which has money in a table."""

    rule: Rule
    sections: frozenset[str]
    pattern: re.Pattern[str]
    separator: re.Pattern[str]
    template: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """What the money of an item is said to be for."""

    rule: Rule
    sections: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Statutory:
    """A table that must be published since a year, or the note that stands for it; `title` is what a table of its
    subject may be called."""

    rule: Rule
    template: str
    since: int
    note: re.Pattern[str]
    title: re.Pattern[str]


def make_sum(entry: Mapping[str, Any]) -> PartSum:
    """A sum of parts; its `example` and `counterexample` are names of the whole."""
    whole = _part(entry["whole"])
    if not whole.item.search(entry["example"]) or whole.item.search(entry["counterexample"]):
        raise KnowledgeError(f"{entry['id']}: the name of the whole contradicts its example")
    return PartSum(
        make_rule(entry), frozenset(many(entry["sections"])), many(entry.get("quantities", "actual")), whole,
        tuple(_part(p) for p in entry["parts"]), re.compile(entry["others"]) if "others" in entry else None,
        bool(entry.get("is_bound", False)))


def _part(value: Any) -> PartPattern:
    item, context = (value, None) if isinstance(value, str) else value
    return PartPattern(re.compile(item), re.compile(context) if context else None)


def make_residue(entry: Mapping[str, Any]) -> Residue:
    """Words of a template, proven by examples."""
    return Residue(make_rule(entry), make_pattern(entry).regex)


def make_sign(entry: Mapping[str, Any]) -> Sign:
    """A sign that figures want; `example` is words where it is missing, the figure marked by |, `counterexample` words
    where it is not."""
    quantities = frozenset(many(entry["quantities"]))
    sign = Sign(make_rule(entry), quantities, re.compile(entry["wanted"]), re.compile(entry["spared"]))
    for key, is_missing in (("example", True), ("counterexample", False)):
        for words in many(entry[key]):
            before, _, after = words.partition("|")
            if sign.is_missing(before, after) != is_missing:
                raise KnowledgeError(f"{entry['id']}: contradicts its example {words!r}")
    return sign


def make_denial(entry: Mapping[str, Any]) -> Denial:
    """A denial, proven by examples."""
    refuted_by = re.compile(entry["refuted_by"]) if "refuted_by" in entry else None
    return Denial(make_rule(entry), make_pattern(entry).regex, refuted_by, many(entry.get("templates")))


def make_listing(entry: Mapping[str, Any]) -> Listing:
    """A list of items, proven by examples."""
    return Listing(make_rule(entry), frozenset(many(entry["sections"])), make_pattern(entry).regex,
                   re.compile(entry["separator"]), str(entry["template"]))


def make_purpose(entry: Mapping[str, Any]) -> Purpose:
    """What money is for, proven by examples."""
    return Purpose(make_rule(entry), frozenset(many(entry["sections"])), make_pattern(entry).regex)


def make_statutory(entry: Mapping[str, Any]) -> Statutory:
    """A statutory table and its note, proven by examples."""
    return Statutory(
        make_rule(entry), str(entry["template"]), int(entry["since"]), make_pattern(entry).regex,
        re.compile(entry["title"]))
