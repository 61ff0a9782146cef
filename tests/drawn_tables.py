"""Random tables, drawn as producers draw them: what stands in each cell, and where, is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import get_args

from reportlab.pdfbase.pdfmetrics import stringWidth

from pipeline.records.geometry import Box
from tests.drawing import HAN, Sheet, Span, Style

STYLES = get_args(Style)
FONTS = (HAN, "Times-Roman", "Helvetica")
WORDS = ("行政运行", "项目支出", "机关事业单位基本养老保险缴费支出", "其他一般公共服务支出", "合计", "住房公积金")
PAD = 3.0


@dataclass(frozen=True)
class Printed:
    """A cell: its text line by line, where it stands in the table, and on the page."""

    span: Span
    lines: tuple[str, ...]
    area: Box
    is_number: bool = False
    is_head: bool = False

    @property
    def text(self) -> str:
        """The cell as a grid gives it."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Look:
    """How a table is drawn: its rules, its fonts, and what else stands where no reader may see it."""

    style: Style = "line"
    size: float = 9.0
    font: str = HAN
    open_top: bool = False
    is_upright: bool = True
    is_ruled: bool = True
    is_form: bool = False
    decoys: tuple[str, ...] = ()
    name: str = "form"


@dataclass(frozen=True)
class Table:
    """Edges, and the cells between them."""

    rows: tuple[float, ...]
    columns: tuple[float, ...]
    cells: tuple[Printed, ...]
    look: Look = field(default_factory=Look)

    def draw(self, sheet: Sheet) -> None:
        """Draw the rules, then the texts: numbers flush right, words flush left and in the middle of the height."""
        if self.look.is_form:
            with sheet.form(self.look.name):
                self._draw(sheet)
        else:
            self._draw(sheet)
        for decoy in self.look.decoys:
            self._decoy(sheet, decoy)

    def _draw(self, sheet: Sheet) -> None:
        look = self.look
        if look.is_ruled:
            spans = [cell.span for cell in self.cells if is_merged(cell.span)]
            sheet.grid(self.rows, self.columns, spans, look.style, look.open_top, look.is_upright)
        for cell in self.cells:
            step = look.size * 1.25
            top = (cell.area.top + cell.area.bottom - step * len(cell.lines)) / 2
            for place, line in enumerate(cell.lines):
                baseline = top + step * place + look.size
                if cell.is_head:
                    width = stringWidth(line, HAN, look.size)
                    sheet.text((cell.area.x0 + cell.area.x1 - width) / 2, baseline, line, look.size)
                elif cell.is_number:
                    sheet.right(cell.area.x1 - PAD, baseline, line, look.size, look.font)
                else:
                    sheet.text(cell.area.x0 + PAD, baseline, line, look.size)

    def _decoy(self, sheet: Sheet, decoy: str) -> None:
        """A rule through the middle of the table that nobody sees."""
        x0, x1 = self.columns[0], self.columns[-1]
        y = (self.rows[0] + self.rows[1]) / 2
        if decoy == "white":
            sheet.rule(x0, y, x1, y, grey=1)
        elif decoy == "clipped":
            sheet.clipped(x0, y, x1, y)
        elif decoy == "off":
            sheet.rule(x0, -40, x1, -40)
            sheet.rule(x0, -40, x0, -5)


def is_merged(span: Span) -> bool:
    """Does the cell span more than one place?"""
    return span[2] - span[0] > 1 or span[3] - span[1] > 1


def wrapped(text: str, width: float, size: float, font: str = HAN) -> tuple[str, ...]:
    """The text in lines no wider than the width."""
    lines = [""]
    for character in text:
        if lines[-1] and stringWidth(lines[-1] + character, font, size) > width:
            lines.append("")
        lines[-1] += character
    return tuple(line for line in lines if line)


def random_look(random: Random, name: str, **fixed: object) -> Look:
    """Any rules and fonts."""
    look = {
        "style": random.choice(STYLES), "size": random.choice((7.0, 8.5, 9.0, 10.5)), "font": random.choice(FONTS),
        "is_form": random.random() < 0.2, "name": name,
        "decoys": tuple(d for d in ("white", "clipped", "off") if random.random() < 0.2), **fixed,
    }
    return Look(**look)  # type: ignore[arg-type]


def lay(
    cells: Sequence[tuple[Span, str, bool]], widths: Sequence[float], x: float, y: float, look: Look, page: int = 1,
    head: int = 0,
) -> Table:
    """Cells (span, text, is it a number) in columns of these widths, below each other as high as their lines need;
    those of the first `head` rows in the middle."""
    columns = [x]
    for width in widths:
        columns.append(columns[-1] + width)
    count = max(span[2] for span, _, _ in cells)
    heights = [look.size * 1.25 + 2 * PAD] * count
    texts: list[tuple[str, ...]] = []
    for span, text, is_number in cells:
        room = columns[span[3]] - columns[span[1]] - 2 * PAD
        if is_number and stringWidth(text, look.font, look.size) > room:
            text = "0.00"
        lines = (text,) if is_number and text else wrapped(text, room, look.size)
        texts.append(lines)
        rows = span[2] - span[0]
        need = (look.size * 1.25 * len(lines) + 2 * PAD) / rows
        for row in range(span[0], span[2]):
            heights[row] = max(heights[row], need)
    rows = [y]
    for height in heights:
        rows.append(rows[-1] + height)
    printed = tuple(
        Printed(span, lines, Box(page, columns[span[1]], rows[span[0]], columns[span[3]], rows[span[2]]), is_number,
                span[0] < head)
        for (span, _, is_number), lines in zip(cells, texts, strict=True)
    )
    return Table(tuple(rows), tuple(columns), printed, look)


def random_number(random: Random) -> str:
    """An amount as it may be printed in a cell."""
    value = random.choice((0, random.uniform(0, 10), random.uniform(10, 1000), random.uniform(1000, 99999)))
    return random.choice(("{:.2f}", "{:,.2f}")).format(value)


def random_grid(random: Random, x: float, y: float, width: float, name: str) -> Table:
    """A table of any shape with merged header cells, wrapped words and numbers, that every rule style can draw."""
    rows, columns = random.randint(2, 7), random.randint(2, 6)
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[Span, str, bool]] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            down = across = 1
            if row == 0 and rows > 2 and random.random() < 0.4:
                across = random.randint(1, columns - 1)
                while any((0, place) in taken for place in range(column, min(column + across, columns))):
                    across -= 1
                across = max(1, min(across, columns - column))
                down = 2 if across == 1 and random.random() < 0.5 else 1
            span = (row, column, row + down, column + across)
            taken |= {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
            is_number = row > 1 and column > 0 and random.random() < 0.7
            text = random_number(random) if is_number else random.choice((*WORDS, ""))
            cells.append((span, text, is_number))
    weights = [random.uniform(0.8, 1.3) for _ in range(columns)]
    widths = [width * weight / sum(weights) for weight in weights]
    return lay(cells, widths, x, y, random_look(random, name))
