"""What PDFium tells of a page as columns: characters, what shares a text object, objects, segments of paths.

Here each record is asked for call by call. Where the package was installed with a compiler, pdf_compiled.py gives the
same columns in a fraction of the time. What the columns mean is concluded in pdf.py and pdf_objects.py, for both alike.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.readers import pdf_calls as pdfium

Records = npt.NDArray[np.void]

CHARACTER = np.dtype(
    [("x", "f8"), ("y", "f8"), ("object", "u8"), ("code", "u4"), ("index", "i4")]
)
"""A character that the engine did not make up: its origin in user space, its text object, its place in the text."""
STYLE = np.dtype(
    [("size", "f8"), ("font", "u8"), ("matrix", "6f4"), ("clip", "4f4"), ("mode", "i4"), ("white", "i4")]
)
"""What the characters of one text object share. `clip` is in the space of the object's page or form."""
GLYPH = np.dtype([("width", "f4"), ("unmapped", "i4")])
"""A character of a font: its advance in em (0 where the font does not tell), and whether it maps to no code point."""
OBJECT = np.dtype(
    [
        ("object", "u8"), ("bounds", "4f4"), ("matrix", "6f4"), ("clip", "4f4"), ("width", "f4"),
        ("kind", "i4"), ("parent", "i4"), ("filled", "i4"), ("stroked", "i4"), ("segments", "i4"),
    ]
)
"""A text, path, image or form, in the order drawn; `parent` is the row of its form or -1. `filled` and `stroked` where
that can be seen. A path that is only filled and simple has bounds, any other has segments."""
SEGMENT = np.dtype([("x", "f4"), ("y", "f4"), ("kind", "i4"), ("closes", "i4")])
"""A segment of a path, in the path's own space; those of all paths follow one another."""

MOST_OBJECTS = 200_000
MOST_SEGMENTS = 4_000
_PLAIN_SEGMENTS = 5
_DEEPEST = 12
_WHITE = 250
_FARTHEST = 1e9
EVERYWHERE = (-_FARTHEST, -_FARTHEST, _FARTHEST, _FARTHEST)
_UNTURNED = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NOWHERE = (0.0, 0.0, 0.0, 0.0)

Area = tuple[float, ...]


class _Walk(NamedTuple):
    objects: list[tuple[Any, ...]]
    segments: list[tuple[float, float, int, int]]


