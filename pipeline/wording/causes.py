"""From the words of a reason to its causes."""

from __future__ import annotations

from pipeline.knowledge.reasons import CauseLexicon
from pipeline.matching.normalize import bare

VACUOUS, UNDETERMINED = "vacuous", "undetermined"


def causes_of(text: str, lexicon: CauseLexicon) -> tuple[str, ...]:
    """Cause ids in the order in which their words appear, never empty: `vacuous` where the words say nothing of
    their own, `undetermined` where they say something that the lexicon does not know."""
    plain = bare(text)
    if any(stock.regex.match(plain) for stock in lexicon.stock):
        return (VACUOUS,)
    found = _claims(plain, lexicon, weak=False) or _claims(plain, lexicon, weak=True)
    if found:
        return tuple(dict.fromkeys(cause for _, cause in _without_consequences(plain, sorted(found), lexicon)))
    parts = [part for part in plain.replace("；", "，").replace(",", "，").split("，") if part]
    if parts and all(any(stock.regex.match(part) for stock in lexicon.stock) for part in parts):
        return (VACUOUS,)
    return (UNDETERMINED,)


def _claims(text: str, lexicon: CauseLexicon, *, weak: bool) -> list[tuple[int, str]]:
    """Start and cause of each stretch; what an entry has claimed is closed to those after it."""
    found = []
    for entry in lexicon.causes:
        if entry.is_weak == weak:
            for match in list(entry.pattern.regex.finditer(text)):
                found.append((match.start(), entry.cause))
                text = text[: match.start()] + _CLAIMED * len(match.group()) + text[match.end() :]
    return found


_CLAIMED = "；"
"""Stands for words already claimed: no pattern reads over it."""


def _without_consequences(text: str, found: list[tuple[int, str]], lexicon: CauseLexicon) -> list[tuple[int, str]]:
    """What stands behind 引起、导致 in the clause of a cause is what came of it, no cause of its own."""
    kept = []
    for start, cause in found:
        clause = max(text.rfind(mark, 0, start) for mark in "，,；;。") + 1
        words = [m for m in lexicon.consequence.regex.finditer(text, clause, start)]
        if not (words and any(s < words[-1].start() for s, _ in found)):
            kept.append((start, cause))
    return kept
