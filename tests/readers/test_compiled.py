"""Compiled code and plain calls read the same columns, so that a page is the same with and without a compiler."""

import shutil
import subprocess
import sysconfig
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from pipeline.readers import pdf_columns, pdf_compiled
from pipeline.readers.pdf import open_pdf
from pipeline.readers.pdf_columns import Columns
from pipeline.readers.pdf_compiled import CompiledColumns
from pipeline.records.page import Page
from tests.drawing import Sheet, draw
from tests.readers.raw_pdf import raw_pdf, stream

SOURCE = Path(pdf_columns.__file__).with_suffix(".c")
FILINGS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "filings").rglob("*.pdf"))


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    compiler = shutil.which((sysconfig.get_config_var("CC") or "cc").split()[0])
    if compiler is None:
        pytest.skip("no compiler")
    made = tmp_path_factory.mktemp("compiled") / "_pdf_columns.so"
    subprocess.run([compiler, "-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o", made, SOURCE], check=True)
    return made


def everything(sheet: Sheet) -> None:
    """Text in several dresses, rules in every shape, images, and what cannot be seen."""
    sheet.text(50, 50, "决算公开 2024", size=12)
    sheet.text(50, 70, "office ﬁgures", font="Helvetica-Bold")
    sheet.text(50, 90, "白", grey=1)
    sheet.text(50, 110, "隐", mode=3)
    sheet.text(50, 130, "描边", mode=1)
    sheet.sideways(300, 300, "侧")
    for number, style in enumerate(("line", "rectangle", "fragments")):
        sheet.rule(50, 200 + 10 * number, 250, 200 + 10 * number, style)
    sheet.rule(50, 240, 250, 240, grey=1)
    sheet.image(100, 300, 200, 400)
    sheet.canvas.rect(300, 300, 100, 50, stroke=1, fill=1)
    path = sheet.canvas.beginPath()
    for x, y in ((10, 10), (60, 10), (60, 60), (30, 90), (10, 60)):
        path.lineTo(x, y) if x > 10 or y > 10 else path.moveTo(x, y)
    path.close()
    path.moveTo(100, 100)
    path.curveTo(110, 120, 130, 120, 140, 100)
    path.lineTo(140, 50)
    sheet.canvas.drawPath(path, stroke=1, fill=1)
    clip = sheet.canvas.beginPath()
    clip.rect(0, 0, 80, 842)
    sheet.canvas.clipPath(clip, stroke=0)
    sheet.text(60, 500, "剪去一半")
    sheet.rule(20, 520, 300, 520)


FORM = raw_pdf(
    b"q 1 0 0 2 50 700 cm 0 0 30 30 re W n /Form Do Q",
    objects=(
        stream(
            b"0 0 20 20 re W n BT /F 10 Tf 0 0 Td (XY) Tj ET 0 10 100 0.5 re f 1 1 m 9 1 l S",
            b"/Type /XObject /Subtype /Form /BBox [-5 -5 200 200] /Matrix [1 0 0 1 3 4] "
            b"/Resources << /Font << /F 7 0 R >> >>",
        ),
    ),
    resources=b"/XObject << /Form 6 0 R >>",
)
LIGATURE = raw_pdf(
    b"BT /F 10 Tf 100 700 Td (AB) Tj ET",
    to_unicode=b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    b"2 beginbfchar <41> <D842DFB7> <42> <00660069> endbfchar endcmap end",
)


def pages(data: bytes, columns: Columns) -> list[tuple[Page, np.ndarray]]:
    with open_pdf(data, columns) as document:
        return [(document.page(number), document.lost(number)) for number in range(1, document.page_count + 1)]


@pytest.mark.parametrize(
    "data",
    [draw(everything), draw(everything, rotation=90), FORM, LIGATURE, *(file.read_bytes() for file in FILINGS[:3])],
    ids=["drawn", "turned", "form", "ligature", *(f"filing {number}" for number, _ in enumerate(FILINGS[:3]))],
)
def test_a_page_is_the_same_with_compiled_code_and_without(library: Path, data: bytes) -> None:
    plain, compiled = pages(data, Columns()), pages(data, CompiledColumns(library))
    assert len(plain) == len(compiled) > 0
    for (page, lost), (other, other_lost) in zip(plain, compiled, strict=True):
        for field in fields(Page):
            one, two = np.asarray(getattr(page, field.name)), np.asarray(getattr(other, field.name))
            assert one.dtype == two.dtype and np.array_equal(one, two), field.name
        assert np.array_equal(lost, other_lost)


def test_more_objects_than_there_is_room_for_are_read_too(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = draw(lambda sheet: [sheet.rule(50, 100 + y, 250, 100 + y) for y in range(40)])
    columns = CompiledColumns(library)
    monkeypatch.setattr(columns, "_room", (1, 1))
    assert len(pages(data, columns)[0][0].rules) == 40


def test_a_library_of_another_version_is_not_used(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_compiled, "_VERSION", -1)
    with pytest.raises(OSError, match="another version"):
        CompiledColumns(library)


def test_without_a_library_the_calls_are_made_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_compiled, "__file__", str(tmp_path / "pdf_compiled.py"))
    assert type(pdf_compiled.make_columns()) is Columns
    (tmp_path / "_pdf_columns.so").write_bytes(b"not a library")
    assert type(pdf_compiled.make_columns()) is Columns
