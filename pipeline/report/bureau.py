"""What a person at a bureau opens: which causes of under-execution come back, in which bodies, for how much money."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from pipeline.store.read import read_rows

REPORT = "report.html"
BODIES_SHOWN = 200
ITEMS_SHOWN = 10
_TEMPLATE = Path(__file__).with_name("template.html")
_FRAGMENT = re.compile(r"^<!-- fragment ([\w ]+) -->\n", re.MULTILINE)
_WAN = Decimal(10_000)

Row = Mapping[str, Any]


def write_bureau_report(outputs: Path) -> Path:
    """Write OUTPUTS/report.html, one self-contained page in Chinese, from the datasets beside it; returns its path."""
    path = outputs / REPORT
    path.write_text(bureau_report(outputs), encoding="utf-8")
    return path


def bureau_report(outputs: Path) -> str:
    """The page. It holds no date of its own: the same datasets give the same page."""
    filings = {row["filing_id"]: row for row in _rows(outputs, "filings", "filing_id", "source_path", "fiscal_year")}
    reasons = _rows(outputs, "reasons", "reason_id", "page")
    causes = {row["cause_id"]: row for row in _rows(outputs, "causes", "cause_id", "label_zh", "definition_zh")}
    items = [row for row in _rows(outputs, "budget_execution") if row["is_counted"]]
    under = [row for row in items if row["direction"] == "under"]
    bodies = _by_body(under)
    shown = bodies[:BODIES_SHOWN]
    pages = {row["reason_id"]: row["page"] for row in reasons}
    page, parts = _fragments()
    recurring = [r for r in _rows(outputs, "recurring_causes") if r["scope"] == "all" and r["direction"] == "under"]
    return page.substitute(
        filings=len(filings),
        counted=len({row["filing_id"] for row in items}),
        items=len(items),
        under=_wan(-_sum(under)),
        over=_wan(_sum(row for row in items if row["direction"] == "over")),
        explained=_share(_sum(under, "explained_cny"), _sum(under)),
        causes=_causes(recurring, causes, parts),
        shown=len(shown),
        bodies=len(bodies),
        departments="".join(_body(rows, filings, pages, causes, parts) for rows in shown),
    )


def _rows(outputs: Path, dataset: str, *columns: str) -> list[Row]:
    rows: list[Row] = read_rows(outputs, dataset, columns or None).to_pylist()
    return rows


def _fragments() -> tuple[Template, dict[str, Template]]:
    """The page, and its repeated parts by name."""
    page, *rest = _FRAGMENT.split(_TEMPLATE.read_text(encoding="utf-8"))
    return Template(page), {name: Template(text.rstrip("\n")) for name, text in zip(rest[::2], rest[1::2], strict=True)}


def _by_body(rows: Iterable[Row]) -> list[list[Row]]:
    """The rows of each body and year, the largest under-execution first, in it the largest item first."""
    groups: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["entity_id"] or row["filing_id"], row["fiscal_year"]].append(row)
    ordered = [sorted(group, key=lambda r: (r["gap_cny"], r["item_name"])) for _, group in sorted(groups.items())]
    return sorted(ordered, key=_sum)


def _causes(rows: Iterable[Row], causes: Mapping[str, Row], parts: Mapping[str, Template]) -> str:
    ordered = sorted(rows, key=lambda r: (-r["fiscal_year"], r["gap_cny"], r["cause_id"], r["basis"]))
    made = [
        parts["cause"].substitute(
            year=row["fiscal_year"],
            label=escape(causes[row["cause_id"]]["label_zh"]),
            definition=escape(causes[row["cause_id"]]["definition_zh"]),
            basis=_basis(row["basis"], parts),
            gap=_wan(-row["gap_cny"]),
            sole=_wan(-row["gap_sole_cny"]),
            items=row["item_count"],
            bodies=row["entity_count"],
            row=row["years_in_a_row"],
        )
        for row in ordered
    ]
    return "\n".join(made) or parts["nothing"].substitute()


def _body(
    rows: Sequence[Row],
    filings: Mapping[str, Row],
    pages: Mapping[str, int | None],
    causes: Mapping[str, Row],
    parts: Mapping[str, Template],
) -> str:
    first = rows[0]
    lines = [
        parts["item"].substitute(
            item=escape(row["item_name"]),
            budget=_wan(row["actual_cny"] - row["gap_cny"]),
            actual=_wan(row["actual_cny"]),
            gap=_wan(row["gap_cny"]),
            labels="、".join(escape(causes[cause]["label_zh"]) for cause in row["cause_ids"]),
            reason=escape(row["reason_text"] or ""),
            place=_place(row, filings, pages, parts),
        )
        for row in rows[:ITEMS_SHOWN]
    ]
    name = escape(first["entity_name"] or filings[first["filing_id"]]["source_path"])
    return (
        parts["department"].substitute(
            name=name, year=first["fiscal_year"], gap=_wan(-_sum(rows)), rows="\n".join(lines)
        )
        + "\n"
    )


def _place(row: Row, filings: Mapping[str, Row], pages: Mapping[str, int | None], parts: Mapping[str, Template]) -> str:
    """The file, and the page of the first reason where there is one."""
    file = escape(filings[row["filing_id"]]["source_path"])
    page = next((pages[r] for r in row["reason_ids"] if pages.get(r)), None)
    return parts["place"].substitute(file=file, page=page) if page else file


def _basis(basis: str, parts: Mapping[str, Template]) -> str:
    return parts[f"basis {basis}"].substitute()


def _sum(rows: Iterable[Row], column: str = "gap_cny") -> Decimal:
    return sum((row[column] for row in rows if row[column] is not None), Decimal(0))


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _wan(amount: Decimal) -> str:
    """Yuan as 万元, for the eye: two decimals."""
    return f"{amount / _WAN:,.2f}"
