"""Score what a run published against what people marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.evaluation.align import Level, Pair, Row, align, is_optional
from pipeline.evaluation.gold import GoldFiling, read_gold
from pipeline.evaluation.levels import FIELDS, LEVELS, METADATA, OF_PAGES, agrees, number
from pipeline.evaluation.report import Count, FilingScore, Report
from pipeline.store.read import read_rows

_PUBLISHED = {
    "sections": "sections",
    "facts": "facts",
    "statements": "statements",
    "reasons": "reasons",
    "conflicts": "checks",
}
"""Marked dataset → the published one that answers it."""


def evaluate(outputs: Path, gold: Path) -> Report:
    """Score the datasets of `outputs` by the marked filings of `gold`; one that was not published counts as missed.

    Raises FileNotFoundError where either folder is not there.
    """
    filings = read_rows(outputs, "filings").to_pylist()
    marked = [(one, filing) for one in read_gold(gold) for filing in _matches(one, filings)]
    wanted = {filing["filing_id"] for _, filing in marked if filing}
    published = {name: _by_filing(outputs, source, wanted) for name, source in _PUBLISHED.items()}
    return Report(
        tuple(
            score(
                one,
                filing,
                {name: rows.get(filing["filing_id"], []) if filing else [] for name, rows in published.items()},
            )
            for one, filing in marked
        )
    )


def _matches(gold: GoldFiling, filings: Sequence[Row]) -> list[Row | None]:
    found: list[Row | None] = [f for f in filings if f["sha256"] in gold.digests]
    return found or [None]


def _by_filing(outputs: Path, dataset: str, wanted: set[str]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for batch in read_rows(outputs, dataset).to_batches():
        for row in batch.to_pylist():
            if row["filing_id"] in wanted:
                rows.setdefault(row["filing_id"], []).append(row)
    return rows


def score(gold: GoldFiling, filing: Row | None, published: Mapping[str, Sequence[Row]]) -> FilingScore:
    """One marked filing against its published rows by dataset (`filing` is its row of filings; None: not published)."""
    scores: dict[tuple[str, str], Count] = {}
    fields: dict[tuple[str, str], Count] = {}
    missing: list[str] = []
    spurious: list[str] = []
    without = OF_PAGES if filing and filing.get("file_format") == "text" else frozenset()
    for field in METADATA:
        verdict = agrees(field, gold.metadata, filing or {})
        if verdict is not None and field not in without:
            fields["filing", field] = Count(int(verdict), 1, 1)
    for dataset, marked in gold.rows.items():
        given = _comparable(dataset, marked, published.get(dataset, ()))
        marked = [row for row in marked if dataset != "facts" or _has_value(row)]
        pairs = align(marked, given, LEVELS[dataset])
        left = _left_over(dataset, given, pairs)
        scores |= _scores(dataset, marked, pairs, left, LEVELS[dataset])
        fields |= {key: count for key, count in _fields(dataset, pairs).items() if key[1] not in without}
        done = {id(pair.gold) for pair in pairs}
        missing += [_brief(dataset, row) for row in marked if id(row) not in done and not is_optional(row)]
        spurious += [_brief(dataset, row) for row in left]
    name = f"{gold.name}/{filing['source_path']}" if filing else gold.name
    return FilingScore(name, filing is not None, scores, fields, tuple(missing), tuple(spurious))


def _has_value(row: Row) -> bool:
    return number(row.get("value")) is not None


def _comparable(dataset: str, marked: Sequence[Row], published: Sequence[Row]) -> list[Row]:
    """The published rows that the marked ones answer for: conflicts among checks, facts of marked templates."""
    if dataset == "conflicts":
        return [row for row in published if row["outcome"] == "conflict"]
    if dataset == "facts":
        templates = {row["template"] for row in marked}
        return [row for row in published if _has_value(row) and row["template"] in templates]
    return list(published)


def _left_over(dataset: str, given: Sequence[Row], pairs: Sequence[Pair]) -> list[Row]:
    """Published rows without a partner. A reason published for each of several items may be marked once: no mistake."""
    met = {id(pair.published) for pair in pairs}
    left = [row for row in given if id(row) not in met]
    if dataset != "reasons":
        return left
    prints = {
        (row["sentence_id"], row["start"], row["basis"]) for row in (p.published for p in pairs) if row["sentence_id"]
    }
    return [row for row in left if (row["sentence_id"], row["start"], row["basis"]) not in prints]


def _scores(
    dataset: str, marked: Sequence[Row], pairs: Sequence[Pair], left: Sequence[Row], levels: Sequence[Level],
) -> dict[tuple[str, str], Count]:
    """A row met at a stricter level is met at every level below it; what met an optional row counts neither way."""
    counted = [pair for pair in pairs if not is_optional(pair.gold)]
    total = sum(not is_optional(row) for row in marked)
    return {
        (dataset, level.name): Count(sum(p.level <= number for p in counted), len(counted) + len(left), total)
        for number, level in enumerate(levels)
    }


def _fields(dataset: str, pairs: Sequence[Pair]) -> dict[tuple[str, str], Count]:
    fields: dict[tuple[str, str], Count] = {}
    for field in FIELDS[dataset]:
        verdicts = [
            v for p in pairs if not is_optional(p.gold) and (v := agrees(field, p.gold, p.published)) is not None
        ]
        if verdicts:
            fields[dataset, field] = Count(sum(verdicts), len(verdicts), len(verdicts))
    return fields


_SHOWN = (
    "page",
    "page_first",
    "key",
    "title",
    "template",
    "item_name",
    "quantity",
    "measure",
    "basis",
    "direction",
    "value",
    "unit",
    "state",
    "reason_head",
    "surface",
    "left",
    "right",
    "message_zh",
)


def _brief(dataset: str, row: Row) -> str:
    return f"{dataset}: " + " · ".join(str(row[name]) for name in _SHOWN if row.get(name) not in (None, ""))
