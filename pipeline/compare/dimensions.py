"""The dimensions that knowledge alone decides: causes and items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.knowledge import Knowledge
from pipeline.records.dimension import Item


def dimensions(knowledge: Knowledge) -> dict[str, Sequence[Any]]:
    """The rows of `causes`, in the order of the taxonomy, and of `items`, by edition, classification and code."""
    items = [
        Item(e.edition, e.classification, e.code, e.name, e.level, e.parent, None, e.status, e.source)
        for e in sorted(knowledge.codes.entries, key=lambda e: (e.edition, e.classification, e.code))
    ]
    return {"causes": knowledge.taxonomy.causes, "items": items}
