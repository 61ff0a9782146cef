"""Layer `reasons`: every stated reason, with what it explains and its causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.knowledge import Knowledge
from pipeline.records.filing import Source
from pipeline.records.geometry import Box, boxes_of
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue
from pipeline.records.reason import Reason
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact, PerformanceIndicator
from pipeline.records.vocabulary import Basis, Direction, ReasonBasis
from pipeline.wording.causes import UNDETERMINED, VACUOUS, causes_of, judge
from pipeline.wording.deviations import Deviation, find_deviations, retold
from pipeline.wording.explanations import Explanation
from pipeline.wording.labelled import lay_labels
from pipeline.wording.marks import Marks
from pipeline.wording.targets import Target, find_targets
from pipeline.wording.uncued import find_uncued


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A sentence with all that was found in it."""

    sentence: Sentence
    marks: Marks
    statements: tuple[Statement, ...]
    deviations: tuple[Deviation, ...]


def find_reasons(
    sentences: tuple[Sentence, ...],
    marks: tuple[Marks, ...],
    statements: tuple[Statement, ...],
    facts: tuple[Fact, ...],
    indicators: tuple[PerformanceIndicator, ...],
    source: tuple[Source, ...],
    *,
    knowledge: Knowledge,
) -> Iterator[Reason | Issue]:
    """One row for each reason × basis × item: first those of the narrative, then those printed in tables.

    What people said of a reason of this file wins over what is found here.
    """
    found = _as_found(sentences, marks, statements, facts, indicators, knowledge)
    yield from lay_labels(found, sentences, knowledge.labels.of(source[0].sha256))


def _as_found(
    sentences: Sequence[Sentence],
    marks: Sequence[Marks],
    statements: Sequence[Statement],
    facts: Sequence[Fact],
    indicators: Sequence[PerformanceIndicator],
    knowledge: Knowledge,
) -> Iterator[Reason]:
    paragraphs: dict[int, list[_Spoken]] = defaultdict(list)
    above: dict[int, Sequence[_Spoken]] = {}
    by_sentence: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_sentence[statement.sentence_id].append(statement)
    for sentence, found in zip(sentences, marks, strict=True):
        if sentence.is_heading or sentence.section_key in knowledge.reason_cues.unread_sections:
            continue
        own = tuple(by_sentence[sentence.sentence_id])
        if sentence.paragraph not in paragraphs and _explains_above(found, own):
            above[sentence.paragraph] = _paragraph_above(paragraphs, sentence)
        spoken_before = [*above.get(sentence.paragraph, ()), *paragraphs[sentence.paragraph]]
        before = [s for spoken in spoken_before for s in _retold(spoken, knowledge)]
        deviations = find_deviations(sentence.text, found.cues, own, before, knowledge.quantities)
        paragraphs[sentence.paragraph].append(_Spoken(sentence, found, own, tuple(deviations)))
    seen: set[str] = set()
    for number, paragraph in paragraphs.items():
        for at in range(len(paragraph)):
            for reason in _of_sentence(paragraph, at, above.get(number, ()), knowledge):
                if reason.reason_id not in seen:
                    seen.add(reason.reason_id)
                    yield reason
    yield from _in_tables(facts, knowledge)
    yield from _in_indicators(indicators, knowledge)


def _retold(spoken: _Spoken, knowledge: Knowledge) -> list[Statement]:
    """The statements of a sentence as later ones look back on them: the whole behind its parts (其中：A…；B…)."""
    parts = knowledge.quantities.around["parts"].regex.search(spoken.sentence.text)
    inner = [s for s in spoken.statements if parts and s.start >= parts.end() and s.quantity != "count"]
    return sorted(spoken.statements, key=lambda s: s not in inner) if len({s.item_name for s in inner}) > 1 else [
        *spoken.statements]


def _explains_above(found: Marks, own: Sequence[Statement]) -> bool:
    """A paragraph that opens with a reason and no figure explains what stands in the paragraph above."""
    return bool(found.reason_cues) and all(s.start > found.reason_cues[0].start for s in own)


def _paragraph_above(paragraphs: dict[int, list[_Spoken]], sentence: Sentence) -> Sequence[_Spoken]:
    """The paragraph before this one, where it belongs to the same section."""
    last = paragraphs[max(paragraphs)] if paragraphs else []
    return last if last and last[-1].sentence.section_id == sentence.section_id else []


_ENDS = "。！？!? "
"""What a sentence ends with."""


