"""The sample corpus: reproducible, printed as its truth says, and consistent in itself."""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest

from corpus.generator.data import ROOT, load
from corpus.generator.document import Document, Paragraph, StatementTruth, Table
from corpus.generator.families import compose
from corpus.generator.locate import read_twice
from corpus.generator.make import YEARS, compose_shipped, file_name, invent_all, make_filing
from corpus.generator.model import FUND, GENERAL, Year
from corpus.generator.sampling import sample

PURE = ("reportlab",)
SHIPPED = sorted(path.parent for path in (ROOT / "gold").glob("*/filing.json"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make(seed: int, count: int, out: Path) -> list[Path]:
    """Make a sample; its gold folders."""
    for world, document in sample(load(), seed, count, PURE):
        make_filing(world, document, out)
    return sorted((out / "gold").iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    make(7, 2, out)
    return out


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_files(made: Path, tmp_path: Path) -> None:
    make(7, 2, tmp_path)
    assert contents(tmp_path) == contents(made)


def test_another_seed_gives_other_departments() -> None:
    names = [{d.entity_name for _, d in sample(load(), seed, 6, PURE)} for seed in (1, 2)]
    assert not names[0] & names[1]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_truth_is_printed_on_its_page(made: Path) -> None:
    for gold in sorted((made / "gold").iterdir()):
        info = json.loads((gold / "filing.json").read_text("utf-8"))
        with pdfplumber.open(made / "filings" / info["folder"] / info["file"]) as pdf:
            pages = [squeezed("".join(c["text"] for c in page.chars)) for page in pdf.pages]
        assert len(pages) == info["page_count"]
        for row in rows(gold / "statements.csv"):
            page = int(row["page"]) - 1
            assert squeezed(row["surface"])[:3] in pages[page], row
        for row in rows(gold / "facts.csv"):
            if row["state"] == "reported":
                text = pages[int(row["page"]) - 1]
                assert row["value"] in text or f"{Decimal(row['value']):,.2f}" in text, row
        for row in rows(gold / "reasons.csv"):
            text = "".join(pages[int(row["page"]) - 1 : int(row["page_last"])])
            assert row["reason_head"][:3] in text and row["reason_tail"][-3:] in text, row
        for row in rows(gold / "sections.csv"):
            assert squeezed(row["title"]) in pages[int(row["page_first"]) - 1], row


def test_two_readers_see_the_same_characters(made: Path) -> None:
    for path in sorted((made / "filings").rglob("*.pdf")):
        read_twice(path)


# ---- arithmetic
def years() -> Iterator[tuple[str, Year]]:
    for key, department in invent_all(load(), load().shipped["departments"]).items():
        for year in YEARS:
            yield f"{key} {year}", department.years[year]


@pytest.mark.parametrize(("name", "year"), list(years()), ids=lambda x: x if isinstance(x, str) else "")
def test_accounts_balance(name: str, year: Year) -> None:
    income, spent = sum(year.income.values()), year.total()
    assert income + year.opened() == spent + year.closed()
    basic = year.total(lambda line: line.fund == GENERAL and line.is_basic)
    assert sum(year.economic.values()) == basic
    assert all(line.actual <= line.final or line.is_basic for line in year.lines)
    assert year.under("", FUND, True) == 0


def test_years_follow_each_other() -> None:
    for department in invent_all(load(), load().shipped["departments"]).values():
        for before, after in itertools.pairwise(YEARS):
            a, b = department.years[before], department.years[after]
            assert b.total(what="prior") == a.total()
            assert sum(b.opening.values()) == sum(a.closing.values())
            assert {k: t.prior for k, t in b.three.items()} == {k: t.actual for k, t in a.three.items()}


def amounts(table: Table, measure: str) -> list[tuple[str, Decimal]]:
    cells = [cell.fact for row in table.rows for _, cell in row if cell.fact and cell.fact.measure == measure]
    return [(f.item_code or f.item_name, Decimal(f.value or 0)) for f in cells]


def whole(document: Document) -> bool:
    return not document.planted


def test_tables_add_up_where_nothing_was_planted() -> None:
    for document in filter(whole, compose_shipped(load())):
        for table in (
            b for b in document.blocks if isinstance(b, Table) and b.template == "general_budget_expenditure"
        ):
            values = amounts(table, "total")
            total = next(v for k, v in values if k == "合计")
            classes = [v for k, v in values if len(k) == 3 and k.isdigit()]
            assert abs(total - sum(classes)) <= Decimal("0.005") * (len(classes) + 1), document.name


# ---- variety
def test_every_family_and_hand_is_shipped() -> None:
    data = load()
    shipped = data.shipped["filings"]
    assert {f["family"] for f in shipped} == set(data.families)
    assert {f["hand"] for f in shipped} == set(data.hands)
    assert len({data.typography[f["typography"]]["renderer"] for f in shipped}) == 3


@pytest.mark.parametrize("hand", sorted(load().hands))
@pytest.mark.parametrize("family", sorted(load().families))
def test_every_hand_can_write_every_family(family: str, hand: str) -> None:
    data = load()
    departments = invent_all(data, {"d": {"archetype": "culture", "region": "shuodu", "carries": True, "grain": 1}})
    for year in YEARS:
        plan = {"family": family, "hand": hand, "typography": "plain_song"}
        document = compose(data, departments["d"], year, plan)
        marks = [m for b in document.blocks if isinstance(b, Paragraph) for m in b.marks]
        assert sum(isinstance(m.truth, StatementTruth) for m in marks) > 20


@pytest.mark.parametrize("defect", sorted(load().defects))
def test_every_defect_can_be_planted(defect: str) -> None:
    data = load()
    departments = invent_all(data, {"d": {"archetype": "culture", "region": "shuodu", "carries": True}})
    documents = [
        compose(
            data,
            departments["d"],
            year,
            {"family": "nine_before", "hand": hand, "typography": "plain_song", "defects": [defect]},
        )
        for hand in ("national", "detailed")
        for year in YEARS
    ]
    planted = [d for d in documents if d.planted]
    assert planted
    if data.defects[defect].get("conflict"):
        assert all(d.conflicts for d in planted)


# ---- what is shipped
def test_shipped_filings_are_those_of_the_gold() -> None:
    files = list((ROOT / "filings").rglob("*.pdf"))
    assert len(files) == len(SHIPPED) >= 12
    assert sum(path.stat().st_size for path in files) <= 6_000_000
    by_sha = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    assert {json.loads((gold / "filing.json").read_text("utf-8"))["sha256"] for gold in SHIPPED} == by_sha


def test_shipped_truth_is_what_the_generator_says() -> None:
    for document in compose_shipped(load()):
        gold = ROOT / "gold" / document.name
        marks = [m.truth for b in document.blocks if isinstance(b, Paragraph) for m in b.marks]
        said = [(m.item_name, m.quantity, m.value) for m in marks if isinstance(m, StatementTruth)]
        assert [(r["item_name"], r["quantity"], r["value"]) for r in rows(gold / "statements.csv")] == said
        assert file_name(document) == json.loads((gold / "filing.json").read_text("utf-8"))["file"]
        assert len(rows(gold / "conflicts.csv")) == len(document.conflicts)


def test_shipped_corpus_shows_something() -> None:
    reasons = [r for gold in SHIPPED for r in rows(gold / "reasons.csv")]
    assert len({c for r in reasons for c in r["cause_ids"].split(";")}) >= 20
    assert {gold.name for gold in SHIPPED if (rows(gold / "conflicts.csv"))} >= {
        "culture_yp_2024",
        "statistics_qy_2024",
    }
    empty = [
        r["is_vacuous"] == "true" for gold in SHIPPED if "statistics" in gold.name for r in rows(gold / "reasons.csv")
    ]
    assert sum(empty) > len(empty) / 2
