"""Layer `marks`: figures, cues and reasons at their places in each sentence; what other stages conclude from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pipeline.knowledge import Knowledge
from pipeline.knowledge.units import Units
from pipeline.knowledge.wording import Numbers, Quantities, ReasonCues
from pipeline.records.span import Sentence
from pipeline.wording.cues import find_cues
from pipeline.wording.explanations import find_explanations, find_reason_cues
from pipeline.wording.figures import find_figures
from pipeline.wording.marks import Marks


def find_marks(sentences: tuple[Sentence, ...], *, knowledge: Knowledge) -> Iterator[Marks]:
    """One record for each sentence, in their order."""
    known = (knowledge.numbers, knowledge.units, knowledge.quantities, knowledge.reason_cues)
    for sentence in sentences:
        found = _marks_of(sentence.text, *known)
        yield Marks(sentence.sentence_id, found.figures, found.cues, found.reason_cues, found.explanations)


@lru_cache(maxsize=1 << 13)
def _marks_of(text: str, numbers: Numbers, units: Units, quantities: Quantities, cues: ReasonCues) -> Marks:
    """A third of all sentences stand in other filings word for word: what stands in them is kept."""
    figures = find_figures(text, numbers, units)
    return Marks(
        "",
        tuple(figures),
        tuple(find_cues(text, figures, quantities)),
        find_reason_cues(text, cues),
        tuple(find_explanations(text, cues)),
    )
