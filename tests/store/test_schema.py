"""Every dataset has the columns of the data contract, in its order, with its types."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.records.columns import column
from pipeline.records.errors import ContractError
from pipeline.store.datasets import DATASETS
from pipeline.store.schema import BOXES, columns_of

TYPES = {
    "": pa.string(),
    "int32": pa.int32(),
    "int16": pa.int16(),
    "int64": pa.int64(),
    "bool": pa.bool_(),
    "float64": pa.float64(),
    "float32": pa.float32(),
    "money": pa.decimal128(20, 2),
    "number": pa.decimal128(24, 6),
    "enum": pa.dictionary(pa.int8(), pa.string()),
    "boxes": BOXES,
    "strings": pa.list_(pa.string()),
    "pages": pa.list_(pa.int32()),
}

CONTRACT = {
    "filings": (
        "filing_id sha256 source_path source_paths:strings source_url published_on file_format:enum "
        "byte_count:int64 page_count:int32 title entity_name entity_id parent_entity_name accounts_scope:enum "
        "region_name form:enum declared_unit:enum text_layer:enum disclosure_id is_current:bool duplicate_of "
        "status:enum error_code:enum error_detail number_count:int32 accounted_count:int32 "
        "accounted_ratio:float64"
    ),
    "sections": (
        "section_id filing_id parent_id order:int32 level:int16 label title key:enum page_first:int32 "
        "page_last:int32"
    ),
    "sentences": (
        "sentence_id filing_id section_id section_key:enum paragraph:int32 order:int32 text tokens:strings "
        "page:int32 boxes:boxes"
    ),
    "mentions": (
        "mention_id filing_id sentence_id start:int32 end:int32 surface kind:enum value:number unit:enum "
        "value_cny:money item_code page:int32 boxes:boxes rule_id"
    ),
    "numbers": (
        "number_id filing_id sentence_id table_id start:int32 end:int32 surface outcome:enum "
        "ignore_reason:enum target_ids:strings page:int32 boxes:boxes"
    ),
    "statements": (
        "statement_id filing_id sentence_id section_key:enum item_name item_path item_code quantity:enum "
        "basis:enum period:int16 direction:enum value:number unit:enum value_cny:money state:enum surface "
        "start:int32 end:int32 page:int32 boxes:boxes rule_id quality_flags:strings"
    ),
    "tables": (
        "table_id filing_id order:int32 template:enum title unit:enum pages:pages row_count:int32 "
        "column_count:int32 is_empty:bool boxes:boxes"
    ),
    "facts": (
        "fact_id filing_id table_id template:enum row:int32 column:int32 line_no:int32 item_code "
        "item_code_normalized item_name item_level:int16 side:enum measure:enum column_header fund:enum "
        "quantity:enum period:int16 value:number unit:enum value_cny:money state:enum surface page:int32 "
        "boxes:boxes quality_flags:strings"
    ),
    "performance_indicators": (
        "indicator_id filing_id table_id project_name level1 level2 level3 target actual target_value:number "
        "actual_value:number unit weight:number completion_rate:number score:number reason page:int32 "
        "boxes:boxes"
    ),
    "reasons": (
        "reason_id filing_id sentence_id end_sentence_id fact_id indicator_id section_key:enum start:int32 "
        "end:int32 surface cue basis:enum direction:enum item_name item_code gap_cny:money "
        "gap_stated_cny:money cause_ids:strings is_vacuous:bool page:int32 boxes:boxes rule_id score:float32"
    ),
    "reason_links": "reason_id filing_id statement_id fact_id scope:enum rule_id",
    "reason_repeats": "group_id reason_id filing_id similarity:float32 spread:enum",
    "checks": (
        "check_id filing_id other_filing_id rule_id subject left:number right:number left_low:number "
        "left_high:number right_low:number right_high:number unit:enum outcome:enum severity:enum message_zh "
        "diagnosis_zh evidence_ids:strings page:int32 boxes:boxes"
    ),
    "issues": "issue_id filing_id stage code severity:enum message_zh page:int32 boxes:boxes",
    "causes": (
        "cause_id parent_id label_zh label_en definition_zh example counterexample usual_direction nature "
        "responsibility edition:int16"
    ),
    "items": (
        "edition:int16 classification:enum item_code item_name level:int16 parent_code successor_code status "
        "source"
    ),
    "entities": (
        "entity_id name_zh aliases:strings parent_entity_id kind:enum region_name region_code admin_level "
        "evidence"
    ),
    "budget_execution": (
        "filing_id entity_id entity_name region_name item_name item_code item_path item_level:int16 "
        "section_key:enum breakdown:enum fund:enum initial_budget_cny:money final_budget_cny:money "
        "budget_cny:money actual_cny:money rate_initial_computed:number rate_final_computed:number "
        "rate_reported:number gap_initial_cny:money gap_final_cny:money gap_cny:money gap_basis:enum "
        "direction:enum is_leaf:bool is_counted:bool reason_ids:strings cause_ids:strings reason_text "
        "explained_cny:money statement_ids:strings fact_ids:strings quality_flags:strings "
        "kept_out:strings"  # added to the contract
    ),
    "recurring_causes": (
        "scope:enum entity_id entity_name cause_id direction:enum basis:enum item_count:int32 "
        "filing_count:int32 entity_count:int32 gap_cny:money gap_sole_cny:money gap_any_cny:money "
        "gap_stated_cny:money years_observed:int16 years_in_a_row:int16 example_reason_id"
    ),
    "department_year": (
        "entity_id entity_name filing_id accounts_scope:enum income_cny:money expenditure_cny:money "
        "basic_cny:money project_cny:money personnel_cny:money public_use_cny:money opening_balance_cny:money "
        "closing_balance_cny:money initial_budget_cny:money final_budget_cny:money actual_cny:money "
        "rate_initial:number rate_final:number change_vs_prior_cny:money change_rate_vs_prior:number "
        "prior_actual_published_cny:money staff_quota:int32 staff_actual:int32 explained_share:float64 "
        "check_conflict_count:int32 quality_flags:strings"
    ),
    "three_public_year": (
        "entity_id entity_name filing_id item_name budget_cny:money budget_basis:enum actual_cny:money "
        "prior_actual_cny:money count:int32 count_unit:enum"
    ),
}


def test_the_datasets_are_those_of_the_contract() -> None:
    assert list(DATASETS) == list(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_those_of_the_contract(name: str) -> None:
    wanted = [(one.partition(":")[0], TYPES[one.partition(":")[2]]) for one in CONTRACT[name].split()]
    assert [(field.name, field.type) for field in DATASETS[name].schema] == wanted


@pytest.mark.parametrize("name", CONTRACT)
def test_every_column_is_described_in_both_languages(name: str) -> None:
    for field in DATASETS[name].schema:
        about = {key.decode(): value.decode() for key, value in field.metadata.items()}
        assert about.keys() == {"description_zh", "description_en", "unit"}
        assert about["description_zh"] and about["description_en"]


def test_enum_words_stand_in_the_contracts_order() -> None:
    words = {(d.name, c.name): c.words for d in DATASETS.values() for c in d.columns if c.words}
    assert words["filings", "status"] == ("complete", "partial", "failed", "skipped")
    assert words["statements", "quantity"][:3] == ("actual", "initial_budget", "final_budget")
    assert words["checks", "outcome"] == ("agree", "conflict", "not_applicable", "not_checkable")
    assert max(map(len, words.values())) < 128, "indices are int8"


def test_only_dimensions_are_not_partitioned() -> None:
    assert [d.name for d in DATASETS.values() if not d.is_partitioned] == ["causes", "items", "entities"]


def test_a_type_without_arrow_type_is_our_bug() -> None:
    from dataclasses import make_dataclass

    strange = make_dataclass("Strange", [("value", complex, column("值", "Value"))], frozen=True)
    with pytest.raises(ContractError, match="value"):
        columns_of(strange, False)
