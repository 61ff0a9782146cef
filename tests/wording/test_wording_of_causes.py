"""From the words of a reason to its causes."""

from __future__ import annotations

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.wording.causes import causes_of

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
