"""Identities: rounding, zero bases, blanks, sums of codes; nothing is tried twice and nothing repaired."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.records.check import Check
from pipeline.records.table import Fact
from pipeline.stages.facts import find_facts
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import INCOME_HEADER, document, tall, wide
from tests.stages.hand_built_text import KNOWLEDGE, read


def checks(text: str, rule: str, facts: tuple[Fact, ...] = ()) -> list[Check]:
    return [c for c in read(text, facts=facts)["checks"] if c.rule_id == rule]


def income(*rows: list[str]) -> tuple[Fact, ...]:
    """Facts of an income table: code, name, 合计, 财政拨款, 上级补助, 事业收入."""
    tables = tuple(
        find_tables(document((["收入决算表", "单位：万元"], [*INCOME_HEADER, *rows], [])), (), knowledge=KNOWLEDGE)
    )
    return tuple(f for f in find_facts(tables, (), knowledge=KNOWLEDGE) if isinstance(f, Fact))


@pytest.mark.parametrize(
    ("rate", "outcome"),
    [("89.92", "agree"), ("89.9", "agree"), ("90", "agree"), ("89.93", "conflict"), ("27.22", "conflict")],
)
def test_a_completion_rate_agrees_within_its_own_rounding(rate: str, outcome: str) -> None:
    text = f"培训费年初预算为244.74万元，支出决算为220.06万元，完成年初预算的{rate}%。"
    (check,) = checks(text, "check.completion_rate")
    assert check.outcome == outcome
    assert check.left == Decimal(rate) and check.right_low < Decimal("89.9158") < check.right_high
    assert (check.severity == "error") == (outcome == "conflict")
    assert ("疑似不符，待核实" in check.message_zh) == (outcome == "conflict")


def test_small_amounts_allow_wide_rates() -> None:
    text = "培训费年初预算为0.02万元，支出决算为0.01万元，完成年初预算的60.00%。"
    assert [c.outcome for c in checks(text, "check.completion_rate")] == ["agree"]


def test_a_rate_on_a_budget_of_zero_is_a_conflict_and_no_division() -> None:
    text = "抗旱年初预算为0.00万元，支出决算为6.00万元，完成年初预算的95.89%。"
    assert [(c.outcome, c.right) for c in checks(text, "check.zero_budget")] == [("conflict", None)]
    assert checks(text, "check.completion_rate") == []


def test_growth_from_nothing_has_no_rate() -> None:
    text = "培训费支出5.00万元，较上年增加5.00万元，增长100.00%。"
    assert [c.outcome for c in checks(text, "check.zero_base")] == ["conflict"]
    assert checks(text, "check.change_rate") == []


@pytest.mark.parametrize(("rate", "outcome"), [("6.66", "agree"), ("9.00", "conflict")])
def test_a_change_rate_is_the_change_over_last_years_amount(rate: str, outcome: str) -> None:
    text = f"培训费支出220.06万元，较上年增加13.74万元，增长{rate}%。"
    assert [c.outcome for c in checks(text, "check.change_rate")] == [outcome]


def test_a_share_is_of_the_whole_named_first_and_only_where_it_can_be() -> None:
    text = "本年支出合计100.00万元，其中：基本支出75.00万元，占{}%；项目支出25.00万元，占25.00%。"
    assert [c.outcome for c in checks(text.format("75.00"), "check.share")] == ["agree", "agree"]
    assert [c.outcome for c in checks(text.format("57.00"), "check.share")] == ["conflict", "agree"]
    larger = text.replace("本年支出合计100.00", "本年支出合计60.00").format("75.00")
    assert [c.outcome for c in checks(larger, "check.share")] == ["not_checkable", "not_checkable"]


def test_a_blank_part_counts_as_nothing() -> None:
    facts = income(["2013901", "行政运行", "10.00", "8.00", "", "2.00"])
    assert [c.outcome for c in checks("说明。", "check.income_columns", facts)] == ["agree"]
    facts = income(["2013901", "行政运行", "10.00", "8.00", "", ""])
    assert [c.outcome for c in checks("说明。", "check.income_columns", facts)] == ["conflict"]


def test_a_row_with_amounts_that_the_identity_does_not_name_is_not_tried() -> None:
    header = ["单位编码", "单位名称", "合计", "上年结转", "一般公共预算", "事业收入"]
    rows = [header, ["101", "某某局", "10.00", "1.00", "7.00", "2.00"]]
    tables = tuple(find_tables(document((["收入预算总表", "单位：万元"], rows, [])), (), knowledge=KNOWLEDGE))
    facts = tuple(f for f in find_facts(tables, (), knowledge=KNOWLEDGE) if isinstance(f, Fact))
    assert len(facts) == 4
    assert [c.outcome for c in checks("说明。", "check.income_columns", facts)] == ["not_checkable"]


def test_totals_of_two_years_have_parts_of_their_own() -> None:
    first = [tall("科目编码", 2), tall("科目名称", 2), tall("2024年执行数", 2), wide("2025年预算数", 3)]
    rows = [first, ["小计", "基本支出", "项目支出"], ["201", "一般公共服务支出", "9.00", "10.00", "8.00", "2.00"]]
    blocks = document((["2025年一般公共预算支出预算表", "单位：万元"], rows, []))
    tables = tuple(find_tables(blocks, (), knowledge=KNOWLEDGE))
    facts = tuple(f for f in find_facts(tables, (), knowledge=KNOWLEDGE) if isinstance(f, Fact))
    assert [c.outcome for c in checks("说明。", "check.general_columns", facts)] == ["agree"]


def test_a_code_is_the_sum_of_the_codes_below_it() -> None:
    parts = [
        ["20139", "社会工作事务", "3.00", "3.00", "", ""],
        ["20103", "政府办公厅（室）及相关机构事务", "7.01", "7.01", "", ""],
    ]
    whole = ["201", "一般公共服务支出", "{}", "{}", "", ""]
    for amount, outcome in (("10.01", "agree"), ("10.02", "agree"), ("10.20", "conflict")):
        facts = income([cell.format(amount) for cell in whole], *parts)
        found = checks("说明。", "check.children", facts)
        assert {c.outcome for c in found} == {outcome}
        assert all(len(c.evidence_ids) == 3 for c in found)


def test_a_code_printed_twice_is_not_summed() -> None:
    facts = income(
        ["201", "一般公共服务支出", "10.00", "10.00", "", ""],
        ["20139", "社会工作事务", "3.00", "3.00", "", ""],
        ["20139", "社会工作事务", "3.00", "3.00", "", ""],
    )
    assert {c.outcome for c in checks("说明。", "check.children", facts)} == {"not_checkable"}


def test_each_identity_is_tried_once() -> None:
    text = "培训费年初预算为4.00万元，支出决算为3.14万元，完成年初预算的78.50%。"
    found = read(text * 2)["checks"]
    assert len({c.check_id for c in found}) == len(found) >= 1
