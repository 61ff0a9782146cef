"""Plants defects of known kinds (data/defects.yaml) and says which contradictions in print came of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from corpus.generator.cells import Row
from corpus.generator.data import Data
from corpus.generator.document import Cell, Conflict, Table
from corpus.generator.money import half_up, percent, to_cny
from corpus.generator.topics import BUDGETS, Topic, case_of


@dataclass(frozen=True, slots=True)
class Plot:
    """The defects of one filing: names, and the generator that chooses their places."""

    names: tuple[str, ...]
    data: Data
    seed: str

    def of(self, how: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The defects that are planted in this way."""
        for name in self.names:
            if self.data.defects[name]["how"] == how:
                yield name, self.data.defects[name]

    def rng(self, name: str) -> Random:
        """A generator for one defect."""
        return Random(f"{self.seed}:{name}")

    def plan(self, plan: dict[str, Any]) -> dict[str, Any]:
        """The office's habits with those of its defects."""
        for _, defect in self.of("plan"):
            plan = {**plan, **defect["plan"]}
        return plan


def twisted(value: Decimal, twist: str) -> Decimal:
    """A figure gone wrong: two digits swapped, a tenth, or nothing."""
    if twist == "nothing":
        return Decimal(0)
    if twist == "tenth":
        return half_up(value / 10)
    digits = list(f"{abs(value):.2f}")
    middle = len(digits) // 2 - 2
    for i in sorted(range(len(digits) - 1), key=lambda n: abs(n - middle)):
        a, b = digits[i], digits[i + 1]
        if a.isdigit() and b.isdigit() and a != b and not (i == 0 and b == "0"):
            digits[i], digits[i + 1] = b, a
            break
    else:
        return value + 10
    return Decimal("".join(digits))


def change_words(plot: Plot, say: dict[str, Any]) -> dict[str, Any]:
    """A hand's templates with the residues and slips of the filing."""
    for _, defect in plot.of("template"):
        for key in defect["keys"]:
            found = say.get(key)
            if isinstance(found, str):
                say = {**say, key: defect["all"] if "all" in defect else found.replace(defect["from"], defect["to"])}
    return say


def spoil_topics(plot: Plot, topics: dict[str, Topic], step: Decimal, scale: Decimal) -> dict[str, Topic]:
    """Topics with wrong figures and copied or contrary reasons; `scale` is yuan per printed unit."""
    for name, defect in plot.of("spoil"):
        if defect["topic"] == "items":
            items = topics["general"].parts["items"]
            fit = [
                i
                for i, t in enumerate(items)
                if t.amounts["initial_budget"] >= 100 * step
                and t.amounts["actual"] >= 100 * step
                and case_of(t, "final_budget", step) == "under"
                and case_of(t, "initial_budget", step) in ("under", "over")
            ]
            if not fit:
                continue
            at = plot.rng(name).choice(fit)
            spoiled = spoil_one(items[at], defect, scale)
            parts = {**topics["general"].parts, "items": (*items[:at], spoiled, *items[at + 1 :])}
            topics = {**topics, "general": replace(topics["general"], parts=parts)}
        else:
            topics = {**topics, defect["topic"]: spoil_one(topics[defect["topic"]], defect, scale)}
    for _ in plot.of("copy"):
        topics = copy_reasons(topics)
    for _ in plot.of("contrary"):
        topics = contrary_reasons(topics)
    return topics


def spoil_one(topic: Topic, defect: dict[str, Any], scale: Decimal) -> Topic:
    """One topic with a wrong figure."""
    amounts = topic.amounts
    if defect["quantity"] == "completion_rate":
        rates = {
            f"completion:{b}": twisted(percent(amounts["actual"], amounts[b]), defect["twist"])
            for b in BUDGETS
            if amounts[b]
        }
        return replace(topic, spoil=rates)
    if defect["quantity"] == "initial_budget":
        return replace(
            topic, amounts={**amounts, "initial_budget": amounts["final_budget"]}, spoil={"initial_budget": Decimal(0)}
        )
    if defect["quantity"] == "change":
        gap = half_up((amounts["actual"] - amounts["prior_actual"]) / scale)
        return replace(topic, spoil={"change:prior_year": twisted(abs(gap), defect["twist"]) * scale})
    return replace(topic, spoil={"actual": twisted(half_up(amounts["actual"] / scale), defect["twist"]) * scale})


