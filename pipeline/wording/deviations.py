"""What a reason can explain: the deviations that a sentence asserts, in words or in figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.knowledge.wording import Quantities
from pipeline.matching.punctuation import clauses
from pipeline.records.statement import Statement
from pipeline.records.vocabulary import Basis, Direction, Quantity
from pipeline.wording.assertions import BUDGETS, Context, budget_basis
from pipeline.wording.cues import CueMark, direction_of
from pipeline.wording.names import clean_name

_BUDGETS: tuple[Quantity, ...] = ("final_budget", "initial_budget", "budget")
_CHANGES = ("change", "change_rate")


@dataclass(frozen=True, slots=True)
class Deviation:
    """An item that differs from what it is compared with. `gap` is signed, in yuan, only where it follows exactly from
    printed amounts; `anchor` is where it stands in its sentence; `is_worded` tells words from mere figures."""

    item: str
    code: str | None
    basis: Basis
    direction: Direction
    gap: Decimal | None
    statement_ids: tuple[str, ...]
    anchor: int
    is_worded: bool


def find_deviations(
    text: str,
    cues: Sequence[CueMark],
    statements: Sequence[Statement],
    before: Sequence[Statement],
    quantities: Quantities,
    noted: Basis | None = None,
) -> list[Deviation]:
    """The deviations of one sentence in order; `before` are the statements of the sentences before it in its
    paragraph."""
    known = [*before, *statements]
    found = [*_changes(statements, known), *_compared(text, cues, statements, known, quantities, noted)]
    worded = {(d.item, d.basis) for d in found}
    found += [d for d in _by_figures(statements, known) if (d.item, d.basis) not in worded]
    return sorted(found, key=lambda d: d.anchor)


def retold(text: str, deviations: Sequence[Deviation], quantities: Quantities) -> list[Deviation]:
    """The deviations of a sentence as those after it look back on them: behind 其中：A…；B… the whole comes last."""
    parts = quantities.around["parts"].regex.search(text)
    inner = [d for d in deviations if parts and d.anchor >= parts.end()]
    outer = [d for d in deviations if d not in inner]
    return [*inner, *outer] if len({d.item for d in inner} - {d.item for d in outer}) > 1 else list(deviations)


def _changes(statements: Sequence[Statement], known: Sequence[Statement]) -> Iterable[Deviation]:
    done = set()
    for quantity in _CHANGES:
        for s in statements:
            if s.quantity != quantity or (s.item_name, s.basis) in done:
                continue
            done.add((s.item_name, s.basis))
            gap = s.value_cny if quantity == "change" else None
            if s.direction == "equal" and gap is None:
                gap = _gap(s.item_name, s.basis, known) if s.basis != "prior_year" else Decimal("0.00")
                gap = Decimal("0.00") if gap is None else gap
            ids = tuple(
                o.statement_id
                for o in statements
                if o.quantity in _CHANGES and (o.item_name, o.basis) == (s.item_name, s.basis)
            )
            yield Deviation(s.item_name, s.item_code, s.basis, _worded(s), gap, ids, s.start, True)


def _worded(statement: Statement) -> Direction:
    if statement.direction != "none" or statement.value is None:
        return statement.direction
    words: tuple[Direction, Direction] = (
        ("increase", "decrease") if statement.basis == "prior_year" else ("over", "under")
    )
    return "equal" if not statement.value else words[statement.value < 0]


def _compared(
    text: str,
    cues: Sequence[CueMark],
    statements: Sequence[Statement],
    known: Sequence[Statement],
    quantities: Quantities,
    noted: Basis | None,
) -> Iterable[Deviation]:
    """决算数小于预算数: of the item named in its clause, else of the one spoken of last."""
    for mark in cues:
        if mark.cue.kind != "compare":
            continue
        direction = direction_of(mark.cue, text[mark.start : mark.end], quantities)
        if direction == "equal":
            continue
        earlier = [s for s in known if s not in statements or s.start < mark.start]
        earlier = [s for s in earlier if s.quantity != "count"] or earlier
        if not earlier:
            if len(name := _named_in_clause(text, mark, quantities)) >= _SHORTEST:
                basis = budget_basis(mark.cue.bases[0], Context(), noted)
                yield Deviation(name, None, basis, direction, None, (), mark.start, True)
            continue
        spoken_of = _named_before(text, mark, earlier, quantities) or earlier[-1]
        items = [s for s in earlier if s.sentence_id == spoken_of.sentence_id and s.start == spoken_of.start]
        own = [s.quantity for s in known if s.item_name == items[0].item_name]
        budgets = tuple(BUDGETS[quantity] for quantity in own if quantity in BUDGETS)
        basis = budget_basis(mark.cue.bases[0], Context(budgets=budgets), noted)
        for s in items:
            gap = _gap(s.item_name, basis, known)
            yield Deviation(
                s.item_name,
                s.item_code,
                basis,
                direction if direction != "none" else _by_gap(gap),
                gap,
                _evidence(s.item_name, known),
                mark.start,
                True,
            )


def _named_in_clause(text: str, mark: CueMark, quantities: Quantities) -> str:
    start, _ = clauses(text[: mark.start])[-1]
    return clean_name(text[start : mark.start], quantities)


def _named_before(
    text: str, mark: CueMark, earlier: Sequence[Statement], quantities: Quantities,
) -> Statement | None:
    """The statement of the item that the clause of a comparison names (“三公”经费支出决算数小于预算数)."""
    name = _named_in_clause(text, mark, quantities)
    if len(name) < _SHORTEST:
        return None
    alike = [s for s in earlier if s.item_name == name or s.item_name.startswith(name) or name.endswith(s.item_name)]
    return alike[-1] if alike else None


_SHORTEST = 3
"""Shorter words (支出) name no item among others."""


def _by_figures(statements: Sequence[Statement], known: Sequence[Statement]) -> Iterable[Deviation]:
    """A budget and an actual beside one another, or a completion rate, without any word: one for each budget."""
    done = set()
    for s in statements:
        if s.quantity == "completion_rate":
            bases: list[Basis] = [s.basis]
        elif s.quantity == "actual" and not any(
            k.quantity == "completion_rate" and k.item_name == s.item_name for k in statements
        ):
            printed = {k.quantity for k in known if k.item_name == s.item_name}
            bases = [BUDGETS[quantity] for quantity in _BUDGETS if quantity in printed][:1]
        else:
            continue
        for basis in bases:
            if (s.item_name, basis) in done:
                continue
            done.add((s.item_name, basis))
            gap = _gap(s.item_name, basis, known)
            direction = _by_gap(gap) if gap is not None else _by_rate(s if s.quantity == "completion_rate" else None)
            if direction == "none" and s.quantity == "actual" and s.value and _is_unbudgeted(s.item_name, basis, known):
                direction = "over"
            yield Deviation(s.item_name, s.item_code, basis, direction, gap, (s.statement_id,), s.start, False)


def _is_unbudgeted(item: str, basis: Basis, known: Sequence[Statement]) -> bool:
    """年初未安排预算: is there said to be no such budget of the item?"""
    return any(s.item_name == item and s.quantity == basis and s.state == "none_reported" for s in known)


def _by_gap(gap: Decimal | None) -> Direction:
    if gap is None:
        return "none"
    return "equal" if not gap else "over" if gap > 0 else "under"


def _by_rate(rate: Statement | None) -> Direction:
    return _by_gap(rate.value - 100) if rate and rate.value is not None else "none"


def _gap(item: str, basis: Basis, known: Sequence[Statement]) -> Decimal | None:
    """actual − budget of an item, where both were printed."""
    amounts: dict[str, Decimal] = {
        s.quantity: s.value_cny for s in known if s.item_name == item and s.value_cny is not None}
    actual, budget = amounts.get("actual"), amounts.get(basis)
    return actual - budget if actual is not None and budget is not None else None


def _evidence(item: str, known: Sequence[Statement]) -> tuple[str, ...]:
    """The statements that show a comparison with the budget: the rate, else the actual."""
    for quantity in ("completion_rate", "actual"):
        found = [s.statement_id for s in known if s.item_name == item and s.quantity == quantity]
        if found:
            return (found[-1],)
    return ()
