"""What `juesuan bench` measures and prints; never how fast a machine is."""

from pathlib import Path

import pytest

from pipeline.__main__ import ACROSS, main
from pipeline.bench import Bench, bench, format_bench
from pipeline.bench.contenders import UNIT
from pipeline.bench.measure import WHOLE
from pipeline.flow import STAGES
from tests.conftest import READABLE, write_files


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    data = next(data for name, data in READABLE.items() if name.endswith(".PDF"))
    files = {"样例局2022年度部门决算.pdf": data, "坏.pdf": b"%PDF-1.4 ", "说明.txt": "说明".encode()}
    return bench(write_files(tmp_path_factory.mktemp("语料"), files), ACROSS, repeats=1, pages=3)


def test_readable_pdfs_are_measured_and_the_unit_is_one(result: Bench) -> None:
    assert (result.documents, result.pages) == (1, 1)
    assert result.ratios[UNIT] == 1.0
    assert result.seconds.keys() == result.ratios.keys() and WHOLE in result.seconds


def test_every_stage_is_measured(result: Bench) -> None:
    assert set(result.stages) == {"pages", *(stage.name for stage in STAGES), "rows"}


def test_runs_and_memory_go_over_as_many_pages_as_asked_for(result: Bench) -> None:
    assert result.run_pages == 3 and 1 in result.runs
    assert all(read <= 3 for read, _ in result.memory)


def test_the_report_names_the_machine_and_every_contender(result: Bench) -> None:
    text = format_bench([("语料", result)])
    assert "Python" in text and "**语料**: 1 documents, 1 pages" in text
    assert all(f"| {name} |" in text for name in (*result.seconds, *result.stages))


def test_a_folder_without_pdfs_is_wrong_use(tmp_path: Path) -> None:
    assert main(["bench", str(tmp_path)]) == 2
