"""Fills a hand's templates: one source for the sentence and for the truth it carries.

A template is text with slots in braces:
  {actual} {initial_budget} {budget,actual}   an amount with its unit; a statement for each quantity and each name of the topic
  {actual|bare}                                the numeral alone (its unit stands elsewhere)
  {change:prior_year} {change:budget:over}     the deviation without sign; the direction after the second colon is the one worded
  {rate:prior_year} {completion:initial_budget} {share}          percentages
  {count:batch}                                a count
  {equal:prior_year,budget|持平}                an asserted equality without figure, one statement for each basis
  {none|没有…}  {no_budget|年初无预算}            nothing of the kind
  {reason} {reason:prior_year} {reason:prior_year#1}              a reason (the second one with #1)
  {reasons|，}                                 all reasons joined in one clause: one row with all their causes
  {>key} {>key:prior_year} {>key@other}        another template, in the case that the topic is in, or about another topic
  {*parts>key|；}                               a template for each part, joined
  {other.actual}                               a slot about another topic
  {item=名称}                                   prints a name and makes it the subject of the figures that follow
  {word}                                       a word of the topic or of the filing
"""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from corpus.generator.document import Paragraph, ReasonTruth, StatementTruth
from corpus.generator.drafts import Draft, finish, han
from corpus.generator.money import PER_UNIT, UNIT_WORD, NumberStyle, percent, to_cny
from corpus.generator.topics import BUDGETS, ReasonPlan, Topic, case_of

SLOT = re.compile(r"\{([^{}]*)\}")
AMOUNTS = {"actual", "prior_actual", *BUDGETS}
DOWN = {"decrease", "under"}
Choice = Callable[[tuple[ReasonPlan, ...]], tuple[ReasonPlan, ...]]


def tier_of(draft: Draft) -> str:
    """Rows of annexes are a tier of their own."""
    return "annex" if draft.section_key == "attachment" else "core"




