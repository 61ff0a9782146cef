"""What notebooks stand on: frames, tables, views, and the page behind a row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import pipeline
from pipeline.__main__ import main
from pipeline.evidence.drawing import COLOURS
from pipeline.outputs import Outputs
from tests.conftest import READABLE, write_files


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    names = ("云屏区/样例局2022年度部门决算.PDF", "云屏区/样例局2023年度部门决算.txt")
    corpus = write_files(tmp_path_factory.mktemp("语料"), {name: READABLE[name] for name in names})
    outputs = tmp_path_factory.mktemp("it's results")
    assert main(["run", str(corpus), "--outputs", str(outputs), "--workers", "1"]) == 0
    return corpus, outputs


@pytest.fixture
def outputs(folders: tuple[Path, Path]) -> Outputs:
    return pipeline.open_outputs(folders[1])


def colours(image: Image.Image) -> set[tuple[int, ...]]:
    return set(map(tuple, np.asarray(image).reshape(-1, 3).tolist()))


def from_pdf(frame: Any) -> Any:
    return frame[frame.fiscal_year == 2022]


def test_frames_keep_decimals_and_equal_the_arrow_tables(outputs: Outputs) -> None:
    frame = outputs.frame("statements")
    money = frame.value_cny.dropna()
    assert len(frame) == outputs.table("statements").num_rows > 0
    assert all(type(value) is Decimal for value in money) and Decimal("7312600.00") in set(money)
    assert set(outputs.names) >= {"budget_execution", "reasons", "causes"}
    with pytest.raises(KeyError):
        outputs.frame("nothing")


def test_views_answer_in_duckdb(outputs: Outputs) -> None:
    pytest.importorskip("duckdb")
    ((count,),) = outputs.duckdb().sql("SELECT count(*) FROM statements WHERE fiscal_year = 2022").fetchall()
    assert count == len(from_pdf(outputs.frame("statements"))) > 0


def test_the_words_of_a_reason_and_the_figures_of_its_item_are_boxed(outputs: Outputs) -> None:
    reason = from_pdf(outputs.frame("reasons")).iloc[0]
    assert colours(outputs.evidence(reason)) >= {COLOURS["words"]}
    assert COLOURS["figures"] not in colours(outputs.evidence(reason))
    statement = from_pdf(outputs.frame("statements")).iloc[0]
    assert COLOURS["figures"] in colours(outputs.evidence(statement))
    both = {"reason_ids": [reason.reason_id], "statement_ids": [statement.statement_id], "fact_ids": []}
    assert colours(outputs.evidence(both)) >= set(COLOURS.values())


def test_evidence_is_a_part_of_the_page(outputs: Outputs) -> None:
    image = outputs.evidence(from_pdf(outputs.frame("reasons")).iloc[0])
    assert image.width == 1190 and image.height < 400


def test_rows_of_a_text_file_stand_on_no_page(outputs: Outputs) -> None:
    reasons = outputs.frame("reasons")
    with pytest.raises(LookupError, match="没有页面位置"):
        outputs.evidence(reasons[reasons.fiscal_year == 2023].iloc[0])


def test_a_document_that_changed_is_no_evidence(folders: tuple[Path, Path], tmp_path: Path) -> None:
    name = "云屏区/样例局2022年度部门决算.PDF"
    write_files(tmp_path, {name: READABLE[name] + b"\n"})
    changed = pipeline.open_outputs(folders[1], tmp_path)
    with pytest.raises(LookupError, match="corpus="):
        changed.evidence(from_pdf(changed.frame("reasons")).iloc[0])


def test_a_folder_without_results_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="juesuan run"):
        pipeline.open_outputs(tmp_path)
