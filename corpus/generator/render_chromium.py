"""Prints a document with headless Chromium: HTML tables, CSS pages, named landscape pages."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from corpus.generator.data import DATA
from corpus.generator.document import Document
from corpus.generator.stamp import fix_stamps

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)


def program() -> str | None:
    """The browser, where there is one."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def counter(style: str) -> str:
    """A page number style as a CSS content list: "— {n} —" gives three items."""
    marks = {"n": "counter(page)", "total": "counter(pages)"}
    pieces = style.replace("}", "{").split("{")
    return " ".join(marks[p] if n % 2 else f'"{p}"' for n, p in enumerate(pieces) if p) or '""'


def page(document: Document, look: dict[str, Any]) -> str:
    """The filing as HTML."""
    folder = Environment(loader=FileSystemLoader(DATA / "typesetting"), autoescape=True)
    folder.filters["lines"] = lambda text: escape(text).replace("\n", Markup("<br>"))
    blocks = [(type(block).__name__, block) for block in document.blocks]
    title = document.extra.get("title", document.entity_name)
    number = counter(look["page_number"])
    return folder.get_template("print.html.j2").render(look=look, blocks=blocks, title=title, number=number)


def render(document: Document, look: dict[str, Any], path: Path) -> None:
    """Write the document as PDF. Raises FileNotFoundError where there is no Chromium."""
    browser = program()
    if browser is None:
        raise FileNotFoundError("Chromium is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "filing.html", Path(folder) / "filing.pdf"
        source.write_text(page(document, look), "utf-8")
        place = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run([browser, *FLAGS, *place], check=True, capture_output=True, timeout=180)
        path.write_bytes(fix_stamps(target.read_bytes()))
