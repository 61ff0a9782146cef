"""Reasons go out to people and come back as labels that win in the next run."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas
import pytest

from pipeline.__main__ import main
from pipeline.knowledge import load_knowledge
from tests.conftest import READABLE, write_files

NAME = "样例局2023年度部门决算.txt"
FILES = {name.partition("/")[2]: READABLE[name] for name in READABLE if name.endswith(".txt")}
Row = dict[str, str]


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus of two files and its outputs."""
    folder = tmp_path_factory.mktemp("标注")
    write_files(folder / "corpus", FILES)
    assert main(["run", str(folder / "corpus"), "--outputs", str(folder / "outputs"), "--workers", "1"]) == 0
    return folder


@pytest.fixture
def place(read_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(read_once, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def rows_of(file: Path) -> list[Row]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))


def exported() -> list[Row]:
    assert main(["label", "export", "outputs", "--to", "labels.csv"]) == 0
    return rows_of(Path("labels.csv"))


def imported(rows: list[Row], encoding: str = "gb18030") -> int:
    """Save as a spreadsheet does, and import; the exit status."""
    with Path("labels.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return main(["label", "import", "labels.csv"])


def run_again() -> pandas.DataFrame:
    assert main(["run", "--workers", "1"]) == 0
    return pandas.read_parquet("outputs/reasons")


def mine(rows: list[Row], surface: str = "人员增加") -> Row:
    return next(row for row in rows if row["source_path"] == NAME and row["surface"] == surface)


def test_the_table_shows_what_a_person_needs(place: Path) -> None:
    row = mine(exported())
    assert "主要原因是【人员增加】" in row["context"] and row["context"].startswith("2023年度收、支总计")
    assert (row["cause_ids"], row["cause_labels_zh"], row["is_vacuous"], row["is_reason"]) == (
        "personnel_increase", "人员增加", "否", "是")
    assert (row["basis"], row["direction"], row["gap_cny"], row["entity_name"], row["fiscal_year"]) == (
        "prior_year", "increase", "312600.00", "岚洲市云屏区样例局", "2023")


def test_a_table_that_nobody_touched_makes_no_labels(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(exported()) == 0
    assert "标注 0 条" in capsys.readouterr().out and not Path("corpus/labels").exists()


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        ({"cause_ids": "promotion"}, ["promotion"]),
        ({"cause_ids": "promotion；pay_policy"}, ["promotion", "pay_policy"]),
        ({"cause_labels_zh": "职务职级晋升、人员增加"}, ["promotion", "personnel_increase"]),
        ({"is_vacuous": "是"}, ["vacuous"]),
        ({"labelled_by": "甲"}, ["personnel_increase"]),
    ],
)
def test_an_edit_is_kept(place: Path, edit: Row, wanted: list[str]) -> None:
    rows = exported()
    mine(rows).update(edit)
    assert imported(rows) == 0
    (kept,) = rows_of(Path("corpus/labels/labels.csv"))
    assert (kept["cause_ids"].split(";"), kept["decision"], kept["surface"]) == (wanted, "reason", "人员增加")


def test_a_label_wins_in_the_next_run(place: Path) -> None:
    rows = exported()
    row = mine(rows)
    row["is_vacuous"] = "是"
    assert imported(rows) == 0
    found = run_again().set_index("reason_id").loc[row["reason_id"]]
    assert list(found.cause_ids) == ["vacuous"] and found.is_vacuous and found.rule_id.startswith("label.")


def test_no_reason_and_a_corrected_span(place: Path) -> None:
    rows = exported()
    before = len(pandas.read_parquet("outputs/reasons"))
    gone = [row for row in rows if row["source_path"] == NAME and row["surface"] == "人员增加"]
    for row in gone:
        row["is_reason"] = "否"
    cut = mine(rows, "年中追加项目经费")
    cut["surface"] = "追加项目经费"
    assert imported(rows) == 0
    found = run_again()
    assert len(found) == before - len(gone)
    assert found.set_index("reason_id").loc[cut["reason_id"]].surface == "追加项目经费"


