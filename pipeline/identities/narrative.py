"""Identities between the figures of one paragraph: rates, changes and directions of one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.identities.operands import (
    Operand,
    difference,
    growth,
    is_zero,
    least_rate,
    operand,
    quotient,
    unsigned,
)
from pipeline.identities.outcomes import compared, impossible, settled, untried
from pipeline.knowledge.identities import Identities
from pipeline.records.check import Check
from pipeline.records.reason import Reason
from pipeline.records.statement import Statement

Paragraphs = Mapping[int, Sequence[Statement]]
BUDGETS = ("initial_budget", "final_budget", "budget")
_BASES = {"prior_year": "prior_actual", **{name: name for name in BUDGETS}}


def check_narrative(paragraphs: Paragraphs, known: Identities) -> Iterator[Check]:
    """Rates and changes against the amounts printed beside them, paragraph by paragraph, item by item."""
    for statements in paragraphs.values():
        by_item: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_item[statement.item_name].append(statement)
        seen: set[tuple[str, str, int]] = set()
        for own in by_item.values():
            for stated, check in _of_item(own, known):
                if (key := (check.rule_id, stated.sentence_id, stated.start)) not in seen:
                    seen.add(key)
                    yield check


def _of_item(own: Sequence[Statement], known: Identities) -> Iterator[tuple[Statement, Check]]:
    for stated in own:
        if stated.quantity == "completion_rate" and stated.basis in BUDGETS and stated.value is not None:
            yield stated, _completion(stated, own, known)
        elif stated.quantity == "change_rate" and stated.value is not None:
            yield stated, _change_rate(stated, own, known)
        elif stated.quantity == "change" and stated.value is not None:
            yield stated, _change(stated, own, known)
        elif stated.quantity == "change" and stated.direction == "equal":
            yield stated, _equal(stated, own, known)


def amount(statements: Sequence[Statement], quantity: str, near: Statement | None = None) -> Operand | None:
    """The one amount of a quantity; where several were printed, the one of the sentence of `near`; else None."""
    found = [s for s in statements if s.quantity == quantity and s.value_cny is not None]
    if near and len({s.value_cny for s in found}) > 1:
        found = [s for s in found if s.sentence_id == near.sentence_id]
    return operand(found[0]) if len({s.value_cny for s in found}) == 1 else None


def _completion(rate: Statement, own: Sequence[Statement], known: Identities) -> Check:
    rule, left = known.statements["completion"], operand(rate)
    actual, budget = amount(own, "actual", rate), amount(own, rate.basis, rate)
    assert left is not None
    if budget is None or (actual is None and budget.value):
        return untried(rule, rate.item_name, "no_base", known.words, left)
    if budget.value == 0:
        rule = known.statements["zero_budget"]
        if not rate.value:
            return untried(rule, rate.item_name, "zero_of_zero", known.words, left, outcome="not_applicable")
        if actual is None or unsigned(left).interval.high >= least_rate(actual, budget):
            return untried(rule, rate.item_name, "base_near_zero", known.words, left)
        fits = any(left.interval.meets(other.interval) for other in _other_rates(rate, actual, own))
        return impossible(rule, rate.item_name, left, budget, known.words, "other_budget" if fits else None)
    right = quotient(actual, budget) if actual else None
    if right is None:
        return untried(rule, rate.item_name, "base_near_zero", known.words, left)
    return compared(
        rule, rate.item_name, left, right, known.words, lambda: {"other_budget": _other_rates(rate, actual, own)})


def _other_rates(rate: Statement, actual: Operand | None, own: Sequence[Statement]) -> list[Operand]:
    """The rates to the other budgets of the entry: 年初 may be said where the figure is 全年."""
    budgets = [b for name in BUDGETS if name != rate.basis and (b := amount(own, name, rate))]
    return [o for b in budgets if actual and (o := quotient(actual, b))]


def _base(stated: Statement, own: Sequence[Statement]) -> Operand | None:
    return amount(own, _BASES.get(stated.basis, ""), stated)


def _change_of(rate: Statement, own: Sequence[Statement]) -> Operand | None:
    """The change printed beside a rate: of its clause, else the last before it."""
    changes = [s for s in own if s.quantity == "change" and s.basis == rate.basis and s.value_cny is not None
               and s.sentence_id == rate.sentence_id]
    before = [s for s in changes if s.start <= rate.start] or changes
    return operand(before[-1]) if before else None


def _change_rate(rate: Statement, own: Sequence[Statement], known: Identities) -> Check:
    rule, left = known.statements["change_rate"], operand(rate)
    actual, base, change = amount(own, "actual", rate), _base(rate, own), _change_of(rate, own)
    assert left is not None
    if base is None and actual and change and rate.basis == "prior_year":
        base = difference(actual, change)
    if base is None or (change is None and actual is None):
        if change and change.value and left.value and rate.direction != "none":
            agrees = (change.value > 0) == (left.value > 0)
            return settled(known.statements["same_direction"], rate.item_name, left, change, agrees, known.words)
        return untried(rule, rate.item_name, "no_base", known.words, left, change)
    if is_zero(base):
        zero, part = known.statements["zero_base"], change or actual
        if part and unsigned(left).interval.high < least_rate(part, base):
            return impossible(zero, rate.item_name, left, base, known.words, None)
        return untried(zero, rate.item_name, "base_near_zero", known.words, left, outcome="not_applicable")
    right = quotient(change, base) if change else growth(actual, base) if actual else None
    if right is None:
        return untried(rule, rate.item_name, "base_near_zero", known.words, left)
    if rate.direction == "none":
        left, right = unsigned(left), unsigned(right)
    return compared(rule, rate.item_name, left, right, known.words)


def _change(stated: Statement, own: Sequence[Statement], known: Identities) -> Check:
    rule, left = known.statements["change"], operand(stated)
    actual, base = amount(own, "actual", stated), _base(stated, own)
    assert left is not None
    if actual is None or base is None or stated.value_cny is None:
        return untried(rule, stated.item_name, "no_base", known.words, left)
    right = difference(actual, base)
    if stated.direction == "none":
        left, right = unsigned(left), unsigned(right)
    return compared(rule, stated.item_name, left, right, known.words)


def _equal(stated: Statement, own: Sequence[Statement], known: Identities) -> Check:
    """持平: the two amounts are the same; 基本持平 promises less and is not tried."""
    rule = known.statements["equal"]
    actual, base = amount(own, "actual", stated), _base(stated, own)
    if actual is None or base is None:
        return untried(rule, stated.item_name, "no_base", known.words, actual, base)
    if known.about.search(stated.surface):
        return untried(rule, stated.item_name, "about", known.words, actual, base, outcome="not_applicable")
    return compared(rule, stated.item_name, actual, base, known.words)


def check_directions(
    reasons: Sequence[Reason], paragraphs: Paragraphs, paragraph_of: Mapping[str, int], known: Identities
) -> Iterator[Check]:
    """决算数小于预算数 beside two amounts: the word against the sign of their difference."""
    rule = known.statements["direction"]
    for reason in reasons:
        if reason.sentence_id is None or reason.basis not in _BASES or reason.direction == "none":
            continue
        paragraph = paragraphs.get(paragraph_of[reason.sentence_id], ())
        own = [s for s in paragraph if s.item_name == reason.item_name]
        near = next((s for s in own if s.sentence_id == reason.sentence_id), None)
        actual, base = amount(own, "actual", near), amount(own, _BASES[reason.basis], near)
        subject = f"{reason.item_name}（{known.words.messages[f'direction_{reason.direction}']}）"
        if actual and base:
            agrees = _fits(reason.direction, actual, base)
            yield settled(rule, subject, actual, base, agrees, known.words)
        elif rate := next((o for s in own if s.quantity == "completion_rate" and s.basis == reason.basis
                           and (o := operand(s))), None):
            yield _rate_direction(reason, subject, rate, known)
        else:
            yield untried(rule, subject, "no_base", known.words, actual, base)


def _rate_direction(reason: Reason, subject: str, rate: Operand, known: Identities) -> Check:
    over, under = rate.interval.low > 100, rate.interval.high < 100
    against = {"over": under, "increase": under, "under": over, "decrease": over, "equal": over or under}
    if not against[reason.direction]:
        return untried(known.statements["direction"], subject, "rate_fits", known.words, rate, outcome="agree")
    return untried(known.statements["direction"], subject, "rate_against", known.words, rate, outcome="conflict")


def _fits(direction: str, actual: Operand, base: Operand) -> bool:
    if direction == "equal":
        return actual.interval.meets(base.interval)
    if direction in ("over", "increase"):
        return actual.interval.high >= base.interval.low
    return actual.interval.low <= base.interval.high
