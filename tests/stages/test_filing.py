"""What a filing says of itself: body, year, kind, unit, scope; and never from one weak sign."""

from __future__ import annotations

from dataclasses import replace

from pipeline.records.filing import Filing, Source
from pipeline.records.issue import Issue
from tests.stages.hand_built_text import SOURCE, layers_of, printed

WIDE = "　　各项收支均按照国家统一的会计制度核算并经过审核，决算数据真实、完整、准确，"
EXPLANATION = f"""\
第三部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
{WIDE}
2024年度收、支总计均为731.26万元。
二、收入决算情况说明
　　本年收入合计731.26万元。
三、支出决算情况说明
　　本年支出合计731.26万元。
"""


def filing(text: str, path: str = "甲.pdf") -> tuple[Filing, tuple[Issue, ...]]:
    """The filing of a cover and, behind a form feed, the pages of its body."""
    source: Source = replace(SOURCE, source_path=path, source_paths=(path,))
    cover, body = text.split("\f") if "\f" in text else ("", text)
    layers = layers_of(printed(*(page.split("\n") for page in (cover, body))), source)
    return layers["filing"][0], layers["issues"]


def test_the_cover_names_body_year_and_kind() -> None:
    found, issues = filing("岚洲市云屏区样例局2024年度部门决算\f" + EXPLANATION)
    assert (found.entity_name, found.fiscal_year, found.form) == (
        "岚洲市云屏区样例局", 2024, "department_final_accounts",
    )  # fmt: skip
    assert (found.region_name, found.entity_kind) == ("岚洲市云屏区", "department")
    assert not [i for i in issues if i.stage == "filing"]


def test_a_cover_over_several_lines_is_one_title() -> None:
    found, _ = filing("岚洲市云屏区样例局\n2024年度\n部门决算\n2025年9月\f" + EXPLANATION)
    assert (found.entity_name, found.fiscal_year) == ("岚洲市云屏区样例局", 2024)
    assert found.title == "岚洲市云屏区样例局2024年度部门决算"


def test_a_name_over_two_lines_of_the_cover_is_whole_where_another_place_bears_it_out() -> None:
    caption = "部门：岚洲市云屏区样例局 金额单位：万元\n"
    found, _ = filing("岚洲市云屏区\n样例局\n2024年度部门决算\f" + caption + EXPLANATION)
    assert found.entity_name == "岚洲市云屏区样例局"


def test_a_part_of_the_document_is_no_body() -> None:
    assert filing("2024年度部门决算\n第三部分2024年度部门决算情况说明\f" + EXPLANATION)[0].entity_name is None


def test_headings_name_the_body_where_the_cover_does_not() -> None:
    found, _ = filing(
        "2024年度部门决算\f第一部分 岚洲市样例局概况\n第二部分 岚洲市样例局2024年度部门决算表\n" + EXPLANATION
    )
    assert found.entity_name == "岚洲市样例局"


def test_captions_name_the_body_only_when_two_agree() -> None:
    caption = "收入支出决算总表\n部门：岚洲市样例服务中心 金额单位：万元\n"
    once, issues = filing("2024年度部门决算\f" + EXPLANATION + caption)
    assert once.entity_name is None
    assert [i.code for i in issues if i.stage == "filing"] == ["no_entity"]
    twice, _ = filing("2024年度部门决算\f" + EXPLANATION + caption + caption)
    assert twice.entity_name == "岚洲市样例服务中心"


def test_a_file_name_alone_names_no_body() -> None:
    path = "岚洲市云屏区/岚洲市云屏区样例局2024年度部门决算.pdf"
    assert filing("2024年度部门决算\f" + EXPLANATION, path)[0].entity_name is None
    named, _ = filing("2024年度部门决算\n岚洲市云屏区样例局机关\f" + EXPLANATION, path)
    assert named.entity_name == "岚洲市云屏区样例局"


def test_a_place_or_a_pronoun_is_no_body() -> None:
    for words in ("本部门", "云屏区", "江苏省", "我单位"):
        assert filing(f"{words}2024年度部门决算\f" + EXPLANATION)[0].entity_name is None


def test_a_template_left_blank_has_no_body_and_says_so() -> None:
    found, issues = filing("岚洲市XX局2024年度部门决算\f" + EXPLANATION.replace("731.26", "XX"))
    assert found.entity_name is None
    assert [i.code for i in issues if i.stage == "filing"] == ["blank_template"]


def test_two_bodies_the_cover_is_trusted_before_a_sentence() -> None:
    other = "岚洲市另一局2024年度收入支出总计5.00万元。\n岚洲市另一局2024年度支出5.00万元。\n"
    assert filing("岚洲市样例局2024年度部门决算\f" + EXPLANATION + other)[0].entity_name == "岚洲市样例局"


def test_a_unit_of_a_department_is_a_unit_and_says_whose() -> None:
    cover = "岚洲市样例图书馆2024年度单位决算\n主管部门：岚洲市文化局\f"
    found, _ = filing(cover + EXPLANATION.replace("部门", "单位"))
    assert (found.form, found.entity_kind, found.accounts_scope) == ("unit_final_accounts", "unit", "single")
    assert found.parent_entity_name == "岚洲市文化局"


def test_scope_from_name_and_from_what_the_accounts_take_in() -> None:
    assert filing("岚洲市样例局（本级）2024年度单位决算\f" + EXPLANATION)[0].accounts_scope == "own"
    taken = "纳入2024年度部门决算编制范围的单位包括：样例局本级、样例中心。\n"
    assert filing("岚洲市样例局2024年度部门决算\f" + taken + EXPLANATION)[0].accounts_scope == "consolidated"
    alone = "本部门无下属单位。\n"
    assert filing("岚洲市样例局2024年度部门决算\f" + alone + EXPLANATION)[0].accounts_scope == "single"


def test_the_unit_is_the_commonest_of_the_text_where_no_table_declares_one() -> None:
    assert filing("岚洲市样例局2024年度部门决算\f" + EXPLANATION)[0].declared_unit == "wan_yuan"
    assert filing("岚洲市样例局2024年度部门决算\f" + EXPLANATION.replace("万元", "元"))[0].declared_unit == "yuan"


def test_the_year_of_the_cover_wins_over_years_compared_with() -> None:
    text = EXPLANATION.replace("2024年度收", "2023年度收")
    assert filing("岚洲市样例局2024年度部门决算\f" + text)[0].fiscal_year == 2024


def test_a_document_of_another_kind_is_other() -> None:
    report = "云屏股份有限公司季度报告\n" + "公司生产经营情况正常，营业收入保持增长，主要产品销量稳定。\n" * 12
    found, issues = filing(report)
    assert (found.form, found.entity_name) == ("other", None)
    assert not [i for i in issues if i.stage == "filing"]


def test_a_budget_is_told_from_final_accounts() -> None:
    text = EXPLANATION.replace("决算", "预算")
    assert filing("岚洲市样例局2025年部门预算\f" + text)[0].form == "department_budget"
