"""A sheet for each department: what it is asked to look at, and room for its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.knowledge import Knowledge
from pipeline.report.workbook.names import sheet_names
from pipeline.report.workbook.sheets import Given, Sheet, Value, doubts, plain, stands_and_near, table_of

_ASKED = frozenset({"missing", "vague"})
"""Lacks that the department can make good; what the program could not place is not its matter."""


def make_feedback(given: Given, knowledge: Knowledge, taken: Iterable[str]) -> tuple[list[Sheet], int]:
    """The sheets of the departments that have the most to look at, by name; and how many have none for want of room."""
    found = _by_body(given, knowledge)
    limit = knowledge.report_form.departments
    chosen = sorted(found, key=lambda body: (-len(found[body]), body))[:limit]
    bodies = given.findings.bodies
    ordered = sorted(chosen, key=lambda body: (bodies[body], body))
    names = sheet_names([bodies[body] for body in ordered], knowledge.report_form.words["unnamed"], taken)
    title = knowledge.report_form.tables["feedback"].title
    sheets = [
        Sheet(name, f"{title}：{bodies[body]}", (table_of("feedback", _numbered(found[body]), knowledge),))
        for name, body in zip(names, ordered, strict=True)
    ]
    return sheets, len(found) - len(chosen)


def _numbered(rows: Iterable[Mapping[str, Value]]) -> list[Mapping[str, Value]]:
    def order(row: Mapping[str, Value]) -> tuple[int, str, int]:
        year, page = row["year"], row["page"]
        return -(year if isinstance(year, int) else 0), str(row["file"]), page if isinstance(page, int) else 0

    return [{"number": number, **row, "answer": None} for number, row in enumerate(sorted(rows, key=order), 1)]


def _by_body(given: Given, knowledge: Knowledge) -> Mapping[str, list[Mapping[str, Value]]]:
    words, findings = knowledge.report_form.words, given.findings
    found: dict[str, list[Mapping[str, Value]]] = defaultdict(list)
    for conflict in findings.conflicts:
        page, file, _ = given.place(conflict.filing_id, conflict.evidence_ids, conflict.page)
        stands, near = stands_and_near(conflict, knowledge)
        found[conflict.body].append({
            "kind": words["finding"]["conflict"], "year": conflict.year or None, "file": file, "page": page,
            "item": conflict.subject, "stands": stands, "near": near,
            "said": "；".join(filter(None, (conflict.message_zh, conflict.diagnosis_zh))),
        })
    for lack in findings.lacks:
        if lack.kind in _ASKED:
            page, file, _ = given.place(lack.filing_id, lack.evidence_ids, lack.page)
            gap = None if lack.gap_cny is None else plain(lack.gap_cny / 10_000)
            found[lack.body].append({
                "kind": words["finding"][lack.kind], "year": lack.year or None, "file": file, "page": page,
                "item": lack.item_name, "stands": lack.surface or words["stands"]["missing"].format(gap=gap),
                "near": words["near"][lack.kind],
                "said": words["compared"].format(basis=knowledge.terms.of("basis", lack.basis)),
            })
    for row in findings.deviations:
        if row.kept_out:
            page, file, _ = given.place(row.filing_id, row.evidence_ids, None)
            found[row.body].append({
                "kind": words["finding"]["doubted"], "year": row.year or None, "file": file, "page": page,
                "item": row.item_name, "near": words["near"]["doubted"], "said": doubts(row.kept_out, knowledge),
                "stands": words["stands"]["amount"].format(amount=plain(row.actual_cny / 10_000)),
            })
    return found
