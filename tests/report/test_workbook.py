"""The workbook: what stands in its sheets, that sums are those of the datasets, and that no text becomes a formula."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.__main__ import ACROSS
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.report.findings import Row, find_findings
from pipeline.report.workbook import link_target, workbook, write_workbook
from pipeline.report.workbook.drawing import is_exact
from pipeline.report.workbook.names import sheet_names
from pipeline.report.workbook.sheets import Given, Link
from pipeline.runner.journal import Journal
from pipeline.runner.options import Options
from pipeline.runner.run import run
from tests.report.hostile import hostile_rows
from tests.report.read_workbook import Page, read_workbook

KNOWLEDGE = load_knowledge()
RUN = {"version": "0.1.0", "generation": "abc"}
MADE = datetime(2025, 9, 10, 8, 30)
FORM = KNOWLEDGE.report_form
LISTS = {"重复出现的原因", "执行偏差明细", "勾稽核实清单", "原因笼统或缺失", "数据质量"}


def given_of(rows: Mapping[str, Sequence[Row]]) -> Given:
    findings = find_findings(rows, KNOWLEDGE.taxonomy, KNOWLEDGE.terms)
    filings = {row["filing_id"]: row for row in rows["filings"]}
    return Given(findings, (), (), (), filings, lambda *_: (7, "甲.pdf", Link("external:甲.pdf#page=7", "打开原文")))


def drawn(rows: Mapping[str, Sequence[Row]], knowledge: Knowledge = KNOWLEDGE) -> dict[str, Page]:
    return read_workbook(workbook(given_of(rows), knowledge, "语料", RUN, MADE))


def hostile_with(text: str) -> dict[str, list[Row]]:
    """The hostile rows with another text wherever they have theirs."""
    old = hostile_rows()["filings"][0]["source_path"]
    return {
        name: [{key: text if value == old else value for key, value in row.items()} for row in rows]
        for name, rows in hostile_rows().items()
    }


@pytest.mark.parametrize("text", ["=HYPERLINK(\"http://x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "1e5",
                                  "http://example.org", "{=1}"])
def test_texts_of_documents_are_text_whatever_they_begin_with(text: str) -> None:
    pages = drawn(hostile_with(text))
    cells = [cell for page in pages.values() for row in page.rows for cell in row]
    assert not any(cell.has_formula for cell in cells)
    assert sum(cell.value == text and cell.kind == "s" for cell in cells) >= 8


def test_the_same_findings_and_the_same_moment_give_the_same_bytes() -> None:
    made = [workbook(given_of(hostile_rows()), KNOWLEDGE, "语料", RUN, MADE) for _ in range(2)]
    assert made[0] == made[1]
    assert workbook(given_of(hostile_rows()), KNOWLEDGE, "语料", RUN, datetime(2026, 1, 1)) != made[0]


def test_every_list_has_filters_a_frozen_head_and_prints_on_a4_landscape_with_its_head_repeated() -> None:
    data = workbook(given_of(hostile_rows()), KNOWLEDGE, "语料", RUN, MADE)
    pages = read_workbook(data)
    for page in list(pages.values())[2:]:
        assert "<autoFilter" in page.xml and 'state="frozen"' in page.xml
    for page in pages.values():
        assert 'paperSize="9"' in page.xml and 'orientation="landscape"' in page.xml and 'fitToHeight="0"' in page.xml
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.read("xl/workbook.xml").decode().count("Print_Titles") == len(pages)
    names = list(pages)
    assert names[:2] == ["封面", "概览"] and set(names) > LISTS


def test_an_empty_corpus_has_its_sheets() -> None:
    pages = drawn({name: [] for name in hostile_rows()})
    assert "封面" in pages and pages["执行偏差明细"].rows


def test_money_is_wan_yuan_and_exact_and_says_what_is_explained() -> None:
    rows = hostile_with("防汛")
    item = rows["budget_execution"][0]
    more = {
        "actual_cny": Decimal("1234567.89"), "gap_cny": Decimal("-248000.00"), "explained_cny": Decimal("-200000.00"),
        "initial_budget_cny": Decimal("1482567.89"), "rate_reported": Decimal("83.27"),
    }
    [row] = drawn({**rows, "budget_execution": [{**item, **more}]})["执行偏差明细"].table("科目编码")
    assert (row["年初预算"], row["决算"], row["偏差"]) == ("148.256789", "123.456789", "-24.80")
    assert (row["已说明"], row["未说明"]) == ("-20.00", "-4.80")
    assert (row["计算完成率"], row["原文完成率"], row["页码"], row["文件"]) == ("83.27", "83.27", "7", "甲.pdf")


def test_a_number_that_a_double_does_not_hold_is_text() -> None:
    rows = hostile_with("防汛")
    item = {**rows["budget_execution"][0], "actual_cny": Decimal("123456789012345678.91")}
    page = drawn({**rows, "budget_execution": [item]})["执行偏差明细"]
    [cell] = [cell for row in page.rows for cell in row if cell.value.startswith("12,345,678,901,234.567891")]
    assert cell.kind == "s"


@given(st.decimals(Decimal("-1e16"), Decimal("1e16"), places=2))
def test_numbers_written_as_numbers_are_the_very_numbers(amount: Decimal) -> None:
    shown = amount / 10_000
    if is_exact(shown):
        assert Decimal(f"{float(f'{float(shown):.16G}'):.15g}") == shown


@given(st.lists(st.text(max_size=45), max_size=12))
def test_names_of_sheets_are_legal_and_no_two_alike(wanted: list[str]) -> None:
    names = sheet_names([*wanted, *wanted], "未命名", ["概览"])
    assert len({name.casefold() for name in [*names, "概览"]}) == len(names) + 1
    for name in names:
        assert name and len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'") and name.casefold() != "history"


def test_a_department_is_asked_what_stands_what_it_should_be_near_and_for_its_answer() -> None:
    rows = hostile_with("甲局")
    check = {**rows["checks"][0], "subject": "住房保障支出占比", "left": Decimal("9.55"), "unit": "percent",
             "right_low": Decimal("9.555800"), "right_high": Decimal("9.559300"), "message_zh": "占比等于部分除以总额"}
    page = drawn({**rows, "checks": [check]})["甲局"]
    asked = page.table("部门答复")
    assert [row["序号"] for row in asked] == ["1", "2"] and not any(row["部门答复"] for row in asked)
    [conflict] = [row for row in asked if row["事项"] == "疑似不符，待核实"]
    assert (conflict["原文所印"], conflict["应接近或应补充"], conflict["页码"]) == ("9.55%", "9.5558～9.5593%", "7")
    [vague] = [row for row in asked if row["事项"] == "原因表述笼统"]
    assert vague["原文所印"] == "甲局"


def test_doubted_rows_are_in_no_sum_and_shown_as_kept_out() -> None:
    rows = hostile_with("防汛")
    item = {**rows["budget_execution"][0], "is_counted": False, "kept_out": ["unit_suspect"]}
    pages = drawn({**rows, "budget_execution": [item], "recurring_causes": []})
    assert not any("-0.004" in row for row in pages["概览"].values())
    assert pages["执行偏差明细"].table("科目编码")[0]["未计入汇总"] == "单位存疑"
    assert "未计入汇总的科目" in [row["类别"] for row in pages["数据质量"].table("类别")]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://example.org/a.pdf#x", "https://example.org/a.pdf#page=3"),
        ("javascript:alert(1)", "external:../语料/某局%23%201.pdf#page=3"),
        ("file:///etc/passwd", "external:../语料/某局%23%201.pdf#page=3"),
        ("http://[", "external:../语料/某局%23%201.pdf#page=3"),
        (None, "external:../语料/某局%23%201.pdf#page=3"),
    ],
)
def test_links_lead_to_the_published_page_or_the_file(url: str | None, wanted: str) -> None:
    filing = {"source_url": url, "source_path": "某局# 1.pdf", "file_format": "pdf"}
    assert link_target(filing, 3, "../语料") == wanted
    assert "#" not in link_target({**filing, "file_format": "text", "source_url": None}, 3, "../语料")


def test_long_lists_say_how_much_they_leave_out() -> None:
    short = replace(KNOWLEDGE, report_form=replace(FORM, rows=1, departments=0))
    rows = hostile_with("防汛")
    pages = drawn({**rows, "budget_execution": rows["budget_execution"] * 3}, short)
    assert len(pages["执行偏差明细"].table("科目编码")) == 1
    assert any("共 3 行，本表列出前 1 行" in cell for row in pages["执行偏差明细"].values() for cell in row)
    assert "防汛" not in pages and any("另有 1 个部门" in cell for row in pages["封面"].values() for cell in row)


ACCOUNTS = """\
岚洲市云屏区{body}{year}年度部门决算

