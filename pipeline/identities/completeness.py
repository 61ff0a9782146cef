"""Is everything there that must be published: the statutory tables, and a reason for each deviation?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.identities.narrative import BUDGETS, amount
from pipeline.identities.outcomes import Evidence, told, untried
from pipeline.knowledge.claims import Statutory
from pipeline.knowledge.identities import Identities
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.filing import Filing
from pipeline.records.reason import Reason
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Table


def check_statutory(
    filing: Filing, tables: Sequence[Table], sentences: Sequence[Sentence], known: Identities
) -> Iterator[Check]:
    """Each statutory table is there, or a note says why it is not; an empty one says so."""
    if filing.form not in known.statutory_forms or filing.is_template:
        return
    there = {t.template for t in tables}
    is_full = len(there & {s.template for s in known.statutory}) >= known.statutory_least
    for rule in known.statutory:
        name = known.words.tables[rule.template]
        own = [t for t in tables if t.template == rule.template]
        notes = [s for s in sentences if rule.note.search(s.text)]
        note = next((s for s in notes if known.of_the_table.search(s.text)), notes[0] if notes else None)
        if own:
            yield from (_emptiness(rule, t, note, name, known) for t in own)
        elif any(rule.title.search(bare(t.title or "")) for t in tables):
            yield told(rule.rule, name, "not_checkable", known.words.messages["table_unread"], known.words, Evidence())
        elif not is_full or 0 < filing.fiscal_year < rule.since:
            yield told(rule.rule, name, "not_checkable", known.words.messages["other_set"], known.words, Evidence())
        elif note is not None:
            yield _noted(rule, note, name, known)
        else:
            yield told(rule.rule, name, "conflict", known.words.messages["table_missing"], known.words, Evidence())


def _noted(rule: Statutory, note: Sentence, name: str, known: Identities) -> Check:
    """A sentence that there is no such money stands for the table only where it speaks of the table."""
    evidence, words = Evidence((note.sentence_id,), note.page, note.boxes), known.words
    if known.of_the_table.search(note.text):
        return told(rule.rule, name, "not_applicable", words.messages["table_noted"], words, evidence)
    found = rule.note.search(note.text)
    why = words.messages["table_untold"].format(words=found.group() if found else "")
    return told(replace(rule.rule, severity="info"), name, "conflict", why, words, evidence)


def _emptiness(rule: Statutory, table: Table, note: Sentence | None, name: str, known: Identities) -> Check:
    evidence = Evidence((table.table_id,), table.pages[0] if table.pages else None, table.boxes)
    if table.is_empty and note is None and not (table.note and known.empty_note.search(table.note)):
        return told(rule.rule, name, "conflict", known.words.messages["table_empty"], known.words, evidence)
    return told(rule.rule, name, "agree", known.words.messages["table_there"], known.words, evidence)


def check_explained(
    paragraphs: Mapping[int, Sequence[Statement]], reasons: Sequence[Reason], known: Identities
) -> Iterator[Check]:
    """An item whose actual is not its budget has a reason; without one its deviation cannot be judged."""
    explained = {i for reason in reasons for i in reason.statement_ids} | {r.item_name for r in reasons}
    for statements in paragraphs.values():
        by_item: dict[str, list[Statement]] = defaultdict(list)
        for statement in statements:
            if statement.section_key in known.explained_sections:
                by_item[statement.item_name].append(statement)
        for item, own in by_item.items():
            actual, budget = amount(own, "actual"), next((b for q in BUDGETS if (b := amount(own, q))), None)
            if actual is None or budget is None or actual.interval.meets(budget.interval):
                continue
            has_reason = item in explained or any(s.statement_id in explained for s in own)
            rule = known.statements["explained"]
            yield untried(rule, item, "explained" if has_reason else "unexplained", known.words, actual, budget,
                          outcome="agree" if has_reason else "not_checkable")
