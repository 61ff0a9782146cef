"""One file looked at twice: do boxes hold what rows say, and do two readers give the same facts?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.places import Misplaced, checked_count, misplaced
from pipeline.evaluation.two_readers import Said, fact_differences


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at in one file, and what did not hold. `only_first` and `only_second`: facts of one reader."""

    path: str
    row_count: int
    fact_count: int
    misplaced: tuple[Misplaced, ...]
    only_first: tuple[Said, ...]
    only_second: tuple[Said, ...]

    @property
    def holds(self) -> bool:
        """Did everything hold?"""
        return not (self.misplaced or self.only_first or self.only_second)


def verify(path: str, first: Mapping[str, Sequence[Any]], second: Mapping[str, Sequence[Any]]) -> Verdict:
    """The layers (pages included) of one file by two readers. Boxes of the first are looked up on its own pages."""
    one, other = fact_differences(first, second)
    lost = tuple(misplaced(first, first.get("pages", ())))
    return Verdict(path, checked_count(first), len(first.get("facts", ())), lost, tuple(one), tuple(other))


def format_verdict(verdict: Verdict, examples: int) -> str:
    """The verdict in words, with up to so many examples of each kind."""
    said = (
        f"{verdict.path}：位置 {verdict.row_count - len(verdict.misplaced)}/{verdict.row_count} 相符；"
        f"表格数据 {verdict.fact_count} 条，仅第一种读法有 {len(verdict.only_first)} 条，"
        f"仅第二种读法有 {len(verdict.only_second)} 条"
    )
    lines = [said]
    lines += [
        f"  [位置] {m.layer} 第{m.page}页“{m.surface}”，框内为“{m.found[:40]}”" for m in verdict.misplaced[:examples]
    ]
    for name, rows in (("仅第一种", verdict.only_first), ("仅第二种", verdict.only_second)):
        lines += [f"  [{name}] {' | '.join('' if v is None else str(v) for v in row)}" for row in rows[:examples]]
    return "\n".join(lines)
