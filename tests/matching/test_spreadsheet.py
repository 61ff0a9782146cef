"""Cells that a spreadsheet would compute are harmless, and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching.spreadsheet import BOM, as_typed, decode, harmless, read_table, write_table

CELLS = st.text(st.sampled_from("=+-@'＝\t甲a1,\";\n"), max_size=6)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-3480.83", "@SUM(A1)", "\t=1", "＝1", "'=1", "''-1"])
def test_what_would_be_computed_begins_with_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert as_typed(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "甲", "1-2", "'甲", "（=1）", "’-1"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell == as_typed(cell)


@settings(max_examples=200, derandomize=True)
@given(st.lists(st.fixed_dictionaries({"a": CELLS, "b": CELLS}), max_size=4))
def test_a_table_comes_back_unchanged(rows: list[dict[str, str]]) -> None:
    assert read_table(write_table(("a", "b"), rows)) == [row for row in rows]


def test_excel_knows_the_encoding_and_what_it_saves_is_read() -> None:
    data = write_table(("原因",), [{"原因": "人员增加"}])
    assert data.decode("utf-8").startswith(BOM)
    assert read_table(decode(data).encode("gb18030")) == [{"原因": "人员增加"}]
    assert read_table("甲\t乙\r\n1\t2\r\n".encode()) == [{"甲": "1", "乙": "2"}]
