"""Layer `statements`: what the narrative asserts, one value a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.knowledge import Knowledge
from pipeline.matching.normalize import bare
from pipeline.records.filing import Filing
from pipeline.records.geometry import boxes_of
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact
from pipeline.records.vocabulary import Basis
from pipeline.wording.assertions import Assertion, Context
from pipeline.wording.marks import Marks
from pipeline.wording.names import Name, find_levels
from pipeline.wording.reported import find_none_reported
from pipeline.wording.values import SentenceReader

_CENT = Decimal("0.01")
_UNREAD_SECTIONS = ("tables", "glossary")
_NOTED: Mapping[str, Basis] = {"年初": "initial_budget", "全年": "final_budget", "调整": "final_budget"}


@dataclass(frozen=True, slots=True)
class _Codes:
    """Codes of the filing's own tables by name, with the names of the levels above."""

    by_name: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]


def find_statements(
    sentences: tuple[Sentence, ...],
    marks: tuple[Marks, ...],
    facts: tuple[Fact, ...],
    filing: tuple[Filing, ...],
    *,
    knowledge: Knowledge,
) -> Iterator[Statement | Issue]:
    """Values that the sentences assert, in document order.

    An item that a sentence does not name is the one of its paragraph, else the one that its section is about. Table
    notes and the glossary assert nothing of their own; a figure whose quantity cannot be told is left to the
    account of numbers.
    """
    codes = _codes_of(facts)
    noted = _noted_budget(sentences, knowledge)
    context, paragraph = Context(), -1
    heading: tuple[Name, ...] = ()
    for sentence, found in zip(sentences, marks, strict=True):
        if sentence.paragraph != paragraph:
            context, paragraph = Context(names=heading), sentence.paragraph
        if sentence.is_heading:
            levels = find_levels(sentence.text, knowledge.quantities)
            heading = (Name(levels[-1], levels),) if levels else ()
            continue
        if sentence.section_key in _UNREAD_SECTIONS:
            continue
        spans = [(e.start, e.end) for e in found.explanations]
        silent = [
            m for m in found.cues if m.cue.kind in ("equal", "none_initial") and any(s <= m.start < e for s, e in spans)
        ]
        cues = [m for m in found.cues if m not in silent]
        reader = SentenceReader(
            sentence.text,
            found.figures,
            cues,
            context,
            knowledge.quantities,
            noted,
            [(c.start, c.end) for c in found.reason_cues],
            (filing[0].entity_name or "") if filing else "",
            filing[0].fiscal_year if filing else 0,
            spans,
        )
        assertions = reader.read() + list(
            find_none_reported(
                sentence.text,
                [*spans, *((m.start, m.end) for m in cues if m.cue.kind == "none_initial")],
                knowledge.quantities,
            )
        )
        context = reader.context
        yield from _rows(sentence, assertions, codes, filing, knowledge)


def _rows(
    sentence: Sentence,
    assertions: Sequence[Assertion],
    codes: _Codes,
    filing: tuple[Filing, ...],
    knowledge: Knowledge,
) -> Iterator[Statement | Issue]:
    default = knowledge.quantities.defaults.get(sentence.section_key)
    seen = set()
    for assertion in sorted(assertions, key=lambda a: a.start):
        name = assertion.name or (Name(default) if default else None)
        if name is None:
            yield make_issue(
                "statements",
                "no_item",
                "info",
                f"“{sentence.text[assertion.start : assertion.end]}”所属科目无法确定，未作为陈述发布，请查看原文。",
                boxes_of(sentence.runs, assertion.start, assertion.end),
            )
            continue
        row = _statement(sentence, assertion, name, codes, filing, knowledge)
        if row.statement_id not in seen:
            seen.add(row.statement_id)
            yield row


def _statement(
    sentence: Sentence,
    a: Assertion,
    name: Name,
    codes: _Codes,
    filing: tuple[Filing, ...],
    knowledge: Knowledge,
) -> Statement:
    boxes = boxes_of(sentence.runs, a.start, a.end)
    surface = sentence.text[a.start : a.end]
    cny = (
        a.value_cny.quantize(_CENT) if a.value_cny is not None and a.value_cny == a.value_cny.quantize(_CENT) else None
    )
    identifier = local_id(
        "st", sentence.sentence_id, a.start, a.end, name.text, a.quantity, a.basis, a.direction, a.value
    )
    return Statement(
        identifier,
        sentence.sentence_id,
        sentence.section_key,
        name.text,
        "/".join(name.path) if len(name.path) > 1 else None,
        _code_of(name, codes, knowledge),
        a.quantity,
        a.basis,
        _period(sentence, a, filing),
        a.direction,
        a.value,
        a.unit,
        cny,
        a.state,
        surface,
        a.start,
        a.end,
        boxes[0].page if boxes else sentence.page,
        boxes,
        a.rule_id,
        (),
        a.decimals,
    )


_YEAR = re.compile(r"((?:19|20)\d\d)\s?年?度?[^，。；]{0,12}$")


def _period(sentence: Sentence, assertion: Assertion, filing: tuple[Filing, ...]) -> int | None:
    """The year of a prior year's figure, where it is printed before it."""
    match = _YEAR.search(sentence.text[: assertion.start])
    if assertion.quantity != "prior_actual" or match is None or not filing:
        return None
    year = int(match[1])
    return year if year != filing[0].fiscal_year else None


def _noted_budget(sentences: Sequence[Sentence], knowledge: Knowledge) -> Basis | None:
    """What a note of the document says 预算数 to be; None where none does, or where two notes differ."""
    note = knowledge.quantities.note.regex
    found = {_NOTED[match["x"]] for sentence in sentences for match in note.finditer(sentence.text)}
    return found.pop() if len(found) == 1 else None


def _codes_of(facts: Sequence[Fact]) -> _Codes:
    by_name: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        code = fact.item_code_normalized or fact.item_code
        if code and fact.item_name:
            by_name[bare(fact.item_name)].add(code)
            names[code].add(bare(fact.item_name))
    return _Codes({k: frozenset(v) for k, v in by_name.items()}, {k: frozenset(v) for k, v in names.items()})


def _code_of(name: Name, codes: _Codes, knowledge: Knowledge) -> str | None:
    """The code where the document's tables give exactly one for the name (and for the levels printed above it),
    else where the code list does."""
    found = codes.by_name.get(bare(name.text), frozenset())
    above = {bare(level) for level in name.path[:-1]}
    if len(found) > 1 and above:
        fitting = {
            c for c in found if above & {n for cut in (3, 5) if len(c) > cut for n in codes.names.get(c[:cut], ())}
        }
        found = frozenset(fitting) or found
    if len(found) == 1:
        return next(iter(found))
    return knowledge.codes.code_named(name.text) if not found else None
