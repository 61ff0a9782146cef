"""Identities between the figures of one paragraph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.identities.operands import Operand, compared, impossible, operand
from pipeline.knowledge.identities import Identities
from pipeline.matching.intervals import Interval, total
from pipeline.records.check import Check
from pipeline.records.statement import Statement

_HUNDRED = Decimal(100)
_BUDGETS = ("initial_budget", "final_budget", "budget")


def check_narrative(paragraphs: Mapping[int, Sequence[Statement]], known: Identities) -> Iterator[Check]:
    """Rates, shares and changes against the amounts printed beside them, paragraph by paragraph."""
    for statements in paragraphs.values():
        by_item: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            by_item[statement.item_name].append(statement)
        for own in by_item.values():
            yield from _completion(own, known)
            yield from _change_rates(own, known)
        yield from _shares(statements, known)


def _amount(statements: Sequence[Statement], quantity: str) -> Operand | None:
    """The one amount of a quantity; None where none, or two different ones, were printed."""
    found = [s for s in statements if s.quantity == quantity and s.value_cny is not None]
    return operand(found[0]) if len({s.value_cny for s in found}) == 1 else None


def _completion(own: Sequence[Statement], known: Identities) -> Iterator[Check]:
    actual = _amount(own, "actual")
    for rate in own:
        left = operand(rate) if rate.quantity == "completion_rate" and rate.basis in _BUDGETS else None
        budget = _amount(own, rate.basis)
        if left is None or budget is None:
            continue
        if budget.value == 0:
            if rate.value:
                yield impossible(known.statements["zero_budget"], rate.item_name, left, known.messages)
        elif actual and (right := _quotient(actual, budget)):
            yield compared(known.statements["completion"], rate.item_name, left, right, known.messages)


def _change_rates(own: Sequence[Statement], known: Identities) -> Iterator[Check]:
    actual = _amount(own, "actual")
    for rate in own:
        if rate.quantity != "change_rate" or rate.value is None:
            continue
        changes = [s for s in own if s.quantity == "change" and s.basis == rate.basis and s.value_cny is not None]
        left, change = operand(rate), operand(changes[-1]) if changes else None
        base = (
            _amount(own, rate.basis)
            if rate.basis in _BUDGETS
            else _minus(actual, change)
            if actual and change
            else None
        )
        if left is None or change is None or base is None:
            continue
        if base.interval.low <= 0 <= base.interval.high:
            if change.value and base.value == 0:
                yield impossible(known.statements["zero_base"], rate.item_name, left, known.messages)
        elif right := _quotient(change, base):
            yield compared(known.statements["change_rate"], rate.item_name, left, right, known.messages)


def _shares(statements: Sequence[Statement], known: Identities) -> Iterator[Check]:
    """占…: of the first amount of the paragraph, where that can be the whole of all the parts that follow it."""
    amounts = [s for s in statements if s.quantity == "actual" and s.value_cny is not None]
    shares = [s for s in statements if s.quantity == "share"]
    if not amounts or any(s.item_name == amounts[0].item_name for s in shares):
        return
    whole = operand(amounts[0])
    parts = {
        s.item_name: o
        for s in amounts
        if any(p.item_name == s.item_name and p.sentence_id == s.sentence_id for p in shares) and (o := operand(s))
    }
    if whole is None or whole.interval.low <= 0 or total(p.interval for p in parts.values()).low > whole.interval.high:
        return
    for share in shares:
        left, part = operand(share), parts.get(share.item_name)
        if left and part and (right := _quotient(part, whole)):
            yield compared(
                known.statements["share"], f"{share.item_name} / {amounts[0].item_name}", left, right, known.messages
            )


def _minus(left: Operand, right: Operand) -> Operand:
    value = (left.value * left.factor - right.value * right.factor) / left.factor
    return replace(
        left, value=value, interval=left.interval - right.interval, evidence=(*left.evidence, *right.evidence)
    )


def _quotient(part: Operand, whole: Operand) -> Operand | None:
    """part / whole in percent; None where the whole may be zero."""
    ratio = part.interval.over(whole.interval)
    if ratio is None or not whole.value:
        return None
    value = part.value * part.factor / (whole.value * whole.factor) * _HUNDRED
    interval = Interval(ratio.low * _HUNDRED, ratio.high * _HUNDRED)
    return Operand(value, interval, Decimal(1), "percent", (*part.evidence, *whole.evidence), part.page, part.boxes)
