"""The printed numbers of a text: what each is, its value as printed, or why it is ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from pipeline.knowledge.openings import needed
from pipeline.knowledge.patterns import Pattern
from pipeline.knowledge.units import Units
from pipeline.knowledge.wording import Numbers
from pipeline.matching.numerals import Numeral, parse_han_numeral, parse_numeral
from pipeline.records.vocabulary import IgnoreReason, Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number at a place of a text.

    `kind` is amount, percent, multiple, count, plain (its unit stands elsewhere), unreadable (digits that run
    together) or ignored. `start` to `end` cover the
    numeral and its unit, `numeral_end` ends the numeral. `value` is in the printed unit, `value_cny` in yuan.
    """

    start: int
    end: int
    numeral_start: int
    numeral_end: int
    kind: str
    value: Decimal
    decimals: int
    unit: Unit | None
    value_cny: Decimal | None
    ignore_reason: IgnoreReason | None
    rule_id: str


def find_figures(text: str, numbers: Numbers, units: Units) -> list[Figure]:
    """Every number of the text in order, none twice. What `numbers.ignored` names comes first; then money, percentages,
    multiples, counts; what is left is plain."""
    taken: list[tuple[int, int]] = []
    figures: list[Figure] = []
    present = frozenset(text)

    def free(start: int, end: int) -> bool:
        return all(end <= s or start >= e for s, e in taken)

    def matches(pattern: Pattern) -> Iterator[re.Match[str]]:
        wanted = needed(pattern.regex.pattern)
        return pattern.regex.finditer(text) if not wanted or not wanted.isdisjoint(present) else iter(())

    for pattern in numbers.ignored:
        for match in matches(pattern):
            if free(*match.span()) and match.group().strip():
                figures += _ignored(match, pattern, numbers.plain.regex)
                taken.append(match.span())
    makers = (
        ("percent", numbers.percent),
        ("multiple", numbers.multiple),
        ("amount", numbers.amount),
        ("count", numbers.count),
        ("amount", numbers.zero),
        ("plain", numbers.plain),
    )
    for kind, pattern in makers:
        for match in matches(pattern):
            if free(*match.span()) and (figure := _figure(match, kind, pattern.id, numbers, units)):
                figures.append(figure)
                taken.append(match.span())
    return sorted(figures, key=lambda figure: figure.start)


def _ignored(match: re.Match[str], pattern: Pattern, numeral: re.Pattern[str]) -> Iterator[Figure]:
    for found in numeral.finditer(match.group()):
        read = parse_numeral(found.group()) or Numeral(Decimal(0), 0)
        start, end = match.start() + found.start(), match.start() + found.end()
        reason = cast(IgnoreReason, pattern.meaning)
        yield Figure(start, end, start, end, "ignored", read.value, read.decimals, None, None, reason, pattern.id)


def _figure(match: re.Match[str], kind: str, rule_id: str, numbers: Numbers, units: Units) -> Figure | None:
    groups = match.groupdict()
    name = "n" if groups.get("n") else "h"
    surface = groups.get(name)
    if surface is None:
        return _word_figure(match, kind, rule_id)
    han = parse_han_numeral(surface)
    read = parse_numeral(surface) or (Numeral(han, 0) if han is not None else None)
    start, end = match.span(name)
    if read is None:
        return (
            Figure(start, end, start, end, "unreadable", Decimal(0), 0, None, None, None, rule_id)
            if kind == "plain"
            else None
        )
    printed = "".join((groups.get("u") or groups.get("hu") or "").split())
    unit, value_cny, value = _unit(kind, printed, read.value, numbers, units)
    decimals = 2 if rule_id == numbers.zero.id else read.decimals
    return Figure(start, match.end(), start, end, kind, value, decimals, unit, value_cny, None, rule_id)


def _word_figure(match: re.Match[str], kind: str, rule_id: str) -> Figure:
    """翻番 without a number is twice as much."""
    return Figure(
        match.start(), match.end(), match.start(), match.end(), kind, Decimal(1), 0, "percent", None, None, rule_id
    )


def _unit(
    kind: str,
    printed: str,
    value: Decimal,
    numbers: Numbers,
    units: Units,
) -> tuple[Unit | None, Decimal | None, Decimal]:
    word = units.find(printed)
    if kind in ("percent", "multiple"):
        return (word.unit if word and word.unit else "percent"), None, value
    if kind == "count":
        return (
            (word.unit if word and word.unit and word.multiplier is None else "item"),
            None,
            value * dict(numbers.scales).get(printed, Decimal(1)),
        )
    if kind == "amount" and not printed and not value:
        word = units.find(numbers.zero.meaning)
    if kind == "amount" and word and word.multiplier is not None:
        return word.unit, value * word.multiplier, value
    return None, None, value
