"""A folder becomes datasets: bad files are rows, bytes do not depend on how the run was made, nothing is done twice."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas
import pytest

from pipeline.__main__ import ACROSS
from pipeline.knowledge import load_knowledge
from pipeline.runner import digests, stale
from pipeline.runner.files import FolderInUse, only_run
from pipeline.runner.journal import LOG, Journal
from pipeline.runner.options import Options
from pipeline.runner.run import run
from pipeline.runner.workers import Limits
from pipeline.store.datasets import DATASETS
from tests.conftest import READABLE, UNREADABLE, write_files


def go(corpus: Path, outputs: Path, **options: Any) -> tuple[dict[str, Any], str]:
    """Run; returns run.json and what was said."""
    said = io.StringIO()
    return run(Options(corpus, outputs, **options), ACROSS, Journal(said)), said.getvalue()


def published(outputs: Path) -> dict[str, bytes]:
    """Every published file and its bytes; of run.json what is not of that run alone."""
    files = [f for f in sorted(outputs.rglob("*")) if f.is_file() and ".cache" not in f.parts and f.name != LOG]
    contents = {f.relative_to(outputs).as_posix(): f.read_bytes() for f in files}
    lasting = {name: value for name, value in json.loads(contents["run.json"]).items() if name != "journal"}
    return {**contents, "run.json": json.dumps(lasting).encode()}


def read(outputs: Path, name: str) -> pandas.DataFrame:
    return pandas.read_parquet(outputs / name)


@pytest.fixture(scope="session")
def outputs(mixed_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("结果")
    go(mixed_corpus, folder, workers=2)
    return folder


def test_every_file_has_a_row(outputs: Path) -> None:
    assert set(read(outputs, "filings").source_path) == (READABLE | UNREADABLE).keys()


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(outputs: Path, name: str) -> None:
    filings = read(outputs, "filings").set_index("source_path")
    row = filings.loc[name]
    assert (row.status, row.error_code) == UNREADABLE[name][1:]
    assert "请" in row.error_detail
    issues = read(outputs, "issues")
    assert issues[issues.filing_id == row.filing_id].code.tolist() == [row.error_code]


@pytest.mark.parametrize("name", READABLE)
def test_the_other_files_are_read(outputs: Path, name: str) -> None:
    row = read(outputs, "filings").set_index("source_path").loc[name]
    assert (row.status, row.text_layer) == ("complete", "native")
    sentences = read(outputs, "sentences")
    assert sentences[sentences.filing_id == row.filing_id].text.str.contains("731.26万元").any()


def test_rows_are_sorted_by_filing(outputs: Path) -> None:
    for name, dataset in DATASETS.items():
        if dataset.kind in ("filing", "layer"):
            for file in (outputs / name).rglob("*.parquet"):
                assert pandas.read_parquet(file).filing_id.is_monotonic_increasing


def test_ids_are_unique_and_references_land(outputs: Path) -> None:
    sentences, mentions = read(outputs, "sentences"), read(outputs, "mentions")
    assert sentences.sentence_id.is_unique
    assert mentions.mention_id.is_unique
    assert set(mentions.sentence_id) <= set(sentences.sentence_id)


def test_run_json_names_the_generation_and_what_is_not_complete(outputs: Path) -> None:
    content = json.loads((outputs / "run.json").read_text(encoding="utf-8"))
    assert content["filings"]["total"] == len(READABLE | UNREADABLE)
    assert content["datasets"].keys() == DATASETS.keys()
    assert {one["source_path"] for one in content["not_complete"]} == UNREADABLE.keys()


def test_bytes_do_not_depend_on_workers_or_order(outputs: Path, mixed_corpus: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(mixed_corpus, corpus)
    go(corpus, tmp_path / "outputs", workers=1)
    assert published(tmp_path / "outputs") == published(outputs)


def test_an_unchanged_corpus_is_a_no_op(outputs: Path, mixed_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stale, "read_stale", lambda *_: pytest.fail("read again"))
    before = {f: f.stat().st_mtime_ns for f in outputs.rglob("*.parquet")}
    content, said = go(mixed_corpus, outputs)
    assert "没有变化" in said
    assert content["filings"]["total"] == len(READABLE | UNREADABLE)
    assert {f: f.stat().st_mtime_ns for f in outputs.rglob("*.parquet")} == before


def test_a_dataset_that_was_deleted_is_written_again(mixed_corpus: Path, tmp_path: Path) -> None:
    go(mixed_corpus, tmp_path, only="2023")
    shutil.rmtree(tmp_path / "facts")
    _, said = go(mixed_corpus, tmp_path, only="2023")
    assert "需处理 0 份" in said
    assert (tmp_path / "facts").is_dir()


def test_other_knowledge_reads_again_from_the_layout_that_is_kept(
    mixed_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(mixed_corpus, tmp_path, only="2022")
    kept = {f.name for f in tmp_path.rglob("layout-*.bin")}
    times = {f: f.stat().st_mtime_ns for f in tmp_path.rglob("layout-*.bin")}
    results = {f.name for f in tmp_path.rglob("result-*.bin")}
    known = stale.digests(load_knowledge(), Limits())
    other = {"content": "other knowledge", "result": "other knowledge"}
    monkeypatch.setattr(stale, "digests", lambda *_: known | other)
    (tmp_path / "run.json").unlink()
    _, said = go(mixed_corpus, tmp_path, only="2022")
    assert "需处理 1 份" in said
    assert {f.name for f in tmp_path.rglob("layout-*.bin")} == kept
    assert {f: f.stat().st_mtime_ns for f in tmp_path.rglob("layout-*.bin")} == times
    assert {f.name for f in tmp_path.rglob("result-*.bin")}.isdisjoint(results)


def test_only_what_is_new_is_read(mixed_corpus: Path, tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"一.txt": READABLE["云屏区/样例局2023年度部门决算.txt"]})
    go(corpus, tmp_path / "outputs")
    write_files(corpus, {"二.txt": READABLE["云屏区/样例局2024年度部门决算.txt"]})
    content, said = go(corpus, tmp_path / "outputs")
    assert "共 2 份文件，需处理 1 份" in said
    assert content["filings"]["total"] == 2


def test_a_file_that_is_gone_is_gone_from_the_datasets(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"一.txt": b"a", "二.txt": b"b"})
    go(corpus, tmp_path / "outputs")
    (corpus / "一.txt").unlink()
    content, _ = go(corpus, tmp_path / "outputs")
    assert content["filings"]["total"] == 1


def test_an_empty_corpus_gives_every_dataset_without_rows(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    content, _ = go(tmp_path / "corpus", tmp_path / "outputs")
    assert all((tmp_path / "outputs" / name).is_dir() for name in DATASETS)
    assert content["datasets"]["filings"] == 0


def test_a_reader_that_hangs_is_given_up(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"一.txt": READABLE["云屏区/样例局2023年度部门决算.txt"]})
    options = Options(corpus, tmp_path / "outputs", 1)
    no_time = replace(options, limits=replace(options.limits, seconds=1e-6))
    content = run(no_time, ACROSS, Journal(io.StringIO()))
    assert [one["error_code"] for one in content["not_complete"]] == ["time_limit"]
    assert "请" in content["not_complete"][0]["error_detail"]
    content = run(options, ACROSS, Journal(io.StringIO()))
    assert content["not_complete"] == []


def test_layout_does_not_depend_on_what_is_read_after_it() -> None:
    files, _ = digests._closure(("pipeline.readers", "pipeline.stages.blocks", "pipeline.stages.lines"))
    parts = {f.relative_to(digests.PACKAGE).parts[0] for f in files}
    assert parts.isdisjoint({"store", "flow.py", "runner", "language", "compare"})


def test_two_runs_do_not_write_one_folder(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"一.txt": b"a"})
    with only_run(tmp_path / "outputs" / ".cache"), pytest.raises(FolderInUse):
        go(corpus, tmp_path / "outputs")
    assert go(corpus, tmp_path / "outputs")[0]["filings"]["total"] == 1
