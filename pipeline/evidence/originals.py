"""The files that rows were read from, found again and proven to be the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

COLUMNS = ("filing_id", "sha256", "source_paths", "file_format")


class Originals:
    """Contents of the filings of a corpus folder by filing_id; `filings` are rows with COLUMNS."""

    def __init__(self, corpus: Path, filings: Sequence[Mapping[str, Any]]) -> None:
        self._corpus = corpus
        self._filings = {row["filing_id"]: row for row in filings}
        self._last: tuple[str, bytes | None] = ("", None)

    def pdf(self, filing_id: str) -> bytes | None:
        """The PDF; None where the filing is no PDF, or its file is not there or has changed since it was read."""
        if self._last[0] != filing_id:
            self._last = (filing_id, self._find(filing_id))
        return self._last[1]

    def _find(self, filing_id: str) -> bytes | None:
        filing = self._filings.get(filing_id)
        if filing is None or filing["file_format"] != "pdf":
            return None
        for path in filing["source_paths"]:
            try:
                data = (self._corpus / path).read_bytes()
            except OSError:
                continue
            if sha256(data).hexdigest() == filing["sha256"]:
                return data
        return None
