"""What was found in one sentence before anything is concluded from it."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.wording.cues import CueMark
from pipeline.wording.explanations import CuePlace, Explanation
from pipeline.wording.figures import Figure


@dataclass(frozen=True, slots=True)
class Marks:
    """Figures, the words around them, cues of reasons and the reasons themselves, by their places in the sentence."""

    sentence_id: str
    figures: tuple[Figure, ...]
    cues: tuple[CueMark, ...]
    reason_cues: tuple[CuePlace, ...]
    explanations: tuple[Explanation, ...]
