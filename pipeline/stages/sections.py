"""Layer `sections`: parts, sections and numbered entries with their canonical keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.knowledge import Knowledge
from pipeline.knowledge.outline import Label, Outline
from pipeline.matching.normalize import without_layout_blanks
from pipeline.matching.reading import paragraph_starts, text_blocks
from pipeline.outlining.contents import contents_lines, labelled
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue
from pipeline.records.layout import Block, Line
from pipeline.records.outline import Section
from pipeline.records.vocabulary import SectionKey


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Lines that look like a heading: half-open orders, the label and the title as printed."""

    first: int
    last: int
    page: int
    label: Label | None
    label_text: str | None
    title: str
    characters: int
    is_alone: bool


@dataclass(frozen=True, slots=True)
class _Open:
    rank: int
    section: Section


def find_sections(blocks: tuple[Block, ...], *, knowledge: Knowledge) -> Iterator[Section | Issue]:
    """The outline of a filing in document order.

    A heading is a labelled line (第三部分, 一、, （一）, 1.) whose rest reads like a title, or an unlabelled line
    of its own that is one of the known titles. Lines of a table of contents are none, nor is a label in the middle
    of a paragraph.
    """
    outline = knowledge.outline
    lines = [line for block in text_blocks(blocks) for line in block.lines if line.text.strip()]
    starts = paragraph_starts(blocks)
    contents = contents_lines(lines, outline)
    candidates: list[_Candidate] = []
    for at, line in enumerate(lines):
        if line.order in contents or any(c.last > line.order for c in candidates[-1:]):
            continue
        follows = bool(candidates) and candidates[-1].last == line.order
        if line.order not in starts and not follows and not _is_bare_label(line.text.strip(), outline):
            continue
        candidate = _candidate(lines, at, starts, outline)
        if candidate:
            candidates.append(candidate)
    last_order = (
        blocks[-1].lines[-1].order + 1
        if blocks and blocks[-1].lines
        else max((line.order + 1 for block in blocks for line in block.lines), default=0)
    )
    last_page = blocks[-1].page if blocks else 0
    yield from _nest(candidates, outline, last_order, last_page)


def _is_bare_label(text: str, outline: Outline) -> bool:
    """附件1 alone on its line opens a part, wherever the line before it ended."""
    label = labelled(text, outline)
    found = label.pattern.regex.match(text) if label and label.rank == 1 else None
    return found is not None and found.end() == len(text)


def _candidate(lines: Sequence[Line], at: int, starts: frozenset[int], outline: Outline) -> _Candidate | None:
    line = lines[at]
    text = line.text.strip()
    label = labelled(text, outline)
    found = label.pattern.regex.match(text) if label else None
    label_text = text[: found.end()].strip() if found else None
    rest = text[found.end() :].strip() if found else text
    if label and not rest and label.rank == 1 and at + 1 < len(lines):
        return _with_title_below(lines, at, label, text, outline)
    end = at + 1
    while (
        end < len(lines)
        and lines[end].order not in starts
        and end - at < 4
        and not rest.endswith(("。", "："))
        and not labelled(lines[end].text.strip(), outline)
    ):
        rest += lines[end].text.strip()
        end += 1
    if end < len(lines) and (label is None or label.rank == 1) and _closes_title(rest, lines[end], outline):
        rest += lines[end].text.strip()
        end += 1
    title = without_layout_blanks(rest)
    if _is_title(title, label, outline):
        return _Candidate(
            line.order, lines[end - 1].order + 1, line.page, label, label_text, title.rstrip("：:"), 0, True
        )
    return _run_in(line, title, label, label_text, outline)


def _closes_title(title: str, line: Line, outline: Outline) -> bool:
    """Does a short centred line below end a title that was too long for one line (…部门决算情况 / 说明)?"""
    text = line.text.strip()
    whole = without_layout_blanks(title + text)
    return (
        len(text) <= 8
        and not labelled(text, outline)
        and bool(outline.title_alone.regex.match(whole))
        and not outline.title_alone.regex.match(without_layout_blanks(title))
    )


