"""Words of a document as one string without blanks and punctuation, each led back to its sentence and character.

A label is found by its words, so that neither a blank, a comma nor another cut between sentences loses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.matching.normalize import fold
from pipeline.records.geometry import Box, boxes_of
from pipeline.records.span import Sentence

_WORD = re.compile(r"[\w%]")


def words_of(text: str) -> str:
    """The text folded, without blanks and punctuation."""
    return "".join(_WORD.findall(fold(text)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` of sentence `first` to `end` (half-open) of sentence `last`, by number of the sentence."""

    first: int
    start: int
    last: int
    end: int


class Words:
    """The sentences of a document, to find stretches in."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self._at = [(n, m.start()) for n, s in enumerate(sentences) for m in _WORD.finditer(fold(s.text))]
        self._text = "".join(fold(sentences[n].text)[at] for n, at in self._at)
        self._numbers = {place: number for number, place in enumerate(self._at)}
        self._order = {s.sentence_id: n for n, s in enumerate(sentences)}

    def find(self, context: str, surface: str) -> list[tuple[int, int]]:
        """Where the words of the surface stand within those of the context, as half-open numbers of words; where the
        context is nowhere, a surface long enough to be told from others is looked for alone."""
        wanted, around = words_of(surface), words_of(context)
        inside = around.find(wanted)
        if not wanted or inside < 0:
            return []
        found = [at + inside for at in _all(self._text, around)]
        if not found and len(wanted) >= _TELLING:
            found = list(_all(self._text, wanted))
        return [(at, at + len(wanted)) for at in found]

    def span(self, first_id: str, last_id: str, start: int, end: int) -> tuple[int, int]:
        """The numbers of the words from a character of one sentence to a character of the same or a later one."""
        first, last = self._order[first_id], self._order[last_id]
        inside = [n for n, place in self._within(first, last) if (first, start) <= place < (last, end)]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def stretch(self, words: tuple[int, int], surface: str) -> Stretch:
        """The characters from the first to the last of these words, with the quotation marks and brackets that the
        surface has at its edges, where they stand there."""
        (first, start), (last, end) = self._at[words[0]], self._at[words[1] - 1]
        before, after = self.sentences[first].text[:start], self.sentences[last].text[end + 1 :]
        opening, closing = _edges(surface)
        start -= len(opening) if before.endswith(opening) else 0
        return Stretch(first, start, last, end + 1 + (len(closing) if after.startswith(closing) else 0))

    def text(self, stretch: Stretch) -> str:
        """What stands there, with all its blanks and punctuation."""
        if stretch.first == stretch.last:
            return self.sentences[stretch.first].text[stretch.start : stretch.end]
        between = self.sentences[stretch.first + 1 : stretch.last]
        head = self.sentences[stretch.first].text[stretch.start :]
        return head + "".join(s.text for s in between) + self.sentences[stretch.last].text[: stretch.end]

    def boxes(self, stretch: Stretch) -> tuple[Box, ...]:
        """Its boxes, one per printed line."""
        boxes: list[Box] = []
        for number in range(stretch.first, stretch.last + 1):
            sentence = self.sentences[number]
            start = stretch.start if number == stretch.first else 0
            end = stretch.end if number == stretch.last else len(sentence.text)
            boxes += boxes_of(sentence.runs, start, end)
        return tuple(boxes)

    def _within(self, first: int, last: int) -> Iterator[tuple[int, tuple[int, int]]]:
        for number in range(first, last + 1):
            for at in range(len(self.sentences[number].text)):
                found = self._numbers.get((number, at))
                if found is not None:
                    yield found, (number, at)


_TELLING = 8
"""Words so long stand rarely twice in a document."""


def _edges(surface: str) -> tuple[str, str]:
    """What stands before the first word and behind the last, blanks at the very edges apart."""
    text = surface.strip()
    words = [match.start() for match in _WORD.finditer(fold(text))]
    return (text[: words[0]], text[words[-1] + 1 :]) if words else ("", "")


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
