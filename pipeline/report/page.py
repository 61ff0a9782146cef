"""outputs/report/index.html: one page that needs nothing beside itself and asks no network for anything.

What documents say enters the page as JSON in a block that no browser runs, and the script puts it there as text only.
The page's policy lets only its own two scripts run, named by their digests, and lets nothing be fetched.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any

from pipeline.evidence.marks import marks_by_id
from pipeline.evidence.originals import COLUMNS, Originals
from pipeline.knowledge import Knowledge
from pipeline.records.finding import Findings
from pipeline.report.content import Limits, Shown, choose, content
from pipeline.report.findings import NEEDS, find_findings
from pipeline.report.pictures import Limits as PictureLimits
from pipeline.report.pictures import Pictures, draw_pictures
from pipeline.store.read import StreamedRows, read_rows

FOLDER = "report"
PAGE = f"{FOLDER}/index.html"
CHARTS = "echarts.common.min.js"
"""Apache ECharts 6.1.0 (npm `echarts`, dist/), unchanged; its licences stand beside it."""
_PARTS = Path(__file__).with_name("assets")
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def write_page(outputs: Path, knowledge: Knowledge, corpus: Path) -> tuple[Path, Pictures]:
    """Write OUTPUTS/report/index.html with its evidence from the documents of `corpus`; returns its path and what
    pictures it got."""
    findings = read_findings(outputs, knowledge)
    shown = choose(findings, Limits())
    originals = Originals(corpus, read_rows(outputs, "filings", COLUMNS).to_pylist())
    marks = _marks(outputs, shown)
    pictures = draw_pictures(shown.evidence(), marks, originals, PictureLimits())
    path = outputs / PAGE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_page(outputs, knowledge, findings, shown, marks, pictures), encoding="utf-8", newline="\n")
    return path, pictures


def plain_page(outputs: Path, knowledge: Knowledge) -> str:
    """The page without pictures: places of evidence by file and page only. It needs the datasets alone."""
    findings = read_findings(outputs, knowledge)
    shown = choose(findings, Limits())
    return _page(outputs, knowledge, findings, shown, _marks(outputs, shown), None)


def read_findings(outputs: Path, knowledge: Knowledge) -> Findings:
    """The findings from the datasets below a folder."""
    only = {"checks": ("outcome", "conflict")}
    rows = {name: StreamedRows(outputs, name, columns, only.get(name)) for name, columns in NEEDS.items()}
    return find_findings(rows, knowledge.taxonomy, knowledge.terms)


def render_page(values: Mapping[str, Any]) -> str:
    """The page with these values. It holds no date: the same values give the same page."""
    script, charts = _text("report.js"), _text(CHARTS)
    return Template(_text("index.html")).substitute(
        style=_text("report.css"), charts=charts, script=script, data=embedded(values),
        allowed=f"'{_digest(charts)}' '{_digest(script)}'",
    )


def embedded(values: Any) -> str:
    """JSON that cannot end the block that it stands in, whatever its texts say."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _page(
    outputs: Path, knowledge: Knowledge, findings: Findings, shown: Shown, marks: Any, pictures: Pictures | None
) -> str:
    paths = dict(zip(*(read_rows(outputs, "filings").column(c).to_pylist() for c in ("filing_id", "source_path")),
                     strict=True))
    return render_page(
        content(findings, shown, Limits(), marks, pictures, paths, knowledge.taxonomy, knowledge.terms)
    )


def _marks(outputs: Path, shown: Shown) -> Any:
    return marks_by_id(outputs, {key for ids in shown.evidence() for key in ids})


def _text(name: str) -> str:
    return (_PARTS / name).read_text(encoding="utf-8")


def _digest(script: str) -> str:
    return "sha256-" + b64encode(sha256(script.encode()).digest()).decode()
