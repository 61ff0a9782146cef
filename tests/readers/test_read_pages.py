"""The one door: every file is read, or refused with a code and a remedy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline.readers.pdf as pdf
from pipeline.readers import read_pages
from pipeline.records.errors import SourceError
from tests.drawing import draw, png, table
from tests.readers.raw_pdf import raw_pdf

GOOD = draw(lambda sheet: sheet.text(50, 60, "部门决算公开"), lambda sheet: sheet.text(50, 60, "第二页的文字"))


@pytest.mark.parametrize(
    ("data", "file_format", "code"),
    [
        (b"", "pdf", "empty_file"),
        (b"", "text", "empty_file"),
        (GOOD[:200], "pdf", "truncated"),
        (b"%PDF-1.7\nnothing", "pdf", "truncated"),
        (draw(lambda sheet: sheet.text(50, 60, "密"), password="x"), "pdf", "encrypted"),
        (draw(lambda sheet: sheet.image(0, 0, 595, 842)), "pdf", "no_text_layer"),
        (draw(lambda sheet: None), "pdf", "no_text_layer"),
        (raw_pdf(b"").replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0"), "pdf", "no_pages"),
        (png(), "image", "unsupported_format"),
        (b"x", "docx", "unsupported_format"),
        (b"x", "unknown", "not_a_document"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, file_format, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_pages(data, file_format)
    assert caught.value.code == code
    assert "请" in caught.value.detail_zh


@pytest.mark.parametrize("engine", ["pdfium", "reference"])
def test_both_engines_refuse_alike(engine) -> None:
    for data, code in ((GOOD[:200], "truncated"), (draw(lambda sheet: None, password="x"), "encrypted")):
        with pytest.raises(SourceError) as caught:
            read_pages(data, "pdf", engine=engine)
        assert caught.value.code == code


def test_a_file_that_only_restricts_changes_is_read() -> None:
    protected = draw(lambda sheet: sheet.text(50, 60, "可以打开"), password="")
    assert len(read_pages(protected, "pdf").pages[0].code) == 4


def test_glyphs_without_a_character_are_kept_and_reported() -> None:
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"2 beginbfchar <41> <0000> <42> <51B3> endbfchar endcmap end"
    )
    mixed = read_pages(raw_pdf(b"BT /F 10 Tf 100 700 Td (ABBB) Tj ET", to_unicode=cmap), "pdf")
    assert [chr(code) for code in mixed.pages[0].code] == ["\ufffd", "决", "决", "决"]
    assert [(issue.code, issue.page) for issue in mixed.issues] == [("unmapped_text", 1)]


def test_a_missing_end_is_reported() -> None:
    reading = read_pages(GOOD[: GOOD.rindex(b"startxref")], "pdf")
    assert [issue.code for issue in reading.issues] == ["incomplete_file"]
    assert len(reading.pages) == 2


def test_a_page_that_is_only_a_picture_is_reported() -> None:
    reading = read_pages(
        draw(lambda sheet: sheet.text(50, 60, "有文字的一页"), lambda sheet: sheet.image(0, 0, 595, 842)), "pdf"
    )
    assert reading.text_layer == "mixed"
    assert [(issue.code, issue.page) for issue in reading.issues] == [("image_page", 2)]


def test_the_second_engine_reads_what_the_first_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object, number: int) -> None:
        raise pdf.UnreadablePage(number)

    monkeypatch.setattr(pdf.PdfDocument, "page", refuse)
    assert len(read_pages(GOOD, "pdf").pages) == 2
    with pytest.raises(SourceError) as caught:
        read_pages(GOOD, "pdf", engine="pdfium")
    assert caught.value.code == "reader_crashed"


def test_an_unreadable_page_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pdf.PdfDocument.page

    def second_fails(self: pdf.PdfDocument, number: int):
        if number == 2:
            raise pdf.UnreadablePage(number)
        return real(self, number)

    monkeypatch.setattr(pdf.PdfDocument, "page", second_fails)
    reading = read_pages(GOOD, "pdf", engine="pdfium")
    assert [page.number for page in reading.pages] == [1]
    assert [(issue.code, issue.page, issue.severity) for issue in reading.issues] == [("unread_page", 2, "error")]


def assert_same(data: bytes) -> None:
    """Do both engines see the same characters, in the same places to a tenth of a point?"""
    for one, other in zip(
        *(read_pages(data, "pdf", engine=engine).pages for engine in ("pdfium", "reference")), strict=True
    ):
        orders = [np.lexsort((page.x0, np.round(page.baseline), page.code)) for page in (one, other)]
        assert one.code[orders[0]].tolist() == other.code[orders[1]].tolist()
        for name in ("x0", "x1", "top", "bottom", "baseline", "size"):
            assert np.allclose(getattr(one, name)[orders[0]], getattr(other, name)[orders[1]], atol=0.1), name
        assert (one.upright[orders[0]] == other.upright[orders[1]]).all()


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("is_cropped", [False, True])
def test_both_engines_see_the_same(rotation: int, is_cropped: bool) -> None:
    crop = ((20, 30, 580, 800) if rotation in (0, 180) else (20, 30, 810, 580)) if is_cropped else None
    data = draw(table([["科目", "金额"], ["行政运行", "1,234.50"]], style="fragments"), rotation=rotation, crop=crop)
    assert_same(data)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(20, 400),
            st.integers(30, 800),
            st.text("决算支出,.%（）0123456789ab", min_size=1, max_size=12),
            st.sampled_from([7, 10.5, 16]),
        ),
        min_size=1,
        max_size=6,
        unique_by=lambda item: item[1] // 20,
    )
)
def test_both_engines_see_the_same_characters(prints) -> None:
    def sheet(page) -> None:
        for x, y, text, size in prints:
            page.text(x, y, text + "完", size)
        page.text(20, 830, "页尾文字")

    data = draw(sheet)
    assert_same(data)
