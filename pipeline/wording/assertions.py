"""From figures and the words around them to what a sentence asserts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.records.vocabulary import Basis, Direction, Quantity, StatementState, Unit
from pipeline.wording.names import Name

BUDGETS: Mapping[Quantity, Basis] = {
    "initial_budget": "initial_budget",
    "final_budget": "final_budget",
    "budget": "budget",
}
"""Amounts that others are compared with, and the name of that comparison."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One value that a sentence asserts of one item; `name` is None until an item is found for it."""

    name: Name | None
    quantity: Quantity
    basis: Basis
    direction: Direction
    value: Decimal | None
    decimals: int
    unit: Unit | None
    value_cny: Decimal | None
    state: StatementState
    start: int
    end: int
    rule_id: str
    anchor: int
    """Where its figure or words begin: reasons look from there."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence hands on to the next one of its paragraph."""

    names: tuple[Name, ...] = ()
    basis: Basis | None = None
    budgets: tuple[Basis, ...] = ()
    """Kinds of budget named so far, the last one last."""
    paid: tuple[Name, ...] = ()
    """The items of the last amount of money; what is only counted has no money that changes."""
    counted: tuple[Name, ...] = ()
    """The items counted last."""
    amounts: tuple[tuple[Quantity, Decimal], ...] = field(default=())
    """Amounts of the current item in yuan, by quantity."""

    def with_names(self, names: tuple[Name, ...]) -> Context:
        """Another item: its amounts begin anew."""
        return self if names == self.names else replace(self, names=names, amounts=())

    def with_amount(self, quantity: Quantity, value: Decimal) -> Context:
        """Another amount of the current item."""
        return replace(self, amounts=(*self.amounts, (quantity, value)))

    def amount(self, *quantities: Quantity) -> Decimal | None:
        """The last amount of the current item in one of the quantities."""
        return next((value for quantity, value in reversed(self.amounts) if quantity in quantities), None)


def budget_basis(basis: Basis, context: Context, noted: Basis | None) -> Basis:
    """Which budget a bare 预算 means: the one named in the same sentence or entry (the whole-year one before the
    initial one), else the one that a note of the document defines, else it stays unsaid."""
    if basis != "budget":
        return basis
    named: tuple[Basis, ...] = ("final_budget", "initial_budget")
    return next((kind for kind in named if kind in context.budgets), noted or "budget")


def signed(value: Decimal, direction: Direction) -> Decimal:
    """Changes carry a sign: a decrease is negative however it is printed (减少-X is a decrease of X)."""
    return -abs(value) if direction in ("decrease", "under") else value


def signs_settled(assertions: Sequence[Assertion]) -> list[Assertion]:
    """A change printed with both directions takes its sign from the rate printed beside it
    (增加（减少）8.08…-21.10%)."""
    undecided = [a for a in assertions if a.direction == "none" and a.value]
    falling = {(a.name, a.basis) for a in undecided if a.quantity == "change_rate" and a.value and a.value < 0}
    changes = [a for a in undecided if a.quantity == "change" and (a.name, a.basis) in falling]
    return [_negative(a) if a in changes else a for a in assertions]


def _negative(assertion: Assertion) -> Assertion:
    value, cny = assertion.value, assertion.value_cny
    return replace(
        assertion, value=None if value is None else -abs(value), value_cny=None if cny is None else -abs(cny)
    )
