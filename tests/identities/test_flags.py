"""Values on either side of a conflict are flagged, and stay as printed."""

from __future__ import annotations

from decimal import Decimal

from pipeline.identities.flags import flag_facts, flag_statements
from pipeline.records.check import Check
from pipeline.records.table import Fact
from tests.stages.hand_built_text import read


def _fact(name: str, table: str = "t1") -> Fact:
    return Fact(
        name, table, "performance_self_evaluation", 0, 0, None, None, None, name, None, "none", "amount", "", "unknown",
        "actual", None, Decimal("220.06"), "yuan", Decimal("220.06"), "reported", "220.06", 1, ())


def test_both_sides_of_a_conflict_are_flagged_and_nothing_else() -> None:
    check = Check("c", outcome="conflict", evidence_ids=("a", "b"))

    flagged = flag_facts([_fact("a"), _fact("b", "t2"), _fact("c", "t3")], [check])

    assert [f.quality_flags for f in flagged] == [("conflict",), ("conflict",), ()]
    assert all(f.value == Decimal("220.06") for f in flagged)


def test_a_table_in_the_wrong_unit_is_suspect_as_a_whole() -> None:
    check = Check("c", outcome="conflict", diagnosis_zh="单位", evidence_ids=("a", "s"))

    flagged = flag_facts([_fact("a"), _fact("b"), _fact("c", "t2")], [check])

    assert [f.quality_flags for f in flagged] == [("conflict", "unit_suspect"), ("unit_suspect",), ()]


def test_a_sum_in_conflict_casts_no_doubt_on_each_of_its_parts() -> None:
    parts = [_fact(str(n)) for n in range(6)]
    check = Check("c", outcome="conflict", evidence_ids=tuple(f.fact_id for f in parts))

    assert [bool(f.quality_flags) for f in flag_facts(parts, [check])] == [True, False, False, False, False, False]


def test_statements_that_agree_keep_no_flag() -> None:
    statements = read("培训费年初预算4.00万元，支出决算3.14万元，完成年初预算的78.50%。")["statements"]

    assert all(not s.quality_flags for s in flag_statements(statements, [Check("c", outcome="agree")]))
