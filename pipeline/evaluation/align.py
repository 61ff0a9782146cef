"""One-to-one alignment of marked and published rows, level by level from strict to relaxed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
Keys = Callable[[Row], Iterable[Hashable]]
"""All keys under which a row may be met; two rows meet at a level when they share one."""


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement. A row without keys at a level cannot be met there."""

    name: str
    gold: Keys
    published: Keys


@dataclass(frozen=True, slots=True)
class Pair:
    """A marked and a published row that met, and the level (0 is the strictest) at which they did."""

    gold: Row
    published: Row
    level: int


def align(gold: Sequence[Row], published: Sequence[Row], levels: Sequence[Level]) -> list[Pair]:
    """Pairs, strictest level first, each row in at most one; within a level in the order of the rows.

    Rows that must be found come before optional ones, so that an optional row never takes the partner of another.
    """
    pairs: list[Pair] = []
    open_gold = sorted(range(len(gold)), key=lambda place: is_optional(gold[place]))
    open_published = list(range(len(published)))
    for number, level in enumerate(levels):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for place in open_published:
            for key in level.published(published[place]):
                waiting[key].append(place)
        taken: set[int] = set()
        rest = []
        for place in open_gold:
            found = min((p for key in level.gold(gold[place]) for p in waiting[key] if p not in taken), default=None)
            if found is None:
                rest.append(place)
            else:
                taken.add(found)
                pairs.append(Pair(gold[place], published[found], number))
        open_gold, open_published = rest, [p for p in open_published if p not in taken]
    return pairs


def is_optional(row: Row) -> bool:
    """May this marked row be published or not, without counting either way?"""
    return row.get("optional") == "1"
