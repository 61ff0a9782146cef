from __future__ import annotations

from typing import Any

from pipeline.compare.entities import identify
from pipeline.knowledge.comparison import Comparison
from pipeline.records.filing import Filing


def filing(name: str | None, key: str, **more: Any) -> Filing:
    given = {
        "fiscal_year": 2023,
        "form": "department_final_accounts",
        "file_format": "pdf",
        "status": "complete",
        **more,
    }
    return Filing(key, key * 4, given.pop("source_path", f"{key}.pdf"), (), entity_name=name, **given)


def test_namesakes_in_two_regions_stay_two(comparison: Comparison) -> None:
    made, entities = identify(
        [filing("教育局", "a", region_name="甲县"), filing("教育局", "b", region_name="乙县")], comparison
    )
    assert made[0].entity_id != made[1].entity_id and len(entities) == 2


def test_a_region_printed_short_is_the_same(comparison: Comparison) -> None:
    made, _ = identify(
        [
            filing("普河区教育局", "a", region_name="普河区"),
            filing("普河区教育局", "b", region_name="某市普河区"),
            filing("普河区教育局", "c"),
        ],
        comparison,
    )
    assert len({f.entity_id for f in made}) == 1


def test_a_bare_name_without_a_region_joins_no_namesake(comparison: Comparison) -> None:
    made, _ = identify([filing("第一小学", "a", region_name="甲县"), filing("第一小学", "b")], comparison)
    assert made[0].entity_id != made[1].entity_id


def test_own_accounts_are_the_same_body_and_another_disclosure(comparison: Comparison) -> None:
    made, [entity] = identify(
        [filing("某县水务局", "a"), filing("某县水务局（本级）", "b", accounts_scope="own")], comparison
    )
    assert made[0].entity_id == made[1].entity_id and made[0].disclosure_id != made[1].disclosure_id
    assert entity.aliases == ("某县水务局(本级)",) or entity.aliases == ("某县水务局（本级）",)


def test_a_text_beside_the_pdf_is_its_duplicate(comparison: Comparison) -> None:
    made, _ = identify([filing("某县水务局", "a", file_format="text"), filing("某县水务局", "b")], comparison)
    assert [(f.is_current, f.duplicate_of) for f in made] == [(False, "b"), (True, None)]


def test_a_correction_supersedes_and_is_no_duplicate(comparison: Comparison) -> None:
    old, new = (
        filing("某县水务局", "z", published_on="2024-09-01"),
        filing("某县水务局", "a", source_path="决算（更正）.pdf"),
    )
    made, _ = identify([old, new], comparison)
    assert [(f.is_current, f.duplicate_of) for f in made] == [(False, None), (True, None)]


def test_another_year_or_form_is_another_disclosure(comparison: Comparison) -> None:
    made, _ = identify(
        [
            filing("某县水务局", "a"),
            filing("某县水务局", "b", fiscal_year=2022),
            filing("某县水务局", "c", form="department_budget"),
        ],
        comparison,
    )
    assert len({f.disclosure_id for f in made}) == 3 and all(f.is_current for f in made)


def test_a_filing_without_a_name_belongs_to_nobody(comparison: Comparison) -> None:
    made, entities = identify([filing(None, "a"), filing(None, "b")], comparison)
    assert entities == () and all((f.entity_id, f.disclosure_id, f.is_current) == (None, None, True) for f in made)


def test_units_hang_below_their_department_and_never_in_a_circle(comparison: Comparison) -> None:
    unit = filing("某县水文站", "a", parent_entity_name="某县水务局", form="unit_final_accounts", entity_kind="unit")
    made, entities = identify([unit, filing("某县水务局", "b", parent_entity_name="某县水文站")], comparison)
    assert sum(e.parent_entity_id is not None for e in entities) == 0
    made, entities = identify([unit], comparison)
    parents = {e.entity_id: e.parent_entity_id for e in entities}
    assert len(entities) == 2 and parents[made[0].entity_id or ""] in parents


def test_the_order_of_the_filings_changes_nothing(comparison: Comparison) -> None:
    given = [
        filing("某县水务局", "a"),
        filing("某县水务局", "b", number_count=9),
        filing("教育局", "c", region_name="甲县"),
    ]
    forward, backward = identify(given, comparison), identify(given[::-1], comparison)
    assert forward[0] == backward[0][::-1] and forward[1] == backward[1]
