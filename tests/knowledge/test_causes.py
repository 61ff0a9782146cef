from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.knowledge import MODELS
from pipeline.knowledge.causes import NOT_STATED, load_taxonomy
from pipeline.records.errors import KnowledgeError

SOURCE = MODELS / "reasons" / "taxonomy.csv"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = SOURCE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "taxonomy.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_reasons_are_sorted_into_leaves_only() -> None:
    taxonomy = load_taxonomy(SOURCE)
    assert {"promotion", "other", NOT_STATED} <= set(taxonomy.leaves()) and "personnel" not in taxonomy.leaves()
    assert taxonomy.is_leaf("promotion") and not taxonomy.is_leaf("personnel")


def test_causes_that_usually_explain_the_other_direction_are_unusual() -> None:
    taxonomy = load_taxonomy(SOURCE)
    assert "project_completed" in taxonomy.unusual("over") and "project_new" not in taxonomy.unusual("increase")
    assert "project_new" in taxonomy.unusual("under") and "workload" not in taxonomy.unusual("decrease")
    assert not taxonomy.unusual("equal") and not taxonomy.unusual("none")


def test_what_cannot_be_attributed_explains_nothing() -> None:
    taxonomy = load_taxonomy(SOURCE)
    assert not {"vacuous", "undetermined", NOT_STATED} & taxonomy.explaining()
    assert {"no_activity", "other"} <= taxonomy.explaining() and taxonomy.root("promotion") == "personnel"


@pytest.mark.parametrize(("old", "new"), [
    ("promotion,personnel,", "promotion,nowhere,"),
    ("personnel,,", "personnel,promotion,"),
    ("personnel_decrease,personnel,", "personnel_increase,personnel,"),
    ("not_stated,", "unsaid,"),
    ("usual_direction", "direction"),
    (",1\n", ",first\n"),
])
def test_a_taxonomy_that_is_no_tree_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(KnowledgeError):
        load_taxonomy(changed(tmp_path, old, new))
