"""The trained categoriser read without spaCy: importing it takes longer than reading a whole filing.

The same layers over the same weights in double precision; tests/language holds the scores against spaCy's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.language.hashes import bucket_hashes, bytes_hash, pair_hashes, row_hashes

WEIGHTS, CHARACTERS = "weights.npz", "characters.json"
_OUTPUT, _ATTENTION, _NGRAMS, _POOLED, _EMBEDDED, _MIXED, _WINDOW = "005", "019", "022", "025", "039", "044", "048"
"""Where spaCy's walk over its ensemble meets the layers that have weights; a norm follows each maxout."""
_WORD_SEED = 1
_ROW_SEED = 8
_FARTHEST = 20.0
"""Beyond it spaCy cuts what it takes the exponential of."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The weights of a folder, and how spaCy spells and names single characters."""

    weights: Mapping[str, Array]
    norms: Mapping[str, str]
    symbols: Mapping[str, int]

    def scores(self, words: Sequence[str]) -> Array:
        """The score of each label for a text of these tokens."""
        both = np.concatenate([self._of_ngrams(words), self._of_sequence(words)])
        return _logistic(self.weights[f"{_OUTPUT}.W"] @ both + self.weights[f"{_OUTPUT}.b"])

    def _of_ngrams(self, words: Sequence[str]) -> Array:
        """The bag of single tokens and pairs: each adds two of the weights of every label."""
        single = self._ids(words)
        keys = np.concatenate([single, pair_hashes(single)])
        bias = self.weights[f"{_NGRAMS}.b"]
        table = self.weights[f"{_NGRAMS}.W"].reshape(len(bias), -1)
        places = np.concatenate([bucket_hashes(keys, 0), bucket_hashes(keys, 1)]) % table.shape[1]
        return _logistic(table[:, places].sum(axis=1) + bias)

    def _of_sequence(self, words: Sequence[str]) -> Array:
        """The net: each token beside its neighbours, then the mean of all by how much attention each gets."""
        table = self.weights[f"{_EMBEDDED}.E"]
        rows = row_hashes(self._ids([self.norms.get(word, word.lower()) for word in words]), _ROW_SEED) % len(table)
        tokens = self._layer(_MIXED, table[rows].sum(axis=1))
        edge = np.zeros((1, tokens.shape[1]))
        beside = np.hstack([np.vstack([edge, tokens[:-1]]), tokens, np.vstack([tokens[1:], edge])])
        tokens = tokens + self._layer(_WINDOW, beside)
        attention = np.exp(np.clip(tokens @ self.weights[f"{_ATTENTION}.Q"], -_FARTHEST, _FARTHEST))
        pooled = (attention / attention.sum()) @ tokens
        return pooled + self._layer(_POOLED, pooled[np.newaxis])[0]

    def _ids(self, words: Sequence[str]) -> Array:
        """Tokens as spaCy numbers them: the few that are symbols by number, all others by their bytes."""
        named = (self.symbols.get(word) or bytes_hash(word.encode(), _WORD_SEED) for word in words)
        return np.array(list(named), dtype=np.uint64)

    def _layer(self, name: str, inputs: Array) -> Array:
        """Maxout, then the norm behind it."""
        weights, bias = self.weights[f"{name}.W"], self.weights[f"{name}.b"]
        pieces = inputs @ weights.reshape(-1, weights.shape[2]).T + bias.reshape(-1)
        highest = pieces.reshape(len(inputs), *bias.shape).max(axis=2)
        spread = highest.var(axis=1, keepdims=True) + 1e-8
        norm = f"{int(name) + 1:03d}"
        even = (highest - highest.mean(axis=1, keepdims=True)) / np.sqrt(spread)
        return even * self.weights[f"{norm}.G"] + self.weights[f"{norm}.b"]


@cache
def network_of(folder: Path) -> Network:
    """The network trained in a folder, loaded once."""
    with np.load(folder / WEIGHTS) as kept:
        weights = {name: kept[name].astype(np.float64) for name in kept.files}
    characters = json.loads((folder / CHARACTERS).read_text(encoding="utf-8"))
    return Network(weights, characters["norms"], characters["symbols"])


def _logistic(values: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(values, -_FARTHEST, _FARTHEST)))
