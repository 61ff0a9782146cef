"""Wording that is printed more than once: under other items, by other bodies, in other years."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np

from pipeline.compare.frames import Row
from pipeline.matching.normalize import bare
from pipeline.records.comparison import ReasonRepeat
from pipeline.records.vocabulary import Spread

LEAST_SIMILAR = 0.9
"""Dice coefficient over pairs of neighbouring characters from which wording counts as copied."""
SHORTEST = 8
"""Shorter wording (staff increased) is said alike by many without being copied."""
WORDED = ("filing_id", "reason_id", "sentence_id", "fact_id", "start", "surface", "item_name")
"""The columns of a reason that are read here."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|[〇零一二三四五六七八九十百千万]+(?=[年月日个人名次批台辆项])")
"""Years, amounts and counts: what is changed first where wording is taken over."""
_NOT_WORDS = re.compile(r"[^\w□]+")


def reason_repeats(filings: Sequence[Row], reasons: Iterable[Row]) -> list[ReasonRepeat]:
    """The reasons of current filings whose wording stands in at least two places, by group.

    Wording is compared without punctuation, with the reason's own item and any number blanked out. Groups gather round
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
    """What is left for comparison: folded, without blanks and punctuation, own item and numbers blanked out."""
    text, item = bare(surface), bare(item_name)
    if len(item) > 1:
        text = text.replace(item, "□")
    return _NOT_WORDS.sub("", _NUMBER.sub("□", text))


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
    """Distinct wordings round their leaders, each with its likeness to the nearest; leaders first.

    For every token the leaders that have it are listed, so that one count over the lists of a wording gives what it
    shares with each leader: nothing is missed, and no pair is compared by itself.
    """
    leaders: list[str] = []
    sizes: list[int] = []
    having: dict[str, array[int]] = defaultdict(lambda: array("q"))
    groups: list[list[tuple[str, float]]] = []
    for text in sorted(wordings, key=lambda t: (len(t), t)):
        mine = _tokens(text)
        leader, likeness = _nearest(mine, having, sizes)
        if leader is None:
            for token in mine:
                having[token].append(len(leaders))
            leaders.append(text)
            sizes.append(len(mine))
            groups.append([(text, 1.0)])
        else:
            groups[leader].append((text, likeness))
    return groups


def _nearest(
    mine: frozenset[str], having: Mapping[str, array[int]], sizes: Sequence[int]
) -> tuple[int | None, float]:
    """The number of the most similar leader that is similar enough; of equals the first, which is the shortest.

    Leaders come in order of length: those before `first` are too short to be similar.
    """
    lists = [np.frombuffer(having[token], np.int64) for token in mine if token in having]
    first = bisect_left(sizes, LEAST_SIMILAR / (2 - LEAST_SIMILAR) * len(mine))
    if not lists or first == len(sizes):
        return None, 0.0
    shared = np.bincount(np.concatenate(lists), minlength=len(sizes))[first:]
    likeness = 2 * shared / (len(mine) + np.asarray(sizes[first:]))
    best = int(likeness.argmax())
    return (first + best, float(likeness[best])) if likeness[best] >= LEAST_SIMILAR else (None, 0.0)


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
