from __future__ import annotations

from decimal import Decimal
from typing import Any

from hand_built_frames import frames, told

from pipeline.compare import _compare
from pipeline.compare.frames import COLUMNS, rows
from pipeline.knowledge.causes import Taxonomy
from pipeline.knowledge.comparison import Comparison
from pipeline.records.comparison import BudgetExecution


def run(comparison: Comparison, taxonomy: Taxonomy, **given: list[dict[str, Any]]) -> list[BudgetExecution]:
    read = frames(**given)
    return list(_compare({name: rows(read, name) for name in COLUMNS}, comparison, taxonomy)["budget_execution"])


def test_budget_and_actual_of_one_item_are_one_row(comparison: Comparison, taxonomy: Taxonomy) -> None:
    statements = told("行政运行", "2013901", final_budget="520000", actual="513200")
    rate = {"statement_id": "r", "item_name": "行政运行", "item_code": "2013901", "quantity": "completion_rate",
            "basis": "final_budget", "value": Decimal("98.69"), "unit": "percent"}
    [row] = run(comparison, taxonomy, statements=[*statements, rate])
    assert (row.final_budget_cny, row.actual_cny, row.gap_final_cny, row.gap_cny) == (520000, 513200, -6800, -6800)
    assert (row.rate_final_computed, row.rate_reported) == (Decimal("98.69"), Decimal("98.69"))
    assert (row.gap_basis, row.direction, row.breakdown, row.item_level) == ("final_budget", "under", "functional", 3)
    assert row.cause_ids == ("not_stated",) and row.explained_cny == 0 and row.is_counted


def test_gaps_to_initial_and_final_budget_are_never_mixed(comparison: Comparison, taxonomy: Taxonomy) -> None:
    statements = told("宣传费", initial_budget="80000", final_budget="100000", actual="91000")
    [row] = run(comparison, taxonomy, statements=statements)
    assert (row.gap_initial_cny, row.gap_final_cny) == (11000, -9000)
    assert (row.gap_basis, row.gap_cny, row.direction) == ("final_budget", -9000, "under")


def test_the_documents_own_reason_decides_the_basis(comparison: Comparison, taxonomy: Taxonomy) -> None:
    statements = told("宣传费", initial_budget="80000", final_budget="100000", actual="91000")
    reason = {
        "reason_id": "r1",
        "basis": "initial_budget",
        "direction": "over",
        "cause_ids": ("project_new",),
        "surface": "新增任务",
        "item_name": "宣传费",
    }
    links = [{"reason_id": "r1", "statement_id": "宣传费-actual"}]
    [row] = run(comparison, taxonomy, statements=statements, reasons=[reason], reason_links=links)
    assert (row.gap_basis, row.gap_cny, row.direction) == ("initial_budget", 11000, "over")
    assert (row.reason_ids, row.cause_ids, row.reason_text, row.explained_cny) == (
        ("r1",),
        ("project_new",),
        "新增任务",
        11000,
    )


def test_a_reason_for_the_change_from_last_year_explains_no_budget(comparison: Comparison, taxonomy: Taxonomy) -> None:
    statements = told("宣传费", final_budget="100000", actual="91000")
    reason = {"reason_id": "r1", "basis": "prior_year", "item_name": "宣传费", "surface": "任务减少"}
    links = [{"reason_id": "r1", "statement_id": "宣传费-actual"}]
    [row] = run(comparison, taxonomy, statements=statements, reasons=[reason], reason_links=links)
    assert row.cause_ids == ("not_stated",)


def test_a_vacuous_reason_explains_nothing_and_a_named_amount_no_more_than_itself(
    comparison: Comparison, taxonomy: Taxonomy
) -> None:
    statements = told("甲事务", final_budget="100", actual="60") + told("乙事务", final_budget="100", actual="60")
    given = [
        {
            "reason_id": "r1",
            "item_name": "甲事务",
            "cause_ids": ("vacuous",),
            "is_vacuous": True,
            "surface": "支出减少",
        },
        {"reason_id": "r2", "item_name": "乙事务", "gap_stated_cny": Decimal("15.50"), "surface": "尾款下年支付"},
    ]
    first, second = run(comparison, taxonomy, statements=statements, reasons=given)
    assert (first.explained_cny, second.explained_cny) == (0, Decimal("-15.50"))


def test_a_blank_is_no_budget_and_a_zero_budget_gives_no_rate(comparison: Comparison, taxonomy: Taxonomy) -> None:
    none = [{"statement_id": "n", "item_name": "防汛", "quantity": "initial_budget", "state": "none_reported"}]
    statements = none + told("防汛", actual="170000") + told("抗旱", initial_budget="0", actual="60000")
    first, second = run(comparison, taxonomy, statements=statements)
    assert (first.initial_budget_cny, first.gap_cny, first.direction, first.is_counted) == (None, None, "over", False)
    assert (second.initial_budget_cny, second.gap_cny, second.rate_initial_computed) == (0, 60000, None)


def test_an_actual_without_a_budget_is_no_row(comparison: Comparison, taxonomy: Taxonomy) -> None:
    assert run(comparison, taxonomy, statements=told("培训费", actual="31400")) == []


