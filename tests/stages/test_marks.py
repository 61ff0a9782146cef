"""Marks: one for each sentence, nothing overlapping."""

from __future__ import annotations

from tests.stages.hand_built_text import read

TEXT = "培训费年初预算4.00万元，较上年减少0.35万元，下降14.00%，主要原因是2024年培训班次减少。会议费为零。"


def test_one_record_for_each_sentence_with_what_was_found() -> None:
    layers = read(TEXT)
    assert [m.sentence_id for m in layers["marks"]] == [s.sentence_id for s in layers["sentences"]]
    first, second = layers["marks"]
    assert [(f.kind, str(f.value)) for f in first.figures] == [
        ("amount", "4.00"), ("amount", "0.35"), ("percent", "14.00"), ("ignored", "2024"),
    ]  # fmt: skip
    assert [m.cue.pattern.id for m in first.cues] == [
        "measure.initial", "basis.prior", "direction.decrease", "direction.decrease",
    ]  # fmt: skip
    assert [c.rule_id for c in first.reason_cues] == ["cue.main_reason"]
    text = layers["sentences"][0].text
    assert [text[e.start : e.end] for e in first.explanations] == ["2024年培训班次减少"]
    assert [(f.rule_id, f.value, f.decimals) for f in second.figures] == [("number.zero", 0, 2)]


def test_no_cue_reaches_into_a_figure() -> None:
    for marks in read(TEXT)["marks"]:
        for cue in marks.cues:
            assert all(cue.end <= f.start or cue.start >= f.end for f in marks.figures if f.kind != "ignored")
