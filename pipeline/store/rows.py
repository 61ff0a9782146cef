"""Records to Arrow: exact, or our bug."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib.abc import MetaPathFinder
from itertools import accumulate
from operator import attrgetter
from typing import Any

import pyarrow as pa

from pipeline.records.errors import ContractError
from pipeline.records.ids import published_id
from pipeline.store.datasets import LAYER_DATASETS, Dataset
from pipeline.store.schema import BOX, BOXES, FILING_ID, Column


def to_table(
    dataset: Dataset, records: Sequence[Any], filing_id: str = "", is_published: bool = False
) -> pa.Table:
    """Records as rows of the dataset, in their order; their references are made published ids, unless they are.

    Raises ContractError when a record is not of the dataset's type, or a value is not what its column promises: null
    where none may be, a word outside the enum, a number that the decimal type cannot hold exactly.
    """
    wrong = next((r for r in records if type(r) is not dataset.record), None)
    if wrong is not None:
        raise ContractError(f"{dataset.name}: a row is {type(wrong).__name__}, not {dataset.record.__name__}")
    arrays = [_array(dataset, column, records, filing_id, is_published) for column in dataset.columns]
    return pa.Table.from_arrays(arrays, schema=dataset.schema)


def encode_layers(filing_id: str, layers: dict[str, tuple[Any, ...]]) -> dict[str, bytes]:
    """The published layers of one filing, per dataset, as Arrow streams; datasets without rows are left out."""
    encoded = {}
    for dataset in LAYER_DATASETS:
        records = layers.get(dataset.layer or "", ())
        if records:
            table = to_table(dataset, records, filing_id).replace_schema_metadata(None)
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table)
            encoded[dataset.name] = sink.getvalue().to_pybytes()
    return encoded


def warm_up_arrow() -> None:
    """Have Arrow load what it loads with its first array, in a process that only encodes rows.

    Arrow imports pandas there to see whether a list is one of its series, which takes longer than a filing: pandas is
    out of its sight that one time, and Arrow does not look again.
    """
    hiding = _Hiding()
    sys.meta_path.insert(0, hiding)
    try:
        pa.array([""])
    finally:
        sys.meta_path.remove(hiding)


class _Hiding(MetaPathFinder):
    """Finds no pandas."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname == "pandas":
            raise ImportError(fullname)


def decode_rows(dataset: Dataset, data: bytes) -> pa.Table:
    """Rows as `encode_layers` kept them. Raises ContractError when they have another schema."""
    table = pa.ipc.open_stream(data).read_all()
    if not table.schema.equals(dataset.schema):
        raise ContractError(f"{dataset.name}: rows were kept under another schema")
    return table.cast(dataset.schema)


def _array(
    dataset: Dataset, column: Column, records: Sequence[Any], filing_id: str, is_published: bool
) -> pa.Array:
    if dataset.kind == "layer" and column.name == FILING_ID.name:
        return pa.array([filing_id] * len(records), pa.string())
    values = list(map(attrgetter(column.name), records))
    if not column.is_nullable and any(v is None for v in values):
        raise ContractError(f"{dataset.name}.{column.name}: null in a row that must have a value")
    try:
        if column.words:
            return _words(column, values)
        if column.type == BOXES:
            return _boxes(values)
        if column.is_reference and not is_published:
            values = [_published(filing_id, v) for v in values]
        elif pa.types.is_list(column.type):
            values = [None if v is None else list(v) for v in values]
        return pa.array(values, column.type)
    except (pa.ArrowException, TypeError, OverflowError, KeyError) as error:
        raise ContractError(f"{dataset.name}.{column.name}: {error}") from error


def _published(filing_id: str, value: Any) -> Any:
    if value is None:
        return None
    return published_id(filing_id, value) if isinstance(value, str) else [published_id(filing_id, v) for v in value]


def _words(column: Column, values: Iterable[str | None]) -> pa.Array:
    """Words as indices into the whole vocabulary, so that every file has the same dictionary."""
    place = {word: index for index, word in enumerate(column.words)}
    indices = pa.array([None if v is None else place[v] for v in values], pa.int8())
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.words, pa.string()))


def _boxes(values: Sequence[Any]) -> pa.Array:
    """Lists of boxes built column by column; boxes of files without pages are left out."""
    kept = [[b for b in boxes if b.page > 0] for boxes in values]
    offsets = [0, *accumulate(map(len, kept))]
    flat = [b for boxes in kept for b in boxes]
    parts = [pa.array(list(map(attrgetter(f.name), flat)), f.type) for f in BOX]
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(parts, fields=list(BOX)))
