"""Links of reasons to what they explain."""

from __future__ import annotations

from tests.stages.hand_built_text import read


def linked(text: str) -> list[tuple[str, str, str]]:
    """Surface of the reason, quantity of the statement, scope."""
    layers = read(text)
    reasons = {r.reason_id: r for r in layers["reasons"]}
    statements = {s.statement_id: s for s in layers["statements"]}
    return [
        (reasons[k.reason_id].surface, statements[k.statement_id].quantity, k.scope) for k in layers["reason_links"]
    ]


def test_a_change_and_its_rate_are_both_explained() -> None:
    assert linked("培训费较上年减少0.35万元，下降14.00%，主要原因是培训班次减少。") == [
        ("培训班次减少", "change", "same_sentence"),
        ("培训班次减少", "change_rate", "same_sentence"),
    ]


def test_a_shortfall_against_the_budget_is_shown_by_its_rate() -> None:
    text = (
        "培训费年初预算5.00万元，支出决算3.00万元，完成年初预算的60.00%。决算数小于年初预算数的主要原因是培训班次减少。"
    )
    assert [quantity for _, quantity, _ in linked(text)] == ["completion_rate"]


def test_each_item_of_a_shared_reason_has_its_own_statement() -> None:
    text = "办公费减少1.0万元、印刷费减少0.5万元，均系推行无纸化所致。"
    layers = read(text)
    items = {s.statement_id: s.item_name for s in layers["statements"]}
    reasons = {r.reason_id: r.item_name for r in layers["reasons"]}
    assert {(reasons[k.reason_id], items[k.statement_id]) for k in layers["reason_links"]} == {
        ("办公费", "办公费"), ("印刷费", "印刷费"),
    }  # fmt: skip


def test_no_reason_no_link() -> None:
    assert linked("培训费较上年减少0.35万元，下降14.00%。") == []
