"""Published reasons with all that a person needs to judge them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.store.read import read_rows
from pipeline.wording.placing import words_of

OPENING, CLOSING = "【", "】"
"""Marks of the reason in its context; they are for the eye and are not read back."""


@dataclass(frozen=True, slots=True)
class Published:
    """A reason as it was published, its file, and the sentences that it stands in (none for one in a table).

    `text` is what is shown: these and the sentence of the paragraph before them, for a reason in a table its own text;
    `start` and `end` count in it. `occurrence` tells it from others of the file that say the same.
    """

    row: dict[str, Any]
    filing: dict[str, Any]
    sentence_text: str
    text: str
    start: int
    end: int
    occurrence: int

    @property
    def context(self) -> str:
        """The text with the reason marked."""
        return f"{self.text[: self.start]}{OPENING}{self.text[self.start : self.end]}{CLOSING}{self.text[self.end :]}"

    @property
    def key(self) -> tuple[str, ...]:
        """Its place said by content."""
        return place_key(self.filing["sha256"], self.sentence_text, self.row["surface"], self.row)


def place_key(sha256: str, sentence_text: str, surface: str, row: dict[str, Any]) -> tuple[str, ...]:
    """A place by file, words, item, basis and direction, so that ids need not be the same."""
    return sha256, words_of(sentence_text), words_of(surface), row["item_name"], row["basis"], row["direction"]


def read_published(outputs: Path) -> Iterator[Published]:
    """The reasons of a generation in the order of its files and their text."""
    filings = {row["filing_id"]: row for row in read_rows(outputs, "filings").to_pylist()}
    columns = ("filing_id", "sentence_id", "paragraph", "order", "text")
    sentences = read_rows(outputs, "sentences", columns).to_pylist()
    by_order = {(s["filing_id"], s["order"]): s for s in sentences}
    orders = {s["sentence_id"]: s["order"] for s in sentences}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in read_rows(outputs, "reasons").to_pylist():
        sentence_text, text, start, end = _context(row, by_order, orders)
        found = Published(row, filings[row["filing_id"]], sentence_text, text, start, end, 0)
        number = seen[found.key]
        seen[found.key] += 1
        yield Published(row, found.filing, sentence_text, text, start, end, number)


def _context(
    row: dict[str, Any], by_order: dict[tuple[str, int], dict[str, Any]], orders: dict[str, int],
) -> tuple[str, str, int, int]:
    """The sentences of a reason, the text to show, and where the reason stands in that."""
    if row["sentence_id"] is None:
        return "", row["surface"], 0, len(row["surface"])
    first = orders[row["sentence_id"]]
    last = orders[row["end_sentence_id"] or row["sentence_id"]]
    own = [by_order[row["filing_id"], order] for order in range(first, last + 1)]
    before = by_order.get((row["filing_id"], first - 1), {})
    lead = before["text"] if before.get("paragraph") == own[0]["paragraph"] else ""
    texts = [sentence["text"] for sentence in own]
    end = len(lead) + sum(map(len, texts[:-1])) + row["end"]
    return "".join(texts), lead + "".join(texts), len(lead) + row["start"], end
