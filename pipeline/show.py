"""Draw any layer on the image of its page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw

from pipeline.readers import page_image, read_pages
from pipeline.records.geometry import Box

SCALE = 2.0
"""Pixels per point."""
_PALETTE = (
    (214, 39, 40),
    (31, 119, 180),
    (44, 160, 44),
    (148, 103, 189),
    (255, 127, 14),
    (23, 190, 207),
    (227, 119, 194),
    (140, 86, 75),
)
Rectangle = tuple[str, str, Box]
"""A short label, the key of its colour, and where it stands."""


def render(data: bytes, page: int, layer: str, layers: Mapping[str, tuple[Any, ...]]) -> bytes:
    """A PNG of page `page` (from 1) with the records of `layer` drawn on it.

    `data` are the bytes of the PDF, `layers` the layers by name. `characters` are read from the file again; `lines`
    and `grids` may be taken from the blocks where the layout cut has dropped them. Records without a box on the page
    are not drawn. Raises SourceError, or ValueError for a page that is not there.
    """
    if layer == "characters":
        return draw(data, page, list(_characters(data, page)), SCALE)
    return draw(data, page, list(_rectangles(layer, page, layers)), SCALE)


def draw(pdf_bytes: bytes, page_number: int, rectangles: Sequence[Rectangle], scale: float) -> bytes:
    """A PNG of the page with labelled rectangles; equal colour keys get equal colours."""
    pixels, width, height = page_image(pdf_bytes, page_number, scale)
    image = Image.frombytes("RGB", (width, height), pixels).convert("RGBA")
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    keys = {key: index for index, key in enumerate(dict.fromkeys(key for _, key, _ in rectangles))}
    for label, key, box in rectangles:
        colour = _PALETTE[keys[key] % len(_PALETTE)]
        corners = [box.x0 * scale, box.top * scale, max(box.x1, box.x0) * scale, max(box.bottom, box.top) * scale]
        pen.rectangle(corners, outline=(*colour, 255), fill=(*colour, 28), width=max(1, round(scale / 2)))
        if label:
            pen.text(
                (corners[0] + 1, corners[1] - 5 * scale), label.encode("ascii", "replace").decode(), fill=(*colour, 255)
            )
    target = io.BytesIO()
    Image.alpha_composite(image, layer).convert("RGB").save(target, "PNG")
    return target.getvalue()


def _characters(data: bytes, number: int) -> Iterator[Rectangle]:
    page = next((page for page in read_pages(data, "pdf").pages if page.number == number), None)
    if page is None:
        return
    for index in range(len(page.code)):
        key = "upright" if page.upright[index] else "sideways"
        box = Box(number, *(float(column[index]) for column in (page.x0, page.top, page.x1, page.bottom)))
        yield "", key, box
    for rule in page.rules.tolist():
        yield "", "rule", Box(number, *rule)


def _rectangles(layer: str, page: int, layers: Mapping[str, tuple[Any, ...]]) -> Iterator[Rectangle]:
    records = layers.get(layer, ())
    if not records and layer in ("lines", "grids"):
        blocks = layers.get("blocks", ())
        records = (
            tuple(b.grid for b in blocks if b.grid) if layer == "grids" else tuple(ln for b in blocks for ln in b.lines)
        )
    for index, record in enumerate(records):
        for label, key, box in _of_record(record, layer):
            if box.page == page:
                yield label or str(index), key, box


def _of_record(record: Any, layer: str) -> Iterator[Rectangle]:
    """The rectangles of one record, whatever it is: blocks by kind, grids by cell, the others by `boxes` or `box`."""
    if layer == "blocks":
        boxes = [line.box for line in record.lines] if record.grid is None else [record.grid.box]
        for box in boxes:
            yield f"{record.order}", record.kind, box
    elif layer == "grids":
        for cell in record.cells:
            key = "merged" if (cell.row_end - cell.row) * (cell.column_end - cell.column) > 1 else "single"
            yield f"{cell.row},{cell.column}", key, cell.area
    elif hasattr(record, "boxes"):
        for box in record.boxes:
            yield "", _colour_key(record), box
    elif hasattr(record, "box"):
        yield "", layer, record.box


def _colour_key(record: Any) -> str:
    """What tells records of one layer apart: the first enum-like attribute that they have."""
    for name in ("template", "kind", "quantity", "outcome", "state", "key"):
        value = getattr(record, name, None)
        if isinstance(value, str):
            return value
    return type(record).__name__
