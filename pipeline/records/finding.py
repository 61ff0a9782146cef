"""The records of what is shown to people: deviations, sums of causes, lacks, conflicts and unread files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

ALL_YEARS = 0
ALL_BODIES = ""
OTHER_BODIES = "*"
"""Stands for the bodies that are summed together since they are too many to show each."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """An item whose actual differs from its budget. `kept_out` says why it is in no sum; empty where it is in sums.

    `budgets` has every printed budget by its kind, `rate_reported` the printed rate.
    """

    filing_id: str
    body: str
    body_name: str
    year: int
    item_name: str
    item_code: str | None
    fund: str
    budget_cny: Decimal
    actual_cny: Decimal
    gap_cny: Decimal
    basis: str
    direction: str
    cause_ids: tuple[str, ...]
    reason_text: str | None
    explained_cny: Decimal | None
    kept_out: tuple[str, ...]
    evidence_ids: tuple[str, ...]
    budgets: Mapping[str, Decimal | None]
    rate_reported: Decimal | None

    @property
    def unexplained_cny(self) -> Decimal | None:
        """What the reasons of substance leave of the deviation; None where nothing is known of it."""
        return None if self.explained_cny is None else self.gap_cny - self.explained_cny

    @property
    def rate(self) -> Decimal | None:
        """The actual in percent of the budget, to two decimals; None where nothing was budgeted."""
        return round(self.actual_cny * 100 / self.budget_cny, 2) if self.budget_cny else None


@dataclass(frozen=True, slots=True)
class CauseSum:
    """A cause for one body (or ALL_BODIES, OTHER_BODIES), one year (or ALL_YEARS), direction and budget.

    `repeaters` counts bodies in which it stands for two years in a row or more, up to that year; `in_a_row` is the most
    years in a row of any.
    """

    body: str
    year: int
    direction: str
    basis: str
    cause_id: str
    gap_cny: Decimal
    item_count: int
    bodies: int
    years: tuple[int, ...]
    repeaters: int
    in_a_row: int


@dataclass(frozen=True, slots=True)
class Lack:
    """An explanation that says too little: `kind` is a word of the terms `lack`."""

    kind: str
    filing_id: str
    body: str
    body_name: str
    year: int
    item_name: str
    basis: str
    direction: str
    gap_cny: Decimal | None
    surface: str | None
    page: int | None
    evidence_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places of a document that do not go together: what stands in one, and what it should be near."""

    check_id: str
    filing_id: str
    body: str
    body_name: str
    year: int
    subject: str
    severity: str
    message_zh: str
    diagnosis_zh: str | None
    page: int | None
    evidence_ids: tuple[str, ...]
    left: Decimal | None
    right_low: Decimal | None
    right_high: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is not there as a whole, and why."""

    source_path: str
    status: str
    detail: str | None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is shown, each part in the order in which it is shown."""

    filing_count: int
    counted_filings: int
    bodies: Mapping[str, str]
    deviations: tuple[Deviation, ...]
    causes: tuple[CauseSum, ...]
    lacks: tuple[Lack, ...]
    conflicts: tuple[Conflict, ...]
    unread: tuple[Unread, ...]
