"""Builds the statutory tables of a filing from the accounts and the layouts in data/tables.yaml."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from corpus.generator.cells import Pen, Row, head, numbered
from corpus.generator.data import Data
from corpus.generator.document import Cell
from corpus.generator.model import CAPITAL, FUND, GENERAL, OWN, ZERO, Year
from corpus.generator.drafts import han

INCOME_ROWS = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入", "上级补助收入", "事业收入", "经营收入",
               "附属单位上缴收入", "其他收入")
FUNDS = (GENERAL, FUND, CAPITAL)


def income_of(year: Year, name: str) -> Decimal:
    """本年收入 by its printed source."""
    keys = dict(zip(INCOME_ROWS, (*FUNDS, "", "business", "", "", "other_income"), strict=True))
    return year.income.get(keys[name], ZERO)


def class_rows(data: Data, year: Year, funds: tuple[str, ...]) -> list[tuple[str, str, Decimal]]:
    """(label, name, amount) of the expenditure classes in their printed order."""
    return [(han(n) + "、", s.name, sum((year.under(s.code, fund) for fund in funds), ZERO))
            for n, s in enumerate(data.classes, 1)]


def build_summary(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """公开01: income at the left, expenditure at the right."""
    spec = pen.spec
    lines = spec.get("line_no", True)
    left: list[tuple[str, str, Decimal | None]] = [(han(n) + "、", name, income_of(year, name)) for n, name in enumerate(INCOME_ROWS, 1)]
    right: list[tuple[str, str, Decimal | None]] = list(class_rows(data, year, (*FUNDS, OWN)))
    size = max(len(left), len(right))
    left += [("", "", None)] * (size - len(left))
    income, spent = sum(year.income.values(), ZERO), year.total()
    left += [("", "本年收入合计", income), ("", spec.get("saved", "使用非财政拨款结余（含专用结余）"), ZERO), ("", "年初结转和结余", year.opened()),
             ("", "总计", income + year.opened())]
    right += [("", "本年支出合计", spent), ("", "结余分配", ZERO), ("", "年末结转和结余", year.closed()), ("", "总计", spent + year.closed())]
    amount = spec.get("amount", "金额")
    header: list[Row] = [[(0, head("收入", 3 if lines else 2)), (3 if lines else 2, head("支出", 3 if lines else 2))]]
    names = ["项目", "行次", amount] if lines else ["项目", amount]
    header.append([(i, head(t)) for i, t in enumerate(names * 2)])
    if spec.get("column_no", lines):
        header.append([(0, head("栏次")), (1, head("")), (2, head("1")), (3, head("栏次")), (4, head("")), (5, head("2"))] if lines else
                      [(0, head("栏次")), (1, head("1")), (2, head("栏次")), (3, head("2"))])
    rows: list[Row] = []
    for n, (a, b) in enumerate(zip(left, right, strict=True)):
        rows.append([*side_cells(pen, a, "income", n + 1, lines, 0), *side_cells(pen, b, "expenditure", size + 5 + n, lines, 3 if lines else 2)])
    return header + rows, len(header)


def side_cells(pen: Pen, entry: tuple[str, str, Decimal | None], side: str, line: int, lines: bool, at: int) -> Row:
    """Name, line number and amount of one side of a summary."""
    label, name, amount = entry
    row: Row = [(at, Cell(label + name, align="center" if name.endswith(("合计", "总计")) else "left"))]
    if lines:
        row.append((at + 1, Cell(str(line), align="center")))
    cell = pen.value(amount, side, name, "amount", line_no=str(line) if lines else "", item_printed=label + name) if name else Cell()
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
        header.append([(0, head("栏次")), *([(1, head(""))] if lines else []), (at - 1, head("1")), (at, head("栏次")),
                       *([(at + 1, head(""))] if lines else []), *((wide + i, head(str(i + 2))) for i in range(4))])
    kinds = class_rows(data, year, FUNDS)
    left: list[tuple[str, str, Decimal | None]] = [(han(n) + "、", name.replace("收入", ""), year.income[f])
                                                   for n, (f, name) in enumerate(zip(FUNDS, INCOME_ROWS, strict=False), 1)]
    left += [("", "", None)] * (len(kinds) - 3)
    income, opening = sum((year.income[f] for f in FUNDS), ZERO), year.opened(*FUNDS)
    left += [("", "本年收入合计", income), ("", "年初财政拨款结转和结余", opening), ("", "一般公共预算财政拨款", year.opened(GENERAL)),
             ("", "政府性基金预算财政拨款", year.opened(FUND)), ("", "国有资本经营预算财政拨款", ZERO), ("", "总计", income + opening)]
    right: list[tuple[str, str, list[Decimal] | None]] = [
        (label, s.name, [year.under(s.code, f) for f in FUNDS]) for (label, _, _), s in zip(kinds, data.classes, strict=True)]
    right += [("", "本年支出合计", [year.under("", f) for f in FUNDS]), ("", "年末财政拨款结转和结余", [year.closed(f) for f in FUNDS]),
              ("", "", None), ("", "", None), ("", "", None), ("", "总计", [year.under("", f) + year.closed(f) for f in FUNDS])]
    rows: list[Row] = []
    for n, (a, (label, name, amounts)) in enumerate(zip(left, right, strict=True)):
        row = side_cells(pen, a, "income", n + 1, lines, 0)
        line = str(len(left) + n + 1)
        row.append((at, Cell(label + name, align="center" if name.endswith(("合计", "总计")) else "left")))
        row += [(at + 1, Cell(line, align="center"))] if lines else []
        for i, measure in enumerate(("total", *FUNDS)):
            value = None if amounts is None else sum(amounts, ZERO) if i == 0 else amounts[i - 1]
            row.append((wide + i, pen.value(value, "expenditure", name, measure, line_no=line if lines else "", item_printed=label + name)
                        if name else Cell()))
        rows.append(row)
    return header + rows, len(header)


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
    codes = sorted({x.code[:n] for x in year.lines for n in spec.get("levels", (3, 5, 7)) if (fund is None or x.fund == fund) and x.actual})
    rows = [item_row(data, year, pen, code, wide, fund) for code in codes]
    total: Row = [(0, Cell("合计", wide, align="center"))]
    total += [(wide + i, pen.value(value_of(year, c["source"], "", fund), spec["side"], "合计", c["measure"], item_printed="合计"))
              for i, c in enumerate(columns)]
    rows = [*rows, total] if spec.get("total") == "last" else [total, *rows]
    return header + rows, len(header)


def item_row(data: Data, year: Year, pen: Pen, code: str, wide: int, fund: str | None) -> Row:
    """The row of one functional item."""
    name = data.functional[code].name
    printed = code[:pen.spec["cut_codes"]] if pen.spec.get("cut_codes") else code
    row: Row = [(0, Cell(printed, wide - 1)), (wide - 1, Cell(name))]
    return row + [(wide + i, pen.value(value_of(year, c["source"], code, fund), pen.spec["side"], name, c["measure"], item_code=printed,
                                       item_printed=name)) for i, c in enumerate(pen.spec["columns"])]


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
        start: Row = [(0, Cell(code, wide - 1)), (wide - 1, Cell(name))] if code else [(0, Cell(name, wide, align="center"))]
        rows.append(start + [(wide + i, pen.value(v if codes else None, "income" if i < 2 else "expenditure", name, m, item_code=code,
                                                  item_printed=name)) for i, (m, v) in enumerate(zip(measures, values, strict=True))])
    rows += [[(0, Cell("", wide - 1)), *((wide - 1 + i, Cell()) for i in range(7))] for _ in range(0 if codes else pen.spec.get("empty_rows", 2))]
    return header + rows, len(header)


def build_three(data: Data, year: Year, pen: Pen) -> tuple[list[Row], int]:
    """The 三公 table: one printed row, budget and outturn side by side."""
    spec, three = pen.spec, year.three
    extra = spec.get("extra", [])
    each = 6 + len(extra)
    header: list[Row] = [[(k * each, head(spec["halves"][k], each)) for k in (0, 1)], [], []]
    for k in (0, 1):
        at = k * each
        header[1] += [(at, head("合计", 1, 2)), (at + 1, head("因公出国（境）费", 1, 2)), (at + 2, head(spec.get("vehicles", "公务用车购置及运行维护费"), 3)),
                      (at + 5, head("公务接待费", 1, 2)), *((at + 6 + i, head(x, 1, 2)) for i, x in enumerate(extra))]
        header[2] += [(at + 2 + i, head(t)) for i, t in enumerate(("小计", "公务用车购置费", "公务用车运行维护费"))]
    if spec.get("column_no", True):
        header.append([(i, head(str(i + 1))) for i in range(each * 2)])
    names = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", "公务用车购置费", "公务用车运行维护费", "公务接待费", *extra)
    row: Row = []
    for k, (what, quantity) in enumerate(((spec.get("from", "initial"), spec["quantity"]), ("actual", "actual"))):
        v = {key: getattr(t, what) for key, t in three.items()}
        cars = v["purchase"] + v["running"]
        values = (v["abroad"] + cars + v["reception"], v["abroad"], cars, v["purchase"], v["running"], v["reception"], v["meeting"], v["training"])
        row += [(k * each + i, pen.value(value, "expenditure", name, "amount", quantity=quantity, item_printed=name,
                                         measure_alt="total" if i == 0 else "")) for i, (name, value) in
                enumerate(zip(names, values, strict=False))]
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
    header.append([(3 * k + i, head(t)) for k in range(pairs) for i, t in enumerate(spec.get("names", ["科目编码", "科目名称", "决算数"]))])
    if spec.get("column_no"):
        header.append([(3 * k + i, head("栏次" if i == 1 else str(k + 1) if i == 2 else "")) for k in range(pairs) for i in range(3)])
    rows: list[Row] = []
    for n in range(max(map(len, columns))):
        row: Row = []
        for k, group in enumerate(columns):
            if n >= len(group):
                row += [(3 * k + i, Cell()) for i in range(3)]
                continue
            s = group[n]
            amount = sum((v for c, v in year.economic.items() if c.startswith(s.code)), ZERO)
            printed = s.code[:spec["cut_codes"]] if spec.get("cut_codes") else s.code
            row += [(3 * k, Cell(printed)), (3 * k + 1, Cell(s.name)),
                    (3 * k + 2, pen.value(amount, "expenditure", s.name, "amount", item_code=printed, item_printed=s.name))]
        rows.append(row)
    people = sum((v for c, v in year.economic.items() if c[:3] in ("301", "303")), ZERO)
    public = sum(year.economic.values(), ZERO) - people
    end: Row = [(0, Cell("人员经费合计", 2, align="center")), (2, pen.value(people, "expenditure", "人员经费合计", "amount", item_printed="人员经费合计")),
                (3, Cell("公用经费合计", 3 * (pairs - 1) - 1, align="center")),
                (3 * pairs - 1, pen.value(public, "expenditure", "公用经费合计", "amount", item_printed="公用经费合计"))]
    return [*header, *rows, end], len(header)


def drop_loose(rows: list[Row], header: int) -> list[Row]:
    """Blank cells of a row that prints no value are no facts."""
    out = []
    for n, row in enumerate(rows):
        printed = any(cell.fact and cell.fact.state == "reported" for _, cell in row)
        out.append(row if printed or n < header else [(c, replace(cell, fact=None)) for c, cell in row])
    return out
