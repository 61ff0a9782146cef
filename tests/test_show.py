"""Any layer is drawn on the image of its page."""

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from pipeline import show
from pipeline.readers import read_pages
from pipeline.records.geometry import Box
from pipeline.stages.blocks import find_blocks
from pipeline.stages.grids import find_grids
from pipeline.stages.lines import find_lines
from tests.drawing import draw, table

DATA = draw(table([["科目名称", "金额"], ["行政运行", "1.00"]]), lambda sheet: sheet.text(60, 100, "第二页文字"))


@dataclass(frozen=True)
class Row:
    boxes: tuple[Box, ...]
    kind: str = "row"


def layers() -> dict[str, tuple]:
    pages = read_pages(DATA, "pdf").pages
    lines = tuple(find_lines(pages))
    grids = tuple(find_grids(pages, lines))
    return {"blocks": tuple(find_blocks(lines, grids, pages))}


def image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def coloured(picture: Image.Image, box: tuple[float, float, float, float]) -> int:
    """How many pixels within a rectangle of the page (in points) are neither black, white nor grey."""
    part = picture.crop(tuple(round(value * show.SCALE) for value in box))
    pixels = np.asarray(part, dtype=int)
    return int((pixels.max(axis=2) - pixels.min(axis=2) > 8).sum())


@pytest.mark.parametrize("layer", ["characters", "lines", "grids", "blocks"])
def test_layout_layers_are_drawn_where_they_stand(layer: str) -> None:
    picture = image(show.render(DATA, 1, layer, layers()))
    assert picture.size == (1190, 1684)
    assert coloured(picture, (58, 98, 245, 145)) > 100
    assert coloured(picture, (300, 300, 500, 500)) == 0


def test_only_records_of_the_page_are_drawn() -> None:
    rows = (Row((Box(1, 100, 300, 200, 320), Box(2, 100, 600, 200, 620))),)
    first, second = (image(show.render(DATA, page, "facts", {"facts": rows})) for page in (1, 2))
    assert coloured(first, (90, 290, 210, 330)) > 0
    assert coloured(first, (90, 590, 210, 630)) == 0
    assert coloured(second, (90, 590, 210, 630)) > 0


def test_a_layer_without_records_is_the_bare_page() -> None:
    assert coloured(image(show.render(DATA, 1, "reasons", {})), (0, 0, 595, 842)) == 0


def test_a_page_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="page 9 of 2"):
        show.render(DATA, 9, "lines", layers())
