"""Recognised tables, the facts in their cells, and the indicator blocks of self-evaluations."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Money, Number, Short, internal
from pipeline.records.columns import column as published
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell
from pipeline.records.vocabulary import (
    FactState,
    Fund,
    Measure,
    QualityFlag,
    Quantity,
    Side,
    TableUnit,
    Template,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A recognised table; one continued over pages is one row.

    `cells` are those of the stitched grid: rows count on over the pages, repeated headers are left out.
    `header_rows` says how many rows at the top are header. `note` is the text printed under it. `lines` are the
    orders of the lines that are its title, captions and cells (its notes stay narrative).
    """

    table_id: str = published("表格编号", "Table id", ref=True)
    order: int = published("顺序", "Order in the document")
    template: Template = published("表格类别", "Template")
    title: str | None = published("表名（照原文）", "Title as printed")
    unit: TableUnit = published("金额单位", "Unit")
    pages: tuple[int, ...] = published("所在页", "Pages")
    row_count: int = published("行数", "Rows")
    column_count: int = published("列数", "Columns")
    is_empty: bool = published("是否空表", "A statutory table printed without data")
    boxes: tuple[Box, ...] = published("页面位置", "A box per page")
    cells: tuple[Cell, ...] = internal(default=())
    header_rows: int = internal(default=0)
    note: str | None = internal(default=None)
    form_id: str = internal(default="")
    lines: tuple[int, ...] = internal(default=())


@dataclass(frozen=True, slots=True)
class Fact:
    """A value cell of a table."""

    fact_id: str = published("数据编号", "Fact id", ref=True)
    table_id: str = published("表格编号", "Table", ref=True)
    template: Template = published("表格类别", "Template")
    row: int = published("行（自0）", "Row of the stitched table, from 0")
    column: int = published("列（自0）", "Column of the stitched table, from 0")
    line_no: int | None = published("行次", "Line number as printed")
    item_code: str | None = published("科目编码（照原文）", "Item code as printed")
    item_code_normalized: str | None = published("科目编码（校正）", "Code completed or corrected against the list")
    item_name: str | None = published("科目名称", "Item name")
    item_level: Short | None = published("科目层级", "Level of the item")
    side: Side = published("收支方", "Side")
    measure: Measure = published("指标", "Measure")
    column_header: str = published("列标题（照原文，多级相连）", "Printed header, joined over its levels")
    fund: Fund = published("资金性质", "Fund")
    quantity: Quantity | None = published("数量类别", "Quantity")
    period: Short | None = published("年度（非本年时）", "Year where not the filing's")
    value: Number | None = published("数值（照原文单位）", "Number in its printed unit")
    unit: Unit | None = published("单位", "Unit")
    value_cny: Money | None = published("金额（元）", "CNY yuan", unit="yuan")
    state: FactState = published("状态", "Reported, blank or unreadable")
    surface: str = published("原文", "Cell as printed")
    page: int | None = published("页码", "Page")
    boxes: tuple[Box, ...] = published("页面位置", "Place on the page")
    quality_flags: tuple[QualityFlag, ...] = published("质量标记", "Why not to use it blindly", default=())
    decimals: int = internal(default=0)
    reason_text: str | None = internal(default=None)
    """Words of the row's own reason column (未完成原因分析), where the table has one."""
    reason_boxes: tuple[Box, ...] = internal(default=())


@dataclass(frozen=True, slots=True)
class PerformanceIndicator:
    """A row of the indicator block of a self-evaluation table."""

    indicator_id: str = published("指标编号", "Indicator id", ref=True)
    table_id: str = published("表格编号", "Table", ref=True)
    project_name: str | None = published("项目名称", "Project")
    level1: str | None = published("一级指标", "First level")
    level2: str | None = published("二级指标", "Second level")
    level3: str | None = published("三级指标", "Third level")
    target: str | None = published("年度指标值", "Target as printed")
    actual: str | None = published("实际完成值", "Actual as printed")
    target_value: Number | None = published("指标值（数值）", "Target value")
    actual_value: Number | None = published("完成值（数值）", "Actual value")
    unit: str | None = published("计量单位", "Unit as printed")
    weight: Number | None = published("分值", "Weight")
    completion_rate: Number | None = published("完成率", "Completion rate", unit="percent")
    score: Number | None = published("得分", "Score")
    reason: str | None = published("偏差原因", "Reason")
    page: int | None = published("页码", "Page")
    boxes: tuple[Box, ...] = published("页面位置", "Place on the page")
    numbers: tuple[str, ...] = internal(default=())
    """Surfaces of the numbers of the row, for the account of numbers."""
