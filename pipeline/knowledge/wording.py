"""The wording of the narrative: how figures are printed, which words say what they are, and which words give
reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.openings import Scanner, make_scanner, needed, with_opening
from pipeline.knowledge.patterns import Pattern, make_pattern, make_patterns, many, read_yaml
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Basis, Direction, IgnoreReason, Quantity


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """How numbers are printed: what is ignored by name, then what makes an amount, a percentage, a count."""

    ignored: tuple[Pattern, ...]
    amount: Pattern
    percent: Pattern
    multiple: Pattern
    count: Pattern
    zero: Pattern
    plain: Pattern
    atom: Pattern
    scales: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say what a figure is. `bases` and `quantities` may be two (与上年及预算相比; 预算、决算均为)."""

    pattern: Pattern
    kind: str
    quantities: tuple[Quantity, ...]
    bases: tuple[Basis, ...]
    direction: Direction
    is_part_of_name: bool


@dataclass(frozen=True, slots=True)
class Composed:
    """A short name, what must be spoken of for it to stand for a longer one, and that one (as a template of groups)."""

    pattern: Pattern
    outer: re.Pattern[str] | None
    beside: re.Pattern[str] | None
    becomes: str


@dataclass(frozen=True, slots=True, eq=False)
class Quantities:
    """Cues in the order in which they win, and how the names of items are printed around figures."""

    cues: tuple[Cue, ...]
    scanner: Scanner
    none_reported: Pattern
    none_behind: Pattern
    note: Pattern
    noted: Mapping[str, Basis]
    items: Mapping[str, Pattern]
    around: Mapping[str, Pattern]
    levels: str
    sides: tuple[str, ...]
    totals: Mapping[str, str]
    bare_subject: Pattern
    defaults: Mapping[str, str]
    comparison_words: Mapping[str, tuple[str, ...]]
    rate_words: Pattern
    rate_names: Pattern
    coverage: Pattern
    composed: tuple[Composed, ...]


@dataclass(frozen=True, slots=True)
class ReasonCue:
    """A cue of reasons and where its reason stands: before, wrap, or lead."""

    pattern: Pattern
    kind: str
    lists: bool
    """Does it also open a list of what something consists of, so that without a deviation it gives no reason?"""
    opens: bool
    """Does it open a reason of its own behind another reason of the same sentence?"""
    is_wary: bool
    """Does it also open what is no reason, so that only words that name a cause are one?"""


@dataclass(frozen=True, slots=True, eq=False)
class ReasonCues:
    """Cues of reasons, and what ends, parts and continues a reason. It is its own key: what was found by it is kept."""

    cues: tuple[ReasonCue, ...]
    closing: Pattern
    lead_end: Pattern
    ending: Pattern
    linking: Pattern
    resume: Pattern
    enumeration: Pattern
    shared: Pattern
    initial_words: Pattern
    final_words: Pattern
    prior_words: Pattern
    budget_words: Pattern
    told: Pattern
    pair: Pattern
    unspent: Pattern
    statement: Pattern
    apart: Pattern
    residue: Pattern
    bare_lead: Pattern
    costed: Pattern
    bare_not: Pattern
    unread_sections: frozenset[str]
    directions: tuple[tuple[Direction, Pattern], ...]


def load_numbers(path: Path) -> Numbers:
    """Read numbers.yaml. Raises KnowledgeError when an entry fails its example or names an unknown ignore reason."""
    data = read_yaml(path)
    names = {str(k): str(v) for k, v in data["names"].items()}
    ignored = make_patterns(data["ignored"], names)
    for pattern in ignored:
        if pattern.meaning not in get_args(IgnoreReason):
            raise KnowledgeError(f"{pattern.id}: {pattern.meaning!r} is no ignore reason")
    amount, percent, multiple, count, zero, plain, atom = make_patterns(
        [data[k] for k in ("amounts", "percents", "multiples", "counts", "zero", "plain", "atom")], names
    )
    for pattern in (*ignored, percent, multiple, amount, count, zero, plain):
        needed(pattern.regex.pattern)  # worked out here, like the expressions: the first filing is not to wait
    scales = tuple((str(k), Decimal(v)) for k, v in data["scales"].items())
    return Numbers(ignored, amount, percent, multiple, count, zero, plain, atom, scales)


