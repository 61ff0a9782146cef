"""What PDFium sees of a page, and what is left out because nobody can see it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import read_pages
from pipeline.readers.pdf import unique_runs
from pipeline.records.page import Page
from tests.drawing import HAN, Sheet, draw
from tests.readers.raw_pdf import raw_pdf, stream


def only_page(data: bytes) -> Page:
    (page,) = read_pages(data, "pdf").pages
    return page


def text_of(page: Page) -> str:
    return "".join(map(chr, page.code.tolist()))


def test_em_boxes_stand_about_the_baseline() -> None:
    page = only_page(draw(lambda sheet: sheet.text(100, 200, "决算", size=10)))
    assert text_of(page) == "决算"
    assert page.x0.tolist() == pytest.approx([100, 110])
    assert page.x1.tolist() == pytest.approx([110, 120])
    assert page.baseline.tolist() == pytest.approx([200, 200])
    assert page.top.tolist() == pytest.approx([191.2] * 2)
    assert page.bottom.tolist() == pytest.approx([201.2] * 2)
    assert page.size.tolist() == pytest.approx([10, 10])
    assert page.upright.all()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_places_are_those_of_the_displayed_page(rotation: int) -> None:
    def sheet(page) -> None:
        page.text(100, 200, "转页")
        page.rule(100, 300, 250, 300)

    page = only_page(draw(sheet, rotation=rotation, size=(500, 700)))
    assert (page.width, page.height) == pytest.approx((500, 700))
    assert page.x0[0] == pytest.approx(100)
    assert page.baseline[0] == pytest.approx(200)
    assert page.upright.all()
    x0, top, x1, bottom = page.rules[0]
    assert (x0, x1, (top + bottom) / 2) == pytest.approx((100, 250, 300))


def test_the_crop_box_moves_the_origin_and_hides_what_is_outside() -> None:
    def sheet(page) -> None:
        page.text(100, 200, "内")
        page.text(20, 200, "外")

    page = only_page(draw(sheet, crop=(50, 42, 500, 792)))
    assert text_of(page) == "内"
    assert (page.x0[0], page.baseline[0]) == pytest.approx((50, 150))


def test_what_cannot_be_seen_is_left_out() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "见")
        page.text(100, 150, "隐", mode=3)
        page.text(100, 200, "白", grey=1)
        page.text(900, 250, "远")
        page.rule(100, 300, 200, 300, grey=1)
        path = page.canvas.beginPath()
        path.rect(0, 0, 80, 842)
        page.canvas.clipPath(path, stroke=0)
        page.text(100, 350, "剪")

    page = only_page(draw(sheet))
    assert text_of(page) == "见"
    assert not len(page.rules)


def test_white_text_on_a_dark_area_is_seen() -> None:
    def sheet(page) -> None:
        page.canvas.setFillGray(0.3)
        page.canvas.rect(90, 742 - 10, 100, 30, stroke=0, fill=1)
        page.text(100, 100, "白字", grey=1)

    assert text_of(only_page(draw(sheet))) == "白字"


def test_a_character_printed_twice_is_one_bold_character() -> None:
    def sheet(page) -> None:
        for shift in (0, 0.3):
            page.text(100 + shift, 100, "11", font="Helvetica")

    assert text_of(only_page(draw(sheet))) == "11"


def test_a_large_character_under_a_small_one_is_another() -> None:
    def sheet(page) -> None:
        page.sideways(200, 559, "某某市水务局2024", size=60, angle=45)
        page.text(426, 300.3, "1,312.12")

    page = only_page(draw(sheet))
    assert "".join(map(chr, page.code[page.size < 20])) == "1,312.12"


def test_bold_is_told_by_the_font() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "A", font="Helvetica-Bold")
        page.text(120, 100, "B", font="Helvetica")
        page.text(140, 100, "粗", mode=2)

    assert only_page(draw(sheet)).bold.tolist() == [True, False, True]


def test_blanks_of_the_file_stay_and_gaps_are_no_characters() -> None:
    def sheet(page) -> None:
        page.text(100, 100, "a b", font="Helvetica")
        page.text(300, 100, "c", font="Helvetica")

    assert text_of(only_page(draw(sheet))) == "a bc"


@pytest.mark.parametrize("style", ["line", "rectangle", "fragments"])
def test_rules_in_any_shape(style) -> None:
    page = only_page(draw(lambda sheet: (sheet.text(10, 50, "字"), sheet.rule(100, 200, 300, 200, style))))
    assert page.rules[:, 0].min() == pytest.approx(100, abs=0.3)
    assert page.rules[:, 2].max() == pytest.approx(300, abs=0.3)
    assert np.abs((page.rules[:, 1] + page.rules[:, 3]) / 2 - 200).max() < 0.3


def test_the_border_of_a_rectangle_is_four_rules() -> None:
    def sheet(page) -> None:
        page.text(10, 50, "字")
        page.canvas.rect(100, 600, 200, 50, stroke=1, fill=0)

    assert len(only_page(draw(sheet)).rules) == 4


def test_rules_and_text_inside_a_form_are_placed_by_its_matrix() -> None:
    form = stream(
        b"BT /F 10 Tf 0 0 Td (X) Tj ET 0 10 100 0.5 re f",
        b"/Type /XObject /Subtype /Form /BBox [-5 -5 200 200] /Resources << /Font << /F 7 0 R >> >>",
    )
    page = only_page(
        raw_pdf(b"q 1 0 0 1 50 700 cm /Form Do Q", objects=(form,), resources=b"/XObject << /Form 6 0 R >>")
    )
    assert text_of(page) == "X"
    assert (page.x0[0], page.baseline[0]) == pytest.approx((50, 142))
    assert page.rules[0].tolist() == pytest.approx([50, 131.5, 150, 132], abs=0.01)


def test_characters_beyond_the_basic_plane_are_one_code_point() -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfchar <41> <D842DFB7> endbfchar endcmap end"
    )
    assert text_of(only_page(raw_pdf(b"BT /F 10 Tf 100 700 Td (A) Tj ET", to_unicode=cmap))) == "\U00020bb7"


def test_sideways_text_is_not_upright() -> None:
    page = only_page(draw(lambda sheet: (sheet.text(50, 50, "正"), sheet.sideways(300, 400, "侧"))))
    assert page.upright.tolist() == [True, False]
    assert (page.x1 - page.x0)[1] == pytest.approx(10)


def test_images_are_boxes() -> None:
    page = only_page(draw(lambda sheet: (sheet.text(50, 50, "图", font=HAN), sheet.image(100, 200, 300, 400))))
    assert page.images.tolist() == [pytest.approx([100, 200, 300, 400])]


def test_a_single_character_of_a_font_that_no_machine_has_is_not_lost() -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(100, 100, "甲")
        sheet.text(100, 120, "乙", mode=3)
        sheet.sideways(200, 200, "竖排")

    read = read_pages(draw(page), "pdf", engine="pdfium").pages[0]
    assert sorted(map(chr, read.code)) == sorted("甲竖排")


def test_a_long_name_printed_again_in_the_next_row_is_not_taken_for_bold() -> None:
    def page(sheet: Sheet) -> None:
        for row in range(3):
            sheet.text(100, 100 + 14 * row, "其他社会保障和就业支出其他支出")
        sheet.text(100.3, 128, "其他社会保障和就业支出其他支出")

    read = only_page(draw(page))
    assert text_of(read).count("就业") == 3
    assert sorted(set(np.round(read.baseline).tolist())) == [100, 114, 128]


@given(st.lists(st.integers(0, 4)))
def test_runs_give_what_sorting_gives(values: list[int]) -> None:
    handles = np.array(values, dtype=np.uint64)
    expected = np.unique(handles, return_index=True, return_inverse=True)
    for one, other in zip(unique_runs(handles), expected, strict=True):
        assert one.tolist() == other.tolist()
