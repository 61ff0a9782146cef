"""Segments of one connected drawing to cells that tile its rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.matching.rules import JOIN, Segments, centres
from pipeline.records.page import Floats

_DOUBLE = 4.0
"""Points between the two strokes of a double rule: no row or column is as narrow."""
_COVERED = 0.6
"""A border stands between two boxes when rules cover this part of their common side."""

Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Tiling:
    """Edges ascending, and cells as half-open spans: row, column, row_end, column_end, in reading order."""

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[Span, ...]


def tile(drawing: Segments) -> Tiling | None:
    """The cells of a drawing, or None where it is no table.

    The outer border counts as closed (a continued table may lack its upper border, tables may be open at the sides).
    Boxes between which no rule stands are one cell; a region that is no rectangle is cut into rectangles. A frame, a
    single column or row with fewer than two cells, and a mere cross of two rules are no tables.
    """
    left, top, right, bottom = drawing.bounds
    rows = _edges(drawing.across, top, bottom)
    columns = _edges(drawing.down, left, right)
    if len(rows) < 2 or len(columns) < 3 or not _is_framed(drawing, left, right):
        return None
    across = _borders(drawing.across, rows, columns)
    down = _borders(drawing.down, columns, rows).T
    across[0, :] = across[-1, :] = True
    down[:, 0] = down[:, -1] = True
    spans = [part for region in _regions(across, down) for part in _rectangles(region)]
    tiling = _compact(rows, columns, spans)
    return tiling if len(tiling.cells) > 1 and len(tiling.column_edges) > 2 else None


def _edges(segments: Floats, low: float, high: float) -> list[float]:
    """Positions of rules, the drawing's own border included."""
    values = np.append(segments[:, 0], (low, high))
    weights = np.append(segments[:, 2] - segments[:, 1], (1e-3, 1e-3))
    return centres(values, weights, _DOUBLE)


def _is_framed(drawing: Segments, left: float, right: float) -> bool:
    """Enough rules for a table: two long horizontal ones and a vertical one, or one and three."""
    long = (drawing.across[:, 2] - drawing.across[:, 1] > 0.5 * (right - left)).sum()
    upright = len(np.unique(np.round(drawing.down[:, 0] / JOIN)))
    return bool((long >= 2 and upright >= 1) or (len(drawing.across) >= 1 and upright >= 3))


def _borders(segments: Floats, edges: list[float], stops: list[float]) -> np.ndarray:
    """(edge, interval between stops): do rules on the edge cover most of the interval?"""
    starts, ends = np.array(stops[:-1]), np.array(stops[1:])
    covered = np.zeros((len(edges), len(starts)))
    nearest = np.abs(segments[:, :1] - np.array(edges)).argmin(axis=1)
    overlap = np.minimum(segments[:, 2:3], ends) - np.maximum(segments[:, 1:2], starts)
    np.add.at(covered, nearest, np.maximum(overlap, 0.0))
    return covered >= _COVERED * (ends - starts)


def _regions(across: np.ndarray, down: np.ndarray) -> list[list[tuple[int, int]]]:
    """Elementary boxes between which no border stands, together; each in reading order."""
    row_count, column_count = down.shape[0], across.shape[1]
    parent = list(range(row_count * column_count))

    def root(box: int) -> int:
        while parent[box] != box:
            parent[box] = parent[parent[box]]
            box = parent[box]
        return box

    def unite(one: int, other: int) -> None:
        one, other = root(one), root(other)
        parent[max(one, other)] = min(one, other)

    for row, column in np.argwhere(~across[1:-1]).tolist():
        unite(row * column_count + column, (row + 1) * column_count + column)
    for row, column in np.argwhere(~down[:, 1:-1]).tolist():
        unite(row * column_count + column, row * column_count + column + 1)
    regions: dict[int, list[tuple[int, int]]] = {}
    for box in range(len(parent)):
        regions.setdefault(root(box), []).append(divmod(box, column_count))
    return list(regions.values())


def _rectangles(region: list[tuple[int, int]]) -> list[Span]:
    """The region as one span, or cut into rows of equal width where it is no rectangle."""
    if len(region) == 1:
        (row, column), = region
        return [(row, column, row + 1, column + 1)]
    rows = [row for row, _ in region]
    columns = [column for _, column in region]
    span = min(rows), min(columns), max(rows) + 1, max(columns) + 1
    if (span[2] - span[0]) * (span[3] - span[1]) == len(region):
        return [span]
    open_spans: dict[tuple[int, int], Span] = {}
    done: list[Span] = []
    for row in range(span[0], span[2]):
        runs = adjacent([column for at, column in region if at == row])
        going = {run: open_spans[run] for run in runs if run in open_spans}
        done += [old for run, old in open_spans.items() if run not in going]
        open_spans = {run: (going[run][0] if run in going else row, run[0], row + 1, run[1]) for run in runs}
    return done + list(open_spans.values())


def adjacent(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as half-open runs."""
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = runs[-1][0], column + 1
        else:
            runs.append((column, column + 1))
    return runs


def _compact(rows: list[float], columns: list[float], spans: list[Span]) -> Tiling:
    """Leave out edges on which no cell begins or ends."""
    row_used = sorted({edge for span in spans for edge in (span[0], span[2])})
    column_used = sorted({edge for span in spans for edge in (span[1], span[3])})
    row_at = {edge: index for index, edge in enumerate(row_used)}
    column_at = {edge: index for index, edge in enumerate(column_used)}
    cells = sorted((row_at[a], column_at[b], row_at[c], column_at[d]) for a, b, c, d in spans)
    return Tiling(tuple(rows[edge] for edge in row_used), tuple(columns[edge] for edge in column_used), tuple(cells))
