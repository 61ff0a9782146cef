"""The outline: parts, sections and numbered entries."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Short, column, internal
from pipeline.records.vocabulary import SectionKey


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it governs.

    `heading_first` to `heading_last` are the orders of its heading's lines (half-open), `body_last` the order where
    the next section begins. A run-in heading ends inside its last line: `heading_characters` counts the characters
    of that line which belong to it (0: the whole line).
    """

    section_id: str = column("章节编号", "Section id", ref=True)
    parent_id: str | None = column("上级章节", "Section above", ref=True)
    order: int = column("顺序", "Order in the document")
    level: Short = column("层级（1为部分）", "Level, 1 = part")
    label: str | None = column("序号（照原文）", "Label as printed")
    title: str = column("标题", "Title")
    key: SectionKey = column("章节类别", "Canonical key")
    page_first: int | None = column("起始页", "First page")
    page_last: int | None = column("结束页", "Last page")
    heading_first: int = internal(default=0)
    heading_last: int = internal(default=0)
    heading_characters: int = internal(default=0)
    body_last: int = internal(default=0)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A labelled line of the table of contents, without blanks, leader and page number."""

    label: str
    title: str
    page: int
