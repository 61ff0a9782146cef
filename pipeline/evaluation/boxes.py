"""Does the place that a row points at hold what the row says stands there?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.evaluation.align import Row
from pipeline.evaluation.places import text_in
from pipeline.evaluation.report import Count
from pipeline.readers import read_pages
from pipeline.readers.formats import sniff
from pipeline.records.errors import SourceError
from pipeline.records.geometry import Box
from pipeline.wording.placing import words_of

SAMPLE = 80
"""Rows of a dataset whose places are looked up, spread evenly over the document."""
_ROOM = 10


def boxed(rows: Mapping[str, Sequence[Row]]) -> dict[tuple[str, str], Count]:
    """Rows with a place, of those that must have one."""
    return {
        ("boxes", dataset): Count(sum(bool(row["boxes"]) for row in found), len(found), len(found))
        for dataset, found in rows.items() if found
    }


def places(file: Path, rows: Mapping[str, Sequence[Row]]) -> dict[tuple[str, str], Count]:
    """Of a sample of rows: those whose boxes hold their surface, and those whose boxes hold little else."""
    try:
        data = file.read_bytes()
        pages = {page.number: page for page in read_pages(data, sniff(data, file.suffix)).pages}
    except (OSError, SourceError):
        return {}
    holds, tight, total = 0, 0, 0
    for found in rows.values():
        shown = [row for row in found if row["boxes"] and row["surface"]]
        for row in shown[:: max(1, -(-len(shown) // SAMPLE))]:
            places_of_row = [Box(**box) for box in row["boxes"] if box["page"] in pages]
            said = words_of("".join(text_in(pages[box.page], box) for box in places_of_row))
            wanted = words_of(row["surface"])
            total += 1
            holds += wanted in said
            tight += wanted in said and len(said) <= 2 * len(wanted) + _ROOM
    if not total:
        return {}
    counted = {"hold the text": holds, "hold little else": tight}
    return {("boxes", name): Count(number, total, total) for name, number in counted.items()}
