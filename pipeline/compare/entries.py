"""What a filing prints of one item, brought together: from the narrative, and from the rows of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from pipeline.compare.frames import Row
from pipeline.knowledge.codes import comparable as uncached
from pipeline.knowledge.comparison import Comparison

comparable = lru_cache(maxsize=65_536)(uncached)
"""Names come back in every filing."""
BUDGETS = ("initial_budget", "final_budget", "budget")
_AMOUNTS = frozenset({"actual", *BUDGETS})
_VERSUS_BUDGET = frozenset({"completion_rate", "change", "change_rate"})
_WHOLE_MEASURES = frozenset({"amount", "total"})

Amounts = Mapping[str, Decimal | None]
"""Quantity (actual, initial_budget …) → yuan; None where the document says that there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of one filing with its amounts, and the rows that they stand in."""

    ident: tuple[str, str]
    item_name: str
    item_code: str | None
    item_path: str | None
    section_key: str | None
    template: str | None
    fund: str
    side: str
    amounts: Amounts
    rates: tuple[tuple[str, Decimal], ...]
    statement_ids: tuple[str, ...]
    fact_ids: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def has_both(self) -> bool:
        """Are an actual and a budget asserted, at least one of them with a value?"""
        budgets = [q for q in BUDGETS if q in self.amounts]
        values = [self.amounts[q] for q in ("actual", *budgets) if q in self.amounts]
        return "actual" in self.amounts and bool(budgets) and any(v is not None for v in values)


def known_codes(statements: Iterable[Row], facts: Iterable[Row]) -> dict[str, str]:
    """Item name → its code, where the filing gives it exactly one and its tables give that to no other name."""
    codes: dict[str, set[str]] = defaultdict(set)
    names: dict[str, set[str]] = defaultdict(set)  # a code printed short stands for several items
    for row in facts:
        if row["item_code_normalized"] and row["item_name"]:
            codes[comparable(row["item_name"])].add(row["item_code_normalized"])
            names[row["item_code_normalized"]].add(comparable(row["item_name"]))
    for row in statements:
        if row["item_code"]:
            codes[comparable(row["item_name"])].add(row["item_code"])
    single = {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}
    return {name: code for name, code in single.items() if len(names[code]) < 2}


def entries_of_filing(
    statements: Sequence[Row], facts: Sequence[Row], year: int, comparison: Comparison
) -> list[Entry]:
    """The entries that have an actual and a budget: those of the narrative in its order, then those of tables alone."""
    codes = known_codes(statements, facts)
    told = _complete([_told(group, codes, comparison) for group in _groups(statements, codes, year, comparison)])
    shown = [entry for entry in _shown(facts, year, comparison) if entry.has_both]
    return _merge([*(entry for entry in told if entry.has_both), *shown])


def _ident(
    name: str, code: str | None, path: str | None, in_three_public: bool, comparison: Comparison
) -> tuple[str, str]:
    """What makes two rows speak of the same item: its 三公 item, else its code, its path, its name."""
    item = comparison.three_public_item(name) if in_three_public else None
    if item:
        return "three_public", item
    if code:
        return "code", code
    return "name", comparable(path or name)


def _is_of_year(row: Row, year: int) -> bool:
    return row["period"] is None or row["period"] == year


def _groups(statements: Iterable[Row], codes: Mapping[str, str], year: int, comparison: Comparison) -> list[list[Row]]:
    """Statements of one item in one section; where it says a quantity anew with another value, a new group begins."""
    groups: list[list[Row]] = []
    current: dict[tuple[str, str, str], list[Row]] = {}
    for row in statements:
        is_amount = row["quantity"] in _AMOUNTS
        if not _is_of_year(row, year) or not (
            is_amount or (row["quantity"] in _VERSUS_BUDGET and row["basis"] in BUDGETS)
        ):
            continue
        name = row["item_name"] or ""
        section = row["section_key"] or ""
        code = row["item_code"] or codes.get(comparable(name))
        key = (section, *_ident(name, code, row["item_path"], section.startswith("three_public"), comparison))
        group = current.get(key)
        if group is None or (is_amount and _says_otherwise(group, row)):
            group = current[key] = []
            groups.append(group)
        group.append(row)
    return groups


def _says_otherwise(group: Iterable[Row], row: Row) -> bool:
    return any(r["quantity"] == row["quantity"] and r["value_cny"] != row["value_cny"] for r in group)


def _told(group: Sequence[Row], codes: Mapping[str, str], comparison: Comparison) -> Entry:
    first = group[0]
    code = next((r["item_code"] for r in group if r["item_code"]), None) or codes.get(
        comparable(first["item_name"] or "")
    )
    path = next((r["item_path"] for r in group if r["item_path"]), None)
    section = first["section_key"] or ""
    return Entry(
        _ident(first["item_name"] or "", code, path, section.startswith("three_public"), comparison),
        first["item_name"] or "", code, path, first["section_key"], None, _fund(section), "none",
        {r["quantity"]: r["value_cny"] for r in group if r["quantity"] in _AMOUNTS and r["state"] != "unreadable"},
        tuple((r["basis"], r["value"]) for r in group if r["quantity"] == "completion_rate" and r["value"] is not None),
        tuple(r["statement_id"] for r in group), (), _flags(group),
    )


def _fund(section: str) -> str:
    family = section.partition(".")[0]
    if family in ("general_budget", "general_budget_basic"):
        return "general_public_budget"
    if family in ("government_fund", "state_capital"):
        return family
    if family in ("three_public", "fiscal_appropriation_totals"):
        return "fiscal"
    return "all" if family in ("totals", "income", "expenditure") else "unknown"


def _flags(group: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flag for row in group for flag in row["quality_flags"] or ()))


def _complete(entries: Sequence[Entry]) -> list[Entry]:
    """A budget whose actual stands in a sister section (overall, structure, items) takes it, if it is the only one."""
    actuals: dict[tuple[str, tuple[str, str]], list[Entry]] = defaultdict(list)
    for entry in entries:
        if "actual" in entry.amounts:
            actuals[(entry.section_key or "").partition(".")[0], entry.ident].append(entry)
    completed = []
    for entry in entries:
        sisters = actuals.get(((entry.section_key or "").partition(".")[0], entry.ident), [])
        if "actual" not in entry.amounts and len({s.amounts["actual"] for s in sisters}) == 1:
            amounts = {**entry.amounts, "actual": sisters[0].amounts["actual"]}
            entry = replace(entry, amounts=amounts, statement_ids=entry.statement_ids + sisters[0].statement_ids)
        completed.append(entry)
    return completed


def _shown(facts: Iterable[Row], year: int, comparison: Comparison) -> Iterable[Entry]:
    """One entry per item and row of a table; blank cells say nothing."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in facts:
        is_amount = row["quantity"] in _AMOUNTS and row["measure"] in _WHOLE_MEASURES and row["value_cny"] is not None
        if is_amount and _is_of_year(row, year):
            key = (row["table_id"], row["row"], row["item_name"], row["side"], row["fund"])
            groups.setdefault(key, []).append(row)
    for group in groups.values():
        first, name = group[0], group[0]["item_name"] or ""
        code = first["item_code_normalized"] or first["item_code"]
        is_three_public = first["template"] == "three_public"
        item = comparison.three_public_item(name) if is_three_public else None
        yield Entry(
            _ident(name, code, None, is_three_public, comparison), item or name, code, None, None, first["template"],
            first["fund"], first["side"], {r["quantity"]: r["value_cny"] for r in group},
            (), (), tuple(r["fact_id"] for r in group), _flags(group),
        )


