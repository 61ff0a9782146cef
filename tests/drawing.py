"""A small kit that draws PDFs for tests: places in points from the top left, as the pipeline counts them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus.generator import render_reportlab
from corpus.generator.data import load
from corpus.generator.document import Block, Document
from corpus.generator.locate import Piece, locate, read_twice

HAN = "STSong-Light"
A4 = (595.0, 842.0)
Style = Literal["line", "rectangle", "fragments", "dashes", "double"]
Span = tuple[int, int, int, int]
pdfmetrics.registerFont(UnicodeCIDFont(HAN))


class Sheet:
    """One page to draw on."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height

    def text(
        self, x: float, baseline: float, text: str, size: float = 10, font: str = HAN, mode: int = 0, grey: float = 0
    ) -> None:
        """Print text that begins at x; `mode` is the PDF's text render mode (3 = invisible), `grey` 1 is white."""
        self.canvas.saveState()
        words = self.canvas.beginText(x, self.height - baseline)
        words.setFont(font, size)
        words.setTextRenderMode(mode)
        words.setFillGray(grey)
        words.textOut(text)
        self.canvas.drawText(words)
        self.canvas.restoreState()

    def right(self, x: float, baseline: float, text: str, size: float = 10, font: str = HAN) -> None:
        """Print text that ends at x."""
        self.text(x - pdfmetrics.stringWidth(text, font, size), baseline, text, size, font)

    def sideways(self, x: float, y: float, text: str, size: float = 10, angle: float = 90) -> None:
        """Print text turned counterclockwise about the point (x, y)."""
        self.canvas.saveState()
        self.canvas.translate(x, self.height - y)
        self.canvas.rotate(angle)
        self.canvas.setFont(HAN, size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def rule(self, x0: float, y0: float, x1: float, y1: float, style: Style = "line", grey: float = 0) -> None:
        """A horizontal or vertical rule as one stroke, as a thin filled rectangle, as many short ones or short
        strokes, or as two strokes side by side."""
        self.canvas.setFillGray(grey)
        self.canvas.setStrokeGray(grey)
        self.canvas.setLineWidth(0.5)
        if style == "double":
            aside = (0.0, 0.8) if y0 == y1 else (0.8, 0.0)
            for sign in (-1, 1):
                self.rule(*(value + sign * move for value, move in zip((x0, y0, x1, y1), aside * 2, strict=True)))
            return
        if style == "dashes":
            steps = max(1, int(max(x1 - x0, y1 - y0) // 3))
            for a, b in ((step / steps, (step + 0.6) / steps) for step in range(steps)):
                self.rule(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)
            return
        if style == "line":
            self.canvas.line(x0, self.height - y0, x1, self.height - y1)
            return
        length = max(x1 - x0, y1 - y0)
        steps = max(1, int(length // 6)) if style == "fragments" else 1
        for step in range(steps):
            a, b = step / steps, (step + 1) / steps
            left, right = x0 + (x1 - x0) * a, x0 + (x1 - x0) * b
            top, bottom = y0 + (y1 - y0) * a, y0 + (y1 - y0) * b
            self.canvas.rect(
                left - 0.2, self.height - bottom - 0.2, right - left + 0.4, bottom - top + 0.4, stroke=0, fill=1
            )

    def grid(
        self,
        rows: Sequence[float],
        columns: Sequence[float],
        spans: Iterable[Span] = (),
        style: Style = "line",
        open_top: bool = False,
        is_upright: bool = True,
    ) -> None:
        """Draw the borders of a table. `spans` are merged cells (row, column, row_end, column_end); the rest
        are single ones. Without `is_upright` only the horizontal ones."""
        merged = list(spans)
        for row in range(len(rows)):
            for column in range(len(columns) - 1):
                inner = any(a < row < c and b <= column < d for a, b, c, d in merged)
                if not inner and not (open_top and row == 0):
                    self.rule(columns[column], rows[row], columns[column + 1], rows[row], style)
        for column in range(len(columns) if is_upright else 0):
            for row in range(len(rows) - 1):
                if not any(a <= row < c and b < column < d for a, b, c, d in merged):
                    self.rule(columns[column], rows[row], columns[column], rows[row + 1], style)

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """What is drawn inside stands in a Form XObject of its own."""
        name = f"{name}{self.canvas.getPageNumber()}"
        self.canvas.beginForm(name, 0, 0, 2000, 2000)
        yield
        self.canvas.endForm()
        self.canvas.doForm(name)

    def clipped(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule that is drawn but cut off by a clipping path."""
        self.canvas.saveState()
        path = self.canvas.beginPath()
        path.rect(0, 0, 5, 5)
        self.canvas.clipPath(path, stroke=0, fill=0)
        self.rule(x0, y0, x1, y1)
        self.canvas.restoreState()

    def image(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A grey picture."""
        picture = ImageReader(io.BytesIO(png()))
        self.canvas.drawImage(picture, x0, self.height - bottom, x1 - x0, bottom - top)


def draw(
    *pages: Callable[[Sheet], None],
    size: tuple[float, float] = A4,
    rotation: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    password: str | None = None,
) -> bytes:
    """A PDF of these pages, drawn as displayed: `size` is that of the displayed page. `rotation` is the /Rotate of
    each, `crop` the CropBox (x0, y0, x1, y1 from the bottom left)."""
    target = io.BytesIO()
    encryption = StandardEncryption(password, ownerPassword="owner", canPrint=1) if password is not None else None
    canvas = Canvas(target, pagesize=size, invariant=1, encrypt=encryption)
    for page in pages:
        canvas.setPageRotation(rotation)
        if crop:
            canvas.setCropBox(crop)
        canvas.transform(*_turn(rotation, *size))
        page(Sheet(canvas, size[1]))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _turn(rotation: int, width: float, height: float) -> tuple[float, ...]:
    """What places displayed points in the user space of a page with this /Rotate."""
    return {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }[rotation]


def png() -> bytes:
    """A small picture."""
    target = io.BytesIO()
    Image.new("RGB", (40, 40), (128, 128, 128)).save(target, "PNG")
    return target.getvalue()


def table(
    rows: Sequence[Sequence[str]],
    x: float = 60,
    y: float = 100,
    width: float = 90,
    height: float = 20,
    style: Style = "line",
):
    """A page with one ruled table of equal cells, its texts printed inside."""

    def page(sheet: Sheet) -> None:
        sheet.grid(
            [y + height * i for i in range(len(rows) + 1)],
            [x + width * i for i in range(len(rows[0]) + 1)],
            style=style,
        )
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                sheet.text(x + width * j + 3, y + height * i + 14, text)

    return page


def typeset(*blocks: Block, **look: Any) -> tuple[bytes, list[Piece]]:
    """A PDF of headings, paragraphs and tables as an office would set them, and each printed piece with its pages.

    `look` overrides the plain look of the sample corpus: rules (line, rect, fragments), verticals, repeat_header,
    page_number, justify, break_numbers, and so on (corpus/data/typography.yaml). Tables carry their own merges,
    wraps (narrow `widths`), landscape and rotation.
    """
    style = {**load().typography["plain_song"], **look}
    document = Document("test", "", "某局", 2024, "", "wan_yuan", "", "", "", "reportlab", 0, blocks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        render_reportlab.render(document, style, path)
        return path.read_bytes(), locate(document, read_twice(path), style["page_number"])
