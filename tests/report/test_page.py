"""The page: what it holds, that it is bounded, and that no text of a document becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.evidence.strips import Mark
from pipeline.knowledge import load_knowledge
from pipeline.records.finding import Findings
from pipeline.records.geometry import Box
from pipeline.report import page
from pipeline.report.content import Limits, choose, content, fen
from pipeline.report.findings import find_findings
from pipeline.report.page import CHARTS, embedded, render_page
from pipeline.report.pictures import Picture, Pictures
from tests.report.hostile import HOSTILE, hostile_rows

KNOWLEDGE = load_knowledge()
LIMITS = Limits()
FINDINGS = find_findings(hostile_rows(), KNOWLEDGE.taxonomy, KNOWLEDGE.terms)


def values(
    findings: Findings = FINDINGS, limits: Limits = LIMITS, pictures: Pictures | None = None
) -> dict[str, Any]:
    marks = {"f1-re-1": (Mark("words", Box(7, 0, 0, 9, 9)),)}
    return content(
        findings, choose(findings, limits), limits, marks, pictures, {"f1": HOSTILE}, KNOWLEDGE.taxonomy,
        KNOWLEDGE.terms,
    )


def test_texts_of_documents_cannot_end_the_block_that_holds_them() -> None:
    made = render_page(values())
    written = made.replace(chart_script(), "")
    assert HOSTILE not in made and made.count("</script>") == 3 and "<img" not in written
    (block,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', made, re.DOTALL)
    assert json.loads(block)["deviations"][0]["reason"] == HOSTILE
    assert not re.search("[<>&\u2028\u2029]", block)


def test_the_script_makes_no_markup_of_strings() -> None:
    script = Path(page.__file__).with_name("assets").joinpath("report.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", script)


def test_the_page_may_fetch_nothing_and_run_only_its_own_scripts() -> None:
    made = render_page(values())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', made)
    assert "default-src 'none'" in policy and "connect-src" not in policy
    assert len(re.findall(r"'sha256-[\w+/=]+'", policy.partition("script-src")[2])) == 2
    assert "unsafe" not in policy.partition("script-src")[2]
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", made.replace(chart_script(), ""))


def chart_script() -> str:
    return Path(page.__file__).with_name("assets").joinpath(CHARTS).read_text(encoding="utf-8")


def test_the_charts_are_the_published_ones_with_their_licences() -> None:
    digest = sha256(chart_script().encode()).hexdigest()
    assert digest == "61f13280aba3161f77fc801bf5f9c786f55f10432153a0683fc5cc0700b013d5"
    folder = Path(page.__file__).with_name("assets")
    assert "Apache License" in (folder / "echarts-LICENSE.txt").read_text(encoding="utf-8")


def test_rows_have_the_page_of_their_first_mark_and_their_pictures() -> None:
    pictures = Pictures((Picture("f1", 7, b"x", 10, 5),), {FINDINGS.deviations[0].evidence_ids: (0,)}, 2, 3)
    made = values(pictures=pictures)
    assert (made["deviations"][0]["page"], made["deviations"][0]["pictures"]) == (7, [0])
    assert made["pictures"]["images"][0]["source"] == "data:image/webp;base64,eA=="
    assert (made["pictures"]["missing"], made["pictures"]["left_out"]) == (2, 3)
    assert values()["pictures"] is None


def test_lists_are_bounded_and_say_how_many_there_are() -> None:
    many = replace(FINDINGS, deviations=FINDINGS.deviations * 5)
    made = values(many, Limits(deviations=2))
    assert len(made["deviations"]) == 2 and made["counts"]["deviations"] == 5


def test_money_is_whole_fen() -> None:
    assert (fen(Decimal("-678900.01")), fen(Decimal("0.00")), fen(None)) == (-67890001, 0, None)


def test_line_separators_are_escaped() -> None:
    assert embedded("\u2028</script>") == '"\\u2028\\u003c/script\\u003e"'