def _of_sentence(
    paragraph: Sequence[_Spoken], at: int, above: Sequence[_Spoken], knowledge: Knowledge,
) -> Iterator[Reason]:
    spoken = paragraph[at]
    explanations = spoken.marks.explanations
    for number, explanation in enumerate(explanations):
        others = [e for e in explanations if e.cue.start < explanation.cue.start]
        target = find_targets(
            spoken.sentence.text,
            explanation,
            max((e.end for e in others if e.end <= explanation.cue.start), default=0),
            spoken.deviations,
            [
                retold(s.sentence.text, s.deviations, knowledge.quantities)
                for s in reversed([*above, *paragraph[:at]])
            ],
            spoken.statements,
            knowledge,
        )
        is_last = number == len(explanations) - 1
        is_open = is_last and explanation.cue.kind == "before" and _closes(spoken.sentence.text, explanation)
        end = _run_on(paragraph, at, knowledge) if is_open else at
        for deviation in target.deviations:
            reason = _reason(paragraph, at, end, explanation, deviation, target, knowledge)
            is_told = deviation.basis != "none" or _is_of_state(explanation, deviation, reason, knowledge)
            if is_told and not (explanation.cue.is_wary and {VACUOUS, UNDETERMINED} & {*reason.cause_ids}):
                yield reason
    yield from _without_cue(paragraph, at, knowledge)


def _closes(text: str, explanation: Explanation) -> bool:
    """Does a reason reach to the end of its sentence, so that the next one may go on with it?"""
    return explanation.end >= len(text.rstrip(_ENDS))


def _is_of_state(explanation: Explanation, deviation: Deviation, reason: Reason, knowledge: Knowledge) -> bool:
    """Does it say why something is as it is? Without a deviation the words must be known to the lexicon, and 主要是
    lists parts; of what is carried over any words tell why, but for a list, whose words must name a cause."""
    unsaid = {VACUOUS, UNDETERMINED} & {*reason.cause_ids}
    if knowledge.quantities.items["carried"].regex.search(deviation.item):
        return not unsaid or (unsaid == {UNDETERMINED} and not explanation.cue.lists)
    return reason.score is None and not unsaid and not explanation.cue.lists


def _run_on(paragraph: Sequence[_Spoken], at: int, knowledge: Knowledge) -> int:
    """The last sentence that still explains: without figures, entries or cues of its own, yet naming a cause."""
    last = at
    for following in range(at + 1, len(paragraph)):
        spoken = paragraph[following]
        text = spoken.sentence.text
        has_own = (
            spoken.statements
            or spoken.marks.reason_cues
            or spoken.marks.figures
            or any(m.cue.kind in ("aside", "compare", "equal") for m in spoken.marks.cues)
        )
        if has_own or knowledge.reason_cues.apart.regex.match(text) or not _names_cause(text, knowledge):
            break
        last = following
    return last


def _names_cause(text: str, knowledge: Knowledge) -> bool:
    return not {VACUOUS, UNDETERMINED} & {*causes_of(text, knowledge.causes)}


def _reason(
    paragraph: Sequence[_Spoken], at: int, end: int, explanation: Explanation, deviation: Deviation, target: Target,
    knowledge: Knowledge,
) -> Reason:
    """A reason of the narrative for one deviation; it ends in sentence `end` of the paragraph."""
    spoken, text = paragraph[at], paragraph[at].sentence.text
    surface, stop, boxes = _extent(paragraph, at, end, explanation)
    verdict = judge(surface, knowledge.causes, knowledge.cause_classifier, _unusual(deviation, knowledge))
    within = [s.value_cny for s in spoken.statements if explanation.start <= s.start < explanation.end]
    named = [value for value in within if value is not None]
    sentence_id, basis, direction = spoken.sentence.sentence_id, _reason_basis(deviation.basis), deviation.direction
    return Reason(
        reason_id=local_id("re", sentence_id, explanation.start, stop, deviation.item, deviation.basis, direction),
        sentence_id=sentence_id, end_sentence_id=paragraph[end].sentence.sentence_id if end > at else None,
        fact_id=None, indicator_id=None, section_key=spoken.sentence.section_key, start=explanation.start, end=stop,
        surface=surface, cue=text[explanation.cue.start : explanation.cue.end].strip() or None, basis=basis,
        direction=direction, item_name=deviation.item, item_code=deviation.code, gap_cny=deviation.gap,
        gap_stated_cny=named[0] if len(named) == 1 else None, cause_ids=verdict.cause_ids,
        is_vacuous=VACUOUS in verdict.cause_ids,
        page=boxes[0].page if boxes else spoken.sentence.page, boxes=boxes,
        rule_id=verdict.model_id or explanation.cue.rule_id, score=verdict.score, found_by=explanation.cue.rule_id,
        statement_ids=deviation.statement_ids, scope=target.scope)


