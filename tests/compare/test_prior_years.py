"""What a filing says of last year is held against last year's own filing, where both are there."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.compare.frames import by_filing, rows
from pipeline.compare.prior_years import check_prior_years
from pipeline.knowledge import load_knowledge
from pipeline.records.check import Check
from tests.compare.hand_built_frames import frames

KNOWN = load_knowledge().identities
THIS, LAST = "a" * 16, "b" * 16


def said(filing: str, quantity: str, printed: str, **more: Any) -> dict[str, Any]:
    is_rate = quantity == "change_rate"
    return {
        "filing_id": filing, "statement_id": f"{filing}-st-{quantity}", "item_name": "机关运行经费",
        "section_key": "operating_cost", "quantity": quantity, "value": Decimal(printed),
        "surface": printed.lstrip("-"), "unit": "percent" if is_rate else "wan_yuan", "page": 20,
        "value_cny": None if is_rate else Decimal(printed) * 10_000,
        "basis": "prior_year" if quantity.startswith("change") else "none",
        "direction": "none" if quantity in ("actual", "prior_actual") else
        "decrease" if printed.startswith("-") else "increase", **more}


def checked(*statements: dict[str, Any], last: dict[str, Any] | None = None) -> list[Check]:
    """The rows of the filing of 2024, `last` being how that of 2023 differs from it."""
    filings = [{"filing_id": THIS, "fiscal_year": 2024}, {"filing_id": LAST, "fiscal_year": 2023, **(last or {})}]
    given = frames(filings=filings, statements=list(statements))
    made = check_prior_years(rows(given, "filings"), by_filing(rows(given, "statements"), ()), KNOWN)
    assert all((year, key) == (2024, THIS) and c.other_filing_id == LAST for year, key, c in made)
    return [check for _, _, check in made]


@pytest.mark.parametrize(
    ("quantity", "right", "touching", "wrong"),
    [("prior_actual", "206.32", "206.33", "260.32"), ("change", "13.74", "13.75", "31.74"),
     ("change", "-13.74", "-13.75", "13.74"), ("change_rate", "6.66", "6.7", "9.00")])
def test_last_years_amount_is_the_one_that_was_published(quantity: str, right: str, touching: str, wrong: str) -> None:
    now = "192.58" if right.startswith("-") else "220.06"
    for printed, outcome in ((right, "agree"), (touching, "agree"), (wrong, "conflict")):
        found = checked(said(THIS, "actual", now), said(THIS, quantity, printed), said(LAST, "actual", "206.32"))
        assert [c.outcome for c in found] == [outcome]
    (check,) = found
    assert "2023年度文件：机关运行经费" in check.message_zh and "疑似不符，待核实" in check.message_zh
    assert f"{THIS}-st-{quantity}" in check.evidence_ids and f"{LAST}-st-actual" in check.evidence_ids


def test_a_change_and_a_rate_that_hold_together_show_a_restated_amount() -> None:
    found = checked(said(THIS, "actual", "220.06"), said(THIS, "change", "20.06"), said(THIS, "change_rate", "10.03"),
                    said(LAST, "actual", "206.32"))
    assert {(c.outcome, c.diagnosis) for c in found} == {("conflict", "restated")}
    slipped = checked(said(THIS, "actual", "220.06"), said(THIS, "change", "20.06"), said(THIS, "change_rate", "6.66"),
                      said(LAST, "actual", "206.32"))
    assert "restated" not in {c.diagnosis for c in slipped}


def test_another_scope_is_told_and_not_compared() -> None:
    statements = said(THIS, "actual", "220.06"), said(THIS, "change", "99.00"), said(LAST, "actual", "206.32")
    assert [c.outcome for c in checked(*statements, last={"accounts_scope": "own"})] == ["not_applicable"]


@pytest.mark.parametrize(
    "other", [{"fiscal_year": 2022}, {"entity_id": "en-2"}, {"is_current": False}, {"form": "department_budget"}])
def test_only_the_filing_of_the_year_before_is_compared(other: dict[str, Any]) -> None:
    statements = said(THIS, "actual", "220.06"), said(THIS, "change", "99.00"), said(LAST, "actual", "206.32")
    assert checked(*statements, last=other) == []


def test_a_figure_that_last_years_filing_prints_twice_otherwise_or_not_is_not_checkable() -> None:
    now = said(THIS, "actual", "220.06"), said(THIS, "change", "99.00")
    assert [c.outcome for c in checked(*now)] == ["not_checkable"]
    twice = said(LAST, "actual", "206.32"), said(LAST, "actual", "1.00")
    assert [c.outcome for c in checked(*now, *twice)] == ["not_checkable"]