class Columns:
    """Reads the columns of one document, page by page, call by call."""

    def __init__(self) -> None:
        self._floats = np.zeros(6, dtype=np.float32)
        self._doubles = np.zeros(2, dtype=np.float64)
        self._ints = np.zeros(4, dtype=np.uint32)
        self._f = [self._floats.ctypes.data + 4 * i for i in range(6)]
        self._d = [self._doubles.ctypes.data + 8 * i for i in range(2)]
        self._i = [self._ints.ctypes.data + 4 * i for i in range(4)]
        self._clips: dict[tuple[int, ...], Area] = {}

    def characters(self, text: int, count: int) -> Records:
        """CHARACTER for the first `count` characters of a text page, those without a text object left out."""
        origin = np.zeros((count, 2))
        address = origin.ctypes.data
        code_at, object_of, origin_of = pdfium.character_code, pdfium.text_object, pdfium.character_origin
        codes, objects, kept = [], [], []
        for index in range(count):
            code = code_at(text, index)
            if code <= 32 and pdfium.is_generated(text, index) == 1:
                continue
            item = object_of(text, index)
            if not item:
                continue
            place = address + 16 * index
            origin_of(text, index, place, place + 8)
            codes.append(code)
            objects.append(item)
            kept.append(index)
        found = np.zeros(len(codes), dtype=CHARACTER)
        found["code"], found["object"], found["index"] = codes, objects, kept
        found["x"], found["y"] = origin[kept].T
        return found

    def styles(self, text: int, first: Records) -> Records:
        """STYLE for each text object, of which `first` holds one CHARACTER."""
        rows = []
        for item, index in zip(first["object"].tolist(), first["index"].tolist(), strict=True):
            self._floats[:] = 0.0
            pdfium.character_matrix(text, index, self._f[0])
            matrix = tuple(self._floats.tolist())
            mode = pdfium.render_mode(item)
            white = self.is_white(item, stroke=mode in (1, 5))
            font = pdfium.object_font(item) or 0
            rows.append((pdfium.character_size(text, index), font, matrix, self.clip(item), mode, white))
        return np.array(rows, dtype=STYLE)

    def glyphs(self, text: int, fonts: npt.NDArray[np.uint64], first: Records) -> Records:
        """GLYPH for each font and the CHARACTER of it."""
        rows = []
        keys = zip(fonts.tolist(), first["code"].tolist(), first["index"].tolist(), strict=True)
        for font, code, index in keys:
            known = font and pdfium.glyph_width(font, code, 1.0, self._f[0])
            rows.append((float(self._floats[0]) if known else 0.0, pdfium.is_unmapped(text, index) == 1))
        return np.array(rows, dtype=GLYPH)

    def objects(self, page: int) -> tuple[Records, Records]:
        """OBJECT for all objects of a page just loaded, those within forms included, and SEGMENT for their paths."""
        self._clips.clear()
        walk = _Walk([], [])
        left = MOST_OBJECTS
        for index in range(min(pdfium.count_objects(page), MOST_OBJECTS)):
            left = self._visit(walk, pdfium.page_object(page, index), -1, 0, left)
        return np.array(walk.objects, dtype=OBJECT), np.array(walk.segments, dtype=SEGMENT)

    def _visit(self, walk: _Walk, item: int | None, parent: int, depth: int, left: int) -> int:
        """Read an object and those within it; returns how many more may be read."""
        if not item or left <= 0:
            return left
        left -= 1
        kind = pdfium.object_type(item)
        if kind == pdfium.PATH:
            walk.objects.append(self._path(walk, item, parent))
        elif kind in (pdfium.TEXT, pdfium.IMAGE):
            clip = self.clip(item) if kind == pdfium.IMAGE else EVERYWHERE
            walk.objects.append((item, self._bounds(item), _UNTURNED, clip, 0.0, kind, parent, 0, 0, 0))
        elif kind == pdfium.FORM and depth < _DEEPEST:
            own = len(walk.objects)
            form = (item, _NOWHERE, self._matrix(item), self.clip(item), 0.0, kind, parent, 0, 0, 0)
            walk.objects.append(form)
            for index in range(min(max(pdfium.count_form_objects(item), 0), MOST_OBJECTS)):
                left = self._visit(walk, pdfium.form_object(item, index), own, depth + 1, left)
        return left

    def _path(self, walk: _Walk, item: int, parent: int) -> tuple[Any, ...]:
        unseen = (item, _NOWHERE, _UNTURNED, EVERYWHERE, 0.0, pdfium.PATH, parent, 0, 0, 0)
        if not pdfium.path_draw_mode(item, self._i[0], self._i[1]):
            return unseen
        mode, stroke = self._ints[:2].tolist()
        stroked = bool(stroke) and not self.is_white(item, stroke=True)
        filled = bool(mode) and not self.is_white(item)
        count = pdfium.count_segments(item) if filled or stroked else 0
        if not (filled or stroked) or count > MOST_SEGMENTS:
            return unseen
        clip = self.clip(item)
        if filled and not stroked and count <= _PLAIN_SEGMENTS:
            return item, self._bounds(item), _UNTURNED, clip, 0.0, pdfium.PATH, parent, 1, 0, 0
        width = float(self._floats[0]) if stroked and pdfium.stroke_width(item, self._f[0]) else 0.0
        for index in range(count):
            segment = pdfium.path_segment(item, index)
            known = pdfium.segment_point(segment, self._f[0], self._f[1])
            x, y = self._floats[:2].tolist() if known else (0.0, 0.0)
            closes = pdfium.segment_closes(segment) != 0
            walk.segments.append((x, y, pdfium.segment_type(segment), closes))
        return item, _NOWHERE, self._matrix(item), clip, width, pdfium.PATH, parent, filled, stroked, count

    def is_white(self, item: int, stroke: bool = False) -> bool:
        """Is the object drawn in white, or wholly transparent?"""
        ask = pdfium.stroke_colour if stroke else pdfium.fill_colour
        if not ask(item, *self._i):
            return False
        red, green, blue, alpha = self._ints.tolist()
        return alpha == 0 or (red >= _WHITE and green >= _WHITE and blue >= _WHITE)

    def _bounds(self, item: int) -> Area:
        return tuple(self._floats[:4].tolist()) if pdfium.object_bounds(item, *self._f[:4]) else _NOWHERE

    def _matrix(self, item: int) -> Area:
        return tuple(self._floats.tolist()) if pdfium.object_matrix(item, self._f[0]) else _UNTURNED

    def clip(self, item: int) -> Area:
        """The rectangle around what the object's clip lets through."""
        path = pdfium.clip_path(item)
        count = pdfium.count_clip_paths(path) if path else 0
        if count <= 0:
            return EVERYWHERE
        # Objects share the paths of their clip: the address of each first segment names it while the page is open.
        key = tuple([pdfium.clip_segment(path, i, 0) or 0 for i in range(count)])
        found = self._clips.get(key)
        if found is None:
            found = self._clips[key] = self._clip_area(path, count)
        return found

    def _clip_area(self, path: int, count: int) -> Area:
        x0, y0, x1, y1 = EVERYWHERE
        for index in range(count):
            points = []
            for segment in range(min(pdfium.count_clip_segments(path, index), MOST_SEGMENTS)):
                if pdfium.segment_point(pdfium.clip_segment(path, index, segment), self._f[0], self._f[1]):
                    points.append(self._floats[:2].tolist())
            if points:
                xs, ys = zip(*points, strict=True)
                x0, y0, x1, y1 = max(x0, min(xs)), max(y0, min(ys)), min(x1, max(xs)), min(y1, max(ys))
        return x0, y0, x1, y1
