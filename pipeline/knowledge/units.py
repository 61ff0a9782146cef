"""Units as printed: which word of the vocabulary each stands for, and how many yuan one of it is."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Unit

_COLUMNS = ("surface", "unit", "multiplier", "example")


@dataclass(frozen=True, slots=True)
class UnitWord:
    """One printed unit. `unit` is None for money that the vocabulary has no word for (千元): its amounts are published
    in yuan only. `multiplier` is how many yuan one of it is, None where it is no money."""

    surface: str
    unit: Unit | None
    multiplier: Decimal | None


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """All printed units: `by_surface` finds one, `pattern` matches any of them, the longest first."""

    by_surface: Mapping[str, UnitWord]
    pattern: re.Pattern[str]

    def find(self, surface: str) -> UnitWord | None:
        """The unit printed as `surface` (folded, without blanks); None when it is none that is known."""
        return self.by_surface.get(surface)

    def multiplier(self, unit: str) -> Decimal | None:
        """How many yuan one of a unit of the vocabulary is; None where it is no money."""
        return next((word.multiplier for word in self.by_surface.values() if word.unit == unit), None)

    def __reduce__(self) -> tuple[object, ...]:
        return make_units, (tuple(self.by_surface.values()),)


def make_units(words: tuple[UnitWord, ...]) -> Units:
    """Index the words; their order does not matter."""
    longest_first = sorted((word.surface for word in words), key=lambda surface: (-len(surface), surface))
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    return Units(MappingProxyType({word.surface: word for word in words}), pattern)


def load_units(path: Path) -> Units:
    """Read units.csv. Raises KnowledgeError for a unit outside the vocabulary, a surface given twice, a multiplier
    that is no number, or an example that does not hold its surface."""
    words: list[UnitWord] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise KnowledgeError(f"{path.name}: columns must be {', '.join(_COLUMNS)}")
        for row in reader:
            words.append(_word(path.name, row))
    surfaces = [word.surface for word in words]
    if len(set(surfaces)) != len(surfaces):
        raise KnowledgeError(f"{path.name}: surfaces are not unique")
    return make_units(tuple(words))


def _word(name: str, row: Mapping[str, str]) -> UnitWord:
    surface, unit, multiplier = row["surface"], row["unit"], row["multiplier"]
    if unit and unit not in get_args(Unit):
        raise KnowledgeError(f"{name}: {surface}: {unit} is no unit of the vocabulary")
    if surface not in row["example"]:
        raise KnowledgeError(f"{name}: {surface} does not stand in its example")
    try:
        return UnitWord(surface, cast(Unit, unit) if unit else None, Decimal(multiplier) if multiplier else None)
    except InvalidOperation as error:
        raise KnowledgeError(f"{name}: {surface}: multiplier {multiplier} is no number") from error
