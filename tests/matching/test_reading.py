"""Reading on: which line goes on the paragraph of the line before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching.reading import margins_of, paragraph_starts
from pipeline.records.layout import Block
from tests.stages.hand_built_text import EM, LEFT, fill, printed, text_file

LONG = "本单位严格执行有关规定，各项工作按照年初安排有序开展，全年未发生违规情况，有关资料已经整理归档备查。"


def starts(*lines: str) -> list[int]:
    """Numbers of the lines, among paragraphs that show the margins, at which a paragraph begins."""
    around = fill(LONG)
    blocks = printed([*around, *lines, *around], numbers=False)
    first = len(around)
    return [order - first for order in sorted(paragraph_starts(blocks)) if first <= order < first + len(lines)]


FULL = "　　" + LONG[:38]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((FULL, "后面接着的一行。"), [0]),
        (("　　短的一行", "另起的一行。"), [0, 1]),
        ((FULL, "　　缩进的一行。"), [0, 1]),
        ((FULL[:-3] + "5", "220.06万元。"), [0]),
    ],
    ids=["full line", "short line", "indented", "number had no room"],
)
def test_starts(lines: tuple[str, ...], expected: list[int]) -> None:
    assert starts(*lines) == expected


def test_another_size_of_type_begins_anew() -> None:
    (block,) = printed([*fill(LONG), FULL, "后面接着的一行。", *fill(LONG)], numbers=False)
    larger = tuple(replace(line, size=16.0) if line.text.startswith("后面") else line for line in block.lines)
    at = next(line.order for line in larger if line.size == 16.0)
    assert at not in paragraph_starts((block,))
    assert at in paragraph_starts((replace(block, lines=larger),))


def test_over_a_page_a_closed_sentence_ends_its_paragraph() -> None:
    tail = "后面接着的一行。"
    for end, expected in (("有", False), ("。", True)):
        pages = printed([*fill(LONG), *fill(LONG), *fill(LONG), FULL[:-1] + end], [tail, *fill(LONG), *fill(LONG)])
        at = next(line.order for block in pages for line in block.lines if line.text == tail)
        assert (at in paragraph_starts(pages)) is expected


def test_a_grid_ends_a_paragraph() -> None:
    above, below = printed([*fill(LONG), FULL], numbers=False)[0], printed(["后面接着的一行。"], numbers=False)[0]
    moved = tuple(replace(line, order=99) for line in below.lines)
    grid = Block(1, 1, "grid", ())
    assert 99 in paragraph_starts((above, grid, replace(below, order=2, lines=moved)))


def test_margins_are_those_that_lines_share() -> None:
    (block,) = printed([*fill(LONG), *fill(LONG), "　　　　　　居中的标题"], numbers=False)
    margins = margins_of(block.lines)
    assert (margins.left, margins.right, margins.em) == (LEFT, LEFT + 40 * EM, EM)


def test_a_file_with_a_line_for_each_paragraph_has_no_right_edge() -> None:
    lines = [LONG, LONG, LONG + LONG, LONG + LONG + LONG, LONG[:30] + "。"]
    assert len(paragraph_starts(text_file("\n".join(lines)))) == len(lines)


WORDS = st.sampled_from(["本单位", "年初预算", "220.06万元", "1,234.50万元", "，", "完成89.92%", "人员经费"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.lists(WORDS, min_size=12, max_size=60), min_size=4, max_size=14), st.integers(12, 30),
    st.sampled_from([34, 40]),
)
def test_paragraphs_come_back_as_they_were_set(paragraphs: list[list[str]], height: int, width: int) -> None:
    set_lines = [fill(LONG, width), fill(LONG, width)] + [fill("".join(words) + "。", width) for words in paragraphs]
    lines = [line for paragraph in set_lines for line in paragraph]
    pages = [lines[at : at + height] for at in range(0, len(lines), height)]
    firsts, place = [], 0
    for paragraph in set_lines:
        firsts.append(place + place // height)
        place += len(paragraph)
    assert sorted(paragraph_starts(printed(*pages))) == firsts
