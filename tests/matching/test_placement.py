"""Amounts without columns, and rows without a grid."""

from __future__ import annotations

from decimal import Decimal

from pipeline.matching.placement import placements, supported
from pipeline.matching.plain_rows import labelled, numbered_pair, pairs

TWO = (Decimal("22.41"), Decimal("22.41"))


def test_the_first_sums_the_rest() -> None:
    assert placements(TWO, 3, total_first=True) == [(0, 1), (0, 2)]
    assert placements((Decimal(3), Decimal(1)), 3, total_first=True) == []
    assert placements(TWO, 3, total_first=True, allowed=(0, 2)) == [(0, 2)]
    assert placements(TWO, 1, total_first=True) == []


def test_only_what_is_confirmed_elsewhere_is_taken() -> None:
    choices = placements(TWO, 3, total_first=True)
    measures = ("total", "basic", "project")
    assert supported(choices, TWO, measures, {"basic": Decimal("22.41")}) == (0, 1)
    assert supported(choices, TWO, measures, {}) is None
    assert supported(choices, TWO, measures, {"basic": Decimal("1.00")}) is None


def test_items_side_by_side() -> None:
    rows = pairs(0, "301 基本工资 64.05 302 办公费 10.04 399 其他支出")
    assert [(row.code, row.name, row.values) for row in rows] == [
        ("301", "基本工资", ("64.05",)),
        ("302", "办公费", ("10.04",)),
        ("399", "其他支出", ()),
    ]


def test_sides_told_apart_by_their_line_numbers() -> None:
    row = numbered_pair(0, "年初结转和结余 29 0.00 年末结转和结余 59", 29, 59)
    assert row is not None
    assert [(side.name, side.number, side.values) for side in row] == [
        ("年初结转和结余", "29", ("0.00",)),
        ("年末结转和结余", "59", ()),
    ]
    blank = numbered_pair(0, "一般公共预算财政拨款 29 0.00 61", 29, 61)
    assert blank is not None
    assert blank[1].name == ""
    assert numbered_pair(0, "注：1.本表反映收支", 1, 31) is None


def test_a_label_its_numbers_and_words() -> None:
    row = labelled(0, "1.人员经费 202.73 21.79 20.41 人员调出", 3)
    assert row is not None
    assert (row.name, row.values, row.rest) == ("1.人员经费", ("202.73", "21.79", "20.41"), "人员调出")
    assert labelled(0, "年初预算数 全年预算数", 3) is None
