"""What comparison across filings knows of names: models/comparison.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.patterns import Pattern, make_patterns, many, read_yaml
from pipeline.matching.normalize import bare
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Breakdown, QualityFlag


@dataclass(frozen=True, slots=True)
class Figure:
    """A source of one column of department_year: rows of `dataset` that fit `where` and whose item name matches.

    `is_sum`: its rows are parts that add up, one of each name; otherwise the first row is the figure.
    """

    column: str
    dataset: str
    where: tuple[tuple[str, str], ...]
    is_sum: bool
    pattern: Pattern

    @property
    def place(self) -> str:
        """The template or section of its rows."""
        where = dict(self.where)
        return where.get("template") or where["section_key"]

    def fits(self, row: Mapping[str, Any]) -> bool:
        """Is this row the figure?"""
        return all(row[name] == value for name, value in self.where) and bool(
            self.pattern.regex.search(bare(row["item_name"] or ""))
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Names of items, bodies and files as comparison needs them; `doubts` are flags that keep a row out of sums."""

    breakdowns: tuple[Pattern, ...]
    three_public: tuple[Pattern, ...]
    bodies: tuple[Pattern, ...]
    files: tuple[Pattern, ...]
    figures: tuple[Figure, ...]
    parts: tuple[tuple[str, str], ...]
    three_public_units: tuple[tuple[str, tuple[str, ...]], ...]
    doubts: frozenset[str]

    def breakdown(self, item_name: str) -> str | None:
        """The breakdown that the name alone decides; None where it decides none."""
        return _meaning(self.breakdowns, bare(item_name))

    def three_public_item(self, item_name: str) -> str | None:
        """The canonical 三公 item that the name stands for; None where it is none."""
        return _meaning(self.three_public, bare(item_name))

    def place(self, item_name: str, is_three_public: bool) -> str | None:
        """What `is_part_of` compares: the canonical 三公 item, or the entry of the breakdown."""
        if is_three_public:
            return self.three_public_item(item_name)
        return next((p.id for p in self.breakdowns if p.regex.search(bare(item_name))), None)

    def is_part_of(self, item: str | None, whole: str | None) -> bool:
        """Does the one place stand below the other?"""
        above, part = dict(self.parts), item
        while part is not None and part != whole:
            part = above.get(part)
        return item is not None and item != whole and part is not None

    def body_name(self, printed: str) -> str:
        """The name of the body: folded, without blanks, and without a mark of which accounts are meant."""
        name = bare(printed)
        for pattern in self.bodies:
            name = pattern.regex.sub("", name)
        return name

    def says_own(self, printed: str) -> bool:
        """Does the printed name say that the accounts are the body's own, without its units?"""
        return _meaning(self.bodies, bare(printed)) == "own"

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
    doubts = frozenset(entries["doubts"])
    if doubts - set(get_args(QualityFlag)):
        raise KnowledgeError(f"{path.name}: no such quality flag: {sorted(doubts - set(get_args(QualityFlag)))}")
    patterns = make_patterns(entries["figures"])
    figures = tuple(
        Figure(entry["column"], entry["dataset"], tuple(entry["where"].items()), bool(entry.get("add")), pattern)
        for entry, pattern in zip(entries["figures"], patterns, strict=True)
    )
    items = entries["three_public"]
    parts = [(e["meaning"], e["part_of"]) for e in items if "part_of" in e]
    parts += [(e["id"], e["part_of"]) for e in entries["breakdowns"] if "part_of" in e]
    return Comparison(
        figures=figures, parts=tuple(parts), doubts=doubts,
        three_public_units=tuple((e["meaning"], many(e.get("counted_in"))) for e in items), **groups,
    )
