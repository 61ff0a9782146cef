"""Which words of a reason name which cause, and which words say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.patterns import Pattern, make_pattern, make_patterns, read_yaml


@dataclass(frozen=True, slots=True)
class CausePattern:
    """Wording of a cause; a weak one counts only where nothing else was found."""

    pattern: Pattern
    cause: str
    is_weak: bool


@dataclass(frozen=True, eq=False)
class CauseLexicon:
    """Patterns of causes in the order in which they claim words, and stock phrases without content; known by
    identity, so that what it says of a phrase can be remembered."""

    causes: tuple[CausePattern, ...]
    stock: tuple[Pattern, ...]
    aftermath: Pattern
    consequence: Pattern
    shortfall: Pattern
    preface: Pattern
    pronoun: Pattern


def load_causes(path: Path) -> CauseLexicon:
    """Read reasons/lexicon.yaml. Raises KnowledgeError when an entry fails its example or counterexample."""
    data = read_yaml(path)
    names = {str(k): str(v) for k, v in data["names"].items()}
    patterns = make_patterns(data["entries"], names)
    causes = tuple(
        CausePattern(p, str(e["cause"]), bool(e.get("weak"))) for e, p in zip(data["entries"], patterns, strict=True)
    )
    return CauseLexicon(
        causes,
        make_patterns(data["stock"], names),
        make_pattern(data["aftermath"]),
        make_pattern(data["consequence"]),
        make_pattern(data["shortfall"], names),
        make_pattern(data["preface"], names),
        make_pattern(data["pronoun"], names),
    )
