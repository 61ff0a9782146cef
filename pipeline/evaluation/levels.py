"""When a published row is what was marked: per dataset, the levels of agreement from strict to relaxed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from decimal import Decimal, InvalidOperation
from itertools import product

from pipeline.evaluation.align import Level, Row
from pipeline.evaluation.gold import answers
from pipeline.matching.normalize import bare

_FACTORS = {"yuan": Decimal(1), "wan_yuan": Decimal(10_000), "yi_yuan": Decimal(100_000_000)}
_BRACKETS = str.maketrans("()[]【】〔〕＂\"“”‘’", "（）（）（）（）" + " " * 6)
_NOT_WORDS = re.compile(r"[^\w%]+")
_PRINTED = Decimal("0.01")
_EDGE = 4
"""So many characters at either end tell one reason of a filing from another."""


def name_key(name: object) -> str:
    """A name for comparison: folded, without blanks and quotation marks, brackets in one form."""
    return bare(str(name or "")).translate(_BRACKETS).replace(" ", "")


def number(value: object) -> Decimal | None:
    """A number in any of the forms in which the two sides hold it; None where there is none."""
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value).replace(",", "")).normalize() + 0
    except InvalidOperation:
        return None


def value_key(row: Row) -> Hashable:
    """Money by its yuan, other numbers by themselves, rows without a number by their state."""
    money, value = number(row.get("value_cny")), number(row.get("value"))
    if money is None and value is not None and row.get("unit") in _FACTORS:
        money = (value * _FACTORS[row["unit"]]).normalize() + 0
    if money is not None:
        return "yuan", money
    return ("number", value) if value is not None else ("state", row.get("state") or "reported")


def _words(row: Row, *fields: str) -> Iterable[tuple[str, ...]]:
    return product(*(answers(row, field) for field in fields))


def _items(row: Row) -> set[str]:
    """Code and names under which an item may be met."""
    names = answers(row, "item_name", "item_name_alt", "item_alt")
    codes = [row.get("item_code") or "", row.get("item_code_normalized") or ""]
    return {name_key(n) for n in names} | {c for c in codes if c}


def _names(row: Row) -> set[str]:
    return {name_key(n) for n in answers(row, "item_name", "item_name_alt", "item_alt")}


def _same(name: str, keys: object) -> Level:
    return Level(name, keys, keys)  # type: ignore[arg-type]


def _section_title(row: Row) -> Iterable[Hashable]:
    return [(key, name_key(row.get("title"))) for key in answers(row, "key")]


def _fact(row: Row) -> Iterable[Hashable]:
    fields = _words(row, "template", "measure", "quantity")
    return [(value_key(row), item, *words) for words in fields for item in _items(row)]


def _fact_item(row: Row) -> Iterable[Hashable]:
    return [(value_key(row), item, row["template"]) for item in _items(row)]


def _statement(row: Row) -> Iterable[Hashable]:
    return [
        (value_key(row), name, *words)
        for words in _words(row, "quantity", "basis", "direction")
        for name in _names(row)
    ]


def _statement_item(row: Row) -> Iterable[Hashable]:
    return [(value_key(row), name) for name in _names(row)]


def _value(row: Row) -> Iterable[Hashable]:
    return [] if number(row.get("value")) is None else [value_key(row)]


def reason_edges(row: Row) -> tuple[str, str]:
    """First and last characters of a reason, punctuation apart; a marked reason need not give more."""
    if row.get("surface") is not None or row.get("reason_text"):
        text = _words_only(row.get("surface") or row["reason_text"])
        return text[:_EDGE], text[-_EDGE:]
    return _words_only(row["reason_head"])[:_EDGE], _words_only(row["reason_tail"])[-_EDGE:]


def _words_only(text: object) -> str:
    return _NOT_WORDS.sub("", bare(str(text)))


def _reason_parts(row: Row, item: bool, sense: bool) -> list[Hashable]:
    names: Iterable[str] = _names(row) if item else [""]
    senses: Iterable[tuple[str, ...]] = _words(row, "basis", "direction") if sense else [()]
    head, tail = reason_edges(row)
    return [(name, words, head, tail) for name in names for words in senses]


def _reason_touch(row: Row) -> Iterable[Hashable]:
    head, tail = reason_edges(row)
    return [key for name in _names(row) for key in (("head", head, name), ("tail", tail, name))]


def _reason_place(row: Row) -> Iterable[Hashable]:
    return [(name, words) for name in _names(row) for words in _words(row, "basis", "direction")]


def _conflict_numbers(row: Row) -> list[frozenset[Decimal]]:
    sides = [number(row.get("left")), number(row.get("right"))]
    known = [abs(side) for side in sides if side is not None]
    return [frozenset(known)] if len(known) == 2 else []


def _check_numbers(row: Row) -> Iterable[Hashable]:
    """Both sides as checked, in 万元 or 元 where they were checked in the other, and as they would be printed."""
    scales = (Decimal(1), 1 / _FACTORS["wan_yuan"], _FACTORS["wan_yuan"])
    scaled = [[n * scale for n in numbers] for scale in scales for numbers in _conflict_numbers(row)]
    rounded = [[n.quantize(_PRINTED) for n in numbers] for numbers in scaled]
    return {frozenset(n.normalize() + 0 for n in numbers) for numbers in (*scaled, *rounded)}


def _conflict_page(row: Row) -> Iterable[Hashable]:
    return re.findall(r"\d+", str(row.get("page") or ""))


BLANK = _same("blank", _fact)
"""A cell without a value is met by its place in the table alone."""
LEVELS: dict[str, tuple[Level, ...]] = {
    "sections": (_same("key_title", _section_title), _same("key", lambda row: answers(row, "key"))),
    "facts": (
        _same("full", _fact),
        _same("item", _fact_item),
        _same("value", lambda row: [(value_key(row), row["template"])]),
    ),
    "statements": (_same("full", _statement), _same("item", _statement_item), _same("value", _value)),
    "reasons": (
        _same("full", lambda row: _reason_parts(row, item=True, sense=True)),
        _same("item", lambda row: _reason_parts(row, item=True, sense=False)),
        _same("span", lambda row: _reason_parts(row, item=False, sense=False)),
        _same("edge", _reason_touch),
        _same("place", _reason_place),
    ),
    "conflicts": (Level("numbers", _conflict_numbers, _check_numbers), _same("page", _conflict_page)),
}
FIELDS: dict[str, tuple[str, ...]] = {
    "sections": ("level", "page_first"),
    "facts": ("measure", "quantity", "side", "unit"),
    "statements": ("quantity", "basis", "direction", "unit", "section_key", "item_code"),
    "reasons": ("basis", "direction", "cause_ids", "is_vacuous", "gap_cny"),
    "conflicts": (),
}
"""Fields whose accuracy is given over the pairs, where something was marked."""
METADATA = ("entity_name", "fiscal_year", "form", "declared_unit", "page_count", "region_name")
OF_PAGES = frozenset({"page_count", "page_first"})
"""Fields that a file without pages cannot have."""


def agrees(field: str, gold: Row, published: Row) -> bool | None:
    """Is the published field one of the accepted answers? None where nothing was marked."""
    marked = gold.get(field)
    if marked in (None, ""):
        return None
    found = published.get(field)
    if field == "cause_ids":
        return _causes_agree(gold, {str(cause) for cause in found or ()})
    if field == "is_vacuous":
        return str(marked).casefold() == str(found).casefold()
    accepted = [*answers(gold, field), *map(str, gold.get(f"{field}_accepted") or ())]
    numbers = {number(answer) for answer in accepted} - {None}
    if numbers and number(found) is not None:
        return number(found) in numbers
    return name_key(found) in {name_key(answer) for answer in accepted}


def _causes_agree(gold: Row, found: set[str]) -> bool:
    """The marked set, one of its alternatives, or any of what is accepted beside it."""
    marked = [gold["cause_ids"], *(gold.get("cause_ids_alt") or "").split("|")]
    sets = [{c for c in one.split(";") if c} for one in marked]
    accepted = {c for c in (gold.get("cause_ids_accept") or "").split(";") if c}
    return found in [s for s in sets if s] or (bool(found) and found <= accepted)
