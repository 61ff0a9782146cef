"""Scores of reasons beyond their level, their causes, and how sure a figure is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.evaluation.evaluate import score
from pipeline.evaluation.gold import GoldFiling
from pipeline.evaluation.printing import format_report, to_json
from pipeline.evaluation.report import Count, FilingScore, Report
from pipeline.knowledge import load_knowledge

TAXONOMY = load_knowledge().taxonomy
Row = dict[str, Any]


def marked(text: str = "职级晋升3人，转正4人", causes: str = "promotion;personnel_increase", **more: str) -> Row:
    return {
        "item_name": "收入总计", "basis": "prior_year", "direction": "increase", "reason_text": text,
        "cause_ids": causes, "is_vacuous": "true" if causes == "vacuous" else "false", **more,
    }


def found(text: str = "职级晋升3人，转正4人", *causes: str, **more: Any) -> Row:
    causes = causes or ("promotion", "personnel_increase")
    return {
        "item_name": "收入总计", "basis": "prior_year", "direction": "increase", "surface": text,
        "cause_ids": list(causes), "is_vacuous": "vacuous" in causes, "sentence_id": text, "start": 0, **more,
    }


def report(gold: list[Row], published: list[Row]) -> Report:
    filing = GoldFiling("one", ("x",), {}, {"reasons": gold})
    return Report((score(filing, {"source_path": "one.pdf"}, {"reasons": published}, TAXONOMY),))


@pytest.mark.parametrize(
    ("published", "strict", "overlap", "item", "sense"),
    [
        (found(), 1, 1, 1, 1),
        (found("职级晋升3人,转正4人。"), 1, 1, 1, 1),
        (found("职级晋升3人"), 0, 1, 1, 1),
        (found("单位职级晋升3人，转正4人等"), 0, 1, 1, 1),
        (found("因单位购置设备"), 0, 0, 1, 1),
        (found(item_name="支出总计"), 1, 1, 0, 1),
        (found(direction="decrease"), 1, 1, 1, 0),
    ],
    ids=["equal", "but for marks", "a part", "more at both ends", "another", "another item", "another direction"],
)
def test_what_a_reason_is_asked(published: Row, strict: int, overlap: int, item: int, sense: int) -> None:
    scores = report([marked()], [published]).scores
    names = ("span_strict", "span_overlap", "item_link", "basis_direction")
    assert [scores["reasons", name].met for name in names] == [strict, overlap, item, sense]


def test_causes_count_over_marked_and_published_by_leaf_and_parent() -> None:
    made = report([marked()], [found("职级晋升3人，转正4人", "promotion", "pay_policy"), found("另一处", "carry_over")])
    measures = made.measures()
    assert measures["causes", "micro leaf"].count == Count(1, 3, 2)
    assert measures["causes", "micro parent"].count == Count(1, 2, 1)
    assert measures["causes", "macro leaf"].value == pytest.approx(1 / 4)
    assert made.causes["leaf", "carry_over"] == Count(0, 1, 0)


def test_of_right_answers_the_nearest_counts() -> None:
    gold = marked(cause_ids_alt="promotion", cause_ids_accept="promotion;pay_policy")
    for causes in (("promotion",), ("pay_policy",), ("promotion", "personnel_increase")):
        assert report([gold], [found("职级晋升3人，转正4人", *causes)]).measures()["causes", "micro leaf"].value == 1.0


def test_reasons_that_say_nothing_are_counted_and_doubtful_ones_are_not() -> None:
    doubtful = marked("按规定支出", "vacuous", cause_ids_alt="policy_standard")
    gold = [marked("人员经费增加", "vacuous"), doubtful, marked()]
    made = report(gold, [found("人员经费增加", "vacuous"), found("按规定支出", "vacuous"), found()])
    assert made.scores["reasons", "vacuous"] == Count(1, 1, 1)
    assert report([marked()], [found("职级晋升3人，转正4人", "vacuous")]).scores["reasons", "vacuous"] == Count(0, 1, 0)


def test_statements_without_a_value_are_scored_apart() -> None:
    row = {"item_name": "国有资本经营预算支出", "quantity": "actual", "basis": "none", "direction": "none", "value": "",
           "unit": "", "value_cny": None, "state": "none_reported"}
    gold = GoldFiling("one", ("x",), {}, {"statements": [row]})
    made = Report((score(gold, {"source_path": "a.txt"}, {"statements": [{**row, "value": None}]}, TAXONOMY),))
    assert made.scores["statements without value", "full"] == Count(1, 1, 1)
    assert made.scores["statements", "full"] == Count(0, 0, 0)


def test_blank_cells_are_met_by_their_place_and_zero_is_not_blank() -> None:
    cell = {"template": "income", "item_name": "培训支出", "item_code": "", "measure": "total", "quantity": "actual",
            "value": "", "unit": "", "value_cny": None, "state": "blank"}
    gold = GoldFiling("one", ("x",), {}, {"facts": [cell, {**cell, "item_name": "教育支出"}]})
    published = [{**cell, "value": None}, {**cell, "item_name": "教育支出", "value": "0", "state": "reported"}]
    made = Report((score(gold, {"source_path": "a.pdf"}, {"facts": published}, TAXONOMY),))
    assert made.scores["facts", "blank"] == Count(1, 1, 2)
    assert made.scores["facts", "full"] == Count(0, 1, 0)


def filing(name: str, met: int, size: int, *labels: str) -> FilingScore:
    return FilingScore(name, True, {("statements", "full"): Count(met, size, size)}, {}, (), (), {}, labels, "一.txt")


def test_an_interval_is_drawn_over_filings_and_always_the_same() -> None:
    made = Report((filing("a", 10, 10), filing("b", 5, 10), filing("c", 9, 10)))
    measure = made.measures()["statements", "full"]
    assert measure.interval is not None and measure.value == pytest.approx(0.8)
    low, high = measure.interval
    assert 0.5 <= low < 0.8 < high <= 1.0
    assert made.measures() == made.measures()
    assert Report((filing("a", 10, 10),)).measures()["statements", "full"].interval is None
    assert Report((filing("a", 7, 7), filing("b", 3, 3))).measures()["statements", "full"].interval == (1.0, 1.0)


def test_phenomena_stand_worst_first_and_the_json_has_everything() -> None:
    made = Report((filing("a", 9, 10, "phenomenon: 持平"), filing("b", 1, 10, "phenomenon: 其中")))
    text = format_report(made)
    assert text.index("phenomenon: 其中") < text.index("phenomenon: 持平")
    content = json.loads(to_json(made))
    assert content["phenomena"]["phenomenon: 其中"]["statements full"]["met"] == 1
    assert content["summary"]["statements full"]["f1"] == 0.5
    assert content["filings"]["一.txt"]["statements full"]["marked"] == 20
