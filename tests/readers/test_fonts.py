"""A page reads the same whatever fonts the machine has; only drawing it asks for them."""

import io

import numpy as np
from PIL import ImageFont

from pipeline.readers import page_image, read_pages
from pipeline.readers import pdf_reference as reference
from pipeline.readers.pdf import open_pdf
from pipeline.readers.pdf_fonts import _FONT
from tests.drawing import HAN, Sheet, draw


def single_characters(sheet: Sheet) -> None:
    for number, character in enumerate("决算公开表"):
        sheet.text(100, 100 + 20 * number, character, font=HAN)
    sheet.text(200, 100, " ", font="Helvetica")
    sheet.sideways(300, 300, "竖")


def test_the_font_is_one_that_a_font_engine_reads() -> None:
    font = ImageFont.truetype(io.BytesIO(_FONT), 100)
    assert font.getbbox("决") == font.getbbox("A") == (0, 0, 100, 100)


def test_characters_of_a_font_that_no_machine_has_are_read_without_the_other_reader(monkeypatch) -> None:
    monkeypatch.setattr(reference, "open_reference", None)
    (page,) = read_pages(draw(single_characters), "pdf").pages
    assert "".join(map(chr, page.code)) == "决算公开表竖"


def test_blanks_of_a_standard_font_are_no_lost_characters() -> None:
    with open_pdf(draw(single_characters)) as document:
        document.page(1)
        assert not len(document.lost(1))


def test_a_page_is_drawn_after_and_before_it_is_read() -> None:
    data = draw(lambda sheet: (sheet.text(100, 100, "A", font="Helvetica", size=40), single_characters(sheet)))
    before, width, height = page_image(data, 1, 1.0)
    read_pages(data, "pdf")
    after, _, _ = page_image(data, 1, 1.0)
    assert before == after
    pixels = np.frombuffer(after, dtype=np.uint8).reshape(height, width, 3)
    assert pixels[60:110, 95:140].min() < 128
