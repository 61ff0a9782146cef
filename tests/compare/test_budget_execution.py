from __future__ import annotations

from decimal import Decimal
from typing import Any

from hand_built_frames import frames, told

from pipeline.compare import _compare
from pipeline.compare.frames import COLUMNS, rows
from pipeline.knowledge import Knowledge
from pipeline.records.comparison import BudgetExecution


def run(knowledge: Knowledge, **given: list[dict[str, Any]]) -> list[BudgetExecution]:
    read = frames(**given)
    return list(_compare({name: rows(read, name) for name in COLUMNS}, knowledge)["budget_execution"])


def test_budget_and_actual_of_one_item_are_one_row(knowledge: Knowledge) -> None:
    statements = told("行政运行", "2013901", final_budget="520000", actual="513200")
    rate = {"statement_id": "r", "item_name": "行政运行", "item_code": "2013901", "quantity": "completion_rate",
            "basis": "final_budget", "value": Decimal("98.69"), "unit": "percent"}
    [row] = run(knowledge, statements=[*statements, rate])
    assert (row.final_budget_cny, row.actual_cny, row.gap_final_cny, row.gap_cny) == (520000, 513200, -6800, -6800)
    assert (row.rate_final_computed, row.rate_reported) == (Decimal("98.69"), Decimal("98.69"))
    assert (row.gap_basis, row.direction, row.breakdown, row.item_level) == ("final_budget", "under", "functional", 3)
    assert row.cause_ids == ("not_stated",) and row.explained_cny == 0 and row.is_counted


def test_gaps_to_initial_and_final_budget_are_never_mixed(knowledge: Knowledge) -> None:
    statements = told("宣传费", initial_budget="80000", final_budget="100000", actual="91000")
    [row] = run(knowledge, statements=statements)
    assert (row.gap_initial_cny, row.gap_final_cny) == (11000, -9000)
    assert (row.gap_basis, row.gap_cny, row.direction) == ("final_budget", -9000, "under")


def test_the_documents_own_reason_decides_the_basis(knowledge: Knowledge) -> None:
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
    [row] = run(knowledge, statements=statements, reasons=[reason], reason_links=links)
    assert (row.gap_basis, row.gap_cny, row.direction) == ("initial_budget", 11000, "over")
    assert (row.reason_ids, row.cause_ids, row.reason_text, row.explained_cny) == (
        ("r1",),
        ("project_new",),
        "新增任务",
        11000,
    )


def test_a_reason_for_the_change_from_last_year_explains_no_budget(knowledge: Knowledge) -> None:
    statements = told("宣传费", final_budget="100000", actual="91000")
    reason = {"reason_id": "r1", "basis": "prior_year", "item_name": "宣传费", "surface": "任务减少"}
    links = [{"reason_id": "r1", "statement_id": "宣传费-actual"}]
    [row] = run(knowledge, statements=statements, reasons=[reason], reason_links=links)
    assert row.cause_ids == ("not_stated",)


