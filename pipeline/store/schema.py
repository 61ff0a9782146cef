"""A record type projected to an Arrow schema: each column is described once, on the record."""

from __future__ import annotations

import types
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from pipeline.records.errors import ContractError
from pipeline.records.geometry import Box

BOX = pa.struct(
    [pa.field("page", pa.int32()), *(pa.field(name, pa.float32()) for name in ("x0", "top", "x1", "bottom"))]
)
BOXES = pa.list_(BOX)

_ANNOTATED = {
    "money": pa.decimal128(20, 2),
    "number": pa.decimal128(24, 6),
    "int64": pa.int64(),
    "int16": pa.int16(),
    "float32": pa.float32(),
}
_PLAIN: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    Decimal: pa.decimal128(24, 6),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A published column: where its value comes from, and what it is on disk.

    `words` are the enum's words in the order of its Arrow dictionary (none for other types). `is_reference` marks ids
    that are local to a filing and get its id before them.
    """

    name: str
    type: pa.DataType
    is_nullable: bool
    words: tuple[str, ...]
    is_reference: bool
    zh: str
    en: str
    unit: str

    @property
    def field(self) -> pa.Field:
        """The Arrow field, with its descriptions."""
        about = {"description_zh": self.zh, "description_en": self.en, "unit": self.unit}
        return pa.field(self.name, self.type, nullable=self.is_nullable, metadata=about)


FILING_ID = Column("filing_id", pa.string(), False, (), False, "文件编号", "Filing that the row was read from", "")


@cache
def columns_of(record: type, is_per_filing: bool) -> tuple[Column, ...]:
    """The published columns of a record type, in order.

    Rows of a filing carry no filing_id of their own: it is put after the row's id. Raises ContractError for a type hint
    that has no Arrow type.
    """
    hints = get_type_hints(record, include_extras=True)
    columns = [
        _column(f.name, hints[f.name], f.metadata) for f in fields(record) if not f.metadata.get("internal", False)
    ]
    if is_per_filing and all(c.name != FILING_ID.name for c in columns):
        columns.insert(1, FILING_ID)
    return tuple(columns)


def schema_of(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of a dataset."""
    return pa.schema([c.field for c in columns])


def _column(name: str, hint: Any, about: Any) -> Column:
    inner, is_nullable = _without_none(hint)
    words = tuple(get_args(inner)) if get_origin(inner) is Literal else ()
    try:
        arrow = pa.dictionary(pa.int8(), pa.string()) if words else _arrow(inner)
        return Column(name, arrow, is_nullable, words, about["ref"], about["zh"], about["en"], about["unit"])
    except KeyError as error:
        raise ContractError(f"column {name}: no Arrow type or no description for {hint!r}") from error


def _without_none(hint: Any) -> tuple[Any, bool]:
    """The type beside None of an optional hint, and whether it was optional."""
    if get_origin(hint) in (Union, types.UnionType):
        inner = [a for a in get_args(hint) if a is not type(None)]
        return inner[0], len(inner) < len(get_args(hint))
    return hint, False


def _arrow(hint: Any) -> pa.DataType:
    if get_origin(hint) is Annotated:
        return _ANNOTATED[get_args(hint)[1]]
    if get_origin(hint) is tuple:
        element = get_args(hint)[0]
        if element is Box:
            return BOXES
        return pa.list_(pa.string() if get_origin(element) is Literal else _arrow(element))
    return _PLAIN[hint]
