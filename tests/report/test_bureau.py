from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.knowledge import MODELS
from pipeline.knowledge.causes import load_taxonomy
from pipeline.records.comparison import BudgetExecution, RecurringCause
from pipeline.records.filing import Filing
from pipeline.records.reason import Reason
from pipeline.report.bureau import bureau_report, write_bureau_report
from pipeline.store.datasets import DATASETS
from pipeline.store.rows import encode_layers
from pipeline.store.write import Generation

ITEM = BudgetExecution(
    "f1", "en-1", "某县<水务>局", item_name="防汛", actual_cny=Decimal("60000.00"), gap_cny=Decimal("-40000.00"),
    gap_basis="final_budget", direction="under", is_counted=True, cause_ids=("project_delay",), reason_ids=("f1-r1",),
    reason_text="设备未到货 & 未验收", explained_cny=Decimal("-40000.00"), fiscal_year=2023,
)
CAUSE = RecurringCause(
    "all",
    cause_id="project_delay",
    direction="under",
    basis="final_budget",
    item_count=1,
    filing_count=1,
    entity_count=1,
    gap_cny=Decimal("-40000.00"),
    gap_sole_cny=Decimal("-40000.00"),
    years_in_a_row=3,
    fiscal_year=2023,
)


def write(outputs: Path, items: list[BudgetExecution], causes: list[RecurringCause]) -> None:
    reason = Reason(
        "r1",
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "设备未到货",
        None,
        "final_budget",
        "under",
        "防汛",
        None,
        None,
        None,
        ("project_delay",),
        False,
        12,
        (),
        "rule",
    )
    given: dict[str, Any] = {
        "filings": [Filing("f1", "s", "甲/决算.pdf", (), fiscal_year=2023)], "budget_execution": items,
        "recurring_causes": causes, "causes": load_taxonomy(MODELS / "reasons" / "taxonomy.csv").causes,
    }
    outputs.mkdir(exist_ok=True)
    with Generation(outputs) as generation:
        for name, rows in given.items():
            generation.write_records(name, rows)
        generation.write_layers([(2023, encode_layers("f1", {"reasons": (reason,)}))])
        for name in DATASETS:
            if name not in generation.counts:
                generation.write_records(name, [])
        generation.publish({})


def test_money_cause_and_place_stand_on_the_page(tmp_path: Path) -> None:
    write(tmp_path / "out", [ITEM, replace(ITEM, item_name="另记", is_counted=False)], [CAUSE])
    page = write_bureau_report(tmp_path / "out").read_text(encoding="utf-8")
    assert "某县&lt;水务&gt;局" in page and "设备未到货 &amp; 未验收" in page
    assert "项目实施或验收滞后" in page and "甲/决算.pdf 第 12 页" in page and "另记" not in page
    assert "少支 4.00 万元" in page and "100.0%" in page


def test_nothing_counted_is_said_and_no_error(tmp_path: Path) -> None:
    write(tmp_path / "out", [], [])
    assert "没有可计入汇总的少支科目" in bureau_report(tmp_path / "out")
