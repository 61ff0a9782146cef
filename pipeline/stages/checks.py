"""Layer `checks`: every identity that was tried on the filing's own figures and words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pipeline.identities.across import check_across, outside_reasons
from pipeline.identities.between import check_cells, check_same_rows, check_short_codes
from pipeline.identities.completeness import check_explained, check_statutory
from pipeline.identities.evaluation import check_evaluation
from pipeline.identities.headings import check_headings
from pipeline.identities.narrative import check_directions, check_narrative
from pipeline.identities.tables import by_template, check_children, check_columns, check_rows
from pipeline.identities.wholes import check_shares, check_sums
from pipeline.identities.wording import check_denials, check_lists, check_purposes, check_residue, check_signs
from pipeline.knowledge import Knowledge
from pipeline.outlining.contents import contents_entries
from pipeline.records.check import Check
from pipeline.records.filing import Filing
from pipeline.records.layout import Block
from pipeline.records.outline import Section
from pipeline.records.reason import Reason
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact, PerformanceIndicator, Table


def find_checks(
    filing: tuple[Filing, ...],
    blocks: tuple[Block, ...],
    sections: tuple[Section, ...],
    tables: tuple[Table, ...],
    facts: tuple[Fact, ...],
    indicators: tuple[PerformanceIndicator, ...],
    sentences: tuple[Sentence, ...],
    statements: tuple[Statement, ...],
    reasons: tuple[Reason, ...],
    *,
    knowledge: Knowledge,
) -> Iterator[Check]:
    """Identities within tables, between tables, within paragraphs, and between narrative and tables, each once.

    Two figures conflict only where the intervals of their printed rounding do not meet; what could not be tried has a
    row that says why; nothing is repaired.
    """
    known, by_form = knowledge.identities, by_template(facts)
    paragraph_of = {s.sentence_id: s.paragraph for s in sentences}
    texts = {s.sentence_id: s.text for s in sentences}
    own = outside_reasons(statements, reasons)
    paragraphs: dict[int, list[Statement]] = defaultdict(list)
    for statement in own:
        paragraphs[paragraph_of[statement.sentence_id]].append(statement)
    yield from _once(
        check_columns(by_form, known),
        check_children(by_form, known),
        check_rows(by_form, known),
        check_cells(by_form, known),
        check_same_rows(by_form, known),
        check_short_codes(by_form, known),
        check_evaluation(by_form, indicators, known),
        check_narrative(paragraphs, known),
        check_directions(reasons, paragraphs, paragraph_of, known),
        check_shares(paragraphs, texts, known),
        check_sums(own, sentences, known),
        check_across(own, by_form, known),
        check_explained(paragraphs, reasons, known),
        check_residue(filing[0] if filing else None, sentences, known),
        check_signs(statements, texts, known),
        check_denials(sentences, by_form, known),
        check_lists(sentences, by_form, known),
        check_purposes(sentences, statements, known),
        check_headings(tuple(contents_entries(blocks, knowledge.outline)), sections, tables, known),
        check_statutory(filing[0], tables, sentences, known) if filing else (),
    )


def _once(*families: Iterable[Check]) -> Iterator[Check]:
    seen = set()
    for checks in families:
        for check in checks:
            if check.check_id not in seen:
                seen.add(check.check_id)
                yield check
