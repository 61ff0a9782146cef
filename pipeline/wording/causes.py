"""From the words of a reason to its causes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.knowledge.classifier import Belief, CauseClassifier
from pipeline.knowledge.reasons import CauseLexicon
from pipeline.language.categorizer import cause_scores
from pipeline.matching.normalize import bare

Ranked = Sequence[tuple[str, float]]
"""Causes by score, the highest first."""
VACUOUS, UNDETERMINED = "vacuous", "undetermined"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The causes of a reason; where the trained model decided, its id and its score."""

    cause_ids: tuple[str, ...]
    model_id: str | None = None
    score: float | None = None


def judge(
    text: str, lexicon: CauseLexicon, classifier: CauseClassifier, unusual: frozenset[str] = frozenset()
) -> Verdict:
    """The causes of a reason. The lexicon has the first word; what the model holds for next to impossible is dropped,
    and where nothing is left the model is asked. Below its threshold nothing is guessed: it stays `undetermined`.
    Of `unusual` causes, which seldom explain a deviation of this direction, the model must be surer."""
    known, plain = causes_of(text, lexicon), bare(text)
    if known == (VACUOUS,) or not any(c.isalpha() for c in plain):
        return Verdict(known)
    given = (cause_scores(part, classifier.folder, classifier.labels) for part in (plain, *clauses(plain)))
    whole, *parts = (_weighed(scores, unusual, classifier.belief.unusual) for scores in given)
    verdict = settle(known, whole, parts, classifier.belief)
    return replace(verdict, model_id=classifier.id) if verdict.score is not None else verdict


def settle(known: tuple[str, ...], scores: Ranked, parts: Sequence[Ranked], belief: Belief) -> Verdict:
    """What the lexicon knows of a reason against the scores of the model, the highest first, of the whole and of its
    clauses: a cause that is clear in one clause is not doubted for the others. A verdict of the lexicon has no score,
    not even where the model made it drop a cause."""
    given = dict(scores)
    clear = {cause for some in parts for cause, score in some if score >= belief.clear}
    kept = tuple(
        cause for cause in known
        if cause != UNDETERMINED and (cause in clear or given.get(cause, 1.0) >= belief.doubt)
    )
    if kept:
        return Verdict(kept)
    found = believed(scores, belief.threshold if known == (UNDETERMINED,) else belief.sure, belief.beside)
    return Verdict(tuple(cause for cause, _ in found), score=found[-1][1]) if found else Verdict(known)


def _weighed(scores: Ranked, unusual: frozenset[str], share: float) -> Ranked:
    """Scores of which the unusual causes keep a share only, the highest first."""
    if not unusual:
        return scores
    weighed = [(cause, score * share if cause in unusual else score) for cause, score in scores]
    return tuple(sorted(weighed, key=lambda pair: -pair[1]))


def believed(scores: Ranked, floor: float, beside: float) -> list[tuple[str, float]]:
    """The causes that the model may name: from a floor on, near enough to the best; `vacuous` never beside another."""
    found = [(cause, score) for cause, score in scores if score >= max(floor, beside * scores[0][1])]
    return [pair for pair in found if pair[0] != VACUOUS] or found


def clauses(text: str) -> list[str]:
    """The clauses of a text that has several."""
    found = [part for part in _PART.split(text)[::2] if part]
    return found if len(found) > 1 else []


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
