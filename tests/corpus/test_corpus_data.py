"""The variety in corpus/data: every template can be read, every name leads somewhere."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from corpus.generator.data import load
from corpus.generator.values import SLOT

DATA = load()
WORDS = {
    "class",
    "group",
    "name",
    "code",
    "n",
    "han",
    "circle",
    "list",
    "both",
    "pair",
    "item",
    "unit",
    "entity",
    "year",
    "last_year",
    "next_year",
    "unit_name",
    "unit_word",
    "region",
    "government",
    "duties",
    "offices",
    "units",
    "units_number",
    "project",
}
VALUES = {
    "actual",
    "initial_budget",
    "final_budget",
    "budget",
    "prior_actual",
    "change",
    "rate",
    "completion",
    "share",
    "count",
}
ASSERTIONS = {"equal", "none", "no_budget", "reason", "reasons"}
TAXONOMY = Path(__file__).resolve().parents[2] / "models" / "reasons" / "taxonomy.csv"


def templates(hand: str) -> list[str]:
    return [t for found in DATA.hands[hand]["say"].values() for t in (found if isinstance(found, list) else [found])]


@pytest.mark.parametrize("hand", sorted(DATA.hands))
def test_slots_are_known(hand: str) -> None:
    say = DATA.hands[hand]["say"]
    for template in templates(hand):
        assert template.count("{") == template.count("}") == len(SLOT.findall(template)), template
        for slot in SLOT.findall(template):
            if slot[0] in ">*":
                key = re.split(r"[:@|]", slot.partition(">")[2])[0]
                assert any(k == key or k.startswith(key + ".") for k in say), f"{slot} in {template}"
                continue
            name = re.split(r"[:|#=]", slot)[0].split(".")[-1]
            assert all(part in WORDS | VALUES | ASSERTIONS for part in name.split(",")), f"{slot} in {template}"


def test_references_lead_somewhere() -> None:
    for family in DATA.families.values():
        assert set(family["tables"]) <= set(DATA.tables)
    for plan in DATA.shipped["filings"]:
        assert plan["department"] in DATA.shipped["departments"]
        assert set(plan.get("defects", [])) <= set(DATA.defects)
    for archetype in DATA.archetypes.values():
        assert {archetype["running"], *archetype["social"], *(p["code"] for p in archetype["projects"])} <= set(
            DATA.functional
        )
    for code, subject in (*DATA.functional.items(), *DATA.economic.items()):
        assert not subject.parent or code.startswith(subject.parent)


def test_table_layouts_have_a_width_for_each_column() -> None:
    for name, spec in DATA.tables.items():
        if spec["builder"] == "by_item":
            assert len(spec["widths"]) == len(spec["columns"]) + (4 if spec.get("code_columns") == 3 else 2), name


@pytest.mark.skipif(not TAXONOMY.is_file(), reason="the taxonomy of causes is not there")
def test_causes_of_events_are_those_of_the_taxonomy() -> None:
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        known = {row["cause_id"] for row in csv.DictReader(file)}
    for name, event in DATA.events.items():
        assert {*event["causes"], *event.get("accept", [])} <= known, name


def test_every_event_has_its_words() -> None:
    for name, event in DATA.events.items():
        assert event["texts"] and event["budget"] in ("over", "under", "both", "equal", "none"), name
        assert all("。" not in text for text in event["texts"]), name
