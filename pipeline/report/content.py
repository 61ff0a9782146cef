"""What the page holds: findings, bounded and in Chinese, as plain values for its script. Money is whole fen."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from pipeline.evidence.strips import Mark
from pipeline.knowledge.causes import Taxonomy
from pipeline.knowledge.terms import Terms
from pipeline.records.finding import ALL_YEARS, CauseSum, Conflict, Deviation, Findings, Lack
from pipeline.report.findings import fold_bodies
from pipeline.report.pictures import Pictures


@dataclass(frozen=True, slots=True)
class Limits:
    """How many rows of each kind the page lists; sums are over all of them, however many are listed."""

    bodies: int = 200
    deviations: int = 2000
    lacks: int = 1000
    conflicts: int = 1000


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows that the page lists."""

    deviations: tuple[Deviation, ...]
    lacks: tuple[Lack, ...]
    conflicts: tuple[Conflict, ...]

    def evidence(self) -> Iterator[tuple[str, ...]]:
        """The ids that each row rests on: the first of each kind, then the second of each."""
        for rows in zip_longest(self.deviations, self.conflicts, self.lacks):
            yield from (row.evidence_ids for row in rows if row is not None)


def choose(findings: Findings, limits: Limits) -> Shown:
    """The first rows of each kind: findings come in the order of their weight."""
    return Shown(
        findings.deviations[: limits.deviations], findings.lacks[: limits.lacks], findings.conflicts[: limits.conflicts]
    )


def content(
    findings: Findings, shown: Shown, limits: Limits, marks: Mapping[str, Sequence[Mark]], pictures: Pictures | None,
    paths: Mapping[str, str], taxonomy: Taxonomy, terms: Terms,
) -> dict[str, Any]:
    """The values; `paths` has the file of each filing_id, `pictures` is None where none were asked for."""
    sums = fold_bodies(findings.causes, limits.bodies)
    rows: tuple[Deviation | Lack | Conflict, ...] = (*shown.deviations, *shown.lacks, *shown.conflicts)
    views = {row.evidence_ids: _view(row.evidence_ids, marks, pictures) for row in rows}
    named = {row.body for row in (*sums, *rows)}
    return {
        "terms": {name: dict(words) for name, words in terms.groups.items()},
        "causes": {
            c.cause_id: {"label": c.label_zh, "definition": c.definition_zh, "nature": c.nature}
            for c in taxonomy.causes
        },
        "bodies": {key: name for key, name in findings.bodies.items() if key in named},
        "files": {row.filing_id: paths[row.filing_id] for row in rows},
        "years": sorted({row.year for row in sums if row.year != ALL_YEARS} | {row.year for row in rows}, reverse=True),
        "bases": _bases(sums),
        "sums": [_sum(row) for row in sums],
        "deviations": [_deviation(row) | views[row.evidence_ids] for row in shown.deviations],
        "lacks": [_lack(row) | views[row.evidence_ids] for row in shown.lacks],
        "conflicts": [_conflict(row) | views[row.evidence_ids] for row in shown.conflicts],
        "unread": [{"file": u.source_path, "status": terms.of("status", u.status), "detail": u.detail or ""}
                   for u in findings.unread],
        "counts": {
            "filings": findings.filing_count, "counted": findings.counted_filings,
            "bodies": len({row.body for row in findings.causes} - {""}), "kept_bodies": limits.bodies,
            "deviations": len(findings.deviations), "lacks": len(findings.lacks), "conflicts": len(findings.conflicts),
            "kept_out": sum(bool(d.kept_out) for d in findings.deviations),
        },
        "pictures": None if pictures is None else _pictures(pictures),
    }


def fen(amount: Decimal | None) -> int | None:
    """Money in whole fen, which a script adds up exactly."""
    return None if amount is None else int(amount * 100)


def _bases(sums: Iterable[CauseSum]) -> list[str]:
    """The budgets that deviations are relative to, that of the most money first."""
    money: dict[str, Decimal] = {}
    for row in sums:
        if row.body == "" and row.year == ALL_YEARS:
            money[row.basis] = money.get(row.basis, Decimal(0)) + abs(row.gap_cny)
    return sorted(money, key=lambda basis: (-money[basis], basis))


def _sum(row: CauseSum) -> dict[str, Any]:
    return {
        "body": row.body, "year": row.year, "direction": row.direction, "basis": row.basis, "cause": row.cause_id,
        "gap": fen(row.gap_cny), "items": row.item_count, "bodies": row.bodies, "years": list(row.years),
        "repeaters": row.repeaters,
    }


def _deviation(row: Deviation) -> dict[str, Any]:
    return {
        "filing": row.filing_id, "body": row.body, "year": row.year, "item": row.item_name, "code": row.item_code,
        "fund": row.fund, "budget": fen(row.budget_cny), "actual": fen(row.actual_cny), "gap": fen(row.gap_cny),
        "rate": None if row.rate is None else str(row.rate), "basis": row.basis, "direction": row.direction,
        "causes": list(row.cause_ids), "reason": row.reason_text or "", "kept_out": list(row.kept_out),
    }


def _lack(row: Lack) -> dict[str, Any]:
    return {
        "filing": row.filing_id, "body": row.body, "year": row.year, "kind": row.kind, "item": row.item_name,
        "basis": row.basis, "direction": row.direction, "gap": fen(row.gap_cny), "reason": row.surface or "",
    }


def _conflict(row: Conflict) -> dict[str, Any]:
    return {
        "filing": row.filing_id, "body": row.body, "year": row.year, "subject": row.subject, "severity": row.severity,
        "message": row.message_zh, "diagnosis": row.diagnosis_zh or "", "page": row.page,
    }


def _view(ids: tuple[str, ...], marks: Mapping[str, Sequence[Mark]], pictures: Pictures | None) -> dict[str, Any]:
    """Where a row stands: the page of its first mark, words before figures, and its pictures."""
    found = [mark for key in ids for mark in marks.get(key, ())]
    page = {"page": found[0].box.page} if found else {}
    return {**page, "pictures": list(pictures.of_row.get(ids, ())) if pictures else []}


def _pictures(pictures: Pictures) -> dict[str, Any]:
    return {
        "missing": pictures.missing, "left_out": pictures.left_out,
        "images": [
            {
                "filing": p.filing_id, "page": p.page, "width": p.width, "height": p.height,
                "source": "data:image/webp;base64," + b64encode(p.data).decode(),
            }
            for p in pictures.pictures
        ],
    }
