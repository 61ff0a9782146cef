"""The training set of the classifier: sound, of every cause, and without the same words in two splits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.records.errors import KnowledgeError
from pipeline.training.phrases import load_labelled, load_phrases, nearest_across, similarity

PHRASES = load_phrases(MODELS / "cause_classifier" / "training.csv")
DECIDABLE = set(load_knowledge().taxonomy.leaves()) - {"not_stated", "undetermined"}


def test_every_cause_is_learned_and_tested() -> None:
    for split in ("train", "dev", "test"):
        assert {cause for p in PHRASES if p.split == split for cause in p.causes} == DECIDABLE
    assert len(PHRASES) >= 5000 and min(Counter(cause for p in PHRASES for cause in p.causes).values()) >= 90


def test_no_phrase_is_nearly_the_same_in_two_splits() -> None:
    alike, one, other = nearest_across(PHRASES)
    assert alike < 0.5, f"{one.text} ({one.split}) and {other.text} ({other.split})"


def test_similar_words_are_told_from_other_words() -> None:
    assert similarity("招录公务员3名", "招录公务员 5 名") == 1.0
    assert similarity("公务接待批次减少", "公务接待人次减少") > 0.5 > similarity("人员调出", "项目未验收")


@pytest.mark.parametrize("rows", [
    "人员调出,,a,train",
    "人员调出,personnel_decrease,a,other",
    "人员调出,personnel_decrease,a,train\n人员 调出,personnel_decrease,a,train",
    "人员调出,personnel_decrease,a,train\n人员辞职,personnel_decrease,a,test",
])
def test_an_unsound_training_set_is_refused(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "training.csv"
    path.write_text(f"phrase,causes,family,split\n{rows}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        load_phrases(path)


def test_what_people_said_is_learned_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "surface,cause_ids,labelled_by\n本年度人员调出,personnel_decrease,甲\n说不清,unknown_cause,甲\n无关,,甲\n",
        encoding="utf-8-sig",
    )
    (tmp_path / "b.csv").write_text("cause_ids,surface\npromotion;pay_policy,本年度人员调出\n", encoding="utf-8")
    (tmp_path / "c.csv").write_text("something,else\n1,2\n", encoding="utf-8")
    found = load_labelled(tmp_path, DECIDABLE)
    assert [(p.text, p.causes, p.split) for p in found] == [("本年度人员调出", ("promotion", "pay_policy"), "train")]
    assert load_labelled(tmp_path / "none", DECIDABLE) == ()
