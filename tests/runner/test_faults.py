"""Files that crash, hang, eat memory or inflate without bound cost themselves alone, and are tried once more."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pandas
import pytest

from pipeline.__main__ import ACROSS
from pipeline.runner import stale
from pipeline.runner.journal import Journal
from pipeline.runner.options import Options
from pipeline.runner.run import run
from pipeline.runner.workers import Limits
from tests.conftest import READABLE, write_files
from tests.runner.hostile import bomb, harmed

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is bounded on Linux only")

GOOD = READABLE["云屏区/样例局2022年度部门决算.PDF"]
TEXT = READABLE["云屏区/样例局2023年度部门决算.txt"]
STOPPED = {
    "崩溃.pdf": (GOOD + b"\n%1\n%%EOF", "reader_crashed"),
    "炸弹.pdf": (bomb(), "memory_limit"),
}
SECOND_TRY = {"吃内存一次.pdf": (GOOD + b"\n%2\n%%EOF", "memory_limit")}
LIMITS = Limits(seconds=300.0, memory=256 << 20)


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    """A run over all of them, between files that are well."""
    folder = tmp_path_factory.mktemp("故障")
    bad = {name: data for name, (data, _) in (STOPPED | SECOND_TRY).items()}
    corpus = write_files(folder / "corpus", {"一.pdf": GOOD, "完.txt": TEXT} | bad)
    options = Options(corpus, folder / "outputs", 2, limits=LIMITS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stale, "process", harmed)
        run(options, ACROSS, Journal(io.StringIO()))
    return options


def rows(options: Options, dataset: str) -> pandas.DataFrame:
    return pandas.read_parquet(options.outputs / dataset)


def test_the_files_that_are_well_are_read(options: Options) -> None:
    filings = rows(options, "filings").set_index("source_path")
    assert filings.loc[["一.pdf", "完.txt"]].status.tolist() == ["complete"] * 2
    assert len(filings) == len(STOPPED) + len(SECOND_TRY) + 2


@pytest.mark.parametrize("name", STOPPED)
def test_a_file_that_is_stopped_twice_says_why_and_what_to_do(options: Options, name: str) -> None:
    filing = rows(options, "filings").set_index("source_path").loc[name]
    assert (filing.status, filing.error_code) == ("failed", STOPPED[name][1])
    issues = rows(options, "issues").query("filing_id == @filing.filing_id")
    assert issues.code.tolist() == [STOPPED[name][1]]
    assert "请" in issues.message_zh.iloc[0]
    said = json.loads((options.outputs / "run.json").read_bytes())["not_complete"]
    assert (name, filing.error_detail) in {(one["source_path"], one["error_detail"]) for one in said}
    assert f"{name}：{filing.error_detail}" in (options.outputs / "run.log").read_text("utf-8")


@pytest.mark.parametrize("name", SECOND_TRY)
def test_the_other_reader_reads_what_the_first_could_not_and_says_so(options: Options, name: str) -> None:
    filing = rows(options, "filings").set_index("source_path").loc[name]
    assert filing.status == "complete"
    issues = rows(options, "issues").query("filing_id == @filing.filing_id")
    assert (SECOND_TRY[name][1], "warning") in set(zip(issues.code, issues.severity, strict=True))
    assert "备用" in issues.set_index("code").message_zh[SECOND_TRY[name][1]]
    well = rows(options, "filings").set_index("source_path").loc["一.pdf"]
    sentences = rows(options, "sentences")
    texts = [sentences[sentences.filing_id == key].text.tolist() for key in (filing.filing_id, well.filing_id)]
    assert texts[0] == texts[1] != []


def test_what_was_stopped_is_tried_again_when_asked_or_under_other_limits(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def none(_: object, jobs: list[stale.Job], *__: object) -> list[object]:
        asked.append([job.located.source.source_path for job in jobs])
        return []

    monkeypatch.setattr(stale, "run_guarded", none)
    monkeypatch.setattr("pipeline.runner.assemble.assemble", lambda *_: {"generation": "", "filings": 0, "datasets": 0})
    run(replace(options, only="*"), ACROSS, Journal(io.StringIO()))
    run(replace(options, retry=True), ACROSS, Journal(io.StringIO()))
    run(replace(options, limits=replace(LIMITS, seconds=301.0)), ACROSS, Journal(io.StringIO()))
    assert [sorted(paths) for paths in asked] == [sorted(STOPPED)] * 2


def test_a_file_that_hangs_is_stopped_twice_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = write_files(tmp_path / "corpus", {"挂起.txt": TEXT + b"2", "完.txt": TEXT})
    monkeypatch.setattr(stale, "process", harmed)
    options = Options(corpus, tmp_path / "outputs", 2, limits=Limits(seconds=5.0))
    content = run(options, ACROSS, Journal(io.StringIO()))
    assert [(one["source_path"], one["error_code"]) for one in content["not_complete"]] == [("挂起.txt", "time_limit")]
    assert "--time-limit" in content["not_complete"][0]["error_detail"]
    assert content["filings"] == {"total": 2, "complete": 1, "failed": 1}
