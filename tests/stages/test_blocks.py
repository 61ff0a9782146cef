"""Blocks in reading order, furniture told apart from content."""

import pytest

from pipeline.readers import read_pages
from pipeline.records.layout import Block
from pipeline.stages.blocks import find_blocks
from pipeline.stages.grids import find_grids
from pipeline.stages.lines import find_lines
from tests.drawing import Sheet, draw, table


def blocks_of(*pages, **options) -> list[Block]:
    read = read_pages(draw(*pages, **options), "pdf").pages
    lines = tuple(find_lines(read))
    blocks = list(find_blocks(lines, tuple(find_grids(read, lines)), read))
    assert sorted(line.order for block in blocks for line in block.lines) == [line.order for line in lines]
    return blocks


def said(blocks: list[Block]) -> list[tuple[str, str]]:
    return [(block.kind, " ".join(line.text for line in block.lines)) for block in blocks]


def test_text_grid_and_text_in_reading_order() -> None:
    def sheet(page: Sheet) -> None:
        page.text(60, 160, "收入决算表")
        page.text(60, 180, "单位：万元")
        table([["项目", "金额"], ["合计", "1.00"]], y=200)(page)
        page.text(60, 260, "注：说明文字")

    blocks = blocks_of(sheet)
    assert said(blocks) == [("text", "收入决算表 单位：万元"), ("grid", "项目金额 合计1.00"), ("text", "注：说明文字")]
    assert [block.order for block in blocks] == [0, 1, 2]
    assert blocks[1].grid is not None
    assert blocks[1].grid.cells[3].text == "1.00"


def test_an_empty_grid_stands_at_its_place() -> None:
    def sheet(page: Sheet) -> None:
        page.text(60, 160, "上文")
        page.grid([200, 220, 240], [60, 150, 240])
        page.text(60, 300, "下文")

    assert said(blocks_of(sheet)) == [("text", "上文"), ("grid", ""), ("text", "下文")]


@pytest.mark.parametrize(
    "style", ["— {} —", "- {} -", "{}", "第 {} 页 共 3 页", "{}/3", "─{}─", "第{}页", "-{}-", "－{}－"]
)
@pytest.mark.parametrize("baseline", [800, 40])
def test_page_numbers_in_many_styles(style: str, baseline: float) -> None:
    def sheet(number: int):
        def page(on: Sheet) -> None:
            on.text(60, 300, "正文的文字")
            on.text(280, baseline, style.format(number))

        return page

    blocks = blocks_of(*(sheet(number) for number in (1, 2, 3)))
    assert [block.kind for block in blocks].count("page_number") == 3
    assert [text for kind, text in said(blocks) if kind == "text"] == ["正文的文字"] * 3


def test_numbering_may_begin_after_the_cover() -> None:
    pages = [lambda on: on.text(60, 300, "封面文字")] + [
        lambda on, n=n: (on.text(60, 300, "正文的文字"), on.text(280, 800, str(n))) for n in (1, 2)
    ]
    assert [block.kind for block in blocks_of(*pages)] == ["text", "text", "page_number", "text", "page_number"]


def test_bare_numbers_of_the_content_stay() -> None:
    blocks = blocks_of(
        lambda on: (on.text(60, 780, "较上年增加的金额为"), on.text(60, 800, "2080505")),
        lambda on: on.text(60, 60, "17"),
        lambda on: (on.text(60, 300, "正文的文字"), on.text(280, 800, "1980")),
    )
    assert {block.kind for block in blocks} == {"text"}


def test_a_page_number_in_the_middle_of_the_last_lines_is_told_by_its_dashes() -> None:
    blocks = blocks_of(lambda on: (on.text(60, 100, "一行正文文字"), on.text(280, 400, "— 7 —")))
    assert [block.kind for block in blocks] == ["text", "page_number"]


def test_running_heads_repeat_over_pages() -> None:
    def sheet(number: int):
        def page(on: Sheet) -> None:
            on.text(60, 50, "某部门2024年度部门决算")
            on.text(60, 300, f"正文第{number}部分的文字")
            on.text(60, 810, "内部资料")

        return page

    assert [block.kind for block in blocks_of(*map(sheet, (1, 2, 3)))] == ["header", "text", "footer"] * 3


def test_captions_above_tables_are_not_running_heads() -> None:
    def sheet(page: Sheet) -> None:
        page.text(60, 70, "部门：某局")
        page.text(400, 70, "单位：万元")
        table([["项目", "金额"]], y=90)(page)

    assert [block.kind for block in blocks_of(sheet, sheet, sheet, sheet)] == ["text", "grid"] * 4


def test_a_line_that_runs_out_of_the_grid_belongs_where_most_of_it_stands() -> None:
    def sheet(page: Sheet) -> None:
        page.grid([100, 120, 140], [60, 150, 240])
        page.text(63, 114, "表内的一行文字")
        page.text(250, 114, "外")

    assert said(blocks_of(sheet)) == [("grid", "表内的一行文字外")]


def test_page_numbers_in_a_text_file() -> None:
    read = read_pages("一、概况\n正文的文字\n— 9 —\n续文\n12\n".encode(), "text").pages
    lines = tuple(find_lines(read))
    blocks = list(find_blocks(lines, (), read))
    assert said(blocks) == [("text", "一、概况 正文的文字"), ("page_number", "— 9 —"), ("text", "续文 12")]
    assert {block.page for block in blocks} == {0}


def test_a_table_on_a_page_on_its_side_keeps_its_place() -> None:
    def sheet(page: Sheet) -> None:
        page.canvas.translate(595, 0)
        page.canvas.rotate(90)
        inner = Sheet(page.canvas, 595)
        inner.text(100, 150, "支出决算总表")
        table([["科目名称", "金额单位"], ["行政运行", "12.30"]], x=100, y=200)(inner)
        inner.text(100, 300, "注：尾差说明")

    assert [block.kind for block in blocks_of(sheet)] == ["text", "grid", "text"]
