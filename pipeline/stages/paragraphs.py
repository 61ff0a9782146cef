"""Layer `paragraphs`: lines joined to paragraphs over lines and pages, with a map back to the page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.knowledge import Knowledge
from pipeline.matching.normalize import is_blank_wanted
from pipeline.matching.reading import paragraph_starts, text_blocks
from pipeline.outlining.contents import contents_lines
from pipeline.records.geometry import Run
from pipeline.records.layout import Block, Line
from pipeline.records.outline import Section
from pipeline.records.span import Paragraph
from pipeline.records.table import Table


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters first to last of a line, and whether they open a paragraph."""

    line: Line
    first: int
    last: int
    opens: bool
    is_heading: bool


def find_paragraphs(
    blocks: tuple[Block, ...],
    sections: tuple[Section, ...],
    tables: tuple[Table, ...],
    *,
    knowledge: Knowledge,
) -> Iterator[Paragraph]:
    """The narrative in reading order: text outside grids, tables and the table of contents, headings as
    paragraphs of their own.

    Soft line breaks and layout blanks are no characters of the text; `runs` lead each character to its place.
    """
    printed = [line for block in text_blocks(blocks) for line in block.lines if line.text.strip()]
    apart = contents_lines(printed, knowledge.outline) | {order for table in tables for order in table.lines}
    starts = paragraph_starts(blocks)
    lines = [line for line in printed if line.order not in apart]
    pieces = [piece for line in lines for piece in _pieces(line, starts, sections)]
    firsts = [section.heading_first for section in sections]
    offset = 0
    for order, group in enumerate(_groups(pieces)):
        section = _section_at(group[0].line.order, sections, firsts)
        text, runs = _join(group)
        yield Paragraph(
            order,
            offset,
            section.section_id if section else None,
            section.key if section else "other",
            text,
            runs,
            group[0].is_heading,
        )
        offset += len(text)


def _section_at(order: int, sections: Sequence[Section], firsts: list[int]) -> Section | None:
    at = bisect_right(firsts, order) - 1
    return sections[at] if at >= 0 else None


def _pieces(line: Line, starts: frozenset[int], sections: Sequence[Section]) -> Iterator[_Piece]:
    first = len(line.text) - len(line.text.lstrip())
    last = len(line.text.rstrip())
    section = next((s for s in sections if s.heading_first <= line.order < s.heading_last), None)
    if section is None:
        after_heading = any(s.heading_last == line.order and not s.heading_characters for s in sections)
        yield _Piece(line, first, last, line.order in starts or after_heading, False)
    elif not section.heading_characters:
        yield _Piece(line, first, last, line.order == section.heading_first, True)
    else:
        middle = min(section.heading_characters, last)
        yield _Piece(line, first, middle, True, True)
        if middle < last:
            yield _Piece(line, middle, last, True, False)


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and (piece.opens or piece.is_heading != group[-1].is_heading):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _join(group: Sequence[_Piece]) -> tuple[str, tuple[Run, ...]]:
    text, runs = "", []
    for piece in group:
        line, start = piece.line, len(text)
        x0: list[float] = []
        x1: list[float] = []
        is_broken, is_new_line = False, True
        for at in range(piece.first, piece.last):
            character = line.text[at]
            if character == " ":
                is_broken = True
                continue
            if text and _needs_blank(text[-1], character, is_broken, is_new_line):
                text += " "
                x0.append(line.x0[at])
                x1.append(line.x0[at])
            text += character
            x0.append(line.x0[at])
            x1.append(line.x1[at])
            is_broken = is_new_line = False
        runs.append(Run(start, len(text), line.page, line.top, line.bottom, tuple(x0), tuple(x1)))
    return text, tuple(runs)


def _needs_blank(before: str, after: str, is_broken: bool, is_new_line: bool) -> bool:
    """Words stay apart; a number that a line break tears is one number."""
    if is_new_line:
        return is_blank_wanted(before, after) and before.isalpha() and after.isalpha()
    return is_broken and is_blank_wanted(before, after)
