"""Plans any number of filings from a seed: bodies, years, families, hands, typefaces and defects from the data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from corpus.generator.data import Data
from corpus.generator.document import Document
from corpus.generator.families import compose
from corpus.generator.world import invent

HELD_OUT = 900000
YEARS = (2022, 2023, 2024)
SYLLABLES = "_syllables"


def invent_region(data: Data, rng: Random) -> tuple[str, dict[str, Any]]:
    """A place that does not exist: key and entry."""
    parts = data.regions[SYLLABLES]
    kind, above = rng.choice(parts["kinds"]), rng.choice(parts["above"])
    name = rng.choice(parts["first"]) + rng.choice(parts["second"]) + kind
    formal = above + name if kind == "区" else name
    return formal, {"name": name, "folder": above + name, "formal": formal, "government": kind}


def fitting(entries: dict[str, dict[str, Any]], kind: str) -> list[str]:
    """Families or hands that suit a kind of body; those that name none suit all."""
    return [name for name, entry in entries.items() if kind in entry.get("fits", [kind])]


def plan_department(data: Data, rng: Random) -> dict[str, Any]:
    """What an invented department is given to."""
    archetype = rng.choice(list(data.archetypes))
    plan: dict[str, Any] = {
        "archetype": archetype,
        "habits": rng.sample(list(data.events), 4),
        "carries": rng.random() < 0.5,
        "grain": rng.choice([1, 1, 10000]),
    }
    if rng.random() < 0.15:
        plan["buys_car"] = [rng.choice(YEARS)]
    return plan


def plan_office(data: Data, rng: Random, kind: str) -> dict[str, Any]:
    """How its office writes: family and hand, and whether it explains."""
    plan: dict[str, Any] = {
        "family": rng.choice(fitting(data.families, kind)),
        "hand": rng.choice(fitting(data.hands, kind)),
        "two_reasons": rng.choice([0.2, 0.35, 0.6]),
    }
    habit = rng.random()
    if habit < 0.12:
        plan["vacuous"] = 0.8
    elif habit < 0.25:
        plan["silent"] = 0.4
    return plan


def looks(data: Data, renderers: tuple[str, ...]) -> list[str]:
    """The typographies whose renderer is at hand."""
    return [name for name, look in data.typography.items() if look["renderer"] in renderers]


def sample(data: Data, seed: int, count: int, renderers: tuple[str, ...]) -> Iterator[tuple[Data, Document]]:
    """`count` filings of one to three years of invented departments, with the data that their typesetting needs.

    The same seed gives the same filings; seeds from HELD_OUT on are for evaluation only.
    """
    made, number = 0, 0
    while made < count:
        rng = Random(f"sample:{seed}:{number}")
        key, region = invent_region(data, rng)
        world = replace(data, regions={**data.regions, key: region})
        plan = {**plan_department(data, rng), "region": key}
        kind = data.archetypes[plan["archetype"]]["kind"]
        plan["name"] = data.archetypes[plan["archetype"]]["name"].format(region=region["formal"])
        if kind == "university":
            plan["name"] = region["name"][:2] + "大学"
        department = invent(world, f"s{seed}_{number}", plan, YEARS)
        office = plan_office(data, rng, kind)
        for year in YEARS[-rng.randint(1, 3) :]:
            if made == count:
                return
            look = rng.choice(looks(data, renderers))
            defects = rng.sample(list(data.defects), rng.choice([0, 0, 1, 1, 2]))
            entry = {**office, "typography": look, "defects": defects, "seed": seed}
            yield world, compose(world, department, year, entry)
            made += 1
        number += 1
