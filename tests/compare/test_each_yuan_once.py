"""Each yuan once: whatever a set of filings tells several times, sums are those of the money behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hand_built_frames import frames, told
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.compare import _compare
from pipeline.compare.frames import COLUMNS, rows
from pipeline.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
BASES = ("initial_budget", "final_budget")
ITEMS = (
    "2050203", "2050297", "2059999", "2080501", "2080505", "2080897", "2080898", "2089897", "2101101", "2210201",
    "2013901",
)
"""Of five classes; 其他教育支出 is called like what stands above it, 行政运行 like the items of other branches."""
UNLISTED = {
    "2050297": "乙类教育", "2080897": "甲类抚恤金", "2080898": "乙类抚恤金", "20898": "丙类抚恤", "2089897": "丁类抚恤",
}
"""What the list of codes does not have."""
UNITS = ("en-own", "en-u1", "en-u2")


def compared(**given: list[dict[str, Any]]) -> dict[str, Sequence[Any]]:
    read = frames(**given)
    return _compare({name: rows(read, name) for name in COLUMNS}, KNOWLEDGE)


def name_of(code: str) -> str:
    entry = KNOWLEDGE.codes.latest(code)
    return UNLISTED[code] if entry is None else entry.name


@dataclass(frozen=True)
class Printing:
    """How a filing prints: which upper levels, with codes or paths or bare names; what repeats the money."""

    levels: frozenset[int]
    by: str
    basis: str
    repeats: bool


PRINTINGS = st.builds(
    Printing, st.frozensets(st.sampled_from([3, 5])), st.sampled_from(["code", "path", "name", "class name"]),
    st.sampled_from(BASES), st.booleans(),
)
MONEY = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)
SOME = st.integers(0, 100_000).map(lambda cents: Decimal(cents) / 100)
ACCOUNTS = st.dictionaries(st.sampled_from(ITEMS), st.tuples(SOME, SOME), min_size=1).map(
    lambda drawn: {code: (_own_size(code) + left, _own_size(code) + right) for code, (left, right) in drawn.items()}
)


def _own_size(code: str) -> Decimal:
    """Yuan that make the figures of every item, and of every set of items, unlike those of any other."""
    return Decimal(100_000 * 4 ** ITEMS.index(code))


def printed(filing: str, accounts: dict[str, tuple[Decimal, Decimal]], how: Printing) -> list[dict[str, Any]]:
    """The statements of a filing: each upper level before its items, then what says the same money once more."""
    sums: dict[str, list[Decimal]] = {}
    for code in sorted(accounts):
        for length in sorted({*how.levels, 7}):
            total = sums.setdefault(code[:length], [Decimal(0), Decimal(0)])
            total[0] += accounts[code][0]
            total[1] += accounts[code][1]
    made = [row for code, (budget, actual) in sums.items() for row in _lines(filing, code, budget, actual, how)]
    if how.repeats:
        budget, actual = (sum((a[n] for a in accounts.values()), Decimal(0)) for n in (0, 1))
        whole = told("一般公共预算财政拨款支出", prefix=f"{filing}-", **{how.basis: str(budget), "actual": str(actual)})
        halves = told("项目支出", prefix=f"{filing}-", **{how.basis: str(budget), "actual": str(actual)})
        travel = told("公务接待费", prefix=f"{filing}-", **{how.basis: str(budget), "actual": str(actual)})
        made += whole + [{**row, "section_key": "performance.self_evaluation"} for row in halves]
        made += [{**row, "section_key": "three_public.items"} for row in travel]
    return [{**row, "filing_id": filing} for row in made]


def _lines(filing: str, code: str, budget: Decimal, actual: Decimal, how: Printing) -> list[dict[str, Any]]:
    is_bare = how.by == "name" or (how.by == "class name" and len(code) < 7)
    path = "/".join(name_of(code[:length]) for length in (3, 5, 7) if length <= len(code))
    lines = told(
        name_of(code), None if is_bare or how.by == "path" else code, f"{filing}-{code}-",
        **{how.basis: str(budget), "actual": str(actual)},
    )
    return [{**line, "item_path": path if how.by == "path" else None} for line in lines]


@st.composite
def corpora(draw: st.DrawFn) -> tuple[dict[str, list[dict[str, Any]]], dict[tuple[int, str], Decimal]]:
    """A department with its units over two years, any of the filings missing; and the deviations behind them."""
    filings, statements = [], []
    truth: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for year in draw(st.sets(st.sampled_from([2022, 2023]), min_size=1)):
        parts = {unit: draw(ACCOUNTS) for unit in draw(st.sets(st.sampled_from(UNITS), min_size=1))}
        whole: dict[str, tuple[Decimal, Decimal]] = {}
        for accounts in parts.values():
            for code, (budget, actual) in accounts.items():
                had = whole.get(code, (Decimal(0), Decimal(0)))
                whole[code] = (had[0] + budget, had[1] + actual)
        is_consolidated = draw(st.booleans())
        given = {f"{year}-{unit}": accounts for unit, accounts in parts.items()}
        if is_consolidated:
            given[f"{year}-all"] = whole
        for key, accounts in given.items():
            how = draw(PRINTINGS)
            is_all = key.endswith("all")
            kind = "consolidated" if is_all else "own" if key.endswith("own") else "single"
            filings.append({
                "filing_id": key, "fiscal_year": year, "accounts_scope": kind,
                "entity_id": "en-own" if is_all else key.split("-", 1)[1],
                "form": "department_final_accounts" if is_all else "unit_final_accounts",
            })
            statements += printed(key, accounts, how)
            if is_all or not is_consolidated:
                truth[year, how.basis] += sum((actual - budget for budget, actual in accounts.values()), Decimal(0))
    entities = [{"entity_id": unit, "parent_entity_id": "en-own"} for unit in UNITS[1:]] + [{"entity_id": "en-own"}]
    return {"filings": filings, "statements": statements, "entities": entities}, truth


@settings(deadline=None, max_examples=50)
@given(corpora())
def test_sums_over_causes_are_the_money_behind_any_set_of_filings(corpus: Any) -> None:
    given_rows, truth = corpus
    made = compared(**given_rows)
    for scope in ("entity", "all"):
        sums: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        for row in made["recurring_causes"]:
            if row.scope == scope:
                sums[row.fiscal_year, row.basis] += row.gap_cny
        assert {k: v for k, v in sums.items() if v} == {k: v for k, v in truth.items() if v}
    counted = [row for row in made["budget_execution"] if row.is_counted]
    assert sum(row.gap_cny for row in counted) == sum(truth.values())


REASONS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["initial_budget", "final_budget", "budget"]),
        st.sampled_from(["workload", "project_delay", "undetermined"]), st.none() | MONEY,
    ), max_size=5,
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=4, max_size=4), REASONS, st.integers(0, 3),
    st.sampled_from(["initial_budget", "final_budget", "budget", "none"]), st.none() | MONEY, st.booleans(),
)
def test_an_empty_reason_never_raises_what_is_explained(
    amounts: list[tuple[Decimal, Decimal, Decimal]], reasons: list[tuple[int, str, str, Decimal | None]], at: int,
    basis: str, stated: Decimal | None, is_first: bool,
) -> None:
    codes = ITEMS[:4]
    statements = [
        row for code, (initial, final, actual) in zip(codes, amounts, strict=True)
        for row in told(name_of(code), code, code, initial_budget=str(initial), final_budget=str(final),
                        actual=str(actual))
    ]
    real = [
        {"reason_id": f"r{n}", "item_code": codes[place], "item_name": name_of(codes[place]), "basis": against,
         "cause_ids": (cause,), "gap_stated_cny": amount, "surface": "甲"}
        for n, (place, against, cause, amount) in enumerate(reasons)
    ]
    empty = {
        "reason_id": "empty", "item_code": codes[at], "item_name": name_of(codes[at]), "basis": basis,
        "cause_ids": ("vacuous",), "is_vacuous": True, "gap_stated_cny": stated, "surface": "支出减少",
    }
    before = compared(statements=statements, reasons=real)["department_year"][0].explained_share
    after = compared(statements=statements, reasons=[empty, *real] if is_first else [*real, empty])
    assert (after["department_year"][0].explained_share or 0) <= (before or 0) + 1e-12
