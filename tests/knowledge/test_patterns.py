"""Patterns as data: each proves itself by example and counterexample, and a rule_id in any row is an id of models/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.knowledge import MODELS
from pipeline.knowledge.patterns import make_pattern, make_patterns, many, read_yaml
from pipeline.records.errors import KnowledgeError
from tests.stages.hand_built_text import fill, layers_of, printed
from tests.stages.test_statements import coded_facts

FILES = [path for path in sorted(MODELS.rglob("*.yaml")) if path.parent.name != "forms"]
NARRATIVE = (
    "numbers.yaml",
    "quantities.yaml",
    "metadata.yaml",
    "grammar.yaml",
    "headings.yaml",
    "cues.yaml",
    "lexicon.yaml",
)


def entries(node: Any) -> Iterator[dict[str, Any]]:
    """Every mapping with an id, however deep it stands."""
    if isinstance(node, dict):
        if "id" in node:
            yield node
        for value in node.values():
            yield from entries(value)
    elif isinstance(node, list):
        for value in node:
            yield from entries(value)


ENTRIES = [(path, entry) for path in FILES for entry in entries(read_yaml(path))]
IDS = {str(entry["id"]) for _, entry in ENTRIES}
PATTERNS = [(path, entry) for path, entry in ENTRIES if "pattern" in entry]


@pytest.mark.parametrize(("path", "entry"), ENTRIES, ids=lambda part: part["id"] if isinstance(part, dict) else "")
def test_every_entry_says_what_it_is_with_example_and_counterexample(path: Path, entry: dict[str, Any]) -> None:
    assert entry["says"]
    if path.name in NARRATIVE or "pattern" in entry:
        assert many(entry.get("example")) and many(entry.get("counterexample")), entry["id"]


@pytest.mark.parametrize(("path", "entry"), PATTERNS, ids=lambda part: part["id"] if isinstance(part, dict) else "")
def test_every_pattern_matches_its_examples_and_no_counterexample(path: Path, entry: dict[str, Any]) -> None:
    names = {str(k): str(v) for k, v in (read_yaml(path).get("names") or {}).items()}
    names |= {k: v.replace("{b}", names["b"]) for k, v in names.items()} if "b" in names else {}
    source = str(entry["pattern"])
    for name, part in names.items():
        source = source.replace("{" + name + "}", part)
    regex = re.compile(source)
    assert all(regex.search(example) for example in many(entry["example"]))
    assert not any(regex.search(counterexample) for counterexample in many(entry["counterexample"]))


@pytest.mark.parametrize("path", [p for p in FILES if p.name in NARRATIVE], ids=lambda path: path.name)
def test_ids_are_unique_within_a_file(path: Path) -> None:
    ids = [entry["id"] for entry in entries(read_yaml(path))]
    assert sorted(ids) == sorted(set(ids))


TEXT = """\
培训费年初预算为4.00万元，支出决算为3.14万元，完成年初预算的78.50%，较上年减少0.35万元，下降14.00%，主要原因是培训班次减少。
公务接待费比上年减少0.30万元，外地来访批次减少。会议费与上年持平。国内公务接待4批次、33人次。
基本支出75.00万元，占75%。本单位没有政府性基金预算财政拨款收入和支出。会议费为零。其他收入增长1.2倍。
由于暴雨造成围墙倒塌，维修费比上年增加2.40万元。2024年12月31日前，近3年内按10%计提。
"""


def test_every_rule_of_a_row_is_an_id_of_models() -> None:
    facts = coded_facts(("2013901", "行政运行"), ("2050803", "培训费"))
    pages = [line for paragraph in TEXT.splitlines() for line in fill(paragraph)]
    layers = layers_of(printed(["一、支出决算情况说明", *pages]), facts=facts)
    used = {
        row.rule_id for name in ("mentions", "statements", "reasons", "reason_links", "checks") for row in layers[name]
    }
    assert len(used) > 20
    assert used <= IDS
    assert {"reason.no_cue", "item.table_name", "none.reported", "cue.lead", "number.zero"} <= used
    assert {"reason.table_row", "reason.indicator"} <= IDS


ENTRY: dict[str, Any] = {
    "id": "x",
    "says": "a year",
    "pattern": r"{d}年",
    "example": "2024年",
    "counterexample": "今年",
}


def test_a_pattern_is_compiled_with_its_named_parts() -> None:
    pattern = make_pattern(ENTRY, {"d": r"\d{4}"})
    assert pattern.regex.search("2024年") and (pattern.id, pattern.examples) == ("x", ("2024年",))


@pytest.mark.parametrize(
    "change",
    [
        {"example": "去年"},
        {"counterexample": "2023年"},
        {"pattern": "("},
        {"example": None},
        {"counterexample": ["今年", "1999年"]},
    ],
    ids=["example", "counterexample", "expression", "no example", "second counterexample"],
)
def test_a_pattern_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(KnowledgeError, match="x"):
        make_pattern({**ENTRY, **change}, {"d": r"\d{4}"})


@pytest.mark.parametrize("key", ["id", "says", "pattern", "example", "counterexample"])
def test_a_pattern_without_a_part_is_refused(key: str) -> None:
    with pytest.raises(KnowledgeError):
        make_pattern({k: v for k, v in ENTRY.items() if k != key}, {"d": r"\d{4}"})


def test_two_patterns_of_one_id_are_refused() -> None:
    with pytest.raises(KnowledgeError, match="unique"):
        make_patterns([ENTRY, ENTRY], {"d": r"\d{4}"})


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"x\.yaml"):
        read_yaml(tmp_path / "x.yaml")
    with pytest.raises(KnowledgeError, match=r"y\.yaml"):
        read_yaml(tmp_path / "y.yaml")
