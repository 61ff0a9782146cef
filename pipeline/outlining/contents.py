"""The table of contents: its entries look like headings and are none."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.knowledge.outline import Label, Outline
from pipeline.matching.normalize import bare
from pipeline.records.layout import Line


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


def _contents_after(lines: Sequence[Line], title_at: int, outline: Outline) -> set[int]:
    def entry(line: Line) -> str:
        return bare(outline.contents_number.regex.sub("", outline.contents_leader.regex.sub("", line.text.strip())))

    inside = {lines[title_at].order}
    entries: list[str] = []
    for line in lines[title_at + 1 :]:
        text = entry(line)
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
