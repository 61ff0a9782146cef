"""Training: what it writes, and that it writes the same again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from pipeline.knowledge import MODELS, load_knowledge
from pipeline.knowledge.classifier import load_classifier
from pipeline.language.categorizer import cause_scores
from pipeline.language.grams import GramWeights
from pipeline.records.errors import KnowledgeError
from pipeline.training import train_classifier
from pipeline.training.measure import measure, threshold_for
from pipeline.training.phrases import Phrase

SHIPPED = MODELS / "cause_classifier"
LEXICON = load_knowledge().causes
ROWS = {
    "train": [("人员调出", "personnel_decrease"), ("人员辞职", "personnel_decrease"), ("职级晋升", "promotion")],
    "dev": [("干部调离", "personnel_decrease"), ("晋升职称", "promotion")],
    "test": [("职工离职", "personnel_decrease"), ("晋升职务", "promotion")],
}


def small(folder: Path) -> Path:
    """A folder to train in, with a few phrases and a short training."""
    folder.mkdir()
    shutil.copy(SHIPPED / "README.md", folder)
    config = (SHIPPED / "config.cfg").read_text(encoding="utf-8")
    config = config.replace("epochs = 25", "epochs = 5").replace("seen_in = 2", "seen_in = 1")
    (folder / "config.cfg").write_text(config, encoding="utf-8")
    rows = [f"{text},{cause},{split}.{cause},{split}\n" for split, some in ROWS.items() for text, cause in some]
    (folder / "training.csv").write_text("phrase,causes,family,split\n" + "".join(rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("models")
    folders = small(root / "one"), small(root / "two")
    for folder in folders:
        train_classifier(folder, root / "labels", LEXICON)
    return folders


def test_the_same_phrases_give_the_same_files(trained: tuple[Path, Path]) -> None:
    one, two = trained
    for name in ("weights.npz", "meta.json", "README.md"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_what_is_trained_can_be_asked(trained: tuple[Path, Path]) -> None:
    classifier = load_classifier(trained[0] / "meta.json")
    assert classifier.labels == ("personnel_decrease", "promotion")
    scores = cause_scores("人员调出", classifier.folder, classifier.labels)
    assert {cause for cause, _ in scores} == {*classifier.labels} and scores[0][1] >= scores[1][1]


def test_what_spacy_trains_is_what_is_weighed_without_it() -> None:
    spacy = pytest.importorskip("spacy")
    from pipeline.language.character_grams import character_grams

    nlp = spacy.blank("zh")
    words = ["^", *"人员调出", "$"]
    doc = spacy.tokens.Doc(nlp.vocab, words=words)
    model = character_grams(seen_in=1)
    model.initialize(X=[doc], Y=np.zeros((1, 2), dtype="f"))
    model.set_param("table", np.arange(2 * len(model.attrs["known"]), dtype="f").reshape(-1, 2) / 10)
    weights = GramWeights(model.attrs["known"], model.get_param("table"), model.get_param("bias"))
    assert np.allclose(model.predict([doc])[0], weights.scores("人员调出"))
    assert not np.allclose(weights.scores("人员调出"), weights.scores("调出"))


def test_what_was_never_seen_weighs_nothing() -> None:
    weights = GramWeights({"人": 0}, np.array([[9.0]]), np.array([-3.0]))
    assert weights.scores("天") == weights.scores("") < 0.05 < weights.scores("人天")


def test_the_card_has_the_figures_of_the_test_split(trained: tuple[Path, Path]) -> None:
    card = (trained[0] / "README.md").read_text(encoding="utf-8")
    assert "3 train, 2 dev, 2 test, 0 labels" in card and "| promotion |" in card


def test_a_label_of_a_person_changes_the_weights(tmp_path: Path, trained: tuple[Path, Path]) -> None:
    folder, labels = small(tmp_path / "three"), tmp_path / "labels"
    labels.mkdir()
    (labels / "a.csv").write_text("surface,cause_ids\n人员调出,promotion\n", encoding="utf-8")
    result = train_classifier(folder, labels, LEXICON)
    assert (result.phrases["train"], result.phrases["labels"]) == (3, 1)
    assert (folder / "weights.npz").read_bytes() != (trained[0] / "weights.npz").read_bytes()


@pytest.mark.parametrize("name", ["weights.npz", "config.cfg"])
def test_files_that_the_description_does_not_know_are_refused(
    tmp_path: Path, trained: tuple[Path, Path], name: str
) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(trained[0], folder)
    (folder / name).write_bytes((folder / name).read_bytes() + b"#")
    with pytest.raises(KnowledgeError):
        load_classifier(folder / "meta.json")


def test_a_folder_without_description_is_refused(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text(json.dumps({"id": "x"}), encoding="utf-8")
    with pytest.raises(KnowledgeError):
        load_classifier(tmp_path / "meta.json")


def test_the_shipped_weights_are_small() -> None:
    assert (SHIPPED / "weights.npz").stat().st_size < 1_000_000


def test_the_shipped_description_tells_of_the_shipped_training_set() -> None:
    meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    lines = (SHIPPED / "training.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {split: sum(line.endswith(f",{split}") for line in lines) for split in ROWS} == {
        split: meta["phrases"][split] for split in ROWS
    }


PHRASES = [Phrase("甲", ("promotion",), "a", "dev"), Phrase("乙", ("debt",), "b", "dev")]


def test_scores_count_what_is_missing_what_is_wrong_and_what_is_left_open() -> None:
    found = measure(PHRASES, lambda text: ("promotion", "other") if text == "甲" else ("undetermined",))
    assert (found.micro, found.precision, found.undetermined) == (2 / 5, 1 / 2, 1)
    assert (found.f1("promotion"), found.f1("debt"), found.macro) == (1.0, 0.0, 0.5)


def test_the_threshold_is_the_lowest_that_is_right_often_enough() -> None:
    scores = [(("promotion", 0.9), ("debt", 0.3)), (("debt", 0.6), ("promotion", 0.2))]
    assert threshold_for(PHRASES, scores, 1.0, 0.0) == 0.31
    assert threshold_for(PHRASES, scores, 1.0, 0.5) == threshold_for(PHRASES, scores, 0.5, 0.0) == 0.10
    assert threshold_for(PHRASES, [(("debt", 0.99),), (("promotion", 0.99),)], 0.5, 0.0) == 1.0
