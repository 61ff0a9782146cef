"""Spans of reasons: without cue and closing words, one for each enumerated part."""

from __future__ import annotations

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.wording.explanations import find_explanations

CUES = load_knowledge().reason_cues


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("减少0.40万元，系电话专线退租所致。", ["电话专线退租"]),
        ("增加9万元，主要原因是：一是招录1人；二是津贴上调。", ["招录1人", "津贴上调"]),
        ("增加9万元，原因：招录1人；津贴上调。", ["招录1人", "津贴上调"]),
        ("由于暴雨造成围墙倒塌，维修费比上年增加2.40万元。", ["暴雨造成围墙倒塌"]),
        ("主要由于暴雨所致，与预算无关。", ["暴雨"]),
        ("减少1万元，主要是人员调出，较预算减少2万元。", ["人员调出"]),
        ("因公出国（境）费支出5.00万元，用于考察。", []),
        ("系统维护费支出5.00万元。", []),
        ("主要原因是。", []),
        ("主要用于办公费支出。", []),
    ],
)
def test_spans(text: str, reasons: list[str]) -> None:
    assert [text[e.start : e.end] for e in find_explanations(text, CUES)] == reasons
