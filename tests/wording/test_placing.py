"""Words are found in a document whatever stands between them, and lead back to the very characters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.wording.placing import Words, words_of
from tests.stages.hand_built_text import read

TEXT = """\
一、收入支出决算总体情况说明
收入总计１.5万元，主要原因是职级晋升3人。转正 4人（含“借调”）；其他。
支出总计2万元，主要原因是职级晋升3人。"""
SENTENCES = read(TEXT)["sentences"]
WHOLE = "".join(sentence.text for sentence in SENTENCES)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.data())
def test_every_stretch_of_the_document_is_found_where_it_stands(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE) - 1))
    end = data.draw(st.integers(start + 1, len(WHOLE)))
    surface, words = WHOLE[start:end], Words(SENTENCES)
    spans = words.find(WHOLE, surface)
    assert bool(spans) == bool(words_of(surface))
    for span in spans:
        stretch = words.stretch(span, surface)
        first, last = SENTENCES[stretch.first], SENTENCES[stretch.last]
        assert words_of(words.text(stretch)) == words_of(surface)
        assert 0 <= stretch.start < len(first.text) and 0 < stretch.end <= len(last.text)
        assert words.span(first.sentence_id, last.sentence_id, stretch.start, stretch.end) == span


def test_the_same_words_are_found_everywhere_and_with_their_marks() -> None:
    words = Words(SENTENCES)
    assert len(words.find("主要原因是职级晋升３人", "职级晋升3 人")) == 2
    assert len(words.find("支出总计2万元，主要原因是职级晋升3人", "职级晋升3人")) == 1
    (span,) = words.find("转正4人含借调", "4人（含“借调”）")
    assert words.text(words.stretch(span, "4人（含“借调”）")) == "4人（含“借调”）"
    assert words.text(words.stretch(span, "4人（含“借调")) == "4人（含“借调"


def test_what_is_not_there_is_not_found() -> None:
    words = Words(SENTENCES)
    assert words.find("职级晋升5人", "职级晋升5人") == []
    assert words.find("别处的句子", "职级晋升3人") == []
    assert words.find("，。", "，。") == []
