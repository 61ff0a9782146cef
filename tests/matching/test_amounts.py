"""Cells with one number: however it is printed, what it says is what is read, or nothing is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching.amounts import read_cell, to_yuan, unwrapped
from pipeline.matching.normalize import fold
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell

_FULL_WIDTH = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")
_MINUS = ("-{}", "−{}", "－{}", "△{}", "▲{}", "({})", "（{}）", "- {}")


@st.composite
def prints(draw_from) -> tuple[str, Decimal, int, str]:
    """A number as some office prints it, its value, its decimals, and the unit behind it."""
    places = draw_from(st.integers(0, 2))
    size = draw_from(st.decimals(min_value=0, max_value=10**9, places=places))
    is_negative = bool(size) and draw_from(st.booleans())
    plain = f"{size:.{places}f}"
    text = draw_from(st.sampled_from([plain, f"{size:,.{places}f}", f"{size:,.{places}f}".replace(",", "，")]))
    if draw_from(st.booleans()):
        text = text.replace(".", draw_from(st.sampled_from([". ", " .", ".\n"])))
    tail = draw_from(st.sampled_from(["", "", "%", "万元"]))
    if is_negative:
        signs = [sign for sign in _MINUS if ((places or "," in text) and not tail) or sign[-2:] == "{}"]
        text = draw_from(st.sampled_from(signs)).format(text)
    text += tail
    if draw_from(st.booleans()):
        text = text.translate(_FULL_WIDTH)
    return text, -size if is_negative else size, places, tail


@settings(max_examples=300, deadline=None, derandomize=True)
@given(prints())
def test_what_is_printed_is_what_is_read(printed: tuple[str, Decimal, int, str]) -> None:
    text, value, decimals, tail = printed
    read = read_cell(fold(text))
    assert (read.state, read.value, read.decimals, read.tail) == ("reported", value, decimals, tail)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.lists(st.decimals(min_value=0, max_value=10**6, places=2), min_size=2, max_size=3),
    st.sampled_from([" ", "\n", "  "]),
    st.sampled_from(["{:.2f}", "{:,.2f}", "{:.0f}"]),
)
def test_several_numbers_never_make_one(values: list[Decimal], between: str, style: str) -> None:
    texts = [style.format(value) for value in values]
    assert read_cell(between.join(texts)).state == "unreadable"


@pytest.mark.parametrize("text", ["5.00-", "12.5*", "见附件", "1.2.3", "5.00)", "12.50（注）", "5‰"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert read_cell(text).state == "unreadable"


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_blank_is_not_zero(text: str) -> None:
    assert read_cell(text).state == "blank"
    assert read_cell("0.00").value == Decimal(0)


def cell(lines: list[tuple[str, float, float]], right: float) -> Cell:
    """A cell from x = 0 to `right` with these lines: text, x0, x1."""
    boxes = tuple(Box(1, x0, 12.0 * i, x1, 12.0 * i + 10) for i, (_, x0, x1) in enumerate(lines))
    return Cell(0, 0, 1, 1, "\n".join(text for text, _, _ in lines), boxes, Box(1, 0.0, 0.0, right, 40.0))


def test_a_line_that_fills_its_cell_goes_on_below() -> None:
    torn = [("1,442,994.5", 5.0, 58.0), ("4", 53.0, 58.0)]
    assert read_cell(unwrapped(cell(torn, 63.0))).value == Decimal("1442994.54")
    assert read_cell(unwrapped(cell(torn, 120.0))).state == "unreadable"


def test_two_counts_that_fill_their_cell_stay_two() -> None:
    assert read_cell(unwrapped(cell([("1234", 5.0, 25.0), ("5678", 5.0, 25.0)], 30.0))).state == "unreadable"


def test_yuan_are_exact_or_none() -> None:
    assert to_yuan(Decimal("1.005"), Decimal(1)) is None
    assert to_yuan(Decimal("1.005"), Decimal(10_000)) == Decimal("10050.00")
