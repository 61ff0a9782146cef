"""What tests of several parts share: a corpus with readable and unreadable files, and one run over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.drawing import Sheet, draw, png
from tests.readers.raw_pdf import raw_pdf

NARRATIVE = """\
岚洲市云屏区样例局{year}年度部门决算

第一部分 部门概况
一、主要职责
负责样例工作的组织实施。
第二部分 {year}年度部门决算情况说明
一、收入支出决算总体情况说明
{year}年度收、支总计均为731.26万元，较上年各增加31.26万元，增长4.47%。主要原因是人员增加。
二、一般公共预算财政拨款支出决算情况说明
一般公共预算财政拨款支出年初预算为600.00万元，支出决算为650.00万元，完成年初预算的108.33%。主要原因是年中追加项目经费。
"""


def page_of(text: str) -> Callable[[Sheet], None]:
    """A page with one printed line for each line of the text."""

    def page(sheet: Sheet) -> None:
        for number, line in enumerate(text.splitlines()):
            sheet.text(50, 60 + 18 * number, line)

    return page


READABLE = {
    "云屏区/样例局2023年度部门决算.txt": NARRATIVE.format(year=2023).encode(),
    "云屏区/样例局2024年度部门决算.txt": NARRATIVE.format(year=2024).encode("gb18030"),
    "云屏区/样例局2022年度部门决算.PDF": draw(page_of(NARRATIVE.format(year=2022))),
}
_WHOLE = READABLE["云屏区/样例局2022年度部门决算.PDF"]
_NO_PAGES = raw_pdf(b"").replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0")
UNREADABLE: dict[str, tuple[bytes, str, str]] = {
    "坏/空.pdf": (b"", "failed", "empty_file"),
    "坏/截断.pdf": (_WHOLE[: len(_WHOLE) // 3], "failed", "truncated"),
    "坏/加密.pdf": (draw(lambda sheet: sheet.text(50, 60, "密"), password="x"), "failed", "encrypted"),
    "坏/改名的图片.pdf": (png(), "skipped", "unsupported_format"),
    "坏/扫描件.pdf": (draw(lambda sheet: sheet.image(0, 0, 595, 842)), "skipped", "no_text_layer"),
    "坏/没有页.pdf": (_NO_PAGES, "failed", "no_pages"),
    "坏/旧文档.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le"),
        "skipped",
        "unsupported_format",
    ),
    "坏/乱码.pdf": (bytes(range(256)) * 8, "failed", "not_a_document"),
}
"""Name → content, and the status and code that its row shall have."""


def write_files(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder; returns the folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="session")
def mixed_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Readable files, unreadable ones, a copy of one, and files that are none of ours."""
    folder = tmp_path_factory.mktemp("语料")
    others = {
        "说明.md": b"#",
        "云屏区/图.svg": b"<svg/>",
        ".隐藏/甲.pdf": b"x",
        "副本/同一份.txt": READABLE["云屏区/样例局2023年度部门决算.txt"],
    }
    sources = "file,source_url,published_on\n云屏区/样例局2024年度部门决算.txt,https://example.org/2024,2025-09-10\n"
    write_files(folder, READABLE | {name: data for name, (data, _, _) in UNREADABLE.items()} | others)
    (folder / "sources.csv").write_text(sources, encoding="utf-8-sig")
    return folder
