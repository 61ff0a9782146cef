"""Makes filings: composes, typesets, reads back, and writes the truth beside them."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.generator import render_reportlab
from corpus.generator.data import Data
from corpus.generator.document import Document
from corpus.generator.families import compose
from corpus.generator.locate import agree, locate
from corpus.generator.truth import write_truth
from corpus.generator.world import invent

YEARS = (2022, 2023, 2024)
RENDERERS = {"reportlab": render_reportlab.render}


def file_name(document: Document) -> str:
    """The name that an office would give the file."""
    return f"{document.entity_name}{document.fiscal_year}年度{'部门' if document.form.startswith('department') else '单位'}决算.pdf"


def make_filing(data: Data, document: Document, out: Path) -> dict[str, int]:
    """Typeset one document under out/filings and its truth under out/gold; raises where the print is not the truth."""
    look = data.typography[document.typography]
    pdf = out / "filings" / document.folder / file_name(document)
    pdf.parent.mkdir(parents=True, exist_ok=True)
    RENDERERS[look["renderer"]](document, look, pdf)
    agree(pdf)
    pieces, pages = locate(document, pdf, look["page_number"])
    return write_truth(document, pdf, pieces, pages, out / "gold" / document.name)


def make_shipped(data: Data, out: Path) -> dict[str, dict[str, int]]:
    """The filings that the repository ships."""
    plan = data.shipped
    departments = {key: invent(data, key, entry, YEARS) for key, entry in plan["departments"].items()}
    counts = {}
    for entry in plan["filings"]:
        document = compose(data, departments[entry["department"]], entry["year"], {**entry, **habits(plan, entry)})
        counts[document.name] = make_filing(data, document, out)
    return counts


def habits(plan: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """What the office of a department is given to, unless the filing says otherwise."""
    department = plan["departments"][entry["department"]]
    return {k: department[k] for k in ("vacuous", "silent", "two_reasons") if k in department and k not in entry}
