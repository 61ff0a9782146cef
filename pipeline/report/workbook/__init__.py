"""outputs/report/决算执行分析.xlsx: what a finance bureau opens, prints, and sends to its departments."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.evidence.marks import marks_by_id
from pipeline.knowledge import Knowledge
from pipeline.records.finding import Findings
from pipeline.report import ranking
from pipeline.report.page import FOLDER, read_findings
from pipeline.report.ranking import Ranked, rank_execution
from pipeline.report.workbook.drawing import draw_workbook
from pipeline.report.workbook.feedback import make_feedback
from pipeline.report.workbook.names import sheet_names
from pipeline.report.workbook.sheets import Given, Link, Place, Sheet, make_sheets, table_of
from pipeline.store.read import read_rows

_FILINGS = ("filing_id", "source_path", "source_url", "entity_name", "is_current", "file_format")
_YEARS = (
    "entity_name", "filing_id", "accounts_scope", "basic_cny", "project_cny", "initial_budget_cny", "final_budget_cny",
    "actual_cny", "rate_initial", "rate_final", "change_vs_prior_cny", "explained_share", "check_conflict_count",
    "quality_flags", "fiscal_year",
)
_ISSUES = ("filing_id", "message_zh", "page", "fiscal_year")
_LONGEST_URL = 2_000
"""Signs of an address that spreadsheets take."""
_GRAVE = {"severity": ("error", "warning")}


def write_workbook(
    outputs: Path, knowledge: Knowledge, corpus: Path, run: Mapping[str, Any], made: datetime
) -> Path:
    """Write the workbook below OUTPUTS/report; returns its path.

    `run` is the content of run.json and `made` when that run ended: the same outputs give the same bytes.
    """
    path = outputs / FOLDER / knowledge.report_form.file
    path.parent.mkdir(parents=True, exist_ok=True)
    findings = read_findings(outputs, knowledge)
    filings = {row["filing_id"]: row for row in read_rows(outputs, "filings", _FILINGS).to_pylist()}
    given = Given(
        findings, _read_ranked(outputs, knowledge), read_rows(outputs, "department_year", _YEARS).to_pylist(),
        read_rows(outputs, "issues", _ISSUES, _GRAVE).to_pylist(), filings,
        Places(outputs, findings, filings, os.path.relpath(corpus, path.parent), knowledge),
    )
    path.write_bytes(workbook(given, knowledge, corpus.resolve().name, run, made))
    return path


def workbook(given: Given, knowledge: Knowledge, corpus: str, run: Mapping[str, Any], made: datetime) -> bytes:
    """The bytes of the workbook; `corpus` is the name of the folder of documents."""
    form, findings = knowledge.report_form, given.findings
    lists = make_sheets(given, knowledge)
    [first] = sheet_names([form.words["cover"]["name"]], form.words["unnamed"])
    taken = [first, *(sheet.name for sheet in lists)]
    feedback, left_out = make_feedback(given, knowledge, taken)
    unread: list[Mapping[str, Any]] = [
        {"status": knowledge.terms.of("status", u.status), "file": u.source_path, "detail": u.detail}
        for u in findings.unread
    ]
    values = {
        "corpus": corpus, "version": run["version"], "generation": run["generation"], "date": f"{made:%Y-%m-%d}",
        "filings": findings.filing_count, "counted": findings.counted_filings, "unread": len(unread),
    }
    cover = form.words["cover"]
    notes = [*cover["notes"]]
    if left_out:
        notes.append(cover["left_out"].format(shown=len(feedback), left_out=left_out))
    lines = [(label, str(values[key])) for key, label in cover["labels"].items()] + [("", note) for note in notes]
    front = Sheet(first, cover["title"], (table_of("unread", unread, knowledge),))
    return draw_workbook([front, *lists, *feedback], lines, made, form.words["money_note"])


def _read_ranked(outputs: Path, knowledge: Knowledge) -> Sequence[Ranked]:
    rows = {
        name: read_rows(outputs, name, columns, ranking.SPLIT if name == "facts" else None).to_pylist()
        for name, columns in ranking.NEEDS.items()
    }
    filings = {row["filing_id"]: row for row in rows["filings"]}
    minimum = knowledge.report_form.minimum_budget_cny
    return rank_execution(rows["budget_execution"], rows["facts"], filings, knowledge.comparison, minimum)


class Places:
    """Where rows stand: page, file, and a link to the published document, else to the file in the corpus folder."""

    def __init__(
        self, outputs: Path, findings: Findings, filings: Mapping[str, Any], corpus: str, knowledge: Knowledge
    ) -> None:
        lists = (findings.deviations, findings.lacks, findings.conflicts)
        listed = [row for rows in lists for row in rows[: knowledge.report_form.rows]]
        self._marks = marks_by_id(outputs, {key for row in listed for key in row.evidence_ids})
        self._filings = filings
        self._corpus = Path(corpus).as_posix()
        self._word = str(knowledge.report_form.words["link"])

    def __call__(self, filing_id: str, ids: tuple[str, ...], page: int | None) -> Place:
        """The page is that of the row, else of the first of its evidence that has one."""
        filing = self._filings[filing_id]
        found = next((mark.box.page for key in ids for mark in self._marks.get(key, ())), None)
        number = page or found
        link = Link(link_target(filing, number, self._corpus), self._word)
        return number, PurePosixPath(filing["source_path"]).name, link


def link_target(filing: Mapping[str, Any], page: int | None, corpus: str) -> str:
    """The published address of a filing, where it is one of the web, else its file; at the page where programs can."""
    ending = f"#page={page}" if page and filing["file_format"] == "pdf" else ""
    url = filing["source_url"] or ""
    if _is_web(url):
        return url.partition("#")[0] + ending
    path = f"{corpus}/{filing['source_path']}"
    return "external:" + "".join(quote(sign) if sign.isascii() else sign for sign in path) + ending


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https") and len(url) < _LONGEST_URL
    except ValueError:
        return False
