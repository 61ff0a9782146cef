"""Fills a hand's templates: one source for the sentence and for the truth it carries.

A template is text with slots in braces:
  {actual} {initial_budget} {budget,actual}   an amount with its unit; a statement for each quantity and name
  {actual|bare}                                the numeral alone (its unit stands elsewhere)
  {change:prior_year} {change:budget:over}     the deviation without sign; the worded direction after the second colon
  {rate:prior_year} {completion:initial_budget} {share}          percentages
  {count:batch}                                a count
  {equal:prior_year,budget|持平}                an asserted equality without figure, one statement for each basis
  {none|没有…}  {no_budget|年初无预算}            nothing of the kind
  {reason} {reason:prior_year} {reason:prior_year#1}              a reason (the second one with #1)
  {reasons|，}                                 all reasons joined in one clause: one row with all their causes
  {>key} {>key:prior_year} {>key@other}        another template, in the topic's case, or about another topic
  {*parts>key|；}                               a template for each part, joined
  {other.actual}                               a slot about another topic
  {item=名称}                                   prints a name and makes it the subject of the figures that follow
  {word}                                       a word of the topic or of the filing
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from corpus.generator.document import Paragraph
from corpus.generator.drafts import Draft, finish, han
from corpus.generator.money import PER_UNIT, UNIT_WORD, NumberStyle
from corpus.generator.topics import BUDGETS, Topic, case_of
from corpus.generator.values import SLOT, Values

AMOUNTS = {"actual", "prior_actual", *BUDGETS}


@dataclass(frozen=True, slots=True)
class Writer:
    """A hand at work on one filing: its templates, its style of numbers and the words that hold for the filing."""

    say: dict[str, Any]
    style: NumberStyle
    words: dict[str, str]
    seed: str
    topics: dict[str, Topic]

    def template(self, key: str, cases: tuple[str, ...] = ()) -> str:
        """The template for a key in the first case that the hand has; of several wordings a filing keeps to one."""
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
            draft.put(template[place : match.start()])
            self.slot(draft, match[1], topic, basis)
            place = match.end()
        draft.put(template[place:])

    def slot(self, draft: Draft, slot: str, topic: Topic, basis: str) -> None:
        """Fill one slot."""
        if slot[0] == ">":
            return self.include(draft, slot[1:], topic, basis)
        if slot[0] == "*":
            return self.loop(draft, slot[1:], topic)
        pen = Values(self.style, self.words)
        head, _, extra = slot.partition("|")
        name, *args = head.split(":")
        while "." in name.partition("=")[0]:
            other, name = name.split(".", 1)
            topic = topic.others.get(other) or self.topics[other]
        if name.startswith("item="):
            draft.subject[topic.key] = name[5:]
            draft.put(name[5:])
        elif name.split("#")[0] == "reason":
            which = int(head.partition("#")[2] or 0)
            pen.reason(draft, topic, args[0] if args else basis, lambda found: found[which : which + 1], "")
        elif name == "reasons":
            pen.reason(draft, topic, args[0] if args else basis, lambda found: found, extra)
        elif name in ("equal", "none", "no_budget"):
            pen.assertion(draft, name, topic, (args[0] if args else basis).split(","), extra)
        elif name == "count":
            pen.count(draft, topic, args[0], extra)
        elif name in ("change", "rate", "completion", "share"):
            pen.comparison(draft, name, topic, args[0] if args else basis, args[1] if len(args) > 1 else "", extra)
        elif name.split(",")[0] in AMOUNTS:
            pen.amount(draft, name.split(","), topic, extra)
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
            self.include(
                draft, f"{key_of}:{basis}" if basis else key_of, replace(part, words={**words, **part.words}), ""
            )
