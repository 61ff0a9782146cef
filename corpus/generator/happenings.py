"""Events: which one strikes a line, and what it does to budget and outturn."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from corpus.generator.data import Data


def fits(event: dict[str, Any], scope: str, year: int, archetype: str) -> bool:
    """True where the event may strike an item of this scope in this year, in a body of this kind."""
    return (
        scope in event["scope"]
        and year in event.get("years", [year])
        and archetype in event.get("archetypes", [archetype])
    )


def pick_event(data: Data, rng: Random, scope: str, year: int, dept: dict[str, Any]) -> str:
    """An event for a line, or none; what a department is given to (its habits) comes back year after year."""
    names = [
        name
        for name, event in data.events.items()
        if fits(event, scope, year, dept["archetype"]) and event["budget"] in ("over", "under", "both")
    ]
    likely = [name for name in names if name in dept.get("habits", ())]
    if likely and rng.random() < 0.5:
        return rng.choice(likely)
    return "" if rng.random() < 0.12 else rng.choice(names)


def happen(event: dict[str, Any], initial: Decimal, rng: Random, is_basic: bool) -> tuple[Decimal, Decimal, Decimal]:
    """(initial budget, final budget, outturn): over-runs are added to the budget, shortfalls left unspent."""
    low, high = event["size"]
    size = Decimal(str(round(rng.uniform(low, high), 4)))
    side = event["budget"] if event["budget"] != "both" else rng.choice(["over", "under"])
    if side == "over":
        if (
            not is_basic
            and event["causes"][0] in ("budget_added", "project_new", "budget_estimate", "disaster")
            and rng.random() < 0.3
        ):
            final = initial * size
            return Decimal(0), final, final
        final = initial * (1 + size)
        slack = Decimal(str(round(rng.uniform(0, 0.02), 4))) if rng.random() < 0.5 else Decimal(0)
        return initial, final, final * (1 - min(slack, size / 2))
    actual = initial * (1 - size)
    final = actual if event["causes"][0] == "budget_cut" or (is_basic and rng.random() < 0.5) else initial
    return initial, final, actual


def texts_for(event: dict[str, Any], scope: str) -> list[str]:
    """The phrases of an event that suit an item of this scope."""
    return event.get("texts_by_scope", {}).get(scope) or event["texts"]


def side_for(event: dict[str, Any], basis: str) -> str:
    """The side that the event explains: over/under for budgets, increase/decrease for last year, or both/none."""
    return event["prior"] if basis == "prior_year" else event["budget"]
