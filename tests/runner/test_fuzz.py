"""Damaged files, whatever the damage: each ends in a row that says why, and no bug of ours shows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.matching.numerals import parse_numeral
from pipeline.readers import read_pages
from pipeline.readers.formats import sniff
from pipeline.records.errors import SourceError
from pipeline.runner.discover import discover
from pipeline.runner.process import Done, Job, again, give_up, process, warm_up
from pipeline.runner.workers import Limits, run_guarded
from tests.conftest import READABLE, write_files

LIMITS = Limits(seconds=30.0, memory=512 << 20)
DAMAGED = 45


ORIGINALS = (
    READABLE["云屏区/样例局2022年度部门决算.PDF"],
    READABLE["云屏区/样例局2023年度部门决算.txt"],
    READABLE["云屏区/样例局2024年度部门决算.txt"],
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Cut, with bits flipped, with a part twice or left out, or with other numbers in it."""
    kind, place = chance.randrange(5), chance.randrange(len(data))
    length = chance.randrange(1, 400)
    if kind == 0:
        return data[:place]
    if kind == 1:
        flipped = bytearray(data)
        for _ in range(chance.randrange(1, 40)):
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(flipped)
    if kind == 2:
        return data[:place] + data[place + length:]
    if kind == 3:
        return data[:place] + data[place:place + length] * 2 + data[place + length:]
    digits = [at for at, byte in enumerate(data) if chr(byte).isdigit()]
    changed = bytearray(data)
    for at in chance.sample(digits, min(8, len(digits))):
        changed[at] = ord(chance.choice("0123456789"))
    return bytes(changed)


def endings(folder: Path, files: dict[str, bytes]) -> Iterator[Done]:
    corpus, kept = write_files(folder / "corpus", files), folder / "cache"
    digests = tuple((cut, cut) for cut in ("layout", "content", "result", "given_up"))
    jobs = [Job(one, kept, digests, limits=LIMITS) for one in discover(corpus, None)]
    for index, ending, done in run_guarded(process, jobs, 1, LIMITS, warm_up, again):
        yield done if ending == "done" else give_up(jobs[index], ending)


def test_a_damaged_file_is_read_or_refused_with_a_remedy(tmp_path: Path) -> None:
    chance = random.Random(7)
    files = {f"{n}.txt" if n % 3 else f"{n}.pdf": damaged(ORIGINALS[n % 3], chance) for n in range(DAMAGED)}
    ended = list(endings(tmp_path, files))
    assert len(ended) == len(set(files.values()))
    for done in ended:
        filing = done.filing
        assert "程序错误" not in (filing.error_detail or ""), (filing.source_path, filing.error_detail)
        assert filing.status in ("complete", "partial") or filing.form == "other" or "请" in (filing.error_detail or "")
    assert {done.filing.status for done in ended} >= {"complete", "failed"}


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
       st.sampled_from([".txt", ".pdf", ".docx", ".ofd", ".html", ""]))
def test_any_bytes_have_a_format_and_are_read_or_refused(data: bytes, suffix: str) -> None:
    kind = sniff(data, suffix)
    try:
        reading = read_pages(data, kind)
    except SourceError as error:
        assert "请" in error.detail_zh
    else:
        assert reading.pages


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("0123456789.,，．０９-－—+%％()（） 一二十百千万亿元〇○零点两"), max_size=14))
def test_a_numeral_is_read_exactly_or_not_at_all(surface: str) -> None:
    numeral = parse_numeral(surface)
    if numeral is not None:
        assert numeral.value.is_finite()
        assert -numeral.value.as_tuple().exponent <= numeral.decimals or numeral.value == int(numeral.value)
