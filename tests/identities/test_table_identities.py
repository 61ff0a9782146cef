"""Every identity of tables.yaml holds on an example and is breached by a counterexample; rounding breaches none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.knowledge.identities import ColumnSum, RowSum, SameCell, SameRows
from pipeline.records.table import Fact, PerformanceIndicator
from tests.identities.hand_built_rows import KNOWN, cells, fact, outcomes, tried

OUTCOMES = [("10.00", "agree"), ("10.01", "agree"), ("9.99", "agree"), ("10.03", "conflict"), ("1.00", "conflict")]
"""Of two parts 7.00 and 3.00 each of which may be off by half a cent, as the total may be."""


def by_id(rule: ColumnSum | RowSum | SameCell | SameRows) -> str:
    return rule.rule.id


@pytest.mark.parametrize("rule", KNOWN.columns, ids=by_id)
@pytest.mark.parametrize(("total", "outcome"), OUTCOMES)
def test_columns_of_a_row_make_up_its_total(rule: ColumnSum, total: str, outcome: str) -> None:
    printed = [(rule.total[0], total), (rule.parts[0], "7.00"), (rule.parts[1], "3.00")]
    row = [fact(m, rule.template, m, "行政运行", value, column=n) for n, (m, value) in enumerate(printed)]
    assert outcomes(rule.rule.id, row) == [outcome]


def income(total: str, *parts: tuple[str, str | None]) -> list[Fact]:
    printed = [("total", total), *parts]
    return [fact(m, "income", m, "行政运行", value, column=n) for n, (m, value) in enumerate(printed)]


def test_a_blank_part_is_nothing_and_an_unreadable_one_is_not_summed() -> None:
    row = income("10.00", ("fiscal_appropriation", "10.00"), ("business", None))
    assert outcomes("check.income_columns", row) == ["agree"]
    lost = fact("x", "income", "operating", "行政运行", None, column=9, state="unreadable")
    assert outcomes("check.income_columns", [*row, lost]) == ["not_checkable"]


def test_a_row_shifted_by_a_line_is_diagnosed_where_nothing_else_fits() -> None:
    rows = [
        fact(f"{m}{n}", "expenditure", m, name, value, row=n, column=c)
        for n, (name, values) in enumerate([("甲", ("9.00", "5.75", "6.50")), ("乙", ("8.25", "5.00", "3.25"))])
        for c, (m, value) in enumerate(zip(("total", "basic", "project"), values, strict=True))]
    first, second = tried("check.expenditure_columns", rows)
    assert (first.outcome, first.diagnosis, second.outcome) == ("conflict", "shifted", "agree")


@pytest.mark.parametrize("rule", KNOWN.rows, ids=by_id)
@pytest.mark.parametrize(("total", "outcome"), OUTCOMES)
def test_rows_of_a_column_make_up_their_total(rule: RowSum, total: str, outcome: str) -> None:
    parts = [*sorted(rule.complete), *sorted(rule.parts - rule.complete)][:2]
    printed = [(sorted(rule.total)[0], total), (parts[0], "7.00"), (parts[1], "3.00")]
    column = [
        fact(name, rule.template, rule.measure, name, value, row=n, side=rule.side or "none")
        for n, (name, value) in enumerate(printed)]
    assert outcomes(rule.rule.id, column) == [outcome]


def test_a_sum_whose_parts_are_not_all_there_is_not_tried() -> None:
    column = [fact("a", "performance_self_evaluation", "amount", "年度资金总额", "9.00"),
              fact("b", "performance_self_evaluation", "amount", "基本支出", "7.00", row=1)]
    assert outcomes("check.evaluation_total", column) == ["not_checkable"]


def coded(total: str, classes: str, item: str) -> list[Fact]:
    names = [("合计", None, total), ("教育支出", "205", classes), ("普通教育", "20502", classes),
             ("小学教育", "2050202", item)]
    return [fact(f"{n}", "expenditure", "total", name, value, item_code=code, row=n)
            for n, (name, code, value) in enumerate(names)]


def test_a_code_is_the_sum_of_the_codes_below_it_and_the_total_that_of_the_classes() -> None:
    assert outcomes("check.children", coded("9.00", "9.00", "9.00")) == ["agree", "agree"]
    assert outcomes("check.children", coded("9.00", "9.00", "8.00")) == ["agree", "conflict"]
    assert outcomes("check.classes", coded("9.00", "9.00", "9.00")) == ["agree"]
    assert outcomes("check.classes", coded("8.00", "9.00", "9.00")) == ["conflict"]


@pytest.mark.parametrize("rule", KNOWN.cells, ids=by_id)
def test_two_cells_hold_the_same_amount(rule: SameCell) -> None:
    left = cells("l", rule.left, "7.00")
    for printed, outcome in (("7.00", "agree"), ("7.01", "agree"), ("7.10", "conflict")):
        assert outcomes(rule.rule.id, [*left, *cells("r", rule.right, printed)]) == [outcome]
    assert outcomes(rule.rule.id, left) == ["not_checkable"]
    assert outcomes(rule.rule.id) == ["not_applicable"]


@pytest.mark.parametrize("rule", KNOWN.same_rows, ids=by_id)
def test_rows_of_one_name_or_code_hold_the_same_amount_or_no_more(rule: SameRows) -> None:
    def two(*printed: str) -> list[Fact]:
        return [
            fact(value, cell.template, cell.measure, "教育支出", value, side=cell.side or "none", item_code="205")
            for cell, value in zip((rule.left, rule.right), printed, strict=True)]
    assert outcomes(rule.rule.id, two("7.00", "7.01")) == ["agree"]
    assert outcomes(rule.rule.id, two("7.00", "9.00")) == ["agree" if rule.bound else "conflict"]
    assert outcomes(rule.rule.id, two("9.00", "7.00")) == ["conflict"]


def test_codes_printed_shorter_than_elsewhere_are_one_row_a_table() -> None:
    def table(template: str, code: str) -> Fact:
        return fact(template, template, "total", "机关事业单位基本养老保险缴费支出", "1.00", item_code=code)
    found = tried("check.short_code", [table("income", "208050"), table("general_budget_expenditure", "2080505")])
    assert [(c.outcome, c.severity) for c in found] == [("conflict", "info"), ("agree", "info")]
    assert "208050" in found[0].message_zh and "2080505" in found[0].message_zh
    assert outcomes("check.short_code", [table("income", "208050")]) == ["not_checkable"]
    whole = [table("income", "2080505"), table("general_budget_expenditure", "2080505")]
    assert outcomes("check.short_code", whole) == ["agree", "agree"]


def evaluated(
    item: str, row: int, budget: str, actual: str, rate: str, score: str | None, weight: str | None
) -> list[Fact]:
    def one(quantity: str | None, measure: str, printed: str | None, unit: str) -> Fact:
        name = f"{item}{measure}{quantity}"
        return fact(
            name, "performance_self_evaluation", measure, item, printed, row=row, quantity=quantity, unit=unit)
    return [
        one("final_budget", "amount", budget, "wan_yuan"), one("actual", "amount", actual, "wan_yuan"),
        one("completion_rate", "rate", rate, "percent"), one(None, "score", score, "percent"),
        one(None, "weight", weight, "percent")]


def test_a_self_evaluation_has_the_rates_and_scores_of_its_amounts() -> None:
    def found(rule: str, rate: str, score: str) -> list[str]:
        return outcomes(rule, evaluated("年度资金总额", 0, "259.86", "220.06", rate, score, "10"))
    assert found("check.evaluation_rate", "84.68", "8.47") == ["agree"]
    assert found("check.evaluation_rate", "94.68", "9.47") == ["conflict"]
    assert found("check.evaluation_score", "84.68", "8.47") == ["agree"]
    assert found("check.evaluation_score", "84.68", "8.46") == ["conflict"]


def test_a_weight_that_is_not_printed_is_the_one_that_most_scores_fit() -> None:
    rows = [*evaluated("年度资金总额", 0, "100.00", "84.68", "84.68", "8.46", None),
            *evaluated("基本支出", 1, "100.00", "91.74", "91.74", "9.17", None),
            *evaluated("项目支出", 2, "100.00", "50.00", "50.00", "5.00", None)]
    assert outcomes("check.evaluation_score", rows) == ["conflict", "agree", "agree"]
    assert outcomes("check.evaluation_score", rows[:5]) == ["not_checkable"]


@pytest.mark.parametrize(("claimed", "outcome"), [("0", "agree"), ("100", "conflict")])
def test_an_indicator_repeats_the_rate_of_its_row(claimed: str, outcome: str) -> None:
    row = evaluated("项目支出", 0, "20.00", "0.00", "0", None, None)
    indicator = PerformanceIndicator(
        "i", "performance_self_evaluation", None, None, None, "项目支出预算执行率", "100%", f"{claimed}%", None,
        Decimal(claimed), "%", None, None, None, None, 1, ())
    found = tried("check.evaluation_indicator", row, indicators=(indicator,))
    assert [c.outcome for c in found] == [outcome]


