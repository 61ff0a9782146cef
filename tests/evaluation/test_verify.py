"""Two looks at one file: boxes hold what rows say, and two readers give the same facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.generator.data import ROOT
from pipeline.evaluation.places import misplaced
from pipeline.evaluation.two_readers import fact_differences
from pipeline.evaluation.verify import format_verdict, verify
from pipeline.records.geometry import Box
from pipeline.runner.discover import locate
from pipeline.runner.process import layers_of

SAMPLES = ("云岭民族师范大学2024年度单位决算", "岚洲市云屏区图书馆2023年度单位决算")


def layers(path: Path, engine: Any) -> dict[str, tuple[Any, ...]]:
    located = locate(str(path), path.parent)
    assert located is not None
    return layers_of(located, engine)


def sample(name: str) -> Path:
    (path,) = (ROOT / "filings").rglob(f"{name}.pdf")
    return path


@pytest.fixture(scope="module")
def library() -> tuple[dict[str, tuple[Any, ...]], dict[str, tuple[Any, ...]]]:
    path = sample(SAMPLES[1])
    return layers(path, "pdfium"), layers(path, "reference")


def test_every_box_holds_its_text_and_two_readers_agree(library) -> None:
    first, second = library
    verdict = verify("图书馆", first, second)
    assert verdict.holds, format_verdict(verdict, 5)
    assert verdict.fact_count > 300
    assert verdict.row_count > 700


def test_boxes_stand_where_the_other_reader_sees_the_text(library) -> None:
    first, second = library
    assert list(misplaced(first, second["pages"])) == []


def test_a_page_on_its_side_and_tables_over_pages_hold_too() -> None:
    path = sample(SAMPLES[0])
    verdict = verify("大学", layers(path, "pdfium"), layers(path, "reference"))
    assert verdict.holds, format_verdict(verdict, 5)


def test_a_box_beside_its_text_is_told(library) -> None:
    first, _ = library
    fact = next(f for f in first["facts"] if f.surface)
    aside = replace(fact, boxes=tuple(replace(box, x0=box.x0 + 200, x1=box.x1 + 200) for box in fact.boxes))
    (found,) = misplaced({"facts": (aside,)}, first["pages"])
    assert (found.layer, found.surface, found.page) == ("facts", fact.surface, fact.page)
    assert list(misplaced({"facts": (replace(fact, boxes=(Box(999, 0, 0, 1, 1),)),)}, first["pages"]))


def test_facts_of_one_reader_alone_are_told(library) -> None:
    first, _ = library
    facts = first["facts"]
    changed = replace(facts[0], value=None, state="unreadable")
    one, other = fact_differences({"facts": facts}, {"facts": (changed, *facts[2:])})
    assert (len(one), len(other)) == (2, 1)
    verdict = verify("某局", {**first, "facts": facts}, {**first, "facts": facts[1:]})
    assert not verdict.holds and "[仅第一种]" in format_verdict(verdict, 3)
