"""The two-sided summaries: 公开01 (all money) and 公开04 (fiscal money)."""

from __future__ import annotations

from decimal import Decimal

from corpus.generator.cells import Pen, Row, head
from corpus.generator.data import Data
from corpus.generator.document import Cell
from corpus.generator.drafts import han
from corpus.generator.model import CAPITAL, FUND, GENERAL, OWN, ZERO, Year

INCOME_ROWS = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
FUNDS = (GENERAL, FUND, CAPITAL)


def income_of(year: Year, name: str) -> Decimal:
    """本年收入 by its printed source."""
    keys = dict(zip(INCOME_ROWS, (*FUNDS, "", "business", "", "", "other_income"), strict=True))
    return year.income.get(keys[name], ZERO)


def class_rows(data: Data, year: Year, funds: tuple[str, ...]) -> list[tuple[str, str, Decimal]]:
    """(label, name, amount) of the expenditure classes in their printed order."""
    return [
        (han(n) + "、", s.name, sum((year.under(s.code, fund) for fund in funds), ZERO))
        for n, s in enumerate(data.classes, 1)
    ]


Side = list[tuple[str, str, Decimal | None]]


def fill(side: Side, size: int) -> Side:
    """The side with empty lines up to `size`."""
    return side + [("", "", None)] * (size - len(side))


def income_side(year: Year, saved: str, size: int) -> Side:
    """The left side of 公开01: sources, empty lines, and the sums."""
    income = sum(year.income.values(), ZERO)
    sources: Side = [(han(n) + "、", name, income_of(year, name)) for n, name in enumerate(INCOME_ROWS, 1)]
    return [
        *fill(sources, size),
        ("", "本年收入合计", income),
        ("", saved, ZERO),
        ("", "年初结转和结余", year.opened()),
        ("", "总计", income + year.opened()),
    ]


def expenditure_side(data: Data, year: Year) -> Side:
    """The right side of 公开01: classes and the sums."""
    return [
        *class_rows(data, year, (*FUNDS, OWN)),
        ("", "本年支出合计", year.total()),
        ("", "结余分配", ZERO),
        ("", "年末结转和结余", year.closed()),
        ("", "总计", year.total() + year.closed()),
    ]


def summary_header(names: tuple[list[str], list[str]], column_no: bool) -> list[Row]:
    """收入 and 支出 over the names of their columns, and the row of column numbers (栏次) below."""
    wide = len(names[0])
    rows: list[Row] = [[(0, head("收入", wide)), (wide, head("支出", len(names[1])))]]
    rows.append([(i, head(name)) for i, name in enumerate(names[0] + names[1])])
    if column_no:
        number, marks = 0, []
        for name in names[0] + names[1]:
            number += name not in ("项目", "行次")
            marks.append({"项目": "栏次", "行次": ""}.get(name, str(number)))
        rows.append([(i, head(mark)) for i, mark in enumerate(marks)])
    return rows


def build_summary(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开01: income at the left, expenditure at the right."""
    spec, lines = pen.spec, pen.spec.get("line_no", True)
    names = ["项目", *(["行次"] if lines else []), spec.get("amount", "金额")]
    header = summary_header((names, names), spec.get("column_no", lines))
    right = expenditure_side(data, year)
    left = income_side(year, spec.get("saved", "使用非财政拨款结余（含专用结余）"), len(right) - 4)
    rows: list[Row] = []
    for n, (a, b) in enumerate(zip(left, right, strict=True), 1):
        expenditure = side_cells(pen, b, "expenditure", len(left) + n, lines, len(names))
        rows.append([*side_cells(pen, a, "income", n, lines, 0), *expenditure])
    return header + rows, len(header)


def side_cells(pen: Pen, entry: tuple[str, str, Decimal | None], side: str, line: int, lines: bool, at: int) -> Row:
    """Name, line number and amount of one side of a summary."""
    label, name, amount = entry
    row = name_cells(label + name, line, lines, at)
    if not name:
        return [*row, (at + len(row), Cell())]
    more = {"line_no": str(line) if lines else "", "item_printed": label + name}
    return [*row, (at + len(row), pen.value(amount, side, name, "amount", **more))]


def name_cells(printed: str, line: int, lines: bool, at: int) -> Row:
    """The name of a line and, where the table has them, its number."""
    row: Row = [(at, Cell(printed, align="center" if printed.endswith(("合计", "总计")) else "left"))]
    return [*row, (at + 1, Cell(str(line), align="center"))] if lines else row


def fiscal_left(year: Year, size: int) -> Side:
    """The left side of 公开04: the three funds' income, and opening balances."""
    income, opening = sum((year.income[f] for f in FUNDS), ZERO), year.opened(*FUNDS)
    names = [name.replace("收入", "") for name in INCOME_ROWS[:3]]
    sources: Side = [
        (han(n) + "、", name, year.income[f]) for n, (f, name) in enumerate(zip(FUNDS, names, strict=True), 1)
    ]
    return [
        *fill(sources, size),
        ("", "本年收入合计", income),
        ("", "年初财政拨款结转和结余", opening),
        *(("", name, year.opened(f)) for f, name in zip(FUNDS, names, strict=True)),
        ("", "总计", income + opening),
    ]


def fiscal_right(data: Data, year: Year) -> list[tuple[str, str, list[Decimal] | None]]:
    """The right side of 公开04: expenditure by fund; None where a line is empty."""
    classes = [(han(n) + "、", s.name, s.code) for n, s in enumerate(data.classes, 1)]
    spent = [year.under("", f) for f in FUNDS]
    closed = [year.closed(f) for f in FUNDS]
    return [
        *((label, name, [year.under(code, f) for f in FUNDS]) for label, name, code in classes),
        ("", "本年支出合计", spent),
        ("", "年末财政拨款结转和结余", closed),
        *[("", "", None)] * 3,
        ("", "总计", [a + b for a, b in zip(spent, closed, strict=True)]),
    ]


def build_fiscal_summary(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开04: fiscal income at the left; expenditure in total and by fund at the right."""
    spec, lines = pen.spec, pen.spec.get("line_no", True)
    names = ["项目", *(["行次"] if lines else [])]
    first = [*names, "金额" if lines else "决算数"]
    header = summary_header((first, [*names, *spec["funds"]]), spec.get("column_no", lines))
    right = fiscal_right(data, year)
    left = fiscal_left(year, len(right) - 6)
    rows: list[Row] = []
    for n, (a, (label, name, amounts)) in enumerate(zip(left, right, strict=True), 1):
        row = side_cells(pen, a, "income", n, lines, 0) + name_cells(label + name, len(left) + n, lines, len(first))
        for i, measure in enumerate(("total", *FUNDS)):
            value = None if amounts is None else sum(amounts, ZERO) if i == 0 else amounts[i - 1]
            more = {"line_no": str(len(left) + n) if lines else "", "item_printed": label + name}
            cell = pen.value(value, "expenditure", name, measure, **more) if name else Cell()
            row.append((len(first) + len(names) + i, cell))
        rows.append(row)
    return header + rows, len(header)
