"""The columns of pdf_columns.py by compiled code, where the package was installed with a compiler."""

from __future__ import annotations

import ctypes
from ctypes import c_int64, c_void_p
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.readers import pdf_calls as pdfium
from pipeline.readers.pdf_columns import CHARACTER, GLYPH, OBJECT, SEGMENT, STYLE, Columns, Records

_NAME = "_pdf_columns"
_VERSION = 1
_CALLS = (
    pdfium.character_code, pdfium.is_generated, pdfium.text_object, pdfium.character_origin, pdfium.character_matrix,
    pdfium.character_size, pdfium.is_unmapped, pdfium.glyph_width, pdfium.object_font, pdfium.render_mode,
    pdfium.fill_colour, pdfium.stroke_colour, pdfium.clip_path, pdfium.count_clip_paths, pdfium.count_clip_segments,
    pdfium.clip_segment, pdfium.segment_point, pdfium.count_objects, pdfium.page_object, pdfium.object_type,
    pdfium.count_form_objects, pdfium.form_object, pdfium.object_matrix, pdfium.object_bounds, pdfium.path_draw_mode,
    pdfium.count_segments, pdfium.path_segment, pdfium.segment_type, pdfium.segment_closes, pdfium.stroke_width,
)
"""In the order of `struct calls` in pdf_columns.c."""


class CompiledColumns(Columns):
    """The columns by the library at `path`. Raises OSError or AttributeError when it is not what it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        library = ctypes.PyDLL(str(path))
        if library.columns_version() != _VERSION:
            raise OSError(f"{path.name} was built from another version")
        self._addresses = np.array([pdfium.address_of(call) for call in _CALLS], dtype=np.uint64)
        self._calls = self._addresses.ctypes.data
        self._characters = library.read_characters
        self._characters.argtypes, self._characters.restype = (c_void_p, c_void_p, c_int64, c_void_p), c_int64
        self._styles = library.read_styles
        self._styles.argtypes, self._styles.restype = (c_void_p, c_void_p, c_int64, c_void_p, c_void_p), None
        self._glyphs = library.read_glyphs
        self._glyphs.argtypes = (c_void_p, c_void_p, c_int64, c_void_p, c_void_p, c_void_p)
        self._glyphs.restype = None
        self._objects = library.read_objects
        self._objects.argtypes = (c_void_p, c_void_p, c_int64, c_void_p, c_int64, c_void_p, c_void_p)
        self._objects.restype = None
        self._room = 2048, 4096

    def characters(self, text: int, count: int) -> Records:
        """See Columns."""
        found = np.empty(count, dtype=CHARACTER)
        return found[: self._characters(self._calls, text, count, found.ctypes.data)]

    def styles(self, text: int, first: Records) -> Records:
        """See Columns."""
        first = np.ascontiguousarray(first)
        found = np.empty(len(first), dtype=STYLE)
        self._styles(self._calls, text, len(first), first.ctypes.data, found.ctypes.data)
        return found

    def glyphs(self, text: int, fonts: npt.NDArray[np.uint64], first: Records) -> Records:
        """See Columns."""
        fonts, first = np.ascontiguousarray(fonts, dtype=np.uint64), np.ascontiguousarray(first)
        found = np.empty(len(first), dtype=GLYPH)
        self._glyphs(self._calls, text, len(first), fonts.ctypes.data, first.ctypes.data, found.ctypes.data)
        return found

    def objects(self, page: int) -> tuple[Records, Records]:
        """See Columns."""
        self._clips.clear()
        needed = np.zeros(2, dtype=np.int64)
        while True:
            objects, segments = np.empty(self._room[0], dtype=OBJECT), np.empty(self._room[1], dtype=SEGMENT)
            self._objects(
                self._calls, page, len(objects), objects.ctypes.data, len(segments), segments.ctypes.data,
                needed.ctypes.data,
            )
            objects_needed, segments_needed = needed.tolist()
            if objects_needed <= len(objects) and segments_needed <= len(segments):
                return objects[:objects_needed].copy(), segments[:segments_needed].copy()
            self._room = max(len(objects), objects_needed), max(len(segments), segments_needed)


def make_columns() -> Columns:
    """The compiled columns where there are any, else the plain ones."""
    for path in Path(__file__).parent.glob(f"{_NAME}.*"):
        if path.suffix in (".so", ".pyd", ".dylib"):
            try:
                return CompiledColumns(path)
            except (OSError, AttributeError):
                continue
    return Columns()
