"""The pictures of a report: each part of a page once, bounded, and none for a document that is gone."""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from pipeline.evidence.originals import Originals
from pipeline.evidence.strips import Mark
from pipeline.records.geometry import Box
from pipeline.report.pictures import Limits, draw_pictures
from tests.drawing import draw

PDF = draw(lambda sheet: sheet.text(60, 100, "项目进度滞后"), lambda sheet: sheet.text(60, 300, "第二页"))


def mark(page: int, top: float) -> tuple[Mark, ...]:
    return (Mark("words", Box(page, 60, top, 160, top + 14)),)


MARKS = {"f1-re-1": mark(1, 90), "f1-re-2": mark(1, 90), "f1-re-3": mark(2, 290), "f1-re-4": ()}


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    (tmp_path / "甲.pdf").write_bytes(PDF)
    digest = sha256(PDF).hexdigest()
    rows = [{"filing_id": name, "sha256": digest if name == "f1" else "", "source_paths": ["没有.pdf", "甲.pdf"],
             "file_format": "pdf"} for name in ("f1", "f2")]
    return Originals(tmp_path, rows)


def test_rows_on_the_same_place_share_a_picture(originals: Originals) -> None:
    made = draw_pictures([("f1-re-1",), ("f1-re-2",), ("f1-re-3", "f1-re-1"), ("f1-re-4",)], MARKS, originals, Limits())
    assert [picture.page for picture in made.pictures] == [1, 2]
    assert made.of_row == {("f1-re-1",): (0,), ("f1-re-2",): (0,), ("f1-re-3", "f1-re-1"): (0, 1)}
    assert (made.missing, made.left_out) == (0, 0)
    image = Image.open(io.BytesIO(made.pictures[0].data))
    assert image.format == "WEBP" and image.size == (made.pictures[0].width, made.pictures[0].height)


def test_limits_keep_the_first_rows_and_count_the_others(originals: Originals) -> None:
    rows = [("f1-re-1",), ("f1-re-3",)]
    assert draw_pictures(rows, MARKS, originals, Limits(rows=1)).left_out == 1
    made = draw_pictures(rows, MARKS, originals, Limits(byte_count=1))
    assert (len(made.pictures), made.left_out) == (1, 1)
    assert len(draw_pictures([("f1-re-3", "f1-re-1")], MARKS, originals, Limits(strips=1)).pictures) == 1


def test_a_document_that_changed_or_is_gone_has_no_pictures(originals: Originals) -> None:
    marks = {"f2-re-1": mark(1, 90), "f3-re-1": mark(1, 90), "f1-re-9": mark(99, 90)}
    made = draw_pictures([(key,) for key in marks], marks, originals, Limits())
    assert (made.pictures, made.missing, made.of_row) == ((), 3, {})
