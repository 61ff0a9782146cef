"""The pictures of a report: for each row shown, the parts of the pages that it rests on, bounded in number and size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from PIL import Image

from pipeline.evidence.drawing import compressed, cut_out, page_of
from pipeline.evidence.originals import Originals
from pipeline.evidence.strips import Mark, Strip, find_strips
from pipeline.records.errors import SourceError

SCALE = 1.5
"""Pixels per point: text of 10 points is readable, and a strip has about 10 kB."""
QUALITY = 40
_PAGES_KEPT = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is drawn: rows that get pictures, pictures of a row, bytes of all pictures."""

    rows: int = 600
    strips: int = 3
    byte_count: int = 8_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page as a compressed image."""

    filing_id: str
    page: int
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pictures:
    """All pictures, each once, and which of them each row has. `missing` counts rows whose document is not there (any
    more), `left_out` those beyond the limits."""

    pictures: tuple[Picture, ...] = ()
    of_row: Mapping[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    missing: int = 0
    left_out: int = 0


def draw_pictures(
    rows: Iterable[tuple[str, ...]], marks: Mapping[str, Sequence[Mark]], originals: Originals, limits: Limits
) -> Pictures:
    """Pictures for rows, each given by the ids that it rests on, the most important first."""
    page = _page_reader(originals)
    drawn: dict[tuple[str, Strip], int] = {}
    pictures: list[Picture] = []
    of_row: dict[tuple[str, ...], tuple[int, ...]] = {}
    missing = left_out = byte_count = 0
    for ids in dict.fromkeys(rows):
        strips = list(islice(strips_of(ids, marks), limits.strips))
        if not strips:
            continue
        if len(of_row) >= limits.rows or byte_count >= limits.byte_count:
            left_out += 1
            continue
        for place in strips:
            if place not in drawn and (image := page(place[0], place[1].page)) is not None:
                pictures.append(_picture(image, *place))
                drawn[place] = len(pictures) - 1
                byte_count += len(pictures[-1].data)
        found = tuple(drawn[place] for place in strips if place in drawn)
        missing += not found
        if found:
            of_row[ids] = found
    return Pictures(tuple(pictures), of_row, missing, left_out)


def strips_of(ids: Iterable[str], marks: Mapping[str, Sequence[Mark]]) -> Iterator[tuple[str, Strip]]:
    """The filing and the strips of a row, filing by filing in the order in which its ids name them."""
    by_filing: dict[str, list[Mark]] = {}
    for key in ids:
        by_filing.setdefault(key.partition("-")[0], []).extend(marks.get(key, ()))
    for filing_id, found in by_filing.items():
        for strip in find_strips(found):
            yield filing_id, strip


def _page_reader(originals: Originals) -> Callable[[str, int], Image.Image | None]:
    """Page images, the last few of them kept: rows of one page often follow each other."""

    @lru_cache(_PAGES_KEPT)
    def page(filing_id: str, number: int) -> Image.Image | None:
        pdf = originals.pdf(filing_id)
        try:
            return None if pdf is None else page_of(pdf, number, SCALE)
        except (SourceError, ValueError):
            return None

    return page


def _picture(page: Image.Image, filing_id: str, strip: Strip) -> Picture:
    image = cut_out(page, strip, SCALE)
    return Picture(filing_id, strip.page, compressed(image, QUALITY), image.width, image.height)
