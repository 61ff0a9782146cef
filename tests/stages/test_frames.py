"""What remains of a page."""

import pytest

from pipeline.readers import read_pages
from pipeline.stages.frames import find_frames
from tests.drawing import draw


def test_a_frame_counts_characters_and_images() -> None:
    pages = read_pages(draw(lambda sheet: (sheet.text(50, 50, "文 字"), sheet.image(0, 421, 595, 842))), "pdf").pages
    (frame,) = find_frames(pages)
    assert (frame.number, frame.width, frame.height, frame.character_count) == (1, 595, 842, 2)
    assert frame.image_share == pytest.approx(0.5)
