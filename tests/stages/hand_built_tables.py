"""Blocks typed by hand: a grid from rows of words, with the lines above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from pipeline.records.geometry import Box
from pipeline.records.layout import Block, Cell, Grid, Line

Said = str | tuple[str, int, int]
"""What a cell says, or that with the rows and columns that it spans."""

WIDTH, HEIGHT = 60.0, 15.0


def line(text: str, order: int, page: int = 1, top: float = 50.0) -> Line:
    """A printed line, ten points to a character."""
    x0 = tuple(50.0 + 10 * i for i in range(len(text)))
    return Line(page, order, text, text, x0, tuple(x + 10 for x in x0), top, top + 10, top + 9, 10.0, False)


def grid(rows: Sequence[Sequence[Said]], page: int = 1, top: float = 100.0) -> Grid:
    """A grid of equal columns; a row leaves out the places that cells above span."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, said in enumerate(rows):
        column = 0
        for one in said:
            text, down, across = one if isinstance(one, tuple) else (one, 1, 1)
            while (row, column) in taken:
                column += 1
            taken |= {(row + i, column + j) for i in range(down) for j in range(across)}
            area = Box(
                page,
                50 + WIDTH * column,
                top + HEIGHT * row,
                50 + WIDTH * (column + across),
                top + HEIGHT * (row + down),
            )
            cells.append(Cell(row, column, row + down, column + across, text, (area,) if text else (), area))
            column += across
    columns = max(cell.column_end for cell in cells)
    row_edges = tuple(top + HEIGHT * i for i in range(len(rows) + 1))
    column_edges = tuple(50 + WIDTH * i for i in range(columns + 1))
    box = Box(page, column_edges[0], row_edges[0], column_edges[-1], row_edges[-1])
    return Grid(page, 0, box, len(rows), columns, row_edges, column_edges, tuple(cells), "rules")


def document(*pages: tuple[Sequence[str], Sequence[Sequence[Said]], Sequence[str]]) -> tuple[Block, ...]:
    """One page for each (lines above, rows of the grid, lines below)."""
    orders, blocks = count(), list[Block]()
    for page, (above, rows, below) in enumerate(pages, 1):
        if above:
            lines = tuple(line(text, next(orders), page, 30.0 + 10 * i) for i, text in enumerate(above))
            blocks.append(Block(len(blocks), page, "text", lines))
        if rows:
            inside = (line("表内文字", next(orders), page, 100.0),)
            blocks.append(Block(len(blocks), page, "grid", inside, grid(rows, page)))
        if below:
            lines = tuple(line(text, next(orders), page, 700.0 + 10 * i) for i, text in enumerate(below))
            blocks.append(Block(len(blocks), page, "text", lines))
    return tuple(blocks)


def text_file(text: str) -> tuple[Block, ...]:
    """The lines of a file of text, which has no pages."""
    lines = tuple(line(said, order, 0) for order, said in enumerate(text.splitlines()) if said.strip())
    return (Block(0, 0, "text", lines),)


def tall(text: str, rows: int) -> Said:
    """A cell over several rows."""
    return text, rows, 1


def wide(text: str, columns: int) -> Said:
    """A cell over several columns."""
    return text, 1, columns


INCOME_HEADER: list[list[Said]] = [
    [wide("项目", 2), tall("本年收入合计", 2), tall("财政拨款收入", 2), tall("上级补助\n收入", 2), tall("事业收入", 2)],
    ["科目代码", "科目名称"],
]
