"""The account of numbers: each has one outcome, in the narrative and in the tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.records.table import PerformanceIndicator
from tests.stages.hand_built_text import fill, layers_of, printed, read
from tests.stages.test_statements import coded_facts


def outcomes(text: str) -> list[tuple[str, str, str | None]]:
    return [(n.surface, n.outcome, n.ignore_reason) for n in read(text)["numbers"]]


def test_a_stated_number_points_to_its_statements() -> None:
    layers = read("收、支总计均为731.26万元。")
    (number,) = layers["numbers"]
    assert number.outcome == "statement"
    assert set(number.target_ids) == {s.statement_id for s in layers["statements"]} and len(number.target_ids) == 2


@pytest.mark.parametrize(
    ("text", "surface", "reason"),
    [
        ("2024年12月31日前完成。", "2024", "date"),
        ("2024年度工作有序开展。", "2024", "year"),
        ("按照财预〔2019〕7号文件执行。", "7", "label"),
        ("初中教育（2050203）有序开展。", "2050203", "code"),
        ("采购单价100万元以上设备。", "100", "threshold"),
        ("按每人每月300元发放补助。", "300", "parameter"),
        ("增幅在2%至5%之间。", "5", "range"),
        ("连续3年获得表彰。", "3", "duration"),
        ("自评得分95.2分。", "95.2", "score"),
        ("房屋面积199平方米。", "199", "area"),
    ],
)
def test_numbers_that_are_ignored_say_why(text: str, surface: str, reason: str) -> None:
    assert (surface, "ignored", reason) in outcomes(text)


def test_a_number_that_nothing_explains_is_an_issue() -> None:
    assert outcomes("情况如下7.77。") == [("7.77", "issue", None)]


def test_numbers_of_headings_and_of_the_part_of_tables_are_named_not_lost() -> None:
    lines = ["一、2024年度收入决算情况说明7", *fill("收入5.00万元。")]
    found = layers_of(printed(lines))["numbers"]
    assert {n.outcome for n in found} <= {"statement", "ignored"}


def test_facts_are_accounted_and_blank_cells_are_no_numbers() -> None:
    facts = coded_facts(("2013901", "行政运行"))
    broken = replace(facts[1], fact_id="fa-x", state="unreadable", surface="1.2.3")
    found = [n for n in read("说明。", facts=(*facts[:1], broken, *facts[2:]))["numbers"] if n.table_id]
    assert [(n.surface, n.outcome) for n in found] == [("1.00", "fact"), ("1.2.3", "issue")]
    assert found[0].target_ids == (facts[0].fact_id,)
    assert [f.state for f in facts].count("blank") == 2


def test_numbers_of_indicators_are_facts() -> None:
    indicator = PerformanceIndicator(
        "pi-1", "t", None, "产出", "数量", "培训人次", "100", "60", Decimal(100), Decimal(60), None, None, None,
        None, None, 3, (), ("100", "60"),
    )  # fmt: skip
    found = read("说明。", indicators=(indicator,))["numbers"]
    assert [(n.surface, n.outcome, n.target_ids) for n in found] == [
        ("100", "fact", ("pi-1",)), ("60", "fact", ("pi-1",)),
    ]  # fmt: skip
    assert len({n.number_id for n in found}) == 2
