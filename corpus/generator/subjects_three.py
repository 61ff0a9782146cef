"""“三公”经费, meetings and training as topics."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corpus.generator.model import ZERO, Three
from corpus.generator.stories import Teller
from corpus.generator.topics import Topic, case_of

THREE_NAMES = {
    "abroad": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费",
    "purchase": "公务用车购置费",
    "running": "公务用车运行维护费",
    "reception": "公务接待费",
    "meeting": "会议费",
    "training": "培训费",
}
SCOPES = {
    "abroad": "abroad",
    "vehicles": "car",
    "purchase": "car_purchase",
    "running": "car",
    "reception": "reception",
    "meeting": "meeting",
    "training": "training",
}
BASES = ("prior_year", "initial_budget", "final_budget", "budget")


def three_topic(tell: Teller, key: str, three: Three, name: str | None = None, **known: object) -> Topic:
    """One of the 三公 items."""
    amounts = {
        "actual": three.actual,
        "prior_actual": three.prior,
        "initial_budget": three.initial,
        "final_budget": three.final,
        "budget": three.initial,
    }
    bare = Topic((name or THREE_NAMES[key],), amounts, words={"name": name or THREE_NAMES[key]}, **known)  # type: ignore[arg-type]
    reasons = {
        basis: tell.for_three(
            key, SCOPES.get(key, "reception"), three.event, basis, case_of(bare, basis, Decimal("0.005"))
        )
        for basis in BASES
    }
    return replace(bare, reasons={k: v for k, v in reasons.items() if v})


def add(*parts: Three) -> Three:
    """The sum of 三公 items; the event of the largest mover."""
    mover = max(parts, key=lambda x: abs(x.actual - x.prior) + abs(x.actual - x.initial))

    def total(what: str) -> Decimal:
        return sum((getattr(p, what) for p in parts), ZERO)

    return Three(total("initial"), total("final"), total("actual"), total("prior"), mover.event)


def three_topics(tell: Teller) -> Topic:
    """“三公”经费 with its items; the total is explained as the item that moved most, where both moved the same way."""
    three = tell.year.three
    vehicles = add(three["purchase"], three["running"])
    total = add(three["abroad"], vehicles, three["reception"])
    keys = ("abroad", "vehicles", "purchase", "running", "reception")
    items = {k: three_topic(tell, k, vehicles if k == "vehicles" else three[k]) for k in keys}
    items = {k: replace(t, amounts={**t.amounts, "whole": total.actual}) for k, t in items.items()}
    topic = three_topic(tell, "three", total, "“三公”经费")
    main = items[max(("running", "reception"), key=lambda k: abs(three[k].actual - three[k].prior))]
    shared = {b: main.reasons[b] for b in topic.reasons if b in main.reasons and same_side(main, topic, b)}
    parts = (items["abroad"], items["vehicles"], items["reception"])
    return replace(topic, reasons={**topic.reasons, **shared}, others=items, parts={"share": parts})


def same_side(one: Topic, other: Topic, basis: str) -> bool:
    """True where two topics deviate to the same side."""
    return case_of(one, basis, Decimal("0.005")) == case_of(other, basis, Decimal("0.005"))
