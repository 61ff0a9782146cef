"""The page as a browser shows it: three questions in three actions at most, no errors, no network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline import open_outputs
from pipeline.__main__ import main
from pipeline.knowledge import load_knowledge
from pipeline.report.content import Limits, choose, content
from pipeline.report.findings import find_findings
from pipeline.report.page import render_page
from tests.report.hostile import HOSTILE, hostile_rows

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
FILINGS = Path(__file__).parents[2] / "corpus" / "filings"
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)
pytestmark = [
    pytest.mark.skipif(not BROWSER or not DRIVER, reason="chromium and chromedriver are not installed"),
    pytest.mark.xdist_group("browser"),
]


class Reader:
    """Someone at the page: counts what they do."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self.actions = 0

    def open(self, page: Path) -> None:
        self.driver.get(page.as_uri())
        self.actions = 0

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, element: Any) -> None:
        self.actions += 1
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def is_seen(self, element: Any) -> bool:
        script = "const r = arguments[0].getBoundingClientRect(); return r.top < innerHeight && r.bottom > 0"
        return bool(element.is_displayed() and self.driver.execute_script(script, element))

    def errors(self) -> list[Any]:
        return self.driver.get_log("browser")


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    assert main(["run", str(FILINGS), "--only", "岚洲市", "--outputs", str(folder), "--workers", "1"]) == 0
    assert main(["report", str(folder), "--corpus", str(FILINGS)]) == 0
    return folder


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER)) as driver:
        driver.set_window_size(1360, 900)
        yield driver


@pytest.fixture
def reader(driver: Any, outputs: Path) -> Iterator[Reader]:
    reader = Reader(driver)
    reader.open(outputs / "report" / "index.html")
    yield reader
    assert reader.errors() == []
    fetched = driver.execute_script("return performance.getEntriesByType('resource').map((e) => e.name)")
    assert not [name for name in fetched if not name.startswith("data:")]


def wan(amount: Decimal) -> str:
    return f"{(abs(amount) / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def causes(outputs: Path, scope: str) -> Any:
    """Money by cause (and body) over all years, on the budget that the page shows first."""
    frame = open_outputs(outputs).frame("recurring_causes")
    frame = frame[(frame.scope == scope) & (frame.direction == "under") & (frame.basis == "initial_budget")]
    return frame.groupby(["cause_id", "entity_id"] if scope == "entity" else "cause_id").gap_cny.sum()


def test_which_causes_come_back_in_which_departments_and_for_how_much(reader: Reader, outputs: Path) -> None:
    first = reader.all("#causes-table .cause")[0]
    money = causes(outputs, "all")
    assert reader.is_seen(first) and first.get_attribute("data-cause") == money.idxmin()
    assert wan(money.min()) in reader.one("#causes-table tbody tr").text
    reader.click(first)
    departments = reader.all(".departments tr")
    expected = causes(outputs, "entity")[money.idxmin()].sort_values()
    assert [line.text.split()[1] for line in departments] == [wan(amount) for amount in expected]
    assert reader.is_seen(departments[0]) and reader.actions <= 3


def test_on_what_evidence(reader: Reader) -> None:
    reader.click(reader.all("#causes-table .cause")[0])
    reader.click(reader.all("#deviations-table .open")[0])
    picture = reader.one("#deviations-table figure img")
    assert reader.is_seen(picture) and reader.driver.execute_script("return arguments[0].naturalWidth", picture) > 500
    assert ".pdf 第 " in reader.one("#deviations-table figcaption").text
    assert reader.actions <= 3


def test_which_explanations_are_vague_or_missing(reader: Reader) -> None:
    reader.click(reader.one("nav a[href='#lacks']"))
    lines = reader.all("#lacks-table tbody tr")
    assert reader.is_seen(reader.one("#lacks h2")) and reader.is_seen(lines[0])
    assert {line.find_element(By.CSS_SELECTOR, ".tag").text for line in lines} >= {"未说明"}
    reader.click(lines[0].find_element(By.CSS_SELECTOR, ".open"))
    assert reader.all("#lacks-table figure img") and reader.actions <= 3


