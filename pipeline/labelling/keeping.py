"""Corrections become labels of the corpus: placed by content, merged, and kept in a table that changes line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.knowledge.causes import Taxonomy
from pipeline.knowledge.labels import label_id, read_labels, write_labels
from pipeline.labelling.corrections import Correction, Refused, corrections_of_table
from pipeline.labelling.export import row_of
from pipeline.labelling.label_studio import corrections_of_tasks
from pipeline.labelling.published import Published, place_key
from pipeline.matching.spreadsheet import read_table
from pipeline.records.label import Label

KEPT = "labels.csv"


@dataclass(frozen=True, slots=True)
class Import:
    """What an import gave: the labels that it brought, the rows that it refused, and how many changed what was kept."""

    labels: tuple[Label, ...]
    corrections: tuple[Correction, ...]
    refused: tuple[str, ...]
    added: int = 0
    changed: int = 0


def read_corrections(
    file: Path, published: Sequence[Published], taxonomy: Taxonomy,
) -> list[Correction | Refused]:
    """What people said, in a table or in a file of Label Studio. Raises ValueError where it is neither."""
    data = file.read_bytes()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return list(corrections_of_tasks(json.loads(data.decode("utf-8-sig")), taxonomy))
    found = {one.row["reason_id"]: row_of(one, taxonomy) for one in published}
    return list(corrections_of_table(read_table(data), found, taxonomy))


def import_labels(
    file: Path, published: Sequence[Published], digests: Iterable[str], folder: Path, taxonomy: Taxonomy,
) -> Import:
    """Read corrections and merge them into the labels of the folder; where a row is refused nothing is kept.

    `digests` are the files of the outputs. The same person's word on a place replaces what that person said before;
    several people's stand side by side. Raises ValueError for a file that is no table, KnowledgeError for kept
    labels that are none.
    """
    read = read_corrections(file, published, taxonomy)
    known = {*digests}
    places = {one.key: one for one in reversed(published)}
    by_id = {one.row["reason_id"]: one for one in published}
    corrections = [one for one in read if isinstance(one, Correction)]
    refused = [str(one) for one in read if isinstance(one, Refused)]
    refused += [
        f"{one.where}：结果目录中没有这份文件（{one.about.get('source_path', one.about['sha256'][:16])}）。"
        "请先对含有它的目录运行 juesuan run，再用同一结果目录导入。"
        for one in corrections if one.about["sha256"] not in known
    ]
    if refused:
        return Import((), tuple(corrections), tuple(refused))
    labels = [_label(one, by_id, places) for one in corrections]
    kept = {_who(label): label for label in read_labels(folder / KEPT, taxonomy)}
    before = dict(kept)
    kept.update((_who(label), label) for label in labels)
    added = sum(key not in before for key in kept)
    changed = sum(before[key] != kept[key] for key in before)
    if labels:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / KEPT).write_bytes(write_labels(kept.values()))
    return Import(tuple(labels), tuple(corrections), (), added, changed)


def _who(label: Label) -> tuple[str, str]:
    return label.label_id, label.labelled_by


def _label(
    said: Correction, by_id: Mapping[str, Published], places: Mapping[tuple[str, ...], Published],
) -> Label:
    """The label of a correction, placed where the reason is published now, or by what the row says of its place."""
    about = said.about
    item = {"item_name": about.get("item_name", ""), "basis": about["basis"], "direction": about["direction"]}
    text, surface = about.get("sentence_text", ""), about["found_surface"]
    key = place_key(about["sha256"], text, surface, item)
    here = by_id.get(about.get("reason_id", ""))
    if here is None or here.key != key:
        here = places.get(key)
    number = about.get("occurrence", "")
    occurrence = here.occurrence if here else int(number) if number.isdigit() else 0
    return Label(
        label_id=label_id(about["sha256"], text, surface, *item.values(), occurrence),
        sha256=about["sha256"], source_path=about.get("source_path", ""), page=about.get("page", ""),
        sentence_text=text, found_surface=surface, **item, occurrence=occurrence, decision=said.decision,
        surface=said.surface, cause_ids=said.cause_ids, labelled_by=said.labelled_by, labelled_on=said.labelled_on,
        note=said.note)
