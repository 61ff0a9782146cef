"""Records become rows exactly, or it is our bug."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.records.errors import ContractError
from pipeline.records.geometry import Box
from pipeline.records.issue import make_issue
from pipeline.records.mention import Mention
from pipeline.records.reason import ReasonLink
from pipeline.store.datasets import DATASETS
from pipeline.store.rows import decode_rows, encode_layers, to_table

FILING = "0123456789abcdef"
MENTION = Mention(
    "me-1",
    "se-1",
    3,
    9,
    "220.06",
    "amount",
    Decimal("220.06"),
    "wan_yuan",
    Decimal("2200600.00"),
    None,
    2,
    (Box(2, 10.5, 20.0, 40.25, 32.0),),
    "amount.plain",
)
MENTIONS = DATASETS["mentions"]


def test_a_record_becomes_a_row() -> None:
    row = to_table(MENTIONS, [MENTION], FILING).to_pylist()[0]
    assert row["mention_id"] == f"{FILING}-me-1"
    assert row["sentence_id"] == f"{FILING}-se-1"
    assert row["filing_id"] == FILING
    assert row["kind"] == "amount"
    assert row["value_cny"] == Decimal("2200600.00")
    assert row["boxes"] == [{"page": 2, "x0": 10.5, "top": 20.0, "x1": 40.25, "bottom": 32.0}]
    assert row["item_code"] is None


def test_internal_fields_are_not_published() -> None:
    assert {"meaning", "decimals"}.isdisjoint(MENTIONS.schema.names)


def test_boxes_of_files_without_pages_are_not_published() -> None:
    textual = replace(MENTION, page=None, boxes=(Box(0, 0.0, 0.0, 1.0, 1.0),))
    assert to_table(MENTIONS, [textual, MENTION], FILING).column("boxes").to_pylist()[0] == []


def test_references_that_are_missing_stay_missing() -> None:
    link = ReasonLink("re-1", None, "fa-1", "table_row", "link.row")
    row = to_table(DATASETS["reason_links"], [link], FILING).to_pylist()[0]
    assert (row["statement_id"], row["fact_id"]) == (None, f"{FILING}-fa-1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"value_cny": Decimal("0.005")},
        {"value": Decimal("0.0000001")},
        {"value_cny": Decimal(10) ** 18},
        {"kind": "colour"},
        {"surface": None},
        {"start": "3"},
        {"start": 2**31},
    ],
)
def test_a_value_that_its_column_cannot_hold_is_our_bug(wrong: dict[str, object]) -> None:
    with pytest.raises(ContractError, match=r"mentions\."):
        to_table(MENTIONS, [replace(MENTION, **wrong)], FILING)  # type: ignore[arg-type]


def test_a_row_of_another_record_is_our_bug() -> None:
    with pytest.raises(ContractError, match="Issue"):
        to_table(MENTIONS, [make_issue("lines", "code", "info", "说明")], FILING)


def test_layers_survive_being_kept() -> None:
    encoded = encode_layers(FILING, {"mentions": (MENTION,), "issues": (), "blocks": ("not published",)})
    assert list(encoded) == ["mentions"]
    kept = decode_rows(MENTIONS, encoded["mentions"])
    assert kept.equals(to_table(MENTIONS, [MENTION], FILING))
    assert kept.schema.equals(MENTIONS.schema, check_metadata=True)


def test_a_process_that_only_encodes_rows_loads_no_pandas() -> None:
    code = (
        "import sys; from pipeline.store.rows import warm_up_arrow; import pyarrow; warm_up_arrow(); "
        "pyarrow.array(['a', None]); assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
