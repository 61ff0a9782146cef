"""Two readers of another family each: the same file must give the same facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.records.table import Fact

Said = tuple[object, ...]


def fact_differences(one: Mapping[str, Sequence[Any]], other: Mapping[str, Sequence[Any]]) -> tuple[list[Said], ...]:
    """What only the facts of the one reading say, and what only those of the other: template, row, column, code, name,
    measure, header, value, unit, state and page."""
    first, second = (Counter(map(_said, layers.get("facts", ()))) for layers in (one, other))
    return list((first - second).elements()), list((second - first).elements())


def _said(fact: Fact) -> Said:
    return (
        fact.template, fact.row, fact.column, fact.item_code, fact.item_name, fact.measure, fact.column_header,
        fact.value, fact.unit, fact.state, fact.page,
    )