def _unusual(deviation: Deviation, knowledge: Knowledge) -> frozenset[str]:
    """Causes that speak against the direction of a deviation. What is carried over grows where less is spent, so that
    its direction speaks against none."""
    is_carried = knowledge.quantities.items["carried"].regex.search(deviation.item)
    return frozenset() if is_carried else knowledge.taxonomy.unusual(deviation.direction)


def _extent(
    paragraph: Sequence[_Spoken], at: int, end: int, explanation: Explanation,
) -> tuple[str, int, tuple[Box, ...]]:
    """The text of a reason, where it ends in its last sentence, and its boxes."""
    first, last = paragraph[at].sentence, paragraph[end].sentence
    if end == at:
        start, stop = explanation.start, explanation.end
        return first.text[start:stop], stop, boxes_of(first.runs, start, stop)
    stop = len(last.text.rstrip(_ENDS))
    between = [spoken.sentence for spoken in paragraph[at + 1 : end]]
    surface = first.text[explanation.start :] + "".join(s.text for s in between) + last.text[:stop]
    boxes = [*boxes_of(first.runs, explanation.start, len(first.text))]
    boxes += [box for sentence in between for box in sentence.boxes]
    return surface, stop, (*boxes, *boxes_of(last.runs, 0, stop))


def _reason_basis(basis: Basis) -> ReasonBasis:
    return "none" if basis == "whole" else basis


def _without_cue(paragraph: Sequence[_Spoken], at: int, knowledge: Knowledge) -> Iterator[Reason]:
    """What stands beside a deviation and names an event, without a cue of a reason."""
    spoken = paragraph[at]
    last = paragraph[at - 1] if at else None
    before = last.deviations if last is not None and not last.marks.explanations else ()
    found = find_uncued(spoken.sentence.text, spoken.marks, spoken.deviations, before, spoken.statements, knowledge)
    for explanation, target in found:
        for deviation in target.deviations:
            yield _reason(paragraph, at, at, explanation, deviation, target, knowledge)


def _in_tables(facts: Sequence[Fact], knowledge: Knowledge) -> Iterator[Reason]:
    """A reason in a row's own column explains the shortfall of that row against its 全年预算数."""
    rows: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        rows[fact.table_id, fact.row].append(fact)
    for row in rows.values():
        amounts: dict[str | None, Decimal] = {f.quantity: f.value_cny for f in row if f.value_cny is not None}
        basis: ReasonBasis = next((b for b in _BUDGETS if b in amounts), "none")
        gap = amounts["actual"] - amounts[basis] if basis in amounts and "actual" in amounts else None
        direction: Direction = "under" if gap is None or gap < 0 else "over" if gap else "equal"
        for fact in row:
            if fact.reason_text:
                reason = _printed(fact.fact_id, fact.reason_text, "reason.table_row", knowledge)
                yield replace(
                    reason, fact_id=fact.fact_id, basis=basis, direction=direction, item_name=fact.item_name or "",
                    item_code=fact.item_code_normalized or fact.item_code, gap_cny=gap, page=fact.page,
                    boxes=fact.reason_boxes)


_BUDGETS: tuple[ReasonBasis, ...] = ("final_budget", "initial_budget", "budget")


def _in_indicators(indicators: Sequence[PerformanceIndicator], knowledge: Knowledge) -> Iterator[Reason]:
    """The reason column of an indicator explains why its target was missed."""
    for indicator in indicators:
        if indicator.reason:
            yield replace(
                _printed(indicator.indicator_id, indicator.reason, "reason.indicator", knowledge),
                indicator_id=indicator.indicator_id, item_name=indicator.level3 or indicator.project_name or "",
                page=indicator.page, boxes=indicator.boxes)


def _printed(row_id: str, text: str, rule_id: str, knowledge: Knowledge) -> Reason:
    """A reason printed in a table: without sentence and cue, of a shortfall unless figures say otherwise."""
    verdict = judge(text, knowledge.causes, knowledge.cause_classifier)
    return Reason(
        reason_id=local_id("re", row_id, text), sentence_id=None, end_sentence_id=None, fact_id=None, indicator_id=None,
        section_key=None, start=None, end=None, surface=text, cue=None, basis="none", direction="under", item_name="",
        item_code=None, gap_cny=None, gap_stated_cny=None, cause_ids=verdict.cause_ids,
        is_vacuous=VACUOUS in verdict.cause_ids, page=None, boxes=(), rule_id=verdict.model_id or rule_id,
        score=verdict.score, found_by=rule_id, scope="table_row")
