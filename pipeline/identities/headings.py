"""Is a heading worded as the table of contents words it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.identities.outcomes import Evidence, on_page, told
from pipeline.knowledge.identities import Identities
from pipeline.knowledge.outline import Outline
from pipeline.matching.normalize import bare
from pipeline.matching.reading import text_blocks
from pipeline.outlining.contents import contents_lines, labelled
from pipeline.records.check import Check
from pipeline.records.layout import Block, Line
from pipeline.records.outline import Section
from pipeline.records.table import Table

_ALIKE = 0.7
"""From this likeness on, two titles under one number are the same heading worded otherwise."""

_KIND = 2
"""So many last characters say what is announced: a 情况说明 is no 决算表 of the same subject."""


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    title: str
    page: int


def check_headings(
    blocks: Sequence[Block], sections: Sequence[Section], tables: Sequence[Table], outline: Outline, known: Identities
) -> Iterator[Check]:
    """One row for the document: the entries of its contents whose heading reads otherwise. An entry that no heading
    resembles says nothing: what it names may stand in a table."""
    lines = [line for block in text_blocks(blocks) for line in block.lines if line.text.strip()]
    entries = list(_entries(lines, outline))
    rule = known.headings
    if not entries:
        yield told(rule, "", "not_applicable", known.words.messages["no_contents"], known.words, Evidence())
        return
    pairs = _pairs(entries, sections, [bare(table.title or "") for table in tables])
    if not pairs:
        yield told(rule, "", "agree", known.words.messages["none_found"], known.words, Evidence())
        return
    said = [
        known.words.messages["heading_differs"].format(
            contents=f"{entry.label}{entry.title}", page=on_page(entry.page, known.words),
            heading=f"{section.label}{section.title}")
        for entry, section in pairs]
    places = {line.order: line.box for line in lines if line.page}
    boxes = tuple(places[s.heading_first] for _, s in pairs if s.heading_first in places)
    evidence = Evidence(tuple(s.section_id for _, s in pairs), pairs[0][1].page_first, boxes)
    subject = f"{pairs[0][1].label}{pairs[0][1].title}"
    yield told(rule, subject, "conflict", "；".join(said), known.words, evidence)


def _entries(lines: Sequence[Line], outline: Outline) -> Iterator[_Entry]:
    contents = contents_lines(lines, outline)
    for line in lines:
        text = line.text.strip()
        label = labelled(text, outline) if line.order in contents else None
        found = label.pattern.regex.match(text) if label else None
        if found:
            title = outline.contents_number.regex.sub("", outline.contents_leader.regex.sub("", text[found.end():]))
            if bare(title):
                yield _Entry(bare(found.group()), bare(title), line.page)


def _pairs(
    entries: Sequence[_Entry], sections: Sequence[Section], tables: Sequence[str]
) -> list[tuple[_Entry, Section]]:
    """Entries and headings of one number that are alike and not the same, where each has no better counterpart."""
    titles = [bare(s.title) for s in sections]
    there = [t for t in (*titles, *tables) if t]
    strays = [e for e in entries if not any(t.startswith(e.title) or e.title.startswith(t) for t in there)]
    printed = {e.title for e in entries}
    found = []
    for entry in strays:
        alike = [s for s, t in zip(sections, titles, strict=True)
                 if bare(s.label or "") == entry.label and t not in printed and t[-_KIND:] == entry.title[-_KIND:]
                 and SequenceMatcher(None, entry.title, t).ratio() >= _ALIKE]
        if len(alike) == 1:
            found.append((entry, alike[0]))
    return found
