"""Datasets read back, for what compares filings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds

from pipeline.store.datasets import DATASETS, Dataset


def read_rows(folder: Path, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """Rows of a dataset below the folder, in order of year and place; enums as text.

    `fiscal_year` is a column like the others. Raises KeyError for a column that the dataset does not have.
    """
    dataset = DATASETS[name]
    partitioning = (
        ds.partitioning(pa.schema([("fiscal_year", pa.int32())]), flavor="hive") if dataset.is_partitioned else None
    )
    source = ds.dataset(folder / name, schema=_plain(dataset), partitioning=partitioning, format="parquet")
    missing = set(columns or ()) - set(source.schema.names)
    if missing:
        raise KeyError(f"{name} has no columns {sorted(missing)}")
    return source.to_table(columns=list(columns) if columns is not None else None)


class Frames(Mapping[str, Any]):
    """Datasets as pandas frames of the named columns, each read when it is asked for."""

    def __init__(self, folder: Path, columns: Mapping[str, Sequence[str]]) -> None:
        self._folder = folder
        self._columns = columns

    def __getitem__(self, name: str) -> Any:
        return read_rows(self._folder, name, self._columns[name]).to_pandas()

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _plain(dataset: Dataset) -> pa.Schema:
    fields = [pa.field(f.name, pa.string()) if pa.types.is_dictionary(f.type) else f for f in dataset.schema]
    return pa.schema([*fields, pa.field("fiscal_year", pa.int32())] if dataset.is_partitioned else fields)
