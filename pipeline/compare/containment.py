"""Which units the accounts of a department contain: those that they name, and those whose figures are among theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pipeline.compare.entries import comparable
from pipeline.compare.frames import Row
from pipeline.knowledge.comparison import Comparison
from pipeline.matching.normalize import bare
from pipeline.records.comparison import BudgetExecution

_BUDGETS = ("initial_budget_cny", "final_budget_cny", "budget_cny")
_ROUND, _ROUNDING = Decimal(10_000), Decimal(100)
"""Yuan: amounts of whole 万元 are many bodies' own; figures of one amount printed in 元 and 万元 differ by less."""
_FEWEST = 3
"""Items that have to be compared: of fewer, chance may be the reason."""
SHORTEST = 6
"""Signs that a whole name has at least: shorter ones (图书馆) are those of many bodies."""


def units_listed(
    filings: Iterable[Row], sentences: Mapping[str, Sequence[Row]], comparison: Comparison
) -> dict[str, frozenset[str]]:
    """Filing of a unit → the filings of departments, of its year, that name it where they tell their organisation.

    `sentences` has the sentences of the section organisation by filing. Bodies of two regions are not taken for one.
    """
    wholes: dict[object, list[tuple[Row, str]]] = defaultdict(list)
    units: list[tuple[Row, str]] = []
    for filing in filings:
        if filing["form"] == "department_final_accounts":
            text = bare("".join(row["text"] for row in sentences.get(filing["filing_id"], ())))
            wholes[filing["fiscal_year"]].append((filing, text))
        elif filing["form"] == "unit_final_accounts" and filing["entity_name"]:
            units.append((filing, comparison.body_name(filing["entity_name"])))
    found = {}
    for unit, name in units:
        listing = frozenset(
            whole["filing_id"] for whole, text in wholes[unit["fiscal_year"]]
            if len(name) >= SHORTEST and name in text and _may_contain(whole, unit)
        )
        if listing:
            found[unit["filing_id"]] = listing
    return found


def _may_contain(whole: Row, unit: Row) -> bool:
    is_of_another = whole["entity_id"] != unit["entity_id"]
    regions = {whole["region_name"], unit["region_name"]} - {None}
    return is_of_another and len(regions) < 2


def units_within(
    filings: Iterable[Row], items: Mapping[str, Sequence[BudgetExecution]]
) -> dict[str, frozenset[str]]:
    """Filing of a unit → the filings of departments, of its year, among whose figures its own are.

    `items` has the rows of each filing that would add up. Every item of the unit, and it has several, is there with no
    less, and one of them, of no round amount, is the unit's alone: the same budget and the same actual.
    """
    wholes: dict[object, list[tuple[Row, dict[str, BudgetExecution]]]] = defaultdict(list)
    units: list[tuple[Row, dict[str, BudgetExecution]]] = []
    for filing in filings:
        mine = {item.item_code or comparable(item.item_name): item for item in items.get(filing["filing_id"], ())}
        if filing["form"] == "department_final_accounts" and filing["accounts_scope"] != "own":
            wholes[filing["fiscal_year"]].append((filing, mine))
        elif filing["form"] == "unit_final_accounts" and filing["accounts_scope"] != "consolidated" and mine:
            units.append((filing, mine))
    found = {}
    for unit, parts in units:
        around = frozenset(
            whole["filing_id"] for whole, figures in wholes[unit["fiscal_year"]]
            if _may_contain(whole, unit) and _is_within(parts, figures)
        )
        if around:
            found[unit["filing_id"]] = around
    return found


def _is_within(parts: Mapping[str, BudgetExecution], figures: Mapping[str, BudgetExecution]) -> bool:
    pairs = [(part, figures.get(key)) for key, part in parts.items()]
    return len(pairs) >= _FEWEST and all(whole and _is_no_less(whole, part) for part, whole in pairs) and any(
        whole and _is_alone(part, whole) for part, whole in pairs
    )


def _is_no_less(whole: BudgetExecution, part: BudgetExecution) -> bool:
    return all(have >= want - _ROUNDING for have, want in _common(whole, part))


def _is_alone(part: BudgetExecution, whole: BudgetExecution) -> bool:
    """Is it the same money, printed in two places?"""
    common = _common(whole, part)
    is_same = len(common) > 1 and all(abs(have - want) <= _ROUNDING for have, want in common)
    return is_same and any(want > _ROUND and want % _ROUND for _, want in common)


def _common(whole: BudgetExecution, part: BudgetExecution) -> list[tuple[Decimal, Decimal]]:
    """The actual and the budgets that both print."""
    names = ("actual_cny", *_BUDGETS)
    both = [(getattr(whole, name), getattr(part, name)) for name in names]
    return [(have, want) for have, want in both if have is not None and want is not None]
