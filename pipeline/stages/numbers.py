"""Layer `numbers`: the account of every printed number: stated, a fact, ignored by name, or an issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.records.geometry import Box, boxes_of
from pipeline.records.ids import local_id
from pipeline.records.mention import PrintedNumber
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact, PerformanceIndicator
from pipeline.records.vocabulary import IgnoreReason, NumberOutcome
from pipeline.wording.figures import Figure
from pipeline.wording.marks import Marks


def find_numbers(
    sentences: tuple[Sentence, ...],
    marks: tuple[Marks, ...],
    statements: tuple[Statement, ...],
    facts: tuple[Fact, ...],
    indicators: tuple[PerformanceIndicator, ...],
) -> Iterator[PrintedNumber]:
    """One row for each number of the narrative in reading order, then one for each of the value columns of the tables.

    A number that is neither a value of a statement nor ignored by name is an issue: the account is open about it.
    """
    stated: dict[tuple[str, int], list[str]] = defaultdict(list)
    for statement in statements:
        stated[statement.sentence_id, statement.start].append(statement.statement_id)
    for sentence, found in zip(sentences, marks, strict=True):
        for figure in found.figures:
            yield _of_sentence(sentence, figure, tuple(stated.get((sentence.sentence_id, figure.start), ())))
    yield from (_of_fact(fact) for fact in facts if fact.state != "blank")
    for indicator in indicators:
        yield from (_of_indicator(indicator, at, surface) for at, surface in enumerate(indicator.numbers))


def _of_fact(fact: Fact) -> PrintedNumber:
    outcome: NumberOutcome = "fact" if fact.state == "reported" else "issue"
    return _of_table(
        local_id("n", fact.fact_id), fact.table_id, fact.surface, outcome, fact.fact_id, fact.page, fact.boxes)


def _of_indicator(indicator: PerformanceIndicator, at: int, surface: str) -> PrintedNumber:
    identifier = local_id("n", indicator.indicator_id, at, surface)
    return _of_table(
        identifier, indicator.table_id, surface, "fact", indicator.indicator_id, indicator.page, indicator.boxes)


def _of_table(
    identifier: str, table: str, surface: str, outcome: NumberOutcome, target: str, page: int | None,
    boxes: tuple[Box, ...],
) -> PrintedNumber:
    return PrintedNumber(identifier, None, table, None, None, surface, outcome, None, (target,), page, boxes)


def _of_sentence(sentence: Sentence, figure: Figure, targets: tuple[str, ...]) -> PrintedNumber:
    outcome, reason = _outcome(sentence, figure, targets)
    boxes = boxes_of(sentence.runs, figure.numeral_start, figure.numeral_end)
    return PrintedNumber(
        local_id("n", sentence.sentence_id, figure.numeral_start, figure.numeral_end),
        sentence.sentence_id,
        None,
        figure.numeral_start,
        figure.numeral_end,
        sentence.text[figure.numeral_start : figure.numeral_end],
        outcome,
        reason,
        targets if outcome == "statement" else (),
        boxes[0].page if boxes else sentence.page,
        boxes,
        sentence.section_key == "glossary",
    )


def _outcome(sentence: Sentence, figure: Figure, targets: tuple[str, ...]) -> tuple[NumberOutcome, IgnoreReason | None]:
    if figure.kind == "ignored":
        return "ignored", figure.ignore_reason
    if targets:
        return "statement", None
    if sentence.is_heading:
        return "ignored", "label"
    if sentence.section_key in ("tables", "glossary"):
        return "ignored", "other"
    return "issue", None
