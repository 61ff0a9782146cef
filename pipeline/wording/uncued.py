"""Reasons that no cue opens: clauses beside a deviation that name an event and state no figure of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.knowledge import Knowledge
from pipeline.knowledge.wording import ReasonCues
from pipeline.matching.punctuation import clause_start, clauses
from pipeline.records.statement import Statement
from pipeline.wording.causes import UNDETERMINED, VACUOUS, causes_of, judge
from pipeline.wording.deviations import Deviation
from pipeline.wording.explanations import CuePlace, Explanation, parts_of
from pipeline.wording.marks import Marks
from pipeline.wording.names import clean_name
from pipeline.wording.targets import Target


@dataclass(frozen=True, slots=True)
class _Run:
    """Clauses in a row that state nothing: [start, end) of the sentence, and whether something is counted in them."""

    start: int
    end: int
    has_count: bool


def find_uncued(
    text: str, marks: Marks, own: Sequence[Deviation], before: Sequence[Deviation], statements: Sequence[Statement],
    knowledge: Knowledge,
) -> Iterator[tuple[Explanation, Target]]:
    """The reasons of a sentence that no cue opens, each with what it explains.

    减少0.30万元，外地来访批次减少: the clauses behind a deviation of their part of the sentence (parts end with ；), or
    those that a comparison in words follows (家庭退出保障，决算数小于年初预算数). A sentence that states nothing at all
    explains the deviations `before` it, those of the sentence before where no reason stands there. What is carried over
    needs no deviation (结转5万元，为尚未验收的工程款).
    """
    edges = [m.start() for m in _PART_ENDS.finditer(text)]
    for start, stop in zip([0, *(e + 1 for e in edges)], [*edges, len(text)], strict=True):
        for run in _runs(text, start, stop, marks, knowledge.reason_cues):
            target = _target(run, start, stop, text, own, before) or _carried(run, start, statements, knowledge)
            if target is None:
                continue
            for first, last in parts_of(text, run.start, run.end, knowledge.reason_cues):
                lead = knowledge.reason_cues.bare_lead.regex.match(text, first, last)
                begin = lead.end() if lead else first
                if last - begin >= _SHORTEST and _explains(text[begin:last], run, target, bool(lead), knowledge):
                    cue = CuePlace(first, begin, "before", "reason.no_cue")
                    yield Explanation(begin, last, cue), target


_PART_ENDS = re.compile("[；;]")
_SHORTEST = 4
"""Characters below which a clause without a cue is no reason."""
_TELLING = 8
"""Characters from which a clause tells enough to be a reason in any words."""
_WORDED = ("increase", "decrease", "over", "under")


def _runs(text: str, start: int, stop: int, marks: Marks, cues: ReasonCues) -> list[_Run]:
    """The runs of clauses of a part that hold no figure but counts, no words around figures and no cue of a reason; the
    first may begin right behind an amount (结余5万元为尚未验收的工程款，…)."""
    runs: list[_Run] = []
    is_open = False
    for a, b in ((start + a, start + b) for a, b in clauses(text[start:stop])):
        if a == b:
            continue
        if _states(a, b, marks):
            is_open = False
            amounts = [f.end for f in marks.figures if f.kind == "amount" and a <= f.start < b]
            a = amounts[-1] if amounts else b
            if not cues.bare_lead.regex.match(text, a, b) or _states(a, b, marks):
                continue
        has_count = any(f.kind == "count" and a <= f.start < b for f in marks.figures)
        if is_open:
            runs[-1] = _Run(runs[-1].start, b, runs[-1].has_count or has_count)
        else:
            runs.append(_Run(a, b, has_count))
        is_open = True
    return runs


def _states(start: int, end: int, marks: Marks) -> bool:
    figures = any(f.kind not in ("ignored", "count") and f.start < end and start < f.end for f in marks.figures)
    ignored = {f.start for f in marks.figures if f.kind == "ignored"}
    cues = any(
        start <= m.start < end and m.cue.kind not in ("filler", "aside") and m.end not in ignored
        and (m.cue.kind != "basis" or m.start == start or end - m.end < _SHORTEST // 2)
        for m in marks.cues
    )
    return figures or cues or any(e.cue.start < end and start < e.end for e in marks.explanations)


def _target(
    run: _Run, start: int, stop: int, text: str, own: Sequence[Deviation], before: Sequence[Deviation],
) -> Target | None:
    """What a run of clauses explains: the deviation before it in its part of the sentence, else the comparison in
    words right behind it, else what stands in the sentence before."""
    earlier = [d for d in own if start <= d.anchor < run.start]
    if earlier:
        return Target(_last_of(earlier, text), "same_sentence")
    behind = [d for d in own if d.is_worded and run.end <= d.anchor < stop]
    if behind and not re.search("[，,]", text[run.end + 1 : behind[0].anchor]):
        return Target(tuple(d for d in behind if d.anchor == behind[0].anchor), "same_sentence")
    if not own and before and not text[: run.start].strip():
        return Target(_last_of(before, ""), "previous_sentence")
    return None


def _last_of(deviations: Sequence[Deviation], text: str) -> tuple[Deviation, ...]:
    """What was told last, all of it where several changes stand in one clause of the text; where nothing but figures
    tells of deviations, one that is none is passed over."""
    worded = [d for d in deviations if d.is_worded]
    told = worded or [d for d in deviations if d.direction in _WORDED] or list(deviations)
    start = clause_start(text, told[-1].anchor) if text else told[-1].anchor
    return tuple(d for d in told if start <= d.anchor <= told[-1].anchor)


def _carried(run: _Run, start: int, statements: Sequence[Statement], knowledge: Knowledge) -> Target | None:
    """What is carried over, told right before the clauses in their part of the sentence."""
    carried = knowledge.quantities.items["carried"].regex
    told = [s for s in statements if start <= s.start < run.start and s.quantity == "actual"]
    if not told or not carried.search(told[-1].item_name):
        return None
    last = told[-1]
    ids = (last.statement_id,)
    state = Deviation(last.item_name, last.item_code, "none", "none", None, ids, last.start, False)
    return Target((state,), "same_sentence")


def _explains(said: str, run: _Run, target: Target, has_lead: bool, knowledge: Knowledge) -> bool:
    """Does it name a cause? Where nothing deviates, or something is counted (but for what a verb leads in), only in
    words that the lexicon knows; beside a deviation it may be anything but empty words, where it is long enough."""
    cues = knowledge.reason_cues
    if any(p.regex.search(said) for p in (knowledge.quantities.none_reported, cues.apart, cues.bare_not)):
        return False
    if clean_name(said, knowledge.quantities) in {d.item for d in target.deviations}:
        return False
    is_left = all(d.basis == "none" for d in target.deviations)
    deviates = is_left or any(d.direction in _WORDED for d in target.deviations)
    if (run.has_count and not has_lead) or not deviates:
        return not {VACUOUS, UNDETERMINED} & {*causes_of(said, knowledge.causes)}
    verdict = judge(said, knowledge.causes, knowledge.cause_classifier)
    if len(said) >= _TELLING and not is_left:
        return VACUOUS not in verdict.cause_ids
    return not {VACUOUS, UNDETERMINED} & {*verdict.cause_ids}
