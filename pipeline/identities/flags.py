"""Which values a conflict casts doubt on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.records.check import Check
from pipeline.records.statement import Statement
from pipeline.records.table import Fact


def flag_facts(facts: Sequence[Fact], checks: Sequence[Check]) -> tuple[Fact, ...]:
    """The facts, those on either side of a conflict flagged; where two places print the same digits in different
    units, every amount of the self-evaluation table among them is `unit_suspect`. Values stay as printed."""
    doubted = _doubted(checks)
    slipped = {evidence for check in checks if check.diagnosis_zh for evidence in check.evidence_ids}
    tables = {f.table_id for f in facts if f.fact_id in slipped and f.template == "performance_self_evaluation"}
    flagged = []
    for fact in facts:
        flags = set(fact.quality_flags)
        if fact.fact_id in doubted:
            flags.add("conflict")
        if fact.table_id in tables and fact.value_cny is not None:
            flags.add("unit_suspect")
        flagged.append(replace(fact, quality_flags=tuple(sorted(flags))))
    return tuple(flagged)


def flag_statements(statements: Sequence[Statement], checks: Sequence[Check]) -> tuple[Statement, ...]:
    """The statements, those on either side of a conflict flagged."""
    doubted = _doubted(checks)
    return tuple(
        replace(s, quality_flags=(*s.quality_flags, "conflict")) if s.statement_id in doubted else s
        for s in statements
    )


def _doubted(checks: Sequence[Check]) -> set[str]:
    """Rows of conflicts between two figures; a total in conflict casts no doubt on each of its many parts."""
    return {
        evidence for check in checks if check.outcome == "conflict"
        for evidence in (check.evidence_ids if len(check.evidence_ids) <= _FEW else check.evidence_ids[:1])}


_FEW = 3
"""Up to this many figures each of them may be the wrong one."""
