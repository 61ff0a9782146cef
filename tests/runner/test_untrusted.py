"""What a corpus may hold that no honest body publishes: it gets a row that says so, and nothing else happens."""

from __future__ import annotations

import ast
import io
import os
import zipfile
from pathlib import Path

import pandas
import pytest

from pipeline.runner.discover import discover
from tests.conftest import write_files
from tests.runner.test_run import go
from tests.test_imports import MODULES, imports

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes are made as on Linux")

HARMLESS = ("xml.sax.saxutils.",)
"""Escapes what is written, and reads nothing."""
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hosts">]>
<w:document>&b;&x;</w:document>"""


def document(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over links that lead out, a pipe, a document whose paths and entities escape, a name that is markup."""
    folder = tmp_path_factory.mktemp("不可信")
    secret = write_files(folder, {"外/机密.txt": "机密支出731.26万元".encode()}) / "外" / "机密.txt"
    corpus = write_files(folder / "corpus", {
        "逃逸.docx": document({"word/document.xml": ENTITIES, "../../逃逸.txt": b"x", "/tmp/逃逸.txt": b"x"}),
        "<script>alert(1)</script>\n.txt": "甲局2023年度部门决算".encode(),
        "内.txt": "乙局2023年度部门决算".encode(),
    })
    (corpus / "链接.txt").symlink_to(secret)
    (corpus / "断.txt").symlink_to(folder / "没有")
    (corpus / "内部链接.txt").symlink_to(corpus / "内.txt")
    (corpus / "外目录").symlink_to(secret.parent)
    (corpus / "sources.csv").symlink_to(secret)
    os.mkfifo(corpus / "管道.pdf")
    go(corpus, folder / "outputs", workers=1)
    assert not list(folder.rglob("逃逸.txt"))
    return folder / "outputs"


def test_links_that_lead_out_and_pipes_are_not_opened(outputs: Path) -> None:
    filings = pandas.read_parquet(outputs / "filings").set_index("source_path")
    for name in ("链接.txt", "管道.pdf", "断.txt"):
        assert (filings.loc[name].status, filings.loc[name].error_code) == ("failed", "other")
        assert "请" in filings.loc[name].error_detail
    assert not [name for name in filings.index if name.startswith("外目录")]
    assert not pandas.read_parquet(outputs / "sentences").text.str.contains("机密").any()


def test_a_link_within_the_folder_is_another_place_of_the_same_content(outputs: Path) -> None:
    filings = pandas.read_parquet(outputs / "filings").set_index("source_path")
    assert list(filings.loc["内.txt"].source_paths) == ["内.txt", "内部链接.txt"]


def test_a_document_whose_paths_and_entities_escape_is_a_row(outputs: Path) -> None:
    filings = pandas.read_parquet(outputs / "filings").set_index("source_path")
    assert filings.loc["逃逸.docx"].error_code == "unsupported_format"


def test_a_name_is_no_markup_and_no_line_of_the_log(outputs: Path) -> None:
    assert "<script>alert(1)" not in (outputs / "report" / "index.html").read_text("utf-8")
    assert all(line[:4].isdigit() for line in (outputs / "run.log").read_text("utf-8").splitlines())


@pytest.mark.parametrize("table", [b"\0\0\xff", b'file\n"' + b"x" * 200_000, b"", b"file,source_url\n../../x.txt,1\n"])
def test_a_table_of_sources_that_is_none_does_no_harm(tmp_path: Path, table: bytes) -> None:
    corpus = write_files(tmp_path, {"甲.txt": b"a", "sources.csv": table})
    assert [one.source.source_url for one in discover(corpus, None)] == [None]


def test_nothing_starts_a_shell_or_reads_markup_that_can_expand() -> None:
    for file in MODULES:
        found = {name for name in imports(file) if not f"{name}.".startswith(HARMLESS)}
        assert not {name.partition(".")[0] for name in found} & {"subprocess", "pty", "xml", "lxml"}, file
        calls = {node.func.id for node in ast.walk(ast.parse(file.read_bytes()))
                 if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        assert not calls & {"eval", "exec"}, file
