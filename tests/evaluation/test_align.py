from __future__ import annotations

from typing import Any

from pipeline.evaluation.align import Level, align
from pipeline.evaluation.evaluate import score
from pipeline.evaluation.gold import GoldFiling
from pipeline.evaluation.levels import agrees, value_key
from pipeline.evaluation.printing import format_report
from pipeline.evaluation.report import Report
from pipeline.knowledge import load_knowledge

TAXONOMY = load_knowledge().taxonomy
STRICT = Level("strict", lambda r: [(r["n"], r["v"])], lambda r: [(r["n"], r["v"])])
LOOSE = Level("loose", lambda r: [r["v"]], lambda r: [r["v"]])


def statement(item: str, value: str, **more: Any) -> dict[str, Any]:
    return {
        "item_name": item,
        "quantity": "actual",
        "basis": "none",
        "direction": "none",
        "value": value,
        "unit": "wan_yuan",
        "value_cny": None,
        "state": "reported",
        **more,
    }


def scored(marked: list[dict[str, Any]], published: list[dict[str, Any]], dataset: str = "statements") -> Report:
    gold = GoldFiling("one", ("x",), {}, {dataset: marked})
    return Report((score(gold, {"source_path": "one.pdf"}, {dataset: published}, TAXONOMY),))


def test_the_strict_partner_goes_first_whatever_the_order() -> None:
    gold = [{"n": "a", "v": 1}, {"n": "b", "v": 1}]
    pairs = align(gold, [{"n": "b", "v": 1}, {"n": "c", "v": 1}], (STRICT, LOOSE))
    assert [(p.gold["n"], p.published["n"], p.level) for p in pairs] == [("b", "b", 0), ("a", "c", 1)]


def test_a_row_published_twice_is_right_once() -> None:
    made = scored([statement("培训费", "3.14")], [statement("培训费", "3.14"), statement("培训费", "3.14")])
    count = made.scores["statements", "full"]
    assert (count.met, count.published, count.marked) == (1, 2, 1)


def test_a_wrong_item_is_met_only_at_the_relaxed_level() -> None:
    made = scored([statement("培训费", "3.14")], [statement("会议费", "3.14")])
    assert [made.scores["statements", level].met for level in ("full", "item", "value")] == [0, 0, 1]


def test_money_meets_across_units_and_spellings_of_zero() -> None:
    wan, yuan = statement("培训费", "3.14"), statement("培训费", "31400.00", unit="yuan")
    assert value_key(wan) == value_key(yuan)
    assert value_key(statement("a", "0.00")) == value_key(statement("a", "0"))
    assert value_key(statement("a", "", state="none_reported")) == ("state", "none_reported")


def test_optional_rows_count_neither_way() -> None:
    marked = [statement("培训费", "3.14"), statement("编制", "14", unit="person", optional="1")]
    made = scored(marked, [statement("培训费", "3.14"), statement("编制", "14", unit="person")])
    count = made.scores["statements", "full"]
    assert (count.met, count.published, count.marked) == (1, 1, 1)


def test_an_alternative_answer_is_right() -> None:
    marked = statement("收、支总计", "1", item_alt="收入总计;支出总计", basis_alt="budget")
    assert scored([marked], [statement("支出总计", "1", basis="budget")]).scores["statements", "full"].met == 1


def test_causes_by_set_by_alternative_and_by_what_is_accepted() -> None:
    gold = {
        "cause_ids": "promotion;personnel_increase",
        "cause_ids_alt": "promotion",
        "cause_ids_accept": "pay_policy;promotion",
    }
    assert agrees("cause_ids", gold, {"cause_ids": ["personnel_increase", "promotion"]})
    assert agrees("cause_ids", gold, {"cause_ids": ["pay_policy"]})
    assert not agrees("cause_ids", gold, {"cause_ids": ["personnel_increase"]})
    assert not agrees("cause_ids", gold, {"cause_ids": []})


def test_an_unpublished_filing_counts_as_missed() -> None:
    gold = GoldFiling("one", ("x",), {"fiscal_year": 2024}, {"statements": [statement("培训费", "3.14")]})
    report = Report((score(gold, None, {}, TAXONOMY),))
    assert report.scores["statements", "full"].recall == 0 and report.fields["filing", "fiscal_year"].met == 0
    assert "not published" in format_report(report)


def test_the_report_lists_what_found_no_partner() -> None:
    text = format_report(scored([statement("培训费", "3.14")], [statement("会议费", "9.99")]), examples=3)
    assert "missing: statements: 培训费" in text and "spurious: statements: 会议费" in text
    assert "| statements | full | 0.000 |" in text
