"""Rows of a document that says markup wherever a document may say anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.report.findings import Row

HOSTILE = "</script><script>window.broken=1</script><img src=x onerror=window.broken=1>&amp;"


def hostile_rows() -> Mapping[str, Sequence[Row]]:
    """One row of each dataset that the findings need."""
    whose = {"filing_id": "f1", "entity_id": None, "entity_name": HOSTILE, "fiscal_year": 2024}
    deviation = {
        "item_name": HOSTILE, "item_code": HOSTILE, "breakdown": "functional", "fund": "general_public_budget",
        "actual_cny": Decimal("60.00"), "gap_cny": Decimal("-40.00"), "gap_basis": "initial_budget",
        "direction": "under", "is_leaf": True, "is_counted": True, "reason_ids": ["f1-re-1"],
        "cause_ids": ["project_delay"], "reason_text": HOSTILE, "explained_cny": None, "statement_ids": [],
        "fact_ids": [], "kept_out": [], "initial_budget_cny": Decimal("100.00"), "final_budget_cny": None,
        "budget_cny": None, "rate_reported": None,
    }
    return {
        "filings": [{
            **whose, "source_path": HOSTILE, "region_name": None, "is_current": True, "status": "partial",
            "error_detail": HOSTILE,
        }],
        "budget_execution": [{**whose, **deviation}],
        "recurring_causes": [{
            **whose, "scope": "entity", "cause_id": "project_delay", "direction": "under", "basis": "initial_budget",
            "item_count": 1, "entity_count": 1, "gap_cny": Decimal("-40.00"), "years_in_a_row": 1,
        }],
        "reasons": [{
            **whose, "reason_id": "f1-re-2", "surface": HOSTILE, "basis": "prior_year", "direction": "decrease",
            "item_name": HOSTILE, "gap_cny": None, "cause_ids": ["vacuous"], "is_vacuous": True, "page": None,
        }],
        "checks": [{
            **whose, "check_id": "f1-ck-1", "subject": HOSTILE, "outcome": "conflict", "severity": "error",
            "message_zh": HOSTILE, "diagnosis_zh": HOSTILE, "evidence_ids": [], "page": None,
            "left": None, "right_low": None, "right_high": None, "unit": None,
        }],
    }
