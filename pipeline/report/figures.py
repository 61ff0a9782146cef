"""The figures of the summary, counted from the datasets."""

from __future__ import annotations

from pathlib import Path

from pipeline.store.read import read_rows

UNCLASSIFIED = frozenset(("undetermined", "unattributed", "not_stated"))
"""Causes of the taxonomy that stand for none."""


def figures(folder: Path) -> dict[str, int]:
    """Counts that a reader of the summary wants, from the datasets below the folder."""
    outcomes = read_rows(folder, "checks").column("outcome").to_pylist()
    causes = read_rows(folder, "reasons").column("cause_ids").to_pylist()
    return {
        "checks_tried": len(outcomes),
        "conflicts": outcomes.count("conflict"),
        "reasons": len(causes),
        "reasons_classified": sum(any(cause not in UNCLASSIFIED for cause in row) for row in causes),
    }
