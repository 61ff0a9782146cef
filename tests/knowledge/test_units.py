"""Units as printed."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.knowledge.units import load_units
from pipeline.records.errors import KnowledgeError

UNITS = load_knowledge().units


def test_money_has_a_multiplier_and_counts_have_none() -> None:
    wan, vehicle, thousand = UNITS.find("万元"), UNITS.find("辆"), UNITS.find("千元")
    assert wan is not None and (wan.unit, wan.multiplier) == ("wan_yuan", Decimal(10000))
    assert vehicle is not None and (vehicle.unit, vehicle.multiplier) == ("vehicle", None)
    assert thousand is not None and (thousand.unit, thousand.multiplier) == (None, Decimal(1000))
    assert UNITS.multiplier("yi_yuan") == Decimal(100000000)
    assert UNITS.find("局") is None


def test_the_longest_unit_is_found_first() -> None:
    assert [found.group() for found in UNITS.pattern.finditer("33人次、2人、0台（套）")] == ["人次", "人", "台（套）"]


def test_units_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(UNITS)).find("万元") == UNITS.find("万元")


def test_a_unit_outside_the_vocabulary_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "units.csv"
    file.write_text("surface,unit,multiplier,example\n斤,jin,,三斤\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="vocabulary"):
        load_units(file)
