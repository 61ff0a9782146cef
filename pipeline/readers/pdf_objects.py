"""What PDFium drew beside text: rules, images, coloured areas, and the clip of each object."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.readers import pdf_calls as pdfium
from pipeline.records.page import Floats

THIN = 3.2
"""A filled rectangle not thicker than this (points) is a rule."""
INVISIBLE = (3, 7)
"""Text render modes that draw nothing."""
_NO_WIDTH = 1e-4
_REMEMBERED = 6
"""PDFium compares a text object with five before it; empty ones do not count."""
_LIKE, _BESIDE = 0.05, 2.0
"""Points by which the sizes of two like objects differ, and by which an origin may stand beside its object."""
_WHITE = 250
_MOST_OBJECTS = 200_000
_MOST_SEGMENTS = 4_000
_DEEPEST = 12
_EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)

Area = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """What was found on one page so far, in user space: x0, y0, x1, y1."""

    rules: list[Area] = field(default_factory=list)
    images: list[Area] = field(default_factory=list)
    fills: list[Area] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    form_matrix: dict[int, Matrix] = field(default_factory=dict)
    left: int = _MOST_OBJECTS


class Objects:
    """Reads the objects of one page; its scratch buffers make one instance serve one page at a time."""

    def __init__(self) -> None:
        self._floats = np.zeros(6, dtype=np.float32)
        self._ints = np.zeros(4, dtype=np.uint32)
        self._f = [self._floats.ctypes.data + 4 * i for i in range(6)]
        self._i = [self._ints.ctypes.data + 4 * i for i in range(4)]
        self._clips: dict[tuple[int, ...], Area] = {}

    def read(self, page: int) -> Drawing:
        """Rules, images and coloured areas of a page, those of nested forms included."""
        drawing = Drawing()
        for index in range(min(pdfium.count_objects(page), _MOST_OBJECTS)):
            self._visit(pdfium.page_object(page, index), IDENTITY, _EVERYWHERE, drawing, 0)
        return drawing

    def _visit(self, item: int | None, matrix: Matrix, clip: Area, drawing: Drawing, depth: int) -> None:
        if not item or drawing.left <= 0:
            return
        drawing.left -= 1
        kind = pdfium.object_type(item)
        if kind == pdfium.PATH:
            self._path(item, matrix, clip, drawing)
        elif kind == pdfium.TEXT:
            drawing.texts.append(item)
            if depth:
                drawing.form_matrix[item] = matrix
        elif kind == pdfium.IMAGE:
            area = _common(_mapped(self._bounds(item), matrix), _common(clip, self.clip(item, matrix)))
            if area[2] > area[0] and area[3] > area[1]:
                drawing.images.append(area)
        elif kind == pdfium.FORM and depth < _DEEPEST:
            inner = _product(self._matrix(item), matrix)
            inner_clip = _common(clip, self.clip(item, matrix))
            for index in range(min(max(pdfium.count_form_objects(item), 0), _MOST_OBJECTS)):
                self._visit(pdfium.form_object(item, index), inner, inner_clip, drawing, depth + 1)

    def is_white(self, item: int, stroke: bool = False) -> bool:
        """Is the object drawn in white, or wholly transparent?"""
        ask = pdfium.stroke_colour if stroke else pdfium.fill_colour
        if not ask(item, *self._i):
            return False
        red, green, blue, alpha = self._ints.tolist()
        return alpha == 0 or (red >= _WHITE and green >= _WHITE and blue >= _WHITE)

    def shapeless(self, drawing: Drawing, read: Container[int]) -> list[Area]:
        """Where, in user space, visible text objects stand that are not among the `read` ones for want of a shape.

        PDFium leaves out of its text what has no width: single characters, and upright columns of them, of a font
        that the file does not embed and the machine lacks. (Single spaces of such fonts are among them.) The areas
        reach from the first origin to the last.
        """
        areas = []
        for item in drawing.texts:
            area = self._bounds(item)
            if item in read or area[2] - area[0] >= _NO_WIDTH or pdfium.render_mode(item) in INVISIBLE:
                continue
            font = pdfium.object_font(item)
            if not font or pdfium.is_embedded(font) or self.is_white(item):
                continue
            matrix = drawing.form_matrix.get(item, IDENTITY)
            area = _common(_mapped(area, matrix), self.clip(item, matrix))
            if area[2] >= area[0] and area[3] >= area[1]:
                areas.append(area)
        return areas

    def repeated(self, drawing: Drawing, read: Container[int], origins: Floats) -> list[Area]:
        """Where, in user space, visible text objects stand that are not among the `read` ones for being like one drawn
        just before, with none of the read characters (n, 2) on their place.

        PDFium takes an object for fake bold where another one of its size stands at a distance below an eighth of its
        width: a long name printed again in the next row of a table is left out of its text.
        """
        areas: list[Area] = []
        x, y = origins[:, 0], origins[:, 1]
        for place, item in enumerate(drawing.texts):
            if item in read or pdfium.render_mode(item) in INVISIBLE or self.is_white(item):
                continue
            area = x0, y0, x1, y1 = self._place(item, drawing)
            before = drawing.texts[max(0, place - _REMEMBERED) : place]
            if not any(_is_like(area, self._place(other, drawing)) for other in before):
                continue
            is_taken = (x > x0 - _BESIDE) & (x < x1) & (y > y0 - _BESIDE) & (y < y1 + _BESIDE)
            area = _common(area, self.clip(item, drawing.form_matrix.get(item, IDENTITY)))
            if not is_taken.any() and area[2] >= area[0] and area[3] >= area[1]:
                areas.append(area)
        return areas

    def _place(self, item: int, drawing: Drawing) -> Area:
        return _mapped(self._bounds(item), drawing.form_matrix.get(item, IDENTITY))

    def clip(self, item: int, matrix: Matrix) -> Area:
        """The rectangle around what the object's clip lets through, in user space."""
        path = pdfium.clip_path(item)
        count = pdfium.count_clip_paths(path) if path else 0
        if count <= 0:
            return _EVERYWHERE
        # Objects share the paths of their clip: the address of each first segment names it while the page is open.
        key = tuple([pdfium.clip_segment(path, i, 0) or 0 for i in range(count)])
        found = self._clips.get(key)
        if found is None:
            found = self._clips[key] = self._clip_area(path, count)
        return _mapped(found, matrix)

    def _clip_area(self, path: int, count: int) -> Area:
        area = _EVERYWHERE
        for index in range(count):
            points = []
            for segment in range(min(pdfium.count_clip_segments(path, index), _MOST_SEGMENTS)):
                if pdfium.segment_point(pdfium.clip_segment(path, index, segment), self._f[0], self._f[1]):
                    points.append((float(self._floats[0]), float(self._floats[1])))
            if points:
                area = _common(area, _around(points))
        return area

    def _bounds(self, item: int) -> Area:
        if not pdfium.object_bounds(item, *self._f[:4]):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, right, top = self._floats[:4].tolist()
        return left, bottom, right, top

    def _matrix(self, item: int) -> Matrix:
        if not pdfium.object_matrix(item, self._f[0]):
            return IDENTITY
        a, b, c, d, e, f = self._floats.tolist()
        return a, b, c, d, e, f

    def _path(self, item: int, matrix: Matrix, clip: Area, drawing: Drawing) -> None:
        """Sort one path: a filled area, or strokes and borders that are rules."""
        if not pdfium.path_draw_mode(item, self._i[0], self._i[1]):
            return
        filled, stroked = bool(self._ints[0]), bool(self._ints[1])
        stroked = stroked and not self.is_white(item, stroke=True)
        filled = filled and not self.is_white(item)
        if not (filled or stroked):
            return
        clip = _common(clip, self.clip(item, matrix))
        count = pdfium.count_segments(item)
        if filled and not stroked and count <= 5:
            parts = [_mapped(self._bounds(item), matrix)]
            _sort_fills(parts, clip, drawing)
            return
        if count > _MOST_SEGMENTS:
            return
        subpaths = self._subpaths(item, count, _product(self._matrix(item), matrix))
        if filled:
            _sort_fills([_around(points) for points in subpaths], clip, drawing)
        if stroked:
            for points in subpaths:
                for area in _strokes(points, self._width(item)):
                    _add(area, clip, drawing.rules)

    def _width(self, item: int) -> float:
        return float(self._floats[0]) if pdfium.stroke_width(item, self._f[0]) else 0.0

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The straight subpaths as lists of points in user space, closed where the path closes; curves break them."""
        a, b, c, d, e, f = matrix
        subpaths: list[list[tuple[float, float]]] = []
        points: list[tuple[float, float]] = []
        for index in range(count):
            segment = pdfium.path_segment(item, index)
            pdfium.segment_point(segment, self._f[0], self._f[1])
            x, y = float(self._floats[0]), float(self._floats[1])
            kind = pdfium.segment_type(segment)
            if kind != pdfium.LINE_TO:
                points = []
                subpaths.append(points)
            points.append((a * x + c * y + e, b * x + d * y + f))
            if pdfium.segment_closes(segment) and points[-1] != points[0]:
                points.append(points[0])
        return [points for points in subpaths if len(points) > 1]


def _strokes(points: list[tuple[float, float]], width: float) -> list[Area]:
    """Each straight stretch that runs along an axis, as a thin rectangle."""
    half = min(width, THIN) / 2
    areas = []
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y1 - y0) <= 0.6 < abs(x1 - x0) or abs(x1 - x0) <= 0.6 < abs(y1 - y0):
            flat = abs(y1 - y0) <= 0.6
            grow_x, grow_y = (0.0, half) if flat else (half, 0.0)
            areas.append((min(x0, x1) - grow_x, min(y0, y1) - grow_y, max(x0, x1) + grow_x, max(y0, y1) + grow_y))
    return areas


def _sort_fills(areas: list[Area], clip: Area, drawing: Drawing) -> None:
    for area in areas:
        thin = min(area[2] - area[0], area[3] - area[1]) <= THIN
        _add(area, clip, drawing.rules if thin else drawing.fills)


def _add(area: Area, clip: Area, found: list[Area]) -> None:
    cut = _common(area, clip)
    if cut[2] >= cut[0] and cut[3] >= cut[1]:
        found.append(cut)


def _is_like(one: Area, other: Area) -> bool:
    """Are both of one size, and near each other for that size?"""
    width, height = one[2] - one[0], one[3] - one[1]
    same = abs(width - other[2] + other[0]) <= _LIKE and abs(height - other[3] + other[1]) <= _LIKE
    return same and max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= max(width, height)


def _common(one: Area, other: Area) -> Area:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _around(points: list[tuple[float, float]]) -> Area:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _mapped(area: Area, matrix: Matrix) -> Area:
    if matrix is IDENTITY:
        return area
    a, b, c, d, e, f = matrix
    return _around([(a * x + c * y + e, b * x + d * y + f) for x in (area[0], area[2]) for y in (area[1], area[3])])


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    """First inner, then outer."""
    a, b, c, d, e, f = inner
    if outer is IDENTITY:
        return inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def as_displayed(areas: list[Area] | Floats, matrix: Floats) -> Floats:
    """Areas of user space as x0, top, x1, bottom on the displayed page."""
    if not len(areas):
        return np.zeros((0, 4))
    corners = np.asarray(areas, dtype=float).reshape(-1, 2, 2)
    placed = corners @ matrix[:, :2].T + matrix[:, 2]
    return np.concatenate((placed.min(axis=1), placed.max(axis=1)), axis=1)
