"""Rows that pass by in parts give what rows that are held at once give."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from hand_built_frames import frames, told

from pipeline.compare import compare
from pipeline.compare.frames import by_filing, by_filing_of_years, passing
from pipeline.knowledge import Knowledge


class InParts(dict[str, pd.DataFrame]):
    """Frames that can be had a few rows at a time."""

    def parts(self, name: str) -> Iterator[pd.DataFrame]:
        frame = self[name]
        return (frame.iloc[start:start + 3] for start in range(0, len(frame), 3))


def given() -> dict[str, pd.DataFrame]:
    filings = [{"filing_id": f"f{n}", "entity_id": f"en-{n % 2}", "fiscal_year": 2020 + n // 2} for n in range(6)]
    statements = [
        {**row, "filing_id": f["filing_id"]}
        for f in filings if f["filing_id"] != "f2"
        for row in told("行政运行", "2013901", prefix=f["filing_id"], final_budget="100", actual="90")
    ]
    reasons = [
        {"filing_id": f["filing_id"], "reason_id": f"{f['filing_id']}-r", "item_code": "2013901", "surface": surface,
         "sentence_id": f"{f['filing_id']}-s"}
        for f in filings for surface in ["因疫情影响部分工作未能开展"]
    ]
    return frames(filings=filings, statements=statements, reasons=reasons)


def test_parts_give_the_same_comparison(knowledge: Knowledge) -> None:
    whole, parts = compare(given(), knowledge), compare(InParts(given()), knowledge)
    assert parts == whole
    assert len(whole["budget_execution"]) == 5
    assert whole["reason_repeats"]


def test_filings_can_be_asked_for_in_any_order_and_again() -> None:
    whole = given()
    filings = [{"filing_id": f"f{n}"} for n in range(6)]
    held = by_filing(passing(whole, "statements"), filings)
    pass_by = by_filing(passing(InParts(whole), "statements"), filings)
    for number in (0, 0, 1, 3, 2, 5, 4, 1, 5):
        assert list(pass_by.get(f"f{number}", ())) == list(held.get(f"f{number}", ()))
    assert pass_by.get("f9") is None


def test_filings_of_two_years_can_be_asked_for_in_turn() -> None:
    whole = given()
    filings = [{"filing_id": f"f{n}", "fiscal_year": 2020 + n // 2} for n in range(6)]
    held = by_filing(passing(whole, "statements"), filings)
    in_years = by_filing_of_years(passing(InParts(whole), "statements"), filings, {"actual"})
    for number in (2, 0, 3, 1, 4, 2, 5, 3, 0):
        wanted = [row for row in held.get(f"f{number}", ()) if row["quantity"] == "actual"]
        assert list(in_years.get(f"f{number}", ())) == wanted
