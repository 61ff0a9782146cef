"""A run may be killed at any moment, by whatever: what was finished is kept, and the next run goes on."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.__main__ import ACROSS, UNUSABLE
from pipeline.runner.journal import Journal
from pipeline.runner.options import Options
from pipeline.runner.run import run
from tests.conftest import NARRATIVE, write_files
from tests.runner.test_run import published

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are killed by signals")
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
_MANY = 400
"""So many files are never done before a signal comes."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    years = range(2012, 2024)
    files = {f"样例局{year}年度部门决算.txt": NARRATIVE.format(year=year).encode() for year in years}
    return write_files(tmp_path_factory.mktemp("中断"), files)


@pytest.fixture(scope="module")
def undisturbed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    outputs = tmp_path_factory.mktemp("未中断")
    run(Options(corpus, outputs, 1), ACROSS, Journal(io.StringIO()))
    return published(outputs)


def begin(corpus: Path, outputs: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "run", str(corpus), "--outputs", str(outputs), "--workers", "1"]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_hear_interrupts)


def _hear_interrupts() -> None:
    """Interrupts are heard, also where the tests themselves run in the background and hear none."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(moment: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for a moment of the run."""
    ends = time.monotonic() + PATIENCE
    while not moment() and process.poll() is None and time.monotonic() < ends:
        time.sleep(0.001)


def results(outputs: Path) -> set[Path]:
    return set((outputs / ".cache").rglob("result-*.bin"))


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(one) for one in found.read_text().split()] if found.is_file() else []


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def moments(outputs: Path) -> Iterator[Callable[[], bool]]:
    """A document is done; the datasets are being written; the swap has begun."""
    yield lambda: len(results(outputs)) > 0
    yield (outputs / ".staging" / "statements").exists
    yield (outputs / ".next").exists


def test_a_run_that_is_killed_again_and_again_ends_as_if_it_never_was(
    corpus: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    kept: set[Path] = set()
    for moment in moments(tmp_path):
        process = begin(corpus, tmp_path)
        until(moment, process)
        workers = children(process.pid)
        process.kill()
        process.communicate()
        assert kept <= results(tmp_path)
        kept = results(tmp_path)
        ends = time.monotonic() + PATIENCE
        while any(map(is_alive, workers)) and time.monotonic() < ends:
            time.sleep(0.01)
        assert not any(map(is_alive, workers))
    times = {file: file.stat().st_mtime_ns for file in kept}
    process = begin(corpus, tmp_path)
    assert process.wait(PATIENCE) == 0, process.communicate()
    assert published(tmp_path) == undisturbed
    assert {file: file.stat().st_mtime_ns for file in kept} == times


def test_an_interrupt_keeps_what_is_done_and_says_so(tmp_path: Path) -> None:
    named = "样例局{}号2023年度部门决算.txt"
    files = {named.format(n): f"{n}\n{NARRATIVE.format(year=2023)}".encode() for n in range(_MANY)}
    process = begin(write_files(tmp_path / "很多", files), tmp_path)
    until(lambda: len(results(tmp_path)) > 0, process)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, "Traceback" in said) == (130, False)
    assert "已中断" in said
    assert results(tmp_path)


def test_a_second_run_on_one_folder_says_so_and_stops(corpus: Path, tmp_path: Path) -> None:
    first = begin(corpus, tmp_path)
    until((tmp_path / "run.log").exists, first)
    first.send_signal(signal.SIGSTOP)
    second = begin(corpus, tmp_path)
    _, said = second.communicate(timeout=PATIENCE)
    first.kill()
    first.communicate()
    assert second.returncode == UNUSABLE
    assert "另一次运行" in said
