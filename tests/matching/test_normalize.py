"""Folding: one character for one character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching.normalize import bare, fold, without_layout_blanks


@given(st.text())
def test_folding_never_changes_the_length_and_is_done_after_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("⼈员⽀出", "人员支出"),
        ("⻚⺠⻓", "页民长"),
        ("９．８７％", "9.87%"),
        ("－３", "-3"),
        ("ＸＸ局", "XX局"),
        ("\u3000\u00a0", "  "),
        ("（境），。：", "（境），。："),
        ("㎡", "㎡"),
    ],
)
def test_folds(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("因 公 出 国", "因公出国"),
        ("220.06 万元", "220.06万元"),
        ("合\n计", "合计"),
        ("PDF Reader 软件", "PDF Reader软件"),
        ("  ", ""),
    ],
)
def test_blanks_of_layout(printed: str, joined: str) -> None:
    assert without_layout_blanks(printed) == joined


def test_bare_names_compare_equal() -> None:
    assert bare("行政 运行") == bare("⾏政\u3000运⾏") == "行政运行"
