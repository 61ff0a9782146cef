"""Tables to performance indicators: the indicator block of every self-evaluation, as printed and as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.knowledge import Knowledge
from pipeline.knowledge.evaluations import IndicatorRow, indicator_rows
from pipeline.knowledge.forms import Form
from pipeline.matching.grid_view import GridView, cell_text, view
from pipeline.matching.normalize import bare
from pipeline.matching.numerals import parse_numeral
from pipeline.records.ids import local_id
from pipeline.records.table import PerformanceIndicator, Table

_BOUND = re.compile(r"^[=<>≤≥＝＜＞约]*(?P<number>[+-]?[\d,]+(?:\.\d+)?)(?P<unit>[^\d.\-—~～]{0,6})$")
_LEVELS = ("level1", "level2")


def find_indicators(tables: tuple[Table, ...], *, knowledge: Knowledge) -> Iterator[PerformanceIndicator]:
    """One record per row of an indicator block, the row of the total score included, in document order."""
    for table in tables:
        form = knowledge.forms.form(table.form_id)
        if form.axis == "self_evaluation":
            grid = view(table.cells)
            project = _project_name(grid, form)
            above: dict[str, str] = {}
            for row in indicator_rows(grid, form):
                yield _indicator(table, row, project, above)


def _project_name(grid: GridView, form: Form) -> str | None:
    """What stands to the right of the label 项目名称, if the table has one."""
    for row in grid.rows[:6]:
        for label, value in pairwise(row):
            if any(pattern.regex.search(bare(cell_text(label))) for pattern in form.project) and cell_text(value):
                return cell_text(value)
    return None


def _indicator(table: Table, row: IndicatorRow, project: str | None, above: dict[str, str]) -> PerformanceIndicator:
    """One row; a level left blank (below a page break, or printed once) is the one above."""
    texts = {name: cell_text(cell) for name, cell in row.cells.items()}
    for name in () if row.is_total else _LEVELS:
        if name in texts:
            if texts[name] != above.get(name) and name == "level1":
                above.clear()
            above[name] = texts[name]
        elif name in above:
            texts[name] = above[name]
    cells = sorted(set(row.cells.values()), key=lambda cell: (cell.column, cell.row))
    boxes = tuple(box for cell in cells for box in cell.boxes if box.page > 0)
    own = [cell for cell in cells if cell.row == row.row]
    numbers = tuple(cell_text(cell) for cell in own if any(c.isdigit() for c in cell.text))
    page = next((cell.area.page for cell in own), table.pages[0])
    return PerformanceIndicator(
        indicator_id=local_id("pi", page, row.row, *texts.values()), table_id=table.table_id, project_name=project,
        level1=texts.get("level1"), level2=texts.get("level2"), level3=texts.get("level3"),
        target=texts.get("target"), actual=texts.get("actual"), target_value=_bound(texts.get("target")),
        actual_value=_bound(texts.get("actual")), unit=texts.get("unit") or _unit(texts.get("target")),
        weight=_number(texts.get("weight")), completion_rate=_number(texts.get("completion_rate")),
        score=_number(texts.get("score")), reason=texts.get("reason"), page=page or None, boxes=boxes, numbers=numbers,
    )


def _number(text: str | None) -> Decimal | None:
    numeral = parse_numeral((text or "").strip().removesuffix("%").removesuffix("分"))
    return numeral.value if numeral else None


def _bound(text: str | None) -> Decimal | None:
    """The number of a target or result that is one number, with or without a relation and a unit (≥95%)."""
    found = _BOUND.match(bare(text or ""))
    numeral = parse_numeral(found["number"]) if found else None
    return numeral.value if numeral else None


def _unit(text: str | None) -> str | None:
    found = _BOUND.match(bare(text or ""))
    return (found["unit"] or None) if found else None
