"""Why: chooses for each deviation the event that explains it, so that reasons agree with the figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from corpus.generator.data import Data
from corpus.generator.happenings import fits, side_for, texts_for
from corpus.generator.model import Department, Line, Year
from corpus.generator.topics import ReasonPlan

SIDE = {
    "increase": ("increase", "both"),
    "decrease": ("decrease", "both"),
    "over": ("over", "both"),
    "under": ("under", "both"),
}
WHAT = {"prior_year": "prior", "initial_budget": "initial", "final_budget": "final", "budget": "initial"}
COUNT = re.compile(r"\{n\|([^|}]+)\|")


@dataclass(frozen=True, slots=True)
class Teller:
    """Chooses reasons for one filing; `plan` holds what the office is given to (vacuous, silent, copies)."""

    data: Data
    dept: Department
    year: Year
    plan: dict[str, Any]

    def rng(self, *what: object) -> Random:
        """A generator of its own for each choice, so that one choice never moves another."""
        return Random(":".join(map(str, (self.dept.key, self.year.year, *what))))

    def event_for(self, wanted: str, basis: str, scope: str, side: str, salt: str) -> str:
        """The event itself where it explains this side; another of the same scope where it does not."""
        events = self.data.events
        if wanted and side_for(events[wanted], basis) in SIDE[side] and scope in events[wanted]["scope"]:
            return wanted
        names = [
            k
            for k, e in events.items()
            if fits(e, scope, self.year.year, self.dept.archetype) and side_for(e, basis) in SIDE[side]
        ]
        likely = [k for k in names if k in self.dept.habits]
        return self.rng(basis, scope, side, salt).choice(likely or names) if names else ""

    def plan_reason(self, event: str, scope: str, project: str, salt: str) -> ReasonPlan:
        """The phrase of an event; the same event of the same line is told in the same words."""
        entry = self.data.events[event]
        rng = self.rng(event, salt)
        phrase = rng.choice(texts_for(entry, scope)).replace("{project}", project)
        counts = tuple((name, rng.randint(1, 4)) for name in COUNT.findall(phrase))
        return ReasonPlan(event, phrase, tuple(entry["causes"]), tuple(entry.get("accept", ())), counts)

    def empty(self, side: str, salt: str) -> tuple[ReasonPlan, ...]:
        """A reason that says nothing."""
        return (
            self.plan_reason("vacuous_up" if side in ("increase", "over") else "vacuous_down", "vacuous", "", salt),
        )

    def for_lines(
        self, lines: Iterable[Line], basis: str, side: str, salt: str, most: int = 1
    ) -> tuple[ReasonPlan, ...]:
        """Reasons for a sum: the events of the lines that moved it most in its direction."""
        if side not in SIDE or self.skips(basis, salt):
            return ()
        if self.plan.get("vacuous") and self.rng("vacuous", basis, salt).random() < self.plan["vacuous"]:
            return self.empty(side, salt)
        sign = 1 if side in ("increase", "over") else -1
        moved = sorted(lines, key=lambda x: -sign * (x.actual - getattr(x, WHAT[basis])))
        found: list[ReasonPlan] = []
        for line in moved[: most + 1]:
            if sign * (line.actual - getattr(line, WHAT[basis])) <= 0:
                continue
            scope = "person" if line.part == "personnel" else line.part
            event = self.event_for(line.event, basis, scope, side, line.code + line.part)
            if not event:
                continue
            plan = self.plan_reason(event, scope, line.project, line.code + line.part)
            if plan.phrase not in (x.phrase for x in found):
                found.append(plan)
        return tuple(found[:most])

    def for_three(self, name: str, scope: str, event: str, basis: str, side: str) -> tuple[ReasonPlan, ...]:
        """The reason for one 三公 item; where nothing was spent, why not."""
        if self.skips(basis, name):
            return ()
        if side in ("nil", "equal"):
            if side == "equal" and event:
                return ()
            event = event if event and self.data.events[event]["budget"] == "equal" else "no_trip"
            return (self.plan_reason(event, scope, "", "three"),)
        side = {"new": "increase", "unplanned": "over"}.get(side, side)
        if self.plan.get("vacuous") and self.rng("vacuous", basis, name).random() < self.plan["vacuous"]:
            return self.empty(side, name)
        event = self.event_for(event, basis, scope, side, "three")
        return (self.plan_reason(event, scope, "", "three"),) if event else ()

    def skips(self, basis: str, salt: str) -> bool:
        """True where this office gives no reason at all."""
        return bool(self.rng("silent", basis, salt).random() < self.plan.get("silent", 0.0))

    def how_many(self, salt: str) -> int:
        """One reason or two."""
        return 2 if self.rng("many", salt).random() < self.plan.get("two_reasons", 0.35) else 1


def side_of(actual: Decimal, other: Decimal, is_prior: bool) -> str:
    """The worded side of a deviation."""
    if actual == other:
        return "equal"
    return ("increase" if is_prior else "over") if actual > other else ("decrease" if is_prior else "under")
