"""Items that share a figure, or a row of figures, with what was asserted before it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.matching.punctuation import clauses
from pipeline.wording.assertions import Assertion
from pipeline.wording.figures import Figure
from pipeline.wording.names import Name
from pipeline.wording.utterance import Utterance


def named_by_cue(said: Utterance, start: int, figure: Figure) -> tuple[Name, ...]:
    """收入决算数为: where no item is named, the cue itself says that it is the income."""
    cue = said.cue_before(start, figure)
    found = said.quantities.items["of_cue"].regex.search(said.words(cue)) if cue else None
    return (Name(found["x"]),) if found else ()


def named_before(before: Sequence[Assertion], count: int) -> tuple[Name, ...]:
    """基本支出5万元、项目支出6万元，分别占…: as many items as there are figures, those asserted last; none where
    fewer were."""
    named = list(dict.fromkeys(a.name for a in before if a.name))
    return tuple(named[-count:]) if len(named) >= count else ()


def is_of_all(said: Utterance, start: int, figure: Figure) -> bool:
    """均较上年增加: is the figure of every item that the sentence named?"""
    words = said.text[start : figure.start]
    return bool(said.quantities.items["all"].regex.match(words[clauses(words)[-1][0] :].lstrip()))


def named_alike(before: Sequence[Assertion]) -> tuple[Name, ...]:
    """The items of what was asserted last, where several have an amount of that quantity."""
    last = before[-1] if before else None
    alike = dict.fromkeys(a.name for a in before if last and a.quantity == last.quantity and a.name)
    return tuple(alike) if len(alike) > 1 else ()


def whole_of(said: Utterance, assertions: Sequence[Assertion], known: tuple[Name, ...]) -> tuple[Name, ...]:
    """Behind 其中：A…；B… the next sentence speaks of the whole again: its items; none where there are no parts.

    `known` are the items that were spoken of before the sentence: the whole of one that itself begins with 其中.
    """
    start = said.quantities.around["parts"].regex.search(said.text)
    if start is None:
        return ()
    if start.start() == 0:
        own = {a.name for a in assertions if a.name and a.quantity != "count"} - set(known)
        return known if len(own) > 1 else ()
    whole = [a.name for a in assertions if a.start < start.start() and a.name]
    parts = {a.name for a in assertions if a.start > start.end() and a.name and a.quantity != "count"}
    if not whole or len(parts - set(whole)) < 2:
        return ()
    last = next(a for a in assertions if a.name == whole[-1])
    return tuple(a.name for a in assertions if a.start == last.start and a.name)


def named_first(assertions: Sequence[Assertion]) -> tuple[Name, ...]:
    """The item of the amount before the whole of which a share is told (328万元，占合同金额410万元的80%)."""
    earlier = [a.name for a in assertions if a.name and a.name != assertions[-1].name]
    return (earlier[-1],) if earlier else ()
