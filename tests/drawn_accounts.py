"""Random statutory tables over one page or several, and the facts that they print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from pipeline.knowledge import load_knowledge
from pipeline.matching.normalize import bare
from pipeline.records.geometry import Box
from tests.drawing import Sheet, Span, draw
from tests.drawn_tables import HAN, Look, Table, lay, random_look

PORTRAIT, LANDSCAPE = (595.0, 842.0), (842.0, 595.0)
FEWEST = 3
"""Rows of a table without any rules that must stand together on a page."""
NOTHING, LATIN_NOTHING = ("", "", "—", "-", "/", "…", "无"), ("", "-", "/", "--")
MINUS, LATIN_MINUS = ("-{}", "△{}", "▲{}", "({})", "（{}）"), ("-{}", "({})")


@dataclass(frozen=True)
class Kind:
    """A statutory table: its template, title, and the header and measure of each value column."""

    template: str
    title: str
    columns: tuple[tuple[str, str], ...]
    outer: str = ""


KINDS = (
    Kind("general_budget_expenditure", "一般公共预算财政拨款支出决算表",
         (("合计", "total"), ("基本支出", "basic"), ("项目支出", "project")), "本年支出"),
    Kind("expenditure", "支出决算表",
         (("本年支出合计", "total"), ("基本支出", "basic"), ("项目支出", "project"),
          ("上缴上级支出", "remitted_to_superior"), ("经营支出", "operating"),
          ("对附属单位补助支出", "subsidy_to_affiliated"))),
    Kind("income", "收入决算表",
         (("本年收入合计", "total"), ("财政拨款收入", "fiscal_appropriation"), ("上级补助收入", "superior_subsidy"),
          ("事业收入", "business"), ("经营收入", "operating"), ("其他收入", "other_income"))),
)


@dataclass(frozen=True)
class Expected:
    """One value cell: what its fact shall say, and the cell that its box shall stand in."""

    template: str
    code: str | None
    name: str
    measure: str
    column: int
    value: Decimal | None
    surface: str
    page: int
    area: Box

    @property
    def said(self) -> tuple[object, ...]:
        """All that is compared for equality."""
        return (
            self.template, self.code, self.name, self.measure, self.column, self.value, bare(self.surface), self.page,
        )


@dataclass(frozen=True)
class Row:
    """An item and its cells as printed, with their values."""

    code: str
    name: str
    cells: tuple[tuple[str, Decimal | None], ...]


@dataclass(frozen=True)
class Accounts:
    """A document that was drawn, and its facts."""

    data: bytes
    facts: tuple[Expected, ...]
    looks: tuple[Look, ...]


def random_rows(random: Random, count: int, columns: int, font: str, is_full: bool) -> list[Row]:
    """A total and items of the code list, with what stands above them; `is_full`: no blanks, no odd signs."""
    entries = [e for e in load_knowledge().codes.entries if e.classification == "functional" and e.edition == 2024]
    chosen = random.sample([e for e in entries if e.level == 3], min(count, 12))
    codes = sorted({code for e in chosen for code in (e.code[:3], e.code[:5], e.code)})
    names = {e.code: e.name for e in entries}
    long = 12 if is_full else 99
    items = [("", "合计"), *((code, names[code]) for code in codes if 0 < len(names.get(code, "")) < long)][: count + 1]
    return [Row(code, name, tuple(random_value(random, font, is_full) for _ in range(columns))) for code, name in items]


def random_value(random: Random, font: str, is_full: bool) -> tuple[str, Decimal | None]:
    """A value cell as printed, and what it says."""
    if not is_full and random.random() < 0.2:
        return random.choice(NOTHING if font == HAN else LATIN_NOTHING), None
    value = Decimal(random.choice((0, random.randint(0, 999), random.randint(1000, 9_999_999)))) / 100
    text = random.choice(("{:.2f}", "{:,.2f}")).format(value)
    if not is_full and value and random.random() < 0.1:
        return random.choice(MINUS if font == HAN else LATIN_MINUS).format(text), -value
    return text, value


def header(kind: Kind, random: Random) -> list[tuple[Span, str, bool]]:
    """The header: on one level or two, with or without the row that numbers the columns."""
    last = len(kind.columns) + 2
    if random.random() < 0.5:
        cells = [((0, 0, 1, 1), "科目编码", False), ((0, 1, 1, 2), "科目名称", False)]
        cells += [((0, 2 + i, 1, 3 + i), word, False) for i, (word, _) in enumerate(kind.columns)]
        height = 1
    else:
        cells = [((0, 0, 1, 2), "项目", False), ((1, 0, 2, 1), "科目编码", False), ((1, 1, 2, 2), "科目名称", False)]
        if kind.outer:
            cells += [((0, 2, 1, last), kind.outer, False)]
        cells += [((1 if kind.outer else 0, 2 + i, 2, 3 + i), word, False) for i, (word, _) in enumerate(kind.columns)]
        height = 2
    if random.random() < 0.5:
        cells += [((height, 0, height + 1, 2), "栏次", False)]
        cells += [((height, 2 + i, height + 1, 3 + i), str(i + 1), True) for i in range(len(kind.columns))]
    return cells


def random_accounts(random: Random) -> Accounts:
    """One to three tables, each over as many pages as it needs, drawn in any way."""
    size = random.choice((PORTRAIT, LANDSCAPE))
    rotation = random.choice((0, 0, 0, 90, 270))
    pages: list[list[Callable[[Sheet], None]]] = []
    facts: list[Expected] = []
    looks: list[Look] = []
    kinds = random.sample(KINDS, random.randint(1, 2)) if size == LANDSCAPE else [KINDS[0]]
    for kind in kinds:
        look = random_look(random, f"t{len(looks)}", **_ruling(random))
        looks.append(look)
        _print(kind, look, random, size, pages, facts)
    drawn = [_page(drawings) for drawings in pages]
    return Accounts(draw(*drawn, size=size, rotation=rotation), tuple(facts), tuple(looks))


def _ruling(random: Random) -> dict[str, object]:
    kind = random.choice(("full", "full", "full", "open", "across", "none"))
    return {"open_top": kind == "open", "is_upright": kind != "across", "is_ruled": kind != "none",
            **({"decoys": ()} if kind == "none" else {})}


def _page(drawings: Sequence[Callable[[Sheet], None]]) -> Callable[[Sheet], None]:
    def page(sheet: Sheet) -> None:
        for one in drawings:
            one(sheet)

    return page


def _print(
    kind: Kind, look: Look, random: Random, size: tuple[float, float], pages: list[list[Callable[[Sheet], None]]],
    facts: list[Expected],
) -> None:
    is_loose = not (look.is_ruled and look.is_upright)
    rows = random_rows(random, random.randint(4, 30), len(kind.columns), look.font, is_loose)
    head, left = header(kind, random), size[0] - 2 * 50 - 60
    name_width = 250.0 if not look.is_ruled else random.choice((110.0, 160.0))
    number = (left - name_width) / len(kind.columns)
    widths = [60.0, name_width, *[number] * len(kind.columns)]
    is_repeated = random.random() < 0.5
    start = 0
    while start < len(rows):
        y = 120.0 if start == 0 else 60.0
        has_head = start == 0 or is_repeated
        end, table = _fit(rows, start, head if has_head else [], widths, y, look, size[1] - 60, len(pages) + 1)
        drawings: list[Callable[[Sheet], None]] = [table.draw]
        if start == 0:
            drawings.append(_caption(kind, size[0]))
        pages.append(drawings)
        height = max((span[2] for span, _, _ in head), default=0) if has_head else 0
        facts += _facts(kind, rows[start:end], table, height, len(pages))
        start = end


def _caption(kind: Kind, width: float) -> Callable[[Sheet], None]:
    def draw_it(sheet: Sheet) -> None:
        sheet.text(width / 2 - 7 * len(kind.title), 80, kind.title, 14)
        sheet.text(50, 108, "部门：样例局")
        sheet.right(width - 50, 108, "单位：万元")

    return draw_it


def _fit(
    rows: Sequence[Row], start: int, head: list[tuple[Span, str, bool]], widths: Sequence[float], y: float, look: Look,
    bottom: float, page: int,
) -> tuple[int, Table]:
    """As many rows as the page holds."""
    top = max((span[2] for span, _, _ in head), default=0)
    cells = list(head)
    table = None
    for place, row in enumerate(rows[start:], start):
        at = top + place - start
        more = [((at, 0, at + 1, 1), row.code, False), ((at, 1, at + 1, 2), row.name, False)]
        if not row.code and look.is_ruled and look.is_upright:
            more = [((at, 0, at + 1, 2), row.name, False)]
        more += [((at, 2 + i, at + 1, 3 + i), text, True) for i, (text, _) in enumerate(row.cells)]
        laid = lay([*cells, *more], widths, 50.0, y, look, page, top)
        if table is not None and laid.rows[-1] > bottom:
            return place, table
        if table is not None and not look.is_ruled and len(rows) - place == FEWEST and laid.rows[-1] > bottom - 80:
            return place, table
        cells, table = [*cells, *more], laid
    assert table is not None
    return len(rows), table


def _facts(kind: Kind, rows: Sequence[Row], table: Table, height: int, page: int) -> list[Expected]:
    at = {cell.span: cell for cell in table.cells}
    found = []
    for place, row in enumerate(rows, height):
        if all(value is None for _, value in row.cells):
            continue
        for i, (text, value) in enumerate(row.cells):
            cell = at[place, 2 + i, place + 1, 3 + i]
            measure = kind.columns[i][1]
            found.append(
                Expected(kind.template, row.code or None, row.name, measure, 2 + i, value, text, page, cell.area)
            )
    return found


__all__ = ["HAN", "Accounts", "Expected", "random_accounts"]
