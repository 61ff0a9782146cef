"""Characters into cells: two figures that were pushed into one cell never make one number."""

from __future__ import annotations

from pipeline.matching.filling import fill
from pipeline.matching.numerals import parse_numeral
from pipeline.matching.tiling import Tiling
from pipeline.records.layout import Line


def _line(text: str, starts: list[float]) -> Line:
    ends = [start + 5.0 for start in starts]
    return Line(1, 0, text, text, tuple(starts), tuple(ends), 10.0, 20.0, 18.0, 10.0, False)


def test_figures_that_stand_apart_in_one_cell_are_no_single_number() -> None:
    starts = [10.0, 15.0, 20.0, 25.0, 60.0, 65.0, 70.0]
    tiling = Tiling((0.0, 30.0), (0.0, 100.0), ((0, 0, 1, 1),))

    (grid,) = fill([(tiling, "rules")], [_line("0.73310", starts)], 1)

    assert grid.cells[0].text == "0.73 310"
    assert parse_numeral(grid.cells[0].text) is None


def test_a_number_set_in_one_word_stays_one() -> None:
    tiling = Tiling((0.0, 30.0), (0.0, 100.0), ((0, 0, 1, 1),))

    (grid,) = fill([(tiling, "rules")], [_line("310.73", [10.0, 15.0, 20.0, 25.0, 30.0, 35.0])], 1)

    assert grid.cells[0].text == "310.73"
