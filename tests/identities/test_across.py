"""What the narrative says is what the tables say: every rule of claims.yaml, once held and once breached."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.knowledge import MODELS
from pipeline.knowledge.identities import Across, ItemRows
from pipeline.knowledge.patterns import read_yaml
from pipeline.records.table import Fact
from tests.identities.hand_built_rows import KNOWN, cells, claim, fact, outcomes, tried

CLAIMS = read_yaml(MODELS / "checks" / "claims.yaml")
ACROSS = list(zip(KNOWN.across, CLAIMS["across"], strict=True))
ROWS = list(zip(KNOWN.item_rows, CLAIMS["item_rows"], strict=True))


def by_id(part: Any) -> str:
    return part["id"] if isinstance(part, dict) else ""


def table_of(rule: Across, printed: str) -> list[Fact]:
    """The cell of the rule, and the two cells that must be equal for it to be comparable."""
    conditions = [f for n, cell in enumerate(rule.when or ()) for f in cells(f"when{n}", cell, "9.00")]
    return [*cells("cell", rule.cell, printed, quantity=rule.quantity), *conditions]


@pytest.mark.parametrize(("rule", "entry"), ACROSS, ids=by_id)
def test_a_total_of_the_narrative_is_a_cell(rule: Across, entry: dict[str, Any]) -> None:
    for said in (claim(section, entry["example"], "7.00", rule.quantity) for section in rule.sections):
        for printed, outcome in (("7.00", "agree"), ("7.01", "agree"), ("7.10", "conflict")):
            assert outcomes(rule.rule.id, table_of(rule, printed), statements=(said,)) == [outcome]
        other = claim(said.section_key, entry["counterexample"], "8.00", rule.quantity)
        assert outcomes(rule.rule.id, table_of(rule, "7.00"), statements=(other,)) == []


@pytest.mark.parametrize(("rule", "entry"), [pair for pair in ACROSS if pair[0].when is None], ids=by_id)
def test_without_its_table_a_claim_is_not_checkable(rule: Across, entry: dict[str, Any]) -> None:
    said = claim(min(rule.sections), entry["example"], "7.00", rule.quantity)
    assert outcomes(rule.rule.id, statements=(said,)) == ["not_checkable"]


@pytest.mark.parametrize(("rule", "entry"), [pair for pair in ACROSS if pair[0].also], ids=by_id)
def test_a_name_that_is_used_of_two_totals_conflicts_with_neither(rule: Across, entry: dict[str, Any]) -> None:
    assert rule.also
    facts = [*table_of(rule, "9.00"), *cells("also", rule.also, "7.00")]
    said = {printed: claim(min(rule.sections), entry["example"], printed) for printed in ("9.00", "7.00", "8.00")}
    found = {printed: outcomes(rule.rule.id, facts, statements=(one,)) for printed, one in said.items()}
    assert found == {"9.00": ["agree"], "7.00": ["not_checkable"], "8.00": ["conflict"]}


@pytest.mark.parametrize(("rule", "entry"), ROWS, ids=by_id)
def test_an_item_of_the_narrative_is_its_row(rule: ItemRows, entry: dict[str, Any]) -> None:
    name, _, code = str(entry["example"]).rstrip("]").partition("[")
    row = next((row for pattern, row in rule.names if pattern.search(name)), name)
    quantity = min(rule.quantities)
    said = claim(min(rule.sections), name, "7.00", quantity, item_code=code or None)
    for printed, outcome in (("7.00", "agree"), ("7.01", "agree"), ("7.10", "conflict"), (None, "not_checkable")):
        cell = fact("c", rule.template, rule.measure, row, printed, item_code=code or None, quantity=quantity)
        assert outcomes(rule.rule.id, [cell], statements=(said,)) == [outcome]
    assert outcomes(rule.rule.id, statements=(said,)) == ["not_checkable"]


def test_none_of_an_item_is_nothing_in_the_table() -> None:
    said = claim("three_public.items", "公务接待费", None)
    for printed, outcome in (("0.00", "agree"), ("0.50", "conflict")):
        cell = fact("c", "three_public", "amount", "公务接待费", printed)
        assert outcomes("across.three_public", [cell], statements=(said,)) == [outcome]


def test_budgets_of_two_bases_are_not_compared() -> None:
    cell = fact("c", "three_public", "amount", "公务接待费", "0.80", quantity="initial_budget")
    said = {q: claim("three_public.items", "公务接待费", "0.50", q) for q in ("initial_budget", "final_budget")}
    found = {q: outcomes("across.three_public_budget", [cell], statements=(one,)) for q, one in said.items()}
    assert found == {"initial_budget": ["conflict"], "final_budget": ["not_checkable"]}


def test_an_amount_of_another_year_is_not_this_years() -> None:
    rule, entry = ACROSS[0]
    said = claim(min(rule.sections), entry["example"], "9.00", period=2023)
    assert tried(rule.rule.id, table_of(rule, "7.00"), statements=(said,)) == []


def test_a_conflict_says_what_stands_where_and_what_it_may_be() -> None:
    rule = next(rule for rule, _ in ACROSS if rule.rule.id == "across.expenditure")
    (check,) = tried(
        rule.rule.id, table_of(rule, "1638.30"), statements=(claim("expenditure", "支出合计", "1368.30", page=18),))
    assert "第18页正文“支出合计”印为 1368.3万元" in check.message_zh
    assert "第1页收入支出决算总表（公开01）“本年支出合计”" in check.message_zh and "1638.3万元" in check.message_zh
    assert "疑似不符，待核实" in check.message_zh and "错误" not in check.message_zh
    assert (check.diagnosis, len(check.evidence_ids)) == ("swapped", 2)