def _words(value: object, allowed: tuple[str, ...], place: str) -> tuple[Any, ...]:
    words = tuple(str(value).split("+")) if value else ()
    if unknown := set(words) - set(allowed):
        raise KnowledgeError(f"{place}: {unknown} is not in the vocabulary")
    return words


def load_quantities(path: Path) -> Quantities:
    """Read quantities.yaml. Raises KnowledgeError when an entry fails its example or uses words outside the
    contract."""
    data = read_yaml(path)
    names = {str(k): str(v) for k, v in data["names"].items()}
    names |= {k: v.replace("{b}", names["b"]) for k, v in names.items()}
    patterns = make_patterns(data["entries"], names)
    cues = [_cue(entry, pattern) for entry, pattern in zip(data["entries"], patterns, strict=True)]
    none = dict(data["none"])
    none["pattern"] = f"(?P<when>{none['when']})?(?P<verb>{none['verbs']})(?P<noun>{none['nouns']}){none['closed']}"
    items, around = ({str(k): make_pattern(v) for k, v in data[part].items()} for part in ("items", "around"))
    return Quantities(
        tuple(cues),
        make_scanner(cue.pattern.regex for cue in cues),
        make_pattern(none),
        make_pattern(data["none_behind"]),
        make_pattern(data["note"]),
        _noted(data["noted"]),
        items,
        around,
        str(data["levels"]),
        many(data["sides"]),
        {str(k): str(v) for k, v in data["totals"].items()},
        make_pattern(data["bare_subject"]),
        {str(k): str(v) for k, v in data["defaults"].items()},
        {str(k): many(v) for k, v in data["comparison_words"].items()},
        make_pattern(data["rate_words"]),
        make_pattern(data["rate_names"]),
        make_pattern(data["coverage"]),
        tuple(map(_composed, data["composed"])),
    )


def _composed(entry: Mapping[str, Any]) -> Composed:
    outer, beside = (re.compile(entry[key]) if key in entry else None for key in ("outer", "beside"))
    return Composed(make_pattern(entry), outer, beside, str(entry["becomes"]))


def _cue(entry: Mapping[str, Any], pattern: Pattern) -> Cue:
    (direction,) = _words(entry.get("direction", "none"), get_args(Direction), pattern.id)
    return Cue(
        pattern,
        str(entry["kind"]),
        _words(entry.get("quantity"), get_args(Quantity), pattern.id),
        _words(entry.get("basis"), get_args(Basis), pattern.id),
        direction,
        bool(entry.get("keep")),
    )


def _noted(words: Mapping[str, str]) -> dict[str, Basis]:
    return {str(word): _words(basis, get_args(Basis), f"noted.{word}")[0] for word, basis in words.items()}


_REASON_PARTS = (
    "closing", "lead_end", "ending", "linking", "resume", "enumeration", "shared", "initial_words", "final_words",
    "prior_words", "statement", "apart", "residue", "bare_lead", "bare_not", "costed", "budget_words",
    "told", "pair", "unspent",
)
"""Patterns that the file names one by one."""


def _opened(pattern: Pattern) -> Pattern:
    """The same pattern, found sooner in long sentences."""
    return replace(pattern, regex=re.compile(with_opening(pattern.regex.pattern)))


def load_reason_cues(path: Path) -> ReasonCues:
    """Read reasons/cues.yaml. Raises KnowledgeError when an entry fails its example."""
    data = read_yaml(path)
    names = {str(k): str(v) for k, v in data["names"].items()}
    patterns = make_patterns(data["entries"], names)
    cues = tuple(
        ReasonCue(_opened(pattern), str(entry["kind"]), bool(entry.get("lists")), bool(entry.get("opens")),
            bool(entry.get("wary")))
        for entry, pattern in zip(data["entries"], patterns, strict=True)
    )
    rest = {name: make_pattern(data[name]) for name in _REASON_PARTS}
    directions = tuple(
        (_words(pattern.meaning, get_args(Direction), pattern.id)[0], pattern)
        for pattern in make_patterns(data["directions"])
    )
    return ReasonCues(
        cues, unread_sections=frozenset(many(data["narrative_not"])), directions=directions, **rest)
