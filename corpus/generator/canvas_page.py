"""Pages over reportlab: top-down coordinates, turned pages, rules in several makes, page numbers."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from corpus.generator.fonts import use_font
from corpus.generator.textflow import Face, runs

A4 = (595.28, 841.89)


class Pages:
    """Pages of one PDF. Coordinates are points from the top left of the page as displayed."""

    def __init__(self, path: Path, title: str, number_style: str, number_face: Face, rules: str) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.number_style, self.number_face, self.rules = number_style, number_face, rules
        self.number, self.total, self.is_open = 0, 0, False
        self.width, self.height = A4

    def open(self, landscape: bool = False, rotated: bool = False) -> None:
        """Start a page; `rotated` pages are portrait media shown turned by 90°."""
        self.close()
        self.number += 1
        self.is_open = True
        self.width, self.height = (A4[1], A4[0]) if landscape else A4
        if landscape and rotated:
            self.canvas.setPageSize((self.width, self.height))  # reportlab swaps the sides of a turned page itself
            self.canvas.setPageRotation(90)
            self.canvas.transform(0, 1, -1, 0, A4[0], 0)
        else:
            self.canvas.setPageSize((self.width, self.height))
            self.canvas.setPageRotation(0)

    def close(self) -> None:
        """Finish the page with its number."""
        if not self.is_open:
            return
        if self.number_style:
            label = self.number_style.format(n=self.number, total=self.total or "?")
            self.text(label, (self.width - self.number_face.wide(label)) / 2, self.height - 40, self.number_face)
        self.canvas.showPage()
        self.is_open = False

    def save(self) -> None:
        """Write the file."""
        self.close()
        self.canvas.save()

    def text(self, text: str, x: float, baseline: float, face: Face, spread: float = 0.0) -> None:
        """Draw a line of text; `spread` is extra space after each Han character."""
        for run in runs(text):
            font = face.font(run)
            self.canvas.saveState()  # the render mode would otherwise hold for all that follows
            pen = self.canvas.beginText(x, self.height - baseline)
            pen.setFont(use_font(font), face.size)
            space = spread if run[0] > "\u00ff" else 0.0
            pen.setCharSpace(space)
            pen.setTextRenderMode(2 if face.bold else 0)
            pen.textOut(run)
            self.canvas.setLineWidth(face.size / 30)
            self.canvas.drawText(pen)
            self.canvas.restoreState()
            x += face.wide(run) + space * len(run) + (spread if not space else 0.0)

    def rule(self, x0: float, y0: float, x1: float, y1: float, weight: float = 0.5) -> None:
        """A straight rule: one line, one thin filled rectangle, or many fragments."""
        height = self.height
        if self.rules == "rect":
            self.canvas.rect(
                x0 - weight / 2, height - y1 - weight / 2, x1 - x0 + weight, y1 - y0 + weight, stroke=0, fill=1
            )
            return
        self.canvas.setLineWidth(weight)
        pieces = max(1, int(max(x1 - x0, y1 - y0) // 14)) if self.rules == "fragments" else 1
        for n in range(pieces):
            a, b = n / pieces, (n + 1) / pieces
            self.canvas.line(
                x0 + (x1 - x0) * a, height - (y0 + (y1 - y0) * a), x0 + (x1 - x0) * b, height - (y0 + (y1 - y0) * b)
            )
