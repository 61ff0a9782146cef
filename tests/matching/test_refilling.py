"""Rows that go on without a header, in the columns of the table above them."""

from pipeline.matching.refilling import refilled
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell, Grid, Line

EDGES = (0.0, 100.0, 200.0, 300.0, 400.0)


def line(*words: tuple[float, str]) -> Line:
    """Words each from its own place, ten points to a character."""
    text = "".join(word for _, word in words)
    x0 = tuple(start + 10 * i for start, word in words for i in range(len(word)))
    return Line(1, 0, text, text, x0, tuple(x + 10 for x in x0), 5.0, 15.0, 14.0, 10.0, False)


def row(text: str) -> Grid:
    """A grid of one row and one cell over the whole width: columns that gaps did not find."""
    area = Box(1, 0.0, 0.0, 400.0, 20.0)
    return Grid(1, 0, area, 1, 1, (0.0, 20.0), (0.0, 400.0), (Cell(0, 0, 1, 1, text, (area,), area),), "gaps")


def texts(grid: Grid | None) -> list[str] | None:
    return None if grid is None else [cell.text for cell in grid.cells]


def test_blank_columns_of_the_table_above_stay_blank() -> None:
    words = line((5, "住房公积金"), (155, "1.00"), (355, "2.00"))
    assert texts(refilled(row(words.text), EDGES, [words])) == ["住房公积金", "1.00", "", "2.00"]


def test_words_over_two_columns_are_one_cell() -> None:
    words = line((60, "公用经费合计"), (355, "2.00"))
    assert texts(refilled(row(words.text), EDGES, [words])) == ["公用经费合计", "", "2.00"]


def test_an_amount_over_an_edge_says_that_the_columns_are_others() -> None:
    words = line((5, "合计"), (180, "12.00"))
    assert refilled(row(words.text), EDGES, [words]) is None


def test_two_amounts_in_one_column_say_that_the_columns_are_others() -> None:
    words = line((5, "合计"), (105, "2.0"), (155, "3.00"))
    assert refilled(row(words.text), EDGES, [words]) is None


def test_lines_that_stand_elsewhere_than_their_cells_leave_the_grid_as_it_is() -> None:
    words = line((5, "合计"), (155, "1.00"))
    assert refilled(row("合计1.00和其他"), EDGES, [words]) is None
