"""Invents departments: staff, budgets, events and the accounts of consecutive years, all from one seed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from corpus.generator.data import Data
from corpus.generator.economy import spread_basic
from corpus.generator.happenings import happen, pick_event
from corpus.generator.model import CAPITAL, FUND, GENERAL, OWN, ZERO, Department, Line, Three, Year
from corpus.generator.people import count_money, count_things, invent_three

FIRST_YEAR = 2021
# Money per head and year in 万元, by personnel item.
PER_HEAD = {
    "2080505": 1.62,
    "2080506": 0.81,
    "2101101": 0.78,
    "2101102": 0.78,
    "2101103": 0.36,
    "2210201": 1.34,
    "2210203": 0.71,
    "2210202": 0.42,
}


def yuan(wan: float, grain: int) -> Decimal:
    """An amount given in 万元 as yuan, rounded to `grain` fen."""
    step = Decimal(grain) / 100
    return (Decimal(str(round(wan * 10000, 2))) / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def first_lines(data: Data, kind: dict[str, Any], rng: Random, staff: int, retired: int, grain: int) -> list[Line]:
    """The lines of the base year: every later year grows out of the one before."""
    pay = rng.uniform(10.5, 14.5)

    def line(code: str, part: str, wan: float, project: str = "", fund: str = GENERAL) -> Line:
        amount = yuan(wan, grain)
        return Line(code, part, fund, project, amount, amount, amount, ZERO, anchor=amount)

    lines = [
        line(kind["running"], "personnel", staff * pay),
        line(kind["running"], "public", staff * rng.uniform(1.4, 2.3)),
    ]
    for code in kind["social"]:
        if code in ("2080501", "2080502"):
            lines.append(line(code, "personnel", retired * rng.uniform(0.5, 1.4)))
        else:
            lines.append(line(code, "personnel", staff * PER_HEAD[code] * rng.uniform(0.9, 1.1)))
    for project in kind["projects"]:
        wan = project["scale"] * rng.uniform(0.7, 1.3)
        lines.append(line(project["code"], "project", wan, project["name"], project.get("fund", GENERAL)))
    if kind.get("own_share") or kind["kind"] == "university":
        lines += [
            line(x.code, x.part, float(x.actual) / 10000 * rng.uniform(0.5, 0.9), x.project, OWN)
            for x in lines[:2] + [x for x in lines if x.part == "project"][:2]
        ]
    return lines


def next_line(data: Data, line: Line, rng: Random, year: int, dept: dict[str, Any], shared: str) -> Line:
    """The same line a year later: a budget near last year's outturn, and an event that moves it."""
    scope = "person" if line.part == "personnel" else line.part
    grain = dept["grain"]
    event = shared if scope == "person" and rng.random() < 0.75 else pick_event(data, rng, scope, year, dept)
    drift = rng.uniform(-0.02, 0.03) if line.is_basic else rng.uniform(-0.16, 0.16)
    base = line.actual if line.is_basic else (line.actual + 2 * line.anchor) / 3
    initial = yuan(float(base) / 10000 * (1 + drift), grain)
    initial, final, actual = (
        happen(data.events[event], initial, rng, line.is_basic) if event else (initial, initial, initial)
    )
    step = Decimal(grain) / 100
    initial, final, actual = (
        x.quantize(step, ROUND_HALF_UP) if grain == 1 else (x / step).quantize(Decimal(1)) * step
        for x in (initial, final, actual)
    )
    return Line(line.code, line.part, line.fund, line.project, initial, final, actual, line.actual, event, line.anchor)


