"""What the pipeline could not do: rows, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.records.columns import column
from pipeline.records.geometry import Box
from pipeline.records.ids import local_id
from pipeline.records.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Issue:
    """Trouble with the content of one filing, said in Chinese for the people at a bureau."""

    issue_id: str = column("问题编号", "Issue id", ref=True)
    stage: str = column("处理阶段", "Stage that met the trouble")
    code: str = column("问题代码", "Code of the trouble")
    severity: Severity = column("严重程度", "Severity")
    message_zh: str = column("说明（含页码与处理办法）", "Message in Chinese: what is wrong, where, what to do")
    page: int | None = column("页码", "Page, from 1", default=None)
    boxes: tuple[Box, ...] = column("页面位置", "Place on the page", default=())


def make_issue(
    stage: str, code: str, severity: Severity, message_zh: str, boxes: tuple[Box, ...] = (), page: int | None = None,
) -> Issue:
    """An issue named by what it says and where it stands; the page is that of the first box where none is given."""
    page = page or (boxes[0].page if boxes else None)
    identifier = local_id("is", stage, code, message_zh, page, boxes)
    return Issue(identifier, stage, code, severity, message_zh, page or None, boxes)
