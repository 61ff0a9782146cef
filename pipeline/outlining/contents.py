"""The table of contents: its entries look like headings and are none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.knowledge.outline import Label, Outline
from pipeline.matching.normalize import bare
from pipeline.matching.reading import text_blocks
from pipeline.records.layout import Block, Line
from pipeline.records.outline import ContentsEntry


def labelled(text: str, outline: Outline) -> Label | None:
    """The kind of heading label that the text begins with; None when it begins with none."""
    return next((label for label in outline.labels if label.pattern.regex.match(text)), None)


def contents_lines(lines: Sequence[Line], outline: Outline) -> frozenset[int]:
    """Orders of the lines of the table of contents: from its title to where its first entry stands again as a
    heading."""
    inside: set[int] = set()
    for at, line in enumerate(lines):
        if outline.contents_title.regex.fullmatch(bare(line.text)):
            inside |= _contents_after(lines, at, outline)
        elif outline.contents_leader.regex.search(line.text.strip()) and labelled(line.text.strip(), outline):
            inside.add(line.order)
    return frozenset(inside)


def contents_entries(blocks: Sequence[Block], outline: Outline) -> Iterator[ContentsEntry]:
    """The labelled entries of the table of contents, without leaders and page numbers."""
    lines = [line for block in text_blocks(blocks) for line in block.lines if line.text.strip()]
    contents = contents_lines(lines, outline)
    for line in lines:
        text = line.text.strip()
        label = labelled(text, outline) if line.order in contents else None
        found = label.pattern.regex.match(text) if label else None
        if found and (title := _title(text[found.end() :], outline)):
            yield ContentsEntry(bare(found.group()), title, line.page)


def _title(text: str, outline: Outline) -> str:
    return bare(outline.contents_number.regex.sub("", outline.contents_leader.regex.sub("", text.strip())))


def _contents_after(lines: Sequence[Line], title_at: int, outline: Outline) -> set[int]:
    inside = {lines[title_at].order}
    entries: list[str] = []
    for line in lines[title_at + 1 :]:
        text = _title(line.text, outline)
        if text and any(text == e or (len(text) > 5 and text.startswith(e)) for e in entries[:1]):
            break
        is_entry = labelled(line.text.strip(), outline) or outline.contents_leader.regex.search(line.text.strip())
        if line.page != lines[title_at].page and not is_entry:
            break
        if line.page > lines[title_at].page + 3 or len(entries) > 120 or text.endswith("。"):
            break
        entries.append(text)
        inside.add(line.order)
    else:
        return {line.order for line in lines if line.page == lines[title_at].page and line.order in inside}
    return inside
