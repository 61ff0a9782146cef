"""What the words of the datasets are called in what people open: models/terms.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pipeline.knowledge.patterns import read_yaml
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import (
    AccountsScope,
    Breakdown,
    BudgetBasis,
    Direction,
    Fund,
    GapDirection,
    QualityFlag,
    ReasonBasis,
    Severity,
    Status,
    Unit,
)

_WORDS: Mapping[str, frozenset[str]] = {
    "basis": frozenset({*get_args(BudgetBasis), *get_args(ReasonBasis)}),
    "direction": frozenset({*get_args(Direction), *get_args(GapDirection)}),
    "fund": frozenset(get_args(Fund)),
    "breakdown": frozenset(get_args(Breakdown)),
    "quality_flag": frozenset(get_args(QualityFlag)),
    "severity": frozenset(get_args(Severity)),
    "status": frozenset(get_args(Status)),
    "accounts_scope": frozenset(get_args(AccountsScope)),
    "unit": frozenset(get_args(Unit)),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """Chinese terms by group and word, each group in the order of the file."""

    groups: Mapping[str, Mapping[str, str]]

    def of(self, group: str, word: str | None) -> str:
        """The term of a word; nothing for no word. Raises KeyError for a word that has none."""
        return "" if word is None else self.groups[group][word]


def load_terms(path: Path) -> Terms:
    """Read the terms. Raises KnowledgeError where a word of an enum has none, or a group calls two words the same."""
    groups = {name: dict(words) for name, words in read_yaml(path).items()}
    for name, words in groups.items():
        expected = _WORDS.get(name, frozenset(words))
        if expected != set(words):
            raise KnowledgeError(f"{path.name}: {name}: terms are wrong for {sorted(expected ^ set(words))}")
        if len(set(words.values())) != len(words):
            raise KnowledgeError(f"{path.name}: {name} calls two words the same")
    return Terms(groups)
