"""What a figure is: its quantity, what it is relative to, its direction and its signed value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.matching.punctuation import OPENING
from pipeline.records.vocabulary import Basis, Direction, Quantity
from pipeline.wording.assertions import BUDGETS, Assertion, Context, budget_basis, signed
from pipeline.wording.cues import CueMark, direction_of
from pipeline.wording.figures import Figure
from pipeline.wording.utterance import Utterance

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a figure; the basis of a comparison holds for the changes that follow it."""

    quantity: Quantity
    basis: Basis
    direction: Direction
    value: Decimal
    is_comparison: bool = False


def senses_of(
    said: Utterance,
    figure: Figure,
    cue: CueMark | None,
    first: Figure,
    context: Context,
    before: Sequence[Assertion],
) -> Iterator[Sense]:
    """What a figure with its unit says, by the cue right before it (before `first`, where figures stand in a row).

    `context` and `before` are what the sentence said up to here. Several senses for 预算、决算均为; none where the
    figure is no value of an item.
    """
    kind = cue.cue.kind if cue else ""
    if left := left_of_budget(said, figure, context):
        yield Sense("change", left, "under", -figure.value, is_comparison=True)
    elif figure.kind == "multiple":
        yield from _multiple(said, figure, cue, context)
    elif figure.kind == "count" and kind == "direction" and said.counts_behind(figure):
        yield Sense("count", "none", "none", figure.value)
    elif cue and kind in ("direction", "compare", "object"):
        bases = _marked_bases(said, first) if not cue.cue.bases else ()
        for basis in bases if len(bases) > 1 else (None,):
            yield _change(said, figure, cue, context, before, basis)
    elif cue and kind == "measure" and cue.cue.quantities[:1] in (("change",), ("change_rate",)):
        yield _difference(said, figure, cue, context)
    elif figure.kind == "percent":
        yield from _rate(said, figure, cue, first, context, before)
    elif figure.kind == "count":
        yield _counted(said, figure, cue, before)
    elif cue and kind == "measure":
        for quantity in cue.cue.quantities:
            yield Sense(_own_year(said, _noted(said, quantity), cue), "none", "none", figure.value)
    elif cue and kind == "basis" and len(cue.cue.bases) == 1:
        yield Sense(_amount_of(cue.cue.bases[0]), "none", "none", figure.value)
    elif said.quantities.around["budget_side"].regex.search(said.text[: figure.start]):
        yield Sense(_noted(said, "budget"), "none", "none", figure.value)
    else:
        yield Sense(said.plain, "none", "none", figure.value)


def _counted(said: Utterance, figure: Figure, cue: CueMark | None, before: Sequence[Assertion]) -> Sense:
    """A count; in a row with a change (减少5批次、31人次) it is a change as well."""
    last = before[-1] if before else None
    if cue is None and last and last.quantity == "change" and last.value_cny is None and said.follows(last.end, figure):
        return Sense("change", last.basis, last.direction, signed(figure.value, last.direction))
    return Sense("count", "none", "none", figure.value)


def _amount_of(basis: Basis) -> Quantity:
    """较年初预算5.00万元: the figure is the amount compared with."""
    quantities: dict[Basis, Quantity] = {
        "initial_budget": "initial_budget",
        "final_budget": "final_budget",
        "budget": "budget",
    }
    return quantities.get(basis, "prior_actual")


def _noted(said: Utterance, quantity: Quantity) -> Quantity:
    return _amount_of(said.noted) if quantity == "budget" and said.noted else quantity


def _own_year(said: Utterance, quantity: Quantity, mark: CueMark) -> Quantity:
    """2023年度决算 is last year's only where another year, or a comparison, says so."""
    words = said.words(mark)
    year = _YEAR.search(words)
    if quantity != "prior_actual" or year is None:
        return quantity
    is_own = int(year.group()) == said.year if said.year else words[0].isdigit()
    return "actual" if is_own else quantity


def _change(
    said: Utterance, figure: Figure, mark: CueMark, context: Context, before: Sequence[Assertion], named: Basis | None,
) -> Sense:
    """A change relative to the basis `named`, else to that of its cue, of its words, or of what was spoken of last."""
    cue, direction = mark.cue, mark.cue.direction
    if cue.kind == "compare":
        direction = direction_of(cue, said.words(mark), said.quantities)
    fitting = _fitting_budget(figure, context)
    is_of_budget = direction in ("over", "under")
    inherited: Basis = fitting or "budget" if is_of_budget else context.basis or fitting or "prior_year"
    marked = _marked_bases(said, figure)
    basis: Basis = named or (cue.bases[0] if cue.bases else marked[0] if marked else inherited)
    quantity: Quantity = "change_rate" if figure.kind == "percent" else "change"
    beside = next((a for a in reversed(before) if a.quantity == "change"), None)
    if direction == "none" and quantity == "change_rate" and beside and beside.direction != "none":
        direction = beside.direction
    basis = budget_basis(basis, context, said.noted)
    return Sense(quantity, basis, direction, signed(figure.value, direction), is_comparison=True)


