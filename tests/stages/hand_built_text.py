"""Text typed by hand, as a file of text or as printed pages, and all that the narrative stages read in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from pipeline.flow import CONTENT, OUTLINE, REASONING, Layers, run_flow
from pipeline.knowledge import load_knowledge
from pipeline.readers import read_pages
from pipeline.records.filing import Source
from pipeline.records.issue import Issue
from pipeline.records.layout import Block, Line
from pipeline.stages.blocks import find_blocks
from pipeline.stages.lines import find_lines

KNOWLEDGE = load_knowledge()
SOURCE = Source("0" * 16, "0" * 64, "甲.pdf", ("甲.pdf",), "pdf", 1)
EM, LEFT, STEP = 10.0, 50.0, 18.0
GIVEN = ("tables", "facts", "indicators")
STAGES = tuple(stage for stage in OUTLINE + CONTENT + REASONING if stage.name not in GIVEN)


def text_file(text: str) -> tuple[Block, ...]:
    """The blocks of a file of text."""
    pages = read_pages(text.encode(), "text").pages
    lines = tuple(line for line in find_lines(pages) if not isinstance(line, Issue))
    return tuple(block for block in find_blocks(lines, (), pages) if not isinstance(block, Issue))


def printed(*pages: Sequence[str], numbers: bool = True) -> tuple[Block, ...]:
    """The blocks of printed pages, a string for each line.

    Every em space before a line sets it in by one character, so that 　　 begins a paragraph. Each page ends with its
    number, which is furniture.
    """
    orders, blocks = count(), list[Block]()
    for page, said in enumerate(pages, 1):
        lines = tuple(_line(text, page, at, next(orders)) for at, text in enumerate(said))
        blocks.append(Block(len(blocks), page, "text", lines))
        if numbers:
            foot = _line(f"— {page} —", page, 40, next(orders))
            blocks.append(Block(len(blocks), page, "page_number", (foot,)))
    return tuple(blocks)


def _line(text: str, page: int, at: int, order: int) -> Line:
    said = text.lstrip("\u3000")
    indent = len(text) - len(said)
    x0 = tuple(LEFT + EM * (indent + place) for place in range(len(said)))
    top = 60.0 + STEP * at
    return Line(page, order, said, said, x0, tuple(x + EM for x in x0), top, top + EM, top + 9, EM, False)


def layers_of(blocks: tuple[Block, ...], source: Source = SOURCE, **given: tuple[Any, ...]) -> Layers:
    """All layers of the narrative; `tables`, `facts` and `indicators` are those given, else none."""
    start = {"source": (source,), "frames": (), "blocks": blocks, "reading": ()}
    return run_flow({**start, **{name: given.get(name, ()) for name in GIVEN}}, KNOWLEDGE, STAGES)


def read(text: str, **given: tuple[Any, ...]) -> Layers:
    """All layers of a text that is read as a file of text."""
    return layers_of(text_file(text), **given)


def fill(sentence: str, width: int = 40) -> list[str]:
    """A paragraph as it is printed: set in by two characters, its lines filled."""
    text = "\u3000\u3000" + sentence
    return [text[at : at + width] for at in range(0, len(text), width)]
