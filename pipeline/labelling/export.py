"""Reasons out to people: a table for a spreadsheet, or tasks and their form for Label Studio."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pipeline.knowledge.causes import NOT_STATED, Taxonomy
from pipeline.labelling.published import Published
from pipeline.matching.spreadsheet import write_table

ABOUT = (
    "reason_id", "source_path", "entity_name", "fiscal_year", "section_key", "page", "item_name", "item_code", "basis",
    "direction", "gap_cny", "context",
)
ANSWERS = ("surface", "cause_ids", "cause_labels_zh", "is_vacuous", "is_reason", "labelled_by", "labelled_on", "note")
"""What people change; the columns around them say where a row belongs and stay as they are."""
BEHIND = ("rule_id", "score", "found_surface", "found_cause_ids", "sha256", "sentence_text", "occurrence")
COLUMNS = ABOUT + ANSWERS + BEHIND
YES, NO = "是", "否"
SPAN, CAUSES, VERDICT = "reason", "causes", "verdict"
NOT_A_REASON = "不是原因"
SPAN_LABEL = "原因"


def table(reasons: Iterable[Published], taxonomy: Taxonomy) -> bytes:
    """The reasons as a CSV that Excel opens right: UTF-8 with its mark, no cell that would be computed."""
    return write_table(COLUMNS, (row_of(reason, taxonomy) for reason in reasons))


def row_of(reason: Published, taxonomy: Taxonomy) -> dict[str, Any]:
    """The row of a reason, its answers filled with what was found."""
    row, filing = reason.row, reason.filing
    causes = ";".join(row["cause_ids"])
    return {
        **{name: row.get(name) for name in COLUMNS},
        "source_path": filing["source_path"], "entity_name": filing["entity_name"],
        "fiscal_year": filing["fiscal_year"] or None, "context": reason.context, "cause_ids": causes,
        "cause_labels_zh": ";".join(taxonomy.cause(cause).label_zh for cause in row["cause_ids"]),
        "is_vacuous": YES if row["is_vacuous"] else NO, "is_reason": YES,
        "score": None if row["score"] is None else f"{row['score']:.3f}",
        "found_surface": row["surface"], "found_cause_ids": causes, "sha256": filing["sha256"],
        "sentence_text": reason.sentence_text, "occurrence": reason.occurrence,
    }


def tasks(reasons: Iterable[Published], taxonomy: Taxonomy, version: str) -> bytes:
    """The reasons as tasks of Label Studio, each with a prediction: the span, and the choice of causes."""
    made = [_task(reason, taxonomy, version) for reason in reasons]
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def _task(reason: Published, taxonomy: Taxonomy, version: str) -> dict[str, Any]:
    data = {name: _plain(value) for name, value in row_of(reason, taxonomy).items() if name not in ANSWERS}
    start, end = (units(reason.text[:at]) for at in (reason.start, reason.end))
    span = {"start": start, "end": end, "text": reason.text[reason.start : reason.end], "labels": [SPAN_LABEL]}
    causes = {"choices": [choice(cause, taxonomy) for cause in reason.row["cause_ids"]]}
    prediction = {"model_version": version, "result": [
        {"id": "span", "from_name": SPAN, "to_name": "text", "type": "labels", "value": span},
        {"id": "causes", "from_name": CAUSES, "to_name": "text", "type": "choices", "value": causes},
    ]}
    if reason.row["score"] is not None:
        prediction["score"] = reason.row["score"]
    shown = (data[name] for name in ("source_path", "page", "item_name", "basis", "direction", "gap_cny"))
    about = " · ".join(str(value) for value in shown if value not in (None, ""))
    return {"data": {"text": reason.text, "about": about, **data}, "predictions": [prediction]}


def units(text: str) -> int:
    """How long a text is where characters are counted as browsers do (UTF-16)."""
    return len(text.encode("utf-16-le")) // 2


def choice(cause_id: str, taxonomy: Taxonomy) -> str:
    """A cause as Label Studio shows it: for the eye in Chinese, for the way back with its id."""
    return f"{taxonomy.cause(cause_id).label_zh}（{cause_id}）"


def form(taxonomy: Taxonomy) -> str:
    """The labelling configuration of Label Studio, with every cause that a reason can have."""
    choices = []
    for cause in taxonomy.causes:
        if taxonomy.is_leaf(cause.cause_id) and cause.cause_id != NOT_STATED:
            hint = quoteattr(cause.definition_zh)
            choices.append(f"    <Choice value={quoteattr(choice(cause.cause_id, taxonomy))} hint={hint}/>")
    return _FORM.format(choices="\n".join(choices))


_FORM = f"""\
<View>
  <Header value="$about"/>
  <Labels name="{SPAN}" toName="text"><Label value="{SPAN_LABEL}" background="#d9480f"/></Labels>
  <Text name="text" value="$text" granularity="symbol"/>
  <Choices name="{VERDICT}" toName="text" choice="multiple"><Choice value="{NOT_A_REASON}"/></Choices>
  <Choices name="{CAUSES}" toName="text" choice="multiple" showInline="true">
{{choices}}
  </Choices>
  <TextArea name="note" toName="text" placeholder="备注" maxSubmissions="1"/>
</View>
"""


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else str(value)


def write_export(to: Path, reasons: Iterable[Published], taxonomy: Taxonomy, kind: str, version: str) -> list[Path]:
    """Write the export and return its files; Label Studio's form stands beside its tasks."""
    made: Mapping[Path, bytes] = {to: table(reasons, taxonomy)} if kind == "csv" else {
        to: tasks(reasons, taxonomy, version), to.with_suffix(".xml"): form(taxonomy).encode(),
    }
    to.parent.mkdir(parents=True, exist_ok=True)
    for file, data in made.items():
        file.write_bytes(data)
    return list(made)
