"""Datasets on disk: hive layout, the same bytes for the same rows, a dataset replaced as a whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.store.datasets import DATASETS, LAYER_DATASETS, Dataset
from pipeline.store.rows import decode_rows, to_table
from pipeline.store.swap import RUN, begin_swap, finish_swap

ROW_GROUP = 100_000
"""Rows of a row group."""
_AT_ONCE = 10_000
"""Records that are turned into rows at once."""
_SMALL_TABLES = 200
"""So many small tables that wait to be written are made one: each takes more than its rows do."""
STAGING = ".staging"


class DatasetWriter:
    """Writes one dataset from tables that come in order, never holding more than about one row group.

    Years come in ascending order; a dataset that got no rows is written with its schema and none.
    """

    def __init__(self, folder: Path, dataset: Dataset, part: int = 0) -> None:
        self.dataset = dataset
        self._name = f"part-{part}.parquet"
        self.row_count = 0
        self._folder = folder / dataset.name
        self._year: int | None = None
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0

    def add(self, year: int, table: pa.Table) -> None:
        """Append rows of one fiscal year (0 for a dataset that is not partitioned)."""
        if table.num_rows == 0:
            return
        if year != self._year:
            self._end_file()
            self._begin_file(year)
        self.row_count += table.num_rows
        self._waiting.append(table)
        self._waiting_rows += table.num_rows
        if len(self._waiting) >= _SMALL_TABLES:
            self._waiting = [pa.concat_tables(self._waiting).combine_chunks()]
        if self._waiting_rows >= ROW_GROUP:
            self._flush(self._waiting_rows - self._waiting_rows % ROW_GROUP)

    def close(self) -> None:
        """Finish the last file."""
        if self._year is None:
            self._begin_file(0)
        self._end_file()

    def _begin_file(self, year: int) -> None:
        folder = self._folder / f"fiscal_year={year}" if self.dataset.is_partitioned else self._folder
        folder.mkdir(parents=True, exist_ok=True)
        self._year = year
        self._writer = pq.ParquetWriter(
            folder / self._name,
            self.dataset.schema,
            compression="zstd",
            compression_level=3,
        )

    def _end_file(self) -> None:
        if self._writer is not None:
            self._flush(self._waiting_rows)
            self._writer.close()
            self._writer = None

    def _flush(self, row_count: int) -> None:
        """Write the first `row_count` of the waiting rows."""
        if self._writer is not None and row_count:
            table = pa.concat_tables(self._waiting)
            self._writer.write_table(table.slice(0, row_count).combine_chunks(), row_group_size=ROW_GROUP)
            self._waiting_rows -= row_count
            self._waiting = [table.slice(row_count)] if self._waiting_rows else []


class Generation:
    """All datasets of one run, written beside the old ones and put in their place at the end.

    Use as a context manager; leaving it without `publish` throws the new datasets away.
    """

    def __init__(self, outputs: Path) -> None:
        self.outputs = outputs
        self.staging = outputs / STAGING
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Generation:
        shutil.rmtree(self.staging, ignore_errors=True)
        self.staging.mkdir(parents=True)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.staging, ignore_errors=True)

    def write_records(self, name: str, rows: Iterable[Any]) -> None:
        """Write a dataset from records, sorted by year where it is partitioned, else in their order."""
        dataset = DATASETS[name]
        by_year: dict[int, list[Any]] = {}
        for row in rows:
            by_year.setdefault(row.fiscal_year if dataset.is_partitioned else 0, []).append(row)
        writer = DatasetWriter(self.staging, dataset)
        for year in sorted(by_year):
            for start in range(0, len(by_year[year]), _AT_ONCE):
                writer.add(year, to_table(dataset, by_year[year][start:start + _AT_ONCE]))
        self._end(writer)

    def append_rows(self, name: str, rows: Iterable[tuple[int, str, Any]]) -> None:
        """Add to a dataset of a layer what was made of several filings: year, filing, and a record whose references
        are published ids. It stands in a second file beside the layer's own."""
        dataset = DATASETS[name]
        given = sorted(rows, key=lambda row: row[:2])
        if not given:
            return
        writer = DatasetWriter(self.staging, dataset, part=1)
        for (year, filing_id), group in groupby(given, key=lambda row: row[:2]):
            records = [record for _, _, record in group]
            writer.add(year, to_table(dataset, records, filing_id, is_published=True))
        writer.close()
        self.counts[name] += writer.row_count

    def write_layers(self, parts: Iterable[tuple[int, Mapping[str, bytes]]]) -> None:
        """Write all datasets that are layers in one pass over filings: year and rows, as `encode_layers` gave them.

        Filings come in ascending order of years, and within a year in the order that their rows shall have.
        """
        writers = {dataset.name: DatasetWriter(self.staging, dataset) for dataset in LAYER_DATASETS}
        for year, encoded in parts:
            for name, data in encoded.items():
                writers[name].add(year, decode_rows(DATASETS[name], data))
        for writer in writers.values():
            self._end(writer)

    def _end(self, writer: DatasetWriter) -> None:
        writer.close()
        self.counts[writer.dataset.name] = writer.row_count

    def write_text(self, name: str, text: str) -> None:
        """Write a text file beside the datasets; a name with a folder in it makes the folder."""
        path = self.staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def publish(self, run: Mapping[str, Any]) -> None:
        """Put everything in its place; run.json, which says that the generation is whole, comes last."""
        self.write_text(RUN, json.dumps(run, ensure_ascii=False, indent=1) + "\n")
        begin_swap(self.staging, self.outputs)
        finish_swap(self.outputs)
