from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.knowledge import MODELS
from pipeline.knowledge.comparison import load_comparison
from pipeline.records.comparison import DepartmentYear
from pipeline.records.errors import KnowledgeError

SOURCE = MODELS / "comparison.yaml"


def test_names_decide_breakdown_and_place() -> None:
    known = load_comparison(SOURCE)
    assert known.breakdown("一般公共预算 财政拨款支出") == "total" and known.breakdown("教育支出") is None
    assert known.three_public_item("公务用车购置及运行维护费支出") == "公务用车购置及运行维护费"
    assert known.is_part_of("公务用车购置费", "合计") and not known.is_part_of("合计", "合计")
    assert known.is_part_of(known.place("人员经费", False), known.place("基本支出", False))


def test_a_mark_of_scope_is_no_part_of_a_name() -> None:
    known = load_comparison(SOURCE)
    assert known.body_name("某某县 水务局（本级）") == "某某县水务局" and known.says_own("某某县水务局（本级）")
    assert not known.says_own("某某县水务局（汇总）")


def test_every_figure_is_a_column_of_department_year() -> None:
    columns = set(DepartmentYear.__slots__)
    assert {figure.column for figure in load_comparison(SOURCE).figures} <= columns


def test_a_breakdown_that_the_contract_does_not_have_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "comparison.yaml"
    path.write_text(SOURCE.read_text(encoding="utf-8").replace("meaning: total", "meaning: sum", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no such breakdown"):
        load_comparison(path)
