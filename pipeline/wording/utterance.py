"""A sentence with its figures and the words around them, and the places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.knowledge.wording import Quantities
from pipeline.matching.punctuation import closes_between, opening_before
from pipeline.records.vocabulary import Basis, Quantity
from pipeline.wording.cues import CueMark
from pipeline.wording.figures import Figure


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was found in one sentence, and what its filing says of all of them.

    `solid` are the figures that are not ignored. `noted` is the budget that a note of the document calls 预算数,
    `breaks` are words (cues of reasons) that no name reaches over, `body` is the name of the filing's own body, `year`
    the filing's, `asides` are spans (reasons) whose items do not reach beyond them, `plain` is what an amount
    without any words is (in a budget: the budget).
    """

    text: str
    figures: Sequence[Figure]
    solid: Sequence[Figure]
    cues: Sequence[CueMark]
    quantities: Quantities
    noted: Basis | None
    breaks: Sequence[tuple[int, int]]
    body: str
    year: int
    asides: Sequence[tuple[int, int]]
    plain: Quantity = "actual"

    def segment(self, figure: Figure) -> int:
        """Where the words of a figure begin: behind the figure before it, or behind the bracket that opens between."""
        start = max((f.end for f in self.solid if f.end <= figure.start), default=0)
        opening = opening_before(self.text, start, figure.start)
        is_inside = opening >= 0 and not closes_between(self.text, opening, figure.start)
        return opening + 1 if is_inside else start

    def series(self, first: int) -> list[Figure]:
        """The solid figures from number `first` on with nothing but marks between them: A、B万元."""
        series = [self.solid[first]]
        is_paired = self.is_paired(series[0])
        for figure in self.solid[first + 1 :]:
            gap = self._gap(series[-1], figure) if is_paired else self.text[series[-1].end : figure.start]
            is_other_kind = bool({figure.kind, series[-1].kind} - {"plain", figure.kind})
            is_other_unit = figure.kind == "count" and figure.unit != series[-1].unit and not is_paired
            if not gap or not self.quantities.around["between"].regex.match(gap) or is_other_kind or is_other_unit:
                break
            series.append(figure)
        return series

    def _gap(self, before: Figure, figure: Figure) -> str:
        """The text between two figures without the words of the second's own direction (减少0.3万元和增加0.5万元)."""
        cues = [m for m in self.cues_between(before.end, figure.start) if m.cue.kind == "direction"]
        end = cues[0].start if len(cues) == 1 and self.cue_before(before.end, figure) == cues[0] else figure.start
        return self.text[before.end : end]

    def is_paired(self, figure: Figure) -> bool:
        """Do the words say that each figure of a row has an item of its own (分别)?"""
        words = self.text[self.segment(figure) : figure.start]
        return bool(self.quantities.items["paired"].regex.search(words))

    def cue_before(self, start: int, figure: Figure) -> CueMark | None:
        """The cue from `start` on that ends right before the figure."""
        before = self.cues_between(start, figure.start)
        if before and before[-1].cue.kind == "object" and figure.kind == "amount":
            return before[-1]
        if before and self.quantities.around["filler"].regex.match(self.text[before[-1].end : figure.start]):
            return before[-1]
        return None

    def cues_between(self, start: int, end: int) -> list[CueMark]:
        """The cues that lie between two places."""
        return [mark for mark in self.cues if start <= mark.start and mark.end <= end]

    def is_of(self, start: int, end: int) -> bool:
        """Does nothing but a unit and 的 stand between the two (完成预算2.50万元的100%)?"""
        return bool(self.quantities.around["of_amount"].regex.fullmatch(self.text[start:end]))

    def is_share_of_amount(self, end: int, figure: Figure) -> bool:
        """Is the figure the share of the amount that ends at `end` (占合同金额410.00万元的80%)?"""
        if not end or not self.is_of(end, figure.start):
            return False
        amount = next((f for f in self.solid if f.numeral_end == end), None)
        marks = self.cues_between(self.segment(amount), amount.start) if amount else []
        return any(m.cue.kind == "whole" for m in marks)

    def follows(self, end: int, figure: Figure) -> bool:
        """Does the figure stand in a row with the count whose numeral ends at `end` (5批次、31人次)?"""
        count = next((f for f in self.solid if f.numeral_end == end and f.kind == "count"), None)
        between = self.text[count.end : figure.start] if count else ""
        return bool(between and self.quantities.around["between"].regex.match(between) and "，" not in between)

    def counts_behind(self, figure: Figure) -> bool:
        """Does what is counted stand right behind the figure (增加34名划转人员)?"""
        return bool(self.quantities.items["right"].regex.match(self.text[figure.end :]))

    def words(self, mark: CueMark) -> str:
        """The printed words of a cue."""
        return self.text[mark.start : mark.end]