def test_charts_and_heat_map_are_drawn_and_the_heat_map_filters(reader: Reader) -> None:
    assert all(reader.all(f"#{chart} svg path") for chart in ("causes-chart", "trend-chart"))
    cell = reader.all(".heat td button")[0]
    said = cell.text
    reader.click(cell)
    amounts = [line.text for line in reader.all("#deviations-table td:nth-child(6)")]
    assert amounts and reader.one("#body").get_attribute("value") and reader.one("#cause").get_attribute("value")
    assert all(a.startswith("−") for a in amounts) and said.replace(".", "").replace(",", "").isdigit()
    reader.click(reader.one("#clear"))
    assert len(reader.all("#deviations-table tbody tr")) > len(amounts)


def test_tables_are_searched_and_sorted(reader: Reader) -> None:
    whole = len(reader.all("#deviations-table tbody tr"))
    reader.one("#deviations-table input[type=search]").send_keys("住房公积金")
    found = reader.all("#deviations-table tbody tr")
    assert 0 < len(found) < whole and all("住房公积金" in line.text for line in found)
    head = reader.one("#conflicts-table thead th:nth-child(5) button")
    reader.click(head)
    cells = [cell.text for cell in reader.all("#conflicts-table td:nth-child(5)")]
    pages = [int(cell.strip("第页 ")) for cell in cells if "第" in cell]
    assert pages == sorted(pages, reverse=True) and len(pages) > 1


def test_the_keyboard_is_enough(reader: Reader) -> None:
    first = reader.all("#causes-table .cause")[0]
    first.send_keys(Keys.ENTER)
    opener = reader.all("#deviations-table .open")[0]
    opener.send_keys(Keys.SPACE)
    assert reader.all("#deviations-table figure img")
    assert reader.driver.switch_to.active_element.get_attribute("aria-expanded") == "true"
    reader.driver.switch_to.active_element.send_keys(Keys.SPACE)
    assert not reader.all("#deviations-table figure img")


def test_a_narrow_screen_needs_no_sideways_scrolling(reader: Reader) -> None:
    try:
        reader.driver.set_window_size(500, 900)
        assert reader.driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        reader.driver.set_window_size(1360, 900)


def test_markup_in_documents_stays_text(driver: Any, tmp_path: Path) -> None:
    knowledge = load_knowledge()
    findings = find_findings(hostile_rows(), knowledge.taxonomy, knowledge.terms)
    shown, limits = choose(findings, Limits()), Limits()
    values = content(findings, shown, limits, {}, None, {"f1": HOSTILE}, knowledge.taxonomy, knowledge.terms)
    page = tmp_path / "index.html"
    page.write_text(render_page(values), encoding="utf-8")
    reader = Reader(driver)
    reader.open(page)
    for opener in (".cause", "#deviations-table .open", "#lacks-table .open", "#conflicts-table .open"):
        reader.click(reader.all(opener)[0])
    assert driver.execute_script("return window.broken") is None and not reader.all("img")
    for section in ("departments", "deviations", "lacks", "conflicts", "about"):
        assert HOSTILE in reader.one(f"#{section}").text
    assert reader.errors() == []


def test_an_empty_corpus_is_said_so(driver: Any, tmp_path: Path) -> None:
    knowledge = load_knowledge()
    findings = find_findings({name: () for name in hostile_rows()}, knowledge.taxonomy, knowledge.terms)
    limits = Limits()
    values = content(findings, choose(findings, limits), limits, {}, None, {}, knowledge.taxonomy, knowledge.terms)
    page = tmp_path / "index.html"
    page.write_text(render_page(values), encoding="utf-8")
    reader = Reader(driver)
    reader.open(page)
    assert "没有可计入汇总的科目" in reader.one("#lede").text and reader.errors() == []
