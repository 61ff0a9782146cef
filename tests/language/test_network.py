"""The categoriser read by NumPy gives what spaCy gives."""

from __future__ import annotations

import numpy as np

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.language.categorizer import cause_scores, scores_with
from pipeline.language.network import WEIGHTS
from pipeline.training.phrases import load_phrases

CLASSIFIER = load_knowledge().cause_classifier
ODD = ["", "X", "_", "Ａ级", "“三公”经费…", "因X光设备—更新（一）", "增加１２３，45.6万元", "𠮷林项目", "长" * 300]


def test_scores_are_those_of_spacy() -> None:
    phrases = [phrase.text for phrase in load_phrases(MODELS / "cause_classifier" / "training.csv")]
    texts = [*phrases[::20], *ODD]
    with np.load(CLASSIFIER.folder / WEIGHTS) as kept:
        weights = {name: kept[name] for name in kept.files}
    expected = scores_with(weights, texts, CLASSIFIER.labels, CLASSIFIER.folder)
    for text, scores in zip(texts, expected, strict=True):
        found = dict(cause_scores(text, CLASSIFIER.folder, CLASSIFIER.labels))
        assert all(abs(found[label] - scores[label]) < 0.00006 for label in CLASSIFIER.labels), text


def test_scores_come_highest_first_with_four_decimals() -> None:
    scores = [score for _, score in cause_scores("受疫情影响，出国任务减少", CLASSIFIER.folder, CLASSIFIER.labels)]
    assert scores == sorted(scores, reverse=True) and scores == [round(score, 4) for score in scores]
