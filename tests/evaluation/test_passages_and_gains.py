"""Gold made of passages, and two outputs put side by side, over real runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.__main__ import main
from pipeline.evaluation import compare_outputs, evaluate
from pipeline.evaluation.report import Count
from tests.conftest import READABLE, write_files

TEXT = READABLE["云屏区/样例局2023年度部门决算.txt"].decode()
FIRST = next(line for line in TEXT.splitlines() if "收、支总计" in line)
SECOND = next(line for line in TEXT.splitlines() if line.startswith("一般公共预算财政拨款支出年初"))
STATEMENTS = "passage_id,section_key,item_name,quantity,basis,direction,value,unit,value_cny,state,loose_name\n"
REASONS = "passage_id,section_key,item_name,basis,direction,reason_text,cause_ids,cause_ids_alt,is_vacuous,gap_cny\n"


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two passages in one document, and its outputs beside it."""
    folder = tmp_path_factory.mktemp("段落")
    passages = [
        {"passage_id": "p1", "text": FIRST, "phenomenon": "收、支总计", "style": "样例"},
        {"passage_id": "p2", "text": SECOND, "phenomenon": "年初预算", "style": "样例"},
    ]
    write_files(folder / "gold", {
        "甲.txt": TEXT.encode(),
        "passages.jsonl": "\n".join(json.dumps(p, ensure_ascii=False) for p in passages).encode(),
        "documents.json": json.dumps([{"file": "甲.txt", "passages": ["p1", "p2"], "fiscal_year": 2023}]).encode(),
        "statements.csv": (
            STATEMENTS + "p1,totals,收入总计,actual,none,none,731.26,wan_yuan,,reported,\n"
            + "p1,totals,编出来的名称,actual,none,none,731.26,wan_yuan,,reported,1\n"
            + "p2,general_budget.overall,一般公共预算财政拨款支出,actual,none,none,650.00,wan_yuan,,reported,\n"
        ).encode("utf-8-sig"),
        "reasons.csv": (
            REASONS + "p2,general_budget.overall,一般公共预算财政拨款支出,initial_budget,over,年中追加项目经费,"
            + "budget_added,,false,\n"
        ).encode(),
        "sections.csv": b"passage_id,key,also_accepted\np1,totals,\np2,expenditure,income\n",
    })
    assert main(["run", str(folder / "gold"), "--outputs", str(folder / "outputs"), "--workers", "1"]) == 0
    return folder / "gold"


def test_each_passage_is_scored_with_the_rows_of_its_sentences(gold: Path) -> None:
    report = evaluate(gold.parent / "outputs", gold)
    scores = {one.name: one.scores for one in report.filings}
    assert scores["甲.txt#p1"]["statements", "full"].met == 2
    assert scores["甲.txt#p2"]["statements", "full"].met == 1
    assert scores["甲.txt#p2"]["reasons", "span_strict"] == Count(1, 1, 1)
    assert scores["甲.txt#p1"]["reasons", "span_strict"].marked == 0
    assert scores["甲.txt#p1"]["sections", "key of a passage"] == Count(1, 1, 1)
    assert scores["甲.txt#p2"]["sections", "key of a passage"] == Count(0, 1, 1)
    assert report.fields["filing", "fiscal_year"] == Count(1, 1, 1)


def test_a_document_that_was_not_read_counts_as_missed(gold: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "corpus", {"乙.txt": TEXT.replace("731.26", "731.27").encode()})
    assert main(["run", str(tmp_path / "corpus"), "--outputs", str(tmp_path / "outputs"), "--workers", "1"]) == 0
    report = evaluate(tmp_path / "outputs", gold)
    assert report.scores["statements", "full"] == Count(0, 0, 3)


def test_the_command_writes_markdown_and_json(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["evaluate", str(gold), "--outputs", str(gold.parent / "outputs")]
    files = [str(tmp_path / "下/e.json"), str(tmp_path / "下/e.md")]
    assert main([*arguments, "--json", files[0], "--markdown", files[1], "--examples", "2"]) == 0
    assert "phenomenon: 年初预算" in capsys.readouterr().out
    assert json.loads(Path(files[0]).read_text(encoding="utf-8"))["filings"]["甲.txt"]["published"]
    assert "missing" not in Path(files[1]).read_text(encoding="utf-8").splitlines()[0]


@pytest.fixture(scope="module")
def two_outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same documents read twice; in between, people said otherwise of one reason and called another none."""
    folder = tmp_path_factory.mktemp("得失")
    write_files(folder / "corpus", {"甲.txt": TEXT.encode()})
    for name in ("before", "after"):
        run = ["run", str(folder / "corpus"), "--outputs", str(folder / name), "--workers", "1"]
        assert main(run) == 0
        if name == "before":
            table = folder / "labels.csv"
            assert main(["label", "export", str(folder / "before"), "--to", str(table)]) == 0
            text = table.read_text(encoding="utf-8-sig").replace(",budget_added,", ",promotion,", 1)
            gone = next(line for line in text.splitlines() if "收入总计" in line)
            table.write_text(text.replace(gone, gone.replace(",否,是,", ",否,否,")), encoding="utf-8")
            kept = ["--outputs", str(folder / "before"), "--corpus", str(folder / "corpus")]
            assert main(["label", "import", str(table), *kept]) == 0
    return folder / "before", folder / "after"


def test_the_same_outputs_have_no_gains_and_no_losses(two_outputs: tuple[Path, Path]) -> None:
    for change in compare_outputs(two_outputs[0], two_outputs[0]):
        assert (change.gained, change.lost, change.changed) == ((), (), ())


def test_gains_losses_and_changed_fields_are_told(two_outputs: tuple[Path, Path]) -> None:
    changes = {change.dataset: change for change in compare_outputs(*two_outputs)}
    reasons = changes["reasons"]
    assert len(reasons.lost) == 1 and "收入总计" in reasons.lost[0] and reasons.gained == ()
    assert [field for field, _ in reasons.changed] == ["cause_ids"]
    assert "budget_added → promotion" in reasons.changed[0][1]
    assert all(
        c.lost == c.gained == c.changed == () for name, c in changes.items() if name not in ("reasons", "checks"))
    back = {change.dataset: change for change in compare_outputs(*two_outputs[::-1])}["reasons"]
    assert (len(back.gained), back.lost) == (1, ())


def test_the_command_prints_them(two_outputs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(two_outputs[0]), "--outputs", str(two_outputs[1])]) == 0
    said = capsys.readouterr().out
    assert "| reasons |" in said and "## reasons: lost (1)" in said and "## reasons: changed cause_ids (1)" in said
    assert main(["diff", str(two_outputs[0] / "nowhere")]) == 2
