"""Identities between a whole and its parts in the narrative: shares, and sums of named parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pipeline.identities.operands import Operand, added, nothing, operand, quotient
from pipeline.identities.outcomes import compared, settled, untried
from pipeline.knowledge.claims import PartPattern, PartSum
from pipeline.knowledge.identities import Identities
from pipeline.matching.intervals import Interval, total
from pipeline.records.check import Check
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement

_HUNDRED = Decimal(100)


def check_shares(
    paragraphs: Mapping[int, Sequence[Statement]], texts: Mapping[str, str], known: Identities
) -> Iterator[Check]:
    """占…: of the whole that it names, else of the amount that opens its sentence, or one before, where that can be
    the whole of all the parts that follow it; and where all parts are there, they make up the whole."""
    for statements in paragraphs.values():
        amounts = [s for s in statements if s.quantity == "actual" and s.value_cny is not None]
        shares = [s for s in statements if s.quantity == "share" and s.value is not None]
        parts = {s.statement_id: part for s in shares if (part := _part_of(s, amounts))}
        named = {s.statement_id: _named_whole(s, amounts, texts, known) for s in shares}
        for share in shares:
            if whole := named[share.statement_id]:
                of = whole if isinstance(whole, Statement) else None
                yield _share(share, parts.get(share.statement_id), of, known)
        for opening, own in _opened(statements, amounts, shares):
            unnamed = [s for s in own if not named[s.statement_id]]
            yield from _of_opening(opening, unnamed, parts, known)


def _opened(
    statements: Sequence[Statement], amounts: Sequence[Statement], shares: Sequence[Statement]
) -> list[tuple[Statement | None, list[Statement]]]:
    """The shares by the amount that opens their sentence, or the nearest sentence before that opens with an amount
    that is itself no part."""
    parts, asked = {share.item_name for share in shares}, {share.statement_id for share in shares}
    told = {amount.statement_id for amount in amounts}
    opening: Statement | None = None
    begun: set[str] = set()
    groups: dict[str, tuple[Statement | None, list[Statement]]] = {}
    for statement in statements:
        if statement.statement_id in told and statement.sentence_id not in begun:
            begun.add(statement.sentence_id)
            opening = opening if statement.item_name in parts else statement
        elif statement.statement_id in asked:
            key = opening.statement_id if opening else ""
            groups.setdefault(key, (opening, []))[1].append(statement)
    return list(groups.values())


def _of_opening(
    opening: Statement | None, shares: Sequence[Statement], parts: Mapping[str, Statement], known: Identities
) -> Iterator[Check]:
    found = [parts[s.statement_id] for s in shares if s.statement_id in parts]
    whole = opening if opening and _may_hold(opening, found) else None
    checks = [_share(share, parts.get(share.statement_id), whole, known) for share in shares]
    yield from checks
    if whole and checks and all(check.outcome != "not_checkable" for check in checks):
        yield from _complete(whole, shares, parts, known)


def _share(share: Statement, part: Statement | None, whole: Statement | None, known: Identities) -> Check:
    rule, left = known.statements["share"], operand(share)
    of, one = (operand(whole) if whole else None), (operand(part) if part else None)
    right = quotient(one, of) if one and of and whole is not part else None
    if left is None or right is None or whole is None:
        return untried(rule, share.item_name, "no_whole", known.words, left)
    return compared(rule, f"{share.item_name} / {whole.item_name}", left, right, known.words)


def _may_hold(opening: Statement, parts: Sequence[Statement]) -> bool:
    """Is the amount above zero, and no smaller than all these parts together?"""
    whole = operand(opening)
    distinct = {p.statement_id: o for p in parts if (o := operand(p))}
    if whole is None or whole.interval.low <= 0:
        return False
    return total(o.interval for o in distinct.values()).low <= whole.interval.high


def _part_of(share: Statement, amounts: Sequence[Statement]) -> Statement | None:
    own = [a for a in amounts if a.item_name == share.item_name and a.sentence_id == share.sentence_id]
    before = [a for a in own if a.start <= share.start] or own
    return before[-1] if before else None


def _named_whole(
    share: Statement, amounts: Sequence[Statement], texts: Mapping[str, str], known: Identities
) -> Statement | bool:
    """The amount whose item the words before a share name (占政府采购支出总额的); True where they name one that is not
    printed in the paragraph, False where they name none."""
    words = texts[share.sentence_id][: share.start]
    if known.whole_amount.search(words):
        told = [a for a in amounts if a.sentence_id == share.sentence_id and a.start < share.start]
        return told[-1] if told else True
    found = known.whole_named.search(words)
    if not found or known.whole_of_all.fullmatch(found["whole"]):
        return False
    hits = [a for a in amounts if a.item_name == found["whole"]]
    return hits[0] if len({a.value_cny for a in hits}) == 1 else True


def _complete(
    whole: Statement, shares: Sequence[Statement], parts: Mapping[str, Statement], known: Identities
) -> Iterator[Check]:
    """Where the printed shares add up to 100, the amounts add up to the whole."""
    printed = total(o.interval for s in shares if (o := operand(s)))
    left = operand(whole)
    amounts = [o for s in shares if s.statement_id in parts and (o := operand(parts[s.statement_id]))]
    if left is None or len(amounts) < 2:
        return
    rule = known.statements["parts"]
    if printed.meets(Interval(_HUNDRED, _HUNDRED)):
        yield compared(rule, whole.item_name, left, added(amounts), known.words)
    else:
        yield untried(rule, whole.item_name, "not_all_parts", known.words, left, outcome="not_applicable")


def check_sums(
    statements: Sequence[Statement], sentences: Sequence[Sentence], known: Identities
) -> Iterator[Check]:
    """Parts that a whole of known name has, section by section, for each quantity of its own."""
    texts = {s.sentence_id: s.text for s in sentences}
    sections = {s.sentence_id: s.section_id for s in sentences}
    grouped: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in statements:
        grouped[sections[statement.sentence_id]].append(statement)
    for own in grouped.values():
        contexts = _contexts(own, texts)
        for rule in known.sums:
            if own[0].section_key in rule.sections:
                for quantity in rule.quantities:
                    yield from _sum(rule, [s for s in own if s.quantity == quantity], contexts, known)


def _contexts(own: Sequence[Statement], texts: Mapping[str, str]) -> dict[str, str]:
    """The words of the sentence before each figure, back to the figure before it."""
    contexts, last = {}, ("", 0)
    for s in own:
        begin = last[1] if last[0] == s.sentence_id and last[1] <= s.start else 0
        contexts[s.statement_id] = texts[s.sentence_id][begin:s.start]
        last = (s.sentence_id, s.end)
    return contexts


def _sum(rule: PartSum, own: Sequence[Statement], contexts: Mapping[str, str], known: Identities) -> Iterator[Check]:
    left = _found(rule.whole, own, contexts)
    if left is None:
        return
    subject = f"{left.places[0].item}（{known.words.messages[f'quantity_{own[0].quantity}']}）"
    required = [_found(p, own, contexts) for p in rule.parts]
    more = [o for s in own if rule.others and rule.others.search(s.item_name) and (o := operand(s))]
    if not all(required):
        if any(required):
            yield untried(rule.rule, subject, "part_missing", known.words, left)
        return
    right = added([*(r for r in required if r), *more])
    if rule.is_bound:
        agrees = right.interval.low <= left.interval.high
        yield settled(rule.rule, subject, left, right, agrees, known.words)
    else:
        yield compared(rule.rule, subject, left, right, known.words)


def _found(pattern: PartPattern, own: Sequence[Statement], contexts: Mapping[str, str]) -> Operand | None:
    """The one figure of a part; None where there is none, or two that differ."""
    hits = [s for s in own if pattern.item.search(s.item_name)
            and (pattern.context is None or pattern.context.search(contexts[s.statement_id]))]
    if len({(s.value, s.unit) for s in hits}) != 1:
        return None
    return nothing(hits[0]) if hits[0].state == "none_reported" else operand(hits[0])
