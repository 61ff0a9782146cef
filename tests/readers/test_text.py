"""Plain text becomes one typed page without a number."""

import pytest

from pipeline.readers import read_pages
from pipeline.records.errors import SourceError
from pipeline.stages.lines import find_lines


def lines(text: str, encoding: str = "utf-8"):
    reading = read_pages(text.encode(encoding), "text")
    return reading, list(find_lines(reading.pages))


def test_wide_characters_take_two_columns() -> None:
    reading, (line,) = lines("决算a1")
    assert (reading.text_layer, reading.engine) == ("native", "text")
    assert line.page == 0
    assert line.text == "决算a1"
    assert line.x0 == (0, 10, 20, 25)
    assert line.x1 == (10, 20, 25, 30)


def test_lines_keep_their_distance_and_their_inner_blanks() -> None:
    _, found = lines("一、收入\r\n\r\n  合计   12.30\t元", "gb18030")
    assert [line.text for line in found] == ["一、收入", "合计   12.30 元"]
    assert found[1].baseline - found[0].baseline == 32
    assert found[1].x0[0] == 10


def test_a_file_of_blanks_has_no_text() -> None:
    with pytest.raises(SourceError) as caught:
        read_pages(b" \n \n", "text")
    assert caught.value.code == "no_text_layer"


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(SourceError) as caught:
        read_pages(b"\xff\x00\xff", "text")
    assert caught.value.code == "not_a_document"
