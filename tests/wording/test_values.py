"""The reader of one sentence: what it hands on, and what it leaves unread."""

from __future__ import annotations

from decimal import Decimal

from pipeline.knowledge import load_knowledge
from pipeline.wording.assertions import Assertion, Context
from pipeline.wording.cues import find_cues
from pipeline.wording.figures import find_figures
from pipeline.wording.names import Name
from pipeline.wording.values import SentenceReader

KNOWLEDGE = load_knowledge()


def reader(text: str, context: Context | None = None) -> SentenceReader:
    figures = find_figures(text, KNOWLEDGE.numbers, KNOWLEDGE.units)
    cues = find_cues(text, figures, KNOWLEDGE.quantities)
    return SentenceReader(text, figures, cues, context or Context(), KNOWLEDGE.quantities)


def said(found: list[Assertion]) -> list[tuple[str | None, str, str, Decimal | None]]:
    return [(a.name.text if a.name else None, a.quantity, a.basis, a.value) for a in found]


def test_a_sentence_hands_on_its_item_its_basis_and_its_amounts() -> None:
    one = reader("培训费年初预算4.00万元，支出决算3.14万元，较上年减少0.35万元。")
    one.read()
    assert [name.text for name in one.context.names] == ["培训费"]
    assert one.context.basis == "prior_year"
    assert one.context.budgets == ("initial_budget",)
    assert one.context.amount("actual") == Decimal("31400.00")


def test_the_item_of_a_bracket_ends_with_it() -> None:
    found = reader("公务用车费用30.00万元（其中购置费18.00万元），较上年增加2.00万元。").read()
    assert [row[:2] for row in said(found)] == [
        ("公务用车费用", "actual"), ("公务用车购置费", "actual"), ("公务用车费用", "change"),
    ]  # fmt: skip


def test_an_item_named_behind_its_comparison_fills_what_has_none() -> None:
    found = reader("较上年减少0.25万元，会议费为5.60万元。").read()
    assert said(found) == [
        ("会议费", "change", "prior_year", Decimal("-0.25")), ("会议费", "actual", "none", Decimal("5.60")),
    ]  # fmt: skip


def test_figures_in_a_row_pair_with_items_or_share_one() -> None:
    pairs = reader("会议费、培训费分别为1.00、2.00万元。").read()
    assert said(pairs) == [("会议费", "actual", "none", Decimal("1.00")), ("培训费", "actual", "none", Decimal("2.00"))]
    assert [a.value_cny for a in pairs] == [Decimal("10000.0000"), Decimal("20000.0000")]
    shared = reader("会议费、培训费均为1.00万元。").read()
    assert said(shared) == [
        ("会议费", "actual", "none", Decimal("1.00")),
        ("培训费", "actual", "none", Decimal("1.00")),
    ]


def test_a_figure_without_unit_and_words_is_left_unread() -> None:
    one = reader("情况如下7.77。")
    assert one.read() == []
    assert [f.value for f in one.unread] == [Decimal("7.77")]


def test_a_label_inside_the_sentence_begins_a_new_item() -> None:
    context = Context((Name("培训费"),))
    found = reader("支出1.00万元；2、电话费支出2.00万元。", context).read()
    assert [row[0] for row in said(found)] == ["培训费", "电话费"]


def test_a_direction_printed_both_ways_takes_the_sign_of_its_rate() -> None:
    found = reader("公务接待费比上年增加（减少）8.08万元，增长（下降）-21.10%。").read()
    assert [(a.direction, a.value) for a in found] == [("none", Decimal("-8.08")), ("none", Decimal("-21.10"))]
    assert found[0].value_cny == Decimal("-80800.00")


def test_a_difference_is_signed_by_the_figures() -> None:
    for actual, value in (("3.30", "-0.70"), ("4.70", "0.70")):
        found = reader(f"差旅费支出{actual}万元，年初预算4.00万元，差值为0.70万元。").read()
        assert (found[-1].quantity, found[-1].direction, found[-1].value) == ("change", "none", Decimal(value))
