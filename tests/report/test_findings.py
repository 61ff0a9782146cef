"""What is shown: which rows, which sums, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.knowledge import load_knowledge
from pipeline.records.finding import ALL_BODIES, ALL_YEARS, OTHER_BODIES, CauseSum
from pipeline.report.findings import (
    NAMELESS,
    NEEDS,
    Row,
    find_conflicts,
    find_deviations,
    find_findings,
    find_lacks,
    find_unread,
    fold_bodies,
    sum_causes,
)

TAXONOMY, TERMS = load_knowledge().taxonomy, load_knowledge().terms
FILING = {
    "filing_id": "f1", "source_path": "甲.pdf", "entity_id": "e1", "entity_name": "甲局", "region_name": None,
    "fiscal_year": 2024, "is_current": True, "status": "complete", "error_detail": None,
}
FILINGS: Mapping[str, Row] = {"f1": FILING}
ITEM: Row = {
    "filing_id": "f1", "entity_id": "e1", "entity_name": "甲局", "item_name": "防汛", "item_code": "2130314",
    "breakdown": "functional", "fund": "general_public_budget", "actual_cny": Decimal("60.00"),
    "gap_cny": Decimal("-40.00"), "gap_basis": "initial_budget", "direction": "under", "is_leaf": True,
    "is_counted": True, "reason_ids": ["r1"], "cause_ids": ["project_delay"], "reason_text": "未验收",
    "explained_cny": Decimal("-40.00"), "statement_ids": ["s1"], "fact_ids": [], "kept_out": [],
    "initial_budget_cny": Decimal("100.00"), "final_budget_cny": None, "budget_cny": None, "rate_reported": None,
    "fiscal_year": 2024,
}
REASON: Row = {
    "reason_id": "r1", "filing_id": "f1", "surface": "支出减少", "basis": "prior_year", "direction": "decrease",
    "item_name": "防汛", "gap_cny": Decimal("-5.00"), "cause_ids": ["vacuous"], "is_vacuous": True, "page": 3,
    "fiscal_year": 2024,
}
CAUSE: Row = {
    "scope": "entity", "entity_id": "e1", "entity_name": "甲局", "cause_id": "project_delay", "direction": "under",
    "basis": "initial_budget", "item_count": 1, "entity_count": 1, "gap_cny": Decimal("-40.00"), "years_in_a_row": 1,
    "fiscal_year": 2023,
}
CHECK: Row = {
    "check_id": "c1", "filing_id": "f1", "subject": "合计", "outcome": "conflict", "severity": "error",
    "message_zh": "合计不等", "diagnosis_zh": None, "evidence_ids": ["a1"], "page": 9, "fiscal_year": 2024,
    "left": Decimal("9.55"), "right_low": Decimal("9.5558"), "right_high": Decimal("9.5593"), "unit": "percent",
}


def item(**changes: Any) -> Row:
    return {**ITEM, **changes}


def cause(**changes: Any) -> Row:
    return {**CAUSE, **changes}


def sums(causes: tuple[CauseSum, ...], **where: Any) -> list[CauseSum]:
    return [row for row in causes if all(getattr(row, name) == value for name, value in where.items())]


def test_the_budget_is_what_the_gap_leaves_and_rates_have_a_base() -> None:
    one, none = find_deviations([ITEM, item(gap_cny=Decimal("60.00"), direction="over", item_name="乙")], FILINGS)[::-1]
    assert (one.budget_cny, one.rate, one.evidence_ids) == (Decimal("100.00"), Decimal("60.00"), ("r1", "s1"))
    assert none.rate is None


def test_deviations_are_sorted_by_money_and_not_counted_ones_are_left_out() -> None:
    rows = [ITEM, item(item_name="大", gap_cny=Decimal("90.00"), direction="over"), item(is_counted=False),
            item(direction="equal", gap_cny=Decimal(0))]
    assert [(d.item_name, d.kept_out) for d in find_deviations(rows, FILINGS)] == [("大", ()), ("防汛", ())]


def test_rows_that_doubts_keep_out_of_sums_are_shown_as_such() -> None:
    rows = [item(is_counted=False, kept_out=["unit_suspect"])]
    assert find_deviations(rows, FILINGS)[0].kept_out == ("unit_suspect",)


def test_sums_add_up_over_bodies_and_years_and_keep_bases_apart() -> None:
    rows = [
        CAUSE, cause(fiscal_year=2024, gap_cny=Decimal("-10.00"), years_in_a_row=2),
        cause(entity_id="e2", entity_name="乙局", fiscal_year=2024, gap_cny=Decimal("-1.00")),
        cause(basis="final_budget", gap_cny=Decimal("-500.00"), fiscal_year=2024),
        cause(scope="all", gap_cny=Decimal("-999.00")),
    ]
    causes = sum_causes(rows)
    (whole,) = sums(causes, body=ALL_BODIES, year=ALL_YEARS, basis="initial_budget")
    assert (whole.gap_cny, whole.item_count, whole.bodies, whole.years, whole.repeaters) == (
        Decimal("-51.00"), 3, 2, (2023, 2024), 1)
    (body,) = sums(causes, body="e1", year=ALL_YEARS, basis="initial_budget")
    assert body.gap_cny == Decimal("-50.00")
    assert sums(causes, body=ALL_BODIES, year=2024, basis="final_budget")[0].gap_cny == Decimal("-500.00")
    assert causes[0].gap_cny == Decimal("-500.00")


def test_bodies_without_an_id_are_told_apart_by_name() -> None:
    rows = [cause(entity_id=None, entity_name="丙局"), cause(entity_id=None, entity_name="丁局")]
    assert sums(sum_causes(rows), body=ALL_BODIES, year=ALL_YEARS)[0].bodies == 2


def test_files_without_a_body_are_summed_once_and_under_a_name_of_their_own() -> None:
    rows = {name: () for name in NEEDS} | {"recurring_causes": [cause(entity_id=None, entity_name=None)]}
    found = find_findings(rows, TAXONOMY, TERMS)
    assert sums(found.causes, body=ALL_BODIES, year=ALL_YEARS)[0].gap_cny == CAUSE["gap_cny"]
    assert found.bodies[NAMELESS] and sums(found.causes, body=NAMELESS, year=ALL_YEARS)


def test_small_bodies_are_summed_together_and_nothing_is_lost() -> None:
    rows = [cause(entity_id=f"e{n}", gap_cny=Decimal(-n)) for n in (1, 2, 3, 4)]
    folded = fold_bodies(sum_causes(rows), keep=1)
    parts = [row for row in folded if row.body != ALL_BODIES and row.year == ALL_YEARS]
    assert {(row.body, row.gap_cny, row.bodies) for row in parts} == {
        ("e4", Decimal(-4), 1), (OTHER_BODIES, Decimal(-6), 3)}
    assert sums(folded, body=ALL_BODIES, year=ALL_YEARS)[0].gap_cny == Decimal(-10)


def test_lacks_are_vague_missing_and_unplaced_explanations() -> None:
    reasons = [
        REASON, {**REASON, "reason_id": "r2", "cause_ids": ["undetermined"], "is_vacuous": False},
        {**REASON, "reason_id": "r3", "cause_ids": ["vacuous", "project_delay"]},
        {**REASON, "reason_id": "r4", "cause_ids": ["personnel_decrease"], "is_vacuous": False},
    ]
    items = [item(cause_ids=["not_stated"], reason_ids=[]), item(cause_ids=["not_stated"], is_leaf=False), ITEM]
    found = find_lacks(reasons, items, FILINGS, TAXONOMY)
    assert [(lack.kind, lack.evidence_ids[0], lack.basis) for lack in found] == [
        ("missing", "s1", "initial_budget"), ("vague", "r1", "prior_year"), ("unplaced", "r2", "prior_year")]
    assert not find_lacks(reasons, items, {"f1": {**FILING, "is_current": False}}, TAXONOMY)


def test_conflicts_only_the_gravest_first() -> None:
    checks = [{**CHECK, "check_id": "c0", "severity": "warning"}, CHECK, {**CHECK, "outcome": "agree"}]
    assert [c.check_id for c in find_conflicts(checks, FILINGS, TERMS)] == ["c1", "c0"]
    assert not find_conflicts(checks, {"f1": {**FILING, "is_current": False}}, TERMS)


def test_files_that_are_not_whole_are_named_the_failed_ones_first() -> None:
    filings = [FILING, {**FILING, "source_path": "扫描.pdf", "status": "skipped"},
               {**FILING, "source_path": "坏.pdf", "status": "failed", "error_detail": "请重新下载"}]
    assert [u.source_path for u in find_unread(filings, TERMS)] == ["坏.pdf", "扫描.pdf"]


def test_an_empty_corpus_has_no_findings() -> None:
    found = find_findings({name: () for name in NEEDS}, TAXONOMY, TERMS)
    assert (found.filing_count, found.deviations, found.causes, found.lacks, found.conflicts) == (0, (), (), (), ())


def test_a_filing_without_a_body_is_called_by_its_file() -> None:
    filings = {"f1": {**FILING, "entity_id": None, "entity_name": None}}
    deviation = find_deviations([item(entity_id=None, entity_name=None)], filings)[0]
    assert (deviation.body, deviation.body_name) == ("f1", "甲.pdf")


def test_a_body_is_called_as_its_counted_accounts_call_it() -> None:
    rows = {name: () for name in NEEDS} | {
        "filings": [FILING, {**FILING, "filing_id": "f2", "entity_name": "甲局（本级）"}], "recurring_causes": [CAUSE]}
    assert find_findings(rows, TAXONOMY, TERMS).bodies == {"e1": "甲局"}
