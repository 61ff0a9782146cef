"""What is timed: each contender reads all pages of one document. The only place that calls other readers' own ways."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from pipeline.flow import LAYOUT, run_flow
from pipeline.knowledge import Knowledge
from pipeline.readers import read_pages
from pipeline.readers.pdf import open_pdf
from pipeline.readers.pdf_columns import Columns
from pipeline.readers.pdf_compiled import make_columns

UNIT = "pdfplumber extract_text + extract_tables"


@dataclass(frozen=True, slots=True)
class Contender:
    """A way of reading: its name, what of a page it reads, and the function that reads one document."""

    name: str
    read: Callable[[bytes], object]


def contenders(knowledge: Knowledge) -> Iterator[Contender]:
    """All that this environment has, the unit first."""
    yield Contender(UNIT, _pdfplumber)
    if find_spec("pymupdf"):
        yield Contender("PyMuPDF get_text + find_tables", _pymupdf)
    yield Contender("pypdfium2 bare text", _bare_text)
    yield Contender("juesuan characters and rules", _characters)
    if type(make_columns()) is not Columns:
        yield Contender("juesuan characters and rules, without compiled code", _plain_characters)
    yield Contender("juesuan layout: characters, rules, lines, grids, blocks", partial(layout, knowledge=knowledge))


def layout(data: bytes, *, knowledge: Knowledge) -> int:
    """Pages to lines, grids and blocks; returns how many pages there are."""
    reading = read_pages(data, "pdf")
    run_flow({"pages": reading.pages, "issues": reading.issues}, knowledge, LAYOUT)
    return len(reading.pages)


def _characters(data: bytes) -> None:
    _read_all(data, make_columns())


def _plain_characters(data: bytes) -> None:
    _read_all(data, Columns())


def _read_all(data: bytes, columns: Columns) -> None:
    with open_pdf(data, columns) as opened:
        for number in range(1, opened.page_count + 1):
            opened.page(number)


def _pdfplumber(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as opened:
        for page in opened.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def _bare_text(data: bytes) -> None:
    import pypdfium2

    opened = pypdfium2.PdfDocument(data)
    for page in opened:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    opened.close()


def _pymupdf(data: bytes) -> None:
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as opened:
        for page in opened:
            page.get_text()
            for table in page.find_tables():
                table.extract()
