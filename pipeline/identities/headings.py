"""Is a heading worded as the table of contents words it?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from pipeline.identities.outcomes import Evidence, on_page, told
from pipeline.knowledge.identities import Identities
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.outline import ContentsEntry, Section
from pipeline.records.table import Table

_ALIKE = 0.7
"""From this likeness on, two titles under one number are the same heading worded otherwise."""

_KIND = 2
"""So many last characters say what is announced: a 情况说明 is no 决算表 of the same subject."""


def check_headings(
    entries: Sequence[ContentsEntry], sections: Sequence[Section], tables: Sequence[Table], known: Identities
) -> Iterator[Check]:
    """One row for the document: the entries of its contents whose heading reads otherwise. An entry that no heading
    resembles says nothing: what it names may stand in a table."""
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
    evidence = Evidence(tuple(s.section_id for _, s in pairs), pairs[0][1].page_first)
    subject = f"{pairs[0][1].label}{pairs[0][1].title}"
    yield told(rule, subject, "conflict", "；".join(said), known.words, evidence)


def _pairs(
    entries: Sequence[ContentsEntry], sections: Sequence[Section], tables: Sequence[str]
) -> list[tuple[ContentsEntry, Section]]:
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
