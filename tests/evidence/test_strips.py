"""Which part of a page shows the evidence."""

from __future__ import annotations

from pipeline.evidence.strips import Mark, find_strips
from pipeline.records.geometry import Box


def mark(top: float, page: int = 1, x0: float = 50) -> Mark:
    return Mark("figures", Box(page, x0, top, x0 + 40, top + 12))


def test_marks_near_each_other_share_a_strip_with_its_context() -> None:
    (strip,) = find_strips([mark(120), mark(100), mark(100)])
    assert strip.marks == (mark(100), mark(120))
    assert strip.top < 90 and strip.bottom > 142


def test_marks_far_apart_or_on_other_pages_have_strips_of_their_own() -> None:
    strips = find_strips([mark(700), mark(100), mark(101, page=2)])
    assert [(strip.page, strip.marks[0].box.top) for strip in strips] == [(1, 100), (1, 700), (2, 101)]


def test_a_tall_mark_reaches_the_next_one() -> None:
    tall = Mark("words", Box(1, 50, 100, 90, 400))
    assert len(find_strips([tall, mark(120), mark(420)])) == 1


def test_a_strip_does_not_begin_above_the_page() -> None:
    assert find_strips([mark(2)])[0].top == 0


def test_no_marks_no_strips() -> None:
    assert find_strips([]) == ()
