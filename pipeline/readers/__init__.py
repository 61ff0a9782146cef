"""From bytes to pages: one door, whatever engine stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

import numpy as np

from pipeline.readers.assemble import REPLACEMENT, with_characters_at
from pipeline.records.errors import SourceError
from pipeline.records.issue import Issue, make_issue
from pipeline.records.page import Page
from pipeline.records.vocabulary import FileFormat, TextLayer

Engine = Literal["auto", "pdfium", "reference"]
_TAIL = 2048
_SCAN_SHARE = 0.5
"""A page without text of which images cover more than this share is a scan."""
_FEWEST = 4
"""A filing with fewer characters a page than this, and mostly scanned pages, has no text layer worth the name."""
_UNMAPPED_SHARE = 0.8
"""A filing of which more glyphs than this share map to no character cannot be read."""
_NAMES: dict[FileFormat, str] = {
    "docx": "Word 文档（.docx）",
    "doc": "Word 文档（.doc）",
    "xlsx": "Excel 表格（.xlsx）",
    "xls": "Excel 表格（.xls）",
    "html": "网页文件",
    "ofd": "OFD 版式文件",
    "image": "图片",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of one file: its pages, what text they have, which engine read them, and what went wrong."""

    pages: tuple[Page, ...]
    text_layer: TextLayer
    engine: str
    issues: tuple[Issue, ...] = ()


class _Document(Protocol):
    page_count: int

    def page(self, number: int) -> Page: ...


def read_pages(data: bytes, file_format: FileFormat, *, engine: Engine = "auto") -> Reading:
    """Read a file. `auto` asks PDFium and, for a page that it cannot read, pdfplumber.

    A page that nobody can read becomes an issue and the rest is read. Raises SourceError (with the remedy in Chinese):
    empty_file, not_a_document, unsupported_format, encrypted, truncated, no_pages, no_text_layer, reader_crashed.
    """
    if not data:
        raise SourceError("empty_file", "文件为空（0 字节）。请重新下载或导出后放回原目录。")
    if file_format == "text":
        from pipeline.readers.text import read_text

        return Reading(read_text(data), "native", "text")
    if file_format == "pdf":
        return _read_pdf(data, engine)
    if file_format in _NAMES:
        kind = _NAMES[file_format]
        message = f"本版本只读取 PDF 和文本文件，暂不读取{kind}。请另存为 PDF 后放回原目录（图片需先做文字识别）。"
        raise SourceError("unsupported_format", message)
    raise SourceError("not_a_document", "文件内容不是可识别的文档。请核对原文件，另存为 PDF 后放回原目录。")


def _read_pdf(data: bytes, engine: Engine) -> Reading:
    used, pages, issues = _with_engine(data, engine)
    if not pages:
        raise SourceError("reader_crashed", "PDF 的每一页都无法读取，文件可能已损坏。请重新导出 PDF 后放回原目录。")
    text_layer, scanned = _text_layer(pages)
    if b"%%EOF" not in data.rstrip(b"\0\r\n ")[-_TAIL:]:
        message = "文件结尾缺失，可能没有下载完整，后面的页可能丢失。请重新下载后放回原目录。"
        issues.append(make_issue("pages", "incomplete_file", "error", message))
    issues += _unmapped(pages)
    for number in scanned:
        message = f"第{number}页只有图像、没有文字，未读取。请提供带文字层的 PDF。"
        issues.append(make_issue("pages", "image_page", "warning", message, page=number))
    return Reading(tuple(pages), text_layer, used, tuple(issues))


def _with_engine(data: bytes, engine: Engine) -> tuple[str, list[Page], list[Issue]]:
    """The pages that the asked engine gives; `auto` goes to the second where the first fails."""
    if engine == "reference":
        with _open_reference(data) as document:
            return "reference", *_each_page(document.page_count, document.page)
    from pipeline.readers.pdf import open_pdf

    with ExitStack() as opened, open_pdf(data) as document:

        @cache
        def reference() -> _Document:
            return opened.enter_context(_open_reference(data))

        def whole_page(number: int) -> Page:
            page, lost = document.page(number), document.lost(number)
            return with_characters_at(lost, reference().page(number), page) if len(lost) else page

        spare = (lambda number: reference().page(number)) if engine == "auto" else None
        return "pdfium", *_each_page(document.page_count, whole_page, spare)


@contextmanager
def _open_reference(data: bytes) -> Iterator[_Document]:
    from pipeline.readers.pdf_reference import open_reference

    with open_reference(data) as document:
        yield document


def _each_page(
    count: int, first: Callable[[int], Page], spare: Callable[[int], Page] | None = None,
) -> tuple[list[Page], list[Issue]]:
    pages: list[Page] = []
    issues: list[Issue] = []
    for number in range(1, count + 1):
        for read in (first, spare) if spare else (first,):
            try:
                pages.append(read(number))
                break
            except MemoryError:  # not the page's fault alone: the guards decide
                raise
            except Exception:
                continue
        else:
            message = f"第{number}页无法读取，其余页照常处理。请重新导出 PDF 后放回原目录。"
            issues.append(make_issue("pages", "unread_page", "error", message, page=number))
    return pages, issues


def _unmapped(pages: list[Page]) -> list[Issue]:
    """An issue for each page with glyphs that map to no character. Raises SourceError when nearly all are such."""
    counts = {page.number: int(np.count_nonzero(page.code == REPLACEMENT)) for page in pages}
    if sum(counts.values()) > _UNMAPPED_SHARE * sum(np.count_nonzero(page.code != 32) for page in pages):
        message = "PDF 的字体缺少文字映射，绝大多数文字无法识别。请用 Word、WPS 等重新导出 PDF 后放回原目录。"
        raise SourceError("no_text_layer", message)
    issues = []
    for number, count in counts.items():
        if count:
            message = f"第{number}页有{count}个字的字体缺少文字映射，无法识别。请重新导出 PDF 后放回原目录。"
            issues.append(make_issue("pages", "unmapped_text", "warning", message, page=number))
    return issues


def _text_layer(pages: list[Page]) -> tuple[TextLayer, list[int]]:
    """What text the pages have, and which are pictures only. Raises SourceError no_text_layer."""
    counts = [int(np.count_nonzero(page.code != 32)) for page in pages]
    scanned = [p.number for p, n in zip(pages, counts, strict=True) if n < _FEWEST and _image_share(p) > _SCAN_SHARE]
    if sum(counts) == 0 or (sum(counts) < _FEWEST * len(pages) and 2 * len(scanned) > len(pages)):
        message = "PDF 没有文字层（多为扫描件），本版本无法读取。请提供由 Word、WPS 等直接导出的 PDF，或先做文字识别。"
        raise SourceError("no_text_layer", message)
    return ("mixed" if scanned else "native"), scanned


def page_image(data: bytes, number: int, scale: float) -> tuple[bytes, int, int]:
    """Page `number` (from 1) of a PDF as RGB bytes with width and height in pixels, `scale` pixels per point.

    Raises SourceError, or ValueError for a page that is not there.
    """
    from pipeline.readers.pdf import render

    return render(data, number, scale)


def _image_share(page: Page) -> float:
    """How much of the page images cover, from 0 to 1; overlaps count once at most."""
    if not len(page.images) or page.width <= 0 or page.height <= 0:
        return 0.0
    sizes = (page.images[:, 2] - page.images[:, 0]) * (page.images[:, 3] - page.images[:, 1])
    return float(min(1.0, sizes.sum() / (page.width * page.height)))


__all__ = ["Engine", "Reading", "page_image", "read_pages"]
