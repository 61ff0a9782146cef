"""Corrections as they come back: what a person said of each row of a table or of a file of Label Studio."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.knowledge.causes import Taxonomy
from pipeline.knowledge.labels import unknown_causes
from pipeline.labelling.export import NO, YES
from pipeline.records.label import Decision
from pipeline.wording.causes import UNDETERMINED, VACUOUS
from pipeline.wording.placing import words_of

_SEPARATORS = re.compile(r"[;；,，、|\s]+")
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D.*)?", re.DOTALL)
_YES = frozenset({YES, "对", "yes", "y", "true", "1"})
_NO = frozenset({NO, "不是", "不是原因", "no", "n", "false", "0", "not_a_reason"})


class Refused(ValueError):
    """A row cannot be taken over; says in Chinese what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one reason; `where` names the row for messages, `about` holds its other columns."""

    where: str
    about: Mapping[str, str]
    decision: Decision
    surface: str
    cause_ids: tuple[str, ...]
    labelled_by: str
    labelled_on: str
    note: str


def corrections_of_table(
    rows: list[dict[str, str]], found: Mapping[str, Mapping[str, Any]], taxonomy: Taxonomy,
) -> Iterator[Correction | Refused]:
    """The rows that a person changed, or signed in `labelled_by`; what was neither is no label.

    `found` gives the published reasons by their id, for tables from which the columns behind were taken away.
    """
    for number, row in enumerate(rows, 2):
        if not any(cell.strip() for cell in row.values()):
            continue
        try:
            correction = _of_row(f"第{number}行", {**_as_found(row, found), **row}, taxonomy)
        except Refused as refused:
            yield refused
        else:
            if correction is not None:
                yield correction


def _as_found(row: Mapping[str, str], found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    published = found.get(row.get("reason_id", ""), {})
    return {name: str(value) for name, value in published.items() if value is not None}


def _of_row(where: str, row: dict[str, str], taxonomy: Taxonomy) -> Correction | None:
    lacking = [name for name in ("found_surface", "found_cause_ids", "sha256", "basis", "direction") if name not in row]
    if lacking:
        raise Refused(f"{where}：缺列 {'、'.join(lacking)}，也无法按 reason_id 找到。请保留导出时的列，或重新导出。")
    before = tuple(causes_named(row["found_cause_ids"], taxonomy))
    surface = row.get("surface", row["found_surface"]).strip() or row["found_surface"]
    decision = _decision(where, row.get("is_reason", ""))
    causes = _chosen(where, row, before, taxonomy)
    is_changed = decision == "not_a_reason" or {*causes} != {*before}
    is_changed = is_changed or words_of(surface) != words_of(row["found_surface"])
    if not is_changed and not row.get("labelled_by", "").strip():
        return None
    return checked(where, row, decision, surface, causes, taxonomy)


def checked(
    where: str, row: Mapping[str, str], decision: Decision, surface: str, causes: tuple[str, ...], taxonomy: Taxonomy,
) -> Correction:
    """A correction whose causes exist and whose words stand in its sentences. Raises Refused."""
    if decision == "not_a_reason":
        surface, causes = "", ()
    elif unknown := unknown_causes(causes, taxonomy):
        remedy = f"请改为 models/reasons/taxonomy.csv 中的末级编号或名称，例如 {_SAMPLE}。"
        raise Refused(f"{where}：没有原因分类“{'、'.join(unknown)}”。{remedy}")
    elif VACUOUS in causes and len(causes) > 1:
        raise Refused(f"{where}：既说笼统（{VACUOUS}），又给出具体原因。请只留其一。")
    text = row.get("sentence_text") or row["found_surface"]
    if surface and words_of(surface) not in words_of(text):
        raise Refused(f"{where}：更正后的原因“{surface}”不在原句中。请照原句摘录连续的文字，不要改写。")
    return Correction(
        where, row, decision, surface, causes, row.get("labelled_by", "").strip(),
        _day(where, row.get("labelled_on", "")), row.get("note", "").strip())


_SAMPLE = "personnel_increase 或 人员增加"


def _decision(where: str, said: str) -> Decision:
    word = said.strip().casefold()
    if word in _NO:
        return "not_a_reason"
    if word and word not in _YES:
        raise Refused(f"{where}：is_reason 写作“{said}”，看不懂。请填 {YES} 或 {NO}。")
    return "reason"


def _chosen(where: str, row: Mapping[str, str], before: tuple[str, ...], taxonomy: Taxonomy) -> tuple[str, ...]:
    """The causes that a person left in the row: by id or by name, and with the word on vacuity."""
    by_id = tuple(causes_named(row.get("cause_ids", row["found_cause_ids"]), taxonomy))
    names = row.get("cause_labels_zh", "").strip()
    by_name = tuple(causes_named(names, taxonomy)) if names else by_id
    if {*by_id} != {*before} and {*by_name} not in ({*before}, {*by_id}):
        raise Refused(f"{where}：cause_ids 与 cause_labels_zh 改得不一样。请只改一处，或改成一致。")
    causes = by_id if {*by_id} != {*before} else by_name
    vacuous = row.get("is_vacuous", "").strip().casefold()
    if vacuous and vacuous not in _YES | _NO:
        raise Refused(f"{where}：is_vacuous 写作“{row['is_vacuous']}”，看不懂。请填 {YES} 或 {NO}。")
    if vacuous in _YES and {*causes} == {*before}:
        return (VACUOUS,)
    if vacuous in _NO and {*causes} == {*before} == {VACUOUS}:
        return (UNDETERMINED,)
    if vacuous in _YES and VACUOUS not in causes and VACUOUS not in before:
        raise Refused(f"{where}：is_vacuous 填“{YES}”，cause_ids 却另有原因。请只留其一。")
    if not causes:
        raise Refused(f"{where}：没有原因分类。请填 cause_ids；不是原因的，is_reason 填“{NO}”。")
    return causes


def causes_named(text: str, taxonomy: Taxonomy) -> Iterator[str]:
    """Ids in the order given, each once; a name in Chinese, or a name with its id behind, stands for the id."""
    by_name = {cause.label_zh: cause.cause_id for cause in taxonomy.causes}
    seen = set()
    for part in _SEPARATORS.split(text.strip()):
        inside = re.search(r"[（(]([a-z_]+)[）)]$", part)
        cause = inside[1] if inside else by_name.get(part, part)
        if cause and cause not in seen:
            seen.add(cause)
            yield cause


def _day(where: str, text: str) -> str:
    """A day as ISO 8601, whatever a spreadsheet made of it; none stays none."""
    if not text.strip():
        return ""
    match = _DAY.fullmatch(text.strip())
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        raise Refused(f"{where}：labelled_on 写作“{text}”，不是日期。请写作 2025-01-31。")
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
