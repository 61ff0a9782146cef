"""Rankings: project and basic expenditure apart, budgets of two kinds apart, and nothing too small to mean anything."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pipeline.knowledge import load_knowledge
from pipeline.report.ranking import Row, rank_execution

COMPARISON = load_knowledge().comparison
FILINGS = {"f1": {"filing_id": "f1", "source_path": "甲.pdf", "entity_name": "甲局", "is_current": True}}
MINIMUM = Decimal(100_000)


def item(name: str, code: str | None, budget: int, actual: int, **more: Any) -> Row:
    return {
        "filing_id": "f1", "item_name": name, "item_code": code, "breakdown": "functional", "is_leaf": True,
        "actual_cny": Decimal(actual), "gap_cny": Decimal(actual - budget), "gap_basis": "initial_budget",
        "direction": "under" if actual < budget else "over", "cause_ids": ["project_delay"], "quality_flags": [],
        "fiscal_year": 2024, **more,
    }


def fact(code: str, measure: str, value: int) -> Row:
    return {"filing_id": "f1", "item_code": code, "item_code_normalized": code, "item_name": "", "measure": measure,
            "value_cny": Decimal(value)}


def ranked(items: list[Row], facts: list[Row]) -> list[tuple[str, int, str, str]]:
    made = rank_execution(items, facts, FILINGS, COMPARISON, MINIMUM)
    return [(one.kind, one.rank, one.item_name, str(one.rate)) for one in made]


def test_items_are_ranked_by_rate_among_their_kind() -> None:
    items = [item("防汛", "2130314", 200_000, 100_000), item("抗旱", "2130315", 200_000, 20_000),
             item("行政运行", "2130301", 900_000, 800_000), item("水质监测", "2130312", 300_000, 30_000)]
    facts = [fact("2130314", "project", 1), fact("2130315", "project", 1), fact("2130301", "basic", 1),
             fact("2130312", "project", 1), fact("2130314", "basic", 0)]
    assert ranked(items, facts) == [
        ("basic", 1, "行政运行", "88.89"), ("project", 1, "水质监测", "10.00"), ("project", 1, "抗旱", "10.00"),
        ("project", 3, "防汛", "50.00"),
    ]


def test_items_of_both_kinds_small_doubted_and_over_executed_ones_are_not_ranked() -> None:
    code = "2130314"
    items = [
        item("小", code, 99_999, 0), item("疑", code, 200_000, 0, quality_flags=["unit_suspect"]),
        item("超", code, 200_000, 300_000), item("类", code, 200_000, 0, is_leaf=False),
        item("两", "2130301", 200_000, 0), item("未列", "2130302", 200_000, 0),
    ]
    facts = [fact(code, "project", 1), fact("2130301", "project", 1), fact("2130301", "basic", 1)]
    assert ranked(items, facts) == []
    assert [name for *_, name, _ in ranked([item("够", code, 100_000, 0)], facts)] == ["够"]


def test_kinds_of_budget_are_ranked_apart_and_printed_halves_by_name() -> None:
    halves = [
        item("项目支出", None, 400_000, 100_000, breakdown="basic_project", gap_basis="final_budget"),
        item("人员经费", None, 400_000, 300_000, breakdown="basic_project"),
        item("某工程", None, 400_000, 200_000, breakdown="project"),
    ]
    assert ranked(halves, []) == [
        ("basic", 1, "人员经费", "75.00"), ("project", 1, "项目支出", "25.00"), ("project", 1, "某工程", "50.00"),
    ]


def test_documents_that_a_later_one_replaces_are_not_ranked() -> None:
    items = [item("防汛", "2130314", 200_000, 0)]
    old = {"f1": {**FILINGS["f1"], "is_current": False}}
    assert rank_execution(items, [fact("2130314", "project", 1)], old, COMPARISON, MINIMUM) == ()
