"""Nothing is done twice, what changed is done again and no more, and the way there does not show in the datasets."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from pipeline.__main__ import ACROSS
from pipeline.flow import CONTENT, LAYOUT, OUTLINE, REASONING
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.runner import discover, stale
from pipeline.runner.journal import Journal
from pipeline.runner.options import Options
from pipeline.runner.run import run
from pipeline.runner.workers import Limits
from tests.conftest import NARRATIVE, READABLE, write_files
from tests.runner.test_run import published

FILES = {
    "甲/一.txt": NARRATIVE.format(year=2020).encode(),
    "甲/二.txt": NARRATIVE.format(year=2021).encode("gb18030"),
    "乙/三.pdf": READABLE["云屏区/样例局2022年度部门决算.PDF"],
    "乙/副本.pdf": READABLE["云屏区/样例局2022年度部门决算.PDF"],
    "丙.txt": b"",
}


def go(corpus: Path, outputs: Path, **options: object) -> set[str]:
    """Run; returns the steps that were taken."""
    content = run(Options(corpus, outputs, **options), ACROSS, Journal(io.StringIO()))  # type: ignore[arg-type]
    return set(content["journal"]["steps"])


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_files(tmp_path / "corpus", FILES)


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one run over all of it publishes, two workers."""
    folder = tmp_path_factory.mktemp("一次")
    go(write_files(folder / "corpus", FILES), folder / "outputs", workers=2)
    return published(folder / "outputs")


def steps(*parts: tuple[stale.Stage, ...]) -> set[str]:
    return {stage.name for part in parts for stage in part}


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("causes", {"result", "given_up"}),
        ("identities", {"result", "given_up"}),
        ("codes", {"content", "result", "given_up"}),
        ("comparison", set()),
    ],
)
def test_a_part_of_knowledge_changes_what_is_read_by_it(part: str, changed: set[str]) -> None:
    known = load_knowledge()
    other = tuple((name, "other" if name == part else digest) for name, digest in known.digests)
    before, after = (stale.digests(k, Limits()) for k in (known, replace(known, digests=other)))
    assert {cut for cut in before if before[cut] != after[cut]} == changed


def test_a_changed_phrase_of_a_cause_redoes_reasons_and_nothing_before(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cold: dict[str, bytes]
) -> None:
    first = go(corpus, tmp_path / "outputs", workers=1)
    assert first >= steps(LAYOUT, OUTLINE, CONTENT, REASONING) | {"pages"}
    real = stale.digests

    def changed(known: Knowledge, limits: Limits) -> dict[str, str]:
        other = tuple((name, "other" if name == "causes" else digest) for name, digest in known.digests)
        return real(replace(known, digests=other), limits)

    monkeypatch.setattr(stale, "digests", changed)
    (tmp_path / "outputs" / "run.json").unlink()
    again = go(corpus, tmp_path / "outputs", workers=1)
    assert again - {"rows", "pages"} == steps(REASONING)  # pages: the empty file has nothing that could be kept
    contents = published(tmp_path / "outputs")
    assert {name for name in contents if contents[name] != cold[name]} == {"run.json"}


def test_a_renamed_file_is_the_same_filing_and_is_not_read_again(corpus: Path, tmp_path: Path) -> None:
    go(corpus, tmp_path / "outputs", workers=1)
    (corpus / "甲" / "一.txt").rename(corpus / "戊.txt")
    again = go(corpus, tmp_path / "outputs", workers=1)
    assert not again & steps(LAYOUT)
    filings = pandas.read_parquet(tmp_path / "outputs" / "filings")
    assert sorted(filings.source_path) == ["丙.txt", "乙/三.pdf", "戊.txt", "甲/二.txt"]


def test_the_way_to_the_datasets_does_not_show(
    corpus: Path, tmp_path: Path, cold: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts first, other files first, one worker, other files in between, over what was kept."""
    files = discover._files

    def backwards(folder: Path) -> Iterator[tuple[str, Path]]:
        return reversed(list(files(folder)))

    monkeypatch.setattr(discover, "_files", backwards)
    outputs = tmp_path / "outputs"
    go(corpus, outputs, workers=1, only="乙/三")
    (corpus / "不久.txt").write_bytes(NARRATIVE.format(year=2019).encode())
    go(corpus, outputs, workers=2)
    (corpus / "不久.txt").unlink()
    go(corpus, outputs, workers=1)
    assert published(outputs) == cold


def test_damage_to_what_is_kept_is_mended(corpus: Path, tmp_path: Path, cold: dict[str, bytes]) -> None:
    outputs = tmp_path / "outputs"
    go(corpus, outputs, workers=2)
    kept = [*sorted((outputs / ".cache").rglob("*.bin")), outputs / ".cache" / "files.json"]
    for number, file in enumerate(kept):
        data = file.read_bytes()
        middle = len(data) // 2
        flipped = data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1:]
        file.write_bytes((data[:middle], flipped, b"")[number % 3])
    (outputs / "run.json").write_bytes((outputs / "run.json").read_bytes()[:-20])
    (outputs / "facts" / "rest").mkdir()
    go(corpus, outputs, workers=2)
    assert published(outputs) == cold


def test_run_json_says_what_ran_and_what_it_cost(corpus: Path, tmp_path: Path) -> None:
    go(corpus, tmp_path / "outputs", workers=1)
    content = json.loads((tmp_path / "outputs" / "run.json").read_bytes())
    assert content["settings"]["time_limit_seconds"] == Limits().seconds
    assert content["digests"].keys() == {"layout", "content", "result", "given_up"}
    journal = content["journal"]
    assert journal["packages"]["pyarrow"]
    assert journal["read"] == 4
    assert journal["seconds"].keys() == {"discover", "read", "assemble"}
    assert {one["source_path"] for one in journal["slowest"]} == {"甲/一.txt", "甲/二.txt", "乙/三.pdf", "丙.txt"}
    log = (tmp_path / "outputs" / "run.log").read_text("utf-8")
    assert "[empty_file] 丙.txt：文件为空" in log
    assert content["generation"] in log
