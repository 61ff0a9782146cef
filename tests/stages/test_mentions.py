"""Mentions: numbers with their values, words, items of the tables, cues."""

from __future__ import annotations

from decimal import Decimal

from tests.stages.hand_built_text import read
from tests.stages.test_statements import coded_facts


def test_numbers_carry_value_unit_and_exact_yuan() -> None:
    found = read("2024年收入1.20亿元，占65.5%，接待33人次，共2台（套）。")["mentions"]
    numbers = [(m.surface, m.kind, m.value, m.unit, m.value_cny) for m in found if m.value is not None]
    assert numbers == [
        ("2024", "year", Decimal(2024), "year", None),
        ("1.20", "amount", Decimal("1.20"), "yi_yuan", Decimal("120000000.00")),
        ("65.5", "percent", Decimal("65.5"), "percent", None),
        ("33", "count", Decimal(33), "person_time", None),
        ("2", "count", Decimal(2), "set", None),
    ]


def test_words_are_tagged_by_what_they_say() -> None:
    found = read("培训费较上年减少0.35万元，主要原因是课时减少。")["mentions"]
    assert [(m.surface, m.kind) for m in found if m.value is None] == [
        ("较上年", "basis"), ("减少", "direction"), ("主要原因是", "cue"),
    ]  # fmt: skip


def test_items_are_those_that_the_tables_print_the_longest_first() -> None:
    facts = coded_facts(("2080501", "行政单位离退休"), ("208", "行政单位离退休人员管理机构"))
    found = read("行政单位离退休人员管理机构支出5.00万元，行政单位离退休支出1.00万元。", facts=facts)["mentions"]
    assert [m.surface for m in found if m.kind == "item"] == ["行政单位离退休人员管理机构", "行政单位离退休"]


def test_digits_that_run_together_are_no_amount() -> None:
    layers = read("编号123456789012345678901234567890说明。")
    assert [m for m in layers["mentions"] if m.value is not None] == []
    assert [(n.outcome) for n in layers["numbers"]] == ["issue"]
