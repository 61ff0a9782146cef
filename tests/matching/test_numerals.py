"""Printed numbers: their value, and the decimals that were printed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.numerals import YUAN, parse_han_numeral, parse_numeral


@pytest.mark.parametrize(
    ("surface", "value", "decimals"),
    [
        ("220.06", "220.06", 2),
        ("0", "0", 0),
        ("0.00", "0.00", 2),
        ("1,234.50", "1234.50", 2),
        ("1，234，567", "1234567", 0),
        ("-3480.83", "-3480.83", 2),
        ("+5", "5", 0),
        ("5. 06", "5.06", 2),
        ("007", "7", 0),
        ("1 234 567.50", "1234567.50", 2),
        ("2 2 0 . 0 6", "220.06", 2),
        ("- 5.20", "-5.20", 2),
        ("1,234,567.\n89", "1234567.89", 2),
        ("1,234,\n567.89", "1234567.89", 2),
        ("(1,234.50)", "-1234.50", 2),
        ("（ 0.50 ）", "-0.50", 2),
        ("△12.5", "-12.5", 1),
        ("▲ 1,000", "-1000", 0),
    ],
)
def test_printed_numbers(surface: str, value: str, decimals: int) -> None:
    numeral = parse_numeral(surface)
    assert numeral is not None
    assert (numeral.value, numeral.decimals) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    "surface",
    ["", "-", "1.2.3", "12,34", "1,2345", "5%", "万", "1e5", ".5", "5.", "1" * 19, "0.1234567", "△", "()", "-(5.00)",
     "(5.00", "5.00-"],
)
def test_what_is_no_number_of_an_account(surface: str) -> None:
    assert parse_numeral(surface) is None


@pytest.mark.parametrize(
    "surface", ["38 22.41", "12 34", "12\n34", "0.73 310", "1.00\n5", "100 200", "5.20\n-3.10", "1 2"]
)
def test_two_numbers_in_one_place_are_none(surface: str) -> None:
    assert parse_numeral(surface) is None


@pytest.mark.parametrize("surface", ["(1)", "（12）", "(2024)", "（2080505）"])
def test_a_bare_integer_in_brackets_is_a_label_a_year_or_a_code(surface: str) -> None:
    assert parse_numeral(surface) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_is_printed_is_what_is_read(value: Decimal) -> None:
    numeral = parse_numeral(f"{value:,.2f}")
    assert numeral is not None
    assert (numeral.value, numeral.decimals, numeral.half_step) == (value, 2, Decimal("0.005"))


@pytest.mark.parametrize(
    ("surface", "value"),
    [("零", 0), ("十", 10), ("十四", 14), ("二十", 20), ("壹", 1), ("两", 2), ("二百零三", 203), ("一千二百", 1200)],
)
def test_chinese_numerals(surface: str, value: int) -> None:
    assert parse_han_numeral(surface) == value


@pytest.mark.parametrize("surface", ["", "三公", "5", "万"])
def test_words_that_are_no_chinese_numeral(surface: str) -> None:
    assert parse_han_numeral(surface) is None


def test_units_of_money() -> None:
    assert YUAN["yi_yuan"] == YUAN["wan_yuan"] * YUAN["wan_yuan"] == Decimal(10) ** 8
