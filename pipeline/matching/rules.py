"""Rules in any shape to straight segments, and segments to connected drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.records.page import Floats

JOIN = 3.0
"""Points by which fragments of one rule may stand apart, and by which crossing rules may miss each other."""
_LEVEL = 1.6
"""Points by which fragments of one rule may lie beside each other."""
_DOT = 3.2
_SHORTEST = 4.0
_FEW = 8
"""NumPy adds fewer numbers than this one after another, more of them in pairs."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Horizontal and vertical segments: rows of position, start, end (y, x0, x1 and x, top, bottom)."""

    across: Floats
    down: Floats

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom around all segments."""
        xs = np.concatenate((self.across[:, 1], self.across[:, 2], self.down[:, 0]))
        ys = np.concatenate((self.down[:, 1], self.down[:, 2], self.across[:, 0]))
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def segments_of(rules: Floats) -> Segments:
    """Join the fragments of a page's rules (x0, top, x1, bottom) into segments. Dots count for both directions."""
    if not len(rules):
        return Segments(np.zeros((0, 3)), np.zeros((0, 3)))
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    dot = (width <= _DOT) & (height <= _DOT)
    flat = (width > height) | dot
    tall = (height >= width) | dot
    x, y = (rules[:, 0] + rules[:, 2]) / 2, (rules[:, 1] + rules[:, 3]) / 2
    across = np.stack((y, rules[:, 0], rules[:, 2]), axis=1)[flat]
    down = np.stack((x, rules[:, 1], rules[:, 3]), axis=1)[tall]
    return Segments(_joined(across), _joined(down))


def _joined(pieces: Floats) -> Floats:
    """Pieces of nearly one position, overlapping or nearly touching, as one segment each; what stays a dot is
    dropped."""
    if not len(pieces):
        return np.zeros((0, 3))
    level = cluster(pieces[:, 0], _LEVEL)
    order = np.lexsort((pieces[:, 1], level))
    levels, rows = level[order].tolist(), pieces[order].tolist()
    joined: list[tuple[float, float, float]] = []
    first, reach = 0, rows[0][2]
    for index in range(1, len(rows) + 1):
        if index < len(rows) and levels[index] == levels[first] and rows[index][1] <= reach + JOIN:
            reach = max(reach, rows[index][2])
            continue
        lengths = [end - start + 1e-6 for _, start, end in rows[first:index]]
        joined.append((weighted([row[0] for row in rows[first:index]], lengths), rows[first][1], reach))
        if index < len(rows):
            first, reach = index, rows[index][2] if levels[index] != levels[first] else max(reach, rows[index][2])
    result = np.array(joined)
    return result[result[:, 2] - result[:, 1] >= _SHORTEST]


def weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted mean; few values are added in Python, which is faster and comes to the same."""
    if len(values) < _FEW:
        total = weight = 0.0
        for value, part in zip(values, weights, strict=True):
            total += value * part
            weight += part
        return total / weight
    parts = np.array(weights)
    return float((np.array(values) * parts).sum() / parts.sum())


def cluster(values: Floats, reach: float) -> np.ndarray:
    """For each value the index of its cluster: values nearer than `reach` to the next are together, up to
    twice the reach."""
    order = np.argsort(values, kind="stable")
    found: list[int] = []
    label, start, last = -1, -np.inf, -np.inf
    for value in values[order].tolist():
        if value - last > reach or value - start > 2 * reach:
            label, start = label + 1, value
        found.append(label)
        last = value
    labels = np.empty(len(values), dtype=np.int64)
    labels[order] = found
    return labels


def centres(values: Floats, weights: Floats, reach: float) -> list[float]:
    """The weighted middle of each cluster, ascending."""
    places: dict[int, tuple[list[float], list[float]]] = {}
    for label, value, weight in zip(cluster(values, reach).tolist(), values.tolist(), weights.tolist(), strict=True):
        some, parts = places.setdefault(label, ([], []))
        some.append(value)
        parts.append(weight)
    return [weighted(*places[label]) for label in sorted(places)]


def drawings_of(segments: Segments) -> tuple[list[Segments], Floats]:
    """Segments that cross or touch, together; and the horizontal segments that touch no vertical one."""
    across, down = segments.across, segments.down
    if not len(across) or not len(down):
        return [], across
    meets = (
        (across[:, None, 1] - JOIN <= down[None, :, 0])
        & (down[None, :, 0] <= across[:, None, 2] + JOIN)
        & (down[None, :, 1] - JOIN <= across[:, None, 0])
        & (across[:, None, 0] <= down[None, :, 2] + JOIN)
    )
    labels = _spread(meets)
    alone = ~meets.any(axis=1)
    drawings = []
    for label in np.unique(labels[~alone]).tolist():
        mine = ~alone & (labels == label)
        drawings.append(Segments(across[mine], down[meets[mine].any(axis=0)]))
    return drawings, across[alone]


def _spread(meets: np.ndarray) -> np.ndarray:
    """A label for each horizontal segment: equal where vertical ones connect them."""
    labels = np.arange(meets.shape[0])
    highest = meets.shape[0]
    while True:
        shared = np.where(meets, labels[:, None], highest).min(axis=0)
        again = np.minimum(labels, np.where(meets, shared[None, :], highest).min(axis=1))
        if (again == labels).all():
            return labels
        labels = again
