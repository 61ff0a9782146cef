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


def invent_three(
    data: Data, dept: dict[str, Any], lines: list[Line], last: Year, rng: Random, year: int
) -> dict[str, Three]:
    """The 三公 items, 会议费 and 培训费 of a year; all are paid from public use."""
    public = sum((x.actual for x in lines if x.part == "public" and x.fund == GENERAL), ZERO)
    share = {"abroad": 0.0, "purchase": 0.0, "running": 0.08, "reception": 0.012, "meeting": 0.015, "training": 0.02}
    if dept["kind"] != "department":
        share |= {"running": 0.0 if dept["archetype"] == "library" else 0.03, "reception": 0.004}
    share |= dept.get("three", {})
    out = {}
    for name, part in share.items():
        before = (
            last.three[name].actual
            if name in last.three
            else cents(public * Decimal(str(part * rng.uniform(0.8, 1.2))), dept["grain"])
        )
        names = [
            k
            for k, e in data.events.items()
            if fits(e, SCOPE[name], year, dept["archetype"]) and e["budget"] in ("over", "under")
        ]
        if name == "purchase" and year in dept.get("buys_car", []):
            bought = cents(Decimal(178600), dept["grain"])
            out[name] = Three(bought, bought, bought, before, "bought_car")
            continue
        if not part or (before == 0 and last.three):
            quiet = rng.choice(
                [
                    k
                    for k, e in data.events.items()
                    if fits(e, SCOPE[name], year, dept["archetype"]) and e["budget"] == "equal"
                ]
            )
            out[name] = Three(ZERO, ZERO, ZERO, before, quiet)
            continue
        habits = [k for k in names if k in dept.get("habits", [])]
        event = rng.choice(habits or names)
        initial = cents(before * Decimal(str(round(rng.uniform(0.97, 1.08), 3))), dept["grain"])
        _, final, actual = happen(data.events[event], initial, rng, True)
        if data.events[event]["budget"] == "over":
            final = max(final, actual)
        out[name] = Three(initial, cents(final, dept["grain"]), cents(actual, dept["grain"]), before, event)
    return out


def count_things(
    lines: list[Line],
    three: dict[str, Three],
    last: Year,
    rng: Random,
    dept: dict[str, Any],
    economic: dict[str, Decimal],
) -> tuple[dict[str, int], dict[str, Decimal]]:
    """(counts, money): staff, cars, visits, devices; running cost, procurement, projects under evaluation."""
    staff = max(4, last.counts["staff"] + rng.choice([-2, -1, 0, 0, 1, 2]))
    cars = 0 if not three["running"].actual else max(1, int(three["running"].actual / 26000))
    visits = int(three["reception"].actual / 900) + (1 if three["reception"].actual else 0)
    counts = {
        "staff": staff,
        "quota": max(staff, last.counts.get("quota", staff + rng.randint(1, 4))),
        "retired": last.counts["retired"] + rng.choice([0, 0, 1, 2]),
        "cars": cars,
        "cars_bought": 1 if three["purchase"].actual else 0,
        "visits": visits,
        "visitors": visits * rng.randint(5, 9),
        "groups": 0,
        "travellers": 0,
        "meetings": int(three["meeting"].actual / 3000) + 1 if three["meeting"].actual else 0,
        "sessions": int(three["training"].actual / 4000) + 1 if three["training"].actual else 0,
        "trainees": (int(three["training"].actual / 4000) + 1) * rng.randint(20, 40) if three["training"].actual else 0,
        "devices": rng.choice([0, 0, 1, 2]),
        "projects": len({x.project for x in lines if x.project}),
    }
    operating = (
        sum((v for k, v in economic.items() if k[:3] in ("302", "310")), ZERO) if dept["kind"] == "department" else ZERO
    )
    projects = sum((x.actual for x in lines if x.part == "project"), ZERO)
    grain = dept["grain"]
    goods, works = (
        cents(projects * Decimal("0.08"), grain),
        cents(projects * Decimal(str(rng.choice([0, 0.12]))), grain),
    )
    services = cents(projects * Decimal("0.21"), grain)
    total = goods + works + services
    small = cents(total * Decimal(str(round(rng.uniform(0.6, 0.95), 3))), grain)
    micro = cents(small * Decimal(str(round(rng.uniform(0.4, 0.9), 3))), grain)
    evaluated = sum((x.final for x in lines if x.part == "project" and x.fund in (GENERAL, FUND)), ZERO)
    money = {
        "operating": operating,
        "goods": goods,
        "works": works,
        "services": services,
        "procurement": total,
        "small": small,
        "micro": micro,
        "evaluated": evaluated,
        "basic": sum((x.actual for x in lines if x.is_basic), ZERO),
    }
    return counts, money