def _with_title_below(lines: Sequence[Line], at: int, label: Label, text: str, outline: Outline) -> _Candidate | None:
    """附件1 or 第一部分 on a line of its own: the title stands on the lines below it."""
    end, title = at + 1, ""
    size = lines[at + 1].size
    while (
        end < len(lines)
        and end - at < 4
        and lines[end].page == lines[at].page
        and abs(lines[end].size - size) < 0.5
        and not labelled(lines[end].text.strip(), outline)
        and len(title) < outline.longest_title
    ):
        more = title + lines[end].text.strip()
        if not outline.title_closed.regex.match(more) or outline.title_value.regex.search(more):
            break
        title, end = more, end + 1
        if lines[end - 1].page == 0 and outline.title_last.regex.search(title):
            break
    return _Candidate(
        lines[at].order, lines[end - 1].order + 1, lines[at].page, label, text, without_layout_blanks(title), 0, True
    )


def _is_title(title: str, label: Label | None, outline: Outline) -> bool:
    if (
        not title
        or len(title) > outline.longest_title
        or not outline.title_closed.regex.match(title)
        or outline.title_value.regex.search(title)
    ):
        return False
    if label is None:
        return bool(outline.title_alone.regex.match(title))
    if label.rank >= 4:
        return title[-1] not in "。：:" and any(h.pattern.regex.search(title) for h in outline.headings)
    return not outline.title_verb.regex.match(title)


def _run_in(line: Line, text: str, label: Label | None, label_text: str | None, outline: Outline) -> _Candidate | None:
    """（一）基本支出情况。2024年… : the heading ends at the first full stop, the sentence goes on behind it."""
    head, stop, tail = text.partition("。")
    if label is None or not 2 <= label.rank <= 3 or not stop or not tail or label_text is None:
        return None
    known = any(h.pattern.regex.search(head) for h in outline.headings)
    if (
        not known
        or len(head) > 30
        or outline.title_verb.regex.match(head)
        or not outline.title_closed.regex.match(head)
        or outline.title_value.regex.search(head)
    ):
        return None
    seen = line.text.find("。")
    return (
        _Candidate(line.order, line.order + 1, line.page, label, label_text, head, seen + 1, False)
        if seen >= 0
        else None
    )


def _nest(candidates: Sequence[_Candidate], outline: Outline, last_order: int, last_page: int) -> Iterator[Section]:
    stack: list[_Open] = []
    done: list[Section] = []
    for candidate in candidates:
        rank = candidate.label.rank if candidate.label else 1
        while stack and stack[-1].rank >= rank:
            stack.pop()
        parent = stack[-1].section if stack else None
        if rank > 1 and parent and _is_entry(candidate, rank, parent.key, outline):
            continue
        key = _key_of(candidate, rank, [o.section.key for o in stack], outline)
        section = Section(
            local_id("se", candidate.page, candidate.first, candidate.label_text, candidate.title),
            parent.section_id if parent else None,
            len(done),
            len(stack) + 1,
            candidate.label_text,
            candidate.title,
            key,
            candidate.page or None,
            None,
            candidate.first,
            candidate.last,
            candidate.characters,
        )
        stack.append(_Open(rank, section))
        done.append(section)
    for section in done:
        body_last = done[section.order + 1].heading_first if section.order + 1 < len(done) else last_order
        yield replace(section, body_last=body_last, page_last=_page_last(section, done, last_page))


def _is_entry(candidate: _Candidate, rank: int, parent: SectionKey, outline: Outline) -> bool:
    """Rows of a table read as text, and the terms of a glossary, carry labels and are no headings."""
    if parent == "tables":
        return not outline.table_title.regex.search(candidate.title)
    return parent == "glossary" and rank >= 4


def _page_last(section: Section, sections: Sequence[Section], last_page: int) -> int | None:
    after = next((s for s in sections if s.order > section.order and s.level <= section.level), None)
    if section.page_first is None:
        return None
    return max(section.page_first, after.page_first or 0) if after else last_page


def _key_of(candidate: _Candidate, rank: int, above: list[SectionKey], outline: Outline) -> SectionKey:
    if candidate.label and candidate.label.key:
        return candidate.label.key
    parent = above[-1] if above else None
    if parent in ("attachment", "glossary", "tables"):
        return parent
    around: set[str | None] = {*above} if above else {None}
    for heading in outline.headings:
        if heading.ranks and rank not in heading.ranks:
            continue
        if heading.under is not None and not heading.under & around:
            continue
        if heading.not_under & {*above} or not heading.pattern.regex.search(candidate.title):
            continue
        return heading.key
    return parent if parent in outline.inherited else "other"
