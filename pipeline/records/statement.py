"""What the narrative asserts, one value a row."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Money, Number, Short, column, internal
from pipeline.records.geometry import Box
from pipeline.records.vocabulary import Basis, Direction, QualityFlag, Quantity, SectionKey, StatementState, Unit


@dataclass(frozen=True, slots=True)
class Statement:
    """A value that a sentence asserts of an item."""

    statement_id: str = column("陈述编号", "Statement id", ref=True)
    sentence_id: str = column("句子编号", "Sentence", ref=True)
    section_key: SectionKey = column("章节类别", "Canonical key of the section")
    item_name: str = column("科目或事项名称", "Subject in the document's words")
    item_path: str | None = column("科目路径", "Path of levels, parted by /")
    item_code: str | None = column("科目编码", "Item code")
    quantity: Quantity = column("数量类别", "Quantity")
    basis: Basis = column("比较基准", "What a change, rate or share is relative to")
    period: Short | None = column("年度（非本年时）", "Year of the value where not the filing's")
    direction: Direction = column("方向（照措辞）", "Direction as worded")
    value: Number | None = column("数值（照原文单位）", "Number, signed, in its printed unit")
    unit: Unit | None = column("单位", "Unit")
    value_cny: Money | None = column("金额（元）", "CNY yuan", unit="yuan")
    state: StatementState = column("状态", "Reported, none reported, unreadable")
    surface: str = column("原文", "The numeral, or the asserting words")
    start: int = column("起始字符", "First character in the sentence")
    end: int = column("结束字符", "After the last character")
    page: int | None = column("页码", "Page")
    boxes: tuple[Box, ...] = column("页面位置", "Place on the page")
    rule_id: str = column("规则编号", "Rule that read it")
    quality_flags: tuple[QualityFlag, ...] = column("质量标记", "Why not to use it blindly", default=())
    decimals: int = internal(default=0)
    mention_id: str = internal(default="")
    clause: int = internal(default=0)
