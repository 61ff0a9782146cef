"""Writes the truth of a filing in the layout of the gold folders: from the document, with the pages found in print."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from corpus.generator.document import (
    Conflict,
    Document,
    Heading,
    Paragraph,
    ReasonTruth,
    StatementTruth,
    Table,
)
from corpus.generator.locate import Piece, fold

SUMMARIES = ("income_expenditure_summary", "fiscal_appropriation_summary")
COLUMNS = {
    "sections": "page_first level label title key id",
    "facts": "template page side item_code item_name measure quantity value unit value_cny state item_printed line_no "
    "row column measure_alt side_alt optional",
    "statements": "page section_key item_name item_code quantity basis direction value unit value_cny state surface id "
    "tier item_name_alt",
    "reasons": "page section_key item_name item_code basis direction reason_head reason_tail reason_len reason_text "
    "direction_alt cause_ids is_vacuous gap_cny id page_last cue item_alt cause_ids_accept tier event",
    "conflicts": "id kind page description left right unit left_low left_high right_low right_high severity root "
    "page_other",
    "indicators": "page level1 level2 level3 target actual weight score reason row",
}


def write_rows(path: Path, kind: str, rows: Iterable[dict[str, Any]]) -> None:
    """A CSV file with the columns of its kind."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS[kind].split(), lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def section_rows(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """Headings of the body, with the page that they stand on."""
    rows = [
        {
            "page_first": p.pages[0],
            "level": p.block.level,
            "label": p.block.label,
            "title": p.block.title,
            "key": p.block.key,
        }
        for p in pieces
        if isinstance(p.block, Heading)
    ]
    return [{**row, "id": f"h{n:02d}"} for n, row in enumerate(rows, 1)]


def fact_rows(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """Value cells. A blank beside a half of a summary line that prints nothing may be published or not."""
    cells = [p for p in pieces if p.cell and p.cell.fact]
    facts = [(p, p.cell.fact) for p in cells if p.cell and p.cell.fact]
    printed = {(f.template, f.side, f.item_name) for _, f in facts if f.state == "reported"}
    last_page: dict[int, int] = {}
    rows = []
    for p in pieces:
        if p.pages and isinstance(p.block, Table):
            last_page[id(p.block) * 1000 + p.row] = p.pages[0]
        fact = p.cell.fact if p.cell else None
        if not fact:
            continue
        lone = (
            fact.state == "blank"
            and fact.template in SUMMARIES
            and (fact.template, fact.side, fact.item_name) not in printed
        )
        page = p.pages[0] if p.pages else last_page.get(id(p.block) * 1000 + p.row) or page_of_row(pieces, p)
        rows.append(
            {
                **asdict(fact),
                "page": page,
                "row": p.row,
                "column": p.column,
                "optional": "1" if lone else "",
                "side_alt": "" if fact.template in SUMMARIES else "none;income;expenditure",
            }
        )
    return rows


def page_of_row(pieces: Sequence[Piece], piece: Piece) -> int:
    """The page of a blank cell: that of any printed cell of its row."""
    return next(q.pages[0] for q in pieces if q.block is piece.block and q.row == piece.row and q.pages)


def statement_rows(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """Values that the narrative asserts, in printed order."""
    rows: list[dict[str, Any]] = []
    for p in pieces:
        for mark in p.block.marks if isinstance(p.block, Paragraph) else ():
            if isinstance(mark.truth, StatementTruth):
                if mark.truth.surface != p.text[mark.start : mark.end]:
                    raise AssertionError(f"{mark.truth.surface} is not {p.text[mark.start : mark.end]}")
                rows.append({**asdict(mark.truth), "page": p.page_at(mark.start), "id": f"s{len(rows) + 1:03d}"})
    return rows


def reason_rows(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """Stated reasons: of paragraphs, and of table cells."""
    found: list[tuple[Piece, int, int, ReasonTruth]] = []
    for p in pieces:
        if isinstance(p.block, Paragraph):
            found += [(p, m.start, m.end, m.truth) for m in p.block.marks if isinstance(m.truth, ReasonTruth)]
        elif p.cell and p.cell.reason:
            found.append((p, 0, len(p.text), p.cell.reason))
    rows = []
    for n, (p, start, end, reason) in enumerate(found, 1):
        bare = fold(reason.text)
        rows.append(
            {
                **asdict(reason),
                "page": p.page_at(start),
                "page_last": p.page_at(end - 1),
                "reason_head": bare[:6],
                "reason_tail": bare[-6:],
                "reason_len": len(bare),
                "reason_text": reason.text,
                "cause_ids": ";".join(reason.cause_ids),
                "is_vacuous": "true" if reason.cause_ids == ("vacuous",) else "false",
                "id": f"r{n:02d}",
            }
        )
    for row in rows:
        del row["text"]
    return rows


def interval(value: str, half: Decimal) -> tuple[str, str]:
    """What printed rounding allows."""
    return (str(Decimal(value) - half), str(Decimal(value) + half)) if value else ("", "")


def conflict_rows(document: Document, pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """The contradictions that were planted, on the page of what is wrong."""
    rows = []
    for n, c in enumerate(document.conflicts, 1):
        rows.append(
            {
                "id": f"c{n:02d}",
                "kind": c.kind,
                "page": page_of_truth(c, pieces),
                "description": c.description,
                "left": c.left,
                "right": c.right,
                "unit": c.unit,
                "severity": c.severity,
                "root": c.root,
                **dict(zip(("left_low", "left_high"), interval(c.left, c.left_half), strict=True)),
                **dict(zip(("right_low", "right_high"), interval(c.right, c.right_half), strict=True)),
            }
        )
    return rows


def page_of_truth(conflict: Conflict, pieces: Sequence[Piece]) -> int | str:
    """The page on which the anchor of a conflict is printed."""
    for p in pieces:
        if p.cell and p.cell.fact is not None and p.cell.fact is conflict.anchor:
            return p.pages[0]
        if isinstance(p.block, Paragraph):
            for mark in p.block.marks:
                if mark.truth == conflict.anchor:
                    return p.page_at(mark.start)
    if conflict.anchor is not None:
        raise AssertionError(f"conflict without its print: {conflict}")
    return ""


def filing_info(document: Document, pdf: Path, pages: int, counts: dict[str, int]) -> dict[str, Any]:
    """What stands in filing.json: the metadata that the contract asks for, and how the filing was made."""
    mixed = ["mixed", "wan_yuan"] if document.declared_unit == "mixed" else [document.declared_unit]
    return {
        "sha256": hashlib.sha256(pdf.read_bytes()).hexdigest(),
        "file": pdf.name,
        "folder": document.folder,
        "entity_name": document.entity_name,
        "fiscal_year": document.fiscal_year,
        "form": document.form,
        "form_accepted": document.form_accepted,
        "declared_unit": document.declared_unit,
        "declared_unit_accepted": mixed,
        "page_count": pages,
        "text_layer": "native",
        "family": document.family,
        "hand": document.hand,
        "typography": document.typography,
        "renderer": document.renderer,
        "seed": document.seed,
        "planted": [list(pair) for pair in document.planted],
        "counts": counts,
        **document.extra,
    }


def write_truth(document: Document, pdf: Path, pieces: Sequence[Piece], pages: int, folder: Path) -> dict[str, int]:
    """Write one gold folder; returns its row counts."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = {
        "sections": section_rows(pieces),
        "facts": fact_rows(pieces),
        "statements": statement_rows(pieces),
        "reasons": reason_rows(pieces),
        "conflicts": conflict_rows(document, pieces),
    }
    if indicators := indicator_rows(pieces):
        rows["indicators"] = indicators
    for kind, table in rows.items():
        write_rows(folder / f"{kind}.csv", kind, table)
    counts = {kind: len(table) for kind, table in rows.items()}
    info = filing_info(document, pdf, pages, counts)
    (folder / "filing.json").write_text(json.dumps(info, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return counts


def indicator_rows(pieces: Sequence[Piece]) -> list[dict[str, Any]]:
    """The indicators of self-evaluation tables, as printed."""
    return [
        {**asdict(p.cell.indicator), "page": page_of_row(pieces, p), "row": p.row}
        for p in pieces
        if p.cell and p.cell.indicator
    ]
