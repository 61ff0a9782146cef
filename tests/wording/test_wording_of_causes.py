"""From the words of a reason to its causes."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.knowledge.classifier import Belief
from pipeline.language.categorizer import cause_scores
from pipeline.training.phrases import load_phrases
from pipeline.wording.causes import Verdict, causes_of, judge, settle

KNOWLEDGE = load_knowledge()
EXAMPLES = [(c.cause_id, c.example) for c in KNOWLEDGE.taxonomy.causes if c.example]


@pytest.mark.parametrize(("cause", "example"), EXAMPLES, ids=[cause for cause, _ in EXAMPLES])
def test_the_example_of_a_cause_is_of_that_cause(cause: str, example: str) -> None:
    assert cause in causes_of(example, KNOWLEDGE.causes)


COUNTER = [(c.cause_id, c.counterexample) for c in KNOWLEDGE.taxonomy.causes if c.example and c.counterexample]


@pytest.mark.parametrize(("cause", "counterexample"), COUNTER, ids=[cause for cause, _ in COUNTER])
def test_the_counterexample_of_a_cause_is_of_another(cause: str, counterexample: str) -> None:
    assert cause not in causes_of(counterexample, KNOWLEDGE.causes)


def test_every_cause_is_a_leaf_of_the_taxonomy_and_every_leaf_is_found() -> None:
    named = {entry.cause for entry in KNOWLEDGE.causes.causes}
    leaves = set(KNOWLEDGE.taxonomy.leaves())
    assert named <= leaves
    assert leaves - named <= {"other", "vacuous", "undetermined", "not_stated"}


def test_causes_come_in_the_order_of_their_words_each_once() -> None:
    found = causes_of("按政策调整基本工资标准，新招录公务员2名，另有调入人员3名", KNOWLEDGE.causes)
    assert found == ("pay_policy", "personnel_increase")


@pytest.mark.parametrize("text", ["", "天上的云变成了彩色"])
def test_words_that_no_entry_knows_are_undetermined(text: str) -> None:
    assert causes_of(text, KNOWLEDGE.causes) == ("undetermined",)


CLASSIFIER = KNOWLEDGE.cause_classifier


def judged(text: str, threshold: float | None = None) -> Verdict:
    belief = CLASSIFIER.belief if threshold is None else replace(CLASSIFIER.belief, threshold=threshold)
    return judge(text, KNOWLEDGE.causes, replace(CLASSIFIER, belief=belief))


def test_known_wording_is_decided_by_the_lexicon_without_a_score() -> None:
    assert judged("人员调出") == Verdict(("personnel_decrease",))


def test_the_model_is_not_asked_where_there_is_nothing_to_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> NoReturn:
        raise AssertionError("the model was asked")

    monkeypatch.setattr("pipeline.wording.causes.cause_scores", asked)
    assert judged("人员经费增加").cause_ids == ("vacuous",)
    assert judged("").cause_ids == judged("12").cause_ids == ("undetermined",)
    with pytest.raises(AssertionError, match="asked"):
        judged("天上的云变成了彩色")


BELIEF = Belief(threshold=0.2, doubt=0.1, clear=0.6, sure=0.4, beside=0.5, unusual=0.3)


@pytest.mark.parametrize(("known", "scores", "causes", "score"), [
    (("promotion", "debt"), (("promotion", 0.9), ("debt", 0.1)), ("promotion", "debt"), None),
    (("promotion", "debt"), (("promotion", 0.9), ("debt", 0.09)), ("promotion",), None),
    (("debt",), (("promotion", 0.4), ("debt", 0.01)), ("promotion",), 0.4),
    (("debt",), (("promotion", 0.39), ("debt", 0.01)), ("debt",), None),
    (("undetermined",), (("promotion", 0.5), ("debt", 0.25), ("other", 0.24)), ("promotion", "debt"), 0.25),
    (("undetermined",), (("vacuous", 0.5), ("debt", 0.3)), ("debt",), 0.3),
    (("undetermined",), (("promotion", 0.19), ("debt", 0.1)), ("undetermined",), None),
])
def test_the_model_drops_what_it_doubts_and_decides_what_is_open(
    known: tuple[str, ...], scores: tuple[tuple[str, float], ...], causes: tuple[str, ...], score: float | None
) -> None:
    assert settle(known, scores, (), BELIEF) == Verdict(causes, score=score)


def test_a_cause_that_usually_explains_the_other_direction_must_be_surer() -> None:
    unusual = frozenset(("project_new",))
    text = next(
        p.text for p in load_phrases(MODELS / "cause_classifier" / "training.csv")
        if p.causes == ("project_new",) and judged(p.text).model_id and 0.2 < (judged(p.text).score or 0) < 0.3
    )
    assert judged(text).cause_ids == ("project_new",)
    strict = replace(CLASSIFIER, belief=replace(CLASSIFIER.belief, unusual=0.0))
    assert "project_new" not in judge(text, KNOWLEDGE.causes, strict, unusual).cause_ids
    assert judge(text, KNOWLEDGE.causes, strict, frozenset(("debt",))).cause_ids == ("project_new",)


def test_a_cause_that_is_clear_in_a_clause_is_not_doubted_for_the_others() -> None:
    whole = (("promotion", 0.9), ("debt", 0.01))
    assert settle(("promotion", "debt"), whole, [(("debt", 0.6),)], BELIEF).cause_ids == ("promotion", "debt")
    assert settle(("promotion", "debt"), whole, [(("debt", 0.59),)], BELIEF).cause_ids == ("promotion",)


def test_wording_that_only_the_phrases_know_gets_a_cause_with_a_score() -> None:
    rows = load_phrases(MODELS / "cause_classifier" / "training.csv")
    left = [p for p in rows if p.split == "train" and causes_of(p.text, KNOWLEDGE.causes) == ("undetermined",)]
    right = [p for p in left if {*judged(p.text).cause_ids} == {*p.causes} and judged(p.text).score]
    assert len(left) >= 10 and len(right) / len(left) > 0.6


def test_nonsense_is_undetermined() -> None:
    assert judged("天上的云变成了彩色") == Verdict(("undetermined",))


def test_only_what_reaches_the_threshold_is_believed() -> None:
    text = "天上的云变成了彩色"
    scores = dict(cause_scores(text, CLASSIFIER.folder, CLASSIFIER.labels))
    best = max(scores.values())
    believed = judged(text, threshold=best)
    assert scores[believed.cause_ids[0]] == believed.score == best and believed.model_id == CLASSIFIER.id
    assert judged(text, threshold=best + 0.0001) == Verdict(("undetermined",))


def test_the_labels_of_the_model_are_causes_that_a_reason_may_have() -> None:
    assert {*CLASSIFIER.labels} == {*KNOWLEDGE.taxonomy.leaves()} - {"undetermined", "not_stated"}


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_any_text_is_judged(text: str) -> None:
    found = judged(text)
    assert found.cause_ids and {*found.cause_ids} <= {*KNOWLEDGE.taxonomy.leaves()}
    assert (found.score is None) == (found.model_id is None)


@pytest.mark.parametrize("text", ["\ud800\udfff未知", "\x00\x01", "𠮷" * 400, "１２３", "⼈员调出"])
def test_odd_characters_are_judged(text: str) -> None:
    assert judged(text).cause_ids


@pytest.mark.parametrize(("text", "causes"), [
    ("未追加预算，新增改造工程", ("project_new",)),
    ("本年未开展普查工作", ("project_cancelled",)),
    ("职级晋升3人，人员经费增加", ("promotion",)),
    ("人员辞职，住房公积金相应减少", ("personnel_decrease",)),
    ("因疫情防控要求，出差减少", ("epidemic",)),
    ("人员变动导致支出减少", ("personnel_change",)),
    ("资金未及时拨付", ("funding_shortfall",)),
    ("接待费减少", ("vacuous",)),
    ("事业收入增加", ("revenue_change",)),
    ("机构合并后运转支出增加", ("reorganisation",)),
    ("追加山洪灾害防治资金", ("budget_added",)),
    ("会议合并召开", ("austerity",)),
])
def test_what_is_denied_repeated_or_a_consequence_is_no_cause(text: str, causes: tuple[str, ...]) -> None:
    assert judged(text).cause_ids == causes
