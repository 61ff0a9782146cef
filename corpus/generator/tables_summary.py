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


def build_summary(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开01: income at the left, expenditure at the right."""
    spec = pen.spec
    lines = spec.get("line_no", True)
    left: list[tuple[str, str, Decimal | None]] = [
        (han(n) + "、", name, income_of(year, name)) for n, name in enumerate(INCOME_ROWS, 1)
    ]
    right: list[tuple[str, str, Decimal | None]] = list(class_rows(data, year, (*FUNDS, OWN)))
    size = max(len(left), len(right))
    left += [("", "", None)] * (size - len(left))
    income, spent = sum(year.income.values(), ZERO), year.total()
    left += [
        ("", "本年收入合计", income),
        ("", spec.get("saved", "使用非财政拨款结余（含专用结余）"), ZERO),
        ("", "年初结转和结余", year.opened()),
        ("", "总计", income + year.opened()),
    ]
    right += [
        ("", "本年支出合计", spent),
        ("", "结余分配", ZERO),
        ("", "年末结转和结余", year.closed()),
        ("", "总计", spent + year.closed()),
    ]
    amount = spec.get("amount", "金额")
    header: list[Row] = [[(0, head("收入", 3 if lines else 2)), (3 if lines else 2, head("支出", 3 if lines else 2))]]
    names = ["项目", "行次", amount] if lines else ["项目", amount]
    header.append([(i, head(t)) for i, t in enumerate(names * 2)])
    if spec.get("column_no", lines):
        header.append(
            [(0, head("栏次")), (1, head("")), (2, head("1")), (3, head("栏次")), (4, head("")), (5, head("2"))]
            if lines
            else [(0, head("栏次")), (1, head("1")), (2, head("栏次")), (3, head("2"))]
        )
    rows: list[Row] = []
    for n, (a, b) in enumerate(zip(left, right, strict=True)):
        rows.append(
            [
                *side_cells(pen, a, "income", n + 1, lines, 0),
                *side_cells(pen, b, "expenditure", size + 5 + n, lines, 3 if lines else 2),
            ]
        )
    return header + rows, len(header)


def side_cells(pen: Pen, entry: tuple[str, str, Decimal | None], side: str, line: int, lines: bool, at: int) -> Row:
    """Name, line number and amount of one side of a summary."""
    label, name, amount = entry
    row: Row = [(at, Cell(label + name, align="center" if name.endswith(("合计", "总计")) else "left"))]
    if lines:
        row.append((at + 1, Cell(str(line), align="center")))
    cell = (
        pen.value(amount, side, name, "amount", line_no=str(line) if lines else "", item_printed=label + name)
        if name
        else Cell()
    )
    return [*row, (at + (2 if lines else 1), cell)]


def build_fiscal_summary(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开04: fiscal income at the left; expenditure in total and by fund at the right."""
    spec, lines = pen.spec, pen.spec.get("line_no", True)
    at = 3 if lines else 2
    wide = at + (2 if lines else 1)
    header: list[Row] = [[(0, head("收入", at)), (at, head("支出", (2 if lines else 1) + 4))]]
    names = (["项目", "行次", "金额"] if lines else ["项目", "决算数"]) + (["项目", "行次"] if lines else ["项目"])
    header.append([(i, head(t)) for i, t in enumerate([*names, *spec["funds"]])])
    if spec.get("column_no", lines):
        header.append(
            [
                (0, head("栏次")),
                *([(1, head(""))] if lines else []),
                (at - 1, head("1")),
                (at, head("栏次")),
                *([(at + 1, head(""))] if lines else []),
                *((wide + i, head(str(i + 2))) for i in range(4)),
            ]
        )
    kinds = class_rows(data, year, FUNDS)
    left: list[tuple[str, str, Decimal | None]] = [
        (han(n) + "、", name.replace("收入", ""), year.income[f])
        for n, (f, name) in enumerate(zip(FUNDS, INCOME_ROWS, strict=False), 1)
    ]
    left += [("", "", None)] * (len(kinds) - 3)
    income, opening = sum((year.income[f] for f in FUNDS), ZERO), year.opened(*FUNDS)
    left += [
        ("", "本年收入合计", income),
        ("", "年初财政拨款结转和结余", opening),
        ("", "一般公共预算财政拨款", year.opened(GENERAL)),
        ("", "政府性基金预算财政拨款", year.opened(FUND)),
        ("", "国有资本经营预算财政拨款", ZERO),
        ("", "总计", income + opening),
    ]
    right: list[tuple[str, str, list[Decimal] | None]] = [
        (label, s.name, [year.under(s.code, f) for f in FUNDS])
        for (label, _, _), s in zip(kinds, data.classes, strict=True)
    ]
    right += [
        ("", "本年支出合计", [year.under("", f) for f in FUNDS]),
        ("", "年末财政拨款结转和结余", [year.closed(f) for f in FUNDS]),
        ("", "", None),
        ("", "", None),
        ("", "", None),
        ("", "总计", [year.under("", f) + year.closed(f) for f in FUNDS]),
    ]
    rows: list[Row] = []
    for n, (a, (label, name, amounts)) in enumerate(zip(left, right, strict=True)):
        row = side_cells(pen, a, "income", n + 1, lines, 0)
        line = str(len(left) + n + 1)
        row.append((at, Cell(label + name, align="center" if name.endswith(("合计", "总计")) else "left")))
        row += [(at + 1, Cell(line, align="center"))] if lines else []
        for i, measure in enumerate(("total", *FUNDS)):
            value = None if amounts is None else sum(amounts, ZERO) if i == 0 else amounts[i - 1]
            row.append(
                (
                    wide + i,
                    pen.value(
                        value, "expenditure", name, measure, line_no=line if lines else "", item_printed=label + name
                    )
                    if name
                    else Cell(),
                )
            )
        rows.append(row)
    return header + rows, len(header)
