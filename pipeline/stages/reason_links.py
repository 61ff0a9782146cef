"""Layer `reason_links`: each reason and the statements or facts that it explains."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records.reason import Reason, ReasonLink
from pipeline.records.table import Fact

_EXPLAINED = ("actual", "completion_rate")
"""What a reason printed in a table row explains: the row's actual and its rate."""


def find_reason_links(reasons: tuple[Reason, ...], facts: tuple[Fact, ...]) -> Iterator[ReasonLink]:
    """One row for each pair, in the order of the reasons; one printed in a table explains the figures of its row."""
    by_id = {fact.fact_id: fact for fact in facts}
    for reason in reasons:
        for statement_id in reason.statement_ids:
            yield ReasonLink(reason.reason_id, statement_id, None, reason.scope, reason.found_by)
        beside = by_id.get(reason.fact_id or "")
        if beside is None:
            continue
        row = [f for f in facts if (f.table_id, f.row) == (beside.table_id, beside.row) and f.quantity in _EXPLAINED]
        for fact in row or [beside]:
            yield ReasonLink(reason.reason_id, None, fact.fact_id, "table_row", reason.found_by)
