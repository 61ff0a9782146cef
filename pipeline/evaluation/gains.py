"""Gains and losses between two outputs: what changes on documents that nobody marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.evaluation.align import Row
from pipeline.store.read import read_rows

LISTED = 10
COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "filings": ((), (
        "entity_name", "fiscal_year", "form", "accounts_scope", "declared_unit", "text_layer", "status", "page_count",
        "error_code", "accounted_ratio",
    )),
    "sections": (("title", "page_first"), ("key", "level", "label")),
    "tables": (("template", "title", "pages"), ("unit", "row_count", "column_count", "is_empty")),
    "facts": (("page", "item_name", "column_header", "surface"), (
        "template", "measure", "quantity", "fund", "side", "value", "unit", "value_cny", "state", "period",
        "item_code_normalized",
    )),
    "statements": (("sentence", "start", "surface", "item_name", "quantity"), (
        "basis", "direction", "value", "unit", "value_cny", "state", "period", "item_code", "item_path", "section_key",
    )),
    "reasons": (("sentence", "item_name", "basis", "surface"), (
        "direction", "cause_ids", "is_vacuous", "gap_cny", "gap_stated_cny", "item_code",
    )),
    "checks": (("rule_id", "subject", "left", "right"), ("outcome", "severity", "unit")),
    "issues": (("stage", "code", "message_zh"), ("severity",)),
}
"""Dataset → the columns that say which row it is (besides its file), and the columns whose change is told. Ids and
places of ids are neither: they may change without anything being lost."""
_FALLBACK: dict[str, tuple[str, ...]] = {
    "sections": ("page_first", "label"),
    "facts": ("page", "row", "column"),
    "statements": ("sentence", "start", "end"),
    "reasons": ("sentence", "item_name", "basis"),
}
"""Where what a row says has changed, it is known by its place."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one dataset: rows gained and lost, and rows of one place whose fields changed."""

    dataset: str
    same: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


def compare_outputs(base: Path, outputs: Path) -> list[Change]:
    """Compare every dataset that says something of a document, row by row, by content and place and never by id."""
    before, after = _Side(base), _Side(outputs)
    return [_change(dataset, before.rows(dataset), after.rows(dataset)) for dataset in COMPARED]


class _Side:
    """One of the two outputs; rows get the digest of their file and the text of their sentence."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = {row["filing_id"]: row for row in read_rows(folder, "filings").to_pylist()}
        texts = read_rows(folder, "sentences", ("sentence_id", "text")).to_pylist()
        self._texts = {row["sentence_id"]: row["text"] for row in texts}

    def rows(self, dataset: str) -> list[Row]:
        """The rows of a dataset in their order."""
        return [self._told(row) for row in read_rows(self._folder, dataset).to_pylist()]

    def _told(self, row: Row) -> Row:
        filing = self._files[row["filing_id"]]
        sentence = self._texts.get(row.get("sentence_id") or "", "")
        return {**row, "sha256": filing["sha256"], "file": filing["source_path"], "sentence": sentence}


def _change(dataset: str, before: Sequence[Row], after: Sequence[Row]) -> Change:
    """Rows meet with all fields equal, then by what they are, then by where they stand; the rest was lost or gained."""
    columns, fields = COMPARED[dataset]
    whole, left, right = _meet(before, after, (*columns, *fields))
    pairs, left, right = _meet(left, right, columns)
    if dataset in _FALLBACK:
        more, left, right = _meet(left, right, _FALLBACK[dataset])
        pairs += more
    told = (*columns, *fields)
    changed = tuple(
        (name, f"{_brief(new, columns)}：{name} {_plain(old[name])} → {_plain(new[name])}")
        for old, new in pairs for name in told if _plain(old[name]) != _plain(new[name])
    )
    gained, lost = (tuple(_brief(row, told) for row in rows) for rows in (right, left))
    return Change(dataset, len(whole), gained, lost, changed)


def _meet(
    before: Sequence[Row], after: Sequence[Row], columns: Sequence[str],
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows of one file that agree in the columns, one to one in their order; and what is left on either side."""
    waiting: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in reversed(after):
        waiting[_key(row, columns)].append(row)
    pairs, left = [], []
    for row in before:
        found = waiting[_key(row, columns)]
        if found:
            pairs.append((row, found.pop()))
        else:
            left.append(row)
    open_ = {id(row) for rows in waiting.values() for row in rows}
    return pairs, left, [row for row in after if id(row) in open_]


def _key(row: Row, columns: Sequence[str]) -> tuple[str, ...]:
    return row["sha256"], *(_plain(row[name]) for name in columns)


def _plain(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)


def _brief(row: Row, columns: Sequence[str]) -> str:
    page = f" p{row['page']}" if row.get("page") else ""
    said = (_plain(row[name])[:80] for name in columns if name != "page" and row[name] not in (None, ""))
    return f"{row['file']}{page} " + " · ".join(said)


def format_changes(changes: Sequence[Change], examples: int = LISTED) -> str:
    """Markdown: a line per dataset, then its gains, losses and changes by field, with examples of each."""
    lines = ["| dataset | same | gained | lost | changed fields |", "| --- | --- | --- | --- | --- |"]
    lines += [f"| {c.dataset} | {c.same} | {len(c.gained)} | {len(c.lost)} | {len(c.changed)} |" for c in changes]
    for change in changes:
        lines += _details(change, examples)
    return "\n".join(lines) + "\n"


def _details(change: Change, examples: int) -> Iterator[str]:
    parts = [("gained", change.gained), ("lost", change.lost)]
    by_field: dict[str, list[str]] = defaultdict(list)
    for field, text in change.changed:
        by_field[field].append(text)
    parts += [(f"changed {field}", tuple(by_field[field])) for field in sorted(by_field)]
    for title, rows in parts:
        if rows:
            yield f"\n## {change.dataset}: {title} ({len(rows)})"
            yield from (f"- {row}" for row in rows[:examples])
            if len(rows) > examples:
                yield f"- … and {len(rows) - examples} more"
