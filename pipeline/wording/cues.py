"""The words around figures that say what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.knowledge.wording import Cue, Quantities
from pipeline.records.vocabulary import Direction
from pipeline.wording.figures import Figure


@dataclass(frozen=True, slots=True)
class CueMark:
    """A cue at a place of a text."""

    start: int
    end: int
    cue: Cue


def find_cues(text: str, figures: Sequence[Figure], quantities: Quantities) -> list[CueMark]:
    """Cues left to right, the first entry of the list winning at each place; none reaches into a figure."""
    solid = [(f.start, f.end) for f in figures if f.kind != "ignored"]
    marks = []
    at = 0
    while found := quantities.scanner.search(text, at):
        number, match = found
        start, end = match.span()
        while end > start and text[end - 1] == " ":
            end -= 1
        if end == start or any(start < e and s < end for s, e in solid):
            at = match.start() + 1
            continue
        marks.append(CueMark(start, end, quantities.cues[number]))
        at = end
    return marks


def direction_of(cue: Cue, words: str, quantities: Quantities) -> Direction:
    """The direction of 决算数大于预算数 and its like."""
    match = cue.pattern.regex.search(words)
    groups = match.groupdict() if match else {}
    word = groups.get("x") or groups.get("y")
    if not word:
        return cue.direction
    if word in quantities.comparison_words["over"]:
        return "over"
    return "equal" if word in quantities.comparison_words["equal"] else "under"