def left_of_budget(said: Utterance, figure: Figure, context: Context) -> Basis | None:
    """年初预算38万元，支出决算35万元，节余3万元: the budget of which just this much was left; None of a balance."""
    if not said.quantities.around["left"].regex.search(said.text[: figure.start]):
        return None
    actual, basis = context.amount("actual"), _fitting_budget(figure, context)
    budget = context.amount(*(quantity for quantity, one in BUDGETS.items() if one == basis))
    return basis if actual is not None and budget is not None and actual < budget else None


def _fitting_budget(figure: Figure, context: Context) -> Basis | None:
    """The budget from which the item's actual differs by just this figure: 年初预算5万元，支出决算6万元，增加1万元."""
    actual = context.amount("actual")
    if actual is None or figure.value_cny is None:
        return None
    for quantity, basis in BUDGETS.items():
        budget = context.amount(quantity)
        if budget is not None and abs(actual - budget) == abs(figure.value_cny):
            return basis
    return None


def _marked_bases(said: Utterance, figure: Figure) -> tuple[Basis, ...]:
    """The bases that the words of the figure name (较年初预算和上年均增加 names two)."""
    marks = [m for m in said.cues_between(said.segment(figure), figure.start) if m.cue.kind == "basis"]
    return marks[-1].cue.bases if marks else ()


def _difference(said: Utterance, figure: Figure, mark: CueMark, context: Context) -> Sense:
    """差值为: no sign is printed, the figures decide it."""
    budget, actual = context.amount(*BUDGETS), context.amount("actual")
    named = budget_basis("budget", context, said.noted)
    basis: Basis = mark.cue.bases[0] if mark.cue.bases and named == "budget" else named
    value = figure.value
    if budget is not None and actual is not None and actual < budget:
        value = -abs(value)
    return Sense("change_rate" if figure.kind == "percent" else "change", basis, "none", value)


def _multiple(said: Utterance, figure: Figure, mark: CueMark | None, context: Context) -> Iterator[Sense]:
    """增长1.2倍 = 120 percent; 为上年的1.2倍 = 20; 翻一番 = 100."""
    if mark and mark.cue.kind == "completion" and mark.cue.bases == ("prior_year",):
        value = (figure.value - 1) * 100
        yield Sense("change_rate", "prior_year", "increase" if value >= 0 else "decrease", value)
    elif mark is None or mark.cue.kind in ("direction", "basis"):
        direction: Direction = mark.cue.direction if mark and mark.cue.kind == "direction" else "increase"
        is_doubling = said.quantities.around["doubling"].regex.search(said.text[figure.start : figure.end])
        value = 2**figure.value - 1 if is_doubling else figure.value
        yield Sense("change_rate", context.basis or "prior_year", direction, signed(value * 100, direction))


def _rate(
    said: Utterance,
    figure: Figure,
    mark: CueMark | None,
    first: Figure,
    context: Context,
    before: Sequence[Assertion],
) -> Iterator[Sense]:
    """A percentage: completion or share by its cue; in brackets it belongs to the figure before; some items are
    rates."""
    if mark and mark.cue.kind == "completion":
        yield Sense("completion_rate", budget_basis(mark.cue.bases[0], context, said.noted), "none", figure.value)
    elif mark and mark.cue.kind == "share":
        yield Sense("share", "whole", "none", figure.value)
    elif said.text[: first.start].rstrip().endswith(tuple(OPENING)) and before:
        last = before[-1]
        if last.quantity == "change":
            yield Sense("change_rate", last.basis, last.direction, signed(figure.value, last.direction))
        elif last.quantity == "actual":
            yield Sense("share", "whole", "none", figure.value)
    elif before and before[-1].quantity in BUDGETS and said.is_of(before[-1].end, first.start):
        yield Sense("completion_rate", BUDGETS[before[-1].quantity], "none", figure.value)
    elif said.is_share_of_amount(before[-1].end if before else 0, first) or _is_of_coverage(said, context):
        yield Sense("share", "whole", "none", figure.value)
    elif context.names and said.quantities.rate_names.regex.search(context.names[-1].text):
        yield Sense("actual", "none", "none", figure.value)


def _is_of_coverage(said: Utterance, context: Context) -> bool:
    """自评覆盖率100%: a share of a whole, as its name says."""
    return bool(context.names and said.quantities.coverage.regex.search(context.names[-1].text))
