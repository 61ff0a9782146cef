"""A paragraph being written, and what is settled when it is whole: gaps and directions of its reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from corpus.generator.document import Mark, Paragraph, ReasonTruth, StatementTruth

WORDS = ("大于", "小于", "未完成", "高于", "低于", "超出", "减少", "增加", "等于")
NUMERALS = "零一二三四五六七八九"


@dataclass(slots=True)
class Draft:
    """A paragraph being written: text so far, and the truth that its characters carry."""

    section_key: str
    text: str = ""
    marks: list[tuple[int, int, StatementTruth, str]] = field(default_factory=list)
    reasons: list[tuple[int, int, ReasonTruth, str]] = field(default_factory=list)
    subject: dict[str, str] = field(default_factory=dict)

    def put(self, text: str) -> tuple[int, int]:
        """Append text; its span."""
        start = len(self.text)
        self.text += text
        return start, len(self.text)


def han(number: int) -> str:
    """A small number in Han numerals (十一, 二十)."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十") + (
        NUMERALS[ones] if ones or not tens else ""
    )


def gap_of(
    reason: ReasonTruth, topic_key: str, marks: list[tuple[int, int, StatementTruth, str]], is_worded: bool
) -> tuple[str, str]:
    """(gap in yuan, direction) as the same paragraph prints them; without a word the direction follows the figures."""
    near = [truth for *_, truth, key in marks if key == topic_key]
    for truth in near:
        if truth.quantity == "change" and truth.basis == reason.basis:
            by_sign = "decrease" if truth.value.startswith("-") else "increase"
            direction = by_sign if truth.direction == "none" else truth.direction
            return truth.value_cny or ("0.00" if has_both(near, reason.basis) else ""), direction
    values = {truth.quantity: truth for truth in near}
    other = values.get("prior_actual" if reason.basis == "prior_year" else reason.basis)
    if "actual" in values and other and other.value_cny:
        gap = Decimal(values["actual"].value_cny) - Decimal(other.value_cny)
        by_figures = "equal" if not gap else "over" if gap > 0 else "under"
        return str(gap), by_figures if reason.basis != "prior_year" and not is_worded else reason.direction
    return "", reason.direction


def has_both(near: list[StatementTruth], basis: str) -> bool:
    """True where the outturn and the figure it is compared with are both printed."""
    printed = {truth.quantity for truth in near if truth.value}
    return {"actual", "prior_actual" if basis == "prior_year" else basis} <= printed


def settle(
    reason: ReasonTruth, key: str, inside: list[tuple[int, int, StatementTruth, str]], before: str
) -> ReasonTruth:
    """The reason with its gap, its direction (worded, or else by the figures) and the cue that stands before it."""
    gap, direction = gap_of(reason, key, inside, any(word in before[-24:] for word in WORDS))
    cue = re.split("[，。；%]", before)[-1]
    unplanned = any(t.state == "none_reported" and t.quantity == reason.basis for *_, t, k in inside if k == key)
    return replace(
        reason, gap_cny=gap, direction=direction, cue=cue, direction_alt="none;increase" if unplanned else ""
    )


def finish(draft: Draft) -> list[Paragraph]:
    """Cut the draft at its line breaks and settle the reasons (gap, direction, cue)."""
    out, start = [], 0
    for line in draft.text.split("\n"):
        end = start + len(line)
        inside = [m for m in draft.marks if start <= m[0] and m[1] <= end]
        marks: list[Mark] = [Mark(a - start, b - start, truth) for a, b, truth, _ in inside]
        for a, b, reason, key in draft.reasons:
            if start <= a and b <= end:
                settled = settle(reason, key, inside, draft.text[start:a])
                marks.append(Mark(a - start, b - start, settled))
        out.append(Paragraph(line, "body", tuple(sorted(marks, key=lambda m: m.start))))
        start = end + 1
    return [p for p in out if p.text]
