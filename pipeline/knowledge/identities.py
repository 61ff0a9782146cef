"""Identities as data: which figures of a filing must agree, within what rounding allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

from pipeline.knowledge.claims import (
    Denial,
    Listing,
    PartSum,
    Purpose,
    Residue,
    Sign,
    Statutory,
    make_denial,
    make_listing,
    make_purpose,
    make_residue,
    make_sign,
    make_statutory,
    make_sum,
)
from pipeline.knowledge.patterns import make_pattern, many, read_yaml
from pipeline.knowledge.saying import Rule, Words, load_words, make_rule
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Measure, Quantity, Side, Template


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its table, side, item and measure; side None fits any. `items` are added; each has the names that it
    may be printed by."""

    template: str
    side: str | None
    items: tuple[tuple[str, ...], ...]
    measure: str


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """In every row the total column (or columns) is the sum of the part columns; columns of `within` may stand beside
    them."""

    rule: Rule
    template: str
    total: tuple[str, ...]
    parts: tuple[str, ...]
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeSums:
    """A code is the sum of the codes below it, a total row (by its names) the sum of the classes."""

    children: Rule
    classes: Rule
    templates: tuple[str, ...]
    classes_of: tuple[str, ...]
    totals: frozenset[str]


@dataclass(frozen=True, slots=True)
class RowSum:
    """A row is the sum of other rows of the same column; those of `complete` must all be printed."""

    rule: Rule
    template: str
    side: str | None
    measure: str
    total: frozenset[str]
    parts: frozenset[str]
    complete: frozenset[str]


@dataclass(frozen=True, slots=True)
class SameCell:
    """Two cells hold the same amount."""

    rule: Rule
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class SameRows:
    """Rows of one name or code in two tables hold the same amount; `bound`: the left no more than the right."""

    rule: Rule
    by: str
    left: Cell
    right: Cell
    bound: bool


@dataclass(frozen=True, slots=True)
class ShortCodes:
    """Tables that print the codes of the same items."""

    rule: Rule
    templates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Across:
    """What the narrative says of an item in some sections is what a cell of a table says; `also` is another cell that
    its name is used for, `when` two cells that must hold the same amount for the two to be comparable."""

    rule: Rule
    sections: frozenset[str]
    item: re.Pattern[str]
    quantity: str
    cell: Cell
    also: Cell | None
    when: tuple[Cell, Cell] | None


@dataclass(frozen=True, slots=True)
class ItemRows:
    """What the narrative says of an item in some sections is what the row of its code or name says; `names` lead names
    of the narrative to the name of a row."""

    rule: Rule
    template: str
    measure: str
    sections: frozenset[str]
    quantities: frozenset[str]
    by_code: bool
    names: tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Identities:
    """All identities; `statements` names those between figures of one paragraph, `years` those with last
    year's filing, `evaluation` those of a self-evaluation table."""

    words: Words
    columns: tuple[ColumnSum, ...]
    code_sums: CodeSums
    rows: tuple[RowSum, ...]
    cells: tuple[SameCell, ...]
    same_rows: tuple[SameRows, ...]
    short_codes: ShortCodes
    evaluation: Mapping[str, Rule]
    full_scores: tuple[Decimal, ...]
    rate_indicator: re.Pattern[str]
    across: tuple[Across, ...]
    item_rows: tuple[ItemRows, ...]
    statements: Mapping[str, Rule]
    years: Mapping[str, Rule]
    about: re.Pattern[str]
    whole_named: re.Pattern[str]
    whole_of_all: re.Pattern[str]
    whole_amount: re.Pattern[str]
    sums: tuple[PartSum, ...]
    residue: tuple[Residue, ...]
    signs: tuple[Sign, ...]
    denials: tuple[Denial, ...]
    lists: Listing
    purposes: Purpose
    headings: Rule
    statutory: tuple[Statutory, ...]
    statutory_forms: frozenset[str]
    statutory_least: int
    empty_note: re.Pattern[str]
    of_the_table: re.Pattern[str]
    explained_sections: frozenset[str]


