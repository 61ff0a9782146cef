"""Which deviation a reason explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.knowledge import Knowledge
from pipeline.matching.punctuation import clause_start, clauses
from pipeline.records.statement import Statement
from pipeline.records.vocabulary import Basis, Direction, LinkScope
from pipeline.wording.deviations import Deviation
from pipeline.wording.explanations import Explanation
from pipeline.wording.names import clean_name


@dataclass(frozen=True, slots=True)
class Target:
    """What a reason explains, and how near it stands."""

    deviations: tuple[Deviation, ...]
    scope: LinkScope


def find_targets(
    text: str,
    explanation: Explanation,
    since: int,
    own: Sequence[Deviation],
    earlier: Sequence[Sequence[Deviation]],
    statements: Sequence[Statement],
    knowledge: Knowledge,
) -> Target:
    """The deviations that a reason explains.

    Those before its cue in the sentence (from `since`, where the reason before it ended), those behind it for a
    reason that leads, else those of the nearest sentence before in the paragraph. An item named beside the cue
    chooses among them. Without any deviation a reason explains the state of the item spoken of last.
    """
    if explanation.cue.kind == "lead":
        return _of_lead(text, explanation, since, own, knowledge)
    named = _named(text, explanation, since, knowledge)
    before = [d for d in own if since <= d.anchor < explanation.cue.end and d.anchor < explanation.start]
    if told := _told(text, explanation, since, [*before, *(d for row in earlier for d in row)], knowledge):
        return Target(told, "same_sentence")
    if left := _left_over(text[since : explanation.cue.start], since, before, earlier, statements, knowledge):
        return Target(left, "same_sentence")
    if one := _one_of_two(text[since : explanation.cue.start], earlier, knowledge):
        return Target(one, "previous_sentence")
    rows = [before, *_as_meant(text, explanation, before, earlier, knowledge)]
    for number, deviations in enumerate(rows):
        if chosen := _chosen(deviations, named, text, explanation, knowledge, is_own=not number):
            return Target(chosen, _SCOPES[min(number, len(_SCOPES) - 1)])
    return _of_state(text, explanation, named, statements, knowledge)


_SCOPES: tuple[LinkScope, ...] = ("same_sentence", "previous_sentence", "paragraph", "section")


def _as_meant(
    text: str, explanation: Explanation, own: Sequence[Deviation], earlier: Sequence[Sequence[Deviation]],
    knowledge: Knowledge,
) -> Sequence[Sequence[Deviation]]:
    """The deviations of the sentences before, without those of the nearest ones where another of the same item, further
    back, is what the words compare with (决算数小于预算数的原因是…。较上年增加的原因是…)."""
    bases = _named_bases(text, explanation, own, knowledge)
    told = [number for number, row in enumerate(earlier) if row]
    if own or not bases or not told:
        return earlier
    items = {d.item for d in earlier[told[0]]}
    meant = [n for n in told if any(d.item in items and _is_meant(d, bases) for d in earlier[n])]
    return earlier if not meant else [row if n >= meant[0] else () for n, row in enumerate(earlier)]


_PART_MARKS = "；;"


def _of_lead(
    text: str, explanation: Explanation, since: int, own: Sequence[Deviation], knowledge: Knowledge,
) -> Target:
    """What a leading reason explains: the deviation behind it, money left unspent, else the deviation before it."""
    stop = next((at for at in range(explanation.end, len(text)) if text[at] in _PART_MARKS), len(text))
    behind = [d for d in own if explanation.end <= d.anchor < stop]
    if behind:
        return Target(_group(behind, behind[0]), "same_sentence")
    if short := _shortfall(text, explanation, knowledge):
        return Target(short, "same_sentence")
    before = [d for d in own if since <= d.anchor < explanation.cue.start]
    return Target(_chosen(before, "", text, explanation, knowledge), "same_sentence")


def _of_state(
    text: str, explanation: Explanation, named: str, statements: Sequence[Statement], knowledge: Knowledge,
) -> Target:
    """What a reason explains where nothing deviates: the state of the item spoken of last, money left unspent, or the
    item named beside the cue."""
    state = [s for s in statements if s.start < explanation.cue.start]
    if state:
        last = ([s for s in state if s.quantity != "count"] or state)[-1]
        ids = (last.statement_id,)
        return Target(
            (Deviation(last.item_name, last.item_code, "none", "none", None, ids, last.start, False),), "same_sentence")
    if short := _shortfall(text, explanation, knowledge):
        return Target(short, "same_sentence")
    if named:
        return Target((Deviation(named, None, "none", "none", None, (), explanation.cue.start, False),), "same_clause")
    return Target((), "paragraph")


def _named(text: str, explanation: Explanation, since: int, knowledge: Knowledge) -> str:
    """The item named right before the cue in its own clause (其他收入与上年比较…的原因是)."""
    start = clauses(text[: explanation.cue.start])[-1][0]
    words = text[max(start, since) : explanation.cue.start]
    scan = knowledge.quantities.scanner.search(words)
    return clean_name(words[: scan[1].start()] if scan else words, knowledge.quantities)


def _chosen(
    deviations: Sequence[Deviation],
    named: str,
    text: str,
    explanation: Explanation,
    knowledge: Knowledge,
    is_own: bool = False,
) -> tuple[Deviation, ...]:
    bases = _named_bases(text, explanation, deviations, knowledge)
    deviations = [d for d in deviations if _is_meant(d, bases)] or deviations
    ways = _ways(text[explanation.cue.start : explanation.cue.end], knowledge)
    if bases and len(ways) == 1:
        deviations = [d if d.is_worded else replace(d, direction=ways[0]) for d in deviations]
    if not deviations:
        return ()
    if named:
        same = [d for d in deviations if d.item == named or (len(d.item) > 2 and (named in d.item or d.item in named))]
        if same:
            return _group(same, same[-1])
        if made := _said_of(named, bases, text, explanation, knowledge):
            return (made,)
        if explanation.cue.lists and len(named) > 2 and knowledge.quantities.items["money"].regex.search(named):
            return ()
    worded = [d for d in deviations if d.is_worded] or list(deviations)
    if knowledge.reason_cues.shared.regex.search(
        text[: explanation.cue.end].rstrip("：: ，,")
    ) or knowledge.reason_cues.shared.regex.search(text[: explanation.cue.start]):
        last = [d for d in worded if d.item == worded[-1].item]
        return tuple(last if len({d.basis for d in last}) > 1 else worded)
    row = _row(worded, text) if is_own else ()
    return row or _group(worded, worded[-1]) + _twins(worded, knowledge)


def _said_of(
    named: str, bases: set[Basis], text: str, explanation: Explanation, knowledge: Knowledge,
) -> Deviation | None:
    """基本支出增加的主要原因是: the change that the cue itself tells of an item that nothing else tells it of."""
    directions = _ways(text[explanation.cue.start : explanation.cue.end], knowledge)
    if len(directions) != 1 or not knowledge.quantities.items["money"].regex.search(named):
        return None
    basis: Basis = next(iter(bases)) if len(bases) == 1 else "prior_year"
    return Deviation(named, None, basis, directions[0], None, (), explanation.cue.start, True)


def _ways(words: str, knowledge: Knowledge) -> list[Direction]:
    """The directions that words tell of (减少的原因是)."""
    return [way for way, pattern in knowledge.reason_cues.directions if pattern.regex.search(words)]


def _told(
    text: str, explanation: Explanation, since: int, known: Sequence[Deviation], knowledge: Knowledge,
) -> tuple[Deviation, ...]:
    """基本支出较上年增加，主要原因是: the change of an item that the clause before the cue tells without an amount.

    Where it was told with its amount before, that one.
    """
    words = text[since : explanation.cue.start]
    told = knowledge.reason_cues.told.regex.search(words)
    if told is None:
        return ()
    scan = knowledge.quantities.scanner.search(told["before"])
    named = clean_name(told["before"][: scan[1].start()] if scan else told["before"], knowledge.quantities)
    directions = _ways(told["way"], knowledge)
    if len(directions) != 1 or not knowledge.quantities.items["money"].regex.search(named):
        return ()
    bases = _bases_in(told["before"], knowledge)
    basis: Basis = next(iter(bases)) if len(bases) == 1 else "prior_year"
    same = [d for d in known if d.item == named and d.basis == basis and d.direction == directions[0]]
    return (same[-1],) if same else (
        Deviation(named, None, basis, directions[0], None, (), since + told.start("way"), True),)


def _left_over(
    words: str, since: int, own: Sequence[Deviation], earlier: Sequence[Sequence[Deviation]],
    statements: Sequence[Statement], knowledge: Knowledge,
) -> tuple[Deviation, ...]:
    """结转5万元，主要由于…; 剩余资金未支出，系…: what is left is explained, not how it changed. Where the sentence
    tells how it changed, nothing is left over."""
    carried = knowledge.quantities.items["carried"].regex
    told = [s for s in statements if since <= s.start < since + len(words) and s.quantity == "actual"]
    if told and carried.search(told[-1].item_name) and all(d.anchor < told[-1].start for d in own):
        last = told[-1]
        return (Deviation(
            last.item_name, last.item_code, "none", "none", None, (last.statement_id,), last.start, False),)
    items = [d for row in earlier[:1] for d in row if carried.search(d.item)]
    if own or told or not items or not knowledge.reason_cues.unspent.regex.search(words):
        return ()
    return (replace(items[-1], basis="none", direction="none", gap=None, is_worded=False),)


def _one_of_two(
    words: str, earlier: Sequence[Sequence[Deviation]], knowledge: Knowledge,
) -> tuple[Deviation, ...]:
    """前者超预算系…，后者…: the first or the second of the two items that the sentence before spoke of last."""
    meant = knowledge.reason_cues.pair.regex.search(words)
    row = earlier[0] if earlier else ()
    items = list(dict.fromkeys(d.item for d in row))[-2:]
    if meant is None or len(items) < 2:
        return ()
    item = items[0] if meant["first"] else items[1]
    return tuple(d for d in row if d.item == item)[-1:]


def _twins(worded: Sequence[Deviation], knowledge: Knowledge) -> tuple[Deviation, ...]:
    """Where 收入总计 and 支出总计 are told apart and change by the same, a reason behind them is of both."""
    last = worded[-1]
    income, expenditure = knowledge.quantities.sides
    pair = (expenditure, income) if expenditure in last.item else (income, expenditure)
    swapped = last.item.replace(*pair)
    twins = [d for d in worded if d.item == swapped != last.item and d.basis == last.basis]
    return tuple(d for d in twins if d.gap and d.gap == last.gap)


def _row(worded: Sequence[Deviation], text: str) -> tuple[Deviation, ...]:
    """较上年分别增加5万元和4万元: the changes of several items told in one clause have one reason."""
    start = clause_start(text, worded[-1].anchor)
    printed = [d for d in worded if d.statement_ids and d.basis == worded[-1].basis]
    row = tuple(d for d in printed if start <= d.anchor <= worded[-1].anchor)
    return row if len({d.item for d in row}) == len({d.anchor for d in row}) > 1 else ()


def _is_meant(deviation: Deviation, bases: set[Basis]) -> bool:
    """预算 alone means whichever budget was printed."""
    return deviation.basis in bases or (bases == {"budget"} and deviation.basis in _BUDGETS)


_BUDGETS: tuple[Basis, ...] = ("initial_budget", "final_budget", "budget")


def _named_bases(
    text: str, explanation: Explanation, deviations: Sequence[Deviation], knowledge: Knowledge,
) -> set[Basis]:
    """What the words before the cue compare with (未完成调整预算的原因是), also those of the clause before it where it
    asserts nothing itself (与年初预算差异大，缘于)."""
    start = clause_start(text, explanation.cue.start)
    words = text[start : explanation.cue.start]
    begin = clause_start(text, start - 1) if start else 0
    is_told = any(begin <= d.anchor < start for d in deviations) or any(c.isdigit() for c in text[begin:start])
    return _bases_in(text[begin if not words.strip() and not is_told else start : explanation.cue.end], knowledge)


def _bases_in(words: str, knowledge: Knowledge) -> set[Basis]:
    found: set[Basis] = set()
    if knowledge.reason_cues.initial_words.regex.search(words):
        found.add("initial_budget")
    if knowledge.reason_cues.final_words.regex.search(words):
        found.add("final_budget")
    if knowledge.reason_cues.prior_words.regex.search(words):
        found.add("prior_year")
    return found or ({"budget"} if knowledge.reason_cues.budget_words.regex.search(words) else set())


def _group(deviations: Sequence[Deviation], chosen: Deviation) -> tuple[Deviation, ...]:
    """Together with the one chosen: what one figure says of several items, and the other comparisons of the same
    item."""
    items = {d.item for d in deviations if d.anchor == chosen.anchor}
    return tuple(d for d in deviations if d.item in items and d.is_worded == chosen.is_worded)


def _shortfall(text: str, explanation: Explanation, knowledge: Knowledge) -> tuple[Deviation, ...]:
    """因…，项目资金未形成支出: money left unspent, whose item is its subject or what the sentence began with."""
    found = knowledge.causes.shortfall.regex.search(text, explanation.end) or knowledge.causes.shortfall.regex.search(
        text, explanation.start
    )
    if not found:
        return ()
    preface = knowledge.causes.preface.regex
    words = text[: explanation.cue.start]
    spans = clauses(words)
    if len(spans) > 1 and knowledge.causes.pronoun.regex.match(words[slice(*spans[-1])]):
        words = words[: spans[-1][0] - 1]
    first = clean_name(preface.sub("", clean_name(words, knowledge.quantities)), knowledge.quantities)
    noun = clean_name(preface.sub("", clean_name(found["noun"], knowledge.quantities)), knowledge.quantities)
    basis: Basis = "none"
    if knowledge.reason_cues.initial_words.regex.search(text):
        basis = "initial_budget"
    elif knowledge.reason_cues.final_words.regex.search(text):
        basis = "final_budget"
    item = first if len(first) > 1 and (len(noun) < 2 or knowledge.causes.pronoun.regex.search(noun)) else noun
    direction: Direction = "under"
    return (Deviation(item, None, basis, direction, None, (), found.start(), False),) if len(item) > 1 else ()
