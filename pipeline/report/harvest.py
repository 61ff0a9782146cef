"""Codes that documents print and the lists do not know: rows that a person may accept into models/codes."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pipeline.knowledge.codes import Codes, comparable, level_of
from pipeline.matching.spreadsheet import harmless
from pipeline.store.read import read_rows

Finding = Literal["new", "other_name", "conflicting", "cut"]
"""new: no list has the code; other_name: the lists have it under another name; conflicting: documents print several
names; cut: printed short, and none or several whole codes would fit."""
_CLASSIFICATIONS = {"2": "functional", "3": "economic"}
_COLUMNS = (
    "edition", "code", "name", "level", "parent", "status", "source", "classification", "finding", "listed_name",
    "other_names", "filing_count", "row_count", "example_filing", "example_page",
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A code with a name as documents of one year print it, and where. `listed_name` is what the lists call the code,
    `other_names` what documents call it besides."""

    edition: int
    code: str
    name: str
    finding: Finding
    listed_name: str
    other_names: tuple[str, ...]
    filings: tuple[str, ...]
    row_count: int
    page: int | None


def harvest(outputs: Path, codes: Codes) -> list[Proposal]:
    """What the facts of a run propose, by code, edition and name. Raises FileNotFoundError where there is no run."""
    filings = {row["filing_id"]: row for row in read_rows(outputs, "filings").to_pylist()}
    return list(propose(read_rows(outputs, "facts").to_pylist(), filings, codes))


def propose(
    facts: Iterable[Mapping[str, Any]], filings: Mapping[str, Mapping[str, Any]], codes: Codes,
) -> Iterator[Proposal]:
    """Proposals from rows of facts; codes that were completed, and names that no list ever has, propose nothing."""
    places: dict[tuple[str, int, str], set[tuple[str, str, int, int | None]]] = defaultdict(set)
    spelled: dict[str, str] = {}
    for fact in facts:
        code, name = fact["item_code"], fact["item_name"]
        if not code or not name or code[0] not in _CLASSIFICATIONS or codes.is_ignored(name):
            continue
        if "code_inferred" in (fact["quality_flags"] or ()):
            continue
        key = comparable(name)
        spelled.setdefault(key, name)
        place = (filings[fact["filing_id"]]["source_path"], fact["table_id"], fact["row"], fact["page"])
        places[code, int(fact["fiscal_year"]), key].add(place)
    names: dict[str, set[str]] = defaultdict(set)
    for code, _, key in places:
        names[code].add(key)
    for (code, edition, key), found in sorted(places.items()):
        finding = _finding(code, key, names[code], codes)
        if finding is None:
            continue
        entry = codes.latest(code)
        first = min(found, key=lambda place: (place[0], place[3] or 0))
        yield Proposal(
            edition, code, spelled[key], finding, entry.name if entry else "",
            tuple(sorted(spelled[other] for other in names[code] - {key})),
            (first[0], *sorted({place[0] for place in found} - {first[0]})), len(found), first[3],
        )


def _finding(code: str, key: str, names: set[str], codes: Codes) -> Finding | None:
    if codes.is_name_of(code, key):
        return None
    if level_of(code) is None:
        return "cut"
    if codes.latest(code) is not None:
        return "other_name"
    return "conflicting" if len(names) > 1 else "new"


def proposals_csv(proposals: Iterable[Proposal]) -> str:
    """A table for a person: the first seven columns are those of models/codes/*.csv, the others are the evidence."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for p in proposals:
        level = level_of(p.code)
        cells = (
            p.edition, p.code, p.name, level or "", p.code[:-2] if level and level > 1 else "", "observed",
            f"{len(p.filings)} filings", _CLASSIFICATIONS[p.code[0]], p.finding, p.listed_name,
            "、".join(p.other_names), len(p.filings), p.row_count, p.filings[0], p.page or "",
        )
        writer.writerow([harmless(str(cell)) for cell in cells])
    return text.getvalue()


def harvest_summary(proposals: Iterable[Proposal]) -> str:
    """What was found, in one line."""
    words: tuple[tuple[Finding, str], ...] = (
        ("new", "目录中没有的编码"), ("other_name", "名称与目录不同"), ("conflicting", "文件之间名称不一"),
        ("cut", "编码印得不全且无法唯一补全"),
    )
    counts: dict[str, int] = defaultdict(int)
    for proposal in proposals:
        counts[proposal.finding] += 1
    return "；".join(f"{word} {counts[finding]} 个" for finding, word in words)
