"""Tables set side by side: 公开06 in pairs of columns, the 三公 table with budget and outturn."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from corpus.generator.cells import Pen, Row, head
from corpus.generator.data import Data, Subject
from corpus.generator.document import Cell
from corpus.generator.model import ZERO, Year

ABROAD, VEHICLES, RECEPTION = "因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"
PURCHASE, RUNNING = "公务用车购置费", "公务用车运行维护费"


def three_header(spec: dict[str, Any], extra: list[str]) -> list[Row]:
    """Two halves (budget, outturn), each with 合计, the three items and the two parts of the second."""
    each = 6 + len(extra)
    rows: list[Row] = [[(k * each, head(spec["halves"][k], each)) for k in (0, 1)], [], []]
    for at in (0, each):
        rows[1] += [
            (at, head("合计", 1, 2)),
            (at + 1, head(ABROAD, 1, 2)),
            (at + 2, head(VEHICLES, 3)),
            (at + 5, head(RECEPTION, 1, 2)),
            *((at + 6 + i, head(name, 1, 2)) for i, name in enumerate(extra)),
        ]
        rows[2] += [(at + 2 + i, head(name)) for i, name in enumerate(("小计", PURCHASE, RUNNING))]
    if spec.get("column_no", True):
        rows.append([(i, head(str(i + 1))) for i in range(each * 2)])
    return rows


def build_three(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """The 三公 table: one printed row, budget and outturn side by side."""
    spec, extra = pen.spec, pen.spec.get("extra", [])
    header = three_header(spec, extra)
    row: Row = []
    for what, quantity in ((spec.get("from", "initial"), spec["quantity"]), ("actual", "actual")):
        v = {key: getattr(item, what) for key, item in year.three.items()}
        cars = v["purchase"] + v["running"]
        values = {
            "合计": v["abroad"] + cars + v["reception"],
            ABROAD: v["abroad"],
            VEHICLES: cars,
            PURCHASE: v["purchase"],
            RUNNING: v["running"],
            RECEPTION: v["reception"],
            **{name: v["meeting" if name == "会议费" else "training"] for name in extra},
        }
        for name, value in values.items():
            more = {"quantity": quantity, "item_printed": name, "measure_alt": "total" if name == "合计" else ""}
            row.append((len(row), pen.value(value, "expenditure", name, "amount", **more)))
    return [*header, row], len(header)


def basic_header(spec: dict[str, Any], pairs: int) -> list[Row]:
    """人员经费 over the first pair, 公用经费 over the others; code, name and amount below."""
    heads, names = spec.get("heads", ["人员经费", "公用经费"]), spec.get("names", ["科目编码", "科目名称", "决算数"])
    top: Row = [(0, head(heads[0], 3)), (3, head(heads[1], 3 * (pairs - 1)))]
    return [top, [(3 * k + i, head(name)) for k in range(pairs) for i, name in enumerate(names)]]


def basic_cells(year: Year, pen: Pen, item: Subject | None, at: int) -> Row:
    """Code, name and amount of one economic item; nothing where its column has ended."""
    if item is None:
        return [(at + i, Cell()) for i in range(3)]
    amount = sum((v for code, v in year.economic.items() if code.startswith(item.code)), ZERO)
    code = item.code[: pen.spec["cut_codes"]] if pen.spec.get("cut_codes") else item.code
    cell = pen.value(amount, "expenditure", item.name, "amount", item_code=code, item_printed=item.name)
    return [(at, Cell(code)), (at + 1, Cell(item.name)), (at + 2, cell)]


def build_basic(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开06: two or three pairs of economic items side by side."""
    used = set(year.economic) | {code[:3] for code in year.economic}
    columns = [
        [s for s in data.economic.values() if s.code[:3] in group and (s.code in used or not pen.spec.get("only_used"))]
        for group in pen.spec["groups"]
    ]
    pairs = len(columns)
    header, rows = basic_header(pen.spec, pairs), []
    for n in range(max(map(len, columns))):
        items = [group[n] if n < len(group) else None for group in columns]
        rows.append([cell for k, item in enumerate(items) for cell in basic_cells(year, pen, item, 3 * k)])
    people = sum((v for code, v in year.economic.items() if code[:3] in ("301", "303")), ZERO)
    public = sum(year.economic.values(), ZERO) - people

    def total(name: str, amount: Decimal) -> Cell:
        return pen.value(amount, "expenditure", name, "amount", item_printed=name)

    end: Row = [
        (0, Cell("人员经费合计", 2, align="center")),
        (2, total("人员经费合计", people)),
        (3, Cell("公用经费合计", 3 * (pairs - 1) - 1, align="center")),
        (3 * pairs - 1, total("公用经费合计", public)),
    ]
    return [*header, *rows, end], len(header)
