"""Sets a document with LibreOffice Writer from a flat OpenDocument file that we write."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from corpus.generator.data import DATA
from corpus.generator.document import Block, Cell, Document, Heading, PageBreak, Table
from corpus.generator.stamp import fix_stamps

PROGRAMS = ("soffice", "libreoffice")
COVERED = "covered"


def program() -> str | None:
    """LibreOffice, where it is installed."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def lines(text: str) -> Markup:
    """Text with its line breaks and runs of spaces kept."""
    out = escape(text).replace("\n", Markup("<text:line-break/>"))
    while "  " in out:
        out = out.replace("  ", Markup(" <text:s/>"))
    return out


def full_rows(table: Table) -> list[list[Cell | str]]:
    """The rows with every column filled: what a merged cell covers is named so."""
    covered = {
        (r + down, c + across)
        for r, row in enumerate(table.rows)
        for c, cell in row
        for down in range(cell.rowspan)
        for across in range(cell.colspan)
        if down or across
    }
    columns = range(len(table.widths))
    return [
        [dict(row).get(c) or (COVERED if (r, c) in covered else Cell()) for c in columns]
        for r, row in enumerate(table.rows)
    ]


def styled(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, Block]]:
    """Blocks with the style of their (first) paragraph; a page break is part of the style of the paragraph after it."""
    wants, shape = "_tall", "tall"
    for block in blocks:
        if isinstance(block, PageBreak):
            wants = "_tall"
            continue
        now = "wide" if isinstance(block, Table) and block.landscape else "tall"
        start = f"_{now}" if now != shape or now == "wide" else wants
        if isinstance(block, Table):
            name = "title"
        else:
            name = f"h{min(block.level, 3)}" if isinstance(block, Heading) else block.style
        yield type(block).__name__, name + start, block
        wants, shape = "", now


def flat_document(document: Document, look: dict[str, Any]) -> str:
    """The whole filing as flat OpenDocument text."""
    folder = Environment(loader=FileSystemLoader(DATA / "typesetting"), autoescape=True)
    folder.filters |= {"lines": lines, "full_rows": full_rows}
    number = escape(look["page_number"]).replace("{n}", Markup("<text:page-number/>"))
    number = number.replace("{total}", Markup("<text:page-count/>"))
    template = folder.get_template("writer.fodt.j2")
    return template.render(look=look, blocks=list(styled(document.blocks)), number=number).lstrip()


def render(document: Document, look: dict[str, Any], path: Path) -> None:
    """Write the document as PDF. Raises FileNotFoundError where there is no LibreOffice."""
    office = program()
    if office is None:
        raise FileNotFoundError("LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "filing.fodt"
        source.write_text(flat_document(document, look), "utf-8")
        place = [
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(source),
        ]
        subprocess.run([office, "--headless", *place], check=True, capture_output=True, timeout=300)
        path.write_bytes(fix_stamps((Path(folder) / "filing.pdf").read_bytes()))
