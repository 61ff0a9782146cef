"""One filing in words: what it says of itself, its outline, tables, statements, reasons and issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pipeline.records.filing import Filing
from pipeline.records.issue import Issue
from pipeline.records.reason import Reason
from pipeline.records.statement import Statement
from pipeline.records.table import Table
from pipeline.report.summary import STATUSES

UNITS = {
    "yuan": "元",
    "wan_yuan": "万元",
    "yi_yuan": "亿元",
    "percent": "%",
    "percentage_point": "个百分点",
    "person": "人",
    "person_time": "人次",
    "vehicle": "辆",
    "batch": "批次",
    "group": "个（团组）",
    "set": "台（套）",
    "item": "项",
    "year": "年",
}


def inspect(layers: Mapping[str, tuple[Any, ...]]) -> str:
    """A filing in words, for reading at a terminal; `layers` are its layers by name, as far as there are any."""
    parts = (
        ("公开文件", _filing(layers["filing"][0])),
        ("目录", (_indented(s.level, f"{s.label or ''}{s.title}", s.key) for s in layers.get("sections", ()))),
        ("表格", _tables(layers)),
        ("陈述", map(_statement, layers.get("statements", ()))),
        ("原因", map(_reason, layers.get("reasons", ()))),
        ("核对", _checks(layers)),
        ("问题", map(_issue, layers.get("issues", ()))),
    )
    return "\n".join(line for title, lines in parts for line in _part(title, list(lines)))


def _part(title: str, lines: list[str]) -> Iterator[str]:
    yield f"## {title}" if title == "公开文件" else f"\n## {title}（{len(lines)}）"
    yield from lines or ["（无）"]


def _filing(filing: Filing) -> Iterator[str]:
    yield f"文件      {filing.source_path}（{filing.file_format}，{filing.byte_count} 字节）"
    yield f"编号      {filing.filing_id}"
    yield f"状态      {STATUSES[filing.status]}" + (
        f"，{filing.error_code}：{filing.error_detail}" if filing.error_code else ""
    )
    yield f"标题      {filing.title or '—'}"
    yield f"主体      {filing.entity_name or '—'}（口径 {filing.accounts_scope}，地区 {filing.region_name or '—'}）"
    yield f"年度文种  {filing.fiscal_year or '不明'}，{filing.form}，金额单位 {filing.declared_unit}"
    yield f"页数      {filing.page_count or '—'}，文本层 {filing.text_layer}"
    if filing.accounted_ratio is not None:
        yield f"数字      {filing.number_count} 个，已解释 {filing.accounted_count} 个（{filing.accounted_ratio:.1%}）"


def _tables(layers: Mapping[str, tuple[Any, ...]]) -> Iterator[str]:
    cells = Counter(fact.table_id for fact in layers.get("facts", ()))
    for table in layers.get("tables", ()):
        yield (
            f"{_pages(table)}  {table.template}  {table.title or '（无表名）'}  {UNITS.get(table.unit, '单位不明')}  "
            + (
                "空表"
                if table.is_empty
                else f"{table.row_count} 行 {table.column_count} 列，数据 {cells[table.table_id]} 个"
            )
        )


def _statement(row: Statement) -> str:
    basis = "" if row.basis == "none" else f" 比 {row.basis}"
    direction = "" if row.direction == "none" else f" {row.direction}"
    value = _number(row.value, row.unit) if row.value is not None else f"（{row.surface}）"
    return f"{_page(row.page)}  {row.item_name}：{row.quantity}{basis}{direction} {value}"


def _reason(row: Reason) -> str:
    gap = "" if row.gap_cny is None else f" 偏差 {_number(row.gap_cny, 'yuan')}"
    explained = f"{row.item_name}：{row.basis} {row.direction}{gap}"
    return f"{_page(row.page)}  {explained}  “{row.surface}” → {', '.join(row.cause_ids)}"


def _checks(layers: Mapping[str, tuple[Any, ...]]) -> Iterator[str]:
    checks = layers.get("checks", ())
    if checks:
        yield "，".join(f"{outcome} {count}" for outcome, count in sorted(Counter(c.outcome for c in checks).items()))
    for check in checks:
        if check.outcome == "conflict":
            yield f"{_page(check.page)}  {check.subject}：{check.message_zh}"


def _issue(row: Issue) -> str:
    return f"{_page(row.page)}  [{row.severity}] {row.stage}/{row.code}：{row.message_zh}"


def _indented(level: int, text: str, key: str) -> str:
    return f"{'  ' * (level - 1)}{text}  [{key}]"


def _number(value: Decimal, unit: str | None) -> str:
    return f"{value.normalize():f}{UNITS.get(unit or '', '')}"


def _pages(table: Table) -> str:
    return (
        "    "
        if not table.pages
        else f"第{table.pages[0]}页"
        if len(table.pages) == 1
        else f"第{table.pages[0]}–{table.pages[-1]}页"
    )


def _page(page: int | None) -> str:
    return f"第{page}页" if page else "    "
