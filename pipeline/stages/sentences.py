"""Layer `sentences`: the narrative cut at its full stops, with tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.knowledge import Knowledge
from pipeline.language import Segmenter, segmenter_of
from pipeline.records.geometry import boxes_of, cut_runs
from pipeline.records.ids import local_id
from pipeline.records.span import Paragraph, Sentence

_END = re.compile(r"[。！？!?]+[”’」』）)》]*")


def find_sentences(paragraphs: tuple[Paragraph, ...], *, knowledge: Knowledge) -> Iterator[Sentence]:
    """Sentences in reading order: half-open cuts of the paragraphs behind 。！？ and what closes with them.

    Tokens joined give the text without its spaces; a number with its unit is one token.
    """
    segmenter = _segmenter(knowledge)
    order = 0
    for paragraph in paragraphs:
        for start, end in _cuts(paragraph.text):
            text = paragraph.text[start:end]
            runs = cut_runs(paragraph.runs, start, end)
            atoms = tuple([match.span() for match in knowledge.numbers.atom.regex.finditer(text)])
            boxes = boxes_of(runs, 0, len(text))
            page = runs[0].page if runs and runs[0].page else None
            yield Sentence(
                local_id("s", page, paragraph.offset + start, text),
                paragraph.section_id,
                paragraph.section_key,
                paragraph.order,
                order,
                text,
                segmenter.tokens(text, atoms),
                page,
                boxes,
                paragraph.offset + start,
                runs,
                paragraph.is_heading,
            )
            order += 1


def warm_up_words(knowledge: Knowledge) -> None:
    """Load the dictionary before the first sentence asks for it."""
    _segmenter(knowledge).tokens("", ())


def _segmenter(knowledge: Knowledge) -> Segmenter:
    return segmenter_of(tuple(sorted({entry.name for entry in knowledge.codes.entries})))


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if match.end() < len(text) and text[match.end()] in "，；、":
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    if start < end:
        yield start, end
