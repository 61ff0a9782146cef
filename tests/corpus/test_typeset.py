"""The drawing kit: a table set with chosen rules, merges, wraps and turns is found again, cell by cell."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from corpus.generator.document import Cell, Paragraph, Table
from tests.drawing import typeset


def table(count: int = 6, landscape: bool = False, rotated: bool = False) -> Table:
    """Two header rows with merged cells, then numbered rows; the name column is narrow enough to wrap."""
    head = ((0, Cell("项目", 2, 1, "center")), (2, Cell("决算数", 1, 2, "center")))
    second = ((0, Cell("编码", align="center")), (1, Cell("名称", align="center")))
    body = [
        (
            (0, Cell(f"20805{n:02d}")),
            (1, Cell(f"机关事业单位基本养老保险缴费支出{n}")),
            (2, Cell(f"{n}234.5{n % 10}", align="right")),
        )
        for n in range(count)
    ]
    return Table(
        "other", "某表", (("", "", "单位：万元"),), (10, 12, 10), (head, second, *body), 2, (), landscape, rotated
    )


@pytest.mark.parametrize("rules", ["line", "rect", "fragments"])
@pytest.mark.parametrize("verticals", [True, False])
def test_every_cell_is_found(rules: str, verticals: bool) -> None:
    _, pieces = typeset(table(), rules=rules, verticals=verticals)
    assert [p.text for p in pieces if p.cell and p.cell.text][:4] == ["项目", "决算数", "编码", "名称"]
    assert all(p.pages[0] == 1 for p in pieces if p.text)


@pytest.mark.parametrize("repeats", [True, False])
def test_a_table_goes_on_over_pages(repeats: bool) -> None:
    _, pieces = typeset(table(60), repeat_header=repeats)
    assert [p.pages[0] for p in pieces if p.column == 0 and p.text][-1] > 1


def test_a_turned_page_is_shown_across() -> None:
    content, _ = typeset(table(landscape=True, rotated=True))
    with pypdfium2.PdfDocument(io.BytesIO(content)) as pdf:
        assert pdf[0].get_rotation() == 90
        assert pdf[0].get_width() > pdf[0].get_height()


def test_a_paragraph_may_break_inside_an_amount_and_over_pages() -> None:
    text = "".join(f"第{n}项支出{n}234.56万元，" for n in range(200))
    _, pieces = typeset(Paragraph(text), break_numbers=True, page_number="第 {n} 页 共 {total} 页")
    assert {pieces[0].pages[0], pieces[0].pages[-1]} == {1, max(pieces[0].pages)}
    assert max(pieces[0].pages) > 1
