"""The stages fit together: every layer that one reads was written before, and by its name, type and knowledge."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from pipeline.flow import (
    CONTENT,
    CUTS,
    LAYOUT,
    OUTLINE,
    REASONING,
    STAGES,
    Stage,
    account,
    read_filing,
    run_flow,
    unread_filing,
)
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.records.errors import ContractError, SourceError
from pipeline.records.filing import Filing, Source
from pipeline.records.issue import Issue, make_issue
from pipeline.records.mention import Mention, PrintedNumber
from pipeline.records.page import Page
from pipeline.runner.discover import locate
from pipeline.runner.process import layers_of
from pipeline.store.datasets import LAYER_DATASETS

SOURCE = Source("0" * 16, "0" * 64, "甲.pdf", ("甲.pdf",), "pdf", 1)
GIVEN = {"source": Source, "pages": Page}


def written_by(stage: Stage) -> type:
    """The record in the stage's return hint, beside Issue."""
    hint = get_args(get_type_hints(stage.function)["return"])[0]
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    (record,) = [option for option in options if option is not Issue]
    return record


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_is_its_module_and_its_function(stage: Stage) -> None:
    assert stage.function.__module__ == f"pipeline.stages.{stage.name}"
    assert stage.function.__name__ == f"find_{stage.name}"


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name)
def test_a_stage_takes_the_layers_that_it_reads(stage: Stage) -> None:
    parameters = tuple(inspect.signature(stage.function).parameters)
    assert parameters == stage.reads + (("knowledge",) if stage.knows else ())


@pytest.mark.parametrize("number", range(len(STAGES)), ids=lambda number: STAGES[number].name)
def test_what_a_stage_reads_was_written_before_with_that_type(number: int) -> None:
    stage, layers = STAGES[number], GIVEN | {s.writes: written_by(s) for s in STAGES[:number]}
    assert stage.writes not in layers
    hints = get_type_hints(stage.function)
    for name in stage.reads:
        assert get_args(hints[name])[0] is layers[name], f"{stage.name} reads {name}"


def test_pages_are_not_read_after_layout() -> None:
    gone = {"pages", *(stage.writes for stage in LAYOUT)} - set(CUTS["layout"])
    assert not [stage.name for stage in OUTLINE + CONTENT + REASONING if gone & set(stage.reads)]


def test_reasons_read_nothing_that_is_not_kept_with_what_is_said() -> None:
    there = {"source", *CUTS["layout"], *CUTS["content"]}
    assert all(set(stage.reads) <= there | {s.writes for s in REASONING} for stage in REASONING)
    assert {d.layer for d in LAYER_DATASETS} <= there | {s.writes for s in REASONING}


def test_every_published_layer_is_written() -> None:
    written = {stage.writes for stage in STAGES} | {"issues"}
    assert {dataset.layer for dataset in LAYER_DATASETS} <= written


def test_a_stage_names_parts_of_knowledge() -> None:
    parts = {field.name for field in fields(Knowledge)}
    assert all(set(stage.knows) <= parts for stage in STAGES)


