"""Lines to paragraphs: what is joined, what is left out, and where each character stands."""

from __future__ import annotations

from pipeline.records.layout import Block
from pipeline.records.span import Paragraph
from pipeline.records.table import Table
from pipeline.stages.paragraphs import find_paragraphs
from tests.stages.hand_built_tables import grid
from tests.stages.hand_built_text import EM, KNOWLEDGE, LEFT, fill, layers_of, printed, text_file

LONG = "本单位严格执行有关规定，各项工作按照年初安排有序开展，全年未发生违规情况，有关资料已经整理归档备查。"
AMOUNT = "2024年度一般公共预算财政拨款基本支出决算为13.70万元，较上年减少2.20万元，下降13.84%。"


def paragraphs(blocks: tuple[Block, ...]) -> tuple[Paragraph, ...]:
    return layers_of(blocks)["paragraphs"]


def test_a_paragraph_broken_inside_an_amount_is_whole_again() -> None:
    lines = fill(AMOUNT, 29)
    assert lines[0].endswith("13.7") and lines[1].startswith("0万元")
    found = paragraphs(printed([*fill(LONG, 29), *lines, *fill(LONG, 29)]))
    assert [p.text for p in found] == [LONG, AMOUNT, LONG]


def test_a_page_number_between_two_halves_of_an_amount_is_no_text() -> None:
    lines = fill(AMOUNT, 29)
    found = paragraphs(printed([*fill(LONG, 29), lines[0]], [*lines[1:], *fill(LONG, 29)]))
    assert [p.text for p in found] == [LONG, AMOUNT, LONG]
    runs = found[1].runs
    assert [run.page for run in runs] == [1, 2]
    assert [(run.start, run.end) for run in runs] == [(0, 27), (27, len(AMOUNT))]


def test_every_character_leads_back_to_its_place() -> None:
    found = paragraphs(printed([*fill(LONG, 29), *fill(AMOUNT, 29)]))
    first, second = found[1].runs
    assert first.x0[0] == LEFT + 2 * EM and second.x0[0] == LEFT
    assert all(len(run.x0) == len(run.x1) == run.end - run.start for p in found for run in p.runs)
    assert first.top < second.top


def test_an_indented_line_begins_a_paragraph() -> None:
    full = "　　" + LONG[:38]
    assert len(paragraphs(printed([*fill(LONG), full, *fill(LONG)]))) == 3


def test_blanks_of_layout_are_dropped_and_words_stay_apart() -> None:
    found = paragraphs(text_file("因 公 出 国 （境） 费 支 出 220.06 万元，其中 PDF Reader 软件 3 套。"))
    assert found[0].text == "因公出国（境）费支出220.06万元，其中PDF Reader软件3套。"


def test_headings_are_paragraphs_of_their_own_and_carry_their_section() -> None:
    found = paragraphs(printed(["一、收入决算情况说明", *fill(LONG), "二、支出决算情况说明", *fill(LONG)]))
    assert [(p.is_heading, p.section_key) for p in found] == [
        (True, "income"), (False, "income"), (True, "expenditure"), (False, "expenditure"),
    ]  # fmt: skip


def test_a_grid_ends_a_paragraph_and_is_no_narrative() -> None:
    above, below = printed([*fill(LONG)[:1]], numbers=False)[0], printed([LONG[:20]], numbers=False)[0]
    table = grid([["项目", "金额"], ["办公费", "5.00"]])
    lines = tuple(printed(["项目金额"], numbers=False)[0].lines)
    found = paragraphs((above, Block(1, 1, "grid", lines, table), below))
    assert len(found) == 2
    assert "金额" not in "".join(p.text for p in found)


def test_lines_that_belong_to_a_table_are_left_out() -> None:
    blocks = printed(["收入决算表", "　　办公费支出5.00万元，与上年持平。"])
    lines = (blocks[0].lines[0].order,)
    table = Table("t", 0, "income", None, "unknown", (1,), 1, 1, False, (), lines=lines)
    found = tuple(find_paragraphs(blocks, (), (table,), knowledge=KNOWLEDGE))
    assert [p.text for p in found] == ["办公费支出5.00万元，与上年持平。"]
