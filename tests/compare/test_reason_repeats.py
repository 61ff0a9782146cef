from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compare.reason_repeats import LEAST_SIMILAR, _groups, _tokens, reason_repeats, similarity, wording

FILINGS = [
    {"filing_id": "f1", "is_current": True, "fiscal_year": 2022, "entity_id": "en-1", "entity_name": None},
    {"filing_id": "f2", "is_current": True, "fiscal_year": 2023, "entity_id": "en-1", "entity_name": None},
    {"filing_id": "f3", "is_current": True, "fiscal_year": 2023, "entity_id": "en-2", "entity_name": None},
    {"filing_id": "f4", "is_current": False, "fiscal_year": 2023, "entity_id": "en-3", "entity_name": None},
]


def reason(key: str, filing: str, surface: str, sentence: str = "s1", start: int = 0, item: str = "") -> dict[str, Any]:
    return {
        "reason_id": key,
        "filing_id": filing,
        "surface": surface,
        "sentence_id": sentence,
        "start": start,
        "item_name": item,
        "fact_id": None,
    }


def test_copied_over_items_with_the_item_put_in() -> None:
    made = reason_repeats(FILINGS, [
        reason("a", "f1", "人员调动频繁，使水费经费产生缺口，增加相关支出", "s1", item="水费"),
        reason("b", "f1", "人员调动频繁，使电话费经费产生缺口，增加相关支出", "s2", item="电话费"),
    ])
    assert [(r.reason_id, r.similarity, r.spread) for r in made] == [("a", 1.0, "items"), ("b", 1.0, "items")]
    assert len({r.group_id for r in made}) == 1


def test_one_printed_reason_for_several_items_is_no_copy() -> None:
    text = "推行无纸化办公减少了各类印刷"
    assert reason_repeats(FILINGS, [reason("a", "f1", text), reason("b", "f1", text)]) == []


def test_spread_over_years_and_over_bodies() -> None:
    old, new = "2021年度设备尚未到货验收，款项延后支付", "2022年度设备尚未到货验收，款项延后支付"
    assert {r.spread for r in reason_repeats(FILINGS, [reason("a", "f1", old), reason("b", "f2", new)])} == {"years"}
    assert {r.spread for r in reason_repeats(FILINGS, [reason("a", "f2", new), reason("b", "f3", new)])} == {"entities"}


def test_superseded_filings_and_short_wording_do_not_count() -> None:
    assert (
        reason_repeats(
            FILINGS, [reason("a", "f1", "设备尚未到货验收完毕"), reason("b", "f4", "设备尚未到货验收完毕")]
        )
        == []
    )
    assert reason_repeats(FILINGS, [reason("a", "f1", "人员增加"), reason("b", "f3", "人员增加")]) == []


def test_punctuation_and_years_are_not_wording() -> None:
    assert wording("2023年，新增 浴室。", "水费") == "□年新增浴室"


@given(st.lists(st.text("甲乙丙丁", min_size=8, max_size=14), max_size=12, unique=True))
def test_no_wording_that_is_near_enough_is_missed(texts: list[str]) -> None:
    groups = _groups(texts)
    leaders = [members[0][0] for members in groups]
    assert sorted(text for members in groups for text, _ in members) == sorted(texts)
    for place, leader in enumerate(leaders):
        assert all(similarity(_tokens(leader), _tokens(other)) < LEAST_SIMILAR for other in leaders[:place])
