"""What a pattern can begin with, and what it cannot do without: a scanner of many patterns first looks whether any of
them can begin at a place, a search of many texts first whether a text can match at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MOST = 256
"""A range of more characters than this is not spelled out."""
_FIGURES = frozenset("0123456789.,+- ")
"""What so many texts hold that it is no help to need it."""
_WITHOUT_WIDTH = (op.AT, op.ASSERT, op.ASSERT_NOT)


@dataclass(frozen=True, slots=True, eq=False)
class Scanner:
    """Many patterns looked for at once: at each place only those that can begin with the character that stands there.
    `by_character` has their numbers, `anywhere` those of patterns of which it is not known."""

    patterns: tuple[re.Pattern[str], ...]
    by_character: Mapping[str, tuple[int, ...]]
    anywhere: tuple[int, ...]

    def search(self, text: str, start: int = 0) -> tuple[int, re.Match[str]] | None:
        """The leftmost match from `start` on, and the number of its pattern: the first of the list at that place."""
        for at in range(start, len(text)):
            for number in self.by_character.get(text[at], self.anywhere):
                if match := self.patterns[number].match(text, at):
                    return number, match
        return None


def make_scanner(patterns: Iterable[re.Pattern[str]]) -> Scanner:
    """A scanner of the patterns; none of them may need to match where a text ends."""
    patterns = tuple(patterns)
    openings = [_opening(parser.parse(pattern.pattern)) for pattern in patterns]
    anywhere = tuple(number for number, found in enumerate(openings) if found is None)
    by_character = {
        character: tuple(number for number, found in enumerate(openings) if found is None or character in found)
        for character in frozenset().union(*(found for found in openings if found))
    }
    return Scanner(patterns, by_character, anywhere)


def with_opening(source: str) -> str:
    """An expression that matches what `source` does, at the same places and in the same groups, and sooner sees where
    it does not. Unchanged where a match may be empty or begin with a class of characters that cannot be spelled out."""
    found = _opening(parser.parse(source))
    if found is None:
        return source
    characters = "".join(re.escape(character) for character in sorted(found))
    return f"(?=[{characters}])(?:{source})"


def _opening(sequence: Any) -> frozenset[str] | None:
    """The characters of which one begins each match; None where they are not known."""
    found: frozenset[str] = frozenset()
    for code, value in sequence:
        if code in _WITHOUT_WIDTH:
            continue
        first, is_optional = _first(code, value)
        if first is None:
            return None
        found |= first
        if not is_optional:
            return found
    return None


def _first(code: Any, value: Any) -> tuple[frozenset[str] | None, bool]:
    """The characters that an element can begin with, and whether it may be left out."""
    if code is op.LITERAL:
        return frozenset(chr(value)), False
    if code is op.IN:
        return _class(value), False
    if code is op.SUBPATTERN:
        return _part(value[-1])
    if code is op.BRANCH:
        parts = [_part(branch) for branch in value[1]]
        known = [first for first, _ in parts if first is not None]
        return (frozenset().union(*known) if len(known) == len(parts) else None), any(empty for _, empty in parts)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        first, is_optional = _part(value[2])
        return first, is_optional or value[0] == 0
    return None, False


def _part(sequence: Any) -> tuple[frozenset[str] | None, bool]:
    found: frozenset[str] = frozenset()
    for code, value in sequence:
        if code in _WITHOUT_WIDTH:
            continue
        first, is_optional = _first(code, value)
        if first is None:
            return None, False
        found |= first
        if not is_optional:
            return found, False
    return found, True


def _class(items: Any) -> frozenset[str] | None:
    found: set[str] = set()
    for code, value in items:
        if code is op.LITERAL:
            found.add(chr(value))
        elif code is op.RANGE and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found)


@cache
def needed(source: str) -> frozenset[str]:
    """Characters of which every match of the expression, or what it looks at beside one, holds at least one, chosen so
    that few texts have them; empty where none are known. A text without them need not be searched."""
    parsed = parser.parse(source)
    return (_needed(parsed) or frozenset()) if not parsed.state.flags & re.IGNORECASE else frozenset()


def _needed(sequence: Any) -> frozenset[str] | None:
    """The rarest of what the elements that no match can do without need: fewest characters, and no figures."""
    parts = [found for code, value in sequence if (found := _needed_by(code, value)) is not None]
    return min(parts, key=lambda found: (not found.isdisjoint(_FIGURES), len(found)), default=None)


def _needed_by(code: Any, value: Any) -> frozenset[str] | None:
    if code is op.LITERAL:
        return frozenset(chr(value))
    if code is op.IN:
        return _class(value)
    if code in (op.SUBPATTERN, op.ASSERT):
        return _needed(value[-1])
    if code is op.BRANCH:
        parts = [_needed(branch) for branch in value[1]]
        known = [part for part in parts if part is not None]
        return frozenset().union(*known) if len(known) == len(parts) else None
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0]:
        return _needed(value[2])
    return None
