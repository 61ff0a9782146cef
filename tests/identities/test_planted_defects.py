"""The defects that were planted in the shipped filings are found, and found where they are."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.records.check import Check
from pipeline.runner.discover import discover
from pipeline.runner.process import layers_of

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
GOLD = sorted(file.parent for file in (CORPUS / "gold").glob("*/filing.json"))
RULES = {
    "missing_percent": "word.percent_missing",
    "residue_name": "word.placeholder",
    "residue_direction": "word.both_directions",
    "missing_table": "table.state_capital",
}
"""What tells of defects that contradict no figure; those of reasons are told with the reasons."""


def conflicts(folder: Path, tmp_path: Path) -> list[Check]:
    name = json.loads((folder / "filing.json").read_text(encoding="utf-8"))["file"]
    (located,) = discover(CORPUS / "filings", tmp_path / "files.json", name)
    return [check for check in layers_of(located)["checks"] if check.outcome == "conflict"]


def is_of(check: Check, gold: dict[str, str]) -> bool:
    """Does the check stand on the page and print the figure?"""
    printed = Decimal(gold["left"])
    sides = [side for side in (check.left, check.right) if side is not None]
    near = any(abs(abs(side) - abs(printed)) <= Decimal("0.01") for side in sides)
    pages = {int(page) for page in (gold["page"], *gold["page_other"].split(";")) if page}
    return near and (check.page in pages or any(f"第{page}页" in check.message_zh for page in pages))


@pytest.mark.parametrize("folder", GOLD, ids=lambda folder: folder.name)
def test_each_planted_defect_is_found_in_its_place_and_clean_filings_raise_none(folder: Path, tmp_path: Path) -> None:
    with (folder / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        errors = [row for row in csv.DictReader(file) if row["severity"] == "error"]
    planted = {name for name, _ in json.loads((folder / "filing.json").read_text(encoding="utf-8"))["planted"]}
    found = conflicts(folder, tmp_path)
    assert {row["root"] for row in errors if not any(is_of(check, row) for check in found)} == set()
    assert {RULES[name] for name in planted & set(RULES)} <= {check.rule_id for check in found}
    assert bool(found) == bool(errors or planted & set(RULES))
