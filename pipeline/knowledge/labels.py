"""What people said of reasons: the CSV files of a labels folder, kept beside the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import get_args

from pipeline.knowledge.causes import NOT_STATED, Taxonomy
from pipeline.matching.normalize import bare
from pipeline.matching.spreadsheet import read_table, write_table
from pipeline.records.errors import KnowledgeError
from pipeline.records.ids import local_id
from pipeline.records.label import Decision, Label

COLUMNS = tuple(field.name for field in fields(Label))
_PLACE = ("label_id", "sha256", "found_surface", "decision")
"""A table without these columns holds something else (phrases to train on) and is left alone."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of every file, by its digest."""

    by_file: tuple[tuple[str, tuple[Label, ...]], ...] = ()

    def of(self, digest: str) -> tuple[Label, ...]:
        """The labels of the file with this SHA-256."""
        return dict(self.by_file).get(digest, ())

    def digest(self) -> str:
        """What follows from the labels follows from this; taken over one file, a new label redoes that file alone."""
        return sha256(repr(self.by_file).encode(errors="backslashreplace")).hexdigest()

    def only(self, digest: str) -> Labels:
        """The labels of one file."""
        found = self.of(digest)
        return Labels(((digest, found),)) if found else Labels()


def load_labels(folders: Iterable[Path], taxonomy: Taxonomy) -> Labels:
    """Read every table of labels in the folders; what one person says of one place counts once, the first folder first.

    Raises KnowledgeError, in Chinese with file, row and remedy, where a row does not say what a label says.
    """
    found: dict[str, dict[tuple[str, str], Label]] = {}
    for file in (file for folder in folders for file in sorted(folder.glob("*.csv"))):
        for label in read_labels(file, taxonomy):
            found.setdefault(label.sha256, {}).setdefault((label.label_id, label.labelled_by), label)
    return Labels(tuple((digest, tuple(found[digest].values())) for digest in sorted(found)))


def read_labels(file: Path, taxonomy: Taxonomy) -> tuple[Label, ...]:
    """The labels of one table; none where it is not there or holds something else. Raises KnowledgeError."""
    rows = read_table(file.read_bytes()) if file.is_file() and file.stat().st_size else []
    if not rows or not set(_PLACE) <= rows[0].keys():
        return ()
    return tuple(_label(row, f"{file.name} 第{number}行", taxonomy) for number, row in enumerate(rows, 2))


def write_labels(labels: Iterable[Label]) -> bytes:
    """The table of labels, sorted by file and place, so that a change of one label is a change of one line."""
    ordered = sorted(labels, key=_order)
    rows = ({**{name: getattr(one, name) for name in COLUMNS}, "cause_ids": ";".join(one.cause_ids)} for one in ordered)
    return write_table(COLUMNS, rows, "\n")


def label_id(digest: str, context: str, surface: str, *place: object) -> str:
    """The name of a labelled place: the same for everybody who labels it, whatever they say."""
    return local_id("lb", digest, bare(context), bare(surface), *place)


def unknown_causes(cause_ids: Iterable[str], taxonomy: Taxonomy) -> list[str]:
    """Those of the ids that no reason can have: unknown, branches of the tree, or made by comparison alone."""
    leaves = {*taxonomy.leaves()} - {NOT_STATED}
    return [cause for cause in cause_ids if cause not in leaves]


def _order(label: Label) -> tuple[str, str, int, str, str]:
    page = int(label.page) if label.page.isdigit() else 0
    return label.source_path, label.sha256, page, label.label_id, label.labelled_by


def _label(row: dict[str, str], place: str, taxonomy: Taxonomy) -> Label:
    lacking = [name for name in COLUMNS if name not in row]
    causes = tuple(cause for part in row.get("cause_ids", "").split(";") if (cause := part.strip()))
    if lacking or row["decision"] not in get_args(Decision) or not row["label_id"] or not row["sha256"]:
        fault = f"缺列 {'、'.join(lacking)}" if lacking else "decision、label_id 或 sha256 有误"
        raise KnowledgeError(f"{place}：不是完整的标注（{fault}）。请用 juesuan label import 重新导入。")
    if unknown := unknown_causes(causes, taxonomy):
        known = "models/reasons/taxonomy.csv"
        raise KnowledgeError(f"{place}：没有原因分类 {'、'.join(unknown)}。请改为 {known} 中的末级编号。")
    if row["decision"] == "reason" and not causes:
        raise KnowledgeError(f"{place}：没有原因分类。请填写 cause_ids，或把 decision 改为 not_a_reason。")
    texts = {name: row[name] for name in COLUMNS if name not in ("cause_ids", "occurrence")}
    occurrence = int(row["occurrence"]) if row["occurrence"].isdigit() else 0
    return Label(**texts, cause_ids=causes, occurrence=occurrence)  # type: ignore[arg-type]
