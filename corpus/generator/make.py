"""Makes filings: composes, typesets, reads back, and writes the truth beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.generator import render_chromium, render_libreoffice, render_reportlab
from corpus.generator.data import Data
from corpus.generator.document import Document
from corpus.generator.families import compose
from corpus.generator.locate import locate, read_twice
from corpus.generator.merging import consolidate
from corpus.generator.model import Department
from corpus.generator.truth import write_truth
from corpus.generator.world import invent

YEARS = (2022, 2023, 2024)
RENDERERS: dict[str, Callable[[Document, dict[str, Any], Path], None]] = {
    "reportlab": render_reportlab.render,
    "chromium": render_chromium.render,
    "libreoffice": render_libreoffice.render,
}


def available() -> tuple[str, ...]:
    """The renderers that this machine has."""
    return (
        "reportlab",
        *(["chromium"] if render_chromium.program() else []),
        *(["libreoffice"] if render_libreoffice.program() else []),
    )


def file_name(document: Document) -> str:
    """The name that an office would give the file."""
    body = "部门" if document.form.startswith("department") else "单位"
    return f"{document.entity_name}{document.fiscal_year}年度{body}决算.pdf"


def make_filing(data: Data, document: Document, out: Path) -> dict[str, int]:
    """Typeset one document under out/filings and its truth under out/gold; raises where the print is not the truth."""
    look = data.typography[document.typography]
    pdf = out / "filings" / document.folder / file_name(document)
    pdf.parent.mkdir(parents=True, exist_ok=True)
    RENDERERS[look["renderer"]](document, look, pdf)
    pages = read_twice(pdf)
    pieces = locate(document, pages, look["page_number"])
    return write_truth(document, pdf, pieces, len(pages), out / "gold" / document.name)


def invent_all(data: Data, plans: dict[str, dict[str, Any]]) -> dict[str, Department]:
    """All departments of a plan; those that merge others come after them."""
    out: dict[str, Department] = {}
    for key, plan in plans.items():
        if "merge" in plan:
            out[key] = consolidate(key, plan["name"], [out[member] for member in plan["merge"]])
        else:
            out[key] = invent(data, key, plan, YEARS)
    return out


def compose_shipped(data: Data) -> list[Document]:
    """The filings that the repository ships, before they are typeset."""
    departments = invent_all(data, data.shipped["departments"])
    return [compose(data, departments[entry["department"]], entry["year"], entry) for entry in data.shipped["filings"]]
