"""Tables with a row for each functional item: 公开02, 03, 05, and the two special funds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from corpus.generator.cells import Pen, Row, head, numbered
from corpus.generator.data import Data
from corpus.generator.document import Cell
from corpus.generator.model import CAPITAL, FUND, GENERAL, ZERO, Year

FUNDS = (GENERAL, FUND, CAPITAL)


def value_of(year: Year, source: str, code: str, fund: str | None) -> Decimal:
    """The amount of one cell of a table by functional item."""
    if source == "total":
        return year.under(code, fund)
    if source in ("basic", "project"):
        return year.under(code, fund, source == "basic")
    if source == "income_total":
        return sum((value_of(year, s, code, None) for s in ("income_fiscal", "income_business", "income_other")), ZERO)
    main = year.lines[0].code
    holds = main.startswith(code)
    if source == "income_fiscal":
        spent = sum((year.under(code, f) for f in FUNDS), ZERO)
        extra = sum((year.income[f] - year.under("", f) for f in FUNDS), ZERO)
        return spent + extra if holds else spent
    if source in ("income_business", "income_other"):
        return year.income["business" if source == "income_business" else "other_income"] if holds else ZERO
    return ZERO


def item_head(spec: dict[str, Any]) -> tuple[list[Row], int]:
    """Header over the code and name columns; returns the rows and how many columns they take."""
    wide = 4 if spec.get("code_columns", 1) == 3 else 2
    names = spec.get("code_names", ["科目编码", "科目名称"])
    top: Row = [(0, head("项目", wide))]
    second: Row = [(0, head(names[0], wide - 1)), (wide - 1, head(names[1]))]
    return [top, second], wide


def build_by_item(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开02, 03, 05: a row for each 类, 款, 项."""
    spec = pen.spec
    header, wide = item_head(spec)
    columns = spec["columns"]
    if spec.get("group_header"):
        header[0].append((wide, head(spec["group_header"], len(columns))))
        header[1] += [(wide + i, head(c["header"])) for i, c in enumerate(columns)]
    else:
        header[0] += [(wide + i, head(c["header"], 1, 2)) for i, c in enumerate(columns)]
    if spec.get("code_columns") == 3:
        top: Row = [(i, head(t)) for i, t in enumerate("类款项")]
        header.append([*top, (3, head("栏次")), *((4 + i, head(str(i + 1))) for i in range(len(columns)))])
    elif spec.get("column_no", True):
        header.append(numbered(len(columns), 1, span=2))
    fund = spec.get("fund")
    codes = sorted(
        {
            x.code[:n]
            for x in year.lines
            for n in spec.get("levels", (3, 5, 7))
            if (fund is None or x.fund == fund) and x.actual
        }
    )
    rows = [item_row(data, year, pen, code, wide, fund) for code in codes]
    total: Row = [(0, Cell("合计", wide, align="center"))]
    total += [
        (
            wide + i,
            pen.value(value_of(year, c["source"], "", fund), spec["side"], "合计", c["measure"], item_printed="合计"),
        )
        for i, c in enumerate(columns)
    ]
    rows = [*rows, total] if spec.get("total") == "last" else [total, *rows]
    return header + rows, len(header)


def item_row(data: Data, year: Year, pen: Pen, code: str, wide: int, fund: str | None) -> Row:
    """The row of one functional item."""
    name = data.functional[code].name
    printed = code[: pen.spec["cut_codes"]] if pen.spec.get("cut_codes") else code
    row: Row = [(0, Cell(printed, wide - 1)), (wide - 1, Cell(name))]
    return row + [
        (
            wide + i,
            pen.value(
                value_of(year, c["source"], code, fund),
                pen.spec["side"],
                name,
                c["measure"],
                item_code=printed,
                item_printed=name,
            ),
        )
        for i, c in enumerate(pen.spec["columns"])
    ]


def build_fund(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开07/08: opening balance, income, expenditure (in total, basic, project), closing balance by item."""
    header, wide = item_head(pen.spec)
    for i, (text, span) in enumerate((("年初结转和结余", 1), ("本年收入", 1), ("本年支出", 3), ("年末结转和结余", 1))):
        header[0].append((wide + i + (2 if i == 3 else 0), head(text, span, 1 if span == 3 else 2)))
    header[1] += [(wide + 2 + i, head(t)) for i, t in enumerate(("小计", "基本支出", "项目支出"))]
    if pen.spec.get("column_no", True):
        header.append(numbered(6, 1, span=wide))
    measures = ("opening_balance", "current_income", "total", "basic", "project", "closing_balance")
    codes = sorted({x.code[:n] for x in year.lines for n in (3, 5, 7) if x.fund == FUND and x.actual})
    rows: list[Row] = []
    for code in ([""] if codes or pen.spec.get("empty_total", True) else []) + codes:
        name = data.functional[code].name if code else "合计"
        spent = year.under(code, FUND)
        values = (ZERO, spent, spent, year.under(code, FUND, True), year.under(code, FUND, False), ZERO)
        start: Row = (
            [(0, Cell(code, wide - 1)), (wide - 1, Cell(name))] if code else [(0, Cell(name, wide, align="center"))]
        )
        rows.append(
            start
            + [
                (
                    wide + i,
                    pen.value(
                        v if codes else None,
                        "income" if i < 2 else "expenditure",
                        name,
                        m,
                        item_code=code,
                        item_printed=name,
                    ),
                )
                for i, (m, v) in enumerate(zip(measures, values, strict=True))
            ]
        )
    rows += [
        [(0, Cell("", wide - 1)), *((wide - 1 + i, Cell()) for i in range(7))]
        for _ in range(0 if codes else pen.spec.get("empty_rows", 2))
    ]
    return header + rows, len(header)