def test_classes_above_their_items_are_not_counted(comparison: Comparison, taxonomy: Taxonomy) -> None:
    statements = (
        told("一般公共预算财政拨款支出", initial_budget="300", actual="270")
        + told("社会保障和就业支出", "208", initial_budget="300", actual="270")
        + told("行政单位离退休", "2080501", initial_budget="200", actual="190")
        + told("死亡抚恤", "2080801", initial_budget="100", actual="80")
    )
    made = run(comparison, taxonomy, statements=statements)
    assert [(r.breakdown, r.is_leaf, r.is_counted) for r in made] == [
        ("total", False, False), ("functional", False, False), ("functional", True, True), ("functional", True, True),
    ]


def test_the_same_name_told_again_with_other_figures_is_another_row(comparison: Comparison, taxonomy: Taxonomy) -> None:
    again = told("行政运行", prefix="b-", initial_budget="70", actual="65")
    made = run(comparison, taxonomy, statements=told("行政运行", initial_budget="50", actual="40") + again)
    assert [(r.initial_budget_cny, r.actual_cny, r.is_counted) for r in made] == [(50, 40, True), (70, 65, True)]


def test_a_row_of_a_table_joins_the_text_that_says_the_same(comparison: Comparison, taxonomy: Taxonomy) -> None:
    section = {"section_key": "three_public.items"}
    statements = [{**s, **section} for s in told("公务接待费支出", budget="6000", actual="5500")]
    facts = [
        {
            "fact_id": f"f-{item}-{quantity}",
            "template": "three_public",
            "item_name": item,
            "quantity": quantity,
            "value_cny": Decimal(value),
        }
        for item, quantity, value in [
            ("公务接待费", "final_budget", "6000.00"),
            ("公务接待费", "actual", "5500.00"),
            ("合计", "final_budget", "9000.00"),
            ("合计", "actual", "5500.00"),
        ]
    ]
    text, table = run(comparison, taxonomy, statements=statements, facts=facts)
    assert (text.final_budget_cny, text.budget_cny, len(text.fact_ids), len(text.statement_ids)) == (6000, None, 2, 2)
    assert (table.item_name, table.breakdown, table.is_leaf, text.is_leaf) == ("合计", "three_public", False, True)
    assert not text.is_counted


def test_consolidated_accounts_or_their_parts_are_counted_never_both(
    comparison: Comparison, taxonomy: Taxonomy
) -> None:
    filings = [
        {"filing_id": "dept", "entity_id": "en-d"},
        {"filing_id": "own", "entity_id": "en-d", "form": "unit_final_accounts", "accounts_scope": "own"},
        {"filing_id": "unit", "entity_id": "en-u", "form": "unit_final_accounts", "accounts_scope": "single"},
        {"filing_id": "other", "entity_id": "en-o", "form": "unit_final_accounts", "accounts_scope": "single"},
        {"filing_id": "old", "entity_id": "en-d", "is_current": False},
    ]
    statements = [
        {**s, "filing_id": f["filing_id"]} for f in filings
        for s in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    entities = [{"entity_id": "en-u", "parent_entity_id": "en-d"}, {"entity_id": "en-o"}, {"entity_id": "en-d"}]
    made = run(comparison, taxonomy, filings=filings, statements=statements, entities=entities)
    assert {r.filing_id for r in made if r.is_counted} == {"dept", "other"}


def test_without_consolidated_accounts_the_parts_are_counted_each_body_once(
    comparison: Comparison, taxonomy: Taxonomy
) -> None:
    unit = {"form": "unit_final_accounts", "accounts_scope": "single"}
    filings = [
        {"filing_id": "a-own", "entity_id": "en-d", "form": "unit_final_accounts", "accounts_scope": "own"},
        {"filing_id": "b-again", "entity_id": "en-d", **unit},
        {"filing_id": "c-unit", "entity_id": "en-u", **unit},
        {"filing_id": "d-region", "entity_id": "en-g", "form": "government_final_accounts"},
    ]
    statements = [
        {**s, "filing_id": f["filing_id"]}
        for f in filings
        for s in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    entities = [{"entity_id": "en-u", "parent_entity_id": "en-d"}]
    made = run(comparison, taxonomy, filings=filings, statements=statements, entities=entities)
    assert {r.filing_id for r in made if r.is_counted} == {"a-own", "c-unit"}


def test_halves_with_printed_parts_are_no_leaves(comparison: Comparison, taxonomy: Taxonomy) -> None:
    facts = [
        {"fact_id": f"{item}{quantity}", "template": "performance_self_evaluation", "item_name": item,
         "quantity": quantity, "value_cny": Decimal(value), "row": row}
        for row, (item, budget, actual) in enumerate([("基本支出", "30", "20"), ("人员经费", "30", "20")])
        for quantity, value in (("final_budget", budget), ("actual", actual))
    ]
    assert [(r.breakdown, r.is_leaf) for r in run(comparison, taxonomy, facts=facts)] == [
        ("basic_project", False), ("basic_project", True),
    ]


def test_the_order_of_the_filings_changes_nothing(comparison: Comparison, taxonomy: Taxonomy) -> None:
    filings = [{"filing_id": f"f{n}", "entity_id": f"en-{n}"} for n in range(4)]
    statements = [
        {**s, "filing_id": f["filing_id"]}
        for f in filings
        for s in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    forward = run(comparison, taxonomy, filings=filings, statements=statements)
    assert run(comparison, taxonomy, filings=filings[::-1], statements=statements) == forward
