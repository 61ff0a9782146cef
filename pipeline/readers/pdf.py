"""PDFium: the first reader of PDF files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np
import numpy.typing as npt

from pipeline.readers import pdf_calls as pdfium
from pipeline.readers.assemble import REPLACEMENT, Glyphs, display_matrix, make_page
from pipeline.readers.pdf_columns import Columns, Records
from pipeline.readers.pdf_compiled import make_columns
from pipeline.readers.pdf_fonts import fonts_of_the_machine
from pipeline.readers.pdf_objects import (
    INVISIBLE,
    Forms,
    areas_of,
    as_displayed,
    clips_in_user_space,
    drawing_of,
    forms_of,
    forms_of_texts,
    repeated,
    shapeless,
)
from pipeline.records.errors import SourceError
from pipeline.records.page import Floats, Ints, Page

Handles = npt.NDArray[np.uint64]

_ONE_AT_A_TIME = Lock()
"""PDFium is not thread-safe."""
_HYPHEN_MARK = 2
_BOLD_NAMES = ("bold", "heavy", "black", "simhei", "heiti", "黑体")
_STANDARD_FONTS = frozenset(
    f"{family}{style}"
    for family, styles in (
        ("helvetica", ("", "-bold", "-oblique", "-boldoblique")),
        ("courier", ("", "-bold", "-oblique", "-boldoblique")),
        ("times", ("-roman", "-bold", "-italic", "-bolditalic")),
    )
    for style in styles
)
"""The Latin fonts that every reader of PDF brings along (ISO 32000-1, 9.6.2.2)."""
_MOST_CHARACTERS = 500_000


class UnreadablePage(Exception):
    """PDFium cannot load this page."""


class PdfDocument:
    """An open document; use `open_pdf`."""

    def __init__(self, handle: int, columns: Columns) -> None:
        self._handle = handle
        self._columns = columns
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
        objects, segments = self._columns.objects(page)
        forms = forms_of(objects)
        drawing = drawing_of(objects, segments, forms)
        glyphs, read = self._glyphs(text, objects, forms) if text else (_no_glyphs(), np.zeros(0, dtype=np.uint64))
        turn, shift = matrix[:, :2].T, matrix[:, 2]
        self._lost[number] = as_displayed(self._unread(objects, forms, read, glyphs.origin), matrix)
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

    def _glyphs(self, text: int, objects: Records, forms: Forms) -> tuple[Glyphs, Handles]:
        """Visible characters in user space, without those that the engine made up, and which text objects have any."""
        count = min(max(pdfium.count_characters(text), 0), _MOST_CHARACTERS)
        characters = self._columns.characters(text, count)
        read, first, owner = unique_runs(characters["object"])
        styles = self._columns.styles(text, characters[first])
        hidden = (styles["mode"] == INVISIBLE[0]) | (styles["mode"] == INVISIBLE[1])
        if hidden.any():
            seen = ~hidden[owner]
            characters, owner = characters[seen], owner[seen]
        if not len(characters):
            return _no_glyphs(), read
        fonts, font = np.unique(styles["font"], return_inverse=True)
        bold = np.array([bool(one) and _is_bold(one) for one in fonts.tolist()])[font] | (styles["mode"] == 2)
        codes, advance = self._shown(text, characters, fonts, font[owner])
        codes, rows = _joined_surrogates(codes)
        owner, advance = owner[rows], advance[rows, None]
        vectors = styles["matrix"][:, :4].astype(np.float64) * styles["size"][:, None]
        origin = np.stack((characters["x"], characters["y"]), axis=1)[rows]
        origin, along = _split_ligatures(origin, vectors[owner, :2] * advance, owner)
        clip = clips_in_user_space(styles["clip"].astype(np.float64), forms_of_texts(read, objects, forms), forms)
        white = styles["white"] != 0
        return Glyphs(codes, origin, along, vectors[owner, 2:], bold[owner], white[owner], clip[owner]), read

    def _shown(self, text: int, characters: Records, fonts: Handles, font: Ints) -> tuple[Ints, Floats]:
        """The code point that stands for what is seen, and the advance in em: asked once for each character of a font.

        The mark of a hyphen at a line's end is one, glyphs without a character are replacements. Fonts that do not
        tell get a full em for wide characters, half for others.
        """
        keys = (font << 32) | characters["code"].astype(np.int64)
        _, first, owner = np.unique(keys, return_index=True, return_inverse=True)
        glyphs = self._columns.glyphs(text, fonts[font[first]], characters[first])
        code = characters["code"][first].astype(np.int64)
        shown = np.where((code < 32) | (glyphs["unmapped"] != 0), REPLACEMENT, code)
        shown = np.where(code == _HYPHEN_MARK, 45, np.where(code == 9, 32, shown))
        width = glyphs["width"].astype(np.float64)
        width = np.where((width > 0) & (width <= 3), width, np.where(code >= 0x1100, 1.0, 0.5))
        return shown[owner], width[owner]

    def _unread(self, objects: Records, forms: Forms, read: Handles, origins: Floats) -> Floats:
        """Where, in user space, visible characters stand that PDFium left out of its text (n, 4). The areas of those
        without a shape reach from the first origin to the last."""
        item = objects["object"]
        rows = [row for row in shapeless(objects, read).tolist() if self._has_ink(int(item[row]))]
        rows += [row for row in repeated(objects, forms, read, origins).tolist() if self._is_drawn(int(item[row]))]
        if not rows:
            return np.zeros((0, 4))
        clips = [self._columns.clip(int(item[row])) for row in rows]
        return areas_of(objects, forms, np.array(rows, dtype=np.int64), np.array(clips, dtype=float).reshape(-1, 4))

    def _is_drawn(self, item: int) -> bool:
        return pdfium.render_mode(item) not in INVISIBLE and not self._columns.is_white(item)

    def _has_ink(self, item: int) -> bool:
        """Is it drawn, in a font that the file does not embed? Of a standard font only blanks have no shape."""
        font = pdfium.object_font(item)
        is_foreign = bool(font) and not pdfium.is_embedded(font) and _font_name(font) not in _STANDARD_FONTS
        return is_foreign and self._is_drawn(item)


def unique_runs(values: Handles) -> tuple[Handles, Ints, Ints]:
    """The values ascending, where each stands first, and which one stands where: as np.unique tells, that would sort
    all characters, while those of one text object follow one another."""
    if not len(values):
        return np.unique(values, return_index=True, return_inverse=True)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    found, first, owner = np.unique(values[starts], return_index=True, return_inverse=True)
    return found, starts[first], np.repeat(owner, np.diff(starts, append=len(values)))


def _is_bold(font: int) -> bool:
    name = _font_name(font)
    return any(word in name for word in _BOLD_NAMES) or pdfium.font_weight(font) >= 600


def _font_name(font: int) -> str:
    name = ctypes.create_string_buffer(256)
    length = pdfium.font_name(font, ctypes.addressof(name), 256)
    return name.raw[: max(0, min(length - 1, 255))].decode("utf-8", "replace").lower()


def _no_glyphs() -> Glyphs:
    nothing, flags = np.zeros((0, 2)), np.zeros(0, dtype=bool)
    return Glyphs(np.zeros(0, dtype=np.int64), nothing, nothing, nothing, flags, flags, np.zeros((0, 4)))


def _joined_surrogates(codes: Ints) -> tuple[Ints, Ints]:
    """Pairs of UTF-16 surrogates as one code point; lone ones become replacements. Also which rows remain."""
    rows = np.arange(len(codes))
    is_odd = ((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)
    if not is_odd.any():
        return codes, rows
    codes = codes.copy()
    kept = np.ones(len(codes), dtype=bool)
    for row in np.flatnonzero(is_odd).tolist():
        if not kept[row]:
            continue
        high, low = int(codes[row]), int(codes[row + 1]) if row + 1 < len(codes) else 0
        is_pair = 0xD800 <= high < 0xDC00 <= low < 0xE000
        codes[row] = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) if is_pair else REPLACEMENT
        if is_pair:
            kept[row + 1] = False
    return codes[kept], rows[kept]


def _split_ligatures(origin: np.ndarray, along: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Two characters of one ligature come with one origin: each gets half of the advance."""
    same = (owner[1:] == owner[:-1]) & (np.abs(origin[1:] - origin[:-1]).max(axis=1) < 1e-6)
    for second in np.flatnonzero(same) + 1:
        along[second] = along[second - 1] = along[second - 1] / 2
        origin[second] = origin[second - 1] + along[second - 1]
    return origin, along


@contextmanager
def open_pdf(data: bytes, columns: Columns | None = None) -> Iterator[PdfDocument]:
    """Open a PDF from its bytes, read through `columns` (the fastest there are). Raises SourceError: encrypted,
    truncated, no_pages."""
    with _ONE_AT_A_TIME:
        # `data` must outlive the document: PDFium reads from this memory until the document is closed.
        memory = ctypes.c_char_p(data)
        handle = pdfium.load_document(ctypes.cast(memory, ctypes.c_void_p).value, len(data), None)
        if not handle:
            raise _not_opened(pdfium.last_error())
        try:
            document = PdfDocument(handle, columns or make_columns())
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
    with fonts_of_the_machine(), open_pdf(data) as document:
        if not 1 <= number <= document.page_count:
            raise ValueError(f"page {number} of {document.page_count}")
        return document.image(number, scale)
