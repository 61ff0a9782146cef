"""Which part of a page shows the evidence: marks that stand near each other share one strip of the page's width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pipeline.records.geometry import Box

MarkKind = Literal["words", "figures"]
JOINED = 48.0
"""Points between marks within which they are shown together: about three lines."""
CONTEXT = 20.0
"""Points shown above and below: about a line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A box to be drawn, and what stands in it."""

    kind: MarkKind
    box: Box


@dataclass(frozen=True, slots=True)
class Strip:
    """A part of a page from `top` to `bottom`, in points, with the marks on it."""

    page: int
    top: float
    bottom: float
    marks: tuple[Mark, ...]


def find_strips(marks: Iterable[Mark]) -> tuple[Strip, ...]:
    """The strips on which all marks stand, in the order of pages and from the top; equal marks are one."""
    groups: list[list[Mark]] = []
    for mark in sorted(dict.fromkeys(marks), key=lambda m: (m.box.page, m.box.top, m.box.x0, m.kind)):
        group = groups[-1] if groups else []
        is_near = bool(group) and group[0].box.page == mark.box.page and mark.box.top - _bottom(group) <= JOINED
        if is_near:
            group.append(mark)
        else:
            groups.append([mark])
    return tuple(
        Strip(group[0].box.page, max(0.0, group[0].box.top - CONTEXT), _bottom(group) + CONTEXT, tuple(group))
        for group in groups
    )


def _bottom(group: Iterable[Mark]) -> float:
    return max(mark.box.bottom for mark in group)
