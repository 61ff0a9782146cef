"""Layer `marks`: figures, cues and reasons at their places in each sentence; what other stages conclude from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from pipeline.knowledge import Knowledge
from pipeline.records.span import Sentence
from pipeline.wording.cues import find_cues
from pipeline.wording.explanations import find_explanations, find_reason_cues
from pipeline.wording.figures import find_figures
from pipeline.wording.marks import Marks


def find_marks(sentences: tuple[Sentence, ...], *, knowledge: Knowledge) -> Iterator[Marks]:
    """One record for each sentence, in their order."""
    for sentence in sentences:
        yield replace(_marks_of(sentence.text, knowledge), sentence_id=sentence.sentence_id)


@lru_cache(maxsize=1 << 13)
def _marks_of(text: str, knowledge: Knowledge) -> Marks:
    """A third of all sentences stand in other filings word for word: what stands in them is kept."""
    figures = find_figures(text, knowledge.numbers, knowledge.units)
    return Marks(
        "",
        tuple(figures),
        tuple(find_cues(text, figures, knowledge.quantities)),
        find_reason_cues(text, knowledge.reason_cues),
        tuple(find_explanations(text, knowledge.reason_cues)),
    )