def test_only_the_labelled_file_is_read_again(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = exported()
    mine(rows)["cause_ids"] = "promotion"
    imported(rows)
    layouts = {f: f.stat().st_mtime_ns for f in Path("outputs/.cache").rglob("layout-*")}
    run_again()
    assert "共 2 份文件，需处理 1 份" in capsys.readouterr().err
    assert {f: f.stat().st_mtime_ns for f in Path("outputs/.cache").rglob("layout-*")} == layouts
    run_again()
    assert "没有变化" in capsys.readouterr().err


def test_labels_beside_the_corpus_are_read_too(place: Path) -> None:
    rows = exported()
    row = mine(rows)
    row["cause_ids"] = "promotion"
    imported(rows)
    shutil.move("corpus/labels", "labels")
    assert list(run_again().set_index("reason_id").loc[row["reason_id"]].cause_ids) == ["promotion"]


def test_labels_of_the_current_folder_count_for_any_corpus(place: Path) -> None:
    rows = exported()
    row = mine(rows)
    row["cause_ids"] = "promotion"
    imported(rows)
    shutil.copytree("corpus", "elsewhere/deep", ignore=shutil.ignore_patterns("labels"))
    assert main(["run", "elsewhere/deep", "--outputs", "others", "--workers", "1"]) == 0
    found = pandas.read_parquet("others/reasons").set_index("reason_id").loc[row["reason_id"]]
    assert list(found.cause_ids) == ["promotion"]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"cause_ids": "nonsense"}, "没有原因分类“nonsense”"),
        ({"cause_ids": "personnel"}, "没有原因分类“personnel”"),
        ({"cause_ids": ""}, "没有原因分类。请填"),
        ({"cause_ids": "vacuous;promotion"}, "请只留其一"),
        ({"surface": "人员减少"}, "不在原句中"),
        ({"is_reason": "也许"}, "看不懂"),
        ({"cause_ids": "promotion", "labelled_on": "昨天"}, "不是日期"),
        ({"cause_ids": "promotion", "sha256": "0" * 64}, "没有这份文件"),
    ],
)
def test_a_row_that_is_wrong_is_named_and_nothing_is_kept(
    place: Path, capsys: pytest.CaptureFixture[str], edit: Row, said: str
) -> None:
    rows = exported()
    rows[0]["cause_ids"] = "promotion"
    rows[1].update(edit)
    assert imported(rows) == 2
    message = capsys.readouterr().err
    assert said in message and "第3行" in message and "请" in message
    assert not Path("corpus/labels").exists()


def test_importing_twice_and_in_another_order_gives_the_same_bytes(place: Path) -> None:
    rows = exported()
    for row in rows[:3]:
        row.update(labelled_by="甲", labelled_on="2025/1/5")
    imported(rows)
    first = Path("corpus/labels/labels.csv").read_bytes()
    imported(rows[::-1], "utf-8-sig")
    assert Path("corpus/labels/labels.csv").read_bytes() == first
    kept = rows_of(Path("corpus/labels/labels.csv"))
    assert {row["labelled_on"] for row in kept} == {"2025-01-05"}
    assert {"surface", "cause_ids"} <= kept[0].keys()


