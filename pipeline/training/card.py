"""The figures of the model card: written between two marks of the card, the words around them are a person's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.records.errors import KnowledgeError
from pipeline.training.measure import Scores

BEGIN, END = "<!-- figures: make models -->", "<!-- end of figures -->"


def write_figures(card: Path, threshold: float, counts: Mapping[str, int], scores: Mapping[str, Scores]) -> None:
    """Replace what stands between the marks. Raises KnowledgeError where the card has no marks."""
    text = card.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise KnowledgeError(f"{card.name} lacks the marks {BEGIN} and {END}")
    figures = "\n".join(_figures(threshold, counts, scores))
    card.write_text(f"{before}{BEGIN}\n{figures}\n{END}{after}", encoding="utf-8", newline="\n")


def _figures(threshold: float, counts: Mapping[str, int], scores: Mapping[str, Scores]) -> Iterator[str]:
    parts = ", ".join(f"{number} {name}" for name, number in counts.items())
    yield f"Phrases: {parts}. Threshold: {threshold:.2f}. On the test split:"
    yield ""
    yield "| way of deciding | micro F1 | macro F1 | precision | left open |"
    yield "|---|---|---|---|---|"
    for name, score in scores.items():
        yield f"| {name} | {score.micro:.3f} | {score.macro:.3f} | {score.precision:.3f} | {score.undetermined} |"
    yield ""
    yield "| cause (F1) | " + " | ".join(scores) + " | phrases |"
    yield "|---" * (len(scores) + 2) + "|"
    some = next(iter(scores.values()))
    for cause in sorted(some.true):
        values = " | ".join(f"{score.f1(cause):.2f}" for score in scores.values())
        yield f"| {cause} | {values} | {some.true[cause]} |"
