"""What words around a figure say it is of, and what a cue explains, in wordings that once gave a wrong row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.stages.hand_built_text import read


def stated(text: str) -> list[tuple[str, str, str, Decimal | None]]:
    return [(s.item_name, s.quantity, s.basis, s.value) for s in read(text)["statements"]]


def explained(text: str) -> list[tuple[str, str, str, str, Decimal | None]]:
    return [(r.item_name, r.basis, r.direction, r.surface, r.gap_cny) for r in read(text)["reasons"]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("授予小微企业合同金额80.00万元，占授予中小企业合同金额100.00万元的80.0%。", [
            ("授予小微企业合同金额", "actual", "none", Decimal("80.00")),
            ("授予中小企业合同金额", "actual", "none", Decimal("100.00")),
            ("授予小微企业合同金额", "share", "whole", Decimal("80.0"))]),
        ("差旅费全年安排60.00万元，支出43.00万元，未执行17.00万元。", [
            ("差旅费", "final_budget", "none", Decimal("60.00")),
            ("差旅费", "actual", "none", Decimal("43.00")),
            ("差旅费", "change", "final_budget", Decimal("-17.00"))]),
        ("本年预算收入19.00万元，决算收入23.00万元；本年预算支出18.00万元，决算支出22.00万元。", [
            ("收入", "budget", "none", Decimal("19.00")), ("收入", "actual", "none", Decimal("23.00")),
            ("支出", "budget", "none", Decimal("18.00")), ("支出", "actual", "none", Decimal("22.00"))]),
        ("“三公”经费支出预算、决算分别为9.00万元、7.00万元。", [
            ("“三公”经费", "budget", "none", Decimal("9.00")), ("“三公”经费", "actual", "none", Decimal("7.00"))]),
        ("公务用车运行维护费15.00万元，其中燃油8.00万元、维修7.00万元，与2023年相比增加2.00万元。", [
            ("公务用车运行维护费", "actual", "none", Decimal("15.00")), ("燃油", "actual", "none", Decimal("8.00")),
            ("维修", "actual", "none", Decimal("7.00")),
            ("公务用车运行维护费", "change", "prior_year", Decimal("2.00"))]),
        ("培训经费支出9.00万元，其中：5.00万元用于教材采购，4.00万元为授课补助。", [
            ("培训经费", "actual", "none", Decimal("9.00")), ("教材采购", "actual", "none", Decimal("5.00")),
            ("授课补助", "actual", "none", Decimal("4.00"))]),
        ("机关运行经费支出30.00万元（与部门决算中行政单位公用经费之和保持一致），比上年增加1.00万元。", [
            ("机关运行经费", "actual", "none", Decimal("30.00")),
            ("机关运行经费", "change", "prior_year", Decimal("1.00"))]),
        ("其中“食堂改造”得分82分，全年预算9.00万元，支出3.00万元。", [
            ("食堂改造", "final_budget", "none", Decimal("9.00")), ("食堂改造", "actual", "none", Decimal("3.00"))]),
        ("因公出国（境）费预算0万元，决算0万元，与预算、上年均持平。", [
            ("因公出国（境）费", "budget", "none", Decimal("0")), ("因公出国（境）费", "actual", "none", Decimal("0")),
            ("因公出国（境）费", "change", "prior_year", None), ("因公出国（境）费", "change", "budget", None)]),
        ("本年收入合计90.00万元，全部为财政拨款收入，占100%。", [
            ("本年收入合计", "actual", "none", Decimal("90.00")),
            ("财政拨款收入", "share", "whole", Decimal("100"))]),
        ("1、2070104图书馆。年初预算为5,000.00元，决算为6,000.00元。", [
            ("图书馆", "initial_budget", "none", Decimal("5000.00")),
            ("图书馆", "actual", "none", Decimal("6000.00"))]),
        ("公益性岗位补贴（项）：由于保洁岗位到期，支出决算数为6.00万元，比上年决算减少4.00万元。", [
            ("公益性岗位补贴", "actual", "none", Decimal("6.00")),
            ("公益性岗位补贴", "change", "prior_year", Decimal("-4.00"))]),
        ("人员经费6.00万元，公用经费5.00万元。公用经费较上年减少，少支4.00万元，一来用电计量，二来维保并入项目。", [
            ("人员经费", "actual", "none", Decimal("6.00")), ("公用经费", "actual", "none", Decimal("5.00")),
            ("公用经费", "change", "prior_year", Decimal("-4.00"))]),
        ("收入总计90.00万元，其中年初结转和结余10.00万元，较2022年增加30.00万元，增长50.00%。", [
            ("收入总计", "actual", "none", Decimal("90.00")),
            ("年初结转和结余", "actual", "none", Decimal("10.00")),
            ("收入总计", "change", "prior_year", Decimal("30.00")),
            ("收入总计", "change_rate", "prior_year", Decimal("50.00"))]),
        ("“三公”经费决算9.00万元（其中：一般公共预算支出9.00万元；政府性基金预算支出0万元）。", [
            ("“三公”经费", "actual", "none", Decimal("9.00")),
            ("一般公共预算支出", "actual", "none", Decimal("9.00")),
            ("政府性基金预算支出", "actual", "none", Decimal("0"))]),
        ("本单位无政府性基金预算财政拨款收入、支出及结转和结余。", [
            ("政府性基金预算财政拨款收入", "actual", "none", None),
            ("政府性基金预算财政拨款支出", "actual", "none", None),
            ("结转和结余", "actual", "none", None)]),
        ("事业单位医疗（项）：支出决算为9.00万元，完成预算100.0%，收支与预算一致。", [
            ("事业单位医疗", "actual", "none", Decimal("9.00")),
            ("事业单位医疗", "completion_rate", "budget", Decimal("100.0")),
            ("事业单位医疗", "change", "budget", None)]),
        ("提租补贴（项）。年初预算38.60万元，支出决算35.22万元，节余3.38万元，财政供养人数变少。", [
            ("提租补贴", "initial_budget", "none", Decimal("38.60")), ("提租补贴", "actual", "none", Decimal("35.22")),
            ("提租补贴", "change", "initial_budget", Decimal("-3.38"))]),
        ("2025年度用于保障专项业务工作的经费13.00万元。", [("项目支出", "actual", "none", Decimal("13.00"))]),
        ("基本支出较上年略降2.00万元，主要原因是追加4K转播车专项。", [
            ("基本支出", "change", "prior_year", Decimal("-2.00"))]),
        ("优待金支出9.00万元，发放标准由上年9000元提至12000元。", [("优待金支出", "actual", "none", Decimal("9.00"))]),
        ("其中：车辆4台，148.00万元。", [
            ("车辆", "count", "none", Decimal("4")), ("车辆", "actual", "none", Decimal("148.00"))]),
        ("国内公务接待12批次，比上年减少5批次、31人次。", [
            ("国内公务接待", "count", "none", Decimal("12")), ("国内公务接待", "change", "prior_year", Decimal("-5")),
            ("国内公务接待", "change", "prior_year", Decimal("-31"))]),
        ("因公出国（境）费支出0.00万元，公务用车购置费支出0.00万元，均与上年一致。", [
            ("因公出国（境）费", "actual", "none", Decimal("0.00")),
            ("公务用车购置费", "actual", "none", Decimal("0.00")),
            ("因公出国（境）费", "change", "prior_year", None), ("公务用车购置费", "change", "prior_year", None)]),
    ],
)
def test_each_figure_is_of_the_item_that_the_words_say(
    text: str, wanted: list[tuple[str, str, str, Decimal | None]],
) -> None:
    assert stated(text) == wanted


def test_a_change_inside_a_reason_is_never_of_what_the_reason_explains() -> None:
    reasons = ["监测平台纳入计划，增加12.00万元", "消防人员由4人扩编到6人，增加5.00万元"]
    text = f"收入总计90.00万元，比上年增加20.00万元，主要原因是：{'；'.join(reasons)}。"
    assert [row for row in stated(text) if row[1] == "change"] == [
        ("收入总计", "change", "prior_year", Decimal("20.00")),
        ("监测平台", "change", "prior_year", Decimal("12.00")),
        ("消防人员", "change", "prior_year", Decimal("5.00")),
    ]
    assert [row[3] for row in explained(text)] == reasons


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("基本支出增加，主要原因：人员调入。", ("基本支出", "prior_year", "increase", "人员调入", None)),
        ("“三公”经费预算9.00万元，决算8.00万元，较上年增加1.00万元。较预算减少的原因是节约油料。",
         ("“三公”经费", "budget", "decrease", "节约油料", Decimal("-10000.00"))),
        ("项目支出决算7.00万元，完成年初预算8.00万元的87.50%，完成调整预算的70.00%。与年初预算差异大，缘于园区建设推迟。",
         ("项目支出", "initial_budget", "under", "园区建设推迟", Decimal("-10000.00"))),
    ],
)
def test_a_reason_explains_what_the_clause_before_its_cue_tells(
    text: str, wanted: tuple[str, str, str, str, Decimal | None],
) -> None:
    assert explained(text) == [wanted]


def test_problems_of_an_evaluation_are_reasons_only_where_they_name_a_cause() -> None:
    text = "“妇幼健康”项目全年预算9.00万元，实际支出6.00万元，执行率66.67%；发现的问题及原因：{}。"
    assert [row[3] for row in explained(text.format("疫情期间活动取消"))] == ["疫情期间活动取消"]
    assert explained(text.format("绩效指标设置不够细化")) == []


def test_a_budget_not_told_apart_is_the_one_that_was_spoken_of() -> None:
    text = "培训费决算9.00万元，完成年初预算的90.00%，比年初预算减少1.00万元，决算数小于预算数主要原因是改为线上。"
    assert [(row[1], row[3]) for row in explained(text)] == [("initial_budget", "改为线上")]


def test_two_comparisons_in_a_row_have_each_its_reason() -> None:
    text = (
        "差旅费年初预算9.00万元，决算8.00万元，较上年增加1.00万元。"
        "低于预算是因为审批从紧，高于上年是因为招才引智任务恢复。"
    )
    assert [(row[1], row[3]) for row in explained(text)] == [
        ("initial_budget", "审批从紧"), ("prior_year", "招才引智任务恢复")]


def test_a_second_reason_explains_what_its_own_words_compare_with() -> None:
    text = (
        "“三公”经费预算9.00万元，决算8.00万元；较上年增加1.00万元。决算数小于预算数的主要原因：从紧安排。"
        "决算数较上年增加的主要原因：护送返乡里程上升。"
    )
    assert [(row[1], row[3]) for row in explained(text)] == [
        ("budget", "从紧安排"), ("prior_year", "护送返乡里程上升")]


def test_of_two_items_each_has_its_own_reason() -> None:
    text = (
        "差旅费年初预算2.00万元，决算3.00万元；培训费年初预算5.00万元，决算6.00万元。"
        "前者超预算系下乡增多，后者超预算系新增骨干培训班。"
    )
    assert [(row[0], row[3]) for row in explained(text)] == [("差旅费", "下乡增多"), ("培训费", "新增骨干培训班")]


def test_one_reason_behind_several_items_is_of_each() -> None:
    text = (
        "离休费8.00万元，较上年减少2.00万元；养老保险缴费9.00万元，较上年增加2.00万元。"
        "以上增减变动均是科目调整所致。"
    )
    assert [(row[0], row[2], row[3]) for row in explained(text)] == [
        ("离休费", "decrease", "科目调整"), ("养老保险缴费", "increase", "科目调整")]


def test_an_enumeration_goes_on_over_the_figures_inside_it() -> None:
    text = (
        "支出合计90.00万元，比上年增加20.00万元，主要原因是：一是水库加固支出8.00万元，较上年多支2.00万元；"
        "二是抢修水毁堤段；三是新招3人。"
    )
    assert [row[3] for row in explained(text)] == [
        "水库加固支出8.00万元，较上年多支2.00万元", "抢修水毁堤段", "新招3人"]


def test_two_changes_against_two_bases_have_each_its_own() -> None:
    assert stated("购房补贴（项）。比年初预算和上年分别减少183.00元、61.00元。") == [
        ("购房补贴", "change", "initial_budget", Decimal("-183.00")),
        ("购房补贴", "change", "prior_year", Decimal("-61.00")),
    ]


def test_what_is_left_is_explained_by_itself_and_a_row_of_changes_together() -> None:
    left = "年末结转和结余9.00万元，比年初减少1.00万元。其中监测经费结转4.00万元，主要由于服务费须经考核后支付。"
    assert [(row[0], row[1]) for row in explained(left)] == [("监测经费结转", "none")]
    both = "财政拨款收入9.00万元、支出8.00万元，较上年分别增加5.00万元和4.00万元，增加的主要原因：安置点道路动工。"
    assert [(row[0], row[3]) for row in explained(both)] == [
        ("财政拨款收入", "安置点道路动工"), ("财政拨款支出", "安置点道路动工")]


def test_a_project_that_is_pointed_back_to_keeps_its_name() -> None:
    text = "我单位年初预算内列入的项目为校舍维修前期经费，该项目因设计未能按进度完成，该项目经费未形成支出。"
    assert [row[0] for row in explained(text)] == ["校舍维修前期经费"]
