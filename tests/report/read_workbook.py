"""A workbook read back with the standard library, as any program would: what stands in its cells, and how."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """A cell: `kind` is s (text), n (number) or empty; `formula` whether it is one."""

    kind: str
    value: str
    has_formula: bool


@dataclass(frozen=True)
class Page:
    """A sheet: its rows of cells, and its own XML."""

    rows: list[list[Cell]]
    xml: str

    def values(self) -> list[list[str]]:
        """What stands in the cells of each row."""
        return [[cell.value for cell in row] for row in self.rows]

    def table(self, head: str) -> list[dict[str, str]]:
        """The rows below the head that has this word, by the words of the head, to the first empty row."""
        rows = self.values()
        at = next(number for number, row in enumerate(rows) if head in row)
        made = []
        for row in rows[at + 1 :]:
            if not any(row):
                break
            made.append(dict(zip(rows[at], row, strict=False)))
        return made


def read_workbook(data: bytes) -> dict[str, Page]:
    """Name → sheet, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        shared = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        texts = ["".join(t.text or "" for t in item.iter(f"{_MAIN}t")) for item in shared.iter(f"{_MAIN}si")]
        names = [s.attrib["name"] for s in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")]
        pages = [parts.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, len(names) + 1)]
    return {name: Page(_rows(xml, texts), xml) for name, xml in zip(names, pages, strict=True)}


def _rows(xml: str, texts: list[str]) -> list[list[Cell]]:
    made: list[list[Cell]] = []
    for row in ElementTree.fromstring(xml).iter(f"{_MAIN}row"):
        made += [[] for _ in range(int(row.attrib["r"]) - len(made))]
        for cell in row.iter(f"{_MAIN}c"):
            column = _column(re.sub(r"\d", "", cell.attrib["r"]))
            made[-1] += [Cell("", "", False)] * (column - len(made[-1]))
            kind, found = cell.attrib.get("t", "n"), cell.find(f"{_MAIN}v")
            value = "" if found is None or found.text is None else found.text
            text = texts[int(value)] if kind == "s" else value
            made[-1].append(Cell(kind if value else "", text, cell.find(f"{_MAIN}f") is not None))
    return made


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
