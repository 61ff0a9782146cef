"""The small matters of a filing: 三公 items, meetings, counts of people and cars, procurement, assets."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from corpus.generator.data import Data
from corpus.generator.happenings import fits, happen
from corpus.generator.model import FUND, GENERAL, ZERO, Line, Three, Year

SCOPE = {
    "abroad": "abroad",
    "purchase": "car_purchase",
    "running": "car",
    "reception": "reception",
    "meeting": "meeting",
    "training": "training",
}


def cents(value: Decimal, grain: int) -> Decimal:
    """Rounded to the grain of the department's books (in fen)."""
    step = Decimal(grain) / 100
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


SHARES = {"abroad": 0.0, "purchase": 0.0, "running": 0.08, "reception": 0.012, "meeting": 0.015, "training": 0.02}


def shares(dept: dict[str, Any]) -> dict[str, float]:
    """What part of public use goes to each item: less of it in units than in departments."""
    if dept["kind"] == "department":
        return {**SHARES, **dept.get("three", {})}
    less = {"running": 0.0 if dept["archetype"] == "library" else 0.03, "reception": 0.004}
    return {**SHARES, **less, **dept.get("three", {})}


def invent_three(
    data: Data, dept: dict[str, Any], lines: list[Line], last: Year, rng: Random, year: int
) -> dict[str, Three]:
    """The 三公 items, 会议费 and 培训费 of a year; all are paid from public use."""
    public = sum((x.actual for x in lines if x.part == "public" and x.fund == GENERAL), ZERO)
    out = {}
    for name, part in shares(dept).items():
        first = cents(public * Decimal(str(part * rng.uniform(0.8, 1.2))), dept["grain"])
        before = last.three[name].actual if name in last.three else first
        if name == "purchase" and year in dept.get("buys_car", []):
            bought = cents(Decimal(178600), dept["grain"])
            out[name] = Three(bought, bought, bought, before, "bought_car")
        elif not part or (before == 0 and last.three):
            quiet = rng.choice(events_for(data, dept, name, year, ("equal",)))
            out[name] = Three(ZERO, ZERO, ZERO, before, quiet)
        else:
            out[name] = moved(data, dept, name, before, rng, year)
    return out


def events_for(data: Data, dept: dict[str, Any], name: str, year: int, sides: tuple[str, ...]) -> list[str]:
    """Events that may strike an item and push its budget to one of these sides."""
    scope, kind = SCOPE[name], dept["archetype"]
    return [k for k, e in data.events.items() if fits(e, scope, year, kind) and e["budget"] in sides]


def moved(data: Data, dept: dict[str, Any], name: str, before: Decimal, rng: Random, year: int) -> Three:
    """An item that had money before: a budget near last year's outturn, and an event that moves it."""
    names = events_for(data, dept, name, year, ("over", "under"))
    event = rng.choice([k for k in names if k in dept.get("habits", [])] or names)
    initial = cents(before * Decimal(str(round(rng.uniform(0.97, 1.08), 3))), dept["grain"])
    _, final, actual = happen(data.events[event], initial, rng, True)
    return Three(initial, cents(max(final, actual), dept["grain"]), cents(actual, dept["grain"]), before, event)


def count_things(three: dict[str, Three], lines: list[Line], last: Year, rng: Random) -> dict[str, int]:
    """Staff, cars, visits, meetings, devices."""
    staff = max(4, last.counts["staff"] + rng.choice([-2, -1, 0, 0, 1, 2]))
    spent = {key: int(item.actual) for key, item in three.items()}
    cars = max(1, spent["running"] // 26000) if spent["running"] else 0
    visits = spent["reception"] // 900 + 1 if spent["reception"] else 0
    sessions = spent["training"] // 4000 + 1 if spent["training"] else 0
    return {
        "staff": staff,
        "quota": max(staff, last.counts.get("quota", staff + rng.randint(1, 4))),
        "retired": last.counts["retired"] + rng.choice([0, 0, 1, 2]),
        "cars": cars,
        "duty_cars": cars // 2,
        "other_cars": cars - cars // 2,
        "cars_bought": 1 if spent["purchase"] else 0,
        "visits": visits,
        "visitors": visits * rng.randint(5, 9),
        "groups": 0,
        "travellers": 0,
        "meetings": spent["meeting"] // 3000 + 1 if spent["meeting"] else 0,
        "sessions": sessions,
        "trainees": sessions * rng.randint(20, 40),
        "devices": rng.choice([0, 0, 1, 2]),
        "projects": len({x.project for x in lines if x.project}),
    }


def count_money(
    lines: list[Line], dept: dict[str, Any], economic: dict[str, Decimal], rng: Random
) -> dict[str, Decimal]:
    """Running cost, procurement and what went to small firms, projects under evaluation."""
    projects = sum((x.actual for x in lines if x.part == "project"), ZERO)

    def part(of: Decimal, share: float) -> Decimal:
        return cents(of * Decimal(str(round(share, 3))), dept["grain"])

    bought = {
        "goods": part(projects, 0.08),
        "works": part(projects, rng.choice([0, 0.12])),
        "services": part(projects, 0.21),
    }
    total = sum(bought.values(), ZERO)
    small = part(total, rng.uniform(0.6, 0.95))
    running = sum((v for k, v in economic.items() if k[:3] in ("302", "310")), ZERO)
    return {
        **bought,
        "operating": running if dept["kind"] == "department" else ZERO,
        "procurement": total,
        "small": small,
        "micro": part(small, rng.uniform(0.4, 0.9)),
        "evaluated": sum((x.final for x in lines if x.part == "project" and x.fund in (GENERAL, FUND)), ZERO),
    }
