"""What the categoriser reads of a reason: characters and pairs of neighbours, each there or not, weighed and summed.

Two things let it read long reasons although it has learned from short phrases: what it has never seen weighs nothing,
and the sum is divided by the root of how many grams are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

_LONGEST = 200
"""Characters that are read: a reason is a clause or a few."""
_NUMBER = re.compile(r"\d[\d,.]*")


def characters(text: str) -> tuple[str, ...]:
    """The characters that are read: blanks left out, each number one zero, the edges marked."""
    plain = _NUMBER.sub("0", "".join(text.split())).encode("utf-8", "ignore").decode("utf-8")[:_LONGEST]
    return ("^", *plain, "$")


def grams(words: tuple[str, ...]) -> set[str]:
    """Characters and pairs of neighbours, each once."""
    return {*words, *(one + other for one, other in pairwise(words))}


def rows_of(words: tuple[str, ...], known: Mapping[str, int]) -> np.ndarray:
    """The rows of the known grams among these characters, in order."""
    return np.array(sorted(known[gram] for gram in grams(words) if gram in known), dtype="int64")


def weigh(table: np.ndarray, bias: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """A score from 0 to 1 for each label."""
    sums = table[rows].sum(axis=0) / max(len(rows), 1) ** 0.5 + bias
    return np.asarray(1 / (1 + np.exp(-sums.clip(-50, 50))), dtype="float32")


@dataclass(frozen=True, eq=False)
class GramWeights:
    """What training leaves: a row of weights for each known gram, a column for each label."""

    known: Mapping[str, int]
    table: np.ndarray
    bias: np.ndarray

    def scores(self, text: str) -> np.ndarray:
        """A score from 0 to 1 for each label, in their order."""
        return weigh(self.table, self.bias, rows_of(characters(text), self.known))
