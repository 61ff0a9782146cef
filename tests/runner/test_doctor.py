"""Doctor tells in Chinese what would go wrong in a long run, before it begins."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.runner import doctor
from pipeline.runner.files import only_run
from tests.conftest import write_files


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "warm_up", None)


def told(capsys: pytest.CaptureFixture[str], corpus: Path, outputs: Path) -> tuple[int, list[str]]:
    status = main(["doctor", str(corpus), "--outputs", str(outputs)])
    return status, capsys.readouterr().out.splitlines()


def test_a_corpus_with_doubtful_files_is_told_file_by_file(
    mixed_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(mixed_corpus, corpus)
    write_files(corpus, {"原件.zip": b"PK", "甲/sources.csv": b"file\nlost.pdf\n"})
    status, said = told(capsys, corpus, tmp_path / "outputs")
    assert status == 0
    assert not (tmp_path / "outputs").exists()
    wanted = {
        "坏/空.pdf": "空文件", "坏/截断.pdf": "结尾缺失", "坏/加密.pdf": "可能加密", "坏/改名的图片.pdf": "另存为 PDF",
        "坏/旧文档.doc": "另存为 PDF", "原件.zip": "请先解压", "lost.pdf": "找不到对应的文件",
    }
    for name, words in wanted.items():
        assert [line for line in said if name in line and words in line and line.startswith("[注意]")], name
    assert any("副本 1 份" in line for line in said)
    assert any("工作进程可以启动" in line for line in said)


def test_what_would_stop_a_run_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corpus").mkdir()
    with only_run(tmp_path / "outputs" / ".cache"):
        status, said = told(capsys, tmp_path / "corpus", tmp_path / "outputs")
    errors = [line for line in said if line.startswith("[有误]")]
    assert status == 1
    assert [words for line in errors for words in ("另一次运行", "没有找到公开文件") if words in line] == [
        "另一次运行", "没有找到公开文件",
    ]
    (tmp_path / "file").write_text("")
    status, said = told(capsys, tmp_path / "corpus", tmp_path / "file")
    assert any("无法写入" in line for line in said)
