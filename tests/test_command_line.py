"""The command line: what it prints, and how it exits."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.__main__ import main
from tests.conftest import NARRATIVE, READABLE, UNREADABLE, page_of, write_files
from tests.drawing import draw


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    name = "样例局2023年度部门决算.txt"
    return write_files(tmp_path_factory.mktemp("语料"), {name: READABLE[f"云屏区/{name}"]})


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert all(command in said for command in ("run", "show", "inspect", "evaluate", "verify", "codes"))


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["run", "--workers", "0"], ["run", "--time-limit", "-1"], ["run", "nowhere-at-all"]],
)
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as left:
        status = int(str(left.code))
    assert status == 2


def test_a_run_says_where_the_results_are(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(good), "--outputs", str(tmp_path), "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert str(tmp_path) in said.out
    assert "公开文件 1 份：完整 1" in said.out
    assert "已处理 1/1，失败 0" in said.err
    assert "\r" not in said.err


def test_failed_files_are_named_with_their_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = {name: data for name, (data, status, _) in UNREADABLE.items() if status == "failed"}
    write_files(tmp_path / "corpus", bad)
    assert main(["run", str(tmp_path / "corpus"), "--outputs", str(tmp_path / "outputs"), "--workers", "1"]) == 1
    said = capsys.readouterr().out
    assert all(f"[失败] {name}：" in said for name in bad)
    assert main(["run", str(tmp_path / "corpus"), "--outputs", str(tmp_path / "outputs")]) == 1


def test_inspect_tells_a_filing_in_words(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(next(good.iterdir()))]) == 0
    said = capsys.readouterr().out
    assert all(f"## {part}" in said for part in ("公开文件", "目录", "表格", "陈述", "原因", "核对", "问题"))
    assert "收入支出决算总体情况说明" in said


def test_inspect_finds_a_filing_by_its_id(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.runner.discover import discover

    (located,) = discover(good, None)
    assert main(["inspect", located.source.filing_id, "--corpus", str(good)]) == 0
    assert located.source.source_path in capsys.readouterr().out


def test_inspect_tells_why_a_file_cannot_be_read(mixed_corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(mixed_corpus / "坏/加密.pdf")]) == 0
    assert "encrypted" in capsys.readouterr().out


def test_show_draws_a_page(mixed_corpus: Path, tmp_path: Path) -> None:
    file, out = mixed_corpus / "云屏区/样例局2022年度部门决算.PDF", tmp_path / "页.png"
    assert main(["show", str(file), "1", "--layer", "lines", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    assert main(["show", str(file), "99", "--out", str(out)]) == 2


@pytest.mark.parametrize("command", [["inspect", "nothing.pdf"], ["show", "nothing.pdf", "1"]])
def test_a_file_that_is_not_there_is_wrong_use(command: list[str], tmp_path: Path) -> None:
    assert main([*command, "--corpus", str(tmp_path)]) == 2


def test_the_report_is_written_by_a_run_and_gets_its_evidence_afterwards(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vague = draw(page_of(NARRATIVE.format(year=2022).replace("人员增加", "支出增加")))
    corpus = write_files(tmp_path / "corpus", {"样例局2022年度部门决算.pdf": vague})
    outputs = tmp_path / "outputs"
    page = outputs / "report" / "index.html"
    assert main(["report", str(outputs)]) == 2
    assert main(["run", str(corpus), "--outputs", str(outputs), "--workers", "1"]) == 0
    assert str(page) in capsys.readouterr().out and "data:image/webp" not in page.read_text(encoding="utf-8")
    assert main(["report", str(outputs)]) == 0
    assert "data:image/webp" in page.read_text(encoding="utf-8")
    (tmp_path / "nothing").mkdir()
    assert main(["report", str(outputs), "--corpus", str(tmp_path / "nothing")]) == 0
    assert "请用 --corpus" in capsys.readouterr().err and "data:image/webp" not in page.read_text(encoding="utf-8")


def test_codes_are_proposed_from_a_run(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs, out = tmp_path / "outputs", tmp_path / "codes.csv"
    assert main(["codes", "harvest", "--outputs", str(outputs), "--out", str(out)]) == 2
    assert main(["run", str(good), "--outputs", str(outputs), "--workers", "1"]) == 0
    assert main(["codes", "harvest", "--outputs", str(outputs), "--out", str(out)]) == 0
    assert "目录中没有的编码" in capsys.readouterr().out
    assert out.read_text("utf-8-sig").startswith("edition,code,name")


def test_verify_says_what_it_looked_at(mixed_corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(mixed_corpus), "--only", "2022"]) == 0
    assert "相符" in capsys.readouterr().out
    assert main(["verify", "nowhere-at-all"]) == 2
