"""Layer `reason_links`: each reason and the statements or facts that it explains."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.records.reason import Reason, ReasonLink


def find_reason_links(reasons: tuple[Reason, ...]) -> Iterator[ReasonLink]:
    """One row for each pair, in the order of the reasons."""
    for reason in reasons:
        for statement_id in reason.statement_ids:
            yield ReasonLink(reason.reason_id, statement_id, None, reason.scope, reason.rule_id)
        if reason.fact_id:
            yield ReasonLink(reason.reason_id, None, reason.fact_id, "table_row", reason.rule_id)
