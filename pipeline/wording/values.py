"""Reading one sentence: each figure becomes an assertion of a quantity of an item, or is left unread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.knowledge.wording import Quantities
from pipeline.matching.punctuation import CLOSING, OPENING, opening_before
from pipeline.records.vocabulary import Basis, Direction, Quantity, StatementState, Unit
from pipeline.wording.announced import entry_of, evaluated_project, scored_project
from pipeline.wording.assertions import BUDGETS, Assertion, Context, budget_basis, signs_settled
from pipeline.wording.borrowing import visits, with_unit
from pipeline.wording.cues import CueMark, direction_of
from pipeline.wording.figures import Figure
from pipeline.wording.names import Name, composed
from pipeline.wording.senses import Sense, left_of_budget, senses_of
from pipeline.wording.sharing import is_of_all, named_alike, named_before, named_by_cue, named_first, whole_of
from pipeline.wording.subjects import names_before
from pipeline.wording.unnamed import names_elsewhere
from pipeline.wording.utterance import Utterance

_VISITS = ("batch", "person_time", "person", "group")
"""Units of what is done, not of the money spent on it."""


class SentenceReader:
    """Reads the figures of one sentence from left to right.

    `noted` is the budget that a note of the document calls 预算数, `breaks` are words (cues of reasons) that no
    name reaches over, `body` is the name of the filing's own body, which is no part of an item's name, `year` the
    filing's, `asides` are spans (reasons) whose items do not reach beyond them. After `read()`, `context` is what
    the sentence hands on, `unread` the figures for which no quantity or no item could be found.
    """

    def __init__(
        self,
        text: str,
        figures: Sequence[Figure],
        cues: Sequence[CueMark],
        context: Context,
        quantities: Quantities,
        noted: Basis | None = None,
        breaks: Sequence[tuple[int, int]] = (),
        body: str = "",
        year: int = 0,
        asides: Sequence[tuple[int, int]] = (),
        plain: Quantity = "actual",
    ) -> None:
        solid = tuple(f for f in figures if f.kind not in ("ignored", "unreadable"))
        self.said = Utterance(text, figures, solid, cues, quantities, noted, breaks, body, year, asides, plain)
        self.context = context
        self.assertions: list[Assertion] = []
        self.unread: list[Figure] = []
        self._outer: list[Context] = []
        self._beside: Context | None = None
        self._at = 0

    def read(self) -> list[Assertion]:
        """The assertions in the order of their figures; items named only later in the sentence are filled in."""
        known = self.context.names
        if project := evaluated_project(self.said):
            self.context = Context((project,))
        number, solid = 0, self.said.solid
        silent = [m for m in self.said.cues if m.cue.kind in ("equal", "none_initial") or self._is_equal(m)]
        while number < len(solid) or silent:
            if silent and (number == len(solid) or silent[0].start < solid[number].start):
                self._cross(silent[0].start)
                self._read_silence(silent.pop(0))
                continue
            series = self.said.series(number)
            self._cross(series[0].start)
            self._read_series(series)
            number += len(series)
        self._cross(len(self.said.text))
        if entry := entry_of(self.said, self.context.names):
            self.context = Context((entry,))
        if whole := whole_of(self.said, self.assertions, known):
            self.context = self.context.with_names(whole)
        return signs_settled(self._filled())

    # ---------------------------------------------------------------- moving on
    def _cross(self, to: int) -> None:
        """Walk over the text to the next figure: labels begin an entry, reasons and brackets around figures have
        their own item."""
        for figure in self.said.figures:
            if self._at <= figure.start < to and figure.ignore_reason == "label" and figure.start > 0:
                self.context = Context()
            elif self._at <= figure.start < to and figure.ignore_reason == "score":
                project = scored_project(self.said, figure)
                self.context = Context((project,)) if project else self.context
        starts, ends = ({span[side] for span in self.said.asides} for side in (0, 1))
        for at in range(self._at, to):
            if at in starts:
                self._beside = self.context
            elif self._beside is not None and at in ends:
                self.context, self._beside = self._beside, None
            if self.said.text[at] in OPENING:
                self._outer.append(self.context)
            elif self.said.text[at] in CLOSING and self._outer:
                outer, opening = self._outer.pop(), opening_before(self.said.text, 0, at)
                if any(opening < f.start < at for f in self.said.solid):
                    self.context = outer
        self._at = to

    # ---------------------------------------------------------------- one figure or a row of them
    def _read_series(self, series: list[Figure]) -> None:
        """A row of figures: of one item, or each of its own where as many items were named."""
        start = self.said.segment(series[0])
        names = self._names_of(series, start)
        if names is None:
            self.unread += series
            return
        is_paired = len(series) > 1 and len(names) == len(series)
        is_apart = self.said.is_paired(series[0]) and not is_paired
        for at, figure in enumerate(series):
            like = next((f for f in [*series[at:], *reversed(series[:at])] if f.kind != "plain"), figure)
            has_own_words = at > 0 and self.said.cue_before(self.said.segment(figure), figure) is not None
            since, first = (self.said.segment(figure), figure) if has_own_words else (start, series[0])
            rank = (at, len(series)) if is_apart else None
            self._read_figure(figure, like, since, first, (names[at],) if is_paired else names, rank)

    def _names_of(self, series: list[Figure], start: int) -> tuple[Name, ...] | None:
        """The items of a row of figures; None where what it is of stands elsewhere and cannot be told."""
        known = self.context.names
        is_left = known and left_of_budget(self.said, series[0], self.context)
        found = known if is_left else names_before(self.said, start, series[0], known)
        if found is not None:
            found = composed(found, known, self.said.text, self.said.quantities)
        else:
            is_inherited = self._beside is not None and known == self._beside.names
            found = names_elsewhere(self.said, self.assertions, series[0], is_inherited)
        if found == ():
            return None
        if found is not None:
            self.context = self.context.with_names(found)
        elif not known:
            self.context = self.context.with_names(named_by_cue(self.said, start, series[0]))
        names = self.context.names
        if found is None and names == self.context.counted and series[0].kind in ("amount", "percent"):
            is_beside = self._beside is not None and self.context.paid == self._beside.names
            words = self.said.text[start : series[0].start]
            is_worth = series[0].kind == "amount" and bool(self.said.quantities.around["worth"].regex.match(words))
            names = names if is_beside or is_worth else self.context.paid or names
            self.context = self.context.with_names(names)
        if len(series) > 1 and len(names) != len(series) and self.said.is_paired(series[0]):
            names = named_before(self.assertions, len(series)) or names
        elif found is None and len(series) == 1 and is_of_all(self.said, start, series[0]):
            names = named_alike(self.assertions) or names
            self.context = self.context.with_names(names)
        if self.said.is_share_of_amount(self.assertions[-1].end if self.assertions else 0, series[0]):
            names = named_first(self.assertions) or names
        return names

    def _read_figure(
        self, figure: Figure, like: Figure, start: int, first: Figure, names: tuple[Name, ...],
        rank: tuple[int, int] | None,
    ) -> None:
        """One figure by the words from `start` to the first of its row; without a unit it takes that of `like`. `rank`
        is its number in a row whose figures are each of another quantity (预算、决算分别为), and their count."""
        cue = self.said.cue_before(start, first)
        for mark in self.said.cues_between(start, first.start):
            if mark.cue.kind == "basis" and mark.cue.bases:
                self.context = replace(self.context, basis=mark.cue.bases[0])
            elif mark.cue.kind == "filler" and mark.cue.bases:
                self.context = replace(self.context, budgets=(*self.context.budgets, mark.cue.bases[0]))
        figure = visits(self.said, with_unit(self.said, figure, like, cue), start)
        senses: list[Sense] = []
        if figure.kind != "plain":
            senses += senses_of(self.said, figure, cue, first, self.context, self.assertions)
        if rank is not None and rank[1] == len(senses):
            senses = [senses[rank[0]]]
        if not senses:
            self.unread.append(figure)
        for sense in senses:
            if sense.is_comparison:
                self.context = replace(self.context, basis=sense.basis)
            elif sense.quantity == "prior_actual":
                self.context = replace(self.context, basis="prior_year")
            self._assert(figure, sense, names, cue)

    def _assert(self, figure: Figure, sense: Sense, names: tuple[Name, ...], cue: CueMark | None) -> None:
        """Note an assertion for each item (for one yet to be found where there is none), and what it says to those
        after."""
        is_multiple = figure.kind == "multiple"
        unit: Unit | None = "percent" if is_multiple else figure.unit
        if unit == "item" and names and self.said.quantities.items["group"].regex.search(names[0].text):
            unit = "group"
        cny = figure.value_cny
        if cny is not None and sense.quantity == "change" and sense.value:
            cny = cny.copy_sign(sense.value)
        end = figure.end if is_multiple else figure.numeral_end
        if figure.unit in _VISITS:
            spent = self.said.quantities.items["spent"].regex
            names = tuple(replace(name, text=spent.sub("", name.text)) for name in names)
        for name in names or (None,):
            self.assertions.append(
                Assertion(
                    name,
                    sense.quantity,
                    sense.basis,
                    sense.direction,
                    sense.value,
                    figure.decimals,
                    unit,
                    cny,
                    "reported",
                    figure.start,
                    end,
                    cue.cue.pattern.id if cue else figure.rule_id,
                    figure.start,
                )
            )
        if basis := BUDGETS.get(sense.quantity):
            self.context = replace(self.context, budgets=(*self.context.budgets, basis))
        if cny is not None:
            self.context = replace(self.context.with_amount(sense.quantity, cny), paid=names)
        elif sense.quantity == "count":
            self.context = replace(self.context, counted=names)

    # ---------------------------------------------------------------- words instead of a figure
    def _is_equal(self, mark: CueMark) -> bool:
        """决算数等于预算数, with no direction and figure right behind it."""
        return (
            mark.cue.kind == "compare"
            and direction_of(mark.cue, self.said.words(mark), self.said.quantities) == "equal"
            and not any(m.start == mark.end for m in self.said.cues if m.cue.kind == "direction")
        )

    def _read_silence(self, mark: CueMark) -> None:
        """持平, 等于预算数, 年初无预算: asserted without a figure, or of the nought printed beside it."""
        place = Figure(mark.start, mark.start, mark.start, mark.start, "silence", Decimal(0), 0, None, None, None, "")
        start = self.said.segment(place)
        if any(m.cue.kind == "aside" for m in self.said.cues if start <= m.start < mark.start):
            return
        if (found := names_before(self.said, start, place, self.context.names)) is not None:
            self.context = self.context.with_names(found)
        elif is_of_all(self.said, start, place):
            self.context = self.context.with_names(named_alike(self.assertions) or self.context.names)
        if mark.cue.kind == "none_initial":
            self._assert_silence(mark, "initial_budget", "none", "none", "none_reported")
            return
        for basis in self._bases_of(mark, start):
            nought = [a for a in self.assertions if a.quantity == "change" and a.basis == basis and a.value == 0]
            if nought:
                self.assertions = [replace(a, direction="equal") if a in nought else a for a in self.assertions]
            else:
                self._assert_silence(mark, "change", basis, "equal", "reported")

    def _bases_of(self, mark: CueMark, start: int) -> tuple[Basis, ...]:
        """What is said to be equal to: the cue's own bases, else those of the last words that name one, else the
        last one spoken of."""
        marks = [
            m
            for m in self.said.cues
            if start <= m.start <= mark.start and m.cue.bases and m.cue.kind in ("basis", "compare", "equal")
        ]
        rate = self.assertions[-1] if self.assertions and self.assertions[-1].quantity == "completion_rate" else None
        last: Basis = rate.basis if rate else self.context.basis or "prior_year"
        bases = mark.cue.bases or (marks[-1].cue.bases if marks else ()) or (last,)
        resolved = tuple(budget_basis(b, self.context, self.said.noted) for b in bases)
        self.context = replace(self.context, basis=resolved[0])
        return resolved

    def _assert_silence(
        self,
        mark: CueMark,
        quantity: Quantity,
        basis: Basis,
        direction: Direction,
        state: StatementState,
    ) -> None:
        for name in self.context.names or (None,):
            self.assertions.append(
                Assertion(
                    name,
                    quantity,
                    basis,
                    direction,
                    None,
                    0,
                    None,
                    None,
                    state,
                    mark.start,
                    mark.end,
                    mark.cue.pattern.id,
                    mark.start,
                )
            )

    # ---------------------------------------------------------------- looking back
    def _filled(self) -> list[Assertion]:
        """An item named right behind its comparison (较上年5.85减少0.25万元，会议费为5.60万元) fills what has none
        yet."""
        filled: list[Assertion] = []
        following: Assertion | None = None
        for assertion in reversed(self.assertions):
            is_aside = any(start <= assertion.start < end for start, end in self.said.asides)
            if assertion.name is None and following is not None:
                assertion = replace(assertion, name=following.name)
            following = assertion if assertion.name and not is_aside else following
            filled.append(assertion)
        return list(reversed(filled))
