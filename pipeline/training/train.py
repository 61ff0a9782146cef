"""Train the classifier of causes: choose its threshold, fit it, keep it with its description and its figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.knowledge.classifier import file_digest
from pipeline.knowledge.reasons import CauseLexicon
from pipeline.language.categorizer import (
    CHARACTERS,
    CONFIG,
    WEIGHTS,
    Weights,
    scores_with,
    train,
    wanted_precision,
    write_weights,
)
from pipeline.training.card import write_figures
from pipeline.training.measure import Decide, Scores, measure, threshold_for
from pipeline.training.phrases import SPLITS, Phrase, load_labelled, load_phrases
from pipeline.wording.causes import UNDETERMINED, causes_of

TRAINING, META, CARD = "training.csv", "meta.json", "README.md"
_ID = "cause_classifier"


@dataclass(frozen=True, slots=True)
class Trained:
    """What training gave: the threshold, and scores on the test split by way of deciding."""

    threshold: float
    phrases: Mapping[str, int]
    scores: Mapping[str, Scores]


def train_classifier(folder: Path, labels_folder: Path, lexicon: CauseLexicon) -> Trained:
    """Learn from training.csv of the folder and from the labels that people gave; write weights, meta.json and the
    figures of the card into the folder.

    The threshold is chosen on the development split with weights that have not seen it; the weights that are kept
    have seen all but the test split. A person's label of a phrase replaces the one in training.csv. Raises
    KnowledgeError where training.csv is unsound.
    """
    own = load_phrases(folder / TRAINING)
    causes = tuple(sorted({cause for phrase in own for cause in phrase.causes}))
    labelled = load_labelled(labels_folder, causes)
    said = {phrase.text for phrase in labelled}
    parts = {split: [p for p in own if p.split == split and p.text not in said] for split in SPLITS}
    parts["train"] += labelled
    threshold = _choose_threshold(parts["train"], parts["dev"], causes, folder)
    weights = _fit([*parts["train"], *parts["dev"]], causes, folder)
    write_weights(weights, folder)
    scores = _compare(weights, parts["test"], causes, threshold, folder, lexicon)
    counts = {**{split: len(parts[split]) for split in SPLITS}, "labels": len(labelled)}
    _write_meta(folder, causes, threshold, counts, scores)
    write_figures(folder / CARD, threshold, counts, scores)
    return Trained(threshold, counts, scores)


def _fit(phrases: Sequence[Phrase], causes: tuple[str, ...], folder: Path) -> Weights:
    return train([(p.text, p.causes) for p in phrases], causes, folder)


def _choose_threshold(
    seen: Sequence[Phrase], unseen: Sequence[Phrase], causes: tuple[str, ...], folder: Path
) -> float:
    weights = _fit(seen, causes, folder)
    scores = scores_with(weights, [p.text for p in unseen], causes, folder)
    return threshold_for(unseen, scores, wanted_precision(folder))


def _compare(
    weights: Weights, phrases: Sequence[Phrase], causes: tuple[str, ...], threshold: float, folder: Path,
    lexicon: CauseLexicon,
) -> dict[str, Scores]:
    """The ways of deciding on phrases that nothing was fitted to."""
    texts = [p.text for p in phrases]
    given = dict(zip(texts, scores_with(weights, texts, causes, folder), strict=True))

    def by_lexicon(text: str) -> tuple[str, ...]:
        return causes_of(text, lexicon)

    def by_model(text: str) -> tuple[str, ...]:
        return tuple(cause for cause, score in given[text].items() if score >= threshold)

    def by_both(text: str) -> tuple[str, ...]:
        known = by_lexicon(text)
        return by_model(text) if known == (UNDETERMINED,) else known

    def by_model_first(text: str) -> tuple[str, ...]:
        return by_model(text) or by_lexicon(text)

    ways: dict[str, Decide] = {
        "lexicon": by_lexicon, "model": by_model, "lexicon, then model": by_both, "model, then lexicon": by_model_first,
    }
    return {name: measure(phrases, decide) for name, decide in ways.items()}


def _write_meta(
    folder: Path, causes: tuple[str, ...], threshold: float, counts: Mapping[str, int], scores: Mapping[str, Scores]
) -> None:
    meta = {
        "id": _ID,
        "labels": causes,
        "threshold": threshold,
        "phrases": dict(counts),
        "files": {name: file_digest(folder / name) for name in (CHARACTERS, CONFIG, WEIGHTS)},
        "made_with": {"spacy": version("spacy")},
        "test": {name: {"micro": round(s.micro, 3), "macro": round(s.macro, 3)} for name, s in scores.items()},
    }
    (folder / META).write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
