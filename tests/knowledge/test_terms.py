"""Terms: every word has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.knowledge.terms import load_terms
from pipeline.records.errors import KnowledgeError

TEXT = (MODELS / "terms.yaml").read_text(encoding="utf-8")


def test_natures_and_responsibilities_of_the_taxonomy_have_terms() -> None:
    knowledge = load_knowledge()
    for cause in knowledge.taxonomy.causes:
        assert (cause.nature is None) == (knowledge.terms.of("nature", cause.nature) == "")
        assert (cause.responsibility is None) == (knowledge.terms.of("responsibility", cause.responsibility) == "")


@pytest.mark.parametrize(
    ("old", "new"), [("  under: 少支\n", ""), ("  under: 少支", "  under: 超支"), ("  ocr:", "  scan:")]
)
def test_a_word_without_a_term_of_its_own_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    (tmp_path / "terms.yaml").write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"terms\.yaml"):
        load_terms(tmp_path / "terms.yaml")
