"""Fonts that a file does not embed, as PDFium shall see them: the same on every machine.

PDFium leaves characters out of its text that have no shape: single ones of a Chinese font that neither the file nor the
machine has. What is read must not hang on the fonts of a machine, so while pages are read PDFium is given one font, in
which every character is a box of one em. Widths and places come from the file, never from this font.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as raw

_CHINESE_JAPANESE_KOREAN = (128, 129, 134, 136)
"""Character sets, as Windows numbers them, for which PDFium has no font of its own."""
_THE_FONT = 1
_EM, _ASCENT, _DESCENT = 1000, 880, -120
_VERSION, _MAGIC = 0x10000, 0x5F0F3CF5
_ANY_CHARACTER = (0, 0x10FFFF, 1)


def _box_font() -> bytes:
    """A TrueType font with one glyph for all characters: the tables that the format requires, in their order."""
    box = struct.pack(">5h", 1, 0, _DESCENT, _EM, _ASCENT) + struct.pack(">HH4B", 3, 0, 1, 1, 1, 1)
    box += struct.pack(">8h", 0, 0, _EM, 0, _DESCENT, _ASCENT - _DESCENT, 0, _DESCENT - _ASCENT)
    box += bytes(-len(box) % 4)
    many_to_one = struct.pack(">HHIII", 13, 0, 28, 0, 1) + struct.pack(">III", *_ANY_CHARACTER)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + many_to_one,
        b"glyf": box * 2,
        b"head": struct.pack(">4I2H2q", _VERSION, _VERSION, 0, _MAGIC, 0, _EM, 0, 0)
        + struct.pack(">4h2H3h", 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I3hH11hH", _VERSION, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *(0,) * 7, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">III", 0, len(box), 2 * len(box)),
        b"maxp": struct.pack(">IH13H", _VERSION, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", _VERSION, len(tables), 64, 2, 16 * len(tables) - 64)
    place = len(head) + 16 * len(tables)
    body = b""
    for name, content in tables.items():
        head += struct.pack(">4sIII", name, 0, place + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    return head + body


_FONT = _box_font()
_MACHINE = raw.FPDF_GetDefaultSystemFontInfo()
_CALLBACKS = dict(raw.FPDF_SYSFONTINFO._fields_)
_drawing = False
"""Whether pages are drawn now, with the fonts of the machine. One document is open at a time, so this is no race."""


def _map(_own: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
    if not _drawing:
        return _THE_FONT if charset in _CHINESE_JAPANESE_KOREAN else None
    found: int | None = _MACHINE.contents.MapFont(_MACHINE, weight, italic, charset, pitch, face, exact)
    return found


def _get(_own: Any, face: Any) -> int | None:
    found: int | None = _MACHINE.contents.GetFont(_MACHINE, face) if _drawing else None
    return found


def _data(_own: Any, font: int, table: int, buffer: Any, size: int) -> int:
    """The whole font for table 0; of any other table nothing is told."""
    if font != _THE_FONT:
        return int(_MACHINE.contents.GetFontData(_MACHINE, font, table, buffer, size))
    if table:
        return 0
    if buffer and size >= len(_FONT):
        ctypes.memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


def _name(_own: Any, font: int, buffer: Any, size: int) -> int:
    return 0 if font == _THE_FONT else int(_MACHINE.contents.GetFaceName(_MACHINE, font, buffer, size))


def _charset(_own: Any, font: int) -> int:
    return 0 if font == _THE_FONT else int(_MACHINE.contents.GetFontCharset(_MACHINE, font))


def _delete(_own: Any, font: int) -> None:
    if font != _THE_FONT:
        _MACHINE.contents.DeleteFont(_MACHINE, font)


def _enumerate(_own: Any, mapper: Any) -> None:
    _MACHINE.contents.EnumFonts(_MACHINE, mapper)


_OURS = raw.FPDF_SYSFONTINFO(
    1,
    *(
        _CALLBACKS[name](function)
        for name, function in (
            ("Release", lambda _own: None), ("EnumFonts", _enumerate), ("MapFont", _map), ("GetFont", _get),
            ("GetFontData", _data), ("GetFaceName", _name), ("GetFontCharset", _charset), ("DeleteFont", _delete),
        )
    ),
)
"""What PDFium asks for fonts, from the import of this module to the end of the process."""
raw.FPDF_SetSystemFontInfo(_OURS)


@contextmanager
def fonts_of_the_machine() -> Iterator[None]:
    """Documents opened within are drawn with the fonts that the machine has."""
    global _drawing
    _drawing = True
    try:
        yield
    finally:
        _drawing = False
