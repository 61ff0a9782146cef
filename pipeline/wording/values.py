"""Reading one sentence: each figure becomes an assertion of a quantity of an item, or is left unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.knowledge.wording import Cue, Quantities
from pipeline.records.vocabulary import Basis, Direction, Quantity, StatementState, Unit
from pipeline.wording.assertions import Assertion, Context, budget_basis, signed
from pipeline.wording.cues import CueMark
from pipeline.wording.figures import Figure
from pipeline.wording.names import Name, clauses, clean_name, expand, find_levels, split_list

_BETWEEN = re.compile(r"[、，,和与及\s]*")
_SHORT = 24
"""A labelled sentence up to this long that says nothing else names the item of what follows."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_FILLER = re.compile(r"[\s约近达为共计：:“]*[（(]?\s*")
_BUDGETS: tuple[Quantity, ...] = ("initial_budget", "final_budget", "budget")


class SentenceReader:
    """Reads the figures of one sentence from left to right.

    `noted` is the budget that a note of the document calls 预算数, `breaks` are words (cues of reasons) that no name reaches
    over, `body` is the name of the filing's own body, which is no part of an item's name, `year`
    the filing's, `asides` are spans (reasons) whose items do not reach beyond them. After `read()`, `context` is what the sentence hands on,
    `unread` the figures for which no quantity or no item could be found.
    """

    def __init__(
        self, text: str, figures: Sequence[Figure], cues: Sequence[CueMark], context: Context, quantities: Quantities,
        noted: Basis | None = None, breaks: Sequence[tuple[int, int]] = (), body: str = "", year: int = 0,
        asides: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.figures = figures
        self.solid = [f for f in figures if f.kind not in ("ignored", "unreadable")]
        self.cues = cues
        self.context = context
        self.quantities = quantities
        self.noted = noted
        self.breaks = breaks
        self.body = body
        self.year = year
        self.asides = asides
        self.assertions: list[Assertion] = []
        self.unread: list[Figure] = []
        self._outer: list[Context] = []
        self._beside: Context | None = None
        self._at = 0

    def read(self) -> list[Assertion]:
        """The assertions in the order of their figures; items named only later in the sentence are filled in."""
        number = 0
        silent = [m for m in self.cues if m.cue.kind in ("equal", "none_initial") or self._is_equal(m)]
        while number < len(self.solid) or silent:
            if silent and (number == len(self.solid) or silent[0].start < self.solid[number].start):
                self._cross(silent[0].start)
                self._read_silence(silent.pop(0))
                continue
            series = self._series(number)
            self._cross(series[0].start)
            self._read_series(series)
            number += len(series)
        self._cross(len(self.text))
        self._note_entry()
        return _signs_settled(self._filled())

    # ---------------------------------------------------------------- moving on
    def _series(self, first: int) -> list[Figure]:
        """Figures in a row with nothing but marks between them: A、B万元."""
        series = [self.solid[first]]
        for figure in self.solid[first + 1:]:
            gap = self.text[series[-1].end:figure.start]
            if not _BETWEEN.fullmatch(gap) or not gap or {figure.kind, series[-1].kind} - {"plain", figure.kind} \
                    or figure.kind == "count" and figure.unit != series[-1].unit \
                    and not self.quantities.items["paired"].regex.search(self.text[self._segment(series[0]):series[0].start]):
                break
            series.append(figure)
        return series

    def _cross(self, to: int) -> None:
        """Walk over the text to the next figure: brackets around figures hold their own item, labels begin an entry."""
        for figure in self.figures:
            if self._at <= figure.start < to and figure.ignore_reason == "label" and figure.start > 0:
                self.context = Context()
        for at in range(self._at, to):
            if any(s == at for s, _ in self.asides):
                self._beside = self.context
            elif self._beside is not None and any(e == at for _, e in self.asides):
                self.context, self._beside = self._beside, None
            if self.text[at] in "（(":
                self._outer.append(self.context)
            elif self.text[at] in "）)" and self._outer:
                outer = self._outer.pop()
                if any(self._opening(at) < f.start < at for f in self.solid):
                    self.context = outer
        self._at = to

    def _opening(self, closing: int) -> int:
        return max(self.text.rfind("（", 0, closing), self.text.rfind("(", 0, closing))

    def _segment(self, figure: Figure) -> int:
        """Where the words of this figure begin: behind the figure before it, or behind the bracket that opens in between."""
        before = [f.end for f in self.solid if f.end <= figure.start]
        start = max(before, default=0)
        opening = max(self.text.rfind("（", start, figure.start), self.text.rfind("(", start, figure.start))
        closed = max(self.text.find("）", opening, figure.start), self.text.find(")", opening, figure.start))
        return opening + 1 if opening >= 0 and closed < 0 else start

    # ---------------------------------------------------------------- one figure or a row of them
    def _read_series(self, series: list[Figure]) -> None:
        start = self._segment(series[0])
        found = self._name(start, series[0])
        if found is not None:
            self.context = self.context.with_names(found)
        names = self.context.names
        is_paired = len(series) > 1 and len(names) == len(series)
        for at, figure in enumerate(series):
            unit_of = next((f for f in [*series[at:], *reversed(series[:at])] if f.kind != "plain"), figure)
            chosen = (names[at],) if is_paired else names
            self._read_figure(figure, unit_of, start, series[0], chosen)

    def _read_figure(self, figure: Figure, like: Figure, start: int, first: Figure, names: tuple[Name, ...]) -> None:
        cue = self._adjacent(start, first)
        marks = [m for m in self.cues if start <= m.start and m.end <= first.start]
        for mark in marks:
            if mark.cue.kind == "basis" and mark.cue.bases:
                self.context = replace(self.context, basis=mark.cue.bases[0])
            elif mark.cue.kind == "filler" and mark.cue.bases:
                self.context = replace(self.context, budgets=(*self.context.budgets, mark.cue.bases[0]))
        figure = self._with_unit(figure, like, cue)
        if figure.kind == "plain":
            self.unread.append(figure)
            return
        senses = list(self._senses(figure, cue, first, marks))
        if not senses:
            self.unread.append(figure)
        for quantity, basis, direction, value in senses:
            self._assert(figure, quantity, basis, direction, value, names, cue)

    def _with_unit(self, figure: Figure, like: Figure, cue: CueMark | None) -> Figure:
        """A figure without its unit takes that of its row, of what its words demand, or of the amount beside it."""
        if figure.kind != "plain":
            return figure
        if like.kind in ("amount", "percent", "count"):
            return self._as(figure, like)
        words = self.text[cue.start:cue.end] if cue else ""
        if cue and (cue.cue.kind in ("completion", "share") or self.quantities.rate_words.regex.search(words)):
            return replace(figure, kind="percent", unit="percent")
        amounts = [f for f in self.solid if f.kind == "amount"]
        if cue and amounts and cue.cue.kind in ("measure", "direction", "basis"):
            return self._as(figure, min(amounts, key=lambda f: abs(f.start - figure.start)))
        return figure

    @staticmethod
    def _as(figure: Figure, like: Figure) -> Figure:
        factor = like.value_cny / like.value if like.value_cny is not None and like.value else None
        if like.kind == "amount" and factor is None:
            factor = {"yuan": Decimal(1), "wan_yuan": Decimal(10_000), "yi_yuan": Decimal(10**8)}.get(like.unit or "")
        cny = figure.value * factor if like.kind == "amount" and factor is not None else None
        return replace(figure, kind=like.kind, unit=like.unit, value_cny=cny)

    def _adjacent(self, start: int, figure: Figure) -> CueMark | None:
        """The cue that ends right before the figure."""
        before = [m for m in self.cues if m.end <= figure.start and m.start >= start]
        if before and _FILLER.fullmatch(self.text[before[-1].end:figure.start]):
            return before[-1]
        return None

    # ---------------------------------------------------------------- words instead of a figure
    def _is_equal(self, mark: CueMark) -> bool:
        return mark.cue.kind == "compare" and direction_of(mark.cue, self.text[mark.start:mark.end], self.quantities) == "equal" \
            and not any(m.start == mark.end for m in self.cues if m.cue.kind == "direction")

    def _read_silence(self, mark: CueMark) -> None:
        """持平, 等于预算数, 年初无预算: asserted without a figure, or of the nought printed beside it."""
        place = Figure(mark.start, mark.start, mark.start, mark.start, "silence", Decimal(0), 0, None, None, None, "")
        start = self._segment(place)
        if any(m.cue.kind == "aside" for m in self.cues if start <= m.start < mark.start):
            return
        if (found := self._name(start, place)) is not None:
            self.context = self.context.with_names(found)
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
        marks = [m for m in self.cues if start <= m.start <= mark.start and m.cue.bases and m.cue.kind in ("basis", "compare", "equal")]
        bases = mark.cue.bases or (marks[-1].cue.bases if marks else ()) or (self.context.basis or "prior_year",)
        resolved = tuple(budget_basis(b, self.context, self.noted) for b in bases)
        self.context = replace(self.context, basis=resolved[0])
        return resolved

    def _assert_silence(
        self, mark: CueMark, quantity: Quantity, basis: Basis, direction: Direction, state: StatementState,
    ) -> None:
        for name in self.context.names or (None,):
            self.assertions.append(Assertion(
                name, quantity, basis, direction, None, 0, None, None, state, mark.start, mark.end, mark.cue.pattern.id, mark.start))

    # ---------------------------------------------------------------- what the figure is
    def _senses(
        self, figure: Figure, cue: CueMark | None, first: Figure, marks: Sequence[CueMark],
    ) -> Iterator[tuple[Quantity, Basis, Direction, Decimal]]:
        kind = cue.cue.kind if cue else ""
        if figure.kind == "multiple":
            yield from self._multiple(figure, cue)
        elif cue and kind in ("direction", "compare"):
            yield self._change(figure, cue)
        elif cue and kind == "measure" and cue.cue.quantities[:1] in (("change",), ("change_rate",)):
            yield self._difference(figure, cue)
        elif figure.kind == "percent":
            yield from self._rate(figure, cue, first)
        elif figure.kind == "count":
            yield "count", "none", "none", figure.value
        elif cue and kind == "measure":
            for quantity in cue.cue.quantities:
                yield self._own_year(self._budget_quantity(quantity), cue), "none", "none", figure.value
        elif cue and kind == "basis" and len(cue.cue.bases) == 1:
            basis = cue.cue.bases[0]
            yield "prior_actual" if basis == "prior_year" else basis, "none", "none", figure.value  # type: ignore[misc]
        else:
            yield "actual", "none", "none", figure.value

    def _own_year(self, quantity: Quantity, mark: CueMark) -> Quantity:
        """2023年度决算 is last year's only where another year, or a comparison, says so."""
        words = self.text[mark.start:mark.end]
        year = _YEAR.search(words)
        if quantity != "prior_actual" or year is None:
            return quantity
        is_own = int(year.group()) == self.year if self.year else words[0].isdigit()
        return "actual" if is_own else quantity

    def _budget_quantity(self, quantity: Quantity) -> Quantity:
        if quantity == "budget" and self.noted:
            return self.noted  # type: ignore[return-value]
        return quantity

    def _change(self, figure: Figure, mark: CueMark) -> tuple[Quantity, Basis, Direction, Decimal]:
        cue, direction = mark.cue, mark.cue.direction
        if cue.kind == "compare":
            direction = direction_of(cue, self.text[mark.start:mark.end], self.quantities)
        inherited: Basis = "budget" if direction in ("over", "under") else self.context.basis or "prior_year"
        basis: Basis = cue.bases[0] if cue.bases else self._marked_basis(figure) or inherited
        quantity: Quantity = "change_rate" if figure.kind == "percent" else "change"
        beside = next((a for a in reversed(self.assertions) if a.quantity == "change"), None)
        if direction == "none" and quantity == "change_rate" and beside and beside.direction != "none":
            direction = beside.direction
        basis = budget_basis(basis, self.context, self.noted)
        self.context = replace(self.context, basis=basis)
        return quantity, basis, direction, signed(figure.value, direction)

    def _marked_basis(self, figure: Figure) -> Basis | None:
        start = self._segment(figure)
        marks = [m for m in self.cues if m.cue.kind == "basis" and start <= m.start and m.end <= figure.start]
        return marks[-1].cue.bases[0] if marks else None

    def _difference(self, figure: Figure, mark: CueMark) -> tuple[Quantity, Basis, Direction, Decimal]:
        """差值为: no sign is printed, the figures decide it."""
        budget, actual = self.context.amount(*_BUDGETS), self.context.amount("actual")
        basis: Basis = mark.cue.bases[0] if mark.cue.bases else budget_basis("budget", self.context, self.noted)
        value = figure.value
        if budget is not None and actual is not None and actual < budget:
            value = -abs(value)
        quantity: Quantity = "change_rate" if figure.kind == "percent" else "change"
        return quantity, basis, "none", value

    def _multiple(self, figure: Figure, mark: CueMark | None) -> Iterator[tuple[Quantity, Basis, Direction, Decimal]]:
        """增长1.2倍 = 120 percent; 为上年的1.2倍 = 20; 翻一番 = 100."""
        if mark and mark.cue.kind == "completion" and mark.cue.bases == ("prior_year",):
            value = (figure.value - 1) * 100
            yield "change_rate", "prior_year", "increase" if value >= 0 else "decrease", value
        elif mark is None or mark.cue.kind == "direction":
            direction: Direction = mark.cue.direction if mark else "increase"
            value = figure.value if "番" not in self.text[figure.start:figure.end] else 2 ** figure.value - 1
            yield "change_rate", self.context.basis or "prior_year", direction, signed(value * 100, direction)

    def _rate(
        self, figure: Figure, mark: CueMark | None, first: Figure,
    ) -> Iterator[tuple[Quantity, Basis, Direction, Decimal]]:
        if mark and mark.cue.kind == "completion":
            yield "completion_rate", budget_basis(mark.cue.bases[0], self.context, self.noted), "none", figure.value
        elif mark and mark.cue.kind == "share":
            yield "share", "whole", "none", figure.value
        elif self.text[:first.start].rstrip().endswith(("（", "(")) and self.assertions:
            last = self.assertions[-1]
            if last.quantity == "change":
                yield "change_rate", last.basis, last.direction, signed(figure.value, last.direction)
            elif last.quantity == "actual":
                yield "share", "whole", "none", figure.value
        elif self.context.names and self.quantities.rate_names.regex.search(self.context.names[-1].text):
            yield "actual", "none", "none", figure.value

    # ---------------------------------------------------------------- whose it is
    def _name(self, start: int, figure: Figure) -> tuple[Name, ...] | None:
        """The items named between `start` and the figure; None when the words name none."""
        start = max([start, *(end for s, end in self.breaks if start <= s and end <= figure.start)])
        spans = [(start + a, start + b) for a, b in clauses(self.text[start:figure.start])]
        levels = find_levels(self.text[start:figure.start], self.quantities)
        if levels and not self._tail(spans, levels):
            return (Name(levels[-1], levels),)
        for number, (a, b) in enumerate(reversed(spans)):
            if number and self.context.names or any(a <= m.start < b and m.cue.kind == "aside" for m in self.cues):
                if number:
                    break
                continue
            if (name := self._noun(a, b)) is not None:
                return self._several(name, a, figure)
        if figure.kind == "count":
            return self._behind(figure)
        return None

    def _tail(self, spans: Sequence[tuple[int, int]], levels: tuple[str, ...]) -> bool:
        """Does another name follow the levels in the last clause?"""
        a, b = spans[-1]
        clause = self.text[a:b]
        name = self._noun(a, b)
        return name is not None and name != levels[-1] and not find_levels(clause, self.quantities)

    def _noun(self, a: int, b: int) -> str | None:
        """The last stretch of a clause that no cue and no year covers, cleaned; None when nothing remains."""
        holes = sorted([(m.start, m.end) for m in self.cues if a <= m.start < b and m.cue.kind != "aside" and not m.cue.is_part_of_name] + [
            (f.start, self._word_end(f)) for f in self.figures if a <= f.start < b and f.ignore_reason in ("year", "date", "code", "label")
            and not self.text[:f.start].endswith("的")])
        pieces, at = [], a
        for s, e in holes:
            pieces.append(self.text[at:max(at, s)])
            at = max(at, e)
        pieces.append(self.text[at:max(at, b)])
        for piece in reversed(pieces):
            name = clean_name(clean_name(piece, self.quantities).removeprefix(self.body), self.quantities)
            if len(name) < 2 or self.context.names and self.quantities.bare_subject.regex.match(name):
                continue
            return name
        return None

    def _word_end(self, figure: Figure) -> int:
        words = r"\s?[）)、．.]*" if figure.ignore_reason == "label" else r"\s?(?:年度?|月份?|日|底|末|[）)])*"
        match = re.compile(words).match(self.text, figure.end)
        return match.end() if match else figure.end

    def _several(self, name: str, start: int, figure: Figure) -> tuple[Name, ...]:
        words = self.text[start:figure.start]
        series = self._series(self.solid.index(figure)) if figure in self.solid else []
        parts = split_list(name, self.quantities)
        is_shared = bool(self.quantities.items["shared"].regex.search(words)) or len(series) == len(parts) > 1
        if len(parts) > 1 and (is_shared or expand(name, self.quantities) == parts):
            return tuple(Name(part) for part in parts)
        if figure.kind == "count":
            return (Name(self._counted(name, figure)),)
        return (Name(name),)

    def _counted(self, name: str, figure: Figure) -> str:
        items = self.quantities.items
        right = items["right"].regex.match(self.text[figure.end:])
        if right and items["verbs"].regex.search(name):
            return name + right["x"]
        return items["drop_verb"].regex.sub("", name) or name

    def _behind(self, figure: Figure) -> tuple[Name, ...] | None:
        """46个教学单位: what is counted stands behind; 1个，2人: people go with the journey, not with the delegation."""
        right = self.quantities.items["right"].regex.match(self.text[figure.end:])
        name = clean_name(right["x"], self.quantities) if right else ""
        if len(name) >= 2:
            return (Name(name),)
        if figure.unit in ("person", "person_time") and self.context.names:
            return tuple(Name(self.quantities.items["group"].regex.sub("", n.text), n.path) for n in self.context.names)
        return None

    # ---------------------------------------------------------------- collecting
    def _assert(
        self, figure: Figure, quantity: Quantity, basis: Basis, direction: Direction, value: Decimal,
        names: tuple[Name, ...], cue: CueMark | None,
    ) -> None:
        unit: Unit | None = "percent" if figure.kind == "multiple" else figure.unit
        if unit == "item" and names and self.quantities.items["group"].regex.search(names[0].text):
            unit = "group"
        cny = figure.value_cny
        if cny is not None and quantity == "change":
            cny = cny.copy_sign(value) if value else cny
        rule = cue.cue.pattern.id if cue else figure.rule_id
        for name in names or (None,):
            self.assertions.append(Assertion(
                name, quantity, basis, direction, value, figure.decimals, unit, cny, "reported", figure.start,
                figure.numeral_end if figure.kind != "multiple" else figure.end, rule, figure.start))
        if quantity in _BUDGETS:
            self.context = replace(self.context, budgets=(*self.context.budgets, quantity))  # type: ignore[arg-type]
        if cny is not None:
            self.context = self.context.with_amount(quantity, cny)

    def _note_entry(self) -> None:
        """A sentence that only names an item (…（项）。) makes it the item of what follows."""
        if self.solid:
            return
        if levels := find_levels(self.text, self.quantities):
            self.context = Context((Name(levels[-1], levels),))
        elif any(f.ignore_reason == "label" for f in self.figures) and not self.cues and len(self.text) <= _SHORT:
            name = self._noun(0, len(self.text))
            self.context = Context((Name(name),)) if name else self.context

    def _filled(self) -> list[Assertion]:
        """An item named right behind its comparison (较上年5.85减少0.25万元，会议费为5.60万元) fills what has none yet."""
        filled: list[Assertion] = []
        following: Assertion | None = None
        for assertion in reversed(self.assertions):
            is_aside = any(s <= assertion.start < e for s, e in self.asides)
            if assertion.name is None and following is not None:
                assertion = replace(assertion, name=following.name)
            following = assertion if assertion.name and not is_aside else following
            filled.append(assertion)
        return list(reversed(filled))


def _signs_settled(assertions: list[Assertion]) -> list[Assertion]:
    """A change printed with both directions takes its sign from the rate printed beside it (增加（减少）8.08…-21.10%)."""
    falling = {(a.name, a.basis) for a in assertions if a.quantity == "change_rate" and a.direction == "none" and a.value and a.value < 0}
    return [
        replace(a, value=-abs(a.value), value_cny=-abs(a.value_cny) if a.value_cny is not None else None)
        if a.quantity == "change" and a.direction == "none" and a.value and (a.name, a.basis) in falling else a for a in assertions]


def direction_of(cue: Cue, words: str, quantities: Quantities) -> Direction:
    """The direction of 决算数大于预算数 and its like."""
    match = cue.pattern.regex.search(words)
    groups = match.groupdict() if match else {}
    word = groups.get("x") or groups.get("y")
    if not word:
        return cue.direction
    if word in quantities.comparison_words["over"]:
        return "over"
    return "equal" if word in quantities.comparison_words["equal"] else "under"
