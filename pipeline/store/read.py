"""Datasets read back, for what compares filings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from pipeline.store.datasets import DATASETS, Dataset

BATCH = 20_000
"""Rows that are held at once where a dataset is read as a stream."""
YEAR = "fiscal_year"


def read_rows(
    folder: Path, name: str, columns: Sequence[str] | None = None, chosen: Mapping[str, Collection[str]] | None = None
) -> pa.Table:
    """Rows of a dataset below the folder, in order of year and place; enums as text.

    `fiscal_year` is a column like the others. `chosen` keeps the rows whose value of a column is among those given.
    Raises KeyError for a column that the dataset does not have.
    """
    source = _source(folder, name)
    missing = {*(columns or ()), *(chosen or ())} - set(source.schema.names)
    if missing:
        raise KeyError(f"{name} has no columns {sorted(missing)}")
    tests = [ds.field(column).isin(sorted(values)) for column, values in (chosen or {}).items()]
    where = reduce(and_, tests) if tests else None
    return source.to_table(columns=list(columns) if columns is not None else None, filter=where)


def stream_rows(folder: Path, name: str, columns: Sequence[str], size: int = BATCH) -> Iterator[pa.Table]:
    """The same rows in the same order as `read_rows`, `size` of them at a time, so that no more need be held."""
    schema = pa.schema([_plain(DATASETS[name]).field(column) for column in columns])
    stored = [column for column in columns if column != YEAR]
    for file in sorted((folder / name).rglob("*.parquet"), key=lambda file: (_year(file), file.name)):
        with pq.ParquetFile(file) as opened:
            for batch in opened.iter_batches(size, columns=stored):
                table = pa.Table.from_batches([batch])
                if YEAR in columns:
                    table = table.append_column(YEAR, pa.array([_year(file)] * table.num_rows, pa.int32()))
                yield table.select(list(columns)).cast(schema)


class StreamedRows:
    """The rows of a dataset as mappings, read in pieces of a bounded size each time they are gone through; of some only
    those whose `column` has a `value`."""

    def __init__(self, folder: Path, name: str, columns: Sequence[str], only: tuple[str, str] | None = None) -> None:
        self._stored = folder, name, columns
        self._only = only

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for table in stream_rows(*self._stored):
            rows = table.filter(pc.equal(table.column(self._only[0]), self._only[1])) if self._only else table
            yield from rows.to_pylist()


def _year(file: Path) -> int:
    return int(file.parent.name.partition("=")[2] or 0)


def read_chosen(folder: Path, name: str, ids: Collection[str], column: str) -> list[tuple[str, Any]]:
    """Id and one other column of the rows of these ids, as plain values; other ids are left out."""
    key = DATASETS[name].columns[0].name
    filings = {one.partition("-")[0] for one in ids}
    table = read_rows(folder, name, (key, column), {"filing_id": filings, key: ids})
    return list(zip(table.column(key).to_pylist(), table.column(column).to_pylist(), strict=True))


def _source(folder: Path, name: str) -> ds.Dataset:
    dataset = DATASETS[name]
    partitioning = (
        ds.partitioning(pa.schema([("fiscal_year", pa.int32())]), flavor="hive") if dataset.is_partitioned else None
    )
    return ds.dataset(folder / name, schema=_plain(dataset), partitioning=partitioning, format="parquet")


class Frames(Mapping[str, Any]):
    """Datasets as pandas frames of the named columns, of some only the chosen rows, each read when it is asked for."""

    def __init__(
        self, folder: Path, columns: Mapping[str, Sequence[str]],
        chosen: Mapping[str, Mapping[str, Collection[str]]] | None = None,
    ) -> None:
        self._folder = folder
        self._columns = columns
        self._chosen = chosen or {}

    def __getitem__(self, name: str) -> Any:
        return read_rows(self._folder, name, self._columns[name], self._chosen.get(name)).to_pandas()

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def parts(self, name: str) -> Iterator[Any]:
        """The rows of one of them in frames of a bounded size, in order."""
        return (table.to_pandas() for table in stream_rows(self._folder, name, self._columns[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def _plain(dataset: Dataset) -> pa.Schema:
    fields = [pa.field(f.name, pa.string()) if pa.types.is_dictionary(f.type) else f for f in dataset.schema]
    return pa.schema([*fields, pa.field("fiscal_year", pa.int32())] if dataset.is_partitioned else fields)
