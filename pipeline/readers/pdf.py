"""PDFium: the first reader of PDF files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

import numpy as np

from pipeline.readers import pdf_calls as pdfium
from pipeline.readers.assemble import REPLACEMENT, Glyphs, display_matrix, make_page
from pipeline.readers.pdf_objects import IDENTITY, INVISIBLE, Drawing, Objects, as_displayed
from pipeline.records.errors import SourceError
from pipeline.records.page import Floats, Page

_ONE_AT_A_TIME = Lock()
"""PDFium is not thread-safe."""
_HYPHEN_MARK = 2
_BOLD_NAMES = ("bold", "heavy", "black", "simhei", "heiti", "黑体")
_MOST_CHARACTERS = 500_000


class UnreadablePage(Exception):
    """PDFium cannot load this page."""


class _Style(NamedTuple):
    """What the characters of one text object share: vectors per em, and how they are drawn."""

    along: tuple[float, float]
    up: tuple[float, float]
    font: int
    is_bold: bool
    is_white: bool
    is_hidden: bool
    clip: tuple[float, float, float, float]


class PdfDocument:
    """An open document; use `open_pdf`."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._buffer = np.zeros(6, dtype=np.float32)
        self._address = self._buffer.ctypes.data
        self._fonts: dict[int, bool] = {}
        self._lost: dict[int, Floats] = {}
        self.page_count = int(pdfium.page_count(handle))

    def page(self, number: int) -> Page:
        """Read page `number` (from 1). Raises UnreadablePage."""
        page = pdfium.load_page(self._handle, number - 1)
        if not page:
            raise UnreadablePage(number)
        try:
            text = pdfium.load_text(page)
            try:
                return self._read(number, page, text)
            finally:
                if text:
                    pdfium.close_text(text)
        finally:
            pdfium.close_page(page)
            self._fonts.clear()

    def lost(self, number: int) -> Floats:
        """Where on the displayed page `number`, read before, PDFium left characters out of its text (n, 4)."""
        return self._lost[number]

    def image(self, number: int, scale: float) -> tuple[bytes, int, int]:
        """Page `number` as RGB bytes, with width and height in pixels. Raises UnreadablePage."""
        page = pdfium.load_page(self._handle, number - 1)
        if not page:
            raise UnreadablePage(number)
        try:
            width, height = (max(1, round(f(page) * scale)) for f in (pdfium.page_width, pdfium.page_height))
            pixels = np.full((height, width, 4), 255, dtype=np.uint8)
            bitmap = pdfium.make_bitmap(width, height, pdfium.BGRX, pixels.ctypes.data, width * 4)
            pdfium.render_page(bitmap, page, 0, 0, width, height, 0, pdfium.WITH_ANNOTATIONS)
            pdfium.close_bitmap(bitmap)
            return pixels[:, :, 2::-1].tobytes(), width, height
        finally:
            pdfium.close_page(page)

    def _read(self, number: int, page: int, text: int | None) -> Page:
        box = np.zeros(4, dtype=np.float32)
        pdfium.page_box(page, box.ctypes.data)
        left, top, right, bottom = box.tolist()
        matrix, width, height = display_matrix(pdfium.page_rotation(page), (left, bottom, right, top))
        objects = Objects()
        drawing = objects.read(page)
        styles: dict[int, _Style] = {}
        glyphs = self._glyphs(text, objects, drawing, styles) if text else _no_glyphs()
        turn, shift = matrix[:, :2].T, matrix[:, 2]
        missing = objects.shapeless(drawing, styles) + objects.repeated(drawing, styles, glyphs.origin)
        self._lost[number] = as_displayed(missing, matrix)
        placed = Glyphs(
            glyphs.code,
            glyphs.origin @ turn + shift,
            glyphs.along @ turn,
            glyphs.up @ turn,
            glyphs.bold,
            glyphs.white,
            as_displayed(glyphs.clip, matrix),
        )
        rules, images, fills = (as_displayed(a, matrix) for a in (drawing.rules, drawing.images, drawing.fills))
        return make_page(number, width, height, placed, rules, images, fills)

    def _glyphs(self, text: int, objects: Objects, drawing: Drawing, styles: dict[int, _Style]) -> Glyphs:
        """Walk the characters once: what the engine made up is left out, the rest is columns in user space.

        `styles` gains the style of each text object that has characters, in order.
        """
        count = min(max(pdfium.count_characters(text), 0), _MOST_CHARACTERS)
        origin = np.zeros((count, 2))
        address = origin.ctypes.data
        codes, kept, widths, owners = [], [], [], []
        known: dict[int, int] = {}
        glyphs: dict[tuple[int, int], tuple[int, float]] = {}
        for index in range(count):
            code = pdfium.character_code(text, index)
            if code <= 32 and pdfium.is_generated(text, index) == 1:
                continue
            item = pdfium.text_object(text, index)
            if not item:
                continue
            style = styles.get(item)
            if style is None:
                known[item] = len(styles)
                style = styles[item] = self._style(text, index, item, objects, drawing)
            if style.is_hidden:
                continue
            place = address + 16 * index
            pdfium.character_origin(text, index, place, place + 8)
            key = (style.font, code)
            glyph = glyphs.get(key)
            if glyph is None:
                glyph = glyphs[key] = self._shown(text, index, code), self._advance(style.font, code)
            codes.append(glyph[0])
            kept.append(index)
            widths.append(glyph[1])
            owners.append(known[item])
        return _columns(codes, origin[kept], widths, owners, list(styles.values()))

    def _style(self, text: int, index: int, item: int, objects: Objects, drawing: Drawing) -> _Style:
        pdfium.character_matrix(text, index, self._address)
        a, b, c, d, _, _ = self._buffer.tolist()
        size = pdfium.character_size(text, index)
        font = pdfium.object_font(item) or 0
        mode = pdfium.render_mode(item)
        bold = self._fonts.get(font)
        if bold is None:
            bold = self._fonts[font] = bool(font) and self._is_bold(font)
        clip = objects.clip(item, drawing.form_matrix.get(item, IDENTITY))
        stroked = mode in (1, 5)
        return _Style(
            (a * size, b * size),
            (c * size, d * size),
            font,
            bold or mode == 2,
            objects.is_white(item, stroked),
            mode in INVISIBLE,
            clip,
        )

    def _is_bold(self, font: int) -> bool:
        name = ctypes.create_string_buffer(256)
        length = pdfium.font_name(font, ctypes.addressof(name), 256)
        text = name.raw[: max(0, min(length - 1, 255))].decode("utf-8", "replace").lower()
        return any(word in text for word in _BOLD_NAMES) or pdfium.font_weight(font) >= 600

    def _shown(self, text: int, index: int, code: int) -> int:
        """The code point that stands for what is seen: the mark of a hyphen at a line's end is one, glyphs without a
        character are replacements."""
        if code == _HYPHEN_MARK:
            return 45
        if code == 9:
            return 32
        return REPLACEMENT if code < 32 or pdfium.is_unmapped(text, index) == 1 else code

    def _advance(self, font: int, code: int) -> float:
        """The width of a character in em. Fonts that do not tell get a full em for wide characters, half for others."""
        if font and pdfium.glyph_width(font, code, 1.0, self._address) and 0 < self._buffer[0] <= 3:
            return float(self._buffer[0])
        return 1.0 if code >= 0x1100 else 0.5


