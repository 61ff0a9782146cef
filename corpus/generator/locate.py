"""Reads a rendered PDF back and finds every printed piece on its page: the proof that the truth is what is printed."""

from __future__ import annotations

import csv
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdfplumber

from corpus.generator.data import DATA
from corpus.generator.document import Block, Cell, Document, PageBreak, Table
from pipeline.readers import read_pages

SPACE = re.compile(r"[\s\u200b\ufeff\u00ad]+")


class Misprint(AssertionError):
    """The PDF does not say what the document says."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A printed piece: a paragraph, a heading or a cell, with the page of each of its characters."""

    block: Block
    text: str
    pages: tuple[int, ...]
    row: int = -1
    column: int = -1
    cell: Cell | None = None

    def page_at(self, offset: int) -> int:
        """The page of the character at `offset` of the unstripped text."""
        return self.pages[offset]


@cache
def radicals() -> dict[int, str]:
    """Radicals that Unicode does not fold, and the characters that they look like."""
    with (DATA / "radicals.csv").open(encoding="utf-8", newline="") as file:
        return {ord(r["radical"]): r["character"] for r in csv.DictReader(file)}


def fold(text: str) -> str:
    """Text without white space, radicals turned to the ordinary characters that they look like."""
    text = text.replace("\x02", "-").replace("\ufffe", "-").translate(radicals())
    return SPACE.sub("", "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in text))


def read_pdfium(path: Path) -> list[str]:
    """The characters of each page as the first reader gives them, folded.

    PDFium's own text lacks single characters of fonts that neither the file nor the machine has.
    """
    reading = read_pages(path.read_bytes(), "pdf", engine="pdfium")
    return [fold("".join(map(chr, page.code))) for page in reading.pages]


def read_pdfminer(path: Path) -> list[str]:
    """The text of each page as pdfminer reads it, folded."""
    with pdfplumber.open(path) as pdf:
        return [fold("".join(c["text"] for c in page.chars)) for page in pdf.pages]


def without_number(pages: list[str], style: str) -> list[str]:
    """The pages without their page numbers."""
    out = []
    for n, text in enumerate(pages, 1):
        label = fold(style.format(n=n, total=len(pages)))
        if label and text.startswith(label):
            text = text[len(label) :]
        elif label and text.endswith(label):
            text = text[: -len(label)]
        elif label:
            raise Misprint(f"page {n} has no page number {label}: {text[:30]} … {text[-30:]}")
        out.append(text)
    return out


class Reading:
    """Walks through the PDF's characters in step with the document's."""

    def __init__(self, pages: list[str]) -> None:
        self.text = "".join(pages)
        self.starts = [0]
        for page in pages:
            self.starts.append(self.starts[-1] + len(page))
        self.at = 0

    def page(self, offset: int) -> int:
        """1-based page of a character."""
        return bisect_right(self.starts, offset, hi=len(self.starts) - 1)

    def take(self, text: str, header: str = "") -> tuple[int, ...]:
        """The page of each character of `text` (white space: of the one before); skips a repeated table header."""
        out: list[int] = []
        for n, char in enumerate(text):
            if SPACE.match(char):
                out.append(out[-1] if out else self.page(self.at))
                continue
            if (
                header
                and self.at in self.starts
                and self.text.startswith(header, self.at)
                and not header.startswith(fold(text[n:]) or "?")
            ):
                self.at += len(header)
            if not self.text.startswith(fold(char), self.at):
                found = self.text[self.at : self.at + 20]
                raise Misprint(
                    f"page {self.page(self.at)}: expected {text[max(0, n - 10) : n]}▸{text[n : n + 20]}, found {found}"
                )
            out.append(self.page(self.at))
            self.at += 1
        return tuple(out)


def table_pieces(table: Table, reading: Reading) -> list[Piece]:
    """Title, captions, cells and notes of a table in printed order."""
    out = []
    title = table.heading.text if table.heading else table.title
    out.append(Piece(table.heading or table, title, reading.take(title)))
    for caption in table.captions:
        for part in caption:
            reading.take(part)
    header = fold("".join(cell.text for row in table.rows[: table.header_rows] for _, cell in row))
    for n, row in enumerate(table.rows):
        for column, cell in row:
            pages = reading.take(cell.text, header if n >= table.header_rows else "")
            out.append(Piece(table, cell.text, pages, n, column, cell))
    for note in table.notes:
        reading.take(note)
    return out


def locate(document: Document, pages: list[str], number_style: str) -> list[Piece]:
    """All printed pieces with their pages. Raises Misprint where print and document part."""
    reading = Reading(without_number(pages, number_style))
    out: list[Piece] = []
    for block in document.blocks:
        if isinstance(block, PageBreak):
            continue
        if isinstance(block, Table):
            out += table_pieces(block, reading)
        else:
            out.append(Piece(block, block.text, reading.take(block.text)))
    rest = reading.text[reading.at :]
    if rest:
        raise Misprint(f"printed but not in the document: {rest[:60]}")
    return out


def read_twice(path: Path) -> list[str]:
    """The pages in the order of the file, once both readers see the same characters on each; raises Misprint where not.

    The order within a page is the file's own: PDFium sorts what stands on one line, so that cells may change places.
    """
    ours = read_pdfminer(path)
    for n, (a, b) in enumerate(zip(ours, read_pdfium(path), strict=True), 1):
        if Counter(a) != Counter(b):
            first, second = Counter(a) - Counter(b), Counter(b) - Counter(a)
            raise Misprint(f"{path.name} page {n}: only pdfminer sees {first}, only PDFium {second}")
    return ours


__all__ = ["Misprint", "Piece", "locate", "read_twice"]
