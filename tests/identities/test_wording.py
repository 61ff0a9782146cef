"""Doubts about words, denials, lists, purposes, headings and tables that are not there."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipeline.identities.diagnosis import diagnose
from pipeline.identities.headings import check_headings
from pipeline.identities.operands import operand
from pipeline.knowledge import MODELS
from pipeline.knowledge.claims import Residue, Statutory
from pipeline.knowledge.patterns import many, read_yaml
from pipeline.records.check import Check
from pipeline.records.filing import Filing
from pipeline.records.outline import ContentsEntry, Section
from pipeline.records.span import Sentence
from pipeline.records.table import Fact, Table
from tests.identities.hand_built_rows import KNOWN, fact, outcomes, tried
from tests.stages.hand_built_text import read

WORDING = read_yaml(MODELS / "checks" / "wording.yaml")
OUTLINE = "第三部分 2024年度部门决算情况说明\n"
BASIC = OUTLINE + "六、一般公共预算财政拨款基本支出决算情况说明\n"
ITEMS = OUTLINE + "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n"


def found(text: str, rule: str, facts: tuple[Fact, ...] = ()) -> list[Check]:
    return [c for c in read(text, facts=facts)["checks"] if c.rule_id == rule]


@pytest.mark.parametrize(
    ("rule", "entry"), list(zip(KNOWN.residue, WORDING["residue"], strict=True)),
    ids=lambda part: part["id"] if isinstance(part, dict) else "")
def test_what_a_template_left_is_quoted_and_none_found_is_said(rule: Residue, entry: dict[str, Any]) -> None:
    for example in many(entry["example"]):
        (check,) = found(f"本年度{example}。", rule.rule.id)
        assert check.outcome == "conflict" and check.evidence_ids
        assert all(words in check.message_zh for words in check.subject.split("、"))
    for counterexample in many(entry["counterexample"]):
        assert [c.outcome for c in found(f"本年度{counterexample}。", rule.rule.id)] == ["agree"]


def test_a_template_that_nobody_filled_in_has_left_nothing() -> None:
    sentence = Sentence("s", None, "totals", 0, 0, "XX单位收入增加（减少）XX万元。", (), 1, ())
    blank = Filing("f", "0" * 64, "甲.pdf", ("甲.pdf",), form="department_final_accounts", is_template=True)
    for filing, outcome in ((blank, "not_applicable"), (replace(blank, is_template=False), "conflict")):
        assert outcomes("word.placeholder", sentences=(sentence,), filing=(filing,)) == [outcome]


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [("word.percent_missing", "增长25.00%", "增长25.00"),
     ("word.unit_missing", "支出决算为5.00万元", "支出决算为5.00")])
def test_a_figure_without_its_sign_is_quoted(rule: str, right: str, wrong: str) -> None:
    text = "培训费年初预算为5.00万元，支出决算为5.00万元，完成年初预算的100.00%，较上年增加1.00万元，增长25.00%。"
    assert [c.outcome for c in found(text, rule)] == ["agree"]
    (check,) = found(text.replace(right, wrong), rule)
    assert check.outcome == "conflict" and wrong in check.message_zh


def test_a_denial_is_refuted_by_the_table_or_the_words_that_it_denies() -> None:
    said = "本单位未开展预算绩效自评。"
    table = (fact("e", "performance_self_evaluation", "amount", "年度资金总额", "9.00", page=23),)
    assert [c.outcome for c in found("本单位开展了绩效自评。", "word.no_self_evaluation", table)] == ["not_applicable"]
    assert [c.outcome for c in found(said, "word.no_self_evaluation")] == ["not_checkable"]
    (check,) = found(said, "word.no_self_evaluation", table)
    assert (check.outcome, check.severity) == ("conflict", "warning")
    assert "未开展预算绩效自评" in check.message_zh and "第23页" in check.message_zh
    said = "本单位未开展预算绩效评价管理。"
    assert [c.outcome for c in found(said, "word.no_evaluation")] == ["not_checkable"]
    assert [c.outcome for c in found(said + "支出全部纳入绩效评价管理。", "word.no_evaluation")] == ["conflict"]


def listed(*printed: str | None) -> tuple[Fact, ...]:
    names = ("办公费", "邮电费", "差旅费")
    return tuple(
        fact(name, "general_budget_basic", "amount", name, value, row=n)
        for n, (name, value) in enumerate(zip(names, printed, strict=True)))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [(("1.00", "2.00", "3.00"), ["agree"]), (("1.00", "0.00", "3.00"), ["conflict"]),
     (("1.00", None, "3.00"), ["conflict"]), ((None, None, "3.00"), ["not_applicable"])])
def test_an_item_that_is_listed_has_money(printed: tuple[str | None, ...], expected: list[str]) -> None:
    text = BASIC + "公用经费6.00万元，主要包括：办公费、邮电费、差旅费。"
    assert [c.outcome for c in found(text, "word.listed_empty", listed(*printed))] == expected


def test_a_purpose_copied_from_the_entry_before_is_doubted() -> None:
    text = ITEMS + (
        "7、事业单位医疗（项）。主要用于：事业单位医疗保险支出。年初预算为1.00万元，支出决算为1.00万元。\n"
        "8、住房公积金（项）。主要用于：{}。年初预算为2.00万元，支出决算为2.00万元。")
    assert [c.outcome for c in found(text.format("职工住房公积金"), "word.copied_purpose")] == ["agree", "agree"]
    copied = found(text.format("事业单位医疗保险支出"), "word.copied_purpose")
    assert [c.outcome for c in copied] == ["agree", "conflict"]


def section(title: str, label: str = "十一、") -> Section:
    return Section("se", None, 0, 2, label, title, "other", 21, 22)


@pytest.mark.parametrize(
    ("entry", "heading", "outcome"),
    [("其他重要事项说明", section("其他重要事项说明"), "agree"),
     ("其他重要事项说明", section("其他重要事项的情况说明"), "conflict"),
     ("其他重要事项说明", section("其他重要事项的情况说明", "十二、"), "agree"),
     ("财政拨款收支预算总表", section("财政拨款收支预算情况说明"), "agree"),
     ("名词解释", section("其他重要事项的情况说明"), "agree")])
def test_a_heading_reads_as_the_contents_announce_it(entry: str, heading: Section, outcome: str) -> None:
    (check,) = check_headings((ContentsEntry("十一、", entry, 3),), (heading,), (), KNOWN)
    assert check.outcome == outcome
    if outcome == "conflict":
        assert (check.page, check.severity) == (21, "info")
        assert all(words in check.message_zh for words in ("第3页", entry, heading.title))


def test_without_contents_headings_are_not_compared() -> None:
    assert [c.outcome for c in check_headings((), (section("其他"),), (), KNOWN)] == ["not_applicable"]


FILING = Filing("f", "0" * 64, "甲.pdf", ("甲.pdf",), form="department_final_accounts", fiscal_year=2024)


def tables(*left_out: str, is_empty: str = "", note: str | None = None) -> tuple[Table, ...]:
    return tuple(
        Table(s.template, n, s.template, None, "wan_yuan", (n + 1,), 1, 1, s.template == is_empty, (), note=note)
        for n, s in enumerate(KNOWN.statutory) if s.template not in left_out)


def sentence(text: str) -> tuple[Sentence, ...]:
    return (Sentence("s", None, "other", 0, 0, text, (), 20, ()),)


@pytest.mark.parametrize("rule", KNOWN.statutory, ids=lambda rule: rule.template)
def test_a_statutory_table_is_there_or_its_absence_is_told(rule: Statutory) -> None:
    def one(given: tuple[Table, ...], text: str = "说明。") -> list[tuple[str, str]]:
        rows = tried(rule.rule.id, filing=(FILING,), tables=given, sentences=sentence(text))
        return [(c.outcome, c.severity) for c in rows]
    example = next(e["example"] for e in WORDING["statutory"] if e["id"] == rule.rule.id)
    assert one(tables()) == [("agree", "info")]
    assert one(tables(rule.template)) == [("conflict", "warning")]
    assert one(tables(rule.template), f"{example}，故本表无数据。") == [("not_applicable", "info")]
    assert one(tables(is_empty=rule.template)) == [("conflict", "warning")]
    assert one(tables(is_empty=rule.template, note="故本表无数据")) == [("agree", "info")]


def test_that_there_is_no_such_money_does_not_say_that_its_table_is_empty() -> None:
    rows = tried("table.state_capital", filing=(FILING,), tables=tables("state_capital"),
                 sentences=sentence("没有国有资本经营预算财政拨款支出。"))
    assert [(c.outcome, c.severity, c.page) for c in rows] == [("conflict", "info", 20)]


def test_a_form_without_most_of_the_tables_and_a_year_before_a_table_ask_for_none() -> None:
    few = tables(*(s.template for s in KNOWN.statutory[3:]))
    assert outcomes("table.government_fund", filing=(FILING,), tables=few) == ["not_checkable"]
    early = replace(FILING, fiscal_year=2018)
    assert outcomes("table.state_capital", filing=(early,), tables=tables("state_capital")) == ["not_checkable"]
    assert outcomes("table.income", filing=(replace(FILING, form="department_budget"),), tables=few) == []


@pytest.mark.parametrize(
    ("left", "right", "meaning"),
    [("244.74", "2447400.00", "unit_slip"), ("1368.30", "1638.30", "swapped"), ("12.34", "123.40", "decimal_slip"),
     ("5.00", "-5.00", "sign"), ("5.00", "7.10", None), ("5.00", "0.00", None)])
def test_a_diagnosis_is_offered_where_one_fits(left: str, right: str, meaning: str | None) -> None:
    one, other = (operand(fact(v, "income", "total", "合计", v)) for v in (left, right))
    assert one and other
    assert diagnose(one, other, {}) == meaning


def test_two_diagnoses_are_none() -> None:
    one, other = (operand(fact(v, "income", "total", "合计", v)) for v in ("12.00", "21.00"))
    assert one and other and diagnose(one, other, {}) == "swapped"
    assert diagnose(one, other, {"shifted": [one]}) is None
    assert other.value == Decimal("21.00")


@pytest.mark.parametrize("words", ["基本支出5.00万元，比上年增长1.3倍。", "公务接待费为零，与上年持平。"])
def test_multiples_and_nought_in_words_lack_no_sign(words: str) -> None:
    for rule in ("word.percent_missing", "word.unit_missing"):
        assert [c.outcome for c in found(BASIC + words, rule)] == ["agree"]
