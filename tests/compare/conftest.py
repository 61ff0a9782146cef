"""Knowledge that comparison reads, from models/."""

from __future__ import annotations

import pytest

from pipeline.knowledge import MODELS
from pipeline.knowledge.causes import Taxonomy, load_taxonomy
from pipeline.knowledge.comparison import Comparison, load_comparison


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """Names of items, bodies and files."""
    return load_comparison(MODELS / "comparison.yaml")


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The causes."""
    return load_taxonomy(MODELS / "reasons" / "taxonomy.csv")
