"""What a page prints around its content: page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from pipeline.matching.normalize import bare
from pipeline.records.layout import Line
from pipeline.records.page import Page

Furniture = Literal["header", "footer", "page_number"]
_DASH = r"[-—–―─‐−－~～·•]"
_DECORATED = re.compile(
    rf"{_DASH}{{1,4}}\d{{1,4}}{_DASH}{{1,4}}|第\d{{1,4}}页(?:[，,/／]?共\d{{1,4}}页)?|共\d{{1,4}}页[，,/／]?第\d{{1,4}}页"
    r"|\d{1,4}[/／]\d{1,4}|[Pp](?:age)?\.?\d{1,4}"
)
_BARE = re.compile(rf"{_DASH}?\d{{1,4}}")
_DIGITS = re.compile(r"\d+")
_MARGIN = 0.13
"""Running heads and page numbers stand in this part of the page's height, above or below; sideways ones beside."""
_REPEATS = 3
_DRIFT = 4.0
"""Points by which a running head may move from page to page."""
_OPEN_SHARE = 0.3
"""A running head stands on pages without tables too; what repeats only above tables is their caption."""


def furniture_of(lines: Sequence[Line], pages: Mapping[int, Page], ruled_pages: frozenset[int]) -> dict[int, Furniture]:
    """Which of these lines (none of them printed in a grid) are furniture: line order → kind.

    `ruled_pages` are the pages with a grid. A bare number is a page number only where numbers in the margins of
    other pages count on with the pages; running heads are found by repetition, digits ignored.
    """
    typed = [line for line in lines if line.page == 0]
    printed = [line for line in lines if line.page > 0 and line.page in pages]
    edge = [line for line in printed if _is_marginal(line, pages[line.page])] + _outermost(printed)
    edge = list({line.order: line for line in edge}.values())
    found: dict[int, Furniture] = dict.fromkeys(_page_numbers(edge, len(pages)), "page_number")
    found |= dict.fromkeys(_typed_numbers(typed), "page_number")
    rest = [line for line in edge if line.order not in found and _is_marginal(line, pages[line.page])]
    for line in _running_heads(rest, ruled_pages):
        found[line.order] = "header" if line.bottom < pages[line.page].height / 2 else "footer"
    return found


def _is_marginal(line: Line, page: Page) -> bool:
    """In the upper or lower margin; a sideways label (taller than wide) in the left or right one."""
    if line.bottom <= _MARGIN * page.height or line.top >= (1 - _MARGIN) * page.height:
        return True
    box = line.box
    tall = box.bottom - box.top > 1.5 * (box.x1 - box.x0) or len(set(line.x0)) == 1
    return tall and (box.x1 <= _MARGIN * page.width or box.x0 >= (1 - _MARGIN) * page.width)


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """The last line of each page, wherever it stands."""
    last: dict[int, Line] = {}
    for line in lines:
        if line.page not in last or line.bottom > last[line.page].bottom:
            last[line.page] = line
    return list(last.values())


def _page_numbers(lines: Sequence[Line], page_count: int) -> set[int]:
    decorated = {line.order for line in lines if _DECORATED.fullmatch(bare(line.text))}
    bare_numbers = [line for line in lines if line.order not in decorated and _BARE.fullmatch(bare(line.text))]
    offsets: dict[int, set[int]] = defaultdict(set)
    for line in bare_numbers:
        offsets[_number(line) - line.page].add(line.page)
    needed = 1 if page_count == 1 else 2
    steady = {offset for offset, where in offsets.items() if len(where) >= needed and (page_count > 1 or offset == 0)}
    return decorated | {line.order for line in bare_numbers if _number(line) - line.page in steady}


def _number(line: Line) -> int:
    match = _DIGITS.search(bare(line.text))
    return int(match.group()) if match else 0


def _typed_numbers(lines: Sequence[Line]) -> set[int]:
    """In plain text: decorated numbers alone on a line."""
    return {line.order for line in lines if _DECORATED.fullmatch(bare(line.text))}


def _running_heads(lines: Sequence[Line], ruled_pages: frozenset[int]) -> list[Line]:
    """Lines that say the same, digits apart, at the same height of several pages, not only of pages with tables."""
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        groups[_DIGITS.sub("#", bare(line.text))].append(line)
    heads: list[Line] = []
    for text, group in groups.items():
        if not text or len(group) < _REPEATS:
            continue
        height = Counter(round(line.baseline / _DRIFT) for line in group).most_common(1)[0][0] * _DRIFT
        steady = [line for line in group if abs(line.baseline - height) <= 2 * _DRIFT]
        where = {line.page for line in steady}
        if len(where) >= _REPEATS and len(where - ruled_pages) >= _OPEN_SHARE * len(where):
            heads += steady
    return heads
