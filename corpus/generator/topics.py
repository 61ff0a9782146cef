"""What a sentence can be about: an item with its amounts, counts, reasons and parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

BUDGETS = ("initial_budget", "final_budget", "budget")


@dataclass(frozen=True, slots=True)
class ReasonPlan:
    """A reason chosen for a deviation: its phrase (may hold {n|name|unit}) and the causes that the phrase names."""

    event: str
    phrase: str
    causes: tuple[str, ...]
    accept: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the narrative. `names` are the items that a figure stands for (two for 收、支总计).

    `spoil` overrides what is printed: "completion:initial_budget" → a wrong figure, "actual" → an amount that is not
    the table's. `alts` are names that are right as well.
    """

    names: tuple[str, ...]
    amounts: dict[str, Decimal] = field(default_factory=dict)
    code: str = ""
    words: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, tuple[ReasonPlan, ...]] = field(default_factory=dict)
    parts: dict[str, tuple[Topic, ...]] = field(default_factory=dict)
    others: dict[str, Topic] = field(default_factory=dict)
    spoil: dict[str, Decimal] = field(default_factory=dict)
    joint: str = ""
    alts: tuple[str, ...] = ()
    level: int = 0

    @property
    def key(self) -> str:
        """Identity within a filing."""
        return self.code + "|" + "|".join(self.names)


def case_of(topic: Topic, basis: str, step: Decimal) -> str:
    """The situation of a topic against a basis, as far as it shows in print (`step`: half of what print resolves).

    prior_year: new (nothing last year), increase, decrease, equal; budgets: unplanned (no budget but an outturn),
    over, under, equal; nil where both are nothing.
    """
    actual = topic.amounts.get("actual", Decimal(0))
    other = topic.amounts.get("prior_actual" if basis == "prior_year" else basis, Decimal(0))
    is_prior = basis == "prior_year"
    if abs(actual) < step and abs(other) < step:
        return "nil"
    if abs(actual - other) < step:
        return "equal"
    if abs(other) < step:
        return "new" if is_prior else "unplanned"
    if actual > other:
        return "increase" if is_prior else "over"
    return "decrease" if is_prior else "under"
