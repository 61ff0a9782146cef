"""Narrative text: paragraphs joined over lines and pages, sentences, tokens."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import column, internal
from pipeline.records.geometry import Box, Run
from pipeline.records.vocabulary import SectionKey


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of one paragraph joined without their soft breaks; `runs` lead every character back to its place.

    `offset` counts characters of the narrative before it. `is_heading` marks the text of a heading.
    """

    order: int
    offset: int
    section_id: str | None
    section_key: SectionKey
    text: str
    runs: tuple[Run, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the narrative in reading order, soft line breaks removed."""

    sentence_id: str = column("句子编号", "Sentence id", ref=True)
    section_id: str | None = column("章节编号", "Section", ref=True)
    section_key: SectionKey = column("章节类别", "Canonical key of the section")
    paragraph: int = column("段落序号", "Paragraph in the document")
    order: int = column("句序", "Order in the document")
    text: str = column("句子文本", "Text")
    tokens: tuple[str, ...] = column("分词", "Tokens: joined they give the text without spaces")
    page: int | None = column("页码", "Page, from 1")
    boxes: tuple[Box, ...] = column("页面位置", "A box per printed line")
    offset: int = internal(default=0)
    runs: tuple[Run, ...] = internal(default=())
    is_heading: bool = internal(default=False)