def test_a_vacuous_reason_explains_nothing_and_a_named_amount_no_more_than_itself(
    knowledge: Knowledge
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
    first, second = run(knowledge, statements=statements, reasons=given)
    assert (first.explained_cny, second.explained_cny) == (0, Decimal("-15.50"))


def test_a_blank_is_no_budget_and_a_zero_budget_gives_no_rate(knowledge: Knowledge) -> None:
    none = [{"statement_id": "n", "item_name": "防汛", "quantity": "initial_budget", "state": "none_reported"}]
    statements = none + told("防汛", actual="170000") + told("抗旱", initial_budget="0", actual="60000")
    first, second = run(knowledge, statements=statements)
    assert (first.initial_budget_cny, first.gap_cny, first.direction, first.is_counted) == (None, None, "over", False)
    assert (second.initial_budget_cny, second.gap_cny, second.rate_initial_computed) == (0, 60000, None)


def test_an_actual_without_a_budget_is_no_row(knowledge: Knowledge) -> None:
    assert run(knowledge, statements=told("培训费", actual="31400")) == []


def test_classes_above_their_items_are_not_counted(knowledge: Knowledge) -> None:
    statements = (
        told("一般公共预算财政拨款支出", initial_budget="300", actual="270")
        + told("社会保障和就业支出", "208", initial_budget="300", actual="270")
        + told("行政单位离退休", "2080501", initial_budget="200", actual="190")
        + told("死亡抚恤", "2080801", initial_budget="100", actual="80")
    )
    made = run(knowledge, statements=statements)
    assert [(r.breakdown, r.is_leaf, r.is_counted) for r in made] == [
        ("total", False, False), ("functional", False, False), ("functional", True, True), ("functional", True, True),
    ]


def test_the_same_name_told_again_with_other_figures_is_another_row(knowledge: Knowledge) -> None:
    again = told("行政运行", prefix="b-", initial_budget="70", actual="65")
    made = run(knowledge, statements=told("行政运行", initial_budget="50", actual="40") + again)
    assert [(r.initial_budget_cny, r.actual_cny, r.is_counted) for r in made] == [(50, 40, True), (70, 65, True)]


def test_a_row_of_a_table_joins_the_text_that_says_the_same(knowledge: Knowledge) -> None:
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
    text, table = run(knowledge, statements=statements, facts=facts)
    assert (text.final_budget_cny, text.budget_cny, len(text.fact_ids), len(text.statement_ids)) == (6000, None, 2, 2)
    assert (table.item_name, table.breakdown, table.is_leaf, text.is_leaf) == ("合计", "three_public", False, True)
    assert not text.is_counted


def test_consolidated_accounts_or_their_parts_are_counted_never_both(
    knowledge: Knowledge
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
    made = run(knowledge, filings=filings, statements=statements, entities=entities)
    assert {r.filing_id for r in made if r.is_counted} == {"dept", "other"}


def test_without_consolidated_accounts_the_parts_are_counted_each_body_once(
    knowledge: Knowledge
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
    made = run(knowledge, filings=filings, statements=statements, entities=entities)
    assert {r.filing_id for r in made if r.is_counted} == {"a-own", "c-unit"}


def test_halves_with_printed_parts_are_no_leaves(knowledge: Knowledge) -> None:
    facts = [
        {"fact_id": f"{item}{quantity}", "template": "performance_self_evaluation", "item_name": item,
         "quantity": quantity, "value_cny": Decimal(value), "row": row}
        for row, (item, budget, actual) in enumerate([("基本支出", "30", "20"), ("人员经费", "30", "20")])
        for quantity, value in (("final_budget", budget), ("actual", actual))
    ]
    assert [(r.breakdown, r.is_leaf) for r in run(knowledge, facts=facts)] == [
        ("basic_project", False), ("basic_project", True),
    ]


def test_the_order_of_the_filings_changes_nothing(knowledge: Knowledge) -> None:
    filings = [{"filing_id": f"f{n}", "entity_id": f"en-{n}"} for n in range(4)]
    statements = [
        {**s, "filing_id": f["filing_id"]}
        for f in filings
        for s in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    forward = run(knowledge, filings=filings, statements=statements)
    assert run(knowledge, filings=filings[::-1], statements=statements) == forward


def flags(row: BudgetExecution) -> tuple[str, bool, tuple[str, ...]]:
    return row.item_name, row.is_counted, row.kept_out


def test_a_class_without_a_code_is_not_counted_beside_its_items(knowledge: Knowledge) -> None:
    statements = (
        told("社会保障和就业支出", initial_budget="300", actual="270")
        + told("行政单位离退休", "2080501", initial_budget="200", actual="190")
        + told("死亡抚恤", initial_budget="100", actual="80")
    )
    made = run(knowledge, statements=statements)
    assert [(r.is_leaf, r.is_counted) for r in made] == [(False, False), (True, True), (True, True)]


def test_an_item_called_like_what_stands_above_it_is_counted(knowledge: Knowledge) -> None:
    path = "教育支出/其他教育支出/其他教育支出"
    for code in ("2059999", None):
        statements = [{**s, "item_path": path} for s in told("其他教育支出", code, initial_budget="300", actual="270")]
        [row] = run(knowledge, statements=statements)
        assert row.is_leaf and row.is_counted


def test_a_name_of_no_list_stands_where_the_figures_put_it(knowledge: Knowledge) -> None:
    upper = told("教育支出", initial_budget="300000", actual="270000")
    part = told("某专项", initial_budget="100000", actual="90000")
    rest = told("某事务", initial_budget="200000", actual="180000")
    assert [r.is_counted for r in run(knowledge, statements=upper + part + rest)] == [False, True, True]
    assert [r.is_counted for r in run(knowledge, statements=upper + part)] == [True, False]


def test_what_no_list_knows_is_left_out_where_the_whole_would_be_exceeded(knowledge: Knowledge) -> None:
    whole = told("一般公共预算财政拨款支出", initial_budget="300000", actual="270000")
    item = told("初中教育", initial_budget="300000", actual="270000")
    part = told("某专项", initial_budget="100000", actual="90000")
    assert [r.is_counted for r in run(knowledge, statements=whole + item + part)] == [False, True, False]
    assert [r.is_counted for r in run(knowledge, statements=item + part)] == [True, True]


def test_an_economic_item_is_not_counted_beside_the_functional_one(knowledge: Knowledge) -> None:
    statements = told("行政运行", "2013901", initial_budget="300", actual="270")
    statements += told("工资福利支出", initial_budget="200", actual="180")
    made = run(knowledge, statements=statements)
    assert [(r.breakdown, r.is_counted) for r in made] == [("functional", True), ("economic", False)]


def test_doubted_rows_are_kept_out_of_sums_and_say_why(knowledge: Knowledge) -> None:
    statements = [
        {**s, "quality_flags": doubts}
        for name, code, doubts in (
            ("行政运行", "2013901", ("conflict",)), ("死亡抚恤", "2080801", ("unit_suspect", "ocr")),
            ("初中教育", "2050203", ("ocr",)),
        )
        for s in told(name, code, final_budget="100", actual="90")
    ]
    made = run(knowledge, statements=statements)
    assert [flags(r) for r in made] == [
        ("行政运行", False, ("conflict",)), ("死亡抚恤", False, ("unit_suspect",)), ("初中教育", True, ()),
    ]


def test_of_two_sides_of_a_conflict_neither_is_counted(knowledge: Knowledge) -> None:
    facts = [
        {"fact_id": quantity, "item_name": "行政运行", "item_code_normalized": "2013901", "quantity": quantity,
         "value_cny": Decimal(value), "fund": "general_public_budget", "quality_flags": doubts}
        for quantity, value, doubts in (("final_budget", "100.00", ()), ("actual", "88.00", ("conflict",)))
    ]
    statements = told("行政运行", "2013901", final_budget="100", actual="90")
    made = run(knowledge, statements=statements, facts=facts)
    assert len(made) == 2 and not any(r.is_counted for r in made) and sum(bool(r.kept_out) for r in made) == 1


def test_a_doubted_row_of_units_is_not_shown_as_kept_out(knowledge: Knowledge) -> None:
    filings = [{"filing_id": "dept", "entity_id": "en-d"},
               {"filing_id": "own", "entity_id": "en-d", "form": "unit_final_accounts", "accounts_scope": "own"}]
    statements = [
        {**s, "filing_id": key, "quality_flags": ("conflict",)} for key in ("dept", "own")
        for s in told("行政运行", "2013901", prefix=key, final_budget="100", actual="90")
    ]
    made = run(knowledge, filings=filings, statements=statements)
    assert [(r.filing_id, r.kept_out) for r in made] == [("dept", ("conflict",)), ("own", ())]


def test_a_unit_with_units_below_it_contains_them(knowledge: Knowledge) -> None:
    unit = {"form": "unit_final_accounts"}
    filings = [{"filing_id": "a-part", "entity_id": "en-p", "accounts_scope": "single", **unit},
               {"filing_id": "b-whole", "entity_id": "en-w", "accounts_scope": "consolidated", **unit}]
    statements = [
        {**s, "filing_id": f["filing_id"]} for f in filings
        for s in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    entities = [{"entity_id": "en-p", "parent_entity_id": "en-w"}]
    made = run(knowledge, filings=filings, statements=statements, entities=entities)
    assert [r.is_counted for r in made] == [False, True]


def test_a_text_that_names_no_body_is_not_counted_beside_its_document(knowledge: Knowledge) -> None:
    nameless = {"entity_id": None, "entity_name": None, "disclosure_id": None}
    filings = [{"filing_id": "a-text", **nameless}, {"filing_id": "b-pdf"}, {"filing_id": "c-other", **nameless}]
    statements = [
        {**s, "filing_id": key} for key, actual in (("a-text", "90"), ("b-pdf", "90"), ("c-other", "80"))
        for s in told("行政运行", "2013901", prefix=key, final_budget="100", actual=actual)
    ]
    made = run(knowledge, filings=filings, statements=statements)
    assert {r.filing_id for r in made if r.is_counted} == {"b-pdf", "c-other"}


def test_a_reason_for_the_initial_budget_is_none_for_the_final(knowledge: Knowledge) -> None:
    statements = told("行政运行", "2013901", final_budget="100", actual="90")
    for basis, causes in (("initial_budget", ("not_stated",)), ("budget", ("workload",))):
        reason = {"reason_id": "r", "item_code": "2013901", "basis": basis, "surface": "业务量减少"}
        [row] = run(knowledge, statements=statements, reasons=[reason])
        assert row.cause_ids == causes


def test_an_empty_reason_does_not_decide_the_basis_beside_one_of_substance(knowledge: Knowledge) -> None:
    statements = told("行政运行", "2013901", initial_budget="80", final_budget="100", actual="90")
    empty = {"reason_id": "r0", "item_code": "2013901", "basis": "initial_budget", "cause_ids": ("vacuous",),
             "is_vacuous": True, "surface": "支出增加"}
    real = {"reason_id": "r1", "item_code": "2013901", "basis": "final_budget", "surface": "业务量减少"}
    [row] = run(knowledge, statements=statements, reasons=[empty, real])
    assert (row.gap_basis, row.gap_cny, row.cause_ids) == ("final_budget", -10, ("workload",))
    [row] = run(knowledge, statements=statements, reasons=[empty])
    assert (row.gap_basis, row.gap_cny, row.cause_ids) == ("initial_budget", 10, ("vacuous",))


def test_a_unit_that_the_consolidated_accounts_list_is_not_counted_beside_them(knowledge: Knowledge) -> None:
    filings: list[dict[str, Any]] = [{"filing_id": "a-dept", "entity_id": "en-d", "region_name": "某县"}]
    names = (("b-unit", "某县水文监测站"), ("c-other", "某县防汛物资站"), ("d-short", "水文站"))
    filings += [
        {"filing_id": key, "entity_id": f"en-{key}", "entity_name": name, "form": "unit_final_accounts",
         "accounts_scope": "single", "region_name": "某县"} for key, name in names
    ]
    filings.append({**filings[1], "filing_id": "e-elsewhere", "entity_id": "en-e", "region_name": "另县"})
    sentences = [
        {"filing_id": "a-dept", "text": "决算包括：某县水务局（本级）、某县 水文监测站、水文站。"},
        {"filing_id": "a-dept", "text": "与某县防汛物资站共同承办。", "section_key": "performance"},
    ]
    statements = [
        {**s, "filing_id": f["filing_id"]} for f in filings
        for s in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    made = run(knowledge, filings=filings, statements=statements, sentences=sentences)
    assert [r.filing_id for r in made if r.is_counted] == ["a-dept", "c-other", "d-short", "e-elsewhere"]
    made = run(knowledge, filings=filings[1:], statements=statements[2:], sentences=sentences)
    assert "b-unit" in {r.filing_id for r in made if r.is_counted}


def test_a_unit_whose_figures_are_among_the_departments_is_not_counted_beside_it(knowledge: Knowledge) -> None:
    unit = {"form": "unit_final_accounts", "accounts_scope": "single"}
    filings: list[dict[str, Any]] = [
        {"filing_id": "a-dept", "entity_id": "en-d"}, {"filing_id": "b-part", "entity_id": "en-b", **unit},
        {"filing_id": "c-more", "entity_id": "en-c", **unit}, {"filing_id": "d-round", "entity_id": "en-e", **unit},
    ]
    accounts = {
        "a-dept": {"2070104": ("4253000", "4666400"), "2210201": ("900000", "800000"), "2080505": ("50000", "50000")},
        "b-part": {"2070104": ("4253012.22", "4666409.40"), "2210201": ("300000", "250000"), "2080505": ("1", "1")},
        "c-more": {"2070104": ("4253012.22", "4666409.40"), "2210201": ("950000", "850000"), "2080505": ("1", "1")},
        "d-round": {"2080505": ("50000", "50000"), "2210201": ("1", "2"), "2070104": ("3", "4")},
    }
    statements = [
        {**s, "filing_id": key} for key, items in accounts.items() for code, (budget, actual) in items.items()
        for s in told(f"科目{code}", code, key, initial_budget=budget, actual=actual)
    ]
    made = run(knowledge, filings=filings, statements=statements)
    assert {r.filing_id for r in made if r.is_counted} == {"a-dept", "c-more", "d-round"}
