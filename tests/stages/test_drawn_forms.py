"""Statutory tables with headers of several levels, drawn with any rules: every figure under its column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.flow import LAYOUT, run_flow
from pipeline.knowledge import load_knowledge
from pipeline.readers import read_pages
from pipeline.records.table import Fact, Table
from pipeline.stages.facts import find_facts
from pipeline.stages.tables import find_tables
from tests.drawn_forms import Rules, Typed, drawn

KNOWLEDGE = load_knowledge()

SUMMARY = Typed(
    "收入支出决算总表",
    ("收入 < < < < 支出 < < < <",
     "项目 行次 年初预算数 调整预算数 决算数 项目（按功能分类） 行次 年初预算数 调整预算数 决算数",
     "栏次 . 1 2 3 栏次 . 4 5 6"),
    ("一、财政拨款收入 1 1,200.50 1,300.00 1,299.12 一、一般公共服务支出 30 500.00 600.00 600.00",
     "二、事业收入 2 10.00 10.00 9.99 二、教育支出 31 1.00 1.00 1.00",
     "用事业基金弥补收支差额 3 . . 5.00 结余分配 32 . . 2.00",
     ". 24 . . . . 33 . . .",
     "总计 25 1,210.50 1,310.00 1,314.11 总计 34 501.00 601.00 603.00"),
    (0, 1, 5, 6),
)
SPLIT_CODES = Typed(
    "支出决算表",
    ("科目编码 < < 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出", "类 款 项 ^ ^ ^ ^ ^"),
    ("208 . . 社会保障和就业支出 20.00 18.00 2.00 .",
     "208 05 . 行政事业单位养老支出 20.00 18.00 2.00 .",
     "208 05 05 机关事业单位基本养老保险缴费支出 20.00 18.00 2.00 0.50"),
    (0, 1, 2, 3),
)
FUND = Typed(
    "政府性基金预算财政拨款收入支出决算表",
    ("项目 < < < 年初结转和结余 本年收入 本年支出 < < 年末结转和结余",
     "功能分类科目编码 < < 科目名称 ^ ^ 小计 基本支出 项目支出 ^",
     "类 款 项 栏次 1 2 3 4 5 6"),
    (". . . 合计 1.00 2.00 3.00 0.50 2.50 0.00",
     "212 < < 城乡社区支出 1.00 2.00 3.00 0.50 2.50 0.00",
     "21208 < < 国有土地使用权出让收入安排的支出 1.00 2.00 3.00 0.50 2.50 0.00"),
    (0, 1, 2, 3),
)
PARTS = Typed(
    "一般公共预算财政拨款支出决算表",
    ("科目编码 科目名称 本年支出 < < < <", "^ ^ 合计 基本支出 < < 项目支出", "^ ^ ^ 小计 人员经费 公用经费 ^"),
    ("201 一般公共服务支出 51.00 30.00 20.00 10.00 21.00",
     "20106 财政事务 51.00 30.00 20.00 10.00 21.00",
     "2010601 行政运行 51.00 30.00 20.00 10.00 21.00"),
    (0, 1),
)
UNITS_IN_HEADS = Typed(
    "支出决算表",
    ("科目编码 科目名称 本年支出合计（万元） 基本支出（万元） 项目支出（万元） 上缴上级支出（万元）",),
    ("201 一般公共服务支出 51.00 30.00 21.00 .",
     "20106 财政事务 51.00 30.00 21.00 .",
     "2010601 行政运行 51.00 30.00 21.00 -"),
    (0, 1),
)


def facts_of(data: bytes) -> list[Fact]:
    layers = run_flow({"pages": read_pages(data, "pdf").pages}, KNOWLEDGE, LAYOUT)
    found = find_tables(layers["blocks"], (), knowledge=KNOWLEDGE)
    tables = tuple(table for table in found if isinstance(table, Table))
    return [fact for fact in find_facts(tables, (), knowledge=KNOWLEDGE) if isinstance(fact, Fact)]


def rows_of(facts: list[Fact]) -> dict[str, list[tuple[str, str | None]]]:
    """By item (its code before its name): what each column measures, and the figure in it."""
    rows: dict[str, list[tuple[str, str | None]]] = {}
    for fact in facts:
        item = f"{fact.item_code or ''} {fact.item_name}".strip()
        said = fact.measure if fact.measure != "amount" else str(fact.quantity)
        rows.setdefault(item, []).append((said, None if fact.value is None else str(fact.value)))
    return rows


@pytest.mark.parametrize("rules", ["all", "across", "three", "none"])
def test_line_numbers_are_no_part_of_the_names_that_fill_their_column(rules: Rules) -> None:
    rows = rows_of(facts_of(drawn(SUMMARY, rules, pad=11 if rules == "none" else 8)))
    assert rows["用事业基金弥补收支差额"] == [("initial_budget", None), ("final_budget", None), ("actual", "5.00")]
    assert rows["一般公共服务支出"] == [("initial_budget", "500.00"), ("final_budget", "600.00"), ("actual", "600.00")]


@pytest.mark.parametrize("rules", ["all", "across", "three"])
def test_a_row_of_line_numbers_alone_ends_no_table(rules: Rules) -> None:
    rows = rows_of(facts_of(drawn(SUMMARY, rules)))
    assert rows["总计"][2::3] == [("actual", "1314.11"), ("actual", "603.00")]


@pytest.mark.parametrize("rules", ["all", "across", "three", "none"])
def test_codes_split_over_three_columns_under_one_header(rules: Rules) -> None:
    rows = rows_of(facts_of(drawn(SPLIT_CODES, rules)))
    assert [item.split()[0] for item in rows] == ["208", "20805", "2080505"]
    assert rows["2080505 机关事业单位基本养老保险缴费支出"] == [
        ("total", "20.00"), ("basic", "18.00"), ("project", "2.00"), ("remitted_to_superior", "0.50"),
    ]


@pytest.mark.parametrize("rules", ["all", "across", "three", "none"])
def test_two_levels_of_header_and_the_numbers_of_columns(rules: Rules) -> None:
    rows = rows_of(facts_of(drawn(FUND, rules)))
    assert rows["212 城乡社区支出"] == [
        ("opening_balance", "1.00"), ("current_income", "2.00"), ("total", "3.00"), ("basic", "0.50"),
        ("project", "2.50"), ("closing_balance", "0.00"),
    ]


@pytest.mark.parametrize("rules", ["all", "across", "three", "none"])
def test_a_header_heads_the_columns_that_it_stands_in_the_middle_of(rules: Rules) -> None:
    rows = rows_of(facts_of(drawn(PARTS, rules)))
    assert rows["2010601 行政运行"] == [
        ("total", "51.00"), ("basic", "30.00"), ("personnel", "20.00"), ("public_use", "10.00"), ("project", "21.00"),
    ]


@pytest.mark.parametrize("rules", ["all", "across", "three", "none"])
def test_units_in_brackets_in_heads_that_fill_their_columns(rules: Rules) -> None:
    rows = rows_of(facts_of(drawn(UNITS_IN_HEADS, rules)))
    assert rows["2010601 行政运行"] == [
        ("total", "51.00"), ("basic", "30.00"), ("project", "21.00"), ("remitted_to_superior", None),
    ]


@pytest.mark.parametrize("rules", ["all", "across", "three", "none"])
def test_rows_continued_without_header_and_with_blank_columns_at_the_side(rules: Rules) -> None:
    rows = tuple(f"20{n:02d}{n:02d}{n:02d} 行政运行 {n}.25 {n}.25 {n}.00 ." for n in range(11, 31))
    form = Typed(SPLIT_CODES.title, ("科目编码 科目名称 本年支出合计 基本支出 项目支出 上缴上级支出",), rows, (0, 1))
    facts = facts_of(drawn(form, rules, breaks=(10,)))
    assert [fact.value for fact in facts if fact.measure == "total"] == [Decimal(f"{n}.25") for n in range(11, 31)]


def test_a_total_before_several_pairs_reaches_over_those_that_hold_nothing() -> None:
    form = Typed(
        "一般公共预算财政拨款基本支出决算表",
        ("科目编码 科目名称 决算数 科目编码 科目名称 决算数 科目编码 科目名称 决算数",),
        ("301 工资福利支出 100.00 302 商品和服务支出 50.00 310 资本性支出 5.00",
         "30101 基本工资 100.00 30201 办公费 50.00 31002 办公设备购置 5.00",
         "人员经费合计 . 100.00 公用经费合计 . . . . 55.00"),
        (0, 1, 3, 4, 6, 7),
    )
    rows = rows_of(facts_of(drawn(form, "all")))
    assert rows["人员经费合计"] == [("actual", "100.00")]
    assert rows["公用经费合计"] == [("actual", "55.00")]


@pytest.mark.parametrize("rules", ["all", "across", "three"])
def test_what_stands_above_the_numbers_of_columns_is_header(rules: Rules) -> None:
    form = Typed(
        "财政拨款收入支出决算总表",
        ("收入 < < 支出 < < < <",
         "项目 行次 决算数 项目（按功能分类） 行次 决算数 < <",
         "^ ^ ^ ^ ^ 小计 一般公共预算财政拨款 政府性基金预算财政拨款",
         "栏次 . 1 栏次 . 2 3 4"),
        ("一、一般公共预算财政拨款 1 1,299.12 一、一般公共服务支出 28 600.00 600.00 .",
         "二、政府性基金预算财政拨款 2 3.00 二、国防支出 29 3.00 . 3.00",
         "总计 3 1,302.12 总计 30 1,302.12 1,299.12 3.00"),
        (0, 1, 3, 4),
    )
    rows = rows_of(facts_of(drawn(form, rules)))
    assert rows["国防支出"] == [("total", "3.00"), ("general_public_budget", None), ("government_fund", "3.00")]
    assert rows["政府性基金预算财政拨款"] == [("actual", "3.00")]
