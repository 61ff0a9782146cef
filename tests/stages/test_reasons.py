"""Reasons: what phenomena.yaml does not show: over sentences and paragraphs, in table rows, and what is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.records.reason import Reason
from pipeline.records.table import Fact, PerformanceIndicator
from tests.stages.hand_built_text import fill, layers_of, printed, read
from tests.stages.test_statements import coded_facts


def reasons(text: str, **given: tuple[object, ...]) -> tuple[Reason, ...]:
    return read(text, **given)["reasons"]


def said(text: str) -> list[tuple[str, str, str, str]]:
    return [(r.item_name, r.basis, r.direction, r.surface) for r in reasons(text)]


def test_a_reason_in_a_sentence_of_its_own_explains_the_sentence_before() -> None:
    layers = read("培训费较上年减少0.35万元。主要原因是培训班次减少。")
    (reason,) = layers["reasons"]
    assert (reason.item_name, reason.basis, reason.gap_cny) == ("培训费", "prior_year", Decimal("-3500.00"))
    assert reason.scope == "previous_sentence"
    assert reason.sentence_id == layers["sentences"][1].sentence_id


def test_numbered_reasons_are_one_row_each() -> None:
    text = "人员经费增加9.00万元，主要原因：（1）新招录2名公务员；（2）按政策调整基本工资标准。"
    assert [s for *_, s in said(text)] == ["新招录2名公务员", "按政策调整基本工资标准"]


def test_parts_joined_in_one_clause_are_one_row_with_their_causes_in_order() -> None:
    (reason,) = reasons("人员经费增加9.00万元，主要原因是新招录公务员以及按政策调整基本工资标准。")
    assert reason.cause_ids == ("personnel_increase", "pay_policy")


def test_a_reason_ends_where_a_new_comparison_is_taken_up() -> None:
    text = "培训费较上年减少0.35万元，主要原因是培训班次减少，较年初预算减少0.10万元，主要原因是厉行节约压减开支。"
    assert said(text) == [
        ("培训费", "prior_year", "decrease", "培训班次减少"),
        ("培训费", "initial_budget", "decrease", "厉行节约压减开支"),
    ]


def test_a_budget_named_before_the_cue_chooses_the_comparison() -> None:
    text = "培训费年初预算5.00万元，支出决算3.00万元，完成年初预算的60.00%，较上年减少1.00万元。"
    text += "决算数小于年初预算数的主要原因是培训班次减少。"
    assert said(text) == [("培训费", "initial_budget", "under", "培训班次减少")]
    assert reasons(text)[0].gap_cny == Decimal("-20000.00")


def test_an_event_without_a_cue_is_a_reason_but_another_figure_is_none() -> None:
    (reason,) = reasons("公务接待费比上年减少0.30万元，外地来访批次减少。")
    assert (reason.cue, reason.rule_id) == (None, "reason.no_cue")
    assert reasons("公务接待费比上年减少0.30万元，下降5.00%。") == ()
    assert reasons("公务接待费比上年减少0.30万元，其中国内公务接待支出1.00万元。") == ()


def test_a_reason_that_says_nothing_is_vacuous_and_one_unknown_is_undetermined() -> None:
    (vacuous,) = reasons("基本支出增加5.50万元，主要原因是经费支出增加。")
    assert (vacuous.cause_ids, vacuous.is_vacuous) == (("vacuous",), True)
    (unknown,) = reasons("基本支出增加5.50万元，主要原因是天上的云变成了彩色。")
    assert (unknown.cause_ids, unknown.is_vacuous) == (("undetermined",), False)


def test_an_amount_that_the_reason_names_is_stated_not_the_gap() -> None:
    (first, *_) = reasons("项目支出增加20.00万元，主要原因是年中追加专项资金18.00万元。")
    assert (first.gap_cny, first.gap_stated_cny) == (Decimal("200000.00"), Decimal("180000.00"))


def test_no_gap_where_only_a_rate_is_printed() -> None:
    (reason,) = reasons("培训费较上年下降14.00%，主要原因是培训班次减少。")
    assert (reason.direction, reason.gap_cny) == ("decrease", None)


def test_the_parts_before_the_explanation_give_no_reasons() -> None:
    lines = ["第一部分 部门概况", "一、机构设置", *fill("年末人员减少2人，主要原因是人员调出。")]
    assert layers_of(printed(lines))["reasons"] == ()


def test_a_reason_over_sentences_ends_before_the_next_figure() -> None:
    layers = read("劳务费增加3.00万元，主要原因是普查进入入户阶段。按日发放普查员补助。水费支出1.00万元。")
    (reason,) = layers["reasons"]
    assert reason.surface == "普查进入入户阶段。按日发放普查员补助"
    assert reason.end_sentence_id == layers["sentences"][1].sentence_id
    assert reason.end == len("按日发放普查员补助")


def row(**changes: object) -> tuple[Fact, Fact]:
    """Budget and actual of one row that prints a reason in a column of its own."""
    (fact, *_) = coded_facts(("2013901", "行政运行"))
    budget = replace(fact, quantity="final_budget", value=Decimal(5), value_cny=Decimal("50000.00"))
    actual = replace(
        fact, fact_id="fa-1", quantity="actual", value=Decimal(3), value_cny=Decimal("30000.00"), column=9,
        reason_text="年内2名在职人员退休", **changes,
    )  # fmt: skip
    return budget, actual


def test_a_reason_in_a_table_row_explains_the_shortfall_of_its_row() -> None:
    layers = read("说明。", facts=row())
    (reason,) = layers["reasons"]
    assert (reason.sentence_id, reason.fact_id, reason.start) == (None, "fa-1", None)
    assert (reason.basis, reason.direction, reason.gap_cny) == ("final_budget", "under", Decimal("-20000.00"))
    assert (reason.cause_ids, reason.item_name) == (("personnel_decrease",), "行政运行")
    assert [(k.fact_id, k.statement_id, k.scope) for k in layers["reason_links"]] == [("fa-1", None, "table_row")]


def test_a_reason_beside_an_indicator_explains_a_shortfall() -> None:
    indicator = PerformanceIndicator(
        "pi-1", "t", "项目甲", "产出", "数量", "培训人次", "100", "60", Decimal(100), Decimal(60), None, None, None,
        None, "受疫情影响培训减少", 3, (),
    )  # fmt: skip
    (reason,) = reasons("说明。", indicators=(indicator,))
    assert (reason.indicator_id, reason.basis, reason.direction) == ("pi-1", "none", "under")
    assert reason.item_name == "培训人次" and reason.cause_ids[0] == "epidemic"


def test_what_the_model_decides_has_its_score_and_its_name_and_the_link_keeps_the_cue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.wording.causes.cause_scores", lambda *_: (("debt", 0.9), ("other", 0.1)))
    text = "培训费较上年减少0.35万元，主要原因是天上的云变成了彩色；会议费较上年减少0.20万元，主要原因是人员调出。"
    layers = read(text)
    unknown, known = layers["reasons"]
    assert (unknown.cause_ids, unknown.score, unknown.rule_id) == (("debt",), 0.9, "cause_classifier")
    assert (known.cause_ids, known.score, known.rule_id) == (("personnel_decrease",), None, "cue.main_reason")
    assert {link.rule_id for link in layers["reason_links"]} == {"cue.main_reason"}


def test_a_reason_in_a_table_may_be_decided_by_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.wording.causes.cause_scores", lambda *_: (("vacuous", 0.8), ("other", 0.1)))
    (fact,) = (replace(f, reason_text="天上的云变成了彩色") for f in coded_facts(("2013901", "行政运行"))[:1])
    (reason,) = reasons("一、支出决算情况说明", facts=(fact,))
    assert (reason.cause_ids, reason.is_vacuous, reason.rule_id) == (("vacuous",), True, "cause_classifier")