@dataclass(frozen=True, slots=True)
class Writer:
    """A hand at work on one filing: its templates, its style of numbers and the words that hold for the filing."""

    say: dict[str, Any]
    style: NumberStyle
    words: dict[str, str]
    seed: str
    topics: dict[str, Topic]

    def template(self, key: str, cases: tuple[str, ...] = ()) -> str:
        """The template for a key in the first of the cases that the hand has; of several wordings the filing keeps to one."""
        for name in (*(f"{key}.{case}" for case in cases), key):
            if name in self.say:
                found = self.say[name]
                return Random(f"{self.seed}:{name}").choice(found) if isinstance(found, list) else found
        raise KeyError(f"the hand has no template {key} ({'/'.join(cases)})")

    def has(self, key: str) -> bool:
        """True where the hand has this template."""
        return key in self.say

    @property
    def step(self) -> Decimal:
        """Deviations below half of the last printed digit do not show."""
        return PER_UNIT[self.style.unit] / 200

    def write(self, key: str, topic: Topic, section_key: str) -> list[Paragraph]:
        """The paragraphs (parted by line breaks in the template) that a key gives for a topic."""
        draft = Draft(section_key)
        self.fill(draft, self.template(key), topic, "")
        return finish(draft)

    def fill(self, draft: Draft, template: str, topic: Topic, basis: str) -> None:
        """Append a filled template to the draft."""
        place = 0
        for match in SLOT.finditer(template):
            draft.put(template[place:match.start()])
            self.slot(draft, match[1], topic, basis)
            place = match.end()
        draft.put(template[place:])

    def slot(self, draft: Draft, slot: str, topic: Topic, basis: str) -> None:
        """Fill one slot."""
        if slot[0] == ">":
            return self.include(draft, slot[1:], topic, basis)
        if slot[0] == "*":
            return self.loop(draft, slot[1:], topic)
        head, _, extra = slot.partition("|")
        name, *args = head.split(":")
        while "." in name and not name.startswith("item="):
            other, name = name.split(".", 1)
            topic = topic.others.get(other) or self.topics[other]
        if name.startswith("item="):
            draft.subject[topic.key] = name[5:]
            draft.put(name[5:])
        elif name.split("#")[0] == "reason":
            which = int(head.partition("#")[2] or 0)
            self.reason(draft, topic, args[0] if args else basis, lambda found: found[which:which + 1], "")
        elif name == "reasons":
            self.reason(draft, topic, args[0] if args else basis, lambda found: found, extra)
        elif name in ("equal", "none", "no_budget"):
            self.assertion(draft, name, topic, (args[0] if args else basis).split(","), extra)
        elif name == "count":
            self.count(draft, topic, args[0], extra)
        elif name in ("change", "rate", "completion", "share"):
            self.comparison(draft, name, topic, args[0] if args else basis, args[1] if len(args) > 1 else "", extra)
        elif name.split(",")[0] in AMOUNTS:
            self.amount(draft, name.split(","), topic, extra)
        else:
            draft.put(self.word(name, topic))
        return None

    def word(self, name: str, topic: Topic) -> str:
        """A word of the topic or of the filing; `item` is the name as this hand prints it."""
        if name == "item":
            return topic.joint or topic.names[0]
        if name == "unit":
            return UNIT_WORD[self.style.unit]
        return topic.words[name] if name in topic.words else self.words[name]

    def include(self, draft: Draft, what: str, topic: Topic, basis: str) -> None:
        """Another template: in the topic's case where a basis is given, about another topic after @."""
        what, _, other = what.partition("@")
        key, _, own = what.partition(":")
        basis = own or basis
        if other:
            topic = topic.others.get(other) or self.topics[other]
        if key.startswith("because"):
            first = basis.split(",")[0]
            if topic.reasons.get(first):
                self.fill(draft, self.template(key, (str(len(topic.reasons[first])),)), topic, basis)
            return
        if basis:
            case = case_of(topic, basis.split(",")[0], self.step)
            spare = {"new": "increase", "nil": "equal", "unplanned": "over"}.get(case, case)
            if key + "." + case in self.say or key + "." + spare in self.say:
                return self.fill(draft, self.template(key, (case, spare)), topic, basis)
        self.fill(draft, self.template(key), topic, basis)

    def loop(self, draft: Draft, what: str, topic: Topic) -> None:
        """A template for each part, joined by what stands after the bar."""
        head, _, joint = what.partition("|")
        name, _, key = head.partition(">")
        for n, part in enumerate(topic.parts[name]):
            if n:
                draft.put(joint.replace("\\n", "\n"))
            words = {"n": str(n + 1), "han": han(n + 1), "circle": chr(0x2460 + n)}
            key_of, _, basis = key.partition(":")
            self.include(draft, f"{key_of}:{basis}" if basis else key_of, replace(part, words={**words, **part.words}), "")

    # ---- values
    def mark(self, draft: Draft, span: tuple[int, int], topic: Topic, surface: str, quantity: str, **known: str) -> None:
        """Note a statement, for each name that the topic stands for."""
        subject = draft.subject.get(topic.key, "")
        for name in topic.names:
            truth = StatementTruth(draft.section_key, subject if subject and len(topic.names) == 1 else name, quantity, surface,
                                   item_code=topic.code, **{"tier": tier_of(draft), **known})
            draft.marks.append((*span, truth, topic.key))

    def amount(self, draft: Draft, quantities: list[str], topic: Topic, extra: str) -> None:
        """An amount of money that stands for one quantity or several."""
        yuan = topic.spoil.get(quantities[0], topic.amounts[quantities[0]])
        unit = extra if extra in PER_UNIT else self.style.unit
        text, value = replace(self.style, unit=unit).amount(yuan)
        span = draft.put(text)
        draft.put("" if extra == "bare" else UNIT_WORD[unit])
        for quantity in quantities:
            self.mark(draft, span, topic, text, quantity=quantity, value=value, unit=unit, value_cny=to_cny(Decimal(value), unit))

    def comparison(self, draft: Draft, what: str, topic: Topic, basis: str, direction: str, extra: str) -> None:
        """A change, a rate of change, a completion rate or a share."""
        actual = topic.amounts["actual"]
        other = topic.amounts[{"prior_year": "prior_actual", "": "whole"}.get(basis, basis)]
        if what in ("completion", "share"):
            value = topic.spoil.get(f"{what}:{basis}", percent(topic.amounts["actual"], other))
            return self.rate(draft, "completion_rate" if what == "completion" else "share", topic, basis or "whole", "none", value, extra)
        gap = actual - other
        direction = direction or {"prior_year": ("increase", "decrease")}.get(basis, ("increase", "decrease"))[gap < 0]
        sign = -1 if direction in DOWN or direction == "none" and gap < 0 else 1
        if what == "rate":
            value = topic.spoil.get(f"rate:{basis}", abs(percent(gap, other)) if other else Decimal(0))
            return self.rate(draft, "change_rate", topic, basis, direction, sign * value, extra)
        printed = topic.spoil.get(f"change:{basis}")
        text, value_text = self.style.amount(gap if printed is None else printed)
        span = draft.put(text)
        draft.put("" if extra == "bare" else UNIT_WORD[self.style.unit])
        signed = sign * Decimal(value_text) + 0
        self.mark(draft, span, topic, text, quantity="change", basis=basis, direction=direction, value=str(signed),
                  unit=self.style.unit, value_cny=to_cny(signed, self.style.unit))
        return None

    def rate(self, draft: Draft, quantity: str, topic: Topic, basis: str, direction: str, value: Decimal, extra: str) -> None:
        """A percentage; `whole` rates print no decimals where they have none."""
        text = f"{value:.2f}" if direction == "none" and quantity == "change_rate" else f"{abs(value):.2f}"
        if extra == "short" and abs(value) == abs(value).to_integral():
            text = f"{abs(value):.0f}"
        span = draft.put(text)
        draft.put("" if extra == "bare" or "no_percent" in topic.spoil and quantity == "change_rate" else "%")
        printed = abs(Decimal(text)) * (-1 if value < 0 else 1)
        self.mark(draft, span, topic, text, quantity=quantity, basis=basis, direction=direction, value=str(printed), unit="percent")

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
                self.mark(draft, span, topic, words, quantity="actual" if what == "none" else "initial_budget", state="none_reported")

    def reason(self, draft: Draft, topic: Topic, bases: str, choose: Choice, joint: str) -> None:
        """A reason's words, and a row for each basis that they explain."""
        plans = choose(topic.reasons[bases.split(",")[0]])
        start = len(draft.text)
        for n, plan in enumerate(plans):
            draft.put(joint if n else "")
            self.phrase(draft, plan, topic)
        text = draft.text[start:]
        causes = tuple(dict.fromkeys(cause for plan in plans for cause in plan.causes))
        for basis in bases.split(","):
            case = case_of(topic, basis, self.step)
            direction = {"new": "increase", "nil": "equal", "unplanned": "over"}.get(case, case)
            truth = ReasonTruth(draft.section_key, draft.subject.get(topic.key, topic.joint or topic.names[0]), basis, direction, text, causes,
                                item_alt=";".join(topic.names) if len(topic.names) > 1 else "", event=";".join(p.event for p in plans),
                                item_code=topic.code, tier=tier_of(draft))
            draft.reasons.append((start, len(draft.text), truth, topic.key))

    def phrase(self, draft: Draft, plan: ReasonPlan, topic: Topic) -> None:
        """The phrase of an event with its counts filled in."""
        place, numbers = 0, dict(plan.counts)
        for match in SLOT.finditer(plan.phrase):
            draft.put(plan.phrase[place:match.start()])
            name, *more = match[1].split("|")
            if name == "n":
                text = str(numbers[more[0]])
                about = Topic((more[0],))
                self.mark(draft, draft.put(text), about, text, quantity="count", value=text, unit=more[1], tier="reason_count")
            else:
                draft.put(topic.words.get(name) or self.words[name])
            place = match.end()
        draft.put(plan.phrase[place:])
