"""The trained categoriser of causes: scores come out, spaCy, which trains it, stays in."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.language.grams import GramWeights, characters

CONFIG, WEIGHTS = "config.cfg", "weights.npz"


class _Characters:
    """spaCy's tokenizer for the categoriser: each character that is read a token."""

    def __init__(self, vocab: Any) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc

        words = [*characters(text)]
        return Doc(self._vocab, words=words, spaces=[False] * len(words))


@lru_cache(maxsize=4096)
def cause_scores(text: str, folder: Path, labels: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """The causes by score, the highest first, as the model trained in this folder sees them. Its weights are read once,
    when first asked; spaCy, which trained them, is not needed to weigh."""
    return _ranked(_trained(folder), text, labels)


def _ranked(weights: GramWeights, text: str, labels: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    scores = (round(float(score), 4) for score in weights.scores(text))
    return tuple(sorted(zip(labels, scores, strict=True), key=lambda pair: (-pair[1], pair[0])))


@cache
def _trained(folder: Path) -> GramWeights:
    with np.load(folder / WEIGHTS) as kept:
        known = {str(gram): row for row, gram in enumerate(kept["grams"])}
        return GramWeights(known, kept["table"].astype("float32"), kept["bias"].astype("float32"))


def train(phrases: Sequence[tuple[str, Sequence[str]]], labels: tuple[str, ...], folder: Path) -> GramWeights:
    """Weights after training on phrases with their causes, as config.cfg of the folder says; the same phrases on the
    same machine give the same weights. They are in half precision: half the size, and small differences between
    machines vanish."""
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    from pipeline.language.character_grams import RowSteps

    how = _config(folder)["training"]
    fix_random_seed(how["seed"])
    nlp, categorizer = _untrained(folder, labels)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {label: float(label in causes) for label in labels}})
        for text, causes in phrases
    ]
    for label in labels:
        categorizer.add_label(label)
    categorizer.model.initialize(X=[e.x for e in examples], Y=np.zeros((1, len(labels)), dtype="f"))
    optimizer = RowSteps(how["learn_rate"])
    order = random.Random(how["seed"])
    for _ in range(how["epochs"]):
        order.shuffle(examples)
        for batch in minibatch(examples, how["batch_size"]):
            categorizer.update(batch, sgd=optimizer, drop=how["dropout"])
    model = categorizer.model
    table, bias = (np.asarray(model.get_param(name), dtype="float16") for name in ("table", "bias"))
    return GramWeights(model.attrs["known"], table.astype("float32"), bias.astype("float32"))


def scores_with(
    weights: GramWeights, texts: Sequence[str], labels: tuple[str, ...]
) -> list[tuple[tuple[str, float], ...]]:
    """The causes of each text by score under weights that are not written yet."""
    return [_ranked(weights, text, labels) for text in texts]


def write_weights(weights: GramWeights, folder: Path) -> None:
    """Keep weights in the folder; the same weights give the same bytes."""
    np.savez_compressed(
        folder / WEIGHTS, grams=np.array(list(weights.known)), table=weights.table.astype("float16"),
        bias=weights.bias.astype("float16"),
    )


def wanted_precision(folder: Path) -> float:
    """The share of right answers that the threshold must give on the development split."""
    return float(_config(folder)["training"]["precision"])


def rules_of_deciding(folder: Path) -> Mapping[str, float]:
    """What config.cfg says of how far the model is believed, the threshold aside."""
    return {str(name): float(value) for name, value in _config(folder)["deciding"].items()}


def _config(folder: Path) -> Any:
    from thinc.api import Config

    return Config().from_disk(folder / CONFIG)


def _untrained(folder: Path, labels: tuple[str, ...]) -> tuple[Any, Any]:
    import spacy

    import pipeline.language.character_grams  # noqa: F401 - its architecture is registered when it is imported

    nlp = spacy.blank("zh")
    nlp.tokenizer = _Characters(nlp.vocab)
    return nlp, nlp.add_pipe("textcat_multilabel", config={"model": _config(folder)["model"]})