def _merge(entries: Iterable[Entry]) -> list[Entry]:
    """Entries that say the same become one, in the place of the first; those that say otherwise stay for themselves."""
    merged: list[Entry] = []
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in entries:
        place = next((i for i in places[entry.ident] if _says_the_same(merged[i], entry)), None)
        if place is None:
            places[entry.ident].append(len(merged))
            merged.append(entry)
        else:
            merged[place] = _joined(merged[place], entry)
    return merged


def _says_the_same(left: Entry, right: Entry) -> bool:
    """The same actual, and a budget in common or, within one family of sections, none in contradiction.

    A budget not said to be initial or final may be either.
    """
    if left.amounts.get("actual") != right.amounts.get("actual"):
        return False
    shared = [q for q in BUDGETS if q in left.amounts and q in right.amounts]
    if shared:
        return all(left.amounts[q] == right.amounts[q] for q in shared)
    families = {(entry.section_key or "").partition(".")[0] for entry in (left, right)}
    lefts, rights = ({e.amounts[q] for q in BUDGETS if q in e.amounts} for e in (left, right))
    is_unsaid = "budget" in left.amounts or "budget" in right.amounts
    return bool(lefts & rights) if is_unsaid else len(families) == 1


def _joined(left: Entry, right: Entry) -> Entry:
    known = {left.amounts[q] for q in BUDGETS if q in left.amounts}
    added = {q: v for q, v in right.amounts.items() if q not in left.amounts and not (q == "budget" and v in known)}
    amounts = {**left.amounts, **added}
    if {"initial_budget", "final_budget"} & set(added) and amounts.get("budget") in set(added.values()):
        del amounts["budget"]  # the table says which budget the text meant
    return replace(
        left,
        amounts=amounts,
        statement_ids=left.statement_ids + right.statement_ids,
        fact_ids=left.fact_ids + right.fact_ids,
        rates=left.rates + right.rates,
        item_code=left.item_code or right.item_code,
        item_path=left.item_path or right.item_path,
        fund=right.fund if left.fund == "unknown" else left.fund,
        flags=tuple(dict.fromkeys(left.flags + right.flags)),
    )