def _no_glyphs() -> Glyphs:
    nothing, flags = np.zeros((0, 2)), np.zeros(0, dtype=bool)
    return Glyphs(np.zeros(0, dtype=np.int64), nothing, nothing, nothing, flags, flags, np.zeros((0, 4)))


def _columns(
    codes: list[int], origin: np.ndarray, widths: list[float], owners: list[int], styles: list[_Style]
) -> Glyphs:
    if not codes:
        return _no_glyphs()
    codes, rows = _joined_surrogates(codes)
    owner = np.array(owners, dtype=np.int64)[rows]
    advance = np.array(widths)[rows, None]
    place = origin[rows]
    shared = np.array([(*s.along, *s.up, *s.clip) for s in styles])[owner]
    flags = np.array([(s.is_bold, s.is_white) for s in styles])[owner]
    place, along = _split_ligatures(place, shared[:, 0:2] * advance, owner)
    return Glyphs(
        np.array(codes, dtype=np.int64), place, along, shared[:, 2:4], flags[:, 0], flags[:, 1], shared[:, 4:8]
    )


def _joined_surrogates(codes: list[int]) -> tuple[list[int], list[int]]:
    """Pairs of UTF-16 surrogates as one code point; lone ones become replacements. Also which rows remain."""
    joined, rows = [], []
    skip = False
    for index, code in enumerate(codes):
        if skip:
            skip = False
            continue
        if 0xD800 <= code < 0xE000:
            low = codes[index + 1] if index + 1 < len(codes) else 0
            skip = code < 0xDC00 <= low < 0xE000
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00) if skip else REPLACEMENT
        joined.append(code if code <= 0x10FFFF else REPLACEMENT)
        rows.append(index)
    return joined, rows


def _split_ligatures(origin: np.ndarray, along: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two characters of one ligature come with one origin: each gets half of the advance."""
    same = (owner[1:] == owner[:-1]) & (np.abs(origin[1:] - origin[:-1]).max(axis=1) < 1e-6)
    for second in np.flatnonzero(same) + 1:
        along[second] = along[second - 1] = along[second - 1] / 2
        origin[second] = origin[second - 1] + along[second - 1]
    return origin, along


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfDocument]:
    """Open a PDF from its bytes. Raises SourceError: encrypted, truncated, no_pages."""
    with _ONE_AT_A_TIME:
        # `data` must outlive the document: PDFium reads from this memory until the document is closed.
        memory = ctypes.c_char_p(data)
        handle = pdfium.load_document(ctypes.cast(memory, ctypes.c_void_p).value, len(data), None)
        if not handle:
            raise _not_opened(pdfium.last_error())
        try:
            document = PdfDocument(handle)
            if document.page_count <= 0:
                raise SourceError("no_pages", "PDF 文件中没有任何页面。请核对原文件，重新导出 PDF 后放回原目录。")
            yield document
        finally:
            pdfium.close_document(handle)


def _not_opened(error: int) -> SourceError:
    if error == pdfium.PASSWORD_ERROR:
        return SourceError("encrypted", "PDF 文件设有打开密码，无法读取。请提供未加密的 PDF 后放回原目录。")
    return SourceError("truncated", "PDF 文件不完整或已损坏，无法打开。请重新下载或重新导出完整的 PDF 后放回原目录。")


def render(data: bytes, number: int, scale: float) -> tuple[bytes, int, int]:
    """The page as RGB bytes with width and height in pixels. Raises SourceError, or ValueError for a page
    that is not there."""
    with open_pdf(data) as document:
        if not 1 <= number <= document.page_count:
            raise ValueError(f"page {number} of {document.page_count}")
        return document.image(number, scale)