class Spy:
    """Knowledge that remembers which of its parts were asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.asked: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.asked.add(name)
        return getattr(self._knowledge, name)


def test_a_stage_reads_only_the_knowledge_that_it_names(mixed_corpus: Path) -> None:
    sample = locate(str(mixed_corpus / "云屏区/样例局2022年度部门决算.PDF"), mixed_corpus)
    assert sample is not None
    layers = {**layers_of(sample), "source": (sample.source,)}
    for stage in STAGES:
        if stage.knows:
            spy = Spy(load_knowledge())
            list(stage.function(**{name: layers[name] for name in stage.reads}, knowledge=spy))
            assert spy.asked <= set(stage.knows), stage.name


def test_a_document_gives_every_layer(mixed_corpus: Path) -> None:
    sample = locate(str(mixed_corpus / "云屏区/样例局2022年度部门决算.PDF"), mixed_corpus)
    assert sample is not None
    layers = layers_of(sample)
    assert {stage.writes for stage in STAGES} <= layers.keys()
    assert layers["sentences"]


@dataclass(frozen=True, slots=True)
class Word:
    """A record for tests."""

    text: str


def find_words(source: tuple[Source, ...]) -> Iterator[Word | Issue]:
    yield Word("甲")
    yield make_issue("words", "odd", "info", "说明")
    yield make_issue("words", "odd", "info", "说明")


WORDS = Stage("words", find_words, ("source",))
NO_KNOWLEDGE: Any = None


def test_issues_are_parted_from_records_and_told_once() -> None:
    layers = run_flow({"source": (SOURCE,)}, NO_KNOWLEDGE, (WORDS,))
    assert layers["words"] == (Word("甲"),)
    assert [issue.code for issue in layers["issues"]] == ["odd"]


def test_given_layers_are_not_changed() -> None:
    given = {"source": (SOURCE,), "issues": ()}
    run_flow(given, NO_KNOWLEDGE, (WORDS,))
    assert given == {"source": (SOURCE,), "issues": ()}


@pytest.mark.parametrize("stages", [(WORDS, WORDS), (Stage("words", find_words, ("nothing",)),)])
def test_stages_that_do_not_fit_are_our_bug(stages: tuple[Stage, ...]) -> None:
    with pytest.raises(ContractError, match="words"):
        run_flow({"source": (SOURCE,)}, NO_KNOWLEDGE, stages)


def test_two_rows_of_one_id_are_our_bug() -> None:
    mention = Mention("me-1", "se-1", 0, 1, "1", "count")
    twice = Stage("mentions", lambda source: iter((mention, replace(mention, start=2))), ("source",))
    with pytest.raises(ContractError, match="me-1"):
        run_flow({"source": (SOURCE,)}, NO_KNOWLEDGE, (twice,))


def number(outcome: Any, is_glossary: bool = False) -> PrintedNumber:
    return PrintedNumber("nu-1", "se-1", None, 0, 1, "1", outcome, None, (), 1, (), is_glossary)


def test_numbers_are_accounted_for_without_the_glossary() -> None:
    filing = Filing("0" * 16, "0" * 64, "甲.pdf", ("甲.pdf",))
    numbers = (number("statement"), number("fact"), number("ignored"), number("issue"), number("issue", True))
    counted = account(filing, numbers)
    assert (counted.number_count, counted.accounted_count, counted.accounted_ratio) == (4, 3, 0.75)
    assert account(filing, ()).accounted_ratio is None


@pytest.mark.parametrize(
    ("code", "status"), [("truncated", "failed"), ("unsupported_format", "skipped"), ("other", "failed")]
)
def test_a_file_that_cannot_be_read_is_a_row_and_an_issue(code: Any, status: str) -> None:
    layers = unread_filing(SOURCE, SourceError(code, "请重新下载。"))
    (filing,), (issue,) = layers["filing"], layers["issues"]
    assert (filing.status, filing.error_code, filing.error_detail) == (status, code, "请重新下载。")
    assert (filing.filing_id, filing.source_path) == (SOURCE.filing_id, SOURCE.source_path)
    assert (issue.code, issue.message_zh) == (code, "请重新下载。")


def test_a_document_of_another_kind_is_not_read_further(mixed_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = locate(str(mixed_corpus / "云屏区/样例局2022年度部门决算.PDF"), mixed_corpus)
    assert sample is not None
    layers = layers_of(sample)
    other = replace(layers["filing"][0], form="other")
    outline = tuple(
        replace(stage, function=lambda **_: iter((other,))) if stage.name == "filing" else stage for stage in OUTLINE
    )
    monkeypatch.setattr("pipeline.flow.OUTLINE", outline)
    again = read_filing(sample.source, {name: layers[name] for name in CUTS["layout"]}, load_knowledge())
    assert again["filing"][0].status == "skipped"
    assert not {dataset.layer for dataset in LAYER_DATASETS} & {name for name, rows in again.items() if rows} - {
        "issues"
    }
