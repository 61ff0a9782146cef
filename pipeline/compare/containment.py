"""Which units a consolidated filing says that it contains: those that it names where it tells its organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pipeline.compare.frames import Row
from pipeline.knowledge.comparison import Comparison
from pipeline.matching.normalize import bare

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
