"""Wording that is printed more than once: under other items, by other bodies, in other years."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from math import ceil

from pipeline.compare.frames import Row
from pipeline.matching.normalize import bare
from pipeline.records.comparison import ReasonRepeat
from pipeline.records.vocabulary import Spread

LEAST_SIMILAR = 0.9
"""Dice coefficient over pairs of neighbouring characters from which wording counts as copied."""
SHORTEST = 8
"""Shorter wording (staff increased) is said alike by many without being copied."""
_SHARED = 3
"""Of their rarest tokens, two similar wordings share at least so many (there are more than that in the shortest)."""
_YEAR = re.compile(r"20\d\d")
_NOT_WORDS = re.compile(r"[^\w□]+")


def reason_repeats(filings: Sequence[Row], reasons: Iterable[Row]) -> list[ReasonRepeat]:
    """The reasons of current filings whose wording stands in at least two places, by group.

    Wording is compared without punctuation, with the reason's own item and any year blanked out. Groups gather round
    their first wording (the shortest, then by text), so that they do not depend on the order of the filings.
    """
    current = {f["filing_id"]: f for f in filings if f["is_current"]}
    by_wording: dict[str, list[Row]] = defaultdict(list)
    order: dict[str, int] = {}
    for reason in reasons:
        order[reason["reason_id"]] = len(order)
        text = wording(reason["surface"], reason["item_name"] or "")
        if reason["filing_id"] in current and len(text) >= SHORTEST:
            by_wording[text].append(reason)
    made = []
    for members in _groups(list(by_wording)):
        found = [(reason, likeness) for text, likeness in members for reason in by_wording[text]]
        if len({_print(reason) for reason, _ in found}) > 1:
            group_id = f"rg-{blake2b(members[0][0].encode(), digest_size=8).hexdigest()}"
            spread = _spread([current[reason["filing_id"]] for reason, _ in found])
            made += [
                ReasonRepeat(
                    group_id, reason["reason_id"], reason["filing_id"], likeness, spread,
                    current[reason["filing_id"]]["fiscal_year"] or 0,
                ) for reason, likeness in found
            ]
    return sorted(made, key=lambda row: (row.fiscal_year, row.filing_id, order[row.reason_id]))


def wording(surface: str, item_name: str) -> str:
    """What is left for comparison: folded, without blanks and punctuation, own item and years blanked out."""
    text, item = bare(surface), bare(item_name)
    if len(item) > 1:
        text = text.replace(item, "□")
    return _NOT_WORDS.sub("", _YEAR.sub("□", text))


def similarity(left: frozenset[str], right: frozenset[str]) -> float:
    """Dice coefficient of two sets of tokens."""
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def _tokens(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, each with its count, so that repetition is not lost."""
    seen: Counter[str] = Counter()
    found = []
    for place in range(len(text) - 1):
        pair = text[place:place + 2]
        seen[pair] += 1
        found.append(f"{pair}{seen[pair]}")
    return frozenset(found)


def _groups(wordings: Sequence[str]) -> list[list[tuple[str, float]]]:
    """Distinct wordings round their leaders, each with its likeness to the leader; leaders first.

    Two sets of at least the wanted likeness share some of their rarest tokens, so only wordings that share as many
    are compared (prefix filtering): nothing is missed, and few are compared in vain.
    """
    tokens = {text: _tokens(text) for text in wordings}
    frequency = Counter(token for found in tokens.values() for token in found)
    leaders: dict[str, list[str]] = defaultdict(list)
    groups: dict[str, list[tuple[str, float]]] = {}
    for text in sorted(wordings, key=lambda t: (len(t), t)):
        prefix = _prefix(tokens[text], frequency)
        shared = Counter(leader for token in prefix for leader in leaders[token])
        candidates = (leader for leader, count in shared.items() if count >= _SHARED)
        leader, likeness = _nearest(tokens[text], candidates, tokens)
        if leader is None:
            groups[text] = [(text, 1.0)]
            for token in prefix:
                leaders[token].append(text)
        else:
            groups[leader].append((text, likeness))
    return list(groups.values())


def _prefix(found: frozenset[str], frequency: Mapping[str, int]) -> list[str]:
    """The rarest tokens, as many as it takes that sets of the wanted likeness must have _SHARED of them in common."""
    least_overlap = ceil(LEAST_SIMILAR / (2 - LEAST_SIMILAR) * len(found))
    return sorted(found, key=lambda t: (frequency[t], t))[: len(found) - least_overlap + _SHARED]


def _nearest(
    mine: frozenset[str], candidates: Iterable[str], tokens: Mapping[str, frozenset[str]]
) -> tuple[str | None, float]:
    """The most similar candidate that is similar enough; of equals the shortest, then by text."""
    likenesses = ((similarity(mine, tokens[c]), c) for c in candidates)
    near = [(likeness, c) for likeness, c in likenesses if likeness >= LEAST_SIMILAR]
    if not near:
        return None, 0.0
    likeness, leader = min(near, key=lambda found: (-found[0], len(found[1]), found[1]))
    return leader, likeness


def _print(reason: Row) -> tuple[object, ...]:
    """The place of the ink: one printed reason may be several rows (items, bases)."""
    if reason["sentence_id"] is None:
        return reason["filing_id"], reason["fact_id"] or reason["reason_id"]
    return reason["filing_id"], reason["sentence_id"], reason["start"]


def _spread(filings: Sequence[Row]) -> Spread:
    """The widest: over bodies, else over years, else within one filing."""
    if len({f["entity_id"] or f["entity_name"] or f["filing_id"] for f in filings}) > 1:
        return "entities"
    return "years" if len({f["fiscal_year"] for f in filings}) > 1 else "items"
