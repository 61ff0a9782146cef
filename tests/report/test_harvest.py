"""Codes proposed from what documents print: new ones, other names, conflicts, and cut ones; nothing that is known."""

from __future__ import annotations

import csv
import io
from typing import Any

from pipeline.knowledge import load_knowledge
from pipeline.report.harvest import harvest_summary, proposals_csv, propose

CODES = load_knowledge().codes
FILINGS = {"a": {"source_path": "甲局.pdf"}, "b": {"source_path": "乙局.pdf"}}


def fact(code: str | None, name: str | None, filing: str = "a", **other: Any) -> dict[str, Any]:
    return {
        "filing_id": filing, "table_id": "t", "row": 1, "page": 3, "item_code": code, "item_name": name,
        "fiscal_year": 2024, "quality_flags": [], **other,
    }


def found(*facts: dict[str, Any]) -> list[tuple[str, str, str, int, int]]:
    return [(p.code, p.name, p.finding, len(p.filings), p.row_count) for p in propose(facts, FILINGS, CODES)]


def test_a_code_that_no_list_has_is_proposed_with_its_evidence() -> None:
    rows = [fact("2999901", "样例业务"), fact("2999901", "样例业务"), fact("2999901", "样 例业务", "b", page=7)]
    assert found(*rows) == [("2999901", "样例业务", "new", 2, 2)]


def test_what_the_lists_know_proposes_nothing() -> None:
    assert found(fact("30101", "基本工资"), fact("30213", "维修(护)费"), fact(None, "合计"), fact("301", "合计")) == []


def test_completed_codes_and_names_of_bodies_propose_nothing() -> None:
    inferred = fact("2999902", "样例业务", quality_flags=["code_inferred"])
    assert found(inferred, fact("601001", "某某局"), fact("2999902", None)) == []


def test_another_name_for_a_listed_code_says_the_listed_one() -> None:
    (proposal,) = propose([fact("30101", "基础工资")], FILINGS, CODES)
    assert (proposal.finding, proposal.listed_name) == ("other_name", "基本工资")


def test_names_that_contradict_each_other_are_each_told() -> None:
    rows = [fact("2999901", "样例业务"), fact("2999901", "其他样例", "b")]
    both = list(propose(rows, FILINGS, CODES))
    assert [(p.name, p.finding, p.other_names) for p in both] == [
        ("其他样例", "conflicting", ("样例业务",)),
        ("样例业务", "conflicting", ("其他样例",)),
    ]


def test_a_cut_code_is_told_as_such() -> None:
    assert found(fact("299990", "样例业务")) == [("299990", "样例业务", "cut", 1, 1)]


def test_editions_are_kept_apart() -> None:
    rows = [fact("2999901", "样例业务"), fact("2999901", "样例业务", "b", fiscal_year=2023)]
    assert [p.edition for p in propose(rows, FILINGS, CODES)] == [2023, 2024]


def test_the_table_begins_with_the_columns_of_the_lists() -> None:
    proposals = list(propose([fact("2999901", "样例业务")], FILINGS, CODES))
    (row,) = csv.DictReader(io.StringIO(proposals_csv(proposals)))
    assert list(row)[:7] == ["edition", "code", "name", "level", "parent", "status", "source"]
    assert (row["parent"], row["level"], row["example_filing"], row["example_page"]) == ("29999", "3", "甲局.pdf", "3")
    assert "目录中没有的编码 1 个" in harvest_summary(proposals)


def test_no_cell_of_the_proposals_is_computed_by_a_spreadsheet() -> None:
    text = proposals_csv(propose([fact("2999901", "=HYPERLINK(1)")], {"a": {"source_path": "=1+1.pdf"}}, CODES))
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
