from __future__ import annotations

from decimal import Decimal
from typing import Any

from hand_built_frames import frames, told

from pipeline.compare import _compare
from pipeline.compare.frames import COLUMNS, rows
from pipeline.knowledge import Knowledge


def run(knowledge: Knowledge, dataset: str, **given: list[dict[str, Any]]) -> list[Any]:
    read = frames(**given)
    return list(_compare({name: rows(read, name) for name in COLUMNS}, knowledge)[dataset])


def fact(item: str, value: str, key: str = "", **more: Any) -> dict[str, Any]:
    return {
        "fact_id": f"{key}{item}{value}",
        "item_name": item,
        "quantity": "actual",
        "value_cny": Decimal(value),
        **more,
    }


def test_figures_come_from_tables_then_from_the_text(knowledge: Knowledge) -> None:
    facts = [
        fact("本年收入合计", "2200.00", template="income_expenditure_summary", side="income"),
        fact("合计", "900.00", template="expenditure", measure="basic"),
        fact("合计", "1500.00", template="general_budget_expenditure", measure="total"),
    ]
    statements = [
        {**s, "section_key": "expenditure"} for s in told("支出合计", actual="1800") + told("基本支出", actual="1")
    ]
    statements += told("一般公共预算财政拨款支出", initial_budget="2000", actual="1500")
    [row] = run(knowledge, "department_year", facts=facts, statements=statements)
    assert (row.income_cny, row.expenditure_cny, row.basic_cny, row.project_cny) == (2200, 1800, 900, None)
    assert (row.initial_budget_cny, row.actual_cny, row.rate_initial) == (2000, 1500, Decimal("75.00"))


def test_posts_of_several_kinds_are_added_unless_their_sum_is_printed(
    knowledge: Knowledge
) -> None:
    def posts(*given: tuple[str, int]) -> list[dict[str, Any]]:
        return [
            {
                "statement_id": n,
                "item_name": n,
                "section_key": "organisation",
                "quantity": "count",
                "unit": "person",
                "value": Decimal(v),
            }
            for n, v in given
        ]

    [row] = run(
        knowledge, "department_year", statements=posts(("行政编制", 12), ("事业编制", 8), ("在职人员", 18))
    )
    assert (row.staff_quota, row.staff_actual) == (20, 18)
    [row] = run(knowledge, "department_year", statements=posts(("核定编制", 20), ("行政编制", 12)))
    assert row.staff_quota == 20


def test_last_years_figure_comes_from_last_years_filing(knowledge: Knowledge) -> None:
    filings = [{"filing_id": "old", "fiscal_year": 2022}, {"filing_id": "new", "fiscal_year": 2023}]
    facts = [
        fact("合计", f"{n}.00", f, filing_id=f, template="general_budget_expenditure", measure="total")
        for f, n in (("old", 7), ("new", 9))
    ]
    checks = [{"filing_id": "new", "outcome": "conflict"}, {"filing_id": "new", "outcome": "agree"}]
    old, new = run(knowledge, "department_year", filings=filings, facts=facts, checks=checks)
    assert (old.prior_actual_published_cny, new.prior_actual_published_cny) == (None, 7)
    assert (old.check_conflict_count, new.check_conflict_count) == (0, 1)


def test_explained_share_weighs_by_money(knowledge: Knowledge) -> None:
    statements = told("甲事务", "2010101", final_budget="400", actual="100") + told(
        "乙事务", "2010102", final_budget="200", actual="100"
    )
    reason = {"reason_id": "r", "item_name": "甲事务", "item_code": "2010101", "surface": "任务减少"}
    [row] = run(knowledge, "department_year", statements=statements, reasons=[reason])
    assert row.explained_share == 0.75


def test_three_public_items_of_table_and_text(knowledge: Knowledge) -> None:
    facts = [
        fact("公务接待费", "5500.00", template="three_public"),
        {**fact("公务接待费", "6000.00", template="three_public"), "quantity": "budget"},
        {**fact("因公出国（境）费", "0.00", template="three_public"), "state": "reported"},
    ]
    count = {
        "statement_id": "c",
        "item_name": "国内公务接待",
        "section_key": "three_public.quantities",
        "quantity": "count",
        "unit": "person_time",
        "value": Decimal(33),
    }
    made = run(
        knowledge,
        "three_public_year",
        facts=facts,
        statements=[{**count, "unit": "batch", "value": Decimal(4)}, count],
    )
    assert [r.item_name for r in made] == ["因公出国（境）费", "公务接待费"]
    assert (made[1].budget_cny, made[1].budget_basis, made[1].actual_cny) == (6000, "budget", 5500)
    assert (made[1].count, made[1].count_unit) == (33, "person_time")
    assert (made[0].actual_cny, made[0].budget_cny, made[0].budget_basis) == (0, None, "none")


def test_a_blank_form_without_a_body_is_no_disclosure(knowledge: Knowledge) -> None:
    blank = {"entity_id": None, "entity_name": None, "disclosure_id": None}
    assert run(knowledge, "department_year", filings=[blank]) == []


def test_of_several_totals_the_one_with_the_known_actual_counts(knowledge: Knowledge) -> None:
    facts = [fact("合计", "1500.00", template="general_budget_expenditure", measure="total")]
    statements = told("一般公共预算财政拨款支出", prefix="a", initial_budget="8", actual="7")
    statements += told("一般公共预算财政拨款", prefix="b", initial_budget="2000", actual="1500")
    [row] = run(knowledge, "department_year", facts=facts, statements=statements)
    assert (row.initial_budget_cny, row.rate_initial) == (2000, Decimal("75.00"))


def test_last_years_three_public_figure_is_that_of_the_same_accounts(knowledge: Knowledge) -> None:
    def of(filing: str, value: str) -> dict[str, Any]:
        return {**fact("公务接待费", value, template="three_public"), "filing_id": filing, "fact_id": filing}

    own = {"form": "unit_final_accounts", "accounts_scope": "own"}
    filings: list[dict[str, Any]] = [
        {"filing_id": "a", "fiscal_year": 2022}, {"filing_id": "b", "fiscal_year": 2022, **own},
        {"filing_id": "c", "fiscal_year": 2023},
    ]
    facts = [of("a", "5500.00"), of("b", "1500.00"), of("c", "5000.00")]
    made = run(knowledge, "three_public_year", filings=filings, facts=facts)
    assert made[-1].prior_actual_cny == Decimal("5500.00")
