"""The model that spaCy's text categoriser trains: a table of weights over characters and their pairs (`grams`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, cast

import numpy as np
from spacy import registry
from spacy.tokens import Doc
from thinc.api import Model

from pipeline.language.grams import grams, rows_of, weigh

Grams = Model[list[Doc], np.ndarray]
_RARE = -3.0
"""Where every label starts: few phrases have it."""


@registry.architectures("juesuan.CharacterGrams.v1")
def character_grams(seen_in: int, nO: int | None = None) -> Grams:
    """A table over the grams that stand in at least `seen_in` of the documents it is initialised with; spaCy sets the
    number of labels `nO` and the share of grams that training leaves out (`dropout_rate`)."""
    return Model(
        "character_grams", _forward, init=_initialize, dims={"nO": nO}, params={"table": None, "bias": None},
        attrs={"seen_in": seen_in, "known": {}, "dropout_rate": 0.0, "random": np.random.default_rng(0)},
    )


def _initialize(model: Grams, X: Any = None, Y: Any = None) -> None:
    counts = Counter(gram for doc in X for gram in grams(_words(doc)))
    model.attrs["known"] = {
        gram: row for row, gram in enumerate(sorted(g for g, n in counts.items() if n >= model.attrs["seen_in"]))
    }
    model.set_dim("nO", Y.shape[1])
    empty: tuple[Any, Any] = (np.zeros((len(model.attrs["known"]), Y.shape[1]), "f"), np.full(Y.shape[1], _RARE, "f"))
    for name, values in zip(("table", "bias"), empty, strict=True):
        model.set_param(name, values)


def _forward(model: Grams, docs: list[Doc], is_train: bool) -> tuple[np.ndarray, Callable[[np.ndarray], list[Doc]]]:
    table, bias = (cast(np.ndarray, model.get_param(name)) for name in ("table", "bias"))
    found = [rows_of(_words(doc), model.attrs["known"]) for doc in docs]
    if is_train:
        random, left_out = model.attrs["random"], model.attrs["dropout_rate"]
        found = [rows[random.random(len(rows)) >= left_out] for rows in found]

    def backprop(errors: np.ndarray) -> list[Doc]:
        """Scores less truths are the slope of the logarithmic loss by the sums."""
        slope: Any = np.zeros_like(table)
        for rows, error in zip(found, errors, strict=True):
            slope[rows] += error / max(len(rows), 1) ** 0.5
        model.inc_grad("table", slope)
        return docs

    return np.stack([weigh(table, bias, rows) for rows in found]), backprop


def _words(doc: Doc) -> tuple[str, ...]:
    return tuple(token.text for token in doc)


class RowSteps:
    """The optimizer: a row steps by its slope over the length of all its slopes so far, so that a rare gram moves
    as far as a common one and no further."""

    def __init__(self, learn_rate: float) -> None:
        self._learn_rate = learn_rate
        self._lengths: dict[tuple[int, str], np.ndarray] = {}

    def __call__(
        self, key: tuple[int, str], weights: np.ndarray, slope: np.ndarray, *, lr_scale: float = 1.0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Weights after a step, and the slope, which is set to zero."""
        squares = (slope * slope).sum(axis=-1, keepdims=True)
        lengths = self._lengths.setdefault(key, np.full_like(squares, 1e-8))
        lengths += squares
        weights -= lr_scale * self._learn_rate * slope / np.sqrt(lengths)
        slope[...] = 0
        return weights, slope