def test_people_who_differ_are_counted_and_the_same_person_may_change_their_mind(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported()
    first, second = mine(rows), mine(rows, "年中追加项目经费")
    for person, causes in (("甲", "promotion"), ("甲", "pay_policy"), ("乙", "promotion")):
        first.update(cause_ids=causes, labelled_by=person)
        second.update(labelled_by=person)
        assert imported(rows) == 0
    said = capsys.readouterr().out
    assert "人与程序：共同判断 2 条，完全一致 1 条（50.0%）" in said
    assert "乙 与 甲：共同判断 2 条，完全一致 1 条（50.0%）" in said
    assert "新增 0 条，更改 1 条" in said
    assert len(rows_of(Path("corpus/labels/labels.csv"))) == 4
    assert main(["label", "check"]) == 1
    assert "意见不一" in capsys.readouterr().out


def test_labels_of_files_that_are_gone_are_listed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = exported()
    mine(rows)["cause_ids"] = "promotion"
    imported(rows)
    run_again()
    assert main(["label", "check"]) == 0
    (place / "corpus" / NAME).write_bytes(FILES[NAME] + "\n另附。".encode())
    run_again()
    capsys.readouterr()
    assert main(["label", "check"]) == 1
    said = capsys.readouterr().out
    assert NAME in said and "人员增加" in said


def test_ids_may_change_between_export_and_import(place: Path) -> None:
    rows = exported()
    row = mine(rows)
    wanted = row["reason_id"]
    row.update(cause_ids="promotion", reason_id="0" * 16 + "-re-old")
    assert imported(rows) == 0
    assert list(run_again().set_index("reason_id").loc[wanted].cause_ids) == ["promotion"]


def tasks() -> list[dict[str, Any]]:
    assert main(["label", "export", "outputs", "--to", "tasks.json", "--format", "label-studio"]) == 0
    return list(json.loads(Path("tasks.json").read_text(encoding="utf-8")))


def annotated(task: dict[str, Any], change: Callable[[list[dict[str, Any]]], None]) -> dict[str, Any]:
    """The task as Label Studio exports it after a person began with the prediction."""
    result = [dict(one) for one in json.loads(json.dumps(task["predictions"][0]["result"]))]
    change(result)
    annotation = {"completed_by": {"email": "a@example.org"}, "created_at": "2025-01-05T08:00:00Z", "result": result}
    return {"id": 1, "data": task["data"], "annotations": [annotation]}


def test_predictions_of_label_studio_fit_its_form(place: Path) -> None:
    made = tasks()
    form = ElementTree.parse("tasks.xml").getroot()
    choices = {choice.get("value") for choice in form.iter("Choice")}
    names = {element.get("name") for element in form.iter()}
    assert len(made) == len(pandas.read_parquet("outputs/reasons"))
    for task in made:
        span, causes = task["predictions"][0]["result"]
        value = span["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"] == task["data"]["found_surface"]
        assert set(causes["value"]["choices"]) <= choices and {span["from_name"], causes["from_name"]} <= names
    leaves = set(load_knowledge().taxonomy.leaves()) - {"not_stated"}
    assert {str(c).rpartition("（")[2].rstrip("）") for c in choices if "（" in str(c)} == leaves


def test_annotations_of_label_studio_come_back(place: Path) -> None:
    made = [task for task in tasks() if task["data"]["source_path"] == NAME]
    grown = next(task for task in made if task["data"]["found_surface"] == "年中追加项目经费")

    def shorter(result: list[dict[str, Any]]) -> None:
        result[0]["value"]["start"] += 2
        result[1]["value"]["choices"] = ["职务职级晋升（promotion）"]

    def none(result: list[dict[str, Any]]) -> None:
        result.append({"from_name": "verdict", "type": "choices", "value": {"choices": ["不是原因"]}})

    others = [annotated(task, none) for task in made if task["data"]["found_surface"] == "人员增加"]
    content = [annotated(grown, shorter), *others]
    Path("back.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    assert main(["label", "import", "back.json"]) == 0
    found = run_again()
    row = found.set_index("reason_id").loc[grown["data"]["reason_id"]]
    assert (row.surface, list(row.cause_ids)) == ("追加项目经费", ["promotion"])
    assert not {task["data"]["reason_id"] for task in others} & set(found.reason_id)
    assert {r["labelled_by"] for r in rows_of(Path("corpus/labels/labels.csv"))} == {"a@example.org"}


def test_a_file_that_is_neither_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.json").write_text("{", encoding="utf-8")
    assert main(["label", "import", "other.json"]) == 2
    assert "读不懂" in capsys.readouterr().err
    assert main(["label", "import", "nowhere.csv"]) == 2


def test_kept_labels_that_are_wrong_stop_the_run(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = exported()
    mine(rows)["cause_ids"] = "promotion"
    imported(rows)
    kept = Path("corpus/labels/labels.csv")
    kept.write_text(kept.read_text(encoding="utf-8").replace("promotion", "renamed"), encoding="utf-8")
    assert main(["run", "--workers", "1"]) == 3
    assert "labels.csv 第2行" in capsys.readouterr().err
