"""What is kept is whole, or not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.records.filing import Source
from pipeline.runner.cache import Cache

SOURCE = Source("0" * 16, "0" * 64, "甲.pdf", ("甲.pdf",), "pdf", 1)
DIGESTS = {"layout": "l", "result": "r"}


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path, DIGESTS)
    assert cache.content(SOURCE, "layout") is None
    cache.put(SOURCE, "layout", "summary", {"blocks": (1, 2)})
    assert cache.summary(SOURCE, "layout") == "summary"
    assert cache.content(SOURCE, "layout") == {"blocks": (1, 2)}


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: b"", lambda data: data[:30] + b"\0" + data[31:]]
)
def test_a_damaged_file_counts_as_not_there(tmp_path: Path, damage) -> None:
    cache = Cache(tmp_path, DIGESTS)
    cache.put(SOURCE, "layout", "summary", "content")
    place = cache.path(SOURCE, "layout")
    place.write_bytes(damage(place.read_bytes()))
    assert cache.content(SOURCE, "layout") is None
    assert cache.summary(SOURCE, "layout") is None


def test_what_was_made_otherwise_is_not_there_and_is_removed(tmp_path: Path) -> None:
    Cache(tmp_path, DIGESTS).put(SOURCE, "layout", None, "old")
    newer = Cache(tmp_path, DIGESTS | {"layout": "m"})
    assert newer.content(SOURCE, "layout") is None
    newer.put(SOURCE, "layout", None, "new")
    assert [p.name for p in tmp_path.rglob("*.bin")] == ["layout-m.bin"]


def test_the_result_depends_on_the_place_too_and_layout_does_not(tmp_path: Path) -> None:
    cache, moved = Cache(tmp_path, DIGESTS), replace(SOURCE, source_path="乙/甲.pdf")
    assert cache.path(SOURCE, "layout") == cache.path(moved, "layout")
    assert cache.path(SOURCE, "result") != cache.path(moved, "result")


class Harm:
    """What is no record, and would run when it is read."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.place,)


def test_what_is_no_record_is_not_there_and_does_not_run(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", DIGESTS)
    for content in (Harm(tmp_path / "harm"), {"blocks": (Harm(tmp_path / "harm"),)}, Path.touch, Cache):
        cache.put(SOURCE, "layout", None, content)
        assert cache.has(SOURCE, "layout")
        assert cache.content(SOURCE, "layout") is None
    assert not (tmp_path / "harm").exists()
