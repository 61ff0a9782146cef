"""Figures printed without their unit: whose unit they take."""

from __future__ import annotations

from dataclasses import replace

from pipeline.matching.numerals import YUAN
from pipeline.wording.cues import CueMark
from pipeline.wording.figures import Figure
from pipeline.wording.utterance import Utterance


def with_unit(said: Utterance, figure: Figure, like: Figure, cue: CueMark | None) -> Figure:
    """The figure with the unit of its row (`like`), of what its words demand, or of the amount beside it.

    It comes back as it is where it has a unit, and stays plain where none of these has one.
    """
    if figure.kind != "plain":
        return figure
    if like.kind in ("amount", "percent", "count"):
        return _as(figure, like)
    words = said.words(cue) if cue else ""
    if cue and (cue.cue.kind in ("completion", "share") or said.quantities.rate_words.regex.search(words)):
        return replace(figure, kind="percent", unit="percent")
    amounts = [f for f in said.solid if f.kind == "amount"]
    is_nought = not figure.value and bool(said.quantities.around["nought"].regex.match(said.text[figure.end :]))
    if amounts and (is_nought or (cue and cue.cue.kind in ("measure", "direction", "basis"))):
        return _as(figure, min(amounts, key=lambda amount: abs(amount.start - figure.start)))
    if is_nought and said.quantities.around["is"].regex.search(said.text[: figure.start]):
        return replace(figure, kind="amount", value_cny=figure.value)
    return figure


def visits(said: Utterance, figure: Figure, start: int) -> Figure:
    """接待人次365人, 接待批次12个: the unit that the words before a count name, from `start` on."""
    if figure.unit not in ("person", "item"):
        return figure
    words = said.text[start : figure.start]
    if said.quantities.around["visitors"].regex.search(words):
        return replace(figure, unit="person_time")
    is_batch = figure.unit == "item" and said.quantities.around["batches"].regex.search(words)
    return replace(figure, unit="batch") if is_batch else figure


def _as(figure: Figure, like: Figure) -> Figure:
    """The figure in the unit of another; 千元 has no word in the vocabulary, its worth follows from the figure
    itself."""
    factor = YUAN.get(like.unit or "")
    if factor is None and like.value_cny is not None and like.value:
        factor = like.value_cny / like.value
    cny = figure.value * factor if like.kind == "amount" and factor is not None else None
    return replace(figure, kind=like.kind, unit=like.unit, value_cny=cny)
