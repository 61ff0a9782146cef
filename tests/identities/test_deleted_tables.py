"""A check that cannot be made is no pass: without any one table of a filing no check comes to agree that did not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.flow import STAGES
from pipeline.records.check import Check
from pipeline.runner.discover import discover
from pipeline.runner.process import layers_of
from tests.identities.hand_built_rows import KNOWLEDGE

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
CHECKS = next(stage for stage in STAGES if stage.name == "checks")
BY_TABLE = ("tables", "facts", "indicators")
FILINGS = ("青垣县统计局2024", "图书馆2024", "师范大学2024")


def checked(layers: dict[str, tuple[Any, ...]]) -> list[Check]:
    return list(CHECKS.function(**layers, knowledge=KNOWLEDGE))


@pytest.mark.parametrize("name", FILINGS)
def test_without_a_table_no_check_comes_to_agree(name: str, tmp_path: Path) -> None:
    (located,) = discover(CORPUS, tmp_path / "files.json", f"*{name}*", None)
    read = layers_of(located)
    layers = {layer: read[layer] for layer in CHECKS.reads}
    agreed = {check.check_id for check in checked(layers) if check.outcome == "agree"}
    for table in layers["tables"]:
        left = {n: tuple(row for row in layers[n] if row.table_id != table.table_id) for n in BY_TABLE}
        again = checked({**layers, **left})
        assert {c.check_id for c in again if c.outcome == "agree"} <= agreed, table.template
        assert sum(c.outcome == "agree" for c in again) < len(agreed)
