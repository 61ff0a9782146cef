"""Corrections from Label Studio: the JSON that it exports, tasks with their annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.knowledge.causes import Taxonomy
from pipeline.labelling.corrections import Correction, Refused, causes_named, checked
from pipeline.labelling.export import CAUSES, NOT_A_REASON, SPAN, VERDICT


def corrections_of_tasks(content: Any, taxonomy: Taxonomy) -> Iterator[Correction | Refused]:
    """What was annotated, one correction for each annotation that was not cancelled."""
    if not isinstance(content, list):
        yield Refused("文件：不是 Label Studio 导出的 JSON（应为任务的列表）。请在 Label Studio 中选 JSON 格式导出。")
        return
    for number, task in enumerate(content, 1):
        for annotation in task.get("annotations") or ():
            if not annotation.get("was_cancelled"):
                try:
                    yield _of_annotation(f"第{number}个任务", task.get("data") or {}, annotation, taxonomy)
                except Refused as refused:
                    yield refused


def _of_annotation(
    where: str, data: Mapping[str, Any], annotation: Mapping[str, Any], taxonomy: Taxonomy,
) -> Correction:
    row = {name: str(value) for name, value in data.items() if value is not None}
    if not {"text", "sha256", "found_surface"} <= row.keys():
        raise Refused(f"{where}：缺少导出时的数据（text、sha256、found_surface）。请重新导出后标注。")
    results = annotation.get("result") or ()
    row["labelled_by"] = _person(annotation.get("completed_by"))
    row["labelled_on"] = str(annotation.get("updated_at") or annotation.get("created_at") or "")[:10]
    row["note"] = " ".join(text for r in results if r.get("from_name") == "note" for text in r["value"].get("text", ()))
    chosen = [c for r in results if r.get("from_name") == CAUSES for c in r["value"].get("choices", ())]
    verdicts = [c for r in results if r.get("from_name") == VERDICT for c in r["value"].get("choices", ())]
    if NOT_A_REASON in verdicts:
        return checked(where, row, "not_a_reason", "", (), taxonomy)
    if not chosen:
        raise Refused(f"{where}：没有选择原因分类。请至少选一个，或选“{NOT_A_REASON}”。")
    spans = [r["value"] for r in results if r.get("from_name") == SPAN]
    if len(spans) > 1:
        raise Refused(f"{where}：标了 {len(spans)} 段文字。请只留一段。")
    surface = _cut(row["text"], spans[0]) if spans else row["found_surface"]
    return checked(where, row, "reason", surface, tuple(causes_named(";".join(chosen), taxonomy)), taxonomy)


def _cut(text: str, span: Mapping[str, Any]) -> str:
    """The marked text; browsers count in UTF-16."""
    units = text.encode("utf-16-le")
    return units[2 * int(span["start"]) : 2 * int(span["end"])].decode("utf-16-le", "ignore")


def _person(completed_by: Any) -> str:
    if isinstance(completed_by, Mapping):
        completed_by = completed_by.get("email") or completed_by.get("id")
    return "" if completed_by is None else str(completed_by)
