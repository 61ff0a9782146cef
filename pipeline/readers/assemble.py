"""From raw columns of an engine to one Page: what every engine's reader shares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.records.page import Floats, Ints, Page

ASCENT, DESCENT = 0.88, 0.12
"""Where the em box stands about the baseline, in parts of the font size: the usual place of Han characters."""
REPLACEMENT = 0xFFFD
"""Stands for a glyph that the file maps to no character: it is seen, so it is not dropped."""
_SAME_PLACE = 0.1
"""Two equal characters of one size nearer than this part of it are one character printed twice (fake bold). A large
one under the page (a watermark) is another."""

_NEAR = 0.5
"""Points within which two readings of a page put the same character."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """Characters of one page as an engine gave them, as displayed, before anything is left out.

    `along` (n, 2) is the vector of the advance, `up` (n, 2) that of the em's height; `origin` (n, 2) stands on the
    baseline.
    """

    code: Ints
    origin: Floats
    along: Floats
    up: Floats
    bold: Flags
    white: Flags
    clip: Floats


def display_matrix(rotation: int, box: tuple[float, float, float, float]) -> tuple[Floats, float, float]:
    """How points of user space come to stand on the displayed page.

    `rotation` in quarter turns clockwise, `box` = left, bottom, right, top of the visible part.
    Returns a (2, 3) matrix and the displayed width and height.
    """
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    rows = {
        0: ((1, 0, -left), (0, -1, top)),
        1: ((0, 1, -bottom), (1, 0, -left)),
        2: ((-1, 0, right), (0, 1, -bottom)),
        3: ((0, -1, top), (-1, 0, right)),
    }[rotation % 4]
    return np.array(rows, dtype=float), *((width, height) if rotation % 2 == 0 else (height, width))


def make_page(
    number: int, width: float, height: float, glyphs: Glyphs, rules: Floats, images: Floats, fills: Floats
) -> Page:
    """One Page of what can be seen: clipped, off-page, white-on-white and doubled characters are left out.

    `fills` are coloured areas on which white characters can be read.
    """
    boxes, upright = _em_boxes(glyphs)
    size = np.hypot(glyphs.up[:, 0], glyphs.up[:, 1])
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    clip = np.maximum(glyphs.clip, (0.0, 0.0, -np.inf, -np.inf))
    clip = np.minimum(clip, (np.inf, np.inf, width, height))
    slack = size * 0.2
    seen = (size > 0.5) & (glyphs.code > 0)
    for axis in (0, 1):
        seen &= (middle[:, axis] >= clip[:, axis] - slack) & (middle[:, axis] <= clip[:, axis + 2] + slack)
    seen &= ~glyphs.white | _within(middle, fills) | _within(middle, images)
    kept, doubled = _without_doubles(glyphs.code, glyphs.origin, size, np.flatnonzero(seen))
    columns = boxes[kept]
    return Page(
        number,
        float(width),
        float(height),
        glyphs.code[kept],
        columns[:, 0].copy(),
        columns[:, 2].copy(),
        columns[:, 1].copy(),
        columns[:, 3].copy(),
        glyphs.origin[kept, 1].copy(),
        size[kept],
        glyphs.bold[kept] | doubled,
        upright[kept],
        _on_page(rules, width, height),
        _on_page(images, width, height),
    )


def with_characters_at(areas: Floats, other: Page, page: Page) -> Page:
    """The page with those characters of another reading of it whose origins stand in the given areas (n, 4)."""
    left, top, right, bottom = areas.T + np.array([[-_NEAR], [-_NEAR], [_NEAR], [_NEAR]])
    x0, x1, y = other.x0[:, None], other.x1[:, None], other.baseline[:, None]
    begins = (x0 >= left) & (x0 <= right)
    touches = (x1 >= left) & (x0 <= right)
    inside = np.where(other.upright[:, None], begins, touches) & (y >= top) & (y <= bottom)
    found = np.any(inside, axis=1) & (other.code != 32)
    columns = ("code", "x0", "x1", "top", "bottom", "baseline", "size", "bold", "upright")
    joined: dict[str, Any] = {
        name: np.concatenate((getattr(page, name), getattr(other, name)[found])) for name in columns
    }
    return replace(page, **joined)


def _em_boxes(glyphs: Glyphs) -> tuple[Floats, Flags]:
    """The rectangle around each em box, and whether the character reads from left to right."""
    low, high = glyphs.origin - DESCENT * glyphs.up, glyphs.origin + ASCENT * glyphs.up
    corners = np.stack((low, high, low + glyphs.along, high + glyphs.along))
    across, down = glyphs.along[:, 0], glyphs.along[:, 1]
    flat = (across > 0) & (np.abs(down) <= 0.05 * across) | (across == 0) & (down == 0)
    return np.concatenate((corners.min(0), corners.max(0)), axis=1), flat & (glyphs.up[:, 1] < 0)


def _within(points: Floats, areas: Floats) -> Flags:
    if not len(areas) or not len(points):
        return np.zeros(len(points), dtype=bool)
    x, y = points[:, :1], points[:, 1:]
    inside = (x >= areas[:, 0]) & (x <= areas[:, 2]) & (y >= areas[:, 1]) & (y <= areas[:, 3])
    return np.any(inside, axis=1)


def _without_doubles(code: Ints, origin: Floats, size: Floats, seen: Ints) -> tuple[Ints, Flags]:
    """Indices of what remains when a character printed again on itself is left out, and which were printed again."""
    if not len(seen):
        return seen, np.zeros(0, dtype=bool)
    order = seen[np.lexsort((origin[seen, 0], np.round(origin[seen, 1]), code[seen]))]
    first, second = order[:-1], order[1:]
    smaller, larger = np.minimum(size[first], size[second]), np.maximum(size[first], size[second])
    near = np.abs(origin[first] - origin[second]).max(axis=1) < _SAME_PLACE * smaller
    near &= larger - smaller < _SAME_PLACE * smaller
    again = (code[first] == code[second]) & near & (code[first] != 32)
    dropped = np.zeros(len(code), dtype=bool)
    doubled = np.zeros(len(code), dtype=bool)
    dropped[np.maximum(first, second)[again]] = True
    doubled[np.minimum(first, second)[again]] = True
    kept = seen[~dropped[seen]]
    return kept, doubled[kept]


def _on_page(boxes: Floats, width: float, height: float) -> Floats:
    """Boxes cut to the page; those outside are left out."""
    if not len(boxes):
        return np.zeros((0, 4))
    cut = np.clip(boxes, 0.0, (width, height, width, height))
    inside = (boxes[:, 2] >= 0) & (boxes[:, 3] >= 0) & (boxes[:, 0] <= width) & (boxes[:, 1] <= height)
    return cut[inside]
