"""What is kept of each filing between runs, one file per cut, named by what it depends on."""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.records.filing import Source
from pipeline.runner.files import write_atomically

_HEAD = 4
_VALUES = frozenset({("decimal", "Decimal"), ("re", "_compile")})
"""What the records that are kept hold besides records and plain values: amounts, and patterns of the knowledge."""


class Cache:
    """Cuts of filings in a folder: `<filing_id>/<cut>-<digest>.bin`. A file that is not whole counts as not there.

    Cuts named in `by_place` depend on where the content was found too, not on the content alone; those in `by_mark` on
    `marks` too: what people added to a file, by its SHA-256.
    """

    def __init__(
        self, folder: Path, digests: Mapping[str, str], by_place: tuple[str, ...] = ("content", "result", "given_up"),
        by_mark: tuple[str, ...] = ("result", "given_up"), marks: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.folder = folder
        self.digests = dict(digests)
        self._by_place = by_place
        self._by_mark = by_mark
        self._marks = dict(marks)

    def path(self, source: Source, cut: str) -> Path:
        """Where a cut of a filing is kept."""
        digest = self.digests[cut]
        if cut in self._by_place:
            mark = self._marks.get(source.sha256, "") if cut in self._by_mark else ""
            about = digest + repr(replace(source, file_format="unknown")) + mark
            digest = _sum(about.encode(errors="backslashreplace")).hex()
        return self.folder / source.filing_id / f"{cut}-{digest[:16]}.bin"

    def put(self, source: Source, cut: str, summary: Any, content: Any) -> None:
        """Keep a cut: a small summary, and the content. What was kept under another digest is removed."""
        place = self.path(source, cut)
        head, body = (zlib.compress(_dumped(part), 1) for part in (summary, content))
        data = len(head).to_bytes(_HEAD, "little") + head + body
        write_atomically(place, _sum(data) + data)
        for old in place.parent.glob(f"{cut}-*"):  # and what a killed run left half written
            if old != place:
                old.unlink(missing_ok=True)

    def has(self, source: Source, cut: str) -> bool:
        """Is there a kept cut that is whole?"""
        return self._read(source, cut) is not None

    def summary(self, source: Source, cut: str) -> Any | None:
        """The summary of a kept cut, or None where there is none that is whole."""
        data = self._read(source, cut)
        return None if data is None else _load(data[_HEAD : _HEAD + _head_length(data)])

    def content(self, source: Source, cut: str) -> Any | None:
        """The content of a kept cut, or None where there is none that is whole."""
        data = self._read(source, cut)
        return None if data is None else _load(data[_HEAD + _head_length(data) :])

    def _read(self, source: Source, cut: str) -> bytes | None:
        try:
            data = self.path(source, cut).read_bytes()
        except OSError:
            return None
        size = len(_sum(b""))
        return data[size:] if len(data) > size + _HEAD and _sum(data[size:]) == data[:size] else None


def _head_length(data: bytes) -> int:
    return int.from_bytes(data[:_HEAD], "little")


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


class _Pickler(pickle.Pickler):
    """Records as a call with their values: what dataclasses with slots do by themselves asks for their fields anew for
    each record."""

    def reducer_override(self, record: Any) -> Any:
        kind: Any = type(record)
        values = _values_of(kind)
        return NotImplemented if values is None else (kind, values(record))


@cache
def _values_of(kind: Any) -> Callable[[Any], tuple[Any, ...]] | None:
    """How the values of a record of this type are got; None where it is no record."""
    if not is_dataclass(kind):
        return None
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda record: tuple(getattr(record, name) for name in names)


def _dumped(content: Any) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream, 5).dump(content)
    return stream.getvalue()


class _Unpickler(pickle.Unpickler):
    """Records and their values, and nothing else: a results folder may come from somewhere else."""

    def find_class(self, module: str, name: str) -> Any:
        is_ours = module.startswith("pipeline.") and "." not in name
        if not is_ours and (module, name) not in _VALUES:
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = super().find_class(module, name)
        if is_ours and not (isinstance(found, type) and is_dataclass(found)):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def _load(data: bytes) -> Any | None:
    """What cannot be read is from another version, or was not written by us: not there."""
    try:
        return _Unpickler(io.BytesIO(zlib.decompress(data))).load()
    except (zlib.error, pickle.UnpicklingError, AttributeError, ImportError, TypeError, ValueError, EOFError):
        return None
