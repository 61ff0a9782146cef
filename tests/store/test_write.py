"""Datasets on disk open as one table in every tool, and have the same bytes for the same rows."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas
import pyarrow.dataset
import pyarrow.parquet
import pytest

from pipeline.records.dimension import Cause
from pipeline.records.filing import Filing
from pipeline.records.mention import Mention
from pipeline.store.datasets import DATASETS
from pipeline.store.read import Frames, read_rows
from pipeline.store.rows import encode_layers
from pipeline.store.write import ROW_GROUP, Generation

FIRST = Filing("a" * 16, "a" * 64, "甲局.pdf", ("甲局.pdf",), status="complete", fiscal_year=2023)
SECOND = replace(FIRST, filing_id="b" * 16, sha256="b" * 64, source_path="乙局.pdf", fiscal_year=0)


def mention(number: int) -> Mention:
    return Mention(f"me-{number}", "se-1", 0, 1, "1", "count", Decimal(number), rule_id="count.plain")


def write(outputs: Path, filings: tuple[Filing, ...] = (SECOND, FIRST), mentions: int = 2) -> None:
    with Generation(outputs) as generation:
        generation.write_records("filings", filings)
        rows = {"mentions": tuple(mention(n) for n in range(mentions))}
        generation.write_layers((f.fiscal_year, encode_layers(f.filing_id, rows)) for f in filings)
        generation.write_records("causes", [Cause("other", label_zh="其他", label_en="Other")])
        for name in DATASETS:
            if name not in generation.counts:
                generation.write_records(name, ())
        generation.publish({"generation": "g", "datasets": generation.counts})


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outputs")
    write(folder)
    return folder


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_opens_in_every_tool(outputs: Path, name: str) -> None:
    columns = DATASETS[name].schema.names + (["fiscal_year"] if DATASETS[name].is_partitioned else [])
    assert list(pandas.read_parquet(outputs / name).columns) == columns
    query = f"SELECT * FROM read_parquet('{outputs}/{name}/**/*.parquet', hive_partitioning = true)"
    assert duckdb.sql(query).columns == columns
    assert pyarrow.dataset.dataset(outputs / name, partitioning="hive").schema.names == columns


def test_a_dataset_without_rows_has_its_full_schema(outputs: Path) -> None:
    files = list((outputs / "facts").rglob("*.parquet"))
    assert [str(f.relative_to(outputs)) for f in files] == ["facts/fiscal_year=0/part-0.parquet"]
    table = pyarrow.parquet.ParquetFile(files[0]).read()
    assert table.num_rows == 0
    wanted = DATASETS["facts"].schema
    assert [(f.name, f.nullable, f.metadata) for f in table.schema] == [
        (f.name, f.nullable, f.metadata) for f in wanted
    ]


def test_the_year_is_the_partition_and_only_that(outputs: Path) -> None:
    assert sorted(p.name for p in (outputs / "filings").iterdir()) == ["fiscal_year=0", "fiscal_year=2023"]
    file = outputs / "filings" / "fiscal_year=2023" / "part-0.parquet"
    assert pyarrow.parquet.ParquetFile(file).read().column("filing_id").to_pylist() == ["a" * 16]


def test_enums_are_dictionaries_of_the_whole_vocabulary(outputs: Path) -> None:
    column = pyarrow.parquet.ParquetFile(outputs / "filings/fiscal_year=0/part-0.parquet").read().column("status")
    assert column.chunk(0).dictionary.to_pylist() == ["complete", "partial", "failed", "skipped"]


def test_the_same_rows_give_the_same_bytes(outputs: Path, tmp_path: Path) -> None:
    write(tmp_path)
    assert contents(tmp_path) == contents(outputs)


def test_a_new_generation_replaces_the_old_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, (FIRST,))
    assert [p.name for p in (tmp_path / "filings").iterdir()] == ["fiscal_year=2023"]
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_generation_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    write(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(RuntimeError), Generation(tmp_path) as generation:
        generation.write_records("filings", [FIRST])
        raise RuntimeError
    assert contents(tmp_path) == before


def test_row_groups_are_cut_by_rows_not_by_filings(tmp_path: Path) -> None:
    write(tmp_path, (replace(SECOND, filing_id="a" * 16), replace(SECOND, filing_id="b" * 16)), ROW_GROUP - 1)
    file = pyarrow.parquet.ParquetFile(tmp_path / "mentions/fiscal_year=0/part-0.parquet")
    groups = [file.metadata.row_group(i).num_rows for i in range(file.metadata.num_row_groups)]
    assert groups == [ROW_GROUP, ROW_GROUP - 2]
    assert file.read(["value"]).column("value")[ROW_GROUP - 1].as_py() == 0


def test_rows_made_across_filings_stand_beside_those_of_each_filing(tmp_path: Path) -> None:
    with Generation(tmp_path) as generation:
        generation.write_layers([(2023, encode_layers("a" * 16, {"mentions": (mention(1),)}))])
        added = replace(mention(2), mention_id=f"{'b' * 16}-me-2", sentence_id=f"{'b' * 16}-se-1")
        generation.append_rows("mentions", [(2024, "b" * 16, added), (2023, "b" * 16, added)])
        assert generation.counts["mentions"] == 3
        generation.append_rows("mentions", [])
        generation.publish({"datasets": generation.counts})
    table = read_rows(tmp_path, "mentions", ["mention_id", "filing_id", "fiscal_year"])
    one, other = ("a" * 16, 2023), ("b" * 16, 2023)
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        (f"{one[0]}-me-1", *one), (f"{other[0]}-me-2", *other), (f"{other[0]}-me-2", other[0], 2024)]


def test_run_json_is_written(outputs: Path) -> None:
    run = json.loads((outputs / "run.json").read_text(encoding="utf-8"))
    assert run["datasets"]["filings"] == 2


def test_rows_are_read_back_for_comparison(outputs: Path) -> None:
    frame = Frames(outputs, {"filings": ("filing_id", "status", "fiscal_year")})["filings"]
    assert frame.values.tolist() == [["b" * 16, "complete", 0], ["a" * 16, "complete", 2023]]
    with pytest.raises(KeyError, match="colour"):
        read_rows(outputs, "filings", ["colour"])
