"""Rows of `checks`: what was compared, what came of it, and how it is said to a bureau."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.identities.diagnosis import Neighbours, diagnose
from pipeline.identities.operands import Operand, Place
from pipeline.knowledge.saying import Rule, Words
from pipeline.records.check import Check
from pipeline.records.geometry import Box
from pipeline.records.ids import local_id
from pipeline.records.vocabulary import CheckOutcome, Unit

_PLACES, _SHOWN, _SMALL = Decimal("0.000001"), Decimal("0.0001"), Decimal("0.1")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_LONGEST = 160
"""Characters of a formula that a message shows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row without figures points at."""

    ids: tuple[str, ...] = ()
    page: int | None = None
    boxes: tuple[Box, ...] = ()


def compared(
    rule: Rule, subject: str, left: Operand, right: Operand, words: Words,
    neighbours: Callable[[], Neighbours] | None = None,
) -> Check:
    """One identity: the two agree when their intervals meet. Both sides are given in the printed unit of the left.
    `neighbours` is asked only where they conflict."""
    return settled(rule, subject, left, right, left.interval.meets(right.interval), words, neighbours)


def settled(
    rule: Rule, subject: str, left: Operand, right: Operand, agrees: bool, words: Words,
    neighbours: Callable[[], Neighbours] | None = None,
) -> Check:
    """An identity of two figures whose outcome is known (bounds and directions compare otherwise than by meeting)."""
    factor = left.factor
    low, high, shown = (x / factor for x in (right.interval.low, right.interval.high, right.amount))
    if agrees:
        message = words.messages["agree"].format(says=rule.says, left=plain(left.value), right=plain(shown))
        meaning = None
    else:
        message = _conflict(rule, left, right, words)
        meaning = diagnose(left, right, neighbours() if neighbours else {})
    evidence = tuple(dict.fromkeys((*left.evidence, *right.evidence)))
    return Check(
        _id(rule, subject, "agree" if agrees else "conflict", evidence), rule_id=rule.id, subject=subject,
        unit=left.unit, outcome="agree" if agrees else "conflict", severity="info" if agrees else rule.severity,
        message_zh=message, evidence_ids=evidence, page=left.page or right.page, boxes=left.boxes or right.boxes,
        left=left.value.quantize(_PLACES), right=shown.quantize(_PLACES),
        left_low=(left.interval.low / factor).quantize(_PLACES),
        left_high=(left.interval.high / factor).quantize(_PLACES),
        right_low=low.quantize(_PLACES), right_high=high.quantize(_PLACES),
        diagnosis_zh=words.diagnoses[meaning] if meaning else None, diagnosis=meaning or "")


def _conflict(rule: Rule, left: Operand, right: Operand, words: Words) -> str:
    """What stands where, and what it should be near."""
    kind = "conflict" if right.decimals is not None else "conflict_computed"
    low, high, shown = (x / left.factor for x in (right.interval.low, right.interval.high, right.amount))
    as_printed = words.messages["printed_as"].format(formula=right.formula, unit=_unit(right.unit, words))
    return words.messages[kind].format(
        says=rule.says, left_place=_place(left, words), right_place=_place(right, words), left=plain(left.value),
        left_unit=_unit(left.unit, words), right=plain(shown), low=plain(low), high=plain(high),
        right_printed="" if left.unit == right.unit else as_printed,
        formula=right.formula[:_LONGEST])


def impossible(rule: Rule, subject: str, left: Operand, base: Operand, words: Words, meaning: str | None) -> Check:
    """A figure that needs a base which is zero; `meaning` is a diagnosis that fits."""
    message = words.messages["zero"].format(
        says=rule.says, subject=subject, left_place=_place(left, words), left=plain(left.value), formula=base.formula)
    evidence = tuple(dict.fromkeys((*left.evidence, *base.evidence)))
    check = _row(rule, subject, "conflict", message, Evidence(evidence, left.page, left.boxes), left.unit)
    return replace(
        check, left=left.value, left_low=left.interval.low, left_high=left.interval.high,
        diagnosis_zh=words.diagnoses[meaning] if meaning else None, diagnosis=meaning or "")


def told(rule: Rule, subject: str, outcome: CheckOutcome, why: str, words: Words, evidence: Evidence) -> Check:
    """An identity of words, or one that could not be tried: `why` says so in Chinese."""
    where = on_page(evidence.page, words)
    message = words.messages[f"told_{outcome}"].format(says=rule.says, subject=subject, why=why, where=where)
    return _row(rule, subject, outcome, message, evidence, None)


def untried(rule: Rule, subject: str, why: str, words: Words, *operands: Operand | None,
            outcome: CheckOutcome = "not_checkable") -> Check:
    """An identity of figures that could not be tried; `why` names a message."""
    present = [o for o in operands if o]
    ids = tuple(e for o in present for e in o.evidence)
    page, boxes = (present[0].page, present[0].boxes) if present else (None, ())
    return told(rule, subject, outcome, words.messages[why], words, Evidence(ids, page, boxes))


def on_page(page: int | None, words: Words) -> str:
    """第…页; empty where there are no pages."""
    return words.messages["page"].format(page=page) if page else ""


def plain(value: Decimal) -> str:
    """A number for people: four decimals, six of a small one, no trailing zeros."""
    text = f"{value.quantize(_PLACES if abs(value) < _SMALL else _SHOWN):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _row(rule: Rule, subject: str, outcome: CheckOutcome, message: str, evidence: Evidence, unit: Unit | None) -> Check:
    return Check(
        _id(rule, subject, outcome, evidence.ids), rule_id=rule.id, subject=subject, unit=unit,
        outcome=outcome, severity=rule.severity if outcome == "conflict" else "info", message_zh=message,
        evidence_ids=evidence.ids, page=evidence.page, boxes=evidence.boxes)


def _id(rule: Rule, subject: str, outcome: CheckOutcome, evidence: tuple[str, ...]) -> str:
    return local_id("ck", rule.id, subject, outcome, *evidence)


def _unit(unit: Unit | None, words: Words) -> str:
    return words.units.get(unit or "", "")


def _place(one: Operand, words: Words) -> str:
    """The places of a figure; of a long sum only the first and their number."""
    places = [_one_place(p, words) for p in one.places[:2]]
    more = words.messages["more_places"].format(count=len(one.places)) if len(one.places) > 2 else ""
    return words.messages["and"].join(places) + more


def _one_place(place: Place, words: Words) -> str:
    page = on_page(place.page, words)
    table = words.messages["narrative"] if place.template is None else words.tables[place.template]
    column = f"（{place.column}）" if place.column else ""
    item = place.item.translate(_INNER_QUOTES)
    return words.messages["place"].format(page=page, table=table, item=item, column=column)
