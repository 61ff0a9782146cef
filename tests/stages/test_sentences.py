"""Paragraphs cut at their full stops, and their tokens."""

from __future__ import annotations

import pytest

from tests.stages.hand_built_text import fill, layers_of, printed, read


def texts(text: str) -> list[str]:
    return [s.text for s in read(text)["sentences"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出5.00万元。收入6.00万元。", ["支出5.00万元。", "收入6.00万元。"]),
        ("支出5.00万元；收入6.00万元。", ["支出5.00万元；收入6.00万元。"]),
        ("落实“过紧日子。”要求，压减支出。", ["落实“过紧日子。”", "要求，压减支出。"]),
        ("（详见附件。）收入6.00万元。", ["（详见附件。）", "收入6.00万元。"]),
        ("人员增加。，支出增加", ["人员增加。，支出增加"]),
        ("没有句号的一行", ["没有句号的一行"]),
    ],
)
def test_cuts(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_sentences_of_a_paragraph_share_it_and_count_on() -> None:
    found = read("支出5.00万元。收入6.00万元。")["sentences"]
    assert [(s.paragraph, s.order, s.offset) for s in found] == [(0, 0, 0), (0, 1, 9)]
    assert len({s.sentence_id for s in found}) == 2


def test_the_same_words_twice_are_two_sentences() -> None:
    found = read("支出5.00万元。支出5.00万元。")["sentences"]
    assert len({s.sentence_id for s in found}) == 2


def test_an_amount_is_one_token_and_names_of_items_are_not_torn() -> None:
    (sentence,) = read("机关事业单位基本养老保险缴费支出-3480.83万元，下降26.95%。")["sentences"]
    assert sentence.tokens == ("机关事业单位基本养老保险缴费支出", "-3480.83万元", "，", "下降", "26.95%", "。")


def test_a_sentence_over_two_pages_has_a_box_on_each() -> None:
    lines = fill("2024年度一般公共预算财政拨款基本支出决算为13.70万元，较上年减少2.20万元，下降13.84%。", 29)
    before = fill("各项工作按照年初安排有序开展，全年未发生违规情况，有关资料已经整理归档。", 29)
    layers = layers_of(printed([*before, *before, *before, lines[0]], [*lines[1:], *before, *before]))
    sentence = next(s for s in layers["sentences"] if "13.70万元" in s.text)
    assert sentence.page == 1
    assert [box.page for box in sentence.boxes] == [1, 2]
    (number,) = [n for n in layers["numbers"] if n.surface == "13.70"]
    assert [box.page for box in number.boxes] == [1, 2]
