"""Pages whose content lies on its side: read them upright, and give places back as displayed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.records.geometry import Box
from pipeline.records.page import Floats, Page

_MOSTLY = 0.8
_DESCENT = 0.12


def quarter_of(page: Page) -> int:
    """How far the content is turned clockwise: 0 upright, 1 if it runs downward, 3 if upward.

    Turned means that most characters stand sideways; single sideways labels do not turn a page.
    """
    if page.upright.all():
        return 0
    sideways = sideways_of(page)
    inked = page.code != 32
    if not inked.any() or np.count_nonzero(sideways & inked) < _MOSTLY * np.count_nonzero(inked):
        return 0
    middle = (page.top + page.bottom)[sideways] / 2
    steps = np.diff(middle)
    near = np.abs(steps) < 3 * np.median(page.size[sideways])
    return 1 if np.count_nonzero(steps[near] > 0) >= np.count_nonzero(steps[near] < 0) else 3


def sideways_of(page: Page) -> np.ndarray:
    """Which characters stand at a right angle to upright ones; slanted ones (watermarks) do not."""
    slack = 0.02 * page.size + 0.05
    along = page.x1 - page.x0
    return ~page.upright & (np.abs(along - page.size) <= slack)


def upright_page(page: Page, quarter: int) -> Page:
    """The page with its content turned upright; characters that were upright become sideways."""
    if quarter == 0:
        return page
    boxes = _turned(np.stack((page.x0, page.top, page.x1, page.bottom), axis=1), page.width, page.height, quarter)
    sideways = sideways_of(page)
    baseline = np.where(sideways, boxes[:, 3] - _DESCENT * page.size, boxes[:, 3])
    return replace(
        page,
        width=page.height,
        height=page.width,
        x0=boxes[:, 0],
        top=boxes[:, 1],
        x1=boxes[:, 2],
        bottom=boxes[:, 3],
        baseline=baseline,
        upright=sideways,
        rules=_turned(page.rules, page.width, page.height, quarter),
        images=_turned(page.images, page.width, page.height, quarter),
    )


def _turned(boxes: Floats, width: float, height: float, quarter: int) -> Floats:
    x0, top, x1, bottom = boxes.T
    if quarter == 1:
        return np.stack((top, width - x1, bottom, width - x0), axis=1)
    return np.stack((height - bottom, x0, height - top, x1), axis=1)


def as_displayed(box: Box, page: Page, quarter: int) -> Box:
    """A box of the upright page, back on the page as displayed (`page` is the displayed one)."""
    if quarter == 0:
        return box
    if quarter == 1:
        return Box(box.page, page.width - box.bottom, box.x0, page.width - box.top, box.x1)
    return Box(box.page, box.top, page.height - box.x1, box.bottom, page.height - box.x0)


def reading_top(box: Box, page: Page, quarter: int) -> float:
    """How far down the upright page the box of a displayed page begins."""
    return {0: box.top, 1: page.width - box.x1, 3: box.x0}[quarter]
