"""Dimensions: what the ids of other rows stand for."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import Short, column
from pipeline.records.vocabulary import Classification, EntityKind


@dataclass(frozen=True, slots=True)
class Cause:
    """An entry of the taxonomy of causes."""

    cause_id: str = column("原因编号", "Cause id")
    parent_id: str | None = column("上级原因", "Cause above", default=None)
    label_zh: str = column("中文名称", "Chinese label", default="")
    label_en: str = column("英文名称", "English label", default="")
    definition_zh: str = column("定义", "Definition in Chinese", default="")
    example: str | None = column("例", "Wording that belongs here", default=None)
    counterexample: str | None = column("反例", "Wording that looks alike and does not", default=None)
    usual_direction: str | None = column("通常方向", "Direction that it usually explains", default=None)
    nature: str | None = column("性质", "Nature", default=None)
    responsibility: str | None = column("责任方", "Who decides it", default=None)
    edition: Short = column("版次", "Edition of the taxonomy", default=1)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a code list."""

    edition: Short = column("版次（年度）", "Edition of the list")
    classification: Classification = column("分类", "Classification")
    item_code: str = column("科目编码", "Code")
    item_name: str = column("科目名称", "Name")
    level: Short = column("层级", "Level")
    parent_code: str | None = column("上级编码", "Code above", default=None)
    successor_code: str | None = column("后继编码", "Code that took its place", default=None)
    status: str = column("状态", "Status", default="")
    source: str = column("出处", "Where the entry comes from", default="")


@dataclass(frozen=True, slots=True)
class Entity:
    """A body that publishes; two bodies of one name in two regions are two."""

    entity_id: str = column("部门或单位编号", "Entity id")
    name_zh: str = column("名称", "Name")
    aliases: tuple[str, ...] = column("别名", "Other printed names", default=())
    parent_entity_id: str | None = column("主管部门编号", "Entity above", default=None)
    kind: EntityKind = column("类型", "Department or unit", default="unknown")
    region_name: str | None = column("地区", "Region", default=None)
    region_code: str | None = column("地区代码", "Region code", default=None)
    admin_level: str | None = column("行政层级", "Administrative level", default=None)
    evidence: str = column("依据", "What the entry rests on", default="")
