"""Layer `mentions`: every tagged occurrence in the sentences: numbers, the words around them, items, cues of
reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.records.geometry import boxes_of
from pipeline.records.ids import local_id
from pipeline.records.issue import Issue, make_issue
from pipeline.records.mention import Mention
from pipeline.records.span import Sentence
from pipeline.records.table import Fact
from pipeline.records.vocabulary import MentionKind
from pipeline.wording.figures import Figure
from pipeline.wording.marks import Marks

_KINDS: dict[str, MentionKind] = {
    "amount": "amount",
    "percent": "percent",
    "multiple": "percent",
    "count": "count",
    "plain": "amount",
    "measure": "measure",
    "completion": "measure",
    "share": "measure",
    "basis": "basis",
    "compare": "direction",
    "direction": "direction",
    "equal": "direction",
    "none_initial": "measure",
}
_CENT = Decimal("0.01")


def find_mentions(
    sentences: tuple[Sentence, ...],
    marks: tuple[Marks, ...],
    facts: tuple[Fact, ...],
) -> Iterator[Mention | Issue]:
    """Tagged spans of each sentence in order; `text[start:end] == surface` always holds.

    Numbers come first, then the words that say what they are, the items that the tables name, and the cues of reasons.
    """
    names = _item_pattern(facts)
    for sentence, found in zip(sentences, marks, strict=True):
        for figure in found.figures:
            if figure.kind in _KINDS or figure.ignore_reason in ("year", "date"):
                yield _of_figure(sentence, figure)
            if figure.value_cny is not None and figure.value_cny != figure.value_cny.quantize(_CENT):
                yield make_issue(
                    "mentions",
                    "amount_too_fine",
                    "warning",
                    f"金额“{sentence.text[figure.start : figure.end]}”细于 0.01 元，未换算为元，请核对原文。",
                    boxes_of(sentence.runs, figure.start, figure.end),
                )
        for mark in found.cues:
            if mark.cue.kind in _KINDS:
                yield _mention(sentence, mark.start, mark.end, _KINDS[mark.cue.kind], mark.cue.pattern.id)
        for cue in found.reason_cues:
            yield _mention(sentence, cue.start, cue.end, "cue", cue.rule_id)
        if names:
            for match in names.finditer(sentence.text):
                yield _mention(sentence, match.start(), match.end(), "item", "item.table_name")


def _item_pattern(facts: tuple[Fact, ...]) -> re.Pattern[str] | None:
    names = sorted({f.item_name for f in facts if f.item_name and len(f.item_name) > 2}, key=lambda n: (-len(n), n))
    return re.compile("|".join(map(re.escape, names))) if names else None


def _of_figure(sentence: Sentence, figure: Figure) -> Mention:
    kind: MentionKind = (
        "year" if figure.ignore_reason == "year" else "date" if figure.ignore_reason == "date" else _KINDS[figure.kind]
    )
    exact = figure.value_cny is not None and figure.value_cny == figure.value_cny.quantize(_CENT)
    surface = sentence.text[figure.numeral_start : figure.numeral_end]
    return Mention(
        local_id("m", sentence.sentence_id, figure.numeral_start, figure.numeral_end, kind),
        sentence.sentence_id,
        figure.numeral_start,
        figure.numeral_end,
        surface,
        kind,
        figure.value,
        "year" if kind == "year" else figure.unit,
        figure.value_cny.quantize(_CENT) if exact and figure.value_cny is not None else None,
        None,
        sentence.page,
        boxes_of(sentence.runs, figure.numeral_start, figure.numeral_end),
        figure.rule_id,
        figure.kind,
        figure.decimals,
    )


def _mention(sentence: Sentence, start: int, end: int, kind: MentionKind, rule_id: str) -> Mention:
    boxes = boxes_of(sentence.runs, start, end)
    return Mention(
        local_id("m", sentence.sentence_id, start, end, kind, rule_id),
        sentence.sentence_id,
        start,
        end,
        sentence.text[start:end],
        kind,
        page=boxes[0].page if boxes else sentence.page,
        boxes=boxes,
        rule_id=rule_id,
    )
