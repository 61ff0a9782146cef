"""What a file is, told by its content."""

import io
import zipfile

import pytest

from pipeline.readers.formats import decoded, sniff
from tests.drawing import draw, png


def zipped(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "expected"),
    [
        (draw(lambda sheet: sheet.text(50, 50, "a")), ".pdf", "pdf"),
        (draw(lambda sheet: sheet.text(50, 50, "a")), ".txt", "pdf"),
        (png(), ".pdf", "image"),
        (b"\xff\xd8\xff\xe0 jpeg", ".jpg", "image"),
        (b"<!DOCTYPE html><html></html>", ".pdf", "html"),
        ("\ufeff<html><body>决算</body></html>".encode(), ".doc", "html"),
        (zipped("word/document.xml"), ".docx", "docx"),
        (zipped("xl/workbook.xml"), ".docx", "xlsx"),
        (zipped("OFD.xml"), ".ofd", "ofd"),
        (zipped("readme"), ".docx", "unknown"),
        (b"PK\x03\x04 torn", ".xlsx", "unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".bin", "doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), ".doc", "xls"),
        ("部门决算".encode("gb18030"), ".txt", "text"),
        ("部门决算".encode(), ".txt", "text"),
        (bytes(range(256)) * 8, ".pdf", "unknown"),
        (b"", ".pdf", "pdf"),
        (b"", "", "unknown"),
    ],
)
def test_content_decides_before_the_name(data: bytes, suffix: str, expected: str) -> None:
    assert sniff(data, suffix) == expected


def test_a_long_text_cut_inside_a_character_is_still_text() -> None:
    assert sniff(("a" + "决" * 5000).encode(), ".txt") == "text"


def test_text_is_decoded_from_each_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert decoded("支出12.3万元".encode(encoding)) == "支出12.3万元"
    assert decoded(b"\x00\x01\x02") is None
