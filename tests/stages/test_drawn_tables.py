"""What was drawn is what is read: random tables in any rule style, as grids and as facts."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.flow import LAYOUT, run_flow
from pipeline.knowledge import load_knowledge
from pipeline.matching.normalize import bare
from pipeline.readers import read_pages
from pipeline.records.layout import Grid
from pipeline.records.table import Fact
from pipeline.records.table import Table as Found
from pipeline.stages.facts import find_facts
from pipeline.stages.grids import find_grids
from pipeline.stages.lines import find_lines
from pipeline.stages.tables import find_tables
from tests.drawing import Sheet, Span, draw
from tests.drawn_accounts import Accounts, Expected, random_accounts
from tests.drawn_tables import Table, random_grid

KNOWLEDGE = load_knowledge()


def drawn(random: Random) -> tuple[list[Table], bytes]:
    """One table or several on a page, lines of text between them and sometimes beside them."""
    tables: list[Table] = []
    y = 60.0
    for place in range(random.choice((1, 1, 2, 3))):
        table = random_grid(random, random.choice((50, 70)), y, random.choice((260, 300, 400, 480)), f"t{place}")
        if table.rows[-1] > 780:
            break
        tables.append(table)
        y = table.rows[-1] + 30

    def page(sheet: Sheet) -> None:
        for table in tables:
            table.draw(sheet)
            sheet.text(table.columns[0], table.rows[-1] + 16, "两表之间的文字")
            if table.columns[-1] < 340:
                for line in range(int((table.rows[-1] - table.rows[0]) // 14)):
                    sheet.text(table.columns[-1] + 25, table.rows[0] + 12 + 14 * line, "表格旁边的一段叙述文字。")

    return tables, draw(page, rotation=random.choice((0, 0, 90, 270)))


def cells_of(grid: Grid) -> list[tuple[Span, str]]:
    return sorted(((c.row, c.column, c.row_end, c.column_end), c.text) for c in grid.cells)


def cells_drawn(table: Table) -> list[tuple[Span, str]]:
    """The cells, by the edges on which one begins or ends."""
    rows = sorted({edge for cell in table.cells for edge in (cell.span[0], cell.span[2])})
    columns = sorted({edge for cell in table.cells for edge in (cell.span[1], cell.span[3])})
    return sorted(
        ((rows.index(a), columns.index(b), rows.index(c), columns.index(d)), cell.text)
        for cell in table.cells for a, b, c, d in (cell.span,)
    )


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 10**9))
def test_cells_are_read_as_drawn(seed: int) -> None:
    tables, data = drawn(Random(seed))
    pages = read_pages(data, "pdf").pages
    grids = list(find_grids(pages, tuple(find_lines(pages))))
    assert [cells_of(grid) for grid in grids] == [cells_drawn(table) for table in tables]


def facts_of(accounts: Accounts) -> list[Fact]:
    layers = run_flow({"pages": read_pages(accounts.data, "pdf").pages}, KNOWLEDGE, LAYOUT)
    found = find_tables(layers["blocks"], (), knowledge=KNOWLEDGE)
    tables = tuple(table for table in found if isinstance(table, Found))
    return [fact for fact in find_facts(tables, (), knowledge=KNOWLEDGE) if isinstance(fact, Fact)]


def said(fact: Fact) -> tuple[object, ...]:
    return (
        fact.template, fact.item_code, fact.item_name, fact.measure, fact.column, fact.value, bare(fact.surface),
        fact.page,
    )


def box_is_inside(fact: Fact, expected: Expected) -> bool:
    area = expected.area
    return all(area.contains((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2) for box in fact.boxes)


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.integers(0, 10**9))
@example(700016)
def test_facts_are_read_as_drawn(seed: int) -> None:
    accounts = random_accounts(Random(seed))
    found = facts_of(accounts)
    assert Counter(map(said, found)) == Counter(expected.said for expected in accounts.facts)
    places = {expected.said: expected for expected in accounts.facts}
    assert all(fact.boxes and box_is_inside(fact, places[said(fact)]) for fact in found)
