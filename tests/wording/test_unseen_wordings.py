"""Wordings of other provinces that once gave a wrong figure; each must keep giving the right one."""

from __future__ import annotations

from decimal import Decimal

from tests.stages.hand_built_text import read


def stated(text: str) -> list[tuple[str, str, str, Decimal | None]]:
    return [(s.item_name, s.quantity, s.basis, s.value) for s in read(text)["statements"]]


def explained(text: str) -> list[tuple[str, str, str, str, Decimal | None]]:
    return [(r.item_name, r.basis, r.direction, r.surface, r.gap_cny) for r in read(text)["reasons"]]


def test_a_rate_of_the_amount_right_before_it_is_a_completion_rate() -> None:
    assert stated("会议费完成全年预算33.10万元的98%。") == [
        ("会议费", "final_budget", "none", Decimal("33.10")),
        ("会议费", "completion_rate", "final_budget", Decimal("98")),
    ]


def test_what_money_is_for_is_not_the_item_before_it() -> None:
    assert stated("项目支出3,000.00万元。项目支出主要用于森林防火1,200.00万元。") == [
        ("项目支出", "actual", "none", Decimal("3000.00")),
        ("森林防火", "actual", "none", Decimal("1200.00")),
    ]


def test_totals_of_the_own_year_are_no_figures_of_last_year() -> None:
    assert stated("2024年收入总额为731.26万元，支出总额为700.00万元。") == [
        ("收入总额", "actual", "none", Decimal("731.26")),
        ("支出总额", "actual", "none", Decimal("700.00")),
    ]


def test_a_budget_compared_with_is_read_beside_the_change() -> None:
    assert stated("差旅费比2023年年初预算减少2.00万元，下降16.67%。") == [
        ("差旅费", "change", "initial_budget", Decimal("-2.00")),
        ("差旅费", "change_rate", "initial_budget", Decimal("-16.67")),
    ]


def test_a_missing_percent_sign_never_makes_money_of_a_rate() -> None:
    assert stated("收入总计与支出总计各减少1,735,612.48元，降低12.35。")[2:] == [
        ("收入总计", "change_rate", "prior_year", Decimal("-12.35")),
        ("支出总计", "change_rate", "prior_year", Decimal("-12.35")),
    ]


def test_the_next_entry_ends_the_reason_before_it() -> None:
    text = "（1）基本工资较上年增加5万元，主要原因是正常晋级晋档；（2）津贴补贴较上年减少2万元，主要原因是人员退休。"
    assert explained(text) == [
        ("基本工资", "prior_year", "increase", "正常晋级晋档", Decimal("50000.00")),
        ("津贴补贴", "prior_year", "decrease", "人员退休", Decimal("-20000.00")),
    ]


def test_an_item_named_beside_the_comparison_is_the_one_explained() -> None:
    text = (
        "“三公”经费年初预算2.00万元，决算1.50万元，其中公务接待费决算0.50万元。"
        "“三公”经费支出决算数小于预算数的主要原因是压缩开支。"
    )
    assert explained(text) == [("“三公”经费", "initial_budget", "under", "压缩开支", Decimal("-5000.00"))]


def test_a_reason_that_opens_a_paragraph_explains_the_paragraph_above() -> None:
    text = (
        "培训费年初预算10.00万元，支出决算9.00万元，完成年初预算的90.00%。\n"
        "决算数小于年初预算数的主要原因是项目未完工验收。"
    )
    assert explained(text) == [("培训费", "initial_budget", "under", "项目未完工验收", Decimal("-10000.00"))]


def test_going_abroad_is_no_cue() -> None:
    text = "“三公”经费减少1.00万元，原因：一是因公出国（境）团组未成行；二是严控接待标准。"
    assert [row[3] for row in explained(text)] == ["因公出国（境）团组未成行", "严控接待标准"]


def test_income_and_expenditure_beside_a_balance_are_none_of_the_balance() -> None:
    text = "政府性基金预算财政拨款年初结转和结余0万元，收入18.00万元，支出18.00万元，年末结转和结余0万元。"
    assert stated(text)[1:3] == [
        ("政府性基金预算财政拨款收入", "actual", "none", Decimal("18.00")),
        ("政府性基金预算财政拨款支出", "actual", "none", Decimal("18.00")),
    ]
    assert ("年末结转和结余", "change", "prior_year", Decimal("3.00")) not in stated(text + "支出比上年增加3.00万元。")


def test_what_keeps_a_body_running_is_its_basic_expenditure() -> None:
    assert stated("2023年度用于保障县局机关等机构正常运转的日常支出70.20万元。") == [
        ("基本支出", "actual", "none", Decimal("70.20")),
    ]


def test_a_procurement_budget_is_compared_with_and_no_item() -> None:
    assert stated("政府采购支出总额500.00万元，较采购预算减少58.28万元。")[1] == (
        "政府采购支出总额", "change", "budget", Decimal("-58.28"))
