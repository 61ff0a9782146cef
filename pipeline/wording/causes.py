"""From the words of a reason to its causes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.knowledge.classifier import CauseClassifier
from pipeline.knowledge.reasons import CauseLexicon
from pipeline.language.categorizer import cause_scores
from pipeline.matching.normalize import bare

VACUOUS, UNDETERMINED = "vacuous", "undetermined"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The causes of a reason; where the trained model decided, its id and its score."""

    cause_ids: tuple[str, ...]
    model_id: str | None = None
    score: float | None = None


def judge(text: str, lexicon: CauseLexicon, classifier: CauseClassifier) -> Verdict:
    """The causes of a reason: the lexicon has the first word, and the model is asked only where the lexicon knows
    nothing. Below its threshold nothing is guessed: the reason stays `undetermined`."""
    causes = causes_of(text, lexicon)
    plain = bare(text)
    if causes != (UNDETERMINED,) or not any(c.isalpha() for c in plain):
        return Verdict(causes)
    scores = cause_scores(plain, classifier.folder, classifier.labels)
    found = [(cause, score) for cause, score in scores if score >= classifier.threshold]
    if not found:
        return Verdict(causes)
    named = [(cause, score) for cause, score in found if cause != VACUOUS] or found
    return Verdict(tuple(cause for cause, _ in named), classifier.id, min(score for _, score in named))


@lru_cache(maxsize=4096)
def causes_of(text: str, lexicon: CauseLexicon) -> tuple[str, ...]:
    """Cause ids in the order in which their words appear, never empty: `vacuous` where the words say nothing of
    their own, `undetermined` where they say something that the lexicon does not know."""
    plain = bare(text)
    if any(stock.regex.match(plain) for stock in lexicon.stock):
        return (VACUOUS,)
    said = _without_stock(plain, lexicon)
    found = _claims(said, lexicon, weak=False) or _claims(said, lexicon, weak=True)
    if found:
        return tuple(dict.fromkeys(cause for _, cause in _without_consequences(plain, sorted(found), lexicon)))
    is_stock = said != plain and not said.strip(_CLAIMED + _MARKS)
    return (VACUOUS,) if is_stock else (UNDETERMINED,)


def _without_stock(text: str, lexicon: CauseLexicon) -> str:
    """The text with its clauses that say nothing blotted out: what is left may name a cause."""
    parts = _PART.split(text)
    for at in range(0, len(parts), 2):
        if any(stock.regex.match(parts[at]) for stock in lexicon.stock):
            parts[at] = _CLAIMED * len(parts[at])
    return "".join(parts)


def _claims(text: str, lexicon: CauseLexicon, *, weak: bool) -> list[tuple[int, str]]:
    """Start and cause of each stretch; what an entry has claimed is closed to those after it."""
    found = []
    for entry in lexicon.causes:
        if entry.is_weak == weak:
            for match in list(entry.pattern.regex.finditer(text)):
                found.append((match.start(), entry.cause))
                text = text[: match.start()] + _CLAIMED * len(match.group()) + text[match.end() :]
    return found


_MARKS = "，,；;。"
_PART = re.compile(f"([{_MARKS}])")
_CLAIMED = "；"
"""Stands for words already claimed: no pattern reads over it."""


def _without_consequences(text: str, found: list[tuple[int, str]], lexicon: CauseLexicon) -> list[tuple[int, str]]:
    """What came of a cause is no cause of its own: what stands behind 引起、导致 in its clause, and a clause behind it
    that only says what rose or fell."""
    kept: list[tuple[int, str]] = []
    for start, cause in found:
        begin = max(text.rfind(mark, 0, start) for mark in _MARKS) + 1
        words = [m for m in lexicon.consequence.regex.finditer(text, begin, start)]
        is_behind = words and any(s < words[-1].start() for s, _ in found)
        is_result = any(s < begin for s, _ in kept) and lexicon.aftermath.regex.match(_PART.split(text[begin:])[0])
        if not is_behind and not is_result:
            kept.append((start, cause))
    return kept
