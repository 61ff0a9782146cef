"""What people said of reasons wins over what was found: labels are laid on the reasons of their file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.matching.normalize import bare
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.label import Label
from pipeline.records.reason import Reason
from pipeline.records.span import Sentence
from pipeline.wording.causes import VACUOUS
from pipeline.wording.placing import Words, words_of

Span = tuple[int, int]
_ALIKE = 0.5
"""A label is about a reason with which it shares so much of the words, counted over both."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A reason as it was found, the numbers of its words (none in a table), and which of several alike it is."""

    order: int
    reason: Reason
    span: Span | None
    occurrence: int


@dataclass(frozen=True, slots=True)
class _Held:
    """A label that holds, and everywhere that its words stand."""

    label: Label
    spans: tuple[Span, ...]


def lay_labels(
    reasons: Iterable[Reason], sentences: Sequence[Sentence], labels: Sequence[Label],
) -> Iterator[Reason | Issue]:
    """The reasons as people have them, in the order of the document, and an issue for each label that has no place.

    A label is met by its words, item and basis, whatever ids and offsets are now. A reason that people confirmed and
    that is no longer found is put back; one that they called none is left out.
    """
    if not labels:
        yield from reasons
        return
    words = Words(sentences)
    found = _numbered(reasons, words)
    settled, undecided = settle(labels)
    held = [_Held(label, tuple(words.find(label.sentence_text, label.found_surface))) for label in settled]
    met = _meet(held, found)
    made: list[tuple[float, Reason, Span | None]] = []
    for order, one in met.items():
        if one.label.decision == "reason":
            made.append((order, *_corrected(found[order], one.label, words)))
    unmet = [one for one in held if not any(one is other for other in met.values())]
    for one in unmet:
        if one.label.decision == "reason" and one.spans:
            reason, span = _put_back(one, words)
            made.append((_order_of(span, found), reason, span))
    rest = [row for row in found if row.order not in met and not any(_repeats(row, *other[1:]) for other in made)]
    made += [(row.order, _like_its_print(row, met, found), row.span) for row in rest]
    yield from (reason for _, reason, _ in sorted(made, key=lambda one: one[0]))
    yield from (_orphan(one.label) for one in unmet if not one.spans)
    yield from (_undecided(label) for label in undecided)


def settle(labels: Iterable[Label]) -> tuple[list[Label], list[Label]]:
    """The label that holds for each place, and one for each place on which people disagree.

    Where people say different things the latest holds; of one day, or without days, none does.
    """
    places: dict[str, list[Label]] = {}
    for label in labels:
        places.setdefault(label.label_id, []).append(label)
    held: list[Label] = []
    undecided: list[Label] = []
    for said in places.values():
        latest = [label for label in said if label.labelled_on == max(one.labelled_on for one in said)]
        differ = len({verdict(label) for label in said}) > 1 and len({verdict(label) for label in latest}) > 1
        (undecided if differ else held).append(latest[0])
    return held, undecided


def verdict(label: Label) -> tuple[str, frozenset[str], str]:
    """What a label says, so that two that say the same are equal."""
    if label.decision == "not_a_reason":
        return label.decision, frozenset(), ""
    return label.decision, frozenset(label.cause_ids), words_of(label.surface)


def _numbered(reasons: Iterable[Reason], words: Words) -> list[_Found]:
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for order, reason in enumerate(reasons):
        span = None
        if reason.sentence_id is not None and reason.start is not None and reason.end is not None:
            last = reason.end_sentence_id or reason.sentence_id
            span = words.span(reason.sentence_id, last, reason.start, reason.end)
        key = (words_of(reason.surface), reason.item_name, reason.basis, reason.direction)
        found.append(_Found(order, reason, span, seen[key]))
        seen[key] += 1
    return found


def _meet(held: Sequence[_Held], found: Sequence[_Found]) -> dict[int, _Held]:
    """One to one, the likest first: order of a reason → its label."""
    pairs = [(rank, at, row.order) for at, one in enumerate(held) for row in found if (rank := _rank(one, row))]
    met: dict[int, _Held] = {}
    taken: set[int] = set()
    for _, at, order in sorted(pairs, key=lambda pair: (tuple(-part for part in pair[0]), pair[1:])):
        if at not in taken and order not in met:
            taken.add(at)
            met[order] = held[at]
    return met


def _rank(one: _Held, row: _Found) -> tuple[float, ...] | None:
    """How well a label fits a reason, or None where it is about something else.

    Of the same words, another item or basis may be what is called differently now; that a row is no reason holds
    for its own item and basis only.
    """
    label, reason = one.label, row.reason
    alike = _alike(one, row)
    same = bare(label.item_name) == bare(reason.item_name), label.basis == reason.basis
    fits = all(same) or (alike == 1 and any(same) and label.decision == "reason")
    if alike < _ALIKE or not fits:
        return None
    near = -abs(int(label.page) - reason.page) if label.page.isdigit() and reason.page else 0
    return alike, *same, label.direction == reason.direction, -abs(label.occurrence - row.occurrence), near


