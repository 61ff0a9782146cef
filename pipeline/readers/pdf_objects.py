"""What PDFium drew beside text: rules, images and coloured areas, concluded from columns of objects and segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.readers import pdf_calls as pdfium
from pipeline.readers.pdf_columns import EVERYWHERE, Records
from pipeline.records.page import Floats, Ints

THIN = 3.2
"""A filled rectangle not thicker than this (points) is a rule."""
INVISIBLE = (3, 7)
"""Text render modes that draw nothing."""
_STRAIGHT = 0.6
"""A stroke that leaves its axis by no more than this (points) runs along it."""
_NO_WIDTH = 1e-4
_REMEMBERED = 6
"""PDFium compares a text object with five before it; empty ones do not count."""
_LIKE, _BESIDE = 0.05, 2.0
"""Points by which the sizes of two like objects differ, and by which an origin may stand beside its object."""

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """How the space of each object's form lies in user space: `row` by object (-1: on the page itself), `matrix` (n, 6)
    and `clip` (n, 4) by object row of the form."""

    row: Ints
    matrix: Floats
    clip: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """What was found on one page, in user space: x0, y0, x1, y1."""

    rules: Floats
    images: Floats
    fills: Floats


def forms_of(objects: Records) -> Forms:
    """The forms of a page, those within others placed by these."""
    row = objects["parent"].astype(np.int64)
    matrix = np.zeros((len(objects), 6))
    clip = np.zeros((len(objects), 4))
    for index in np.flatnonzero(objects["kind"] == pdfium.FORM).tolist():
        one = slice(index, index + 1)
        matrix[one], clip[one] = objects["matrix"][one], objects["clip"][one]
        parent = row[one]
        if parent[0] >= 0:
            clip[one] = _common(clip[parent], placed(clip[one], matrix[parent]))
            matrix[one] = _product(matrix[one], matrix[parent])
    return Forms(row, matrix, clip)


def drawing_of(objects: Records, segments: Records, forms: Forms) -> Drawing:
    """Rules, images and coloured areas of a page, those of nested forms included, in the order drawn."""
    clip = clips_in_user_space(objects["clip"].astype(np.float64), forms.row, forms)
    inside = _inside(forms.row)
    if len(inside):
        clip[inside] = _common(forms.clip[forms.row[inside]], clip[inside])
    images = np.flatnonzero(objects["kind"] == pdfium.IMAGE)
    shown = _common(_bounds(objects, forms, images), clip[images])
    shown = shown[(shown[:, 2] > shown[:, 0]) & (shown[:, 3] > shown[:, 1])]
    filled, areas, stroked, strokes = _painted(objects, segments, forms)
    thin = np.minimum(areas[:, 2] - areas[:, 0], areas[:, 3] - areas[:, 1]) <= THIN
    order = np.argsort(np.concatenate((2 * filled[thin], 2 * stroked + 1)), kind="stable")
    rules = np.concatenate((areas[thin], strokes))[order]
    owner = np.concatenate((filled[thin], stroked))[order]
    return Drawing(_cut(rules, clip[owner]), shown, _cut(areas[~thin], clip[filled[~thin]]))


def shapeless(objects: Records, read: npt.NDArray[np.uint64]) -> Ints:
    """Rows of text objects without a shape that are not among the `read` ones.

    PDFium leaves out of its text what has no width: single characters, and upright columns of them, that its fonts have
    no shape for, and single spaces. Whether they can be seen is for the caller to ask.
    """
    narrow = (objects["kind"] == pdfium.TEXT) & (objects["bounds"][:, 2] - objects["bounds"][:, 0] < _NO_WIDTH)
    rows = np.flatnonzero(narrow)
    return rows[~np.isin(objects["object"][rows], read)] if len(rows) else rows


def repeated(objects: Records, forms: Forms, read: npt.NDArray[np.uint64], origins: Floats) -> Ints:
    """Rows of text objects that are not among the `read` ones for being like one drawn just before, with none of the
    read characters (n, 2) on their place.

    PDFium takes an object for fake bold where another one of its size stands at a distance below an eighth of its
    width: a long name printed again in the next row of a table is left out of its text. Whether they can be seen is for
    the caller to ask.
    """
    texts = np.flatnonzero(objects["kind"] == pdfium.TEXT)
    unread = np.flatnonzero(~np.isin(objects["object"][texts], read)).tolist()
    areas = _bounds(objects, forms, texts).tolist() if unread else []
    found = []
    for place in unread:
        x0, y0, x1, y1 = area = areas[place]
        if not any(_is_like(area, other) for other in areas[max(0, place - _REMEMBERED) : place]):
            continue
        x, y = origins[:, 0], origins[:, 1]
        is_taken = (x > x0 - _BESIDE) & (x < x1) & (y > y0 - _BESIDE) & (y < y1 + _BESIDE)
        if not is_taken.any():
            found.append(int(texts[place]))
    return np.array(found, dtype=np.int64)


def _is_like(one: Sequence[float], other: Sequence[float]) -> bool:
    """Are both of one size, and near each other for that size?"""
    width, height = one[2] - one[0], one[3] - one[1]
    same = abs(width - other[2] + other[0]) <= _LIKE and abs(height - other[3] + other[1]) <= _LIKE
    return same and max(abs(one[0] - other[0]), abs(one[1] - other[1])) <= max(width, height)


def forms_of_texts(texts: npt.NDArray[np.uint64], objects: Records, forms: Forms) -> Ints:
    """The row of the form that each of these text objects (ascending) stands in, or -1."""
    row = np.full(len(texts), -1)
    inside = _inside(np.where(objects["kind"] == pdfium.TEXT, forms.row, -1))
    place = np.searchsorted(texts, objects["object"][inside])
    known = place < len(texts)
    known[known] = texts[place[known]] == objects["object"][inside[known]]
    row[place[known]] = forms.row[inside[known]]
    return row


def areas_of(objects: Records, forms: Forms, rows: Ints, clips: Floats) -> Floats:
    """The bounds of objects in user space within their own clips (n, 4); those outside are left out."""
    clip = clips_in_user_space(clips, forms.row[rows], forms)
    return _cut(_bounds(objects, forms, rows), clip)


def clips_in_user_space(clip: Floats, row: Ints, forms: Forms) -> Floats:
    """Clips (n, 4) of objects of the forms in these rows, in user space."""
    inside = _inside(row)
    inside = inside[(clip[inside] != EVERYWHERE).any(axis=1)] if len(inside) else inside
    return _replaced(clip, inside, forms.matrix[row[inside]])


def _bounds(objects: Records, forms: Forms, rows: Ints) -> Floats:
    inside = _inside(forms.row[rows])
    return _replaced(objects["bounds"][rows].astype(np.float64), inside, forms.matrix[forms.row[rows[inside]]])


def _inside(row: Ints) -> Ints:
    """Which objects stand in forms: on most pages none do."""
    return np.flatnonzero(row >= 0)


def _replaced(areas: Floats, rows: Ints, matrix: Floats) -> Floats:
    """The areas, those of these rows as their matrices place them."""
    if not len(rows):
        return areas
    areas = areas.copy()
    areas[rows] = placed(areas[rows], matrix)
    return areas


def _painted(objects: Records, segments: Records, forms: Forms) -> tuple[Ints, Floats, Ints, Floats]:
    """Filled areas and strokes, each with the row of its path: areas of simple paths by their bounds, of others by
    their subpaths."""
    paths = np.flatnonzero(objects["segments"] > 0)
    filled, stroked = objects["filled"] > 0, objects["stroked"] > 0
    plain = np.flatnonzero(filled & ~stroked & (objects["segments"] == 0))
    areas = _bounds(objects, forms, plain)
    if not len(paths):
        return plain, areas, np.zeros(0, dtype=np.int64), np.zeros((0, 4))
    owner = np.repeat(paths, objects["segments"][paths])
    points = _points(objects, segments, forms, paths, owner)
    starts, ends = _subpaths(segments, owner)
    wanted = filled[owner[starts]] & (ends - starts > 1)
    boxes = _around(points, starts, ends)[wanted]
    boxed = owner[starts[wanted]]
    order = np.argsort(np.concatenate((plain, boxed)), kind="stable")
    place, strokes = _strokes(points, segments, starts, ends, objects["width"][owner].astype(np.float64))
    seen = stroked[owner[place]]
    return (
        np.concatenate((plain, boxed))[order], np.concatenate((areas, boxes))[order],
        owner[place[seen]], strokes[seen],
    )


def _points(objects: Records, segments: Records, forms: Forms, paths: Ints, owner: Ints) -> Floats:
    """Where the segments end, in user space (n, 2)."""
    matrix = objects["matrix"].astype(np.float64)
    inside = paths[forms.row[paths] >= 0]
    matrix[inside] = _product(matrix[inside], forms.matrix[forms.row[inside]])
    a, b, c, d, e, f = matrix[owner].T
    x, y = segments["x"].astype(np.float64), segments["y"].astype(np.float64)
    return np.stack((a * x + c * y + e, b * x + d * y + f), axis=1)


def _subpaths(segments: Records, owner: Ints) -> tuple[Ints, Ints]:
    """Half-open runs of segments, each begun by a move; curves break them, and lines without a beginning are none."""
    first = np.ones(len(owner), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    begins = segments["kind"] != pdfium.LINE_TO
    breaks = np.flatnonzero(begins | first)
    ends = np.append(breaks[1:], len(owner))
    real = begins[breaks]
    return breaks[real], ends[real]


def _around(points: Floats, starts: Ints, ends: Ints) -> Floats:
    """The rectangle around the points of each run (n, 4)."""
    if not len(starts):
        return np.zeros((0, 4))
    # What stands between two runs is the tail of another path without a beginning: an even place is a run.
    bounds = np.stack((starts, ends), axis=1).ravel()
    padded = np.concatenate((points, points[-1:]))
    return np.concatenate(
        (np.minimum.reduceat(padded, bounds)[::2], np.maximum.reduceat(padded, bounds)[::2]), axis=1
    )


def _strokes(
    points: Floats, segments: Records, starts: Ints, ends: Ints, width: Floats
) -> tuple[Ints, Floats]:
    """Each straight stretch that runs along an axis as a thin rectangle, with the segment that it belongs to."""
    count = len(points)
    begin = np.full(count, -1)
    begin[starts] = starts
    inside = np.zeros(count + 1, dtype=np.int64)
    np.add.at(inside, starts, 1)
    np.add.at(inside, ends, -1)
    begin = np.where(np.cumsum(inside[:count]) > 0, np.maximum.accumulate(begin), -1)
    closes = segments["closes"] != 0
    lines = np.flatnonzero((begin >= 0) & (begin != np.arange(count)))
    # After a subpath is closed, the next line of it goes on from its beginning.
    source = np.where(closes[lines - 1], begin[lines], lines - 1)
    closing = np.flatnonzero((begin >= 0) & closes)
    closing = closing[(points[closing] != points[begin[closing]]).any(axis=1)]
    one = np.concatenate((points[source], points[closing]))
    other = np.concatenate((points[lines], points[begin[closing]]))
    place = np.concatenate((lines, closing))
    order = np.argsort(np.concatenate((2 * lines, 2 * closing + 1)), kind="stable")
    one, other, place = one[order], other[order], place[order]
    across, down = np.abs(other - one).T
    flat = down <= _STRAIGHT
    along = (flat & (across > _STRAIGHT)) | ((across <= _STRAIGHT) & (down > _STRAIGHT))
    half = np.minimum(width[place], THIN) / 2
    grow = np.stack((np.where(flat, 0.0, half), np.where(flat, half, 0.0)), axis=1)
    areas = np.concatenate((np.minimum(one, other) - grow, np.maximum(one, other) + grow), axis=1)
    return place[along], areas[along]


def _cut(areas: Floats, clip: Floats) -> Floats:
    """Areas within their clips; those outside are left out."""
    cut = _common(areas, clip)
    return cut[(cut[:, 2] >= cut[:, 0]) & (cut[:, 3] >= cut[:, 1])]


def _common(one: Floats, other: Floats) -> Floats:
    return np.concatenate((np.maximum(one[:, :2], other[:, :2]), np.minimum(one[:, 2:], other[:, 2:])), axis=1)


def placed(areas: Floats, matrix: Floats) -> Floats:
    """The rectangles around areas (n, 4) that matrices (n, 6) have placed."""
    a, b, c, d, e, f = matrix.T[:, :, None]
    x, y = areas[:, [0, 0, 2, 2]], areas[:, [1, 3, 1, 3]]
    x, y = a * x + c * y + e, b * x + d * y + f
    return np.stack((x.min(axis=1), y.min(axis=1), x.max(axis=1), y.max(axis=1)), axis=1)


def _product(inner: Floats, outer: Floats) -> Floats:
    """Matrices (n, 6): first inner, then outer."""
    a, b, c, d, e, f = inner.T
    p, q, r, s, t, u = outer.T
    return np.stack(
        (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u), axis=1
    )


def as_displayed(areas: Floats, matrix: Floats) -> Floats:
    """Areas of user space as x0, top, x1, bottom on the displayed page."""
    if not len(areas):
        return np.zeros((0, 4))
    corners = np.asarray(areas, dtype=float).reshape(-1, 2, 2) @ matrix[:, :2].T + matrix[:, 2]
    one, other = corners[:, 0], corners[:, 1]
    return np.concatenate((np.minimum(one, other), np.maximum(one, other)), axis=1)
