"""From rows to marks: which boxes the words and the figures of a row have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.evidence.strips import Mark, MarkKind
from pipeline.records.geometry import Box
from pipeline.store.read import read_chosen

PLACES = (
    "reasons", "statements", "facts", "checks", "performance_indicators", "sentences", "mentions", "numbers", "tables",
    "issues",
)
"""Datasets whose rows stand on pages, those asked for most first."""
_WORDS = frozenset({"reasons", "sentences"})
_WORDY = frozenset({"reason_id", "tokens"})
"""Columns that only rows of words have."""
_REFERENCES = ("reason_ids", "statement_ids", "fact_ids", "evidence_ids")
_REFERENCE = "example_reason_id"


def referred(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the rows that a row of any dataset rests on, in its order."""
    lists = [row.get(name) for name in _REFERENCES]
    ids = [str(one) for found in lists if found is not None for one in found]
    example = row.get(_REFERENCE)
    return tuple(dict.fromkeys([*ids, *([example] if isinstance(example, str) and example else [])]))


def own_marks(row: Mapping[str, Any]) -> tuple[Mark, ...]:
    """The marks that a row carries itself, none where it has no boxes."""
    boxes = row.get("boxes")
    kind: MarkKind = "words" if any(name in row for name in _WORDY) else "figures"
    return () if boxes is None else _marks(kind, boxes)


def marks_by_id(folder: Path, ids: Iterable[str]) -> dict[str, tuple[Mark, ...]]:
    """The marks of rows by their ids, wherever below the folder they are; ids that lead nowhere are left out."""
    found: dict[str, tuple[Mark, ...]] = {}
    waiting = set(ids)
    for dataset in PLACES:
        if waiting:
            kind: MarkKind = "words" if dataset in _WORDS else "figures"
            found |= {key: _marks(kind, boxes) for key, boxes in read_chosen(folder, dataset, waiting, "boxes")}
            waiting -= found.keys()
    return found


def _marks(kind: MarkKind, boxes: Sequence[Mapping[str, Any]]) -> tuple[Mark, ...]:
    return tuple(Mark(kind, Box(b["page"], b["x0"], b["top"], b["x1"], b["bottom"])) for b in boxes)
