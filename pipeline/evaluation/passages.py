"""Marked passages: a folder with passages.jsonl, documents that are made of them, and a CSV per dataset by passage."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.evaluation.align import Row
from pipeline.evaluation.gold import answers
from pipeline.evaluation.levels import name_key, value_key
from pipeline.wording.placing import words_of

PASSAGES = "passages.jsonl"
_SENSE = ("quantity", "basis", "direction")
_LABELS = ("phenomenon", "style")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document, what phenomenon and style it stands for, and its marked rows by dataset."""

    name: str
    text: str
    labels: tuple[str, ...]
    rows: Mapping[str, list[Row]]
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that is made of passages, with its metadata."""

    name: str
    digest: str
    metadata: Mapping[str, Any]
    passages: tuple[Passage, ...]


def read_documents(folder: Path) -> Iterator[Document]:
    """The documents of a folder of passages, by the order of documents.json."""
    rows = {name: _by_passage(folder / f"{name}.csv") for name in ("statements", "reasons", "sections")}
    _admit(folder, rows)
    lines = (folder / PASSAGES).read_text(encoding="utf-8-sig").splitlines()
    passages = {p["passage_id"]: _passage(p, rows) for p in map(json.loads, filter(str.strip, lines))}
    for document in json.loads((folder / "documents.json").read_text(encoding="utf-8-sig")):
        file = folder / document["file"]
        digest = sha256(file.read_bytes()).hexdigest() if file.is_file() else document.get("sha256", "")
        held = tuple(passages[name] for name in document["passages"] if name in passages)
        yield Document(document["file"], digest, document, held)


def _passage(given: Mapping[str, Any], rows: Mapping[str, Mapping[str, list[Row]] | None]) -> Passage:
    name = given["passage_id"]
    marked = {d: list(found.get(name, ())) for d in ("statements", "reasons") if (found := rows[d]) is not None}
    sections = (rows["sections"] or {}).get(name, ())
    keys = frozenset(key for row in sections for key in answers(row, "key", "also_accepted") if key)
    labels = tuple(f"{kind}: {given[kind]}" for kind in _LABELS if given.get(kind))
    return Passage(name, given["text"], labels, marked, keys)


def _by_passage(path: Path) -> dict[str, list[Row]] | None:
    if not path.is_file():
        return None
    rows: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["passage_id"]].append({key: value or "" for key, value in row.items() if key})
    return rows


def _admit(folder: Path, rows: Mapping[str, Mapping[str, list[Row]] | None]) -> None:
    """What is right beside the marked answers: names that the annotator had to compose, further causes."""
    composed = {(row["passage_id"], row["item_name"]) for row in _rows(folder / "composed_names.csv")}
    for name, found in (rows["statements"] or {}).items():
        for row in found:
            if (name, row["item_name"]) in composed and not row["item_name"].endswith("总计"):
                row["loose_name"] = "1"
    also = {(r["passage_id"], r["reason_text"]): r["also_accepted"] for r in _rows(folder / "cause_alternatives.csv")}
    for name, found in (rows["reasons"] or {}).items():
        for row in found:
            if more := also.get((name, row["reason_text"])):
                row["cause_ids_accept"] = f"{row['cause_ids']};{more}"


def _rows(path: Path) -> list[Row]:
    return [row for found in (_by_passage(path) or {}).values() for row in found]


def place(document: Document, sentences: Sequence[Row]) -> dict[str, str]:
    """Sentence → the passage that holds its words; what stands in none is the document's own and counts neither way.

    Where several hold them it is the next in the order of the document.
    """
    texts = [words_of(passage.text) for passage in document.passages]
    placed, last = {}, 0
    for sentence in sorted(sentences, key=lambda row: row["order"]):
        words = words_of(sentence["text"])
        hits = [number for number, text in enumerate(texts) if words and words in text]
        if hits:
            last = next((number for number in hits if number >= last), hits[0])
            placed[sentence["sentence_id"]] = document.passages[last].name
    return placed


def has_right_key(passage: Passage, sentences: Sequence[Row]) -> bool | None:
    """Is most of the passage in the section that was marked? None where none was."""
    if not passage.keys:
        return None
    found = Counter(row["section_key"] for row in sentences)
    return bool(found) and found.most_common(1)[0][0] in passage.keys


def loosened(marked: Sequence[Row], published: Sequence[Row]) -> list[Row]:
    """The marked rows; one whose name is nowhere printed takes any under which its value and sense are published."""
    names: dict[object, set[str]] = defaultdict(set)
    for row in published:
        names[value_key(row), tuple(row[field] for field in _SENSE)].add(name_key(row["item_name"]))
    return [
        {**row, "item_name_alt": ";".join(sorted(names[value_key(row), tuple(row[f] for f in _SENSE)]))}
        if row.get("loose_name") == "1" else row
        for row in marked
    ]
