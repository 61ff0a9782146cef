"""Layer `statements`: what the narrative asserts, one value a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from pipeline.records.vocabulary import Basis, Quantity
from pipeline.wording.assertions import Assertion, Context
from pipeline.wording.marks import Marks
from pipeline.wording.names import Name, find_levels
from pipeline.wording.reported import find_none_reported
from pipeline.wording.values import SentenceReader

_CENT = Decimal("0.01")
_UNREAD_SECTIONS = ("tables", "glossary")


@dataclass(frozen=True, slots=True)
class _Codes:
    """Codes of the filing's own tables by name, with the names of the levels above."""

    by_name: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Document:
    """What the whole document says that its sentences are read by."""

    codes: _Codes
    noted: Basis | None
    body: str
    year: int
    has_filing: bool
    plain: Quantity


def find_statements(
    sentences: tuple[Sentence, ...], marks: tuple[Marks, ...], facts: tuple[Fact, ...], filing: tuple[Filing, ...], *,
    knowledge: Knowledge,
) -> Iterator[Statement | Issue]:
    """Values that the sentences assert, in document order.

    An item that a sentence does not name is the one of its paragraph, else that of a line above that does no more than
    name it (1、…（项）。), else the one that its section is about. Table
    notes and the glossary assert nothing of their own; a figure whose quantity cannot be told is left to the
    account of numbers. An empty template asserts nothing.
    """
    if filing and filing[0].is_template:
        return
    document = _document(sentences, facts, filing, knowledge)
    context, paragraph = Context(), -1
    heading: tuple[Name, ...] = ()
    entry: tuple[Name, ...] = ()
    for sentence, found in zip(sentences, marks, strict=True):
        if sentence.paragraph != paragraph:
            context, paragraph = Context(names=heading or entry), sentence.paragraph
        if sentence.is_heading:
            item = find_levels(sentence.text, knowledge.quantities)
            heading, entry = ((item,) if item else ()), ()
            nones = find_none_reported(sentence.text, (), knowledge.quantities) if _says(sentence) else ()
            yield from _rows(sentence, [a for a in nones if a.name], document, knowledge)
        elif sentence.section_key not in _UNREAD_SECTIONS:
            assertions, context = _read(sentence, found, context, document, knowledge)
            says_more = assertions or any(m.cue.kind != "aside" for m in found.cues)
            entry = () if says_more else context.names
            yield from _rows(sentence, assertions, document, knowledge)


def _says(sentence: Sentence) -> bool:
    """Is a heading a whole sentence ((四)本年度无政府性基金预算财政拨款收支。)?"""
    return sentence.section_key not in _UNREAD_SECTIONS and sentence.text.rstrip().endswith("。")


def _document(
    sentences: Sequence[Sentence], facts: Sequence[Fact], filing: Sequence[Filing], knowledge: Knowledge,
) -> _Document:
    """A budget document plans: its 预算数, and its amounts without any words, are the year's initial budget."""
    codes = _codes_of(facts)
    if not filing:
        return _Document(codes, _noted_budget(sentences, knowledge), "", 0, False, "actual")
    is_budget = filing[0].form in ("department_budget", "unit_budget")
    noted: Basis | None = "initial_budget" if is_budget else _noted_budget(sentences, knowledge)
    plain: Quantity = "initial_budget" if is_budget else "actual"
    return _Document(codes, noted, filing[0].entity_name or "", filing[0].fiscal_year, True, plain)


def _read(
    sentence: Sentence, found: Marks, context: Context, document: _Document, knowledge: Knowledge,
) -> tuple[list[Assertion], Context]:
    """What one sentence asserts, and what it hands on; words of 持平 inside a reason assert nothing."""
    spans = [(e.start, e.end) for e in found.explanations]
    cues = [
        m for m in found.cues
        if m.cue.kind not in ("equal", "none_initial") or not any(s <= m.start < e for s, e in spans)]
    breaks = [(c.start, c.end) for c in found.reason_cues]
    reader = SentenceReader(
        sentence.text, found.figures, cues, context, knowledge.quantities, document.noted, breaks, document.body,
        document.year, spans, document.plain)
    assertions = reader.read()
    said = [(m.start, m.end) for m in cues if m.cue.kind == "none_initial"]
    nones = find_none_reported(sentence.text, [*spans, *said], knowledge.quantities)
    spoken_of = reader.context.names[0] if reader.context.names else None
    return assertions + [a if a.name else replace(a, name=spoken_of) for a in nones], reader.context


def _rows(
    sentence: Sentence, assertions: Sequence[Assertion], document: _Document, knowledge: Knowledge,
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
        row = _statement(sentence, assertion, name, document, knowledge)
        if row.statement_id not in seen:
            seen.add(row.statement_id)
            yield row


def _statement(
    sentence: Sentence, a: Assertion, name: Name, document: _Document, knowledge: Knowledge,
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
        _code_of(name, document.codes, knowledge),
        a.quantity,
        a.basis,
        _period(sentence, a, document, knowledge),
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


def _period(sentence: Sentence, a: Assertion, document: _Document, knowledge: Knowledge) -> int | None:
    """The year of a prior year's figure, where it is printed before it."""
    match = knowledge.quantities.around["period"].regex.search(sentence.text[: a.start])
    if a.quantity != "prior_actual" or match is None or not document.has_filing:
        return None
    year = int(match["year"])
    return year if year != document.year else None


def _noted_budget(sentences: Sequence[Sentence], knowledge: Knowledge) -> Basis | None:
    """What a note of the document says 预算数 to be; None where none does, or where two notes differ."""
    note = knowledge.quantities.note.regex
    found = {knowledge.quantities.noted[match["x"]] for sentence in sentences for match in note.finditer(sentence.text)}
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
    """The code printed with the name, else where the document's tables give exactly one for the name (and for the
    levels printed above it), else where the code list does."""
    if name.code:
        return name.code
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
