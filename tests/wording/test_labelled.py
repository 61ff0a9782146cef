"""Labels are found again by content, and win."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.flow import REASONING
from pipeline.knowledge import with_labels
from pipeline.knowledge.labels import Labels
from pipeline.records.issue import Issue
from pipeline.records.label import Label
from pipeline.records.reason import Reason
from tests.stages.hand_built_text import KNOWLEDGE, SOURCE, read

LEAD = "一、收入支出决算总体情况说明\n"
SENTENCE = "2024年度收入总计731.26万元，较上年增加31.26万元，增长4.47%，主要原因是职级晋升3人，转正4人。"
OTHER = "2024年度支出总计731.26万元，较上年增加31.26万元，增长4.47%，主要原因是“云上”平台（二期）建设。"
STAGE = next(stage for stage in REASONING if stage.name == "reasons")
LABEL = Label(
    "lb-1", SOURCE.sha256, "甲.pdf", "", SENTENCE, "职级晋升3人，转正4人", "收入总计", "prior_year", "increase", 0,
    "reason", "职级晋升3人，转正4人", ("promotion",), "甲", "2025-01-05", "",
)


def reasons(text: str, *labels: Label) -> tuple[list[Reason], list[str]]:
    """The reasons of the text with these labels, and the codes of the issues."""
    layers = read(LEAD + text)
    knowledge = with_labels(KNOWLEDGE, Labels(((SOURCE.sha256, labels),) if labels else ()))
    given = {name: layers[name] for name in STAGE.reads}
    made: list[Any] = list(STAGE.function(**given, knowledge=knowledge))
    sentences = {s.sentence_id: s.text for s in layers["sentences"]}
    found = [row for row in made if not isinstance(row, Issue)]
    for row in found:
        assert sentences[row.sentence_id][row.start : row.end] == row.surface
    return found, [row.code for row in made if isinstance(row, Issue)]


def test_without_labels_the_machine_decides() -> None:
    (found,), _ = reasons(SENTENCE)
    assert found.cause_ids == ("promotion", "personnel_increase") and found.rule_id.startswith("cue.")


def test_causes_of_a_person_win_and_say_so() -> None:
    (found,), issues = reasons(SENTENCE, LABEL)
    assert (found.cause_ids, found.rule_id, found.score, issues) == (("promotion",), "label.1", None, [])
    (found,), _ = reasons(SENTENCE, replace(LABEL, cause_ids=("vacuous",)))
    assert found.is_vacuous


def test_a_corrected_span_is_cut_out_of_the_sentence() -> None:
    (found,), _ = reasons(SENTENCE, replace(LABEL, surface="职级晋升3人"))
    assert found.surface == "职级晋升3人"
    other = replace(
        LABEL, sentence_text=OTHER, item_name="支出总计", found_surface="“云上”平台（二期）建设",
        surface="“云上”平台（二期）")
    (found,), _ = reasons(OTHER, other)
    assert found.surface == "“云上”平台（二期）"


def test_what_is_no_reason_is_left_out_and_its_label_is_no_orphan() -> None:
    label = replace(LABEL, decision="not_a_reason", surface="", cause_ids=())
    assert reasons(SENTENCE, label) == ([], [])
    assert reasons(SENTENCE.partition("，主要")[0] + "。", label)[1] == ["label_orphan"]


@pytest.mark.parametrize(
    "text",
    [
        f"根据部门决算报表。{SENTENCE}",
        SENTENCE.replace("，增长", "； 增长").replace("3人，", "3人,"),
        SENTENCE.replace("2024年度", ""),
    ],
    ids=["another place", "other punctuation", "another cut"],
)
def test_a_label_is_found_again_when_the_text_is_read_otherwise(text: str) -> None:
    found, issues = reasons(text, LABEL)
    assert [row.rule_id for row in found] == ["label.1"] and issues == []


def test_a_label_is_found_again_when_the_span_or_the_item_is_found_otherwise() -> None:
    shorter = replace(LABEL, found_surface="职级晋升3人，转正")
    renamed = replace(LABEL, item_name="本年收入总计")
    for label in (shorter, renamed):
        (found,), issues = reasons(SENTENCE, label)
        assert (found.rule_id, found.surface, issues) == ("label.1", LABEL.surface, [])


def test_a_confirmed_reason_that_is_no_longer_found_is_put_back_in_its_place() -> None:
    bare = SENTENCE.replace("主要原因是职级晋升3人，转正4人", "本级各处室情况详见附注所列各项内容")
    label = replace(LABEL, sentence_text=bare, found_surface="各处室情况", surface="各处室情况")
    found, issues = reasons(f"{bare}{OTHER}", label)
    assert found[0].rule_id == "label.1" and len(found) == 2 and issues == []
    assert (found[0].item_name, found[0].gap_cny) == ("收入总计", None)


def test_a_label_whose_words_are_gone_is_an_orphan() -> None:
    found, issues = reasons(OTHER, LABEL)
    assert issues == ["label_orphan"] and not found[0].rule_id.startswith("label.")


def test_a_label_of_another_file_does_nothing() -> None:
    layers = read(LEAD + SENTENCE)
    knowledge = with_labels(KNOWLEDGE, Labels((("f" * 64, (replace(LABEL, sha256="f" * 64),)),)))
    (found,) = STAGE.function(**{name: layers[name] for name in STAGE.reads}, knowledge=knowledge)
    assert found.rule_id.startswith("cue.")


def test_of_two_people_the_later_holds_and_of_one_day_none() -> None:
    second = replace(LABEL, cause_ids=("personnel_increase",), labelled_by="乙")
    later = replace(second, labelled_on="2025-02-01")
    assert reasons(SENTENCE, LABEL, later)[0][0].cause_ids == ("personnel_increase",)
    (found,), issues = reasons(SENTENCE, LABEL, second)
    assert found.rule_id.startswith("cue.") and issues == ["label_undecided"]


def test_a_reason_printed_once_for_two_items_has_one_set_of_causes() -> None:
    text = SENTENCE.replace("收入总计", "收、支总计均为")
    label = replace(LABEL, sentence_text=text)
    found, _ = reasons(text, label)
    assert {row.item_name: row.cause_ids for row in found} == {"收入总计": ("promotion",), "支出总计": ("promotion",)}
