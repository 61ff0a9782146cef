"""Reading lines on: which line goes on the paragraph of the line before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

from pipeline.records.layout import Block, Line

_CLOSING = ("。", "！", "？", "；", "：", ":", ".”", "。”", "）。")


class _Extent(NamedTuple):
    """From where to where a line reaches, and its size: looked up once, the margins of a page are asked for often."""

    page: int
    x0: float
    x1: float
    size: float


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
    """The left and right edge that lines of this stretch share, from the lines themselves."""
    return _margins([_extent(line) for line in lines if line.text.strip()])


def _extent(line: Line) -> _Extent:
    return _Extent(line.page, min(line.x0), max(line.x1), line.size)


def _margins(extents: Sequence[_Extent]) -> Margins:
    if not extents:
        return Margins(0.0, 0.0, 1.0)
    sizes = sorted([extent.size for extent in extents])
    em = sizes[len(sizes) // 2]
    return Margins(_left([extent.x0 for extent in extents], em), _right(extents, em), em)


def _left(starts: Sequence[float], em: float) -> float:
    """The left edge: the leftmost place where several lines begin; first lines are set in, a few stand out to the
    left."""
    counts = Counter([round(x0 / em) for x0 in starts])
    usual = [place for place, count in counts.items() if count >= max(_SEVERAL, _PORTION * len(starts))]
    place = min(usual) if usual else max(counts, key=lambda p: (counts[p], -p))
    return min(x0 for x0 in starts if round(x0 / em) == place)


_SEVERAL, _PORTION = 2, 0.06
"""From how many lines, and from what part of a page's lines, a place counts as an edge."""


def _right(extents: Sequence[_Extent], em: float) -> float:
    """The right edge: of a page, the furthest one; of a text file, whose tables run wider than its text, the commonest.

    Where as many lines or more run over the commonest, or few lines end there, the file has a line for each paragraph,
    and no edge.
    """
    furthest = max([extent.x1 for extent in extents])
    if extents[0].page:
        return furthest
    rights = Counter(round(extent.x1 / em / 2) for extent in extents if extent.x1 > _SHORT * em)
    if not rights:
        return furthest
    common = max(rights, key=lambda right: (rights[right], right))
    if rights[common] < _EDGE or sum(count for right, count in rights.items() if right > common) >= rights[common]:
        return inf
    return max(extent.x1 for extent in extents if round(extent.x1 / em / 2) == common)


_SHORT = 15
"""Lines of a text file below this many characters say nothing of its margin."""
_EDGE = 3
"""Lines of a text file that end at one place make an edge from this many on."""


def paragraph_starts(blocks: Iterable[Block]) -> frozenset[int]:
    """Orders of the lines at which a paragraph begins; a grid always ends one, furniture never does.

    A page number in a text file tears the paragraph around it, unless that had come to its end.
    """
    starts: set[int] = set()
    previous: Line | None = None
    is_torn = False
    pages = _lines_by_page(blocks)
    margins = _by_page(pages)
    for block in blocks:
        if block.kind == "grid":
            previous = None
        if block.kind != "text":
            is_torn = is_torn or (block.kind == "page_number" and block.page == 0)
            continue
        for line in block.lines:
            if not line.text.strip():
                continue
            goes_on = previous is not None and (
                (is_torn and not _is_closed(previous))
                or continues(previous, line, margins[previous.page], margins[line.page])
            )
            if not goes_on:
                starts.add(line.order)
            previous, is_torn = line, False
    return frozenset(starts)


def _by_page(pages: dict[int, list[Line]]) -> dict[int, Margins]:
    """Each page's own margins. A page with few lines, or whose paragraphs are all one line long, shows no left edge
    of its own: it takes that of the pages that end at the same right edge."""
    extents = {page: [_extent(line) for line in lines] for page, lines in pages.items()}
    typical = _margins([extent for some in extents.values() for extent in some])
    own = {page: _margins(some) if len(some) >= _ENOUGH else typical for page, some in extents.items()}
    enough = [page for page, lines in pages.items() if len(lines) >= _ENOUGH]
    shared: dict[tuple[int, ...], float] = {}
    found = {}
    for page, margins in own.items():
        alike = tuple(other for other in enough if abs(own[other].right - margins.right) <= margins.em)
        if alike and alike not in shared:
            shared[alike] = _margins([extent for other in alike for extent in extents[other]]).left
        left = shared[alike] if alike else margins.left
        is_set_in = 0 < margins.left - left <= _WIDEST_INDENT * margins.em
        found[page] = replace(margins, left=left) if is_set_in else margins
    return found


_WIDEST_INDENT = 3
"""First lines are set in by two characters as a rule."""
_ENOUGH = 6
"""Lines of running text from which a page shows its own margins."""


def _lines_by_page(blocks: Iterable[Block]) -> dict[int, list[Line]]:
    pages: dict[int, list[Line]] = {}
    for block in text_blocks(blocks):
        for line in block.lines:
            if line.text.strip():
                pages.setdefault(line.page, []).append(line)
    return pages


def continues(previous: Line, line: Line, before: Margins, here: Margins) -> bool:
    """Does `line` go on the paragraph of `previous`? `before` and `here` are the margins of their pages.

    It does when it is not indented and its first word had no room left on the line before (a number is not broken, a
    bracket stays with what it closes). Over a page break the line before must also lack its closing mark.
    """
    em = max(here.em, 1.0)
    is_text_file = previous.page == 0
    is_closed = _is_closed(previous)
    if (
        abs(previous.size - line.size) > 0.25 * em
        or min(line.x0) - here.left > (_TEXT_INDENT if is_text_file else _INDENT) * em
    ):
        return False
    if previous.page == line.page and line.page and line.baseline - previous.baseline > 4 * em:
        return False
    if previous.page != line.page and is_closed:
        return False
    room = (
        _FULL * em
        if is_closed
        else max(_FULL * em, _first_word(line) + _SLACK * em, _RAGGED * em if is_text_file else 0)
    )
    return max(previous.x1) > before.right - room


def _is_closed(line: Line) -> bool:
    return line.text.rstrip().endswith(_CLOSING)


def _first_word(line: Line) -> float:
    """How wide the first word of a line is, which no line break may tear."""
    match = _WORD.match(line.text.lstrip())
    start = len(line.text) - len(line.text.lstrip())
    last = start + max(match.end() if match else 1, 1)
    return line.x1[last - 1] - line.x0[start]


_WORD = re.compile(r"[0-9A-Za-z.,%+\-]+|[（(“《][^（）()“”《》]{0,5}[）)”》]?[，。、；：]?|.[，。、；：）”》]*")
_INDENT, _TEXT_INDENT = 0.35, 0.9
"""By how many characters a first line is set in at the least (half a character is seen in real files)."""
_FULL, _RAGGED, _SLACK = 2.2, 6.0, 1.2
"""How far from the right margin a full line may end, in characters; text files lost the spacing that filled their
lines."""
