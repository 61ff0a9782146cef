"""Figures that no word before them names: what they are of, or that it cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.matching.punctuation import COMMAS, clauses
from pipeline.wording.assertions import Assertion, signed
from pipeline.wording.figures import Figure
from pipeline.wording.names import Name, clean_name
from pipeline.wording.utterance import Utterance


def names_elsewhere(
    said: Utterance, assertions: Sequence[Assertion], figure: Figure, is_inherited: bool,
) -> tuple[Name, ...] | None:
    """The items of a figure that its own words do not name, where they are not those spoken of last.

    The whole, where parts were listed before a comparison or the rate beside it fits only the whole; what makes up the
    whole (全部为…，占100%); the words behind an amount (其中：5万元用于办公设备购置); inside a reason what its clauses
    speak of, where the item spoken of last `is_inherited` from what the reason explains. No names where they cannot be
    told, None where the items spoken of last are meant.
    """
    if whole := _whole_behind(said, assertions, figure):
        return whole
    if whole := _whole_by_rate(said, assertions, figure):
        return whole
    if all_of := said.quantities.around["all_of"].regex.search(said.text[: figure.start]):
        return (Name(clean_name(all_of["x"], said.quantities)),)
    if figure.kind == "amount" and _is_bare(said, figure):
        behind = said.quantities.around["behind"].regex.match(said.text[figure.end :])
        name = clean_name(behind["x"], said.quantities) if behind else ""
        if len(name) > 1 or _starts_part(said, figure):
            return (Name(name),) if len(name) > 1 else ()
    return _actor(said, figure) if is_inherited else None


def _actor(said: Utterance, figure: Figure) -> tuple[Name, ...] | None:
    """Inside a reason a change is of what its clauses speak of (新平台纳入计划，增加5万元), never of what the reason
    explains."""
    inside = [start for start, end in said.asides if start <= figure.start < end]
    if not inside or figure.kind not in ("amount", "percent"):
        return None
    words = said.text[inside[0] : figure.start]
    if len(clauses(words)) < _TWO:
        return None
    actor = said.quantities.items["actor"].regex.match(words)
    name = clean_name(actor["x"], said.quantities) if actor else ""
    return (Name(name),) if len(name) > 1 else ()


_TWO = 2
"""From so many clauses on the item of a change inside a reason may stand in another one than its figure."""


def _whole_behind(said: Utterance, assertions: Sequence[Assertion], figure: Figure) -> tuple[Name, ...]:
    """其中燃油8万元、维修5万元、保险2万元，与上年相比增加2万元: what a comparison behind parts in a row is of, the item
    before them; none where no such row stands there."""
    start = said.quantities.around["parts"].regex.search(said.text, 0, figure.start)
    marks = said.cues_between(said.segment(figure), figure.start)
    if start is None or not marks or marks[0].cue.kind != "basis":
        return ()
    parts = [a for a in assertions if a.start >= start.end()]
    whole = [a.name for a in assertions if a.start < start.start() and a.name]
    rows = [said.text[a.end : b.start] for a, b in pairwise(parts)]
    is_row = len(parts) > 1 and all("、" in row and not any(m in row for m in COMMAS) for row in rows)
    is_plain = all(a.quantity == "actual" for a in parts) and len({a.name for a in parts}) == len(parts)
    is_apart = bool(parts) and any(m in said.text[parts[-1].end : marks[0].start] for m in COMMAS)
    return (whole[-1],) if whole and is_row and is_plain and is_apart else ()


def _whole_by_rate(said: Utterance, assertions: Sequence[Assertion], figure: Figure) -> tuple[Name, ...]:
    """收入总计90万元，其中年初结转和结余10万元，较上年增加30万元，增长50%: the change is of the item before 其中 where
    the rate beside it fits that one's amount alone; none where it fits neither, or the part as well."""
    start = said.quantities.around["parts"].regex.search(said.text, 0, figure.start)
    at = said.solid.index(figure) + 1 if figure in said.solid else len(said.solid)
    rate = said.solid[at] if at < len(said.solid) else None
    cue = said.cue_before(said.segment(figure), figure)
    if start is None or rate is None or rate.kind != "percent" or cue is None or cue.cue.kind != "direction":
        return ()
    change = signed(figure.value_cny or Decimal(0), cue.cue.direction)
    amounts = [a for a in assertions if a.quantity == "actual" and a.value_cny is not None and a.name]
    whole = [a for a in amounts if a.start < start.start()]
    part = [a for a in amounts if a.start >= start.end()]
    if not whole or not part or not change or _fits(part[-1], change, rate) or not _fits(whole[-1], change, rate):
        return ()
    return (whole[-1].name,) if whole[-1].name else ()


def _fits(amount: Assertion, change: Decimal, rate: Figure) -> bool:
    """Is the rate, to its printed digits, that of the change to this amount?"""
    before = (amount.value_cny or Decimal(0)) - change
    if before <= 0:
        return False
    return abs(abs(change) / before * 100 - rate.value) <= Decimal(1).scaleb(-rate.decimals)


def _is_bare(said: Utterance, figure: Figure) -> bool:
    """Does an amount open its clause, without a word before it?"""
    words = said.text[said.segment(figure) : figure.start]
    return not words[clauses(words)[-1][0] :].strip()


def _starts_part(said: Utterance, figure: Figure) -> bool:
    """Does an amount without a word before it open a list of parts (其中：92万元为…，76万元为…)?"""
    return bool(said.quantities.around["parts"].regex.search(said.text[: figure.start].rstrip()[-_PARTS:]))


_PARTS = 4
"""Characters that 其中： and the mark before it take."""
