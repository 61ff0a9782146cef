"""Statements: what phenomena.yaml does not show: items over sentences, codes, periods, what is left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.records.filing import Filing
from pipeline.records.statement import Statement
from pipeline.records.table import Fact
from pipeline.stages.facts import find_facts
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import INCOME_HEADER, document
from tests.stages.hand_built_text import KNOWLEDGE, fill, layers_of, printed, read


def rows(text: str) -> list[tuple[str, str, Decimal | None]]:
    return [(s.item_name, s.quantity, s.value) for s in read(text)["statements"]]


def coded_facts(*items: tuple[str, str]) -> tuple[Fact, ...]:
    """Facts of an income table with these codes and names."""
    body = [[code, name, "1.00", "1.00", "", ""] for code, name in items]
    tables = tuple(
        find_tables(document((["收入决算表", "单位：万元"], [*INCOME_HEADER, *body], [])), (), knowledge=KNOWLEDGE)
    )
    return tuple(fact for fact in find_facts(tables, (), knowledge=KNOWLEDGE) if isinstance(fact, Fact))


def test_an_item_holds_for_the_sentences_after_it_in_its_paragraph() -> None:
    assert rows("培训费支出3.14万元。较上年减少0.35万元。") == [
        ("培训费", "actual", Decimal("3.14")), ("培训费", "change", Decimal("-0.35")),
    ]  # fmt: skip


def test_an_entry_heading_names_the_item_of_the_sentences_below_it() -> None:
    text = "1.卫生健康支出（类）行政事业单位医疗（款）公务员医疗补助（项）。年初预算为2.20万元，支出决算为2.10万元。"
    found = read(text)
    assert {s.item_name for s in found["statements"]} == {"公务员医疗补助"}
    assert {s.item_path for s in found["statements"]} == {"卫生健康支出/行政事业单位医疗/公务员医疗补助"}


def test_the_section_names_the_item_that_no_sentence_names() -> None:
    lines = ["一、收入决算情况说明", *fill("2024年度为731.26万元。")]
    assert [s.item_name for s in layers_of(printed(lines))["statements"]] == ["本年收入合计"]


def test_a_value_whose_item_cannot_be_told_is_an_issue_and_no_statement() -> None:
    layers = read("为731.26万元。")
    assert layers["statements"] == ()
    assert [i.code for i in layers["issues"] if i.stage == "statements"] == ["no_item"]
    assert [(n.surface, n.outcome) for n in layers["numbers"]] == [("731.26", "issue")]


def test_the_tables_of_the_document_know_the_code() -> None:
    facts = coded_facts(("2080501", "行政单位离退休"), ("2013901", "行政运行"), ("2010301", "行政运行"))
    found = read("行政单位离退休支出决算为5.00万元；行政运行支出决算为6.00万元。", facts=facts)["statements"]
    codes = {s.item_name: s.item_code for s in found}
    assert codes == {"行政单位离退休": "2080501", "行政运行": None}


def test_levels_printed_above_choose_among_codes_of_one_name() -> None:
    facts = coded_facts(
        ("20103", "政府办公厅（室）及相关机构事务"), ("2010301", "行政运行"),
        ("20139", "社会工作事务"), ("2013901", "行政运行"),
    )  # fmt: skip
    text = "一般公共服务支出（类）社会工作事务（款）行政运行（项）支出决算为6.00万元。"
    assert {s.item_code for s in read(text, facts=facts)["statements"]} == {"2013901"}


def test_the_glossary_and_the_part_of_tables_assert_nothing() -> None:
    lines = ["第四部分 名词解释", *fill("一、财政拨款收入：指单位本年度从财政取得的资金，如5.00万元。")]
    layers = layers_of(printed(lines))
    assert layers["statements"] == ()
    assert [(n.surface, n.outcome, n.is_glossary) for n in layers["numbers"]] == [("5.00", "ignored", True)]


def test_an_amount_is_exact_yuan_and_too_fine_an_amount_is_an_issue() -> None:
    layers = read("办公费支出0.005元。水费支出1.20亿元。")
    assert [(s.value, s.value_cny) for s in layers["statements"]] == [
        (Decimal("0.005"), None), (Decimal("1.20"), Decimal("120000000.00")),
    ]  # fmt: skip
    assert [i.code for i in layers["issues"] if i.stage == "mentions"] == ["amount_too_fine"]


def test_a_figure_of_an_earlier_year_says_which() -> None:
    cover = ["岚洲市样例局2024年度部门决算"]
    lines = [
        "一、“三公”经费支出决算情况说明",
        *fill("公务接待费2022年度决算数为5.20万元。会议费上年决算数为4.10万元。"),
    ]
    found = layers_of(printed(cover, lines))
    periods = {s.value: s.period for s in found["statements"] if s.quantity == "prior_actual"}
    assert periods == {Decimal("5.20"): 2022, Decimal("4.10"): None}


def test_own_years_figure_is_actual() -> None:
    cover = ["岚洲市样例局2024年度部门决算"]
    found = layers_of(printed(cover, fill("公务接待费2024年度决算数为5.20万元。")))
    filing: Filing = found["filing"][0]
    assert filing.fiscal_year == 2024
    assert [(s.quantity, s.period) for s in found["statements"]] == [("actual", None)]


def test_the_body_is_no_part_of_an_items_name() -> None:
    cover = ["岚洲市样例局2024年度部门决算"]
    found = layers_of(printed(cover, fill("2024年度岚洲市样例局公务接待费支出5.20万元。")))
    assert {s.item_name for s in found["statements"]} == {"公务接待费"}


def test_words_of_equality_inside_a_reason_assert_nothing() -> None:
    found: tuple[Statement, ...] = read("培训费减少0.50万元，主要原因是培训标准与上年保持一致但课时减少。")[
        "statements"
    ]
    assert [(s.quantity, s.direction) for s in found] == [("change", "decrease")]


def test_ids_tell_apart_what_one_figure_says_of_two_items() -> None:
    found = read("收、支总计均为731.26万元。")["statements"]
    assert len({s.statement_id for s in found}) == 2
    assert len({replace(s, statement_id="", item_name="") for s in found}) == 1
