"""Reading lines on: which line goes on the paragraph of the line before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.records.layout import Block, Line

_CLOSING = ("。", "！", "？", "；", "：", ":", ".”", "。”", "）。")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a stretch of text begin and end, and how wide a character is."""

    left: float
    right: float
    em: float


def text_blocks(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of running text in reading order: no grids, no furniture."""
    return [block for block in blocks if block.kind == "text" and block.lines]


def margins_of(lines: Sequence[Line]) -> Margins:
    """The left and right edge that lines of this stretch share, from the lines themselves.

    The left edge is the commonest one: first lines of paragraphs are indented, a few stand out to the left.
    """
    boxes = [line.box for line in lines if line.text.strip()]
    if not boxes:
        return Margins(0.0, 0.0, 1.0)
    sizes = sorted(line.size for line in lines if line.text.strip())
    em = sizes[len(sizes) // 2]
    lefts = Counter(round(b.x0 / em) for b in boxes)
    common = max(lefts, key=lambda left: (lefts[left], -left))
    return Margins(min(b.x0 for b in boxes if round(b.x0 / em) == common), max(b.x1 for b in boxes), em)


def paragraph_starts(blocks: Iterable[Block]) -> frozenset[int]:
    """Orders of the lines at which a paragraph begins; a grid always ends one, furniture never does."""
    starts: set[int] = set()
    previous: Line | None = None
    pages = _lines_by_page(blocks)
    typical = margins_of([line for lines in pages.values() for line in lines])
    for block in blocks:
        if block.kind == "grid":
            previous = None
        if block.kind != "text":
            continue
        for line in block.lines:
            if not line.text.strip():
                continue
            on_page = pages[line.page]
            margins = margins_of(on_page) if len(on_page) >= _ENOUGH else typical
            if previous is None or not continues(previous, line, margins):
                starts.add(line.order)
            previous = line
    return frozenset(starts)


_ENOUGH = 6
"""Lines of running text from which a page shows its own margins."""


def _lines_by_page(blocks: Iterable[Block]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for block in text_blocks(blocks):
        for line in block.lines:
            if line.text.strip():
                pages.setdefault(line.page, []).append(line)
    return pages


def continues(previous: Line, line: Line, margins: Margins) -> bool:
    """Does `line` go on the paragraph of `previous`?

    It does when the line before reached the right margin and this one is not indented; over a page break, when the line
    before lacks its closing mark and this one is not indented.
    """
    before, here = previous.box, line.box
    em = max(margins.em, 1.0)
    if abs(previous.size - line.size) > 0.25 * em:
        return False
    is_indented = here.x0 > margins.left + 1.2 * em
    if previous.page != line.page:
        return not previous.text.rstrip().endswith(_CLOSING) and not is_indented
    if line.baseline - previous.baseline > 4 * em and line.page:
        return False
    return before.x1 > margins.right - 2.2 * em and not is_indented
