"""The data dictionary and the dataset card follow from the schema."""

from __future__ import annotations

from pipeline.store.datasets import DATASETS
from pipeline.store.dictionary import data_dictionary, dataset_card


def test_the_dictionary_names_every_column_of_every_dataset() -> None:
    sections = {part.partition("\n")[0]: part for part in data_dictionary().split("\n## ")[1:]}
    assert list(sections) == list(DATASETS)
    for name, dataset in DATASETS.items():
        for column in dataset.columns:
            assert f"| `{column.name}`{'?' if column.is_nullable else ''} |" in sections[name]
            assert column.zh in sections[name]
            assert all(word in sections[name] for word in column.words)


def test_the_card_says_how_much_there_is() -> None:
    run = {
        "generation": "0123",
        "version": "0.1.0",
        "filings": {"total": 3, "failed": 1},
        "datasets": {name: 7 for name in DATASETS},
    }
    card = dataset_card(run)
    assert "total 3" in card
    assert all(f"| `{name}` | 7 |" in card for name in DATASETS)
