"""The pure-Python renderer: sets a document with reportlab line by line, so that every habit can be chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.generator.canvas_page import Pages
from corpus.generator.document import Document, Heading, PageBreak, Paragraph, Table
from corpus.generator.draw_table import chunks, draw_rows, lay_out, row_heights
from corpus.generator.fonts import use_font
from corpus.generator.textflow import Face, break_lines, runs

SIZES = {"cover": 26.0, "contents_title": 18.0, "note": 9.0}


class Setter:
    """Sets one document; `y` is where the next line's top is on the open page."""

    def __init__(self, path: Path, document: Document, look: dict[str, Any], total: int) -> None:
        fonts = look["fonts"]
        digits = None if fonts["digits"] == "same" else fonts["digits"]
        self.look = look
        self.faces = {
            kind: (use_font(fonts[kind]), use_font(digits) if digits else use_font(fonts[kind]))
            for kind in ("body", "head", "table")
        }
        self.body = Face(*self.faces["body"], look["body"]["size"])
        number = Face(*self.faces["body"], look.get("number_size", 10.5))
        title = document.extra.get("title", f"{document.entity_name}{document.fiscal_year}")
        self.pages = Pages(path, title, look["page_number"], number, look["rules"])
        self.pages.total = total
        self.left, self.right, self.top, self.bottom = look["margins"]
        self.y = 0.0
        self.shape = (False, False)
        self.is_fresh = False

    def new_page(self, shape: tuple[bool, bool] = (False, False)) -> None:
        """Start a page, unless the open one is still empty and of that shape."""
        if self.is_fresh and self.shape == shape:
            return
        if self.is_fresh:  # an empty page of another shape: turn it instead of leaving it blank
            self.pages.number -= 1
            self.pages.is_open = False
            self.pages.canvas._code = []
        self.pages.open(*shape)
        self.shape, self.y, self.is_fresh = shape, self.top, True

    def line(self, text: str, face: Face, step: float, x: float, spread: float = 0.0) -> None:
        """One line of text, on a new page where this one is full."""
        if self.y + step > self.pages.height - self.bottom:
            self.new_page(self.shape)
        self.pages.text(text, x, self.y + (step + face.size * 0.75) / 2, face, spread)
        self.y += step
        self.is_fresh = False

    def paragraph(
        self, text: str, face: Face, step: float, align: str = "justify", indent: float | None = None
    ) -> None:
        """A paragraph: first line indented by two characters, lines spread to the margin where the look says so."""
        room = self.pages.width - self.left - self.right
        first = face.size * 2 if indent is None else indent
        whole, _, rest = text.partition("\n")
        lines = break_lines(whole, face, room, first, self.look.get("break_numbers", False))
        for n, line in enumerate(lines):
            x = self.left + (first if n == 0 else 0.0)
            slack = room - (first if n == 0 else 0.0) - face.wide(line)
            spread = 0.0
            if align == "center":
                x = self.left + max(0.0, (room - face.wide(line)) / 2)
            elif self.look.get("justify") and n < len(lines) - 1 and slack > 0:
                gaps = sum(len(run) if run[0] > "\u00ff" else 1 for run in runs(line))
                spread = min(slack / max(1, gaps - 1), face.size)
            self.line(line, face, step, x, spread)
        if rest:
            self.paragraph(rest, face, step, align, indent)

    def heading(self, heading: Heading) -> None:
        """Parts are centred, sections stand at the indent, both in the heading font."""
        size = {1: self.body.size * 1.3, 2: self.body.size * 1.05, 3: self.body.size}.get(heading.level, self.body.size)
        face = Face(*self.faces["head"], size, bold=heading.level < 3 or self.look.get("bold_all", False))
        step = self.look["body"]["leading"] * (1.5 if heading.level == 1 else 1.1)
        if self.y + step * 2 > self.pages.height - self.bottom:
            self.new_page(self.shape)
        self.paragraph(heading.text, face, step, "center" if heading.level == 1 else "justify")

    def table(self, table: Table) -> None:
        """A table with its captions and notes, on pages of its own where it is set across."""
        look = self.look["table"]
        face = Face(*self.faces["table"], look["size"])
        shape = (table.landscape, table.rotated)
        if table.landscape or self.shape != shape or self.pages.height - self.bottom - self.y < 160:
            self.new_page(shape)
        title = Face(*self.faces["head"], 14.0, bold=True)
        self.paragraph(table.heading.text if table.heading else table.title, title, 26.0, "center", 0.0)
        for caption in table.captions:
            self.caption(caption, face)
        layout = lay_out(
            table,
            self.left * 0.7,
            self.pages.width - self.right * 0.7,
            face,
            look["pad"],
            self.look.get("verticals", True),
        )
        heights = row_heights(table, layout, face, look.get("row", face.size * 1.9))
        room = self.pages.height - self.bottom - self.top
        for n, numbers in enumerate(
            chunks(
                heights,
                table.header_rows,
                self.pages.height - self.bottom - self.y,
                room,
                self.look.get("repeat_header", False),
            )
        ):
            if n:
                self.new_page(shape)
            self.is_fresh = False
            self.y = draw_rows(self.pages, table, numbers, heights, self.y, layout, face)
        self.y += 4
        for note in table.notes:
            self.paragraph(note, Face(*self.faces["table"], look["size"]), look["size"] * 1.6, "left", 0.0)
        if table.landscape:
            self.is_fresh = False
            self.y = self.pages.height

    def caption(self, caption: tuple[str, str, str], face: Face) -> None:
        """Left, middle and right of the line above a table."""
        left, right = self.left * 0.7, self.pages.width - self.right * 0.7
        step = face.size * 1.7
        y = self.y + step * 0.8
        for part, x in zip(
            caption, (left, (left + right - face.wide(caption[1])) / 2, right - face.wide(caption[2])), strict=True
        ):
            if part:
                self.pages.text(part, x, y, face)
        self.y += step

    def run(self, document: Document) -> int:
        """Set all blocks and save; the number of pages."""
        leading = self.look["body"]["leading"]
        self.new_page()
        for block in document.blocks:
            if isinstance(block, PageBreak):
                if not self.is_fresh or self.shape != (False, False):
                    self.new_page()
            elif isinstance(block, Table):
                self.table(block)
            else:
                if self.shape != (False, False):
                    self.new_page()
                if isinstance(block, Heading):
                    self.heading(block)
                else:
                    self.prose(block, leading)
        self.pages.save()
        return self.pages.number

    def prose(self, block: Paragraph, leading: float) -> None:
        """A paragraph in the manner of its style."""
        if block.style == "cover":
            self.y = self.pages.height * 0.3
            self.paragraph(block.text, Face(*self.faces["head"], SIZES["cover"], bold=True), 46.0, "center", 0.0)
        elif block.style == "contents_title":
            self.paragraph(
                block.text, Face(*self.faces["head"], SIZES["contents_title"], bold=True), 46.0, "center", 0.0
            )
        elif block.style.startswith("contents_"):
            self.paragraph(
                block.text, self.body, leading, "left", 0.0 if block.style.endswith("1") else self.body.size * 2
            )
        else:
            self.paragraph(block.text, self.body, leading)


def render(document: Document, look: dict[str, Any], path: Path) -> None:
    """Write the document as PDF; set twice where the page number names the total."""
    total = Setter(path, document, look, 0).run(document)
    if "{total}" in look["page_number"]:
        Setter(path, document, look, total).run(document)
