"""Rows across filings. Their ids are published ones; `fiscal_year` is the partition that a row belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.records.columns import Money, Number, Real32, Short, column, internal
from pipeline.records.vocabulary import (
    AccountsScope,
    Breakdown,
    BudgetBasis,
    Fund,
    GapDirection,
    QualityFlag,
    RecurrenceScope,
    SectionKey,
    Spread,
    Unit,
)


@dataclass(frozen=True, slots=True)
class BudgetExecution:
    """An item of a filing for which an actual and a budget are printed."""

    filing_id: str = column("文件编号", "Filing")
    entity_id: str | None = column("部门或单位编号", "Key of entities", default=None)
    entity_name: str | None = column("部门或单位名称", "Department or unit as printed", default=None)
    region_name: str | None = column("地区", "Region", default=None)
    item_name: str = column("科目或事项名称", "Item", default="")
    item_code: str | None = column("科目编码", "Item code", default=None)
    item_path: str | None = column("科目路径", "Path of levels, parted by /", default=None)
    item_level: Short | None = column("科目层级", "Level of the item", default=None)
    section_key: SectionKey | None = column("章节类别", "Canonical key of the section", default=None)
    breakdown: Breakdown = column("划分方式", "Breakdown that the item belongs to", default="other")
    fund: Fund = column("资金性质", "Fund", default="unknown")
    initial_budget_cny: Money | None = column("年初预算（元）", "Initial budget", unit="yuan", default=None)
    final_budget_cny: Money | None = column("全年预算（元）", "Final (adjusted) budget", unit="yuan", default=None)
    budget_cny: Money | None = column(
        "预算（未言明年初或全年，元）", "Budget, not said which", unit="yuan", default=None
    )
    actual_cny: Money | None = column("决算（元）", "Actual", unit="yuan", default=None)
    rate_initial_computed: Number | None = column(
        "完成年初预算比例（计算）", "Actual in percent of the initial budget, computed", unit="percent", default=None)
    rate_final_computed: Number | None = column(
        "完成全年预算比例（计算）", "Actual in percent of the final budget, computed", unit="percent", default=None)
    rate_reported: Number | None = column(
        "完成比例（照原文）", "Completion rate as printed", unit="percent", default=None
    )
    gap_initial_cny: Money | None = column(
        "与年初预算偏差（元）", "Actual less initial budget", unit="yuan", default=None
    )
    gap_final_cny: Money | None = column("与全年预算偏差（元）", "Actual less final budget", unit="yuan", default=None)
    gap_cny: Money | None = column("偏差（元）", "Actual less the budget of gap_basis", unit="yuan", default=None)
    gap_basis: BudgetBasis = column("偏差基准", "Budget that gap_cny is relative to", default="none")
    direction: GapDirection = column("偏差方向", "Direction of the deviation", default="equal")
    is_leaf: bool = column("是否最低层级", "Lowest printed level of its breakdown", default=False)
    is_counted: bool = column("是否计入汇总", "Counted in sums: each yuan once", default=False)
    reason_ids: tuple[str, ...] = column("原因编号", "Reasons that explain the deviation from the budget", default=())
    cause_ids: tuple[str, ...] = column("原因分类", "Causes; not_stated where a deviation has no reason", default=())
    reason_text: str | None = column("原因文字", "The reasons' texts", default=None)
    explained_cny: Money | None = column(
        "已说明原因金额（元）", "Part of the deviation that a reason of substance explains", unit="yuan", default=None)
    statement_ids: tuple[str, ...] = column("陈述编号", "Statements that the row is made of", default=())
    fact_ids: tuple[str, ...] = column("表内数据编号", "Facts that the row is made of", default=())
    quality_flags: tuple[QualityFlag, ...] = column("质量标记", "Why not to use it blindly", default=())
    kept_out: tuple[QualityFlag, ...] = column(
        "未计入汇总的质量标记", "Flags for which alone the row is not counted; empty for all others", default=())
    fiscal_year: int = internal(default=0)


@dataclass(frozen=True, slots=True)
class RecurringCause:
    """A cause within a scope, by direction, basis and fiscal year, with the money that it stands for."""

    scope: RecurrenceScope = column("范围", "One entity, or all")
    entity_id: str | None = column("部门或单位编号", "Key of entities; null for all", default=None)
    entity_name: str | None = column("部门或单位名称", "Department or unit", default=None)
    cause_id: str = column("原因分类", "Cause", default="")
    direction: GapDirection = column("偏差方向", "Direction of the deviations", default="equal")
    basis: BudgetBasis = column("偏差基准", "Budget that the deviations are relative to", default="none")
    item_count: int = column("科目数", "Counted rows that name the cause", default=0)
    filing_count: int = column("文件数", "Filings of these rows", default=0)
    entity_count: int = column("部门或单位数", "Entities of these rows", default=0)
    gap_cny: Money = column(
        "偏差（按原因均分，元）", "Deviations, split evenly over a row's causes", unit="yuan", default=Decimal(0)
    )
    gap_sole_cny: Money = column(
        "唯一原因的偏差（元）", "Deviations of rows with this cause alone", unit="yuan", default=Decimal(0)
    )
    gap_any_cny: Money = column(
        "涉及该原因的偏差（元）", "Deviations of rows that name it", unit="yuan", default=Decimal(0)
    )
    gap_stated_cny: Money = column(
        "原因自述金额（元）", "Amounts that the reasons themselves name", unit="yuan", default=Decimal(0)
    )
    years_observed: Short = column("出现年数", "Years in which it occurs in this scope, up to this year", default=0)
    years_in_a_row: Short = column("连续年数", "Years in a row, ending with this year", default=0)
    example_reason_id: str = column("原因示例编号", "A reason that names it; empty where none does", default="")
    fiscal_year: int = internal(default=0)


@dataclass(frozen=True, slots=True)
class DepartmentYear:
    """The main figures of one disclosure."""

    entity_id: str | None = column("部门或单位编号", "Key of entities")
    entity_name: str | None = column("部门或单位名称", "Department or unit as printed")
    filing_id: str = column("文件编号", "Filing")
    accounts_scope: AccountsScope = column("报表口径", "Scope of the accounts", default="unknown")
    income_cny: Money | None = column("收入总计（元）", "Total income", unit="yuan", default=None)
    expenditure_cny: Money | None = column("支出总计（元）", "Total expenditure", unit="yuan", default=None)
    basic_cny: Money | None = column("基本支出（元）", "Basic expenditure", unit="yuan", default=None)
    project_cny: Money | None = column("项目支出（元）", "Project expenditure", unit="yuan", default=None)
    personnel_cny: Money | None = column("人员经费（元）", "Personnel expenditure", unit="yuan", default=None)
    public_use_cny: Money | None = column("公用经费（元）", "Expenditure for public use", unit="yuan", default=None)
    opening_balance_cny: Money | None = column("年初结转和结余（元）", "Opening balance", unit="yuan", default=None)
    closing_balance_cny: Money | None = column("年末结转和结余（元）", "Closing balance", unit="yuan", default=None)
    initial_budget_cny: Money | None = column(
        "一般公共预算财政拨款支出年初预算（元）",
        "Initial budget of general-budget expenditure",
        unit="yuan",
        default=None,
    )
    final_budget_cny: Money | None = column(
        "一般公共预算财政拨款支出全年预算（元）",
        "Final budget of general-budget expenditure",
        unit="yuan",
        default=None,
    )
    actual_cny: Money | None = column(
        "一般公共预算财政拨款支出决算（元）", "Actual general-budget expenditure", unit="yuan", default=None)
    rate_initial: Number | None = column(
        "完成年初预算比例", "Actual in percent of the initial budget", unit="percent", default=None
    )
    rate_final: Number | None = column(
        "完成全年预算比例", "Actual in percent of the final budget", unit="percent", default=None
    )
    change_vs_prior_cny: Money | None = column("较上年增减额（元）", "Change from last year", unit="yuan", default=None)
    change_rate_vs_prior: Number | None = column(
        "较上年增减比例", "Change from last year in percent", unit="percent", default=None
    )
    prior_actual_published_cny: Money | None = column(
        "上年决算（上年文件公布，元）",
        "Last year's actual, as last year's own filing has it",
        unit="yuan",
        default=None,
    )
    staff_quota: int | None = column("编制人数", "Staff quota", unit="person", default=None)
    staff_actual: int | None = column("实有人数", "Staff in post", unit="person", default=None)
    explained_share: float | None = column(
        "偏差已说明比例",
        "Share of the counted deviations that a reason of substance explains",
        unit="ratio",
        default=None,
    )
    check_conflict_count: int = column("核对冲突数", "Checks in conflict", default=0)
    quality_flags: tuple[QualityFlag, ...] = column("质量标记", "Why not to use it blindly", default=())
    fiscal_year: int = internal(default=0)


@dataclass(frozen=True, slots=True)
class ThreePublicYear:
    """One item of the 三公 expenditure of one entity and year."""

    entity_id: str | None = column("部门或单位编号", "Key of entities")
    entity_name: str | None = column("部门或单位名称", "Department or unit as printed")
    filing_id: str = column("文件编号", "Filing")
    item_name: str = column("“三公”经费事项", "Item")
    budget_cny: Money | None = column("预算（元）", "Budget", unit="yuan", default=None)
    budget_basis: BudgetBasis = column("预算口径", "Which budget", default="none")
    actual_cny: Money | None = column("决算（元）", "Actual", unit="yuan", default=None)
    prior_actual_cny: Money | None = column("上年决算（元）", "Last year's actual", unit="yuan", default=None)
    count: int | None = column("数量", "Count that belongs to the item", default=None)
    count_unit: Unit | None = column("数量单位", "Unit of the count", default=None)
    fiscal_year: int = internal(default=0)


@dataclass(frozen=True, slots=True)
class ReasonRepeat:
    """A reason whose wording stands elsewhere too."""

    group_id: str = column("重复组编号", "Group of equal or nearly equal wording")
    reason_id: str = column("原因编号", "Reason")
    filing_id: str = column("文件编号", "Filing")
    similarity: Real32 = column("相似度", "Similarity with the group's first reason", unit="ratio")
    spread: Spread = column("重复范围", "Over items of one filing, over entities, or over years")
    fiscal_year: int = internal(default=0)
