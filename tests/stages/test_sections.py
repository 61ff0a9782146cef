"""Headings: what opens a section, and what only looks like one."""

from __future__ import annotations

from pipeline.records.layout import Block
from pipeline.records.outline import Section
from tests.stages.hand_built_text import fill, layers_of, printed, text_file

SENTENCE = "本单位严格执行有关规定，各项工作按照年初安排有序开展，全年未发生违规情况，有关资料已经整理归档备查。"


def sections(blocks: tuple[Block, ...]) -> tuple[Section, ...]:
    return layers_of(blocks)["sections"]


def said(blocks: tuple[Block, ...]) -> list[tuple[int, str | None, str, str]]:
    return [(s.level, s.label, s.title, s.key) for s in sections(blocks)]


def test_parts_sections_and_entries_nest_by_their_labels() -> None:
    lines = [
        "第三部分 2024年度部门决算情况说明",
        "五、一般公共预算财政拨款支出决算情况说明",
        "（一）一般公共预算财政拨款支出决算总体情况",
        *fill(SENTENCE),
        "（二）一般公共预算财政拨款支出决算具体情况",
        *fill(SENTENCE),
        "六、一般公共预算财政拨款基本支出决算情况说明",
        "第四部分 名词解释",
    ]
    found = sections(printed(lines))
    assert [(s.level, s.label, s.key) for s in found] == [
        (1, "第三部分", "explanation"),
        (2, "五、", "general_budget"),
        (3, "（一）", "general_budget.overall"),
        (3, "（二）", "general_budget.items"),
        (2, "六、", "general_budget_basic"),
        (1, "第四部分", "glossary"),
    ]
    by_id = {s.section_id: s for s in found}
    assert [by_id[s.parent_id].label if s.parent_id else None for s in found] == [
        None, "第三部分", "五、", "五、", "第三部分", None,
    ]  # fmt: skip
    assert all(s.heading_first < s.heading_last <= s.body_last for s in found)
    assert [s.body_last for s in found[:-1]] == [s.heading_first for s in found[1:]]


def test_a_table_of_contents_is_not_the_body() -> None:
    contents = ["目录", "第一部分 部门概况……1", "一、主要职责……1", "第二部分 名词解释……5"]
    body = ["第一部分 部门概况", "一、主要职责", *fill(SENTENCE), "第二部分 名词解释", *fill(SENTENCE)]
    found = sections(printed(contents, body))
    assert [(s.label, s.page_first) for s in found] == [("第一部分", 2), ("一、", 2), ("第二部分", 2)]


def test_a_reference_in_the_middle_of_a_paragraph_is_no_heading() -> None:
    before = "各项支出的构成以及与上年相比增减变化的主要情况，在后面部分列示，请参见本部分"
    lines = ["　　" + before, "四、支出决算情况说明", *fill(SENTENCE)]
    assert len(before) == 38, "the line before is full"
    assert said(printed(["一、收入决算情况说明", *fill(SENTENCE), *lines])) == [
        (1, "一、", "收入决算情况说明", "income")
    ]


def test_a_labelled_sentence_is_no_heading() -> None:
    duties = ["一、主要职责", "（一）负责贯彻执行有关方针政策。", "（二）承担全县统计工作，组织普查。"]
    assert [s.label for s in sections(text_file("\n".join(duties)))] == ["一、"]


def test_a_run_in_heading_ends_at_its_full_stop() -> None:
    lines = [
        "一、一般公共预算财政拨款支出决算情况说明",
        *fill("（一）财政拨款支出决算总体情况。2024年度支出10.00万元。"),
    ]
    layers = layers_of(printed(lines))
    last = layers["sections"][-1]
    assert (last.label, last.title) == ("（一）", "财政拨款支出决算总体情况")
    assert [(p.text, p.is_heading) for p in layers["paragraphs"]][1:] == [
        ("（一）财政拨款支出决算总体情况。", True),
        ("2024年度支出10.00万元。", False),
    ]
    assert {p.section_id for p in layers["paragraphs"][1:]} == {last.section_id}


def test_a_heading_wrapped_over_two_lines_is_one_title() -> None:
    wrapped = ["　　一、2024年度一般公共预算财政拨款“三公”经费支出决算情况和机关运行经", "费支出情况说明"]
    found = sections(printed([*wrapped, *fill(SENTENCE), *fill(SENTENCE)]))
    assert [s.title for s in found] == ["2024年度一般公共预算财政拨款“三公”经费支出决算情况和机关运行经费支出情况说明"]


def test_attachments_take_the_title_below_them_and_end_the_part_before() -> None:
    lines = ["第五部分 名词解释", *fill(SENTENCE), "附件1", "2024年度项目支出绩效自评报告", *fill(SENTENCE)]
    found = said(printed(lines))
    assert (1, "附件1", "2024年度项目支出绩效自评报告", "attachment") in found
    assert found[0][3] == "glossary"


def test_the_same_words_mean_another_section_under_another_part() -> None:
    text = "一、“三公”经费支出决算情况说明\n（一）总体情况说明\n支出1.00万元。\n"
    text += "二、一般公共预算财政拨款支出决算情况说明\n（一）总体情况\n支出2.00万元。\n"
    assert [key for *_, key in said(text_file(text))] == [
        "three_public", "three_public.overall", "general_budget", "general_budget.overall",
    ]  # fmt: skip


def test_a_document_without_headings_has_no_sections() -> None:
    assert sections(text_file(SENTENCE)) == ()
    assert sections(()) == ()
