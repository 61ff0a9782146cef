"""The trained categoriser of causes: spaCy learns, NumPy reads; scores come out."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.language.network import CHARACTERS, WEIGHTS, network_of

Weights = dict[str, np.ndarray]
CONFIG = "config.cfg"
_LONGEST = 200
"""Characters that are read: a reason is a clause or a few."""
_NUMBER = re.compile(r"\d[\d,.]*")


class _Characters:
    """spaCy's tokenizer for the categoriser."""

    def __init__(self, vocab: Any) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Any:
        from spacy.tokens import Doc

        words = _characters(text)
        return Doc(self._vocab, words=words, spaces=[False] * len(words))


def _characters(text: str) -> list[str]:
    """Each character a token, each number one zero, the edges marked."""
    plain = _NUMBER.sub("0", "".join(text.split())).encode("utf-8", "ignore").decode("utf-8")[:_LONGEST]
    return ["^", *plain, "$"]


@lru_cache(maxsize=4096)
def cause_scores(text: str, folder: Path, labels: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """The causes by score, the highest first, as the model trained in this folder sees them. It is loaded once, when
    first asked."""
    scores = network_of(folder).scores(_characters(text)).round(4).tolist()
    return tuple(sorted(zip(labels, scores, strict=True), key=lambda pair: (-pair[1], pair[0])))


def train(phrases: Sequence[tuple[str, Sequence[str]]], labels: tuple[str, ...], folder: Path) -> Weights:
    """Weights after training on phrases with their causes, as config.cfg of the folder says; the same phrases on the
    same machine give the same weights."""
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch
    from thinc.api import Adam

    how = _config(folder)["training"]
    fix_random_seed(how["seed"])
    nlp = _untrained(folder, labels)
    examples = [
        Example.from_dict(nlp.make_doc(text), {"cats": {label: float(label in causes) for label in labels}})
        for text, causes in phrases
    ]
    optimizer = Adam(how["learn_rate"], grad_clip=1.0, use_averages=True)
    order = random.Random(how["seed"])
    for _ in range(how["epochs"]):
        order.shuffle(examples)
        for batch in minibatch(examples, how["batch_size"]):
            nlp.update(batch, sgd=optimizer, drop=how["dropout"])
    categorizer = nlp.get_pipe("textcat_multilabel")
    with categorizer.model.use_params(optimizer.averages):
        return _weights(categorizer.model)


def scores_with(
    weights: Weights, texts: Sequence[str], labels: tuple[str, ...], folder: Path
) -> list[Mapping[str, float]]:
    """Scores of each text under weights that are not written yet."""
    nlp = _with_weights(_untrained(folder, labels), weights)
    return [dict(doc.cats) for doc in nlp.pipe(texts)]


def write_weights(weights: Weights, folder: Path) -> None:
    """Keep weights in the folder, and what of spaCy's own knowledge reads them; the same weights give the same
    bytes."""
    from spacy.lang.norm_exceptions import BASE_NORMS
    from spacy.symbols import IDS

    np.savez(folder / WEIGHTS, **weights)  # type: ignore[arg-type]
    characters = {
        "norms": {word: norm for word, norm in BASE_NORMS.items() if len(word) == 1},
        "symbols": {word: number for word, number in IDS.items() if len(word) == 1},
    }
    text = json.dumps(characters, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CHARACTERS).write_text(text + "\n", encoding="utf-8")


def wanted_precision(folder: Path) -> float:
    """The share of right answers that the threshold must give on the development split."""
    return float(_config(folder)["training"]["precision"])


def _config(folder: Path) -> Any:
    from thinc.api import Config

    return Config().from_disk(folder / CONFIG)


def _untrained(folder: Path, labels: tuple[str, ...]) -> Any:
    import spacy

    nlp = spacy.blank("zh")
    nlp.tokenizer = _Characters(nlp.vocab)
    categorizer: Any = nlp.add_pipe("textcat_multilabel", config={"model": _config(folder)["model"]})
    for label in labels:
        categorizer.add_label(label)
    categorizer.model.initialize(X=[nlp.make_doc("")], Y=np.zeros((1, len(labels)), dtype="f"))
    return nlp


def _weights(model: Any) -> Weights:
    """The parameters in half precision: half the size, and small differences between machines vanish."""
    return {
        f"{number:03d}.{name}": np.asarray(node.get_param(name), dtype="float16")
        for number, node in enumerate(model.walk())
        for name in node.param_names
        if node.has_param(name)
    }


def _with_weights(nlp: Any, weights: Weights) -> Any:
    model = nlp.get_pipe("textcat_multilabel").model
    for number, node in enumerate(model.walk()):
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, weights[f"{number:03d}.{name}"].astype("float32"))
    return nlp
