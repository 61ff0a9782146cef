"""pages → lines: characters on one baseline, in reading order over the whole filing."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.matching.baselines import read_lines
from pipeline.matching.turning import as_displayed, quarter_of, upright_page
from pipeline.records.layout import Line
from pipeline.records.page import Page


def find_lines(pages: tuple[Page, ...]) -> Iterator[Line]:
    """The printed lines of all pages. `order` counts over the filing: by page, from the top down, from left to right.

    On a page whose content lies on its side the lines are read as if it were upright; their boxes are those of the
    page as displayed, where each such line is a column, so that all its characters share one box.
    """
    order = 0
    for page in pages:
        quarter = quarter_of(page)
        lines = read_lines(upright_page(page, quarter), order)
        yield from [_displayed(line, page, quarter) for line in lines] if quarter else lines
        order += len(lines)


def _displayed(line: Line, page: Page, quarter: int) -> Line:
    box = as_displayed(line.box, page, quarter)
    count = len(line.text)
    return Line(
        line.page,
        line.order,
        line.text,
        line.raw,
        (box.x0,) * count,
        (box.x1,) * count,
        box.top,
        box.bottom,
        box.bottom,
        line.size,
        line.is_bold,
    )
