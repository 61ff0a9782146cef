"""The end of a run in words: where the results are, how much there is, what could not be read and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LISTED = 20
"""Files with trouble that are listed by name; the rest is counted."""
STATUSES = {"complete": "完整", "partial": "部分读取", "failed": "失败", "skipped": "跳过"}
REASONS = {
    "partial": "有的页没有读取，见 issues。",
    "skipped": "不是部门预算决算类文件，未读取内容。",
    "failed": "见 issues。",
}


def summary(run: Mapping[str, Any], outputs: Path) -> str:
    """The summary of a run in Chinese; `run` is the content of run.json."""
    return "\n".join(_lines(run, outputs))


def _lines(run: Mapping[str, Any], outputs: Path) -> Iterator[str]:
    filings, rows, found = run["filings"], run["datasets"], run["figures"]
    statuses = "，".join(f"{STATUSES[status]} {filings[status]}" for status in STATUSES if filings.get(status))
    yield f"结果目录：{outputs}（分析报告 {outputs / 'report' / 'index.html'}，嵌入依据图用 juesuan report）"
    yield f"公开文件 {filings['total']} 份" + (f"：{statuses}" if statuses else "（语料目录中没有可处理的文件）")
    yield f"表格 {rows['tables']} 张，表内数据 {rows['facts']} 个"
    yield f"正文句子 {rows['sentences']} 句，陈述 {rows['statements']} 条"
    yield f"原因 {found['reasons']} 条，其中已归类 {found['reasons_classified']} 条"
    yield f"核对 {found['checks_tried']} 次，发现矛盾 {found['conflicts']} 处（见 checks，outcome = conflict）"
    yield f"问题 {rows['issues']} 条（见 issues）；各列含义见 {outputs / 'DATA_DICTIONARY.md'}"
    troubled = run["not_complete"]
    if troubled:
        yield "未能完整读取的文件："
    for one in troubled[:LISTED]:
        reason = one["error_detail"] or REASONS[one["status"]]
        yield f"  [{STATUSES[one['status']]}] {one['source_path']}：{reason}"
    if len(troubled) > LISTED:
        yield f"  …… 另有 {len(troubled) - LISTED} 份，见 filings 的 status、error_code、error_detail"
