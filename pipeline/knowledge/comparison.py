"""What comparison across filings knows of names: models/comparison.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.patterns import Pattern, make_patterns, read_yaml
from pipeline.matching.normalize import bare
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Breakdown


@dataclass(frozen=True, slots=True)
class Figure:
    """A source of one column of department_year: rows of `dataset` that fit `where` and whose item name matches."""

    column: str
    dataset: str
    where: tuple[tuple[str, str], ...]
    pattern: Pattern

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Is this row the figure?"""
        return all(row[name] == value for name, value in self.where) and bool(self.pattern.regex.search(bare(row["item_name"] or "")))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Names of items, bodies and files as comparison needs them."""

    breakdowns: tuple[Pattern, ...]
    three_public: tuple[Pattern, ...]
    bodies: tuple[Pattern, ...]
    files: tuple[Pattern, ...]
    figures: tuple[Figure, ...]

    def breakdown(self, item_name: str) -> str | None:
        """The breakdown that the name alone decides; None where it decides none."""
        return _meaning(self.breakdowns, bare(item_name))

    def three_public_item(self, item_name: str) -> str | None:
        """The canonical 三公 item that the name stands for; None where it is none."""
        return _meaning(self.three_public, bare(item_name))

    def body_name(self, printed: str) -> tuple[str, bool]:
        """The name without the mark of its own accounts, folded and without blanks, and whether the mark stood there."""
        name = bare(printed)
        for pattern in self.bodies:
            stripped = pattern.regex.sub("", name)
            if stripped != name:
                return stripped, True
        return name, False

    def is_revision(self, file_name: str) -> bool:
        """Does the file's name say that it replaces an earlier one?"""
        return any(p.regex.search(file_name.casefold()) for p in self.files)


def _meaning(patterns: Iterable[Pattern], name: str) -> str | None:
    return next((p.meaning for p in patterns if p.regex.search(name)), None)


def load_comparison(path: Path) -> Comparison:
    """Read and prove the file. Raises KnowledgeError where an entry fails its own example or means no breakdown."""
    entries = read_yaml(path)
    groups = {name: make_patterns(entries[name]) for name in ("breakdowns", "three_public", "bodies", "files")}
    unknown = {p.meaning for p in groups["breakdowns"]} - set(get_args(Breakdown))
    if unknown:
        raise KnowledgeError(f"{path.name}: no such breakdown: {sorted(unknown)}")
    patterns = make_patterns(entries["figures"])
    figures = tuple(
        Figure(entry["column"], entry["dataset"], tuple(entry["where"].items()), pattern)
        for entry, pattern in zip(entries["figures"], patterns, strict=True)
    )
    return Comparison(figures=figures, **groups)
