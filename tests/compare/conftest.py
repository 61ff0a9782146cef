"""Knowledge that comparison reads, from models/."""

from __future__ import annotations

import pytest

from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.knowledge.causes import Taxonomy
from pipeline.knowledge.comparison import Comparison


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """All that is known."""
    return load_knowledge()


@pytest.fixture(scope="session")
def comparison(knowledge: Knowledge) -> Comparison:
    """Names of items, bodies and files."""
    return knowledge.comparison


@pytest.fixture(scope="session")
def taxonomy(knowledge: Knowledge) -> Taxonomy:
    """The causes."""
    return knowledge.taxonomy
