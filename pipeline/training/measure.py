"""How good ways of deciding causes are: over gold ∪ decided, per cause and over all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.training.phrases import Phrase
from pipeline.wording.causes import UNDETERMINED, believed

Decide = Callable[[str], tuple[str, ...]]
Ranked = tuple[tuple[str, float], ...]
"""Causes by score, the highest first."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Right, decided and true labels by cause; `undetermined` counts the phrases that were left open."""

    right: Mapping[str, int]
    decided: Mapping[str, int]
    true: Mapping[str, int]
    undetermined: int
    phrases: int

    def f1(self, cause: str) -> float:
        """F1 of one cause."""
        total = self.decided.get(cause, 0) + self.true.get(cause, 0)
        return 2 * self.right.get(cause, 0) / total if total else 0.0

    @property
    def micro(self) -> float:
        """F1 over all labels; a phrase left open counts as one wrong label."""
        total = sum(self.decided.values()) + self.undetermined + sum(self.true.values())
        return 2 * sum(self.right.values()) / total if total else 0.0

    @property
    def macro(self) -> float:
        """Mean F1 over the causes that the phrases have."""
        return sum(map(self.f1, self.true)) / len(self.true) if self.true else 0.0

    @property
    def precision(self) -> float:
        """Share of right labels among those decided."""
        decided = sum(self.decided.values())
        return sum(self.right.values()) / decided if decided else 1.0


def measure(phrases: Sequence[Phrase], decide: Decide) -> Scores:
    """Scores of a way of deciding on phrases with their causes."""
    right: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    true: Counter[str] = Counter()
    undetermined = 0
    for phrase in phrases:
        said, meant = {*decide(phrase.text)} - {UNDETERMINED}, {*phrase.causes}
        undetermined += not said
        right.update(said & meant)
        decided.update(said)
        true.update(meant)
    return Scores(right, decided, true, undetermined, len(phrases))


def threshold_for(phrases: Sequence[Phrase], scores: Sequence[Ranked], precision: float, beside: float) -> float:
    """The lowest of a row of thresholds from which on at least this share of the labels that scores give is right."""
    given = {p.text: s for p, s in zip(phrases, scores, strict=True)}
    for step in range(10, 100):
        found = measure(phrases, _above(given, step / 100, beside))
        if found.precision >= precision:
            return step / 100
    return 1.0


def _above(given: Mapping[str, Ranked], threshold: float, beside: float) -> Decide:
    return lambda text: tuple(label for label, _ in believed(given[text], threshold, beside))
