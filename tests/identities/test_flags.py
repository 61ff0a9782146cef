"""Values on either side of a conflict are flagged, and stay as printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipeline.identities.diagnosis import UNIT_SLIP
from pipeline.identities.flags import flag_facts, flag_statements, unit_suspects
from pipeline.knowledge import load_knowledge
from pipeline.records.check import Check
from pipeline.records.table import Fact
from pipeline.stages.checks import find_checks
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


def slip(*evidence: str) -> Check:
    """Two figures that must be equal, ten thousand times apart."""
    return Check(
        "c", outcome="conflict", left=Decimal(1), unit="wan_yuan", diagnosis=UNIT_SLIP, evidence_ids=evidence
    )


def agree(*evidence: str) -> Check:
    return Check("c", outcome="agree", left=Decimal(1), unit="wan_yuan", evidence_ids=evidence)


def test_a_table_in_the_wrong_unit_is_suspect_as_a_whole_and_stays_as_printed() -> None:
    facts = [_fact("a"), _fact("b"), _fact("c", "t2"), _fact("d", "t3")]
    checks = [slip("a", "c"), slip("b", "d"), agree("c", "d")]

    suspects = unit_suspects(facts, [], checks)
    flagged = flag_facts(facts, checks, suspects)

    assert suspects == {"t1"}
    assert [f.quality_flags for f in flagged[:2]] == [("conflict", "unit_suspect")] * 2
    assert all("unit_suspect" not in f.quality_flags for f in flagged[2:])
    assert [(f.value, f.unit, f.value_cny) for f in flagged] == [(f.value, f.unit, f.value_cny) for f in facts]


def test_without_an_agreement_the_table_with_the_most_contradictions_is_suspect() -> None:
    facts = [_fact("a"), _fact("b", "t2"), _fact("c", "t3")]
    assert unit_suspects(facts, [], [slip("a", "b"), slip("a", "c")]) == {"t1"}


def test_two_tables_against_each_other_are_both_suspect() -> None:
    assert unit_suspects([_fact("a"), _fact("b", "t2")], [], [slip("a", "b")]) == {"t1", "t2"}


def test_a_sentence_in_the_wrong_unit_does_not_make_the_tables_suspect() -> None:
    said = read("收入合计12.00万元，支出合计12.00万元。")["statements"]
    facts = [_fact("a"), _fact("b"), _fact("c", "t2")]
    one, other = (statement.statement_id for statement in said[:2])
    checks = [slip(one, "a"), slip(other, "b"), agree("a", "c")]

    suspects = unit_suspects(facts, said, checks)

    assert suspects == {one, other}
    assert all("unit_suspect" in s.quality_flags for s in flag_statements(said, checks, suspects)[:2])


def test_an_ordinary_conflict_and_rates_cast_no_doubt_on_units() -> None:
    facts = [_fact("a"), _fact("b", "t2")]
    assert unit_suspects(facts, [], [replace(slip("a", "b"), diagnosis="swapped")]) == frozenset()
    assert unit_suspects(facts, [], [replace(slip("a", "b"), unit="percent")]) == frozenset()


def test_a_sum_in_conflict_casts_no_doubt_on_each_of_its_parts() -> None:
    parts = [_fact(str(n)) for n in range(6)]
    check = Check("c", outcome="conflict", evidence_ids=tuple(f.fact_id for f in parts))

    assert [bool(f.quality_flags) for f in flag_facts(parts, [check])] == [True, False, False, False, False, False]


def test_statements_that_agree_keep_no_flag() -> None:
    statements = read("培训费年初预算4.00万元，支出决算3.14万元，完成年初预算的78.50%。")["statements"]

    assert all(not s.quality_flags for s in flag_statements(statements, [Check("c", outcome="agree")]))


def test_a_summary_of_yuan_under_the_caption_of_wan_yuan_is_flagged_through_the_whole_flow() -> None:
    def one(name: str, template: str, table: str, measure: str, value: str, item: str, side: str = "none") -> Fact:
        fact = replace(_fact(name, table), template=template, measure=measure, side=side, item_name=item)
        return replace(
            fact, value=Decimal(value), value_cny=Decimal(value) * 10_000, unit="wan_yuan", decimals=2
        )

    facts = (
        one("a", "income_expenditure_summary", "01", "amount", "2200600.00", "本年收入合计", "income"),
        one("b", "income", "02", "total", "220.06", "合计"),
        one("c", "income_expenditure_summary", "01", "amount", "2200600.00", "本年支出合计", "expenditure"),
        one("d", "expenditure", "03", "total", "220.06", "合计"),
    )
    checks = tuple(find_checks((), (), (), (), facts, (), (), (), (), knowledge=load_knowledge()))
    suspects = unit_suspects(facts, (), checks)
    flagged = flag_facts(facts, checks, suspects)
    assert [("unit_suspect" in f.quality_flags, f.value, f.unit) for f in flagged] == [
        (True, Decimal("2200600.00"), "wan_yuan"),
        (False, Decimal("220.06"), "wan_yuan"),
        (True, Decimal("2200600.00"), "wan_yuan"),
        (False, Decimal("220.06"), "wan_yuan"),
    ]
