"""The wordings of the narrative: each gives its statements, its reasons and its ignored numbers, and no others.

A row that is known not to come stands in `known_missing`, what comes in its place in `instead`: the test fails when
either changes.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records.mention import Mention, PrintedNumber
from pipeline.records.reason import Reason
from pipeline.records.statement import Statement
from tests.stages.hand_built_text import read

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "phenomena.yaml").read_text(encoding="utf-8"))[
    "cases"
]
TEXTS = [case["text"] for case in CASES]


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def statement_rows(rows: list[str]) -> Counter[tuple[object, ...]]:
    """The rows of the file without their codes: a code left empty is not asserted."""
    found = (cells(row) for row in rows)
    return Counter((i, q, b, d, Decimal(v) if v else None, u, s) for i, _, q, b, d, v, u, s in found)


def reason_rows(rows: list[str]) -> Counter[tuple[object, ...]]:
    found = (cells(row) for row in rows)
    return Counter((i, b, d, t, c, None if g == "blank" else Decimal(g)) for i, b, d, t, c, g in found)


def expected(case: dict[str, Any], part: str) -> list[str]:
    """The rows that must come: those of the file but for the known shortfalls."""
    rows = Counter(case.get(part) or [])
    rows.subtract(case.get("known_missing", {}).get(part, []))
    assert min(rows.values(), default=1) >= 0, "a known shortfall is no row of its case"
    return [*rows.elements(), *case.get("instead", {}).get(part, [])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['says']}")
def test_statements_of_a_wording(case: dict[str, Any]) -> None:
    found: tuple[Statement, ...] = read(case["text"])["statements"]
    rows = Counter((s.item_name, s.quantity, s.basis, s.direction, s.value, s.unit or "", s.state) for s in found)
    assert rows == statement_rows(expected(case, "statements"))
    for row in expected(case, "statements"):
        item, code, *_ = cells(row)
        assert not code or {s.item_code for s in found if s.item_name == item} == {code}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['says']}")
def test_reasons_of_a_wording(case: dict[str, Any]) -> None:
    found: tuple[Reason, ...] = read(case["text"])["reasons"]
    rows = Counter((r.item_name, r.basis, r.direction, r.surface, ";".join(r.cause_ids), r.gap_cny) for r in found)
    assert rows == reason_rows(expected(case, "reasons"))


@pytest.mark.parametrize("case", [c for c in CASES if "ignored" in c], ids=lambda case: str(case["id"]))
def test_numbers_that_a_wording_ignores(case: dict[str, Any]) -> None:
    found: tuple[PrintedNumber, ...] = read(case["text"])["numbers"]
    ignored = Counter((n.surface, n.ignore_reason) for n in found if n.outcome == "ignored")
    assert not Counter(re.findall(r"(\S+) \((\w+)\)", case["ignored"])) - ignored


def test_few_wordings_fall_short() -> None:
    short = {case["id"] for case in CASES if "known_missing" in case}
    assert len(CASES) == 60
    assert len(short) <= 5, "a shortfall more is a regression: mend it rather than mark it"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
def test_every_span_is_its_surface_and_every_number_has_one_outcome(texts: list[str]) -> None:
    layers = read("\n".join(texts))
    by_id = {s.sentence_id: s for s in layers["sentences"]}
    spanned: list[Mention | Statement | PrintedNumber] = [
        *layers["mentions"],
        *layers["statements"],
        *layers["numbers"],
    ]
    for row in spanned:
        assert row.sentence_id is not None
        assert by_id[row.sentence_id].text[row.start : row.end] == row.surface
    for reason in layers["reasons"]:
        whole = by_id[reason.sentence_id].text
        if reason.end_sentence_id is None:
            assert whole[reason.start : reason.end] == reason.surface
        else:
            last = by_id[reason.end_sentence_id].text
            assert reason.surface.startswith(whole[reason.start :]) and reason.surface.endswith(last[: reason.end])
    for sentence in by_id.values():
        assert "".join(sentence.tokens) == "".join(sentence.text.split())
    _account_is_whole(layers["numbers"], layers["statements"], by_id)


def _account_is_whole(numbers: tuple[PrintedNumber, ...], statements: tuple[Statement, ...], by_id: Any) -> None:
    """Every digit of every sentence is in exactly one number, and a number's targets are statements of its place."""
    known = {s.statement_id: s for s in statements}
    taken: Counter[tuple[str | None, int]] = Counter()
    for number in numbers:
        assert number.start is not None and number.end is not None
        taken.update((number.sentence_id, at) for at in range(number.start, number.end))
        assert bool(number.target_ids) == (number.outcome == "statement")
        assert (number.ignore_reason is not None) == (number.outcome == "ignored")
        assert all(known[i].start <= number.start < known[i].end for i in number.target_ids)
    digits = {(i, at) for i, s in by_id.items() for at, c in enumerate(s.text) if c in "0123456789"}
    assert max(taken.values(), default=1) == 1
    assert digits <= set(taken)


def test_offsets_of_paragraphs_count_the_narrative() -> None:
    paragraphs = read("\n".join(TEXTS[:20]))["paragraphs"]
    lengths = accumulate((len(p.text) for p in paragraphs), initial=0)
    assert [p.offset for p in paragraphs] == list(lengths)[:-1]
