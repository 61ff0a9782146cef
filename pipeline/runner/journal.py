"""Progress on stderr: one line that changes on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TextIO


class Journal:
    """Counts documents as they end and says how far the run is."""

    def __init__(self, stream: TextIO | None = None, every_seconds: float = 10.0) -> None:
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._every = 0.2 if self._is_terminal else every_seconds
        self._began = self._said = monotonic()
        self.total = self.done = self.failed = 0

    def note(self, text: str) -> None:
        """Say one thing on a line of its own."""
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def begin(self, total: int) -> None:
        """So many documents are to be read."""
        self.total, self._began, self._said = total, monotonic(), monotonic()

    def advance(self, has_failed: bool) -> None:
        """One more document has ended."""
        self.done += 1
        self.failed += has_failed
        if self.done == self.total or monotonic() - self._said >= self._every:
            self._said = monotonic()
            self._say()

    def _say(self) -> None:
        rate = self.done / max(monotonic() - self._began, 1e-6)
        line = f"已处理 {self.done}/{self.total}，失败 {self.failed}，每秒 {rate:.1f} 份"
        end = "\n" if self.done == self.total or not self._is_terminal else ""
        self._stream.write(f"\r\x1b[K{line}{end}" if self._is_terminal else f"{line}{end}")
        self._stream.flush()
