"""Cells of tables and claims of a narrative, and what became of the identities that were tried on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.knowledge import load_knowledge
from pipeline.knowledge.identities import Cell, Identities
from pipeline.records.check import Check
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact
from pipeline.stages.checks import find_checks

KNOWLEDGE = load_knowledge()
KNOWN: Identities = KNOWLEDGE.identities
_EMPTY: dict[str, tuple[Any, ...]] = dict.fromkeys(
    ("filing", "blocks", "sections", "tables", "facts", "indicators", "sentences", "statements", "reasons"), ())
_PLAIN = Fact(
    "", "", "other", 0, 0, None, None, None, None, None, "none", "amount", "决算数", "unknown", "actual", None, None,
    "wan_yuan", None, "blank", "", 1, ())


_SENTENCE = Sentence("s", None, "other", 0, 0, "一句话", (), 1, ())
_CLAIM = Statement(
    "claim", "s", "other", "", None, None, "actual", "none", None, "none", None, None, None, "reported", "", 0, 0, 1,
    (), "")


def fact(name: str, template: str, measure: str, item: str, printed: str | None, **more: Any) -> Fact:
    """A cell of the one table of its template that prints this amount in 万元; None is a blank."""
    made: Fact = replace(
        _PLAIN, fact_id=name, table_id=template, template=template, measure=measure, item_name=item, **more)
    if printed is None:
        return made
    value = Decimal(printed)
    decimals = max(0, -int(value.as_tuple().exponent))
    return replace(
        made, value=value, value_cny=value * 10_000, state="reported", surface=printed, decimals=decimals)


def cells(name: str, cell: Cell, printed: str, **more: Any) -> list[Fact]:
    """The cells that a rule names: the amount in the first, nothing in the others that are added to it."""
    side = cell.side or "none"
    amounts = [printed, *["0.00"] * (len(cell.items) - 1)]
    return [
        fact(f"{name}{n}", cell.template, cell.measure, names[0], amount, side=side, row=n, **more)
        for n, (names, amount) in enumerate(zip(cell.items, amounts, strict=True))]


def claim(section: str, item: str, printed: str | None, quantity: str = "actual", **more: Any) -> Statement:
    """What the one sentence says of an item, in 万元; None: that there was none of it."""
    value = None if printed is None else Decimal(printed)
    made: Statement = replace(
        _CLAIM, section_key=section, item_name=item, quantity=quantity, value=value,
        value_cny=None if value is None else value * 10_000, unit=None if value is None else "wan_yuan",
        state="none_reported" if value is None else "reported",
        decimals=0 if value is None else max(0, -int(value.as_tuple().exponent)))
    return replace(made, **more)


def tried(rule: str, facts: Sequence[Fact] = (), **layers: tuple[Any, ...]) -> list[Check]:
    """The rows of one rule."""
    given = {**_EMPTY, "sentences": (_SENTENCE,), **layers, "facts": tuple(facts)}
    return [check for check in find_checks(**given, knowledge=KNOWLEDGE) if check.rule_id == rule]


def outcomes(rule: str, facts: Sequence[Fact] = (), **layers: tuple[Any, ...]) -> list[str]:
    """What came of one rule, row by row."""
    return [check.outcome for check in tried(rule, facts, **layers)]
