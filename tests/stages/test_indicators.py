"""Self-evaluations to indicators."""

from __future__ import annotations

from decimal import Decimal

from pipeline.knowledge import load_knowledge
from pipeline.records.table import PerformanceIndicator, Table
from pipeline.stages.indicators import find_indicators
from pipeline.stages.tables import find_tables
from tests.stages.hand_built_tables import document, tall, wide

KNOWLEDGE = load_knowledge()
ROWS = [
    [wide("项目名称", 2), wide("样例项目", 6)],
    [tall("绩效指标", 4), "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    [tall("产出指标", 2), tall("数量指标", 1), "教室数量", "≥3间", "3间", "20", "20"],
    ["质量指标", "验收合格率", "100%", "95%", "20.0", "18.5"],
    ["效益指标", "社会效益", "满意度", "有所提升", "达成", "30", "27"],
    [wide("总分", 6), "100", "65.5"],
]


def found() -> list[PerformanceIndicator]:
    blocks = document((["项目支出绩效自评表", "单位：万元"], ROWS, []))
    tables = tuple(x for x in find_tables(blocks, (), knowledge=KNOWLEDGE) if isinstance(x, Table))
    return list(find_indicators(tables, knowledge=KNOWLEDGE))


def test_levels_reach_over_merged_cells() -> None:
    assert [(i.level1, i.level2, i.level3) for i in found()] == [
        ("产出指标", "数量指标", "教室数量"),
        ("产出指标", "质量指标", "验收合格率"),
        ("效益指标", "社会效益", "满意度"),
        ("总分", None, None),
    ]


def test_values_are_as_printed_and_as_numbers_where_they_are_one() -> None:
    rows = found()
    assert [(i.target, i.target_value, i.actual_value, i.unit) for i in rows[:3]] == [
        ("≥3间", Decimal(3), Decimal(3), "间"),
        ("100%", Decimal(100), Decimal(95), "%"),
        ("有所提升", None, None, None),
    ]
    assert [(i.weight, i.score) for i in rows] == [
        (Decimal(20), Decimal(20)),
        (Decimal("20.0"), Decimal("18.5")),
        (Decimal(30), Decimal(27)),
        (Decimal(100), Decimal("65.5")),
    ]
    assert {i.project_name for i in rows} == {"样例项目"}
    assert all(i.page == 1 and i.boxes for i in rows)


def test_other_tables_have_no_indicators() -> None:
    blocks = document(
        (["收入决算表", "单位：万元"], [["科目编码", "科目名称", "财政拨款收入"], ["205", "教育支出", "1.00"]], [])
    )
    tables = tuple(x for x in find_tables(blocks, (), knowledge=KNOWLEDGE) if isinstance(x, Table))
    assert len(tables) == 1
    assert list(find_indicators(tables, knowledge=KNOWLEDGE)) == []
