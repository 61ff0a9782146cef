"""The filing: where it came from, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Long, column, internal
from pipeline.records.vocabulary import (
    AccountsScope,
    DeclaredUnit,
    EntityKind,
    ErrorCode,
    FileFormat,
    Form,
    Status,
    TextLayer,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One distinct content as it was found; `source_path` is relative to the corpus folder, with forward slashes."""

    filing_id: str
    sha256: str
    source_path: str
    source_paths: tuple[str, ...]
    file_format: FileFormat
    byte_count: int
    source_url: str | None = None
    published_on: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """One distinct content, readable or not, and what it says of itself."""

    filing_id: str = column("文件编号（SHA-256 前16位）", "First 16 hex digits of the SHA-256")
    sha256: str = column("SHA-256", "SHA-256 of the file")
    source_path: str = column("来源路径（相对语料目录）", "Path below the corpus folder")
    source_paths: tuple[str, ...] = column("同一内容的全部路径", "All places of the same content")
    source_url: str | None = column("来源网址", "Where it was published", default=None)
    published_on: str | None = column("公开日期", "Date of publication", default=None)
    file_format: FileFormat = column("文件格式", "File format", default="unknown")
    byte_count: Long = column("字节数", "Size", unit="byte", default=0)
    page_count: int | None = column("页数", "Pages", unit="page", default=None)
    title: str | None = column("封面标题", "Title on the cover", default=None)
    entity_name: str | None = column("部门或单位名称（照原文）", "Department or unit as printed", default=None)
    entity_id: str | None = column("部门或单位编号", "Key of entities", default=None)
    parent_entity_name: str | None = column("主管部门名称", "Department above", default=None)
    accounts_scope: AccountsScope = column(
        "报表口径（部门汇总、本级、单位）", "Scope of the accounts", default="unknown")
    region_name: str | None = column("地区", "Region", default=None)
    form: Form = column("文种", "Kind of document", default="unknown")
    declared_unit: DeclaredUnit = column("声明的金额单位", "Unit that the tables declare", default="unknown")
    text_layer: TextLayer = column("文本层", "Text layer", default="none")
    disclosure_id: str | None = column("公开事项编号（主体+年度+文种）", "Entity + year + form", default=None)
    is_current: bool = column("是否最新版本", "Not superseded by a later version", default=True)
    duplicate_of: str | None = column("重复于", "Filing of which this is a copy", default=None)
    status: Status = column("处理状态", "Status", default="failed")
    error_code: ErrorCode | None = column("错误代码", "Error code", default=None)
    error_detail: str | None = column("错误说明与处理办法", "What is wrong and what to do (Chinese)", default=None)
    number_count: int = column("数字总数", "Printed numbers, glossary apart", default=0)
    accounted_count: int = column("已解释数字数", "Of these, accounted for", default=0)
    accounted_ratio: float | None = column("已解释比例", "Share accounted for", unit="ratio", default=None)
    fiscal_year: int = internal(default=0)
    entity_kind: EntityKind = internal(default="unknown")
    is_template: bool = internal(default=False)
