"""Stated reasons and what they explain."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Money, Real32, column, internal
from pipeline.records.geometry import Box
from pipeline.records.vocabulary import Direction, LinkScope, ReasonBasis, SectionKey


@dataclass(frozen=True, slots=True)
class Reason:
    """One stated reason × basis × item."""

    reason_id: str = column("原因编号", "Reason id", ref=True)
    sentence_id: str | None = column("句子编号", "Sentence where it begins", ref=True)
    end_sentence_id: str | None = column("结束句编号", "Sentence where it ends, if another", ref=True)
    fact_id: str | None = column("表内数据编号", "Fact beside which it is printed", ref=True)
    indicator_id: str | None = column("绩效指标编号", "Indicator beside which it is printed", ref=True)
    section_key: SectionKey | None = column("章节类别", "Canonical key of the section")
    start: int | None = column("起始字符", "First character")
    end: int | None = column("结束字符", "After the last character (in the end sentence)")
    surface: str = column("原因文字（不含提示词与句末标点）", "Text without cue and closing punctuation")
    cue: str | None = column("提示词", "Cue")
    basis: ReasonBasis = column("比较基准", "Basis of the deviation explained")
    direction: Direction = column("方向", "Direction of the deviation explained")
    item_name: str = column("科目或事项名称", "Item explained")
    item_code: str | None = column("科目编码", "Item code")
    gap_cny: Money | None = column("偏差额（元）", "Signed deviation", unit="yuan")
    gap_stated_cny: Money | None = column("原因自述金额（元）", "Amount that the reason names", unit="yuan")
    cause_ids: tuple[str, ...] = column("原因分类", "Causes, most specific, in order of appearance")
    is_vacuous: bool = column("是否笼统", "Says nothing of its own")
    page: int | None = column("页码", "Page")
    boxes: tuple[Box, ...] = column("页面位置", "Place on the page")
    rule_id: str = column("规则编号", "Rule that found it, or the model that decided its causes")
    score: Real32 | None = column("模型得分", "Score, only where a trained model decided", default=None)
    statement_ids: tuple[str, ...] = internal(default=())
    found_by: str = internal(default="")
    scope: LinkScope = internal(default="same_sentence")


@dataclass(frozen=True, slots=True)
class ReasonLink:
    """A reason and the statement or fact that it explains."""

    reason_id: str = column("原因编号", "Reason", ref=True)
    statement_id: str | None = column("陈述编号", "Statement explained", ref=True)
    fact_id: str | None = column("数据编号", "Fact explained", ref=True)
    scope: LinkScope = column("关联范围", "How near they stand")
    rule_id: str = column("规则编号", "Rule that linked them")
