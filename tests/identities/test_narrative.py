"""Identities within the narrative: each holds on one text and is breached by another; what rounding allows agrees."""

from __future__ import annotations

import pytest

from pipeline.knowledge.claims import PartSum
from pipeline.records.check import Check
from tests.identities.hand_built_rows import KNOWN
from tests.stages.hand_built_text import read


def tried(text: str, rule: str) -> list[Check]:
    return [c for c in read(text)["checks"] if c.rule_id == rule]


STATEMENTS = [
    ("completion", "培训费年初预算为244.74万元，支出决算为220.06万元，完成年初预算的{}%。", "89.92", "98.92"),
    ("zero_budget", "培训费年初预算为{}万元，支出决算为6.00万元，完成年初预算的95.89%。", "6.26", "0.00"),
    ("change_rate", "培训费支出220.06万元，较上年增加13.74万元，增长{}%。", "6.66", "9.00"),
    ("zero_base", "培训费支出5.00万元，较上年增加{}万元，增长100.00%。", "2.50", "5.00"),
    ("change", "培训费年初预算为5.85万元，支出决算为5.60万元，比年初预算减少{}万元。", "0.25", "0.52"),
    ("share",
     "本年支出合计100.00万元，其中：基本支出75.00万元，占{}%；项目支出25.00万元，占25.00%。", "75.00", "57.00"),
    ("parts",
     "本年支出合计100.00万元，其中：基本支出{}万元，占75.00%；项目支出25.00万元，占25.00%。", "75.00", "57.00"),
    ("equal", "培训费年初预算为5.00万元，支出决算为{}万元，与年初预算持平。", "5.00", "4.00"),
    ("direction",
     "培训费年初预算为52.00万元，支出决算为{}万元，决算数小于年初预算数的主要原因是班次减少。", "51.32", "53.32"),
]


@pytest.mark.parametrize(("name", "text", "right", "wrong"), STATEMENTS, ids=[s[0] for s in STATEMENTS])
def test_figures_of_one_item_hold_together(name: str, text: str, right: str, wrong: str) -> None:
    rule = KNOWN.statements[name]
    assert "conflict" not in {c.outcome for c in tried(text.format(right), rule.id)}
    found = [c for c in tried(text.format(wrong), rule.id) if c.outcome == "conflict"]
    assert len(found) >= 1
    assert all("疑似不符，待核实" in c.message_zh and c.evidence_ids for c in found)


def test_the_amount_and_the_rate_of_a_change_point_one_way() -> None:
    text = "培训费较上年减少5.00万元，{}5.00%。"
    rule = KNOWN.statements["same_direction"].id
    assert [c.outcome for c in tried(text.format("下降"), rule)] == ["agree"]
    assert [c.outcome for c in tried(text.format("增长"), rule)] == ["conflict"]


def test_a_number_that_two_items_share_is_doubted_once() -> None:
    text = "收入总计、支出总计均为307.82万元，与上年相比，收入总计、支出总计各增加307.82万元，增长100.00%。"
    found = [c for c in tried(text, KNOWN.statements["zero_base"].id) if c.outcome == "conflict"]
    assert len({c.evidence_ids[:1] for c in found}) == len(found)


def test_a_share_of_another_whole_is_not_tried_with_the_first() -> None:
    text = "本年支出合计100.00万元，其中：货物支出30.00万元，占政府采购支出总额的60.00%。"
    assert [c.outcome for c in tried(text, KNOWN.statements["share"].id)] == ["not_checkable"]


def test_about_the_same_promises_less() -> None:
    text = "培训费年初预算为5.00万元，支出决算为5.10万元，与年初预算基本持平。"
    assert [c.outcome for c in tried(text, KNOWN.statements["equal"].id)] == ["not_applicable"]


def test_a_deviation_without_a_reason_is_told_as_such() -> None:
    rule = KNOWN.statements["explained"].id
    text = (
        "第三部分 2024年度部门决算情况说明\n五、一般公共预算财政拨款支出决算情况说明\n"
        "（三）一般公共预算财政拨款支出决算具体情况\n培训费年初预算为5.00万元，支出决算为4.00万元{}。")
    said = {
        words: [c.outcome for c in tried(text.format(words), rule)]
        for words in ("", "，决算数小于年初预算数的主要原因是培训班次减少")}
    assert list(said.values()) == [["not_checkable"], ["agree"]]


def test_the_other_budget_of_an_entry_is_offered_as_what_was_meant() -> None:
    text = "培训费年初预算为400.00万元，全年预算为321.02万元，支出决算为307.82万元，完成年初预算的95.89%。"
    (check,) = [c for c in tried(text, KNOWN.statements["completion"].id) if c.outcome == "conflict"]
    assert check.diagnosis == "other_budget"


HEADINGS = {
    "sum.basic": "六、一般公共预算财政拨款基本支出决算情况说明",
    "sum.three_public": "七、财政拨款“三公”经费支出决算情况说明",
    "sum.vehicles": "七、财政拨款“三公”经费支出决算情况说明",
    "sum.procurement": "（二）政府采购支出情况",
    "sum.reserved": "（二）政府采购支出情况",
    "sum.rated": "十、预算绩效管理情况",
    "sum.cars": "（三）国有资产占有使用情况",
}
SUMS = {
    "sum.basic": (
        "一般公共预算财政拨款基本支出10.00万元，其中：人员经费{}万元，公用经费3.00万元。", "7.00", "9.00"),
    "sum.three_public": (
        "“三公”经费财政拨款支出决算为5.00万元，其中：因公出国（境）费支出决算为0.00万元；"
        "公务用车购置及运行维护费支出决算为{}万元；公务接待费支出决算为1.00万元。", "4.00", "3.00"),
    "sum.vehicles": (
        "公务用车购置及运行维护费支出决算为{}万元，其中：公务用车购置费支出决算为2.00万元；"
        "公务用车运行维护费支出决算为2.00万元。", "4.00", "3.00"),
    "sum.procurement": (
        "政府采购支出总额{}万元，其中：政府采购货物支出2.00万元、政府采购工程支出0.00万元、"
        "政府采购服务支出8.00万元。", "10.00", "11.00"),
    "sum.reserved": (
        "政府采购金额20.00万元。在面向中小企业预留的政府采购项目中，由中小企业中标的采购金额{}万元；"
        "在其他政府采购项目中，由中小企业中标的采购金额10.00万元。", "10.00", "20.00"),
    "sum.rated": (
        "绩效自评的2024年度项目{}个，平均得分99.00分（其中，绩效评级为“优”的项目3个；绩效评级为“良”的项目1个；"
        "绩效评级为“合格”的项目0个；绩效评级为“不合格”的项目0个）。", "4", "5"),
    "sum.cars": ("共有车辆{}辆，其中：机要通信用车1辆、其他用车2辆。", "3", "4"),
}


@pytest.mark.parametrize("rule", KNOWN.sums, ids=lambda rule: rule.rule.id)
def test_a_whole_of_known_name_is_the_sum_of_its_parts(rule: PartSum) -> None:
    identifier = rule.rule.id
    text, right, wrong = SUMS[identifier]
    said = f"第三部分 2024年度部门决算情况说明\n{HEADINGS[identifier]}\n" + text
    assert [c.outcome for c in tried(said.format(right), identifier)] == ["agree"]
    assert [c.outcome for c in tried(said.format(wrong), identifier)] == ["conflict"]
