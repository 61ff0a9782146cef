"""Strips of pages as images, words and figures boxed."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from pipeline.evidence.strips import MarkKind, Strip
from pipeline.readers import page_image

COLOURS: dict[MarkKind, tuple[int, int, int]] = {"words": (192, 57, 43), "figures": (31, 97, 160)}
_MARGIN = 1.5
_WHITE = (255, 255, 255)
_BETWEEN = 8


def page_of(pdf: bytes, number: int, scale: float) -> Image.Image:
    """The image of a page. Raises SourceError, or ValueError for a page that is not there."""
    pixels, width, height = page_image(pdf, number, scale)
    return Image.frombytes("RGB", (width, height), pixels)


def cut_out(page: Image.Image, strip: Strip, scale: float) -> Image.Image:
    """The part of the page image that the strip is, with its marks boxed."""
    boxed = page.copy()
    pen = ImageDraw.Draw(boxed)
    for mark in strip.marks:
        box = mark.box
        corners = (
            (box.x0 - _MARGIN) * scale, (box.top - _MARGIN) * scale,
            (max(box.x0, box.x1) + _MARGIN) * scale, (max(box.top, box.bottom) + _MARGIN) * scale,
        )
        pen.rectangle(corners, outline=COLOURS[mark.kind], width=max(1, round(scale)))
    bottom = min(page.height, max(round(strip.bottom * scale), 1))
    top = min(max(0, round(strip.top * scale)), bottom - 1)
    return boxed.crop((0, top, page.width, bottom))


def stacked(images: Sequence[Image.Image]) -> Image.Image:
    """Images one below the other. Raises ValueError where there is none."""
    height = sum(image.height for image in images) + _BETWEEN * (len(images) - 1)
    whole = Image.new("RGB", (max(image.width for image in images), height), _WHITE)
    top = 0
    for image in images:
        whole.paste(image, (0, top))
        top += image.height + _BETWEEN
    return whole


def compressed(image: Image.Image, quality: int) -> bytes:
    """The image as WebP."""
    target = io.BytesIO()
    image.save(target, "WEBP", quality=quality, method=4)
    return target.getvalue()
