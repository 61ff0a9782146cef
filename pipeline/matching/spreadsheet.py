"""Tables that people keep in a spreadsheet: text in, rows out, and back, so that no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

_FORMULA = "=+\\-@\t\r＝＋－＠"
"""What a cell must not begin with: a spreadsheet computes it, in fullwidth on Chinese desktops too."""
_DANGEROUS = re.compile(f"'*[{_FORMULA}]")
_GUARDED = re.compile(f"''*[{_FORMULA}]")
BOM = "\ufeff"
"""Tells Excel that the text is UTF-8."""


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what would be computed; `as_typed` takes it away again."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def as_typed(cell: str) -> str:
    """The cell as it was before `harmless`; a cell that was never guarded stays as it is."""
    return cell[1:] if _GUARDED.match(cell) else cell


def decode(data: bytes) -> str:
    """A table as text: UTF-8, or what spreadsheets write on Chinese desktops."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def read_table(data: bytes) -> list[dict[str, str]]:
    """Rows by column name, cells as they were typed; what a row lacks is empty. Raises ValueError without a header."""
    text = decode(data)
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", restval="")
    if not reader.fieldnames:
        raise ValueError("no header")
    return [{as_typed((k or "").strip()): as_typed(v or "") for k, v in row.items() if k} for row in reader]


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, object]], newline: str = "\r\n") -> bytes:
    """The table as bytes that Excel opens right; None is an empty cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=newline)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless("" if row[name] is None else str(row[name])) for name in columns])
    return (BOM + out.getvalue()).encode()
