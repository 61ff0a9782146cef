"""Every dataset of the data contract: which record it holds, and where its rows come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from pipeline.records.check import Check
from pipeline.records.comparison import BudgetExecution, DepartmentYear, ReasonRepeat, RecurringCause, ThreePublicYear
from pipeline.records.dimension import Cause, Entity, Item
from pipeline.records.filing import Filing
from pipeline.records.issue import Issue
from pipeline.records.mention import Mention, PrintedNumber
from pipeline.records.outline import Section
from pipeline.records.reason import Reason, ReasonLink
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact, PerformanceIndicator, Table
from pipeline.store.schema import Column, columns_of, schema_of


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset. `layer` names the layer of a filing that it holds; datasets made across filings have none."""

    name: str
    record: type
    kind: Literal["filing", "layer", "comparison", "dimension"]
    zh: str
    en: str
    layer: str | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The published columns."""
        return columns_of(self.record, self.kind == "layer")

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema, with descriptions, without the partition key."""
        return schema_of(self.columns)

    @property
    def is_partitioned(self) -> bool:
        """Is it cut by fiscal year?"""
        return self.kind != "dimension"


def _layer(record: type, layer: str, zh: str, en: str, name: str = "") -> Dataset:
    return Dataset(name or layer, record, "layer", zh, en, layer)


_ALL = (
    Dataset(
        "filings",
        Filing,
        "filing",
        "公开文件：一份内容一行，读不了的也在内",
        "One row per distinct content, readable or not",
    ),
    _layer(Section, "sections", "章节", "Headings and what they govern"),
    _layer(Sentence, "sentences", "正文句子，按阅读顺序", "Sentences in reading order"),
    _layer(Mention, "mentions", "句中标注：金额、比例、科目等", "Every tagged occurrence"),
    _layer(PrintedNumber, "numbers", "每个数字的去向", "What became of every printed number"),
    _layer(Statement, "statements", "正文陈述：一个数值一行", "One row per value that the narrative asserts"),
    _layer(Table, "tables", "识别出的表格，跨页合为一张", "Recognised tables; one continued over pages is one row"),
    _layer(Fact, "facts", "表内数据：一个数值单元格一行", "One row per value cell of a table"),
    _layer(
        PerformanceIndicator,
        "indicators",
        "绩效自评表的指标",
        "Indicators of self-evaluation tables",
        "performance_indicators",
    ),
    _layer(Reason, "reasons", "原因：每条原因 × 基准 × 科目一行", "One row per stated reason × basis × item"),
    _layer(ReasonLink, "reason_links", "原因与所说明的陈述或数据", "What a reason explains"),
    Dataset("reason_repeats", ReasonRepeat, "comparison", "重复使用的原因文字", "Copied wording"),
    _layer(Check, "checks", "核对：试过的每一个等式", "Every identity that was tried"),
    _layer(Issue, "issues", "处理中未能解决的问题", "What the pipeline could not do"),
    Dataset("causes", Cause, "dimension", "原因分类", "Taxonomy of causes"),
    Dataset("items", Item, "dimension", "科目代码", "Code lists"),
    Dataset("entities", Entity, "dimension", "部门与单位", "Bodies that publish"),
    Dataset(
        "budget_execution",
        BudgetExecution,
        "comparison",
        "预算执行：文件 × 科目",
        "Items with an actual and a budget",
    ),
    Dataset(
        "recurring_causes",
        RecurringCause,
        "comparison",
        "反复出现的原因",
        "Causes by scope, direction, basis and year",
    ),
    Dataset("department_year", DepartmentYear, "comparison", "部门年度主要数字", "Main figures, a row per disclosure"),
    Dataset(
        "three_public_year", ThreePublicYear, "comparison", "“三公”经费：事项 × 主体 × 年度", "Item × entity × year"
    ),
)

DATASETS: dict[str, Dataset] = {d.name: d for d in _ALL}
"""Name → dataset, in the order of the data contract."""

LAYER_DATASETS: tuple[Dataset, ...] = tuple(d for d in _ALL if d.kind == "layer")
