"""Where the results cannot be written, the run says so and stops: no document is blamed for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.__main__ import UNUSABLE, main
from tests.conftest import READABLE, write_files
from tests.runner.test_killed import ROOT

SMALL_DISK = """
import resource, sys
from pipeline.__main__ import main
if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
    sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="the system bounds no files")
def test_a_full_disk_stops_the_run_with_a_remedy(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"一.txt": READABLE["云屏区/样例局2023年度部门决算.txt"]})
    (tmp_path / "small.py").write_text(SMALL_DISK, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "small.py"), "run", str(corpus), "--outputs", str(tmp_path / "outputs")]
    paths = os.pathsep.join((str(ROOT), *sys.path))
    ended = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})
    assert ended.returncode == UNUSABLE, ended.stderr
    assert "请检查磁盘空间" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not list((tmp_path / "outputs").rglob("*.tmp"))
    assert main(["run", str(corpus), "--outputs", str(tmp_path / "outputs"), "--workers", "1"]) == 0


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / ".cache").write_text("in the way")
    assert main(["run", str(tmp_path / "corpus"), "--outputs", str(tmp_path / "outputs")]) == UNUSABLE
    assert "无法写入" in capsys.readouterr().err
