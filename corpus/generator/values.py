"""What a slot prints: amounts, rates, counts, assertions and reasons, each with the truth that it carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.generator.document import ReasonTruth, StatementTruth
from corpus.generator.drafts import Draft, han
from corpus.generator.money import PER_UNIT, UNIT_WORD, NumberStyle, percent, to_cny
from corpus.generator.topics import ReasonPlan, Topic, case_of

SLOT = re.compile(r"\{([^{}]*)\}")
DOWN = {"decrease", "under"}
Choice = Callable[[tuple[ReasonPlan, ...]], tuple[ReasonPlan, ...]]


def tier_of(draft: Draft) -> str:
    """Rows of annexes and of the overview are tiers of their own."""
    if draft.section_key in ("duties", "organisation", "overview"):
        return "overview"
    return "annex" if draft.section_key == "attachment" else "core"


@dataclass(frozen=True, slots=True)
class Values:
    """Writes values in one style; `words` are those of the filing, for the phrases of events."""

    style: NumberStyle
    words: dict[str, str]

    @property
    def step(self) -> Decimal:
        """Deviations below half of the last printed digit do not show."""
        return PER_UNIT[self.style.unit] / 200

    def mark(
        self, draft: Draft, span: tuple[int, int], topic: Topic, surface: str, quantity: str, **known: str
    ) -> None:
        """Note a statement, for each name that the topic stands for."""
        subject = draft.subject.get(topic.key, "")
        for name in topic.names:
            truth = StatementTruth(
                draft.section_key,
                subject if subject and len(topic.names) == 1 else name,
                quantity,
                surface,
                item_code=topic.code,
                item_name_alt=";".join(topic.alts),
                **{"tier": tier_of(draft), **known},
            )
            draft.marks.append((*span, truth, topic.key))

    def amount(self, draft: Draft, quantities: list[str], topic: Topic, extra: str) -> None:
        """An amount of money that stands for one quantity or several."""
        yuan = topic.spoil.get(quantities[0], topic.amounts[quantities[0]])
        unit = extra if extra in PER_UNIT else self.style.unit
        text, value = replace(self.style, unit=unit).amount(yuan)
        span = draft.put(text)
        draft.put("" if extra == "bare" else UNIT_WORD[unit])
        for quantity in quantities:
            self.mark(
                draft,
                span,
                topic,
                text,
                quantity=quantity,
                value=value,
                unit=unit,
                value_cny=to_cny(Decimal(value), unit),
            )

    def comparison(self, draft: Draft, what: str, topic: Topic, basis: str, direction: str, extra: str) -> None:
        """A change, a rate of change, a completion rate or a share."""
        actual = topic.amounts["actual"]
        other = topic.amounts[{"prior_year": "prior_actual", "": "whole"}.get(basis, basis)]
        if what in ("completion", "share"):
            value = topic.spoil.get(f"{what}:{basis}", percent(topic.amounts["actual"], other))
            return self.rate(
                draft,
                "completion_rate" if what == "completion" else "share",
                topic,
                basis or "whole",
                "none",
                value,
                extra,
            )
        gap = actual - other
        direction = direction or {"prior_year": ("increase", "decrease")}.get(basis, ("increase", "decrease"))[gap < 0]
        sign = -1 if direction in DOWN or (direction == "none" and gap < 0) else 1
        if what == "rate":
            value = topic.spoil.get(f"rate:{basis}", abs(percent(gap, other)) if other else Decimal(0))
            return self.rate(draft, "change_rate", topic, basis, direction, sign * value, extra)
        printed = topic.spoil.get(f"change:{basis}")
        text, value_text = self.style.amount(gap if printed is None else printed)
        text = "-" + text if extra == "minus" else text
        span = draft.put(text)
        draft.put("" if extra == "bare" else UNIT_WORD[self.style.unit])
        signed = sign * Decimal(value_text) + 0
        self.mark(
            draft,
            span,
            topic,
            text,
            quantity="change",
            basis=basis,
            direction=direction,
            value=str(signed),
            unit=self.style.unit,
            value_cny=to_cny(signed, self.style.unit),
        )
        return None

    def rate(
        self, draft: Draft, quantity: str, topic: Topic, basis: str, direction: str, value: Decimal, extra: str
    ) -> None:
        """A percentage; `whole` rates print no decimals where they have none."""
        text = f"{value:.2f}" if direction == "none" and quantity == "change_rate" else f"{abs(value):.2f}"
        if extra == "short" and abs(value) == abs(value).to_integral():
            text = f"{abs(value):.0f}"
        span = draft.put(text)
        draft.put("" if extra == "bare" or ("no_percent" in topic.spoil and quantity == "change_rate") else "%")
        printed = abs(Decimal(text)) * (-1 if value < 0 else 1)
        self.mark(
            draft,
            span,
            topic,
            text,
            quantity=quantity,
            basis=basis,
            direction=direction,
            value=str(printed),
            unit="percent",
        )

    def count(self, draft: Draft, topic: Topic, unit: str, extra: str = "") -> None:
        """A count of people, cars, visits …, in Han numerals where the template says `han`."""
        value = topic.counts[unit]
        text = han(value) if extra == "han" else str(value)
        self.mark(draft, draft.put(text), topic, text, quantity="count", value=str(value), unit=unit)

    def assertion(self, draft: Draft, what: str, topic: Topic, bases: list[str], words: str) -> None:
        """Something that is said without a figure."""
        span = draft.put(words)
        for basis in bases:
            if what == "equal":
                self.mark(draft, span, topic, words, quantity="change", basis=basis, direction="equal")
            else:
                self.mark(
                    draft,
                    span,
                    topic,
                    words,
                    quantity="actual" if what == "none" else "initial_budget",
                    state="none_reported",
                )

    def reason(self, draft: Draft, topic: Topic, bases: str, choose: Choice, joint: str) -> None:
        """A reason's words, and a row for each basis that they explain."""
        plans = choose(topic.reasons[bases.split(",")[0]])
        start = len(draft.text)
        for n, plan in enumerate(plans):
            draft.put(joint if n else "")
            self.phrase(draft, plan, topic)
        text = draft.text[start:]
        causes = tuple(dict.fromkeys(cause for plan in plans for cause in plan.causes))
        spare = tuple(dict.fromkeys(cause for plan in plans for cause in plan.accept))
        for basis in bases.split(","):
            case = case_of(topic, basis, self.step)
            direction = {"new": "increase", "nil": "equal", "unplanned": "over"}.get(case, case)
            truth = ReasonTruth(
                draft.section_key,
                draft.subject.get(topic.key, topic.joint or topic.names[0]),
                basis,
                direction,
                text,
                causes,
                item_alt=";".join(topic.names) if len(topic.names) > 1 else "",
                event=";".join(p.event for p in plans),
                item_code=topic.code,
                tier=tier_of(draft),
                cause_ids_accept=";".join((*causes, *spare) if spare else ()),
            )
            draft.reasons.append((start, len(draft.text), truth, topic.key))

    def phrase(self, draft: Draft, plan: ReasonPlan, topic: Topic) -> None:
        """The phrase of an event with its counts filled in."""
        place, numbers = 0, dict(plan.counts)
        for match in SLOT.finditer(plan.phrase):
            draft.put(plan.phrase[place : match.start()])
            name, *more = match[1].split("|")
            if name == "n":
                text = str(numbers[more[0]])
                about = Topic((more[0],))
                self.mark(
                    draft, draft.put(text), about, text, quantity="count", value=text, unit=more[1], tier="reason_count"
                )
            else:
                draft.put(topic.words.get(name) or self.words[name])
            place = match.end()
        draft.put(plan.phrase[place:])