def load_identities(folder: Path) -> Identities:
    """Read checks/. Raises KnowledgeError when an entry names what the contract does not know, or when a pattern
    fails its example."""
    tables, claims, wording = (read_yaml(folder / f"{name}.yaml") for name in ("tables", "claims", "wording"))
    result = Identities(
        words=load_words(folder / "messages.yaml"),
        columns=tuple(_column_sum(e) for e in tables["columns"]),
        code_sums=_code_sums(tables["codes"]),
        rows=tuple(_row_sum(e) for e in tables["rows"]),
        cells=tuple(
            SameCell(make_rule(e), _cell(e["left"], e["id"]), _cell(e["right"], e["id"])) for e in tables["cells"]),
        same_rows=tuple(_same_rows(e) for e in tables["same_rows"]),
        short_codes=ShortCodes(make_rule(tables["short_codes"]), many(tables["short_codes"]["templates"])),
        evaluation=_rules(tables["evaluation"]),
        full_scores=tuple(Decimal(s) for s in many(tables["full_scores"])),
        rate_indicator=make_pattern(tables["rate_indicator"]).regex,
        across=tuple(_across(e) for e in claims["across"]),
        item_rows=tuple(_item_rows(e) for e in claims["item_rows"]),
        statements=_rules(claims["statements"]),
        years=_rules(claims["years"]),
        about=make_pattern(claims["about"]).regex,
        whole_named=make_pattern(claims["whole_named"]).regex,
        whole_of_all=make_pattern(claims["whole_of_all"]).regex,
        whole_amount=make_pattern(claims["whole_amount"]).regex,
        sums=tuple(make_sum(e) for e in claims["sums"]),
        residue=tuple(make_residue(e) for e in wording["residue"]),
        signs=tuple(make_sign(e) for e in wording["signs"]),
        denials=tuple(make_denial(e) for e in wording["denials"]),
        lists=make_listing(wording["lists"]),
        purposes=make_purpose(wording["purposes"]),
        headings=make_rule(wording["headings"]),
        statutory=tuple(make_statutory(e) for e in wording["statutory"]),
        statutory_forms=frozenset(many(wording["statutory_forms"])),
        statutory_least=int(wording["statutory_least"]),
        of_the_table=make_pattern(wording["of_the_table"]).regex,
        empty_note=make_pattern(wording["empty_note"]).regex,
        explained_sections=frozenset(many(claims["explained_sections"])),
    )
    return result


def _rules(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Rule]:
    return {str(name): make_rule(entry) for name, entry in entries.items()}


def _word(value: Any, allowed: tuple[str, ...], place: str) -> str:
    if value not in allowed:
        raise KnowledgeError(f"{place}: {value!r} is not in the vocabulary")
    return str(value)


def _template(entry: Mapping[str, Any]) -> str:
    return _word(entry["template"], get_args(Template), entry["id"])


def _measure(value: Any, place: str) -> str:
    return _word(value, get_args(Measure), place)


def _cell(value: list[Any], place: str) -> Cell:
    """[template, side, items, measure]: + adds items, / parts the names of one."""
    template, side, items, measure = value
    return Cell(
        _word(template, get_args(Template), place), None if side is None else _word(side, get_args(Side), place),
        tuple(tuple(item.split("/")) for item in str(items).split("+")), _measure(measure, place))


def _column_sum(entry: Mapping[str, Any]) -> ColumnSum:
    totals, parts, within = (
        tuple(_measure(m, entry["id"]) for m in many(entry.get(key))) for key in ("total", "parts", "within"))
    return ColumnSum(make_rule(entry), _template(entry), totals, parts, within)


def _code_sums(entry: Mapping[str, Any]) -> CodeSums:
    return CodeSums(
        make_rule(entry["children"]), make_rule(entry["classes"]), many(entry["templates"]), many(entry["classes_of"]),
        frozenset(many(entry["totals"])))


def _row_sum(entry: Mapping[str, Any]) -> RowSum:
    return RowSum(
        make_rule(entry), _template(entry), entry.get("side"), _measure(entry["measure"], entry["id"]),
        frozenset(many(entry["total"])), frozenset(many(entry["parts"])), frozenset(many(entry.get("complete"))))


def _same_rows(entry: Mapping[str, Any]) -> SameRows:
    sides = (entry["left"], entry["right"])
    left, right = (_cell([template, side, "", measure], entry["id"]) for template, side, measure in sides)
    by = _word(entry["by"], ("name", "code"), entry["id"])
    return SameRows(make_rule(entry), by, left, right, bool(entry.get("bound")))


def _across(entry: Mapping[str, Any]) -> Across:
    item = make_pattern({**entry, "pattern": entry["item"]}).regex
    quantity = _word(entry.get("quantity", "actual"), get_args(Quantity), entry["id"])
    when = (_cell(entry["when"][0], entry["id"]), _cell(entry["when"][1], entry["id"])) if "when" in entry else None
    also = _cell(entry["also"], entry["id"]) if "also" in entry else None
    return Across(
        make_rule(entry), frozenset(many(entry["sections"])), item, quantity, _cell(entry["cell"], entry["id"]), also,
        when)


def _item_rows(entry: Mapping[str, Any]) -> ItemRows:
    names = tuple((re.compile(pattern), str(row)) for pattern, row in entry.get("names", {}).items())
    return ItemRows(
        make_rule(entry), _template(entry), _measure(entry["measure"], entry["id"]),
        frozenset(many(entry["sections"])), frozenset(many(entry.get("quantities", "actual"))),
        bool(entry.get("by_code", True)), names)
