"""The causes: a small tree, read from models/reasons/taxonomy.csv."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from pipeline.records.dimension import Cause
from pipeline.records.errors import KnowledgeError

NOT_STATED = "not_stated"
"""The cause of a deviation that no words explain; made by comparison, never by a reason."""
_UNATTRIBUTED = "unattributed"
_REQUIRED = ("cause_id", "label_zh", "label_en", "definition_zh")


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The causes in the order of the file."""

    causes: tuple[Cause, ...]

    def cause(self, cause_id: str) -> Cause:
        """The cause of this id. Raises KeyError when there is none."""
        return {c.cause_id: c for c in self.causes}[cause_id]

    def is_leaf(self, cause_id: str) -> bool:
        """Does no other cause stand below it?"""
        return all(c.parent_id != cause_id for c in self.causes)

    def leaves(self) -> tuple[str, ...]:
        """The ids that reasons are sorted into."""
        parents = {c.parent_id for c in self.causes}
        return tuple(c.cause_id for c in self.causes if c.cause_id not in parents)

    def root(self, cause_id: str) -> str:
        """The topmost cause above it (itself, where it stands at the top)."""
        parents = {c.cause_id: c.parent_id for c in self.causes}
        while (above := parents[cause_id]) is not None:
            cause_id = above
        return cause_id

    def explaining(self) -> frozenset[str]:
        """The causes of substance: everything outside the branch of what could not be attributed."""
        return frozenset(c.cause_id for c in self.causes if self.root(c.cause_id) != _UNATTRIBUTED)

    def unusual(self, direction: str) -> frozenset[str]:
        """The causes that usually explain a deviation of the other direction; what equals or is not said to differ has
        none."""
        other = _OTHER_WAY.get(direction)
        return frozenset(c.cause_id for c in self.causes if other and c.usual_direction == other)


_OTHER_WAY = {"over": "under", "increase": "under", "under": "over", "decrease": "over"}
"""By direction of a deviation, as records name it: the usual direction of causes that speak against it."""


def load_taxonomy(path: Path) -> Taxonomy:
    """Read the taxonomy. Raises KnowledgeError where it is not a tree, repeats an id or leaves a label out."""
    columns = [f.name for f in fields(Cause)]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if list(reader.fieldnames or ()) != columns:
            raise KnowledgeError(f"{path.name}: columns are {reader.fieldnames}, not {columns}")
        causes = tuple(_cause(row, path.name) for row in reader)
    _prove_tree(causes, path.name)
    return Taxonomy(causes)


def _cause(row: dict[str, str], place: str) -> Cause:
    empty = [name for name in _REQUIRED if not row[name]]
    if empty or not row["edition"].isdigit():
        raise KnowledgeError(f"{place}: {row['cause_id']!r} lacks {empty or 'edition'}")
    texts = {name: value if value or name in _REQUIRED else None for name, value in row.items() if name != "edition"}
    return Cause(**texts, edition=int(row["edition"]))  # type: ignore[arg-type]


def _prove_tree(causes: tuple[Cause, ...], place: str) -> None:
    parents = {c.cause_id: c.parent_id for c in causes}
    if len(parents) != len(causes):
        raise KnowledgeError(f"{place}: a cause_id stands twice")
    for cause in causes:
        seen, above = {cause.cause_id}, cause.parent_id
        while above is not None:
            if above not in parents or above in seen:
                raise KnowledgeError(f"{place}: what stands above {cause.cause_id} is unknown or leads back to it")
            seen.add(above)
            above = parents[above]
    if NOT_STATED not in parents or _UNATTRIBUTED not in parents:
        raise KnowledgeError(f"{place}: {NOT_STATED} and {_UNATTRIBUTED} must be there")