def copy_reasons(topics: dict[str, Topic]) -> dict[str, Topic]:
    """All items give the reason of the first."""
    items = topics["general"].parts["items"]
    first = next((t.reasons for t in items if t.reasons), {})
    plan = next(iter(first.values()), ())
    copied = tuple(replace(t, reasons={basis: plan for basis in t.reasons}) for t in items)
    return {**topics, "general": replace(topics["general"], parts={**topics["general"].parts, "items": copied})}


def contrary_reasons(topics: dict[str, Topic]) -> dict[str, Topic]:
    """Public use went up, and the reason given is thrift."""
    basic = topics["basic"]
    kinds = []
    for topic in basic.parts["kinds"]:
        grew = topic.amounts["actual"] > topic.amounts["prior_actual"]
        plan = topics["three"].reasons.get("prior_year", ())
        thrift = tuple(
            replace(p, phrase="厉行节约，从严控制支出", causes=("austerity",), event="thrift", counts=())
            for p in plan[:1]
        )
        kinds.append(replace(topic, reasons={**topic.reasons, "prior_year": thrift}) if grew and thrift else topic)
    return {**topics, "basic": replace(basic, parts={**basic.parts, "kinds": tuple(kinds)})}


# ---- tables
def by_measure(row: Row) -> dict[str, tuple[int, Cell]]:
    """The value cells of a row by measure."""
    return {cell.fact.measure: (column, cell) for column, cell in row if cell.fact}


def with_text(cell: Cell, text: str) -> Cell:
    """A value cell with another printed number."""
    assert cell.fact
    number = text.replace(",", "")
    fact = replace(
        cell.fact,
        value=number,
        value_cny=to_cny(Decimal(number), cell.fact.unit) if text else "",
        state="reported" if text else "blank",
    )
    return replace(cell, text=text, fact=fact)


def shift_rows(plot: Plot, name: str, rows: list[Row], header: int) -> list[tuple[Cell, str, str, str]]:
    """One column's amounts slip down by a row within a few rows; the totals no longer hold there."""
    body = [
        n
        for n in range(header, len(rows))
        if "project" in by_measure(rows[n]) and by_measure(rows[n])["project"][1].text
    ]
    body = [
        n
        for n in body
        if n + 1 in body and by_measure(rows[n])["project"][1].text != by_measure(rows[n + 1])["project"][1].text
    ]
    if not body:
        return []
    n = plot.rng(name).choice(body)
    texts = [by_measure(rows[k])["project"][1].text for k in (n, n + 1)]
    out = []
    for k, text in ((n, texts[1]), (n + 1, texts[0])):
        column, cell = by_measure(rows[k])["project"]
        wrong = with_text(cell, text)
        rows[k] = [(c, wrong if c == column else x) for c, x in rows[k]]
        cells = by_measure(rows[k])
        basic = Decimal(cells["basic"][1].text.replace(",", "") or 0)
        left, right = Decimal(cells["total"][1].text.replace(",", "")), basic + Decimal(text.replace(",", ""))
        if cells["total"][1].fact and left != right:
            out.append((cells["total"][1], str(left), str(right), wrong.fact.unit if wrong.fact else ""))
    return out


def wrong_total(rows: list[Row], header: int) -> list[tuple[Cell, str, str, str]]:
    """The total of a column with two digits swapped."""
    for n in range(header, len(rows)):
        cells = by_measure(rows[n])
        if "total" in cells and cells["total"][1].fact and cells["total"][1].fact.item_name == "合计":
            column, cell = cells["total"]
            right = Decimal(cell.text.replace(",", ""))
            left = twisted(right, "swap_digits")
            wrong = with_text(cell, f"{left:,.2f}" if "," in cell.text else f"{left:.2f}")
            rows[n] = [(c, wrong if c == column else x) for c, x in rows[n]]
            return [(wrong, str(left), str(right), wrong.fact.unit if wrong.fact else "")]
    return []


def unit_conflict(name: str, says: str, table: Table) -> list[Conflict]:
    """A caption that names another unit than that of the numbers: shown by the table's first amount that is not nil."""
    for row in table.rows:
        for _, cell in row:
            if cell.fact and cell.fact.value and Decimal(cell.fact.value):
                right = str((Decimal(cell.fact.value) * 10000).quantize(Decimal("0.01")))
                return [
                    Conflict(
                        name,
                        f"{table.title}：{says}",
                        cell.fact.value,
                        right,
                        "yuan",
                        cell.fact,
                        root=name,
                        right_half=Decimal(50),
                    )
                ]
    return []
