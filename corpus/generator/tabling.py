"""Makes one table of a filing from its layout: grid, captions, notes, spread words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from corpus.generator.cells import Pen, Row
from corpus.generator.data import Data
from corpus.generator.document import Cell, Table
from corpus.generator.model import CAPITAL, FUND, Year
from corpus.generator.money import UNIT_WORD
from corpus.generator.stories import Teller
from corpus.generator.tables_by_item import build_by_item, build_fund
from corpus.generator.tables_more import MORE
from corpus.generator.tables_side_by_side import build_basic, build_three
from corpus.generator.tables_summary import build_fiscal_summary, build_summary

BUILDERS: dict[str, Callable[[Data, Year, Pen], tuple[list[Row], int]]] = {
    "summary": build_summary,
    "fiscal_summary": build_fiscal_summary,
    "by_item": build_by_item,
    "fund": build_fund,
    "three": build_three,
    "basic": build_basic,
}


def build_table(
    data: Data, tell: Teller, spec: dict[str, Any], look: dict[str, Any], words: dict[str, str], order: int
) -> Table:
    """One table of a filing; `look` says unit, nil cells and grouping, `spec` is the layout."""
    unit = spec.get("unit", look["unit"])
    pen = Pen(
        spec,
        spec["template"],
        unit,
        spec.get("claimed", unit),
        spec.get("zero", look.get("zero", "blank")),
        look.get("grouping", "none"),
    )
    builder = spec["builder"]
    rows, count = (
        MORE[builder](data, tell.year, pen, tell) if builder in MORE else BUILDERS[builder](data, tell.year, pen)
    )
    words = {**words, "order": f"{order:02d}", "unit_word": UNIT_WORD[pen.claimed]}
    captions = tuple(tuple(part.format(**words) for part in line) for line in spec.get("captions", look["captions"]))
    notes = spec.get("notes", []) + (spec.get("empty_notes", []) if is_empty(spec, tell.year) else [])
    rows = spread_words(drop_loose(rows, count), look.get("spread", {}))
    return Table(
        spec["template"],
        spec["title"].format(**words),
        captions,
        tuple(spec["widths"]),
        tuple(tuple(row) for row in rows),
        count,
        tuple(n.format(**words) for n in notes),
        spec.get("landscape", False),
        spec.get("rotated", look.get("rotated", False)) and spec.get("landscape", False),
    )


def is_empty(spec: dict[str, Any], year: Year) -> bool:
    """A statutory table without data."""
    return (spec["builder"] == "fund" and not year.under("", FUND)) or (
        spec.get("fund") == CAPITAL and not year.under("", CAPITAL)
    )


def spread_words(rows: list[Row], spread: dict[str, str]) -> list[Row]:
    """Words that the office sets with spaces between the characters (合  计)."""

    def spaced(cell: Cell) -> Cell:
        return replace(cell, text=spread[cell.text]) if cell.text in spread else cell

    return [[(column, spaced(cell)) for column, cell in row] for row in rows]


def drop_loose(rows: list[Row], header: int) -> list[Row]:
    """Blank cells of a row that prints no value are no facts."""
    out = []
    for n, row in enumerate(rows):
        printed = any(cell.fact and cell.fact.state == "reported" for _, cell in row)
        out.append(row if printed or n < header else [(c, replace(cell, fact=None)) for c, cell in row])
    return out
