"""pdfplumber: the second, independent reader of PDF files, slower and of another family. It gives the same Page."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import resolve_all
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.readers.assemble import REPLACEMENT, Glyphs, display_matrix, make_page
from pipeline.records.errors import SourceError
from pipeline.records.page import Page

# What it cannot parse comes out as missing pages or characters; its warnings name neither file nor remedy.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
_THIN = 3.2
_BOLD_NAMES = ("bold", "heavy", "black", "simhei", "heiti")


class ReferenceDocument:
    """An open document; use `open_reference`."""

    def __init__(self, pdf: pdfplumber.PDF) -> None:
        self._pdf = pdf
        self.page_count = len(pdf.pages)

    def page(self, number: int) -> Page:
        """Read page `number` (from 1). Any failure of the engine passes through."""
        source = self._pdf.pages[number - 1]
        left, top, right, bottom = _visible(source)
        rules, fills = _drawn(source)
        images = [_box(image, float(source.height)) for image in source.images]
        areas = (np.array(a, dtype=float).reshape(-1, 4) - (left, top, left, top) for a in (rules, images, fills))
        page = make_page(number, right - left, bottom - top, _glyphs(source, left, top), *areas)
        source.close()
        return page

    def tables(self, number: int) -> list[tuple[tuple[float, float, float, float], list[list[str | None]]]]:
        """What pdfplumber's own table finder sees on a page: a box and the texts of each table, for comparison."""
        source = self._pdf.pages[number - 1]
        found = [(tuple(map(float, table.bbox)), table.extract()) for table in source.find_tables()]
        source.close()
        return found  # type: ignore[return-value]


def _glyphs(source: Any, shift_x: float, shift_y: float) -> Glyphs:
    """Characters as columns; those of several code points (ligatures) are split evenly."""
    height = float(source.height)
    rows: list[tuple[float, ...]] = []
    codes: list[int] = []
    for char in source.chars:
        text = char["text"]
        points = [REPLACEMENT] if text.startswith("(cid:") else [ord(c) for c in text]
        a, b, c, d, e, f = char["matrix"]
        # The matrix scales the advance; the glyph's box (its height, or width where turned) already is the
        # scaled font size.
        size, advance = float(char["size"]), float(char["adv"])
        along = (a * advance, -b * advance)
        rise = float(np.hypot(c, d)) or 1.0
        up = (c / rise * size, -d / rise * size)
        bold = any(word in char["fontname"].lower() for word in _BOLD_NAMES)
        white = _is_white(char["non_stroking_color"])
        for index, point in enumerate(points):
            part = index / len(points)
            rows.append(
                (
                    e - shift_x + along[0] * part,
                    height - f - shift_y + along[1] * part,
                    along[0] / len(points),
                    along[1] / len(points),
                    *up,
                    bold,
                    white,
                )
            )
            codes.append(point)
    table = np.array(rows, dtype=float).reshape(-1, 8)
    return Glyphs(
        np.array(codes, dtype=np.int64),
        table[:, 0:2],
        table[:, 2:4],
        table[:, 4:6],
        table[:, 6] > 0,
        table[:, 7] > 0,
        np.tile(np.array(_EVERYWHERE), (len(codes), 1)),
    )


def _is_white(colour: Any) -> bool:
    if not isinstance(colour, tuple) or not colour or not all(isinstance(part, int | float) for part in colour):
        return False
    return not any(colour) if len(colour) == 4 else min(colour) >= 0.98


def _drawn(source: Any) -> tuple[list[tuple[float, ...]], list[tuple[float, ...]]]:
    """Rules and coloured areas."""
    rules: list[tuple[float, ...]] = []
    fills: list[tuple[float, ...]] = []
    height = float(source.height)
    for item in source.lines:
        if not _is_white(item["stroking_color"]):
            rules.append(_box(item, height))
    for item in source.rects:
        x0, top, x1, bottom = box = _box(item, height)
        if item["stroke"] and not _is_white(item["stroking_color"]):
            rules += [(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)]
        if item["fill"] and not _is_white(item["non_stroking_color"]):
            (rules if min(x1 - x0, bottom - top) <= _THIN else fills).append(box)
    return rules, fills


def _box(item: dict[str, Any], height: float) -> tuple[float, ...]:
    return float(item["x0"]), height - float(item["y1"]), float(item["x1"]), height - float(item["y0"])


def _visible(source: Any) -> tuple[float, ...]:
    """The crop box within the media box as displayed: the engine itself counts from the media box."""
    media, crop = (
        _ordered(source.page_obj.attrs.get(name) or source.page_obj.mediabox) for name in ("MediaBox", "CropBox")
    )
    low, high = np.maximum(media[:2], crop[:2]), np.minimum(media[2:], crop[2:])
    matrix, _, _ = display_matrix(int(source.rotation) // 90, media)
    placed = np.array((low, high)) @ matrix[:, :2].T + matrix[:, 2]
    return *map(float, placed.min(axis=0)), *map(float, placed.max(axis=0))


def _ordered(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in resolve_all(box))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@contextmanager
def open_reference(data: bytes) -> Iterator[ReferenceDocument]:
    """Open a PDF from its bytes. Raises SourceError: encrypted, truncated, no_pages."""
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise SourceError(
                "encrypted", "PDF 文件设有打开密码，无法读取。请提供未加密的 PDF 后放回原目录。"
            ) from error
        raise SourceError(
            "truncated", "PDF 文件不完整或已损坏，无法打开。请重新下载或重新导出完整的 PDF 后放回原目录。"
        ) from error
    with pdf:
        if not pdf.pages:
            raise SourceError("no_pages", "PDF 文件中没有任何页面。请核对原文件，重新导出 PDF 后放回原目录。")
        yield ReferenceDocument(pdf)
