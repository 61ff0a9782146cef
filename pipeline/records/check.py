"""Identities that were tried."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Number, column, internal
from pipeline.records.geometry import Box
from pipeline.records.vocabulary import CheckOutcome, Severity, Unit


@dataclass(frozen=True, slots=True)
class Check:
    """One identity, both sides, what rounding allows, and the outcome."""

    check_id: str = column("核对编号", "Check id", ref=True)
    other_filing_id: str | None = column("另一文件", "The other filing, across years", default=None)
    rule_id: str = column("规则编号", "Rule", default="")
    subject: str = column("核对对象", "What is compared", default="")
    left: Number | None = column("左值", "Left side", default=None)
    right: Number | None = column("右值", "Right side", default=None)
    left_low: Number | None = column("左值下限", "Least that the print allows", default=None)
    left_high: Number | None = column("左值上限", "Most that the print allows", default=None)
    right_low: Number | None = column("右值下限", "Least that the print allows", default=None)
    right_high: Number | None = column("右值上限", "Most that the print allows", default=None)
    unit: Unit | None = column("单位", "Unit", default=None)
    outcome: CheckOutcome = column("结论", "Outcome", default="not_checkable")
    severity: Severity = column("严重程度", "Severity", default="info")
    message_zh: str = column("说明", "Message in Chinese", default="")
    diagnosis_zh: str | None = column("推断", "Diagnosis in Chinese", default=None)
    evidence_ids: tuple[str, ...] = column("依据行编号", "Rows compared", ref=True, default=())
    page: int | None = column("页码", "Page", default=None)
    boxes: tuple[Box, ...] = column("页面位置", "Place on the page", default=())
    diagnosis: str = internal(default="")
    """What `diagnosis_zh` says, as a word of models/checks."""
