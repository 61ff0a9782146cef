"""Tables set side by side: 公开06 in pairs of columns, the 三公 table with budget and outturn."""

from __future__ import annotations

from dataclasses import replace

from corpus.generator.cells import Pen, Row, head
from corpus.generator.data import Data
from corpus.generator.document import Cell
from corpus.generator.model import ZERO, Year


def build_three(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """The 三公 table: one printed row, budget and outturn side by side."""
    spec, three = pen.spec, year.three
    extra = spec.get("extra", [])
    each = 6 + len(extra)
    header: list[Row] = [[(k * each, head(spec["halves"][k], each)) for k in (0, 1)], [], []]
    for k in (0, 1):
        at = k * each
        header[1] += [
            (at, head("合计", 1, 2)),
            (at + 1, head("因公出国（境）费", 1, 2)),
            (at + 2, head(spec.get("vehicles", "公务用车购置及运行维护费"), 3)),
            (at + 5, head("公务接待费", 1, 2)),
            *((at + 6 + i, head(x, 1, 2)) for i, x in enumerate(extra)),
        ]
        header[2] += [(at + 2 + i, head(t)) for i, t in enumerate(("小计", "公务用车购置费", "公务用车运行维护费"))]
    if spec.get("column_no", True):
        header.append([(i, head(str(i + 1))) for i in range(each * 2)])
    names = (
        "合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费",
        "公务用车购置费",
        "公务用车运行维护费",
        "公务接待费",
        *extra,
    )
    row: Row = []
    for k, (what, quantity) in enumerate(((spec.get("from", "initial"), spec["quantity"]), ("actual", "actual"))):
        v = {key: getattr(t, what) for key, t in three.items()}
        cars = v["purchase"] + v["running"]
        values = (
            v["abroad"] + cars + v["reception"],
            v["abroad"],
            cars,
            v["purchase"],
            v["running"],
            v["reception"],
            v["meeting"],
            v["training"],
        )
        row += [
            (
                k * each + i,
                pen.value(
                    value,
                    "expenditure",
                    name,
                    "amount",
                    quantity=quantity,
                    item_printed=name,
                    measure_alt="total" if i == 0 else "",
                ),
            )
            for i, (name, value) in enumerate(zip(names, values, strict=False))
        ]
    return [*header, row], len(header)


def build_basic(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开06: two or three pairs of economic items side by side."""
    spec = pen.spec
    columns = [[s for s in data.economic.values() if s.code[:3] in group] for group in spec["groups"]]
    if spec.get("only_used"):
        used = set(year.economic) | {c[:3] for c in year.economic}
        columns = [[s for s in group if s.code in used] for group in columns]
    split = spec.get("heads", ["人员经费", "公用经费"])
    pairs = len(columns)
    header: list[Row] = [[(0, head(split[0], 3)), (3, head(split[1], 3 * (pairs - 1)))]]
    header.append(
        [
            (3 * k + i, head(t))
            for k in range(pairs)
            for i, t in enumerate(spec.get("names", ["科目编码", "科目名称", "决算数"]))
        ]
    )
    if spec.get("column_no"):
        header.append(
            [
                (3 * k + i, head("栏次" if i == 1 else str(k + 1) if i == 2 else ""))
                for k in range(pairs)
                for i in range(3)
            ]
        )
    rows: list[Row] = []
    for n in range(max(map(len, columns))):
        row: Row = []
        for k, group in enumerate(columns):
            if n >= len(group):
                row += [(3 * k + i, Cell()) for i in range(3)]
                continue
            s = group[n]
            amount = sum((v for c, v in year.economic.items() if c.startswith(s.code)), ZERO)
            printed = s.code[: spec["cut_codes"]] if spec.get("cut_codes") else s.code
            row += [
                (3 * k, Cell(printed)),
                (3 * k + 1, Cell(s.name)),
                (3 * k + 2, pen.value(amount, "expenditure", s.name, "amount", item_code=printed, item_printed=s.name)),
            ]
        rows.append(row)
    people = sum((v for c, v in year.economic.items() if c[:3] in ("301", "303")), ZERO)
    public = sum(year.economic.values(), ZERO) - people
    end: Row = [
        (0, Cell("人员经费合计", 2, align="center")),
        (2, pen.value(people, "expenditure", "人员经费合计", "amount", item_printed="人员经费合计")),
        (3, Cell("公用经费合计", 3 * (pairs - 1) - 1, align="center")),
        (3 * pairs - 1, pen.value(public, "expenditure", "公用经费合计", "amount", item_printed="公用经费合计")),
    ]
    return [*header, *rows, end], len(header)


def drop_loose(rows: list[Row], header: int) -> list[Row]:
    """Blank cells of a row that prints no value are no facts."""
    out = []
    for n, row in enumerate(rows):
        printed = any(cell.fact and cell.fact.state == "reported" for _, cell in row)
        out.append(row if printed or n < header else [(c, replace(cell, fact=None)) for c, cell in row])
    return out
