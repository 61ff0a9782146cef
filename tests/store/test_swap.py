"""A swap of generations that dies at any line leaves old or new in every place, and the next run ends it."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pipeline.store import swap

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the process is forked to be killed")
PLACES = ("facts", "filings", "README.md")


def generation(folder: Path, name: str) -> Path:
    """A generation of two datasets and a text, all of which say its name."""
    for dataset in PLACES[:2]:
        (folder / dataset / "fiscal_year=2023").mkdir(parents=True)
        (folder / dataset / "fiscal_year=2023" / "part-0.parquet").write_text(name)
    (folder / "README.md").write_text(name)
    (folder / "run.json").write_text(json.dumps(name))
    return folder


def said(place: Path) -> str:
    """The name of the generation that a place holds; empty where it is not there."""
    file = place / "fiscal_year=2023" / "part-0.parquet" if place.is_dir() else place
    return file.read_text().strip('"') if file.is_file() else ""


def killed_at(line: int, outputs: Path) -> bool:
    """Swap in a process that is killed before it executes its `line`-th line; False where it ended before."""
    pid = os.fork()
    if pid == 0:
        count = 0

        def trace(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal count
            if frame.f_code.co_filename != swap.__file__:
                return None
            count += event == "line"
            if count == line:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        swap.begin_swap(outputs / ".staging", outputs)
        swap.finish_swap(outputs)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def deaths(tmp_path: Path) -> Iterator[Path]:
    """Outputs after a death at each line of the swap, and after none."""
    line, is_killed = 0, True
    while is_killed:
        line += 1
        outputs = generation(tmp_path / str(line), "old")
        generation(outputs / ".staging", "new")
        is_killed = killed_at(line, outputs)
        yield outputs
    assert line > 30


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_death_at_any_line_is_mended(tmp_path: Path, can_exchange: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not can_exchange:
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
    monkeypatch.setattr(swap, "_sync", lambda _: None)  # the system lives on here, and a disk is slow
    ends = set()
    for outputs in deaths(tmp_path):
        found = {name: said(outputs / name) for name in PLACES}
        if can_exchange and sys.platform.startswith("linux"):
            assert set(found.values()) <= {"old", "new"}
        whole = said(outputs / "run.json")
        assert not whole or set(found.values()) == {whole}
        was_ready = (outputs / ".next" / "run.json").is_file()
        assert swap.finish_swap(outputs) == was_ready
        found = {name: said(outputs / name) for name in (*PLACES, "run.json")}
        assert len(set(found.values())) == 1
        assert not (outputs / ".next").exists()
        ends |= set(found.values())
    assert ends == {"old", "new"}


def test_a_generation_that_lost_a_part_is_not_called_whole(tmp_path: Path) -> None:
    outputs = generation(tmp_path, "old")
    swap.begin_swap(generation(outputs / ".staging", "new"), outputs)
    (outputs / ".next" / "facts").rename(tmp_path / "elsewhere")
    assert not swap.finish_swap(outputs)
    assert not (outputs / "run.json").exists()
    assert said(outputs / "facts") == "old"


def test_a_file_where_a_folder_shall_be_steps_aside(tmp_path: Path) -> None:
    outputs = generation(tmp_path, "old")
    generation(outputs / ".staging", "new")
    (outputs / "README.md").unlink()
    (outputs / "README.md").mkdir()
    (outputs / "facts").rename(tmp_path / "elsewhere")
    (outputs / "facts").write_text("a file")
    swap.begin_swap(outputs / ".staging", outputs)
    assert swap.finish_swap(outputs)
    assert {said(outputs / name) for name in (*PLACES, "run.json")} == {"new"}
