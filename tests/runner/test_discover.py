"""Files below a folder, each distinct content once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.runner.discover import discover, locate
from tests.conftest import READABLE, UNREADABLE, write_files


def paths(corpus: Path, **options: object) -> list[str]:
    return [one.source.source_path for one in discover(corpus, None, **options)]  # type: ignore[arg-type]


def test_readable_and_unreadable_files_are_sources_and_others_are_not(mixed_corpus: Path) -> None:
    assert set(paths(mixed_corpus)) == (READABLE | UNREADABLE).keys()


def test_the_same_content_is_one_source_with_all_its_places(mixed_corpus: Path) -> None:
    name = "云屏区/样例局2023年度部门决算.txt"
    source = next(one.source for one in discover(mixed_corpus, None) if one.source.source_path == name)
    assert source.source_paths == (name, "副本/同一份.txt")
    assert source.sha256.startswith(source.filing_id)
    assert len(source.filing_id) == 16


def test_address_and_date_come_from_the_table_beside_the_corpus(mixed_corpus: Path) -> None:
    found = {one.source.source_path: one.source for one in discover(mixed_corpus, None)}
    told = found["云屏区/样例局2024年度部门决算.txt"]
    assert (told.source_url, told.published_on) == ("https://example.org/2024", "2025-09-10")
    assert found["云屏区/样例局2023年度部门决算.txt"].source_url is None


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"only": "2024"}, ["云屏区/样例局2024年度部门决算.txt"]),
        ({"only": "*.doc"}, ["坏/旧文档.doc"]),
        ({"only": "nothing"}, []),
        ({"limit": 1}, ["云屏区/样例局2022年度部门决算.PDF"]),
    ],
)
def test_a_part_of_the_corpus(mixed_corpus: Path, options: dict[str, object], wanted: list[str]) -> None:
    assert paths(mixed_corpus, **options) == wanted


def test_digests_are_remembered_only_for_files_that_did_not_change(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", {"a.txt": b"one"}), tmp_path / "files.json"
    long_ago = 1_600_000_000
    os.utime(corpus / "a.txt", (long_ago, long_ago))
    first = discover(corpus, index)
    assert discover(corpus, index) == first
    (corpus / "a.txt").write_bytes(b"two")
    os.utime(corpus / "a.txt", (long_ago, long_ago))
    assert discover(corpus, index)[0].source.sha256 != first[0].source.sha256


def test_a_broken_index_is_read_over(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", {"a.txt": b"one"}), tmp_path / "files.json"
    index.write_bytes(b"[1]")
    assert len(discover(corpus, index)) == 1


@pytest.mark.skipif(os.name == "nt", reason="file names are text on Windows")
def test_names_that_are_no_utf8_are_read_as_chinese(tmp_path: Path) -> None:
    name = "决算.txt".encode("gb18030")
    try:
        (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    except OSError:
        pytest.skip("the file system takes only UTF-8 names")
    assert paths(tmp_path) == ["决算.txt"]
    assert discover(tmp_path, None)[0].file.read_bytes() == b"x"


def test_a_file_is_located_by_path_or_by_id(mixed_corpus: Path) -> None:
    file = mixed_corpus / "云屏区/样例局2024年度部门决算.txt"
    by_path = locate(str(file), mixed_corpus)
    assert by_path is not None
    by_id = locate(by_path.source.filing_id, mixed_corpus)
    assert by_id is not None
    assert by_id.file == file
    assert locate("ffffffffffffffff", mixed_corpus) is None
