"""What people say of reasons: out to a spreadsheet or to Label Studio, and back into the labels of the corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.knowledge import load_knowledge
from pipeline.knowledge.labels import load_labels
from pipeline.labelling.agreement import check, report
from pipeline.labelling.export import write_export
from pipeline.labelling.keeping import import_labels
from pipeline.labelling.published import read_published
from pipeline.store.read import read_rows


def export(outputs: Path, to: Path, kind: str) -> str:
    """Write the reasons of the outputs for people to judge; returns what was written, in Chinese."""
    reasons = list(read_published(outputs))
    files = write_export(to, reasons, load_knowledge().taxonomy, kind, "juesuan")
    return f"已导出 {len(reasons)} 条原因：" + "、".join(map(str, files))


def take_in(file: Path, outputs: Path, folder: Path) -> tuple[bool, str]:
    """Import corrections into the folder of labels; were they taken, and what there is to say.

    Raises ValueError where the file is no table and no JSON.
    """
    taxonomy = load_knowledge().taxonomy
    made = import_labels(file, list(read_published(outputs)), _digests(outputs), folder, taxonomy)
    if made.refused:
        return False, "\n".join([f"{file} 有 {len(made.refused)} 处需要改正，没有导入任何一条：", *made.refused])
    return True, report(made, folder, load_labels([folder], taxonomy))


def examine(outputs: Path, folders: Sequence[Path]) -> list[str]:
    """What is wrong with the labels of the folders, measured by the last run; nothing where all is well."""
    issues = read_rows(outputs, "issues", ("code", "message_zh")).to_pylist()
    return check(load_labels(folders, load_knowledge().taxonomy), _digests(outputs), issues)


def _digests(outputs: Path) -> list[str]:
    return [row["sha256"] for row in read_rows(outputs, "filings", ("sha256",)).to_pylist()]
