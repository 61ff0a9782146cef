"""The phrases that the classifier learns from: its own training set, and what people said in corpus/labels."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.matching.normalize import bare
from pipeline.records.errors import KnowledgeError

SPLITS = ("train", "dev", "test")
COLUMNS = ("phrase", "causes", "family", "split")
LABEL_COLUMNS = ("surface", "cause_ids")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a reason, their causes, the idea that they share with others, and the part of the set they are in."""

    text: str
    causes: tuple[str, ...]
    family: str
    split: str


def load_phrases(path: Path) -> tuple[Phrase, ...]:
    """Read training.csv. Raises KnowledgeError where a row is incomplete, a phrase stands twice, or a family lies in
    two splits."""
    rows = _rows(path, COLUMNS)
    phrases = tuple(Phrase(bare(r["phrase"]), _many(r["causes"]), r["family"], r["split"]) for r in rows)
    splits: dict[str, str] = {}
    texts: set[str] = set()
    for phrase in phrases:
        if not phrase.text or not phrase.causes or phrase.split not in SPLITS:
            raise KnowledgeError(f"{path.name}: incomplete: {phrase}")
        if phrase.text in texts or splits.setdefault(phrase.family, phrase.split) != phrase.split:
            raise KnowledgeError(f"{path.name}: stands twice, or its family in two splits: {phrase}")
        texts.add(phrase.text)
    return phrases


def load_labelled(folder: Path, causes: Iterable[str]) -> tuple[Phrase, ...]:
    """Phrases of every CSV file in a folder that has the columns `surface` and `cause_ids` (separated by ;): the last
    word on each surface. Rows without words or with no cause of `causes` are left out; no folder, no phrases."""
    known = frozenset(causes)
    said: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        with file.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                text, ids = bare(row.get("surface") or ""), _many(row.get("cause_ids") or "")
                if text and ids and known.issuperset(ids):
                    said[text] = ids
    return tuple(Phrase(text, ids, "labels", "train") for text, ids in said.items())


def similarity(left: str, right: str) -> float:
    """Share of common character pairs (numbers, blanks and punctuation aside): 1 for the same words."""
    a, b = _pairs(left), _pairs(right)
    return len(a & b) / len(a | b)


def nearest_across(phrases: Sequence[Phrase]) -> tuple[float, Phrase, Phrase]:
    """The two phrases of different splits that are most alike, and how much."""
    best = (0.0, phrases[0], phrases[0])
    grams = [(p, _pairs(p.text)) for p in phrases]
    for split in SPLITS[1:]:
        others = [(p, g) for p, g in grams if p.split == split]
        for one, left in grams:
            if SPLITS.index(one.split) < SPLITS.index(split):
                for other, right in others:
                    alike = len(left & right) / len(left | right)
                    if alike > best[0]:
                        best = (alike, one, other)
    return best


def _pairs(text: str) -> frozenset[str]:
    words = "".join(c for c in text if c.isalpha())
    return frozenset(a + b for a, b in pairwise(words)) or frozenset((words,))


def _many(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.replace(" ", "").split(";") if part))


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != tuple(columns):
            raise KnowledgeError(f"{path.name}: columns are {reader.fieldnames}, not {columns}")
        return list(reader)