def balance(
    lines: list[Line], last: Year | None, rng: Random, carries: bool, grain: int
) -> tuple[dict[str, Decimal], ...]:
    """(income by source, opening, closing): money that was not spent on delayed projects goes on to next year."""
    opening = dict(last.closing) if last else {}
    closing: dict[str, Decimal] = {}
    for fund in (GENERAL, FUND, OWN):
        idle = sum(
            (x.final - x.actual for x in lines if x.fund == fund and x.part == "project" and x.final > x.actual), ZERO
        )
        kept = yuan(float(idle) / 10000 * 0.5, grain) if carries and fund != FUND else ZERO
        if kept or opening.get(fund):
            closing[fund] = kept
    income: dict[str, Decimal] = {}
    for fund in (GENERAL, FUND, CAPITAL):
        income[fund] = (
            sum((x.actual for x in lines if x.fund == fund), ZERO) + closing.get(fund, ZERO) - opening.get(fund, ZERO)
        )
        if income[fund] < 0:  # more was carried in than spent: the rest stays
            closing[fund] = closing.get(fund, ZERO) - income[fund]
            income[fund] = ZERO
    own = sum((x.actual for x in lines if x.fund == OWN), ZERO) + closing.get(OWN, ZERO) - opening.get(OWN, ZERO)
    income["business"] = yuan(float(own) / 10000 * rng.uniform(0.6, 0.85), grain) if own > 0 else ZERO
    income["other_income"] = own - income["business"]
    return income, opening, closing


def next_year(data: Data, dept: dict[str, Any], last: Year, rng: Random) -> Year:
    """The accounts of the year after `last`."""
    year, grain = last.year + 1, dept["grain"]
    shared = pick_event(data, rng, "person", year, dept)
    lines = [next_line(data, line, rng, year, dept, shared) for line in last.lines]
    three = invent_three(data, dept, lines, last, rng, year)
    economic = spread_basic(lines, three, rng, dept["kind"], grain)
    income, opening, closing = balance(lines, last, rng, dept.get("carries", False), grain)
    counts, money = count_things(three, lines, last, rng), count_money(lines, dept, economic, rng)
    events = tuple(dict.fromkeys([shared, *(x.event for x in lines if x.event)]))
    return Year(
        year, tuple(lines), income, last.income, opening, closing, economic, three, counts, money, last.money, events
    )


def base_year(data: Data, dept: dict[str, Any], rng: Random) -> Year:
    """The year before the first: only its outturn matters."""
    kind = data.archetypes[dept["archetype"]]
    lines = first_lines(data, kind | dept, rng, dept["staff"], dept["retired"], dept["grain"])
    nothing = Year(
        FIRST_YEAR - 1, (), {}, {}, {}, {}, {}, {}, {"staff": dept["staff"], "retired": dept["retired"]}, {}, {}
    )
    three = invent_three(data, dept, lines, nothing, rng, FIRST_YEAR)
    economic = spread_basic(lines, three, rng, dept["kind"], dept["grain"])
    income, opening, closing = balance(lines, None, rng, dept.get("carries", False), dept["grain"])
    counts, money = count_things(three, lines, nothing, rng), count_money(lines, dept, economic, rng)
    return Year(FIRST_YEAR, tuple(lines), income, {}, opening, closing, economic, three, counts, money, {})


def invent(data: Data, key: str, plan: dict[str, Any], years: tuple[int, ...]) -> Department:
    """A department from its plan (archetype, region, habits …); the same key and plan give the same accounts."""
    rng = Random(f"department:{key}")
    kind, region = data.archetypes[plan["archetype"]], data.regions[plan["region"]]
    name = plan.get("name") or kind["name"].format(region=region["formal"])
    dept: dict[str, Any] = {"kind": kind["kind"], "grain": 100_00, **plan, "key": key}
    dept["grain"] = plan.get("grain", 10000)
    dept["staff"] = plan.get("staff") or rng.randint(*kind["staff"])
    dept["retired"] = rng.randint(*kind["retired"])
    year = base_year(data, dept, rng)
    accounts: dict[int, Year] = {}
    while year.year < max(years):
        year = next_year(data, dept, year, Random(f"department:{key}:{year.year + 1}"))
        accounts[year.year] = year
    units = tuple(u.format(region=region["formal"]) for u in kind["units"])
    return Department(
        key,
        name,
        kind["kind"],
        plan["archetype"],
        plan["region"],
        plan.get("scope", "consolidated"),
        accounts,
        tuple(dept.get("habits", ())),
        units,
        {"staff": dept["staff"]},
    )


__all__ = ["Three", "invent"]
