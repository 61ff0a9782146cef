"""Tagged occurrences in sentences, and the account of every printed number."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Money, Number, column, internal
from pipeline.records.geometry import Box
from pipeline.records.vocabulary import IgnoreReason, MentionKind, NumberOutcome, Unit


@dataclass(frozen=True, slots=True)
class Mention:
    """One tagged occurrence: `text[start:end] == surface` in its sentence."""

    mention_id: str = column("标注编号", "Mention id", ref=True)
    sentence_id: str = column("句子编号", "Sentence", ref=True)
    start: int = column("起始字符", "First character")
    end: int = column("结束字符", "After the last character")
    surface: str = column("原文", "Text as printed")
    kind: MentionKind = column("类别", "Kind")
    value: Number | None = column("数值（照原文单位）", "Number as printed", default=None)
    unit: Unit | None = column("单位", "Unit", default=None)
    value_cny: Money | None = column("金额（元）", "CNY yuan", unit="yuan", default=None)
    item_code: str | None = column("科目编码", "Item code", default=None)
    page: int | None = column("页码", "Page", default=None)
    boxes: tuple[Box, ...] = column("页面位置", "Place on the page", default=())
    rule_id: str = column("规则编号", "Rule that found it", default="")
    meaning: str = internal(default="")
    """What a cue stands for: a quantity, a basis, a direction, or why a number is ignored."""
    decimals: int = internal(default=0)
    """Printed decimals of a number."""


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """What became of one printed number of the narrative or of a value column."""

    number_id: str = column("数字编号", "Number id", ref=True)
    sentence_id: str | None = column("句子编号", "Sentence", ref=True)
    table_id: str | None = column("表格编号", "Table", ref=True)
    start: int | None = column("起始字符", "First character")
    end: int | None = column("结束字符", "After the last character")
    surface: str = column("原文", "Text as printed")
    outcome: NumberOutcome = column("去向", "What became of it")
    ignore_reason: IgnoreReason | None = column("不计原因", "Why it is ignored")
    target_ids: tuple[str, ...] = column("对应行编号", "Rows that hold it", ref=True)
    page: int | None = column("页码", "Page")
    boxes: tuple[Box, ...] = column("页面位置", "Place on the page")
    is_glossary: bool = internal(default=False)
