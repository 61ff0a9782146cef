from __future__ import annotations

import importlib
from typing import Any

import pytest
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


def test_punctuation_and_numbers_are_not_wording() -> None:
    assert wording("2023年，新增 浴室3间。", "水费") == "□年新增浴室□间"
    assert wording("调入三人，支付1,234.50万元", "") == wording("调入12人，支付８万元", "") == "调入□人支付□万元"
    assert wording("统一安排第三方服务", "") == "统一安排第三方服务"


def test_only_figures_differ_or_a_word_or_two() -> None:
    same = reason_repeats(FILINGS, [
        reason("a", "f1", "年内调入4人、退休2人，工资福利支出相应增加12.30万元"),
        reason("b", "f2", "年内调入11人、退休1人，工资福利支出相应增加8万元"),
        reason("c", "f3", "年内调入1人、退休5人，工资和福利支出相应增加0.5万元"),
    ])
    assert [(r.reason_id, r.similarity == 1.0) for r in same] == [("a", True), ("b", True), ("c", False)]
    assert {r.spread for r in same} == {"entities"}
    assert reason_repeats(FILINGS, [
        reason("a", "f1", "年内调入人员较多，工资福利支出相应增加"),
        reason("b", "f2", "年内退休人员较多，项目支出相应减少许多"),
    ]) == []


def test_each_distinct_wording_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("pipeline.compare.reason_repeats")
    looked, nearest = [], module._nearest
    monkeypatch.setattr(module, "_nearest", lambda *given: looked.append(1) or nearest(*given))
    made = [reason(f"r{n}", "f1", f"年内调入{n}人，工资福利支出相应增加{n}万元", f"s{n}") for n in range(5000)]
    kinds = "甲乙丙丁戊"
    made += [reason(f"q{n}", "f1", f"因第{n}号台账调整，{kinds[n % 5]}类支出相应减少", f"t{n}") for n in range(5000)]
    assert len(reason_repeats(FILINGS, made)) == 10_000
    assert len(looked) == 6


def test_groups_do_not_depend_on_the_order() -> None:
    texts = [f"{kind}类项目前期工作未完成，资金结转下年使用" for kind in "甲乙丙丁"]
    made = [reason(f"r{n}", "f1", texts[n % 4], f"s{n}") for n in range(12)]
    there, back = reason_repeats(FILINGS, made), reason_repeats(FILINGS, made[::-1])
    assert {(r.reason_id, r.group_id) for r in there} == {(r.reason_id, r.group_id) for r in back}


@given(st.lists(st.text("甲乙丙丁", min_size=8, max_size=14), max_size=12, unique=True))
def test_no_wording_that_is_near_enough_is_missed(texts: list[str]) -> None:
    groups = _groups(texts)
    leaders = [members[0][0] for members in groups]
    assert sorted(text for members in groups for text, _ in members) == sorted(texts)
    for place, leader in enumerate(leaders):
        assert all(similarity(_tokens(leader), _tokens(other)) < LEAST_SIMILAR for other in leaders[:place])