第一部分 部门概况
一、主要职责
负责样例工作的组织实施。
第二部分 {year}年度部门决算情况说明
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
{year}年度一般公共预算财政拨款支出年初预算为300.00万元，支出决算为270.00万元，完成年初预算的90.00%。
（三）一般公共预算财政拨款支出决算具体情况
1.社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）。年初预算为200.00万元，支出决算为{first}万元。决算数小于年初预算数的主要原因是人员减少。
2.卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。年初预算为100.00万元，支出决算为{second}万元。
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("语料")
    accounts = (("甲局", 2023, "180.0001", "90"), ("甲局", 2024, "150", "101"), ("乙局", 2024, "199", "70"))
    for body, year, first, second in accounts:
        text = ACCOUNTS.format(body=body, year=year, first=first, second=second)
        (folder / f"{body}{year}年度部门决算.txt").write_text(text, encoding="utf-8")
    (folder / "坏.pdf").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def outputs(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    run(Options(corpus, folder, 1), ACROSS, Journal())
    return folder


def test_sums_of_the_workbook_are_those_of_the_documents(outputs: Path, corpus: Path) -> None:
    path = write_workbook(outputs, KNOWLEDGE, corpus, RUN, MADE)
    pages = read_workbook(path.read_bytes())
    wanted = Decimal("-19.9999") - 10 - 50 + 1 - 1 - 30
    for sheet, head, column in (
        ("概览", "净偏差（万元）", "净偏差（万元）"), ("概览", "科目次数", "偏差（万元）"),
        ("概览", "涉及年度", "偏差（万元）"),
        ("重复出现的原因", "连续年数", "偏差（万元）"), ("执行偏差明细", "科目编码", "偏差"),
    ):
        table = pages[sheet].table(head)
        assert sum((Decimal(row[column]) for row in table), Decimal(0)) == wanted
    [repeated] = [row for row in pages["重复出现的原因"].table("连续年数") if row["连续年数"] == "2"]
    assert (repeated["原因"], repeated["年度"], repeated["偏差（万元）"]) == ("人员减少", "2024", "-50.00")
    cover = [cell for row in pages["封面"].values() for cell in row]
    assert {corpus.resolve().name, "0.1.0", "2025-09-10", "坏.pdf"} <= set(cover)
    assert ["甲局" in name for name in pages].count(True) == 1


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_spreadsheet_program_opens_it(outputs: Path, corpus: Path, tmp_path: Path) -> None:
    path = write_workbook(outputs, KNOWLEDGE, corpus, RUN, MADE)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    said = subprocess.run(
        ["soffice", home, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), str(path)],
        capture_output=True, text=True, env={**os.environ, "HOME": str(tmp_path)}, check=True,
    )
    made = sorted(file.name for file in tmp_path.glob("*.csv"))
    assert len(made) == len(read_workbook(path.read_bytes())), said.stderr
