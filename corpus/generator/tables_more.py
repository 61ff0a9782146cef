"""Builds the tables beyond the nine: details by economic class, project lists, procurement, assets, self-evaluation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from corpus.generator.cells import Pen, Row, head
from corpus.generator.data import Data
from corpus.generator.document import Cell, IndicatorTruth, ReasonTruth
from corpus.generator.model import CAPITAL, FUND, GENERAL, OWN, ZERO, Line, Year
from corpus.generator.money import half_up, in_unit, percent
from corpus.generator.stories import Teller

RETIRED = ("2080501", "2080502")


def economic_class(line: Line, code: str) -> Decimal:
    """The part of a line that falls under an economic class (301, 302, 303, 310)."""
    if line.part == "personnel":
        return line.actual if code == ("303" if line.code in RETIRED else "301") else ZERO
    if line.part == "public":
        return line.actual if code == "302" else ZERO
    capital = (line.actual * Decimal("0.3") / 10000).quantize(Decimal(1)) * 10000
    return {"310": capital, "302": line.actual - capital}.get(code, ZERO)


def build_detail(data: Data, year: Year, pen: Pen, tell: Teller) -> tuple[list[Row], int]:
    """…支出决算明细表: items down, economic classes across; no facts, since no measure fits the pair."""
    spec = pen.spec
    funds = (GENERAL,) if spec.get("fund") else (GENERAL, FUND, CAPITAL)
    lines = [x for x in year.lines if x.fund in funds and x.actual]
    header: list[Row] = [
        [(0, head("项目", 4)), (4, head("合计", 1, 2)), (5, head("部门预算支出经济分类", 4))],
        [
            (0, head("科目编码", 3)),
            (3, head("科目名称")),
            *((5 + i, head(data.economic[c].name)) for i, c in enumerate(spec["classes"])),
        ],
    ]
    rows: list[Row] = []
    for code in ["", *sorted({x.code[:n] for x in lines for n in (3, 5, 7)})]:
        inside = [x for x in lines if x.code.startswith(code)]
        values = [
            sum((x.actual for x in inside), ZERO),
            *(sum((economic_class(x, c) for x in inside), ZERO) for c in spec["classes"]),
        ]
        start: Row = (
            [(0, Cell(code, 3)), (3, Cell(data.functional[code].name))]
            if code
            else [(0, Cell("合计", 4, align="center"))]
        )
        rows.append(start + [(4 + i, Cell(pen.text(v), align="right")) for i, v in enumerate(values)])
    return header + rows, 2


def build_projects(data: Data, year: Year, pen: Pen, tell: Teller) -> tuple[list[Row], int]:
    """一般公共预算财政拨款项目支出决算表: each item with the projects below it."""
    header: list[Row] = [[(i, head(t)) for i, t in enumerate(("科目编码", "科目名称（项目）", "金额"))]]
    lines = [x for x in year.lines if x.part == "project" and x.fund == GENERAL and x.actual]

    def row(code: str, name: str, amount: Decimal) -> Row:
        cell = pen.value(
            amount, "expenditure", name, "amount", item_code=code, item_printed=name, measure_alt="total;project"
        )
        return [(0, Cell(code)), (1, Cell(name)), (2, cell)]

    rows = [row("", "合计", sum((x.actual for x in lines), ZERO))]
    for code in sorted({x.code for x in lines}):
        inside = [x for x in lines if x.code == code]
        rows.append(row(code, data.functional[code].name, sum((x.actual for x in inside), ZERO)))
        rows += [row("", x.project, x.actual) for x in inside]
    return header + rows, 1


def build_procurement(data: Data, year: Year, pen: Pen, tell: Teller) -> tuple[list[Row], int]:
    """政府采购情况表: what was bought, and what went to small firms."""
    header: list[Row] = [[(0, head("项目")), (1, head("采购决算数"))]]
    names = (
        ("合计", "procurement"),
        ("货物", "goods"),
        ("工程", "works"),
        ("服务", "services"),
        ("授予中小企业合同金额", "small"),
        ("其中：授予小微企业合同金额", "micro"),
    )
    return header + [
        [
            (0, Cell(name)),
            (
                1,
                pen.value(
                    year.money[key],
                    "expenditure",
                    name.replace("其中：", ""),
                    "amount",
                    item_printed=name,
                    measure_alt="total",
                ),
            ),
        ]
        for name, key in names
    ], 1


def build_assets(data: Data, year: Year, pen: Pen, tell: Teller) -> tuple[list[Row], int]:
    """国有资产占有使用情况表: counts, without facts."""
    counts = year.counts
    rows = (
        ("机动车辆（辆）", counts["cars"]),
        ("其中：执法执勤用车（辆）", counts["cars"] // 2),
        ("单价100万元（含）以上设备（台、套）", counts["devices"]),
    )
    header: list[Row] = [[(0, head("项目")), (1, head("行次")), (2, head("年末数"))]]
    return header + [
        [(0, Cell(name)), (1, Cell(str(n), align="center")), (2, Cell(str(value), align="right"))]
        for n, (name, value) in enumerate(rows, 1)
    ], 1


def rate_cell(plain: Cell, value: Decimal | None, **changes: str) -> Cell:
    """A cell with a percentage or a score instead of money."""
    assert plain.fact
    text = "" if value is None else str(value)
    fact = replace(plain.fact, value=text, value_cny="", state="reported" if text else "blank", **changes)
    return replace(plain, text=text, fact=fact)


def money_row(pen: Pen, name: str, printed: str, lines: list[Line], weight: int, tell: Teller) -> Row:
    """A money row of a self-evaluation: three budgets, weight, rate, score, and why money was left."""
    initial, final, actual = (sum((getattr(x, k) for x in lines), ZERO) for k in ("initial", "final", "actual"))
    rate = percent(actual, final) if final else None
    score = None if rate is None or not weight else half_up(Decimal(weight) * min(rate, Decimal(100)) / 100)
    row: Row = [(0, Cell(printed))]
    for i, (value, quantity) in enumerate(((initial, "initial_budget"), (final, "final_budget"), (actual, "actual"))):
        row.append((1 + i, pen.value(value, "none", name, "amount", quantity=quantity, item_printed=printed)))
    row.append((4, Cell(str(weight) if weight else "", align="center")))
    plain = pen.value(ZERO, "none", name, "rate", quantity="completion_rate", item_printed=printed)
    row.append((5, rate_cell(plain, rate, unit="percent")))
    row.append((6, rate_cell(plain, score, measure="score", quantity="", unit="")))
    row.append((7, reason_cell(pen, name, lines, final, actual, tell)))
    return row


def reason_cell(pen: Pen, name: str, lines: list[Line], final: Decimal, actual: Decimal, tell: Teller) -> Cell:
    """The cell that says why a row is short of its budget."""
    if in_unit(actual, pen.unit) >= in_unit(final, pen.unit):
        return Cell()
    found = tell.for_lines(lines, "final_budget", "under", "table" + name)
    phrases = [p for p in found if "{" not in p.phrase]
    if not phrases:
        return Cell()
    gap = str((in_unit(actual, pen.unit) - in_unit(final, pen.unit)) * (10000 if pen.claimed == "wan_yuan" else 1))
    reason = ReasonTruth(
        "attachment",
        name,
        "final_budget",
        "under",
        phrases[0].phrase,
        phrases[0].causes,
        f"{Decimal(gap):.2f}",
        tier="table",
        event=phrases[0].event,
    )
    return Cell(phrases[0].phrase, reason=reason)


def build_self_evaluation(data: Data, year: Year, pen: Pen, tell: Teller) -> tuple[list[Row], int]:
    """部门整体支出绩效自评表: the money, then indicators by level."""
    header: list[Row] = [[(i, head(t)) for i, t in enumerate(pen.spec["money_head"])]]
    lines = [x for x in year.lines if x.fund != OWN]
    rows = [
        money_row(pen, "年度资金总额", "年度资金总额", lines, 10, tell),
        money_row(pen, "基本支出", "（一）基本支出", [x for x in lines if x.is_basic], 0, tell),
        money_row(pen, "项目支出", "（二）项目支出", [x for x in lines if not x.is_basic], 0, tell),
    ]
    rows.append(
        [
            (i, head(t, 2 if i == 3 else 1))
            for i, t in zip((0, 1, 2, 3, 5, 6, 7), pen.spec["indicator_head"], strict=True)
        ]
    )
    groups = pen.spec["indicators"]
    for level1, level2, entries in groups:
        for n, (level3, target, actual, weight, score) in enumerate(entries):
            truth = IndicatorTruth(level1, level2, level3, target, actual, str(weight), str(score))
            row: Row = (
                [
                    (0, Cell(level1, rowspan=len(entries), align="center")),
                    (1, Cell(level2, rowspan=len(entries), align="center")),
                ]
                if n == 0
                else []
            )
            rows.append(
                [
                    *row,
                    (2, Cell(level3, indicator=truth)),
                    (3, Cell(target, 2, align="center")),
                    (5, Cell(actual, align="center")),
                    (6, Cell(str(weight), align="center")),
                    (7, Cell(str(score), align="center")),
                ]
            )
    return header + rows, 1


MORE = {
    "detail": build_detail,
    "projects": build_projects,
    "procurement": build_procurement,
    "assets": build_assets,
    "self_evaluation": build_self_evaluation,
}
