"""Layer `marks`: figures, cues and reasons at their places in each sentence; what other stages conclude from."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.knowledge import Knowledge
from pipeline.records.span import Sentence
from pipeline.wording.cues import find_cues
from pipeline.wording.explanations import find_explanations, find_reason_cues
from pipeline.wording.figures import find_figures
from pipeline.wording.marks import Marks


def find_marks(sentences: tuple[Sentence, ...], *, knowledge: Knowledge) -> Iterator[Marks]:
    """One record for each sentence, in their order."""
    for sentence in sentences:
        figures = find_figures(sentence.text, knowledge.numbers, knowledge.units)
        yield Marks(
            sentence.sentence_id,
            tuple(figures),
            tuple(find_cues(sentence.text, figures, knowledge.quantities)),
            tuple(find_reason_cues(sentence.text, knowledge.reason_cues)),
            tuple(find_explanations(sentence.text, knowledge.reason_cues)),
        )
