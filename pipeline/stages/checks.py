"""Layer `checks`: every identity that was tried on the filing's own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.identities.across import check_across
from pipeline.identities.narrative import check_narrative
from pipeline.identities.tables import check_cells, check_children, check_columns, check_rows
from pipeline.knowledge import Knowledge
from pipeline.records.check import Check
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact


def find_checks(
    facts: tuple[Fact, ...],
    statements: tuple[Statement, ...],
    sentences: tuple[Sentence, ...],
    *,
    knowledge: Knowledge,
) -> Iterator[Check]:
    """Identities within tables, between tables, within paragraphs, and between narrative and tables, each once.

    Two figures conflict only where the intervals of their printed rounding do not meet; nothing is repaired.
    """
    known = knowledge.identities
    paragraph_of = {s.sentence_id: s.paragraph for s in sentences}
    paragraphs: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        paragraphs[paragraph_of[statement.sentence_id]].append(statement)
    seen = set()
    for checks in (
        check_columns(facts, known),
        check_children(facts, known),
        check_rows(facts, known),
        check_cells(facts, known),
        check_narrative(paragraphs, known),
        check_across(statements, facts, known),
    ):
        for check in checks:
            if check.check_id not in seen:
                seen.add(check.check_id)
                yield check
