"""Whatever is written, the narrative is read without raising, and every span is what it says it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.flow import Layers
from tests.stages.hand_built_text import layers_of, printed, read

ITEMS = (
    "收、支总计", "一般公共预算财政拨款支出", "社会保障和就业支出（类）行政单位离退休（项）", "公务接待费",
    "其中：培训费", "“三公”经费", "因公出国（境）费", "本年收入合计", "人员经费", "2080501行政单位离退休",
    "机关运行经费", "项目支出",
)
FIGURES = (
    "220.06万元", "1,234.5万元", "-13.74万元", "０．００万元", "3.2亿元", "12%", "-26.95％", "1.5个百分点", "2.5倍",
    "4人", "2辆", "3个团组", "11批次", "50万元以上", "0", "２０２４年度", "（208）", "百分之五", "三十五万元",
    "1.2.3", "12,34",
)
WORDS = (
    "年初预算为", "支出决算为", "完成年初预算的", "较上年增加", "比2022年下降", "减少", "增长", "持平", "无变化",
    "占", "分别为", "其中", "主要原因是", "主要是", "原因：", "一是", "二是", "由于", "，因", "受疫情影响",
    "职级晋升", "厉行节约", "年中追加", "上年结转", "所致", "等原因", "与上年相比", "决算数大于预算数的",
    "无此项支出", "各", "和", "以及", "的", "均为", "用于", "未安排", "全年预算数",
)
MARKS = [*"，。；、：（）“”！\n \u3000", "\u3000\u3000", "一、", "（二）", "1.", "……", "18 642.37", "11 批次"]
HEADING = "一、收入支出决算总体情况说明\n"
FRAGMENTS = st.sampled_from([*ITEMS, *FIGURES, *WORDS, *MARKS])
WORDING = st.lists(FRAGMENTS, min_size=1, max_size=45).map("".join)
CALM = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)


def hold(layers: Layers) -> None:
    """Every span of every row: half-open, inside its sentence, and the surface to the letter."""
    by_id = {s.sentence_id: s for s in layers["sentences"]}
    order = {s.sentence_id: n for n, s in enumerate(layers["sentences"])}
    for name in ("mentions", "statements", "numbers"):
        for row in layers[name]:
            text = by_id[row.sentence_id].text
            assert 0 <= row.start < row.end <= len(text), (name, row)
            assert text[row.start : row.end] == row.surface, (name, row)
    for reason in layers["reasons"]:
        first, last = by_id[reason.sentence_id], by_id[reason.end_sentence_id or reason.sentence_id]
        between = layers["sentences"][order[first.sentence_id] : order[last.sentence_id] + 1]
        before = sum(len(s.text) for s in between[:-1])
        whole = "".join(s.text for s in between)
        assert 0 <= reason.start < before + reason.end <= len(whole), reason
        assert whole[reason.start : before + reason.end] == reason.surface, reason
        assert reason.cause_ids
    for sentence in layers["sentences"]:
        assert "".join(sentence.tokens) == "".join(sentence.text.split())
    for statement in layers["statements"]:
        assert statement.value is None or (isinstance(statement.value, Decimal) and statement.value.is_finite())
    paragraphs = "".join(p.text for p in layers["paragraphs"])
    assert all(paragraphs[s.offset : s.offset + len(s.text)] == s.text for s in layers["sentences"])


@settings(CALM, max_examples=150)
@given(WORDING)
def test_fragments_of_the_wording_in_any_order(text: str) -> None:
    hold(read(HEADING + text))


@settings(CALM, max_examples=60)
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=6)), max_size=25).map("".join))
def test_fragments_with_anything_in_between(text: str) -> None:
    hold(layers_of(printed((HEADING + text).split("\n"))))


@settings(CALM, max_examples=120)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_any_printed_text(text: str) -> None:
    hold(layers_of(printed(text.split("\n"))))


@settings(CALM, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_any_text_of_a_file(text: str) -> None:
    """Without control characters: a file that has them is no text, and is refused as that."""
    hold(read(HEADING + text))


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "。", "，，，", "\u200b\ufeff", "主要原因是", "主要原因是。", "1" * 400, "万元" * 50, "（" * 300,
        "增加" * 200 + "1万元", "𠮷" * 5 + "支出决算为1万元",
        "支出决算为1e5万元", "٣٤万元", "支出决算为²万元", "①②③", "e\u0301支出为1万元",
        "一是二是三是主要原因是一是" * 8, "9" * 25 + ".99万元", "支出决算为" + ",".join(["123"] * 40) + "万元",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_odd_texts(text: str) -> None:
    hold(read(HEADING + text))
