"""Reasons that no cue opens: found where they stand beside a deviation, refused where a clause only reports."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stages.hand_built_text import read

GIVEN = "公共卫生支出（项）年初预算20.00万元，决算15.00万元，完成年初预算的75.00%"
GAP = Decimal("-50000.00")


def explained(text: str) -> list[tuple[str, str, str, str, Decimal | None]]:
    return [(r.item_name, r.basis, r.direction, r.surface, r.gap_cny) for r in read(text)["reasons"]]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        (f"{GIVEN}，3名职工年中退休后停发工资。", "3名职工年中退休后停发工资"),
        (f"{GIVEN}，外出培训因疫情取消。", "外出培训因疫情取消"),
        (f"{GIVEN}。体检设备公开招标，成交价低于预算价。", "体检设备公开招标，成交价低于预算价"),
        (f"{GIVEN}。为跨年支付上年第四季度劳务费。", "跨年支付上年第四季度劳务费"),
        (f"{GIVEN}。部分村医退出服务协议，决算数小于年初预算数。", "部分村医退出服务协议"),
    ],
)
def test_a_clause_beside_a_deviation_explains_it(text: str, surface: str) -> None:
    assert explained(text) == [("公共卫生支出", "initial_budget", "under", surface, GAP)]


@pytest.mark.parametrize(
    "clause",
    [
        "年末公务用车保有量8辆", "全年接待31批次264人次", "具体情况如下", "公务接待费未列预算",
        "其中项目支出减少最为明显",
    ],
)
def test_a_clause_that_reports_is_no_reason(clause: str) -> None:
    assert explained(f"{GIVEN}，{clause}。") == []


def test_each_part_of_an_enumeration_is_a_reason_and_a_new_figure_ends_the_last() -> None:
    text = (
        "其中：基本支出400.00万元，比上年增加6.00万元，原因为①按新标准发放绩效奖金；②新招录法官助理；"
        "项目支出100.00万元，比上年减少8.00万元，原因为档案室改造已于上年完工。"
    )
    assert explained(text) == [
        ("基本支出", "prior_year", "increase", "按新标准发放绩效奖金", Decimal("60000.00")),
        ("基本支出", "prior_year", "increase", "新招录法官助理", Decimal("60000.00")),
        ("项目支出", "prior_year", "decrease", "档案室改造已于上年完工", Decimal("-80000.00")),
    ]


def test_what_is_carried_over_needs_no_deviation() -> None:
    text = "年末结余48.00万元为质量保证金，须待缺陷责任期满后支付。"
    assert explained(text) == [("年末结余", "none", "none", "质量保证金，须待缺陷责任期满后支付", None)]


def test_a_sentence_with_figures_goes_on_with_no_reason_of_the_one_before() -> None:
    text = (
        "差旅费预算2.00万元，决算0万元，缘于组团单位取消行程；培训费预算12.00万元，决算11.00万元。"
        "会议改为视频形式。"
    )
    assert explained(text)[0][:1] + explained(text)[0][3:4] == ("差旅费", "组团单位取消行程")


def test_people_counted_in_a_reason_are_not_what_it_explains() -> None:
    text = "高中教育（项）年初预算10.00万元，决算12.00万元。因新入职教师26人、轮岗转入4人，决算数大于年初预算数。"
    assert [row[0] for row in explained(text)] == ["高中教育"]


def test_grounds_are_no_figures_and_what_is_left_may_be_explained_in_any_words() -> None:
    text = f"{GIVEN}，余款待联调对接通过后再行支付。"
    assert explained(text) == [("公共卫生支出", "initial_budget", "under", "余款待联调对接通过后再行支付", GAP)]
