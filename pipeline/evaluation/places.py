"""Do the boxes of a row hold what the row says? Every row is looked at, not a sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.matching.normalize import bare
from pipeline.records.geometry import Box
from pipeline.records.page import Page

LAYERS = ("facts", "statements", "reasons", "mentions", "numbers")
"""Layers whose rows have a surface and its boxes."""
_PAD = 1.0


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A row whose boxes do not hold its surface: `found` is what they hold."""

    layer: str
    surface: str
    page: int | None
    found: str


def misplaced(layers: Mapping[str, Sequence[Any]], pages: Sequence[Page]) -> Iterator[Misplaced]:
    """The rows of a filing whose boxes, cut out of these pages, lack the text that the row prints. `pages` may be
    another engine's than those that the rows were read from. Rows without surface (blank cells) have nothing to
    find."""
    by_number = {page.number: page for page in pages}
    for layer in LAYERS:
        for row in layers.get(layer, ()):
            wanted = bare(row.surface)
            if not wanted or not by_number.keys() - {0}:
                continue
            found = "".join(text_in(by_number[box.page], box) for box in row.boxes if box.page in by_number)
            if wanted not in found:
                yield Misplaced(layer, row.surface, row.page, found)


def checked_count(layers: Mapping[str, Sequence[Any]]) -> int:
    """How many rows `misplaced` looks at."""
    return sum(bool(bare(row.surface)) for layer in LAYERS for row in layers.get(layer, ()))


def text_in(page: Page, box: Box) -> str:
    """The characters whose middle stands in the box, as they are read: left to right, on pages on their side up or
    down; folded, without blanks."""
    x, y = (page.x0 + page.x1) / 2, (page.top + page.bottom) / 2
    inside = (x >= box.x0 - _PAD) & (x <= box.x1 + _PAD) & (y >= box.top - _PAD) & (y <= box.bottom + _PAD)
    chosen = np.flatnonzero(inside)
    if chosen.size and not page.upright[chosen].any():
        downward = np.diff(y[chosen]).sum() > 0
        order = chosen[np.argsort(y[chosen] if downward else -y[chosen], kind="stable")]
    else:
        order = chosen[np.argsort(page.x0[chosen], kind="stable")]
    return bare("".join(map(chr, page.code[order].tolist())))
