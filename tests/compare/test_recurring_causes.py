from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.recurring_causes import recurring_causes, split
from pipeline.records.comparison import BudgetExecution

MONEY = st.decimals(Decimal("-99999999999.99"), Decimal("99999999999.99"), places=2)
CAUSES = st.lists(
    st.sampled_from(["workload", "austerity", "vacuous", "project_new", "epidemic"]), unique=True, max_size=4
)


def item(
    gap: Decimal, causes: tuple[str, ...], entity: str = "en-1", year: int = 2023, **more: object
) -> BudgetExecution:
    direction = "under" if gap < 0 else "over" if gap > 0 else "equal"
    return BudgetExecution(
        f"f-{entity}-{year}", entity, entity, gap_cny=gap, gap_basis="final_budget", direction=direction,  # type: ignore[arg-type]
        cause_ids=causes or ("not_stated",), is_counted=True, fiscal_year=year, **more,  # type: ignore[arg-type]
    )


@given(MONEY, st.integers(1, 9))
def test_the_parts_of_an_amount_add_up_and_differ_only_in_the_first(amount: Decimal, count: int) -> None:
    parts = split(amount, count)
    assert sum(parts) == amount and len(parts) == count
    assert len(set(parts[1:])) <= 1 and abs(parts[0] - parts[-1]) < Decimal("0.01") * count


@given(
    st.lists(st.tuples(MONEY, CAUSES, st.sampled_from(["en-1", "en-2"]), st.sampled_from([2021, 2022])), max_size=12)
)
def test_the_causes_of_a_scope_add_up_to_its_gaps(rows: list[tuple[Decimal, list[str], str, int]]) -> None:
    items = [item(gap, tuple(causes), entity, year) for gap, causes, entity, year in rows]
    made = recurring_causes(items, [])
    totals: dict[object, Decimal] = defaultdict(Decimal)
    expected: dict[object, Decimal] = defaultdict(Decimal)
    for row in made:
        totals[row.scope, row.entity_id, row.fiscal_year] += row.gap_cny
    for one in filter(lambda one: one.gap_cny, items):
        for scope in (("entity", one.entity_id), ("all", None)):
            expected[*scope, one.fiscal_year] += one.gap_cny or 0
    assert dict(totals) == dict(expected)


def test_the_odd_cent_goes_to_the_first() -> None:
    assert split(Decimal("-100.00"), 3) == (Decimal("-33.34"), Decimal("-33.33"), Decimal("-33.33"))


def test_years_in_a_row_end_with_a_gap() -> None:
    items = [item(Decimal(-5), ("workload",), year=year) for year in (2019, 2021, 2022)]
    made = {
        r.fiscal_year: (r.years_observed, r.years_in_a_row)
        for r in recurring_causes(items, [])
        if r.scope == "entity"
    }
    assert made == {2019: (1, 1), 2021: (2, 1), 2022: (3, 2)}


def test_what_was_spent_as_planned_does_not_come_back() -> None:
    made = recurring_causes([item(Decimal("0.00"), ("no_activity",)), item(Decimal(-5), ("workload",))], [])
    assert {(row.cause_id, row.direction) for row in made} == {("workload", "under")}


def test_deviations_from_two_kinds_of_budget_are_no_repetition_of_each_other() -> None:
    initial = replace(item(Decimal(-5), ("workload",), year=2021), gap_basis="initial_budget")
    made = recurring_causes([initial, item(Decimal(-7), ("workload",), year=2022)], [])
    assert {(r.fiscal_year, r.basis, r.gap_cny, r.years_in_a_row) for r in made if r.scope == "entity"} == {
        (2021, "initial_budget", -5, 1), (2022, "final_budget", -7, 1),
    }


def test_nothing_of_bodies_without_a_name_comes_back() -> None:
    items = [
        BudgetExecution(f"f{year}", gap_cny=Decimal(-5), direction="under", cause_ids=("workload",), is_counted=True,
                        gap_basis="final_budget", fiscal_year=year) for year in (2021, 2022)
    ]
    assert [r.years_in_a_row for r in recurring_causes(items, []) if r.scope == "entity"] == [1, 1]


def test_rows_that_are_not_counted_and_named_amounts() -> None:
    reason = {"reason_id": "r1", "cause_ids": ("workload", "austerity"), "gap_stated_cny": Decimal("30.00")}
    items = [
        item(Decimal("-100.00"), ("workload", "austerity"), reason_ids=("r1",)), item(Decimal("-7.00"), ("workload",)),
        BudgetExecution("f", gap_cny=Decimal("-9.00"), cause_ids=("workload",), direction="under", is_counted=False),
    ]
    row = next(r for r in recurring_causes(items, [reason]) if r.scope == "all" and r.cause_id == "workload")
    assert (row.gap_cny, row.gap_sole_cny, row.gap_any_cny, row.gap_stated_cny) == (-57, -7, -107, 30)
    assert (row.item_count, row.example_reason_id) == (2, "r1")
