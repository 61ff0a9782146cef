"""Draws one table: column widths, wrapped and merged cells, rules, continuation over pages."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.generator.canvas_page import Pages
from corpus.generator.document import Cell, Table
from corpus.generator.textflow import Face, break_lines


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of a table on its page: left edge of each column, line step, padding."""

    edges: tuple[float, ...]
    step: float
    pad: float
    verticals: bool

    def room(self, column: int, cell: Cell) -> float:
        """Width for the text of a cell."""
        return self.edges[min(column + cell.colspan, len(self.edges) - 1)] - self.edges[column] - 2 * self.pad


def lay_out(table: Table, left: float, right: float, face: Face, pad: float, verticals: bool) -> Layout:
    """Columns over the width of the page in the proportions of the table."""
    total, x, edges = sum(table.widths), left, [left]
    for part in table.widths:
        x += (right - left) * part / total
        edges.append(x)
    return Layout(tuple(edges), face.size * 1.25, pad, verticals)


def wrap(cell: Cell, column: int, layout: Layout, face: Face) -> list[str]:
    """The lines of a cell."""
    return [line for part in cell.text.split("\n") for line in break_lines(part, face, layout.room(column, cell))]


def row_heights(table: Table, layout: Layout, face: Face, least: float) -> list[float]:
    """Heights that hold every cell; a cell over several rows stretches the last of them."""
    heights = [least] * len(table.rows)
    late: list[tuple[int, Cell, float]] = []
    for n, row in enumerate(table.rows):
        for column, cell in row:
            need = len(wrap(cell, column, layout, face)) * layout.step + layout.pad * 1.6
            if cell.rowspan == 1:
                heights[n] = max(heights[n], need)
            else:
                late.append((n, cell, need))
    for n, cell, need in late:
        have = sum(heights[n : n + cell.rowspan])
        heights[n + cell.rowspan - 1] += max(0.0, need - have)
    return heights


def draw_cell(pages: Pages, cell: Cell, column: int, top: float, height: float, layout: Layout, face: Face) -> None:
    """The text of a cell (centred upright) and its frame."""
    lines = wrap(cell, column, layout, face)
    x0, x1 = layout.edges[column], layout.edges[min(column + cell.colspan, len(layout.edges) - 1)]
    y = top + (height - len(lines) * layout.step) / 2 + face.size
    for line in lines:
        slack = x1 - x0 - 2 * layout.pad - face.wide(line)
        shift = {"left": 0.0, "center": slack / 2, "right": slack}[cell.align]
        if line:
            pages.text(line, x0 + layout.pad + max(shift, 0.0), y, face)
        y += layout.step
    pages.rule(x0, top, x1, top)
    pages.rule(x0, top + height, x1, top + height)
    if layout.verticals:
        pages.rule(x0, top, x0, top + height)
        pages.rule(x1, top, x1, top + height)


def chunks(heights: list[float], header: int, first_room: float, room: float, repeats: bool) -> list[list[int]]:
    """Row numbers by page: the header with the first rows, then as many as fit."""
    pages: list[list[int]] = [[]]
    left = first_room
    for n, height in enumerate(heights):
        if height > left + 0.01 and pages[-1] and n > header:
            pages.append(list(range(header)) if repeats else [])
            left = room - (sum(heights[:header]) if repeats else 0.0)
        pages[-1].append(n)
        left -= height
    return pages


def draw_rows(
    pages: Pages, table: Table, numbers: list[int], heights: list[float], top: float, layout: Layout, face: Face
) -> float:
    """Draw these rows from `top` down; the y where they end."""
    tops: dict[int, float] = {}
    y = top
    for n in numbers:
        tops[n] = y
        y += heights[n]
    for n in numbers:
        for column, cell in table.rows[n]:
            height = sum(heights[k] for k in range(n, n + cell.rowspan) if k in tops)
            draw_cell(pages, cell, column, tops[n], height, layout, face)
    return y
