"""The form of the workbook: columns that can be drawn, and no key twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.knowledge.report_form import load_report_form
from pipeline.records.errors import KnowledgeError

TEXT = (MODELS / "report.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [("- [year, 年度, year, 8]", "- [year, 年度, date, 8]"),
     ("- [items, 科目数, whole, 9]", "- [year, 科目数, whole, 9]"), ("  - key: natures", "  - key: totals")],
)
def test_a_form_that_cannot_be_drawn_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    (tmp_path / "report.yaml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"report\.yaml"):
        load_report_form(tmp_path / "report.yaml")


def test_natures_that_stand_first_are_natures_of_causes() -> None:
    knowledge = load_knowledge()
    assert set(knowledge.report_form.first_natures) <= set(knowledge.terms.groups["nature"])


def test_words_of_lacks_are_words_of_the_terms() -> None:
    knowledge = load_knowledge()
    assert {"missing", "vague"} <= set(knowledge.terms.groups["lack"]) & set(knowledge.report_form.words["finding"])
