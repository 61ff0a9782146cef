"""pages → frames: what remains of a page after layout."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.records.layout import PageFrame
from pipeline.records.page import Page


def find_frames(pages: tuple[Page, ...]) -> Iterator[PageFrame]:
    """One frame per page: size in points, characters without blanks, and the share of the page that images cover."""
    for page in pages:
        yield PageFrame(
            page.number, page.width, page.height, int(np.count_nonzero(page.code != 32)), _image_share(page)
        )


def _image_share(page: Page) -> float:
    sizes = (page.images[:, 2] - page.images[:, 0]) * (page.images[:, 3] - page.images[:, 1])
    return float(min(1.0, sizes.sum() / (page.width * page.height))) if page.width * page.height > 0 else 0.0
