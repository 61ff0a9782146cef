"""Which values a conflict casts doubt on, and which tables their own document says are in another unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.identities.diagnosis import UNIT_SLIP
from pipeline.matching.numerals import YUAN
from pipeline.records.check import Check
from pipeline.records.statement import Statement
from pipeline.records.table import Fact
from pipeline.records.vocabulary import QualityFlag

Row = TypeVar("Row", Fact, Statement)

_FEW = 3
"""Up to this many figures each of them may be the wrong one."""


def flag_facts(
    facts: Sequence[Fact], checks: Sequence[Check], suspects: Collection[str] = (),
) -> tuple[Fact, ...]:
    """The facts, those on either side of a conflict flagged, and every amount of a table whose unit is suspect (see
    unit_suspects). Values and units stay as printed."""
    doubted = _doubted(checks)
    flagged = []
    for fact in facts:
        flags = set(fact.quality_flags)
        if fact.fact_id in doubted:
            flags.add("conflict")
        if fact.table_id in suspects and fact.value_cny is not None:
            flags.add("unit_suspect")
        flagged.append(_with_flags(fact, flags))
    return tuple(flagged)


def flag_statements(
    statements: Sequence[Statement], checks: Sequence[Check], suspects: Collection[str] = (),
) -> tuple[Statement, ...]:
    """The statements, those on either side of a conflict flagged, and those whose unit is suspect."""
    doubted = _doubted(checks)
    flagged = []
    for statement in statements:
        flags = set(statement.quality_flags)
        if statement.statement_id in doubted:
            flags.add("conflict")
        if statement.statement_id in suspects:
            flags.add("unit_suspect")
        flagged.append(_with_flags(statement, flags))
    return tuple(flagged)


def _with_flags(row: Row, flags: Collection[QualityFlag]) -> Row:
    """The row with these flags in order; nearly all have them as they are."""
    ordered = tuple(sorted(flags))
    return row if ordered == row.quality_flags else replace(row, quality_flags=ordered)


def unit_suspects(
    facts: Sequence[Fact], statements: Sequence[Statement], checks: Sequence[Check],
) -> frozenset[str]:
    """Ids of tables and statements whose printed unit the rest of the document contradicts: what must be equal stands
    ten thousand times apart.

    A table is one witness, a sentence another. The witness with the most contradictions over agreements is the
    suspect; what it contradicted is heard again without it. Where two stand against each other alone, both are.
    """
    witness_of = {fact.fact_id: fact.table_id for fact in facts}
    witness_of |= {statement.statement_id: statement.sentence_id for statement in statements}
    slipped = [check for check in checks if check.outcome == "conflict" and check.diagnosis == UNIT_SLIP]
    slips = _pairs(slipped, witness_of)
    agreed = _pairs([check for check in checks if check.outcome == "agree"], witness_of)
    agrees = Counter(witness for pair in agreed for witness in pair)
    suspects: set[str] = set()
    while slips:
        against = Counter(witness for pair in slips for witness in pair)
        most = max(against[witness] - agrees[witness] for witness in against)
        worst = {witness for witness in against if against[witness] - agrees[witness] == most}
        suspects |= worst
        slips = {pair for pair in slips if not pair & worst}
    told = {evidence for check in slipped for evidence in check.evidence_ids}
    spoken = {s.statement_id for s in statements if s.sentence_id in suspects and s.statement_id in told}
    return frozenset(suspects & {fact.table_id for fact in facts} | spoken)


def _pairs(checks: Sequence[Check], witness_of: Mapping[str, str]) -> set[frozenset[str]]:
    """The two witnesses of each check of amounts other than nought; what one table says of itself has only one."""
    found = set()
    for check in checks:
        witnesses = frozenset(witness_of.get(evidence, evidence) for evidence in check.evidence_ids)
        if len(witnesses) == 2 and check.left and check.unit in YUAN:
            found.add(witnesses)
    return found


def _doubted(checks: Sequence[Check]) -> set[str]:
    """Rows of conflicts between two figures; a total in conflict casts no doubt on each of its many parts."""
    return {
        evidence for check in checks if check.outcome == "conflict"
        for evidence in (check.evidence_ids if len(check.evidence_ids) <= _FEW else check.evidence_ids[:1])}