def _alike(one: _Held, row: _Found) -> float:
    """Share of the words in common: Dice's coefficient of the two stretches."""
    span = row.span
    if span is None:
        return float(not one.label.sentence_text and words_of(one.label.found_surface) == words_of(row.reason.surface))
    return max((_overlap(span, other) for other in one.spans), default=0.0)


def _overlap(left: Span, right: Span) -> float:
    shared = max(0, min(left[1], right[1]) - max(left[0], right[0]))
    return 2 * shared / max(1, left[1] - left[0] + right[1] - right[0])


def _like_its_print(row: _Found, met: Mapping[int, _Held], found: Sequence[_Found]) -> Reason:
    """A reason that explains several items is printed once: causes that people gave one of them are those of all."""
    said = [one.label for order, one in met.items() if row.span and found[order].span == row.span]
    causes = {frozenset(label.cause_ids) for label in said if label.decision == "reason"}
    return replace(row.reason, **_said(next(x for x in said if x.cause_ids))) if len(causes) == 1 else row.reason


def _repeats(row: _Found, other: Reason, span: Span | None) -> bool:
    """Does a reason that was found say a part of what a person has as one reason of the same item and basis?"""
    same = (row.reason.item_name, row.reason.basis) == (other.item_name, other.basis)
    return same and row.span is not None and span is not None and max(row.span[0], span[0]) < min(row.span[1], span[1])


def _said(label: Label) -> dict[str, Any]:
    """The fields of a reason that a label decides."""
    rule = f"label.{label.label_id.removeprefix('lb-')}"
    return {"cause_ids": label.cause_ids, "is_vacuous": VACUOUS in label.cause_ids, "rule_id": rule, "score": None}


def _corrected(row: _Found, label: Label, words: Words) -> tuple[Reason, Span | None]:
    """The reason as the label has it: its causes, and its words where the person drew them otherwise."""
    reason = replace(row.reason, **_said(label))
    spans = words.find(label.sentence_text, label.surface)
    found = row.span
    if found is None or not spans:
        return reason, found
    span = max(spans, key=lambda other: _overlap(found, other))
    return (reason, span) if span == found else (replace(reason, **_place(span, label.surface, words)), span)


def _put_back(one: _Held, words: Words) -> tuple[Reason, Span]:
    """A reason that a person confirmed and that was not found: what it explains is known, not by how much."""
    label = one.label
    spans = words.find(label.sentence_text, label.surface) or list(one.spans)
    span = spans[min(label.occurrence, len(spans) - 1)]
    place = _place(span, label.surface, words)
    first = words.sentences[words.stretch(span, label.surface).first]
    identifier = local_id("re", first.sentence_id, place["start"], place["end"], label.label_id)
    return Reason(
        reason_id=identifier, fact_id=None, indicator_id=None, section_key=first.section_key, cue=None,
        basis=label.basis, direction=label.direction,  # type: ignore[arg-type]
        item_name=label.item_name, item_code=None, gap_cny=None, gap_stated_cny=None, **place, **_said(label)), span


def _place(span: Span, surface: str, words: Words) -> dict[str, Any]:
    """The fields that say where a reason stands."""
    stretch = words.stretch(span, surface)
    first, last = words.sentences[stretch.first], words.sentences[stretch.last]
    boxes = words.boxes(stretch)
    return {
        "sentence_id": first.sentence_id, "end_sentence_id": last.sentence_id if last is not first else None,
        "start": stretch.start, "end": stretch.end, "surface": words.text(stretch), "boxes": boxes,
        "page": boxes[0].page if boxes else first.page,
    }


def _order_of(span: Span, found: Sequence[_Found]) -> float:
    """Just before the first reason that stands behind the stretch; those in tables stand behind all."""
    return next((row.order for row in found if row.span is None or row.span > span), len(found)) - 0.5


def _orphan(label: Label) -> Issue:
    said = f"{_where(label)}在文件中已找不到。请用 juesuan label check 查看，改正或删除标注表中的这一行。"
    return make_issue("reasons", "label_orphan", "warning", said, page=_page(label))


def _undecided(label: Label) -> Issue:
    said = f"{_where(label)}有几人意见不一、分不出先后，暂按程序的判断。请商定后重新导入，并填写 labelled_on。"
    return make_issue("reasons", "label_undecided", "warning", said, page=_page(label))


def _where(label: Label) -> str:
    page = f"第{label.page}页" if label.page else ""
    return f"{page}“{label.item_name}”的人工标注“{label.found_surface}”（{label.label_id}）"


def _page(label: Label) -> int | None:
    return int(label.page) if label.page.isdigit() else None
