"""What a run does, as it does it: one line that changes on a terminal, plain lines elsewhere, all of it in a log."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from heapq import nlargest
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, TextIO

from pipeline.runner.files import CannotWrite
from pipeline.runner.memory import peak

if TYPE_CHECKING:
    from pipeline.runner.process import Done

LOG = "run.log"
_SLOWEST = 20
_LARGEST_LOG = 10_000_000
"""A log of more bytes steps aside for a new one before a run begins."""


class Journal:
    """Counts documents as they end, says how far the run is, and accounts for where the time went."""

    def __init__(self, stream: TextIO | None = None, every_seconds: float = 10.0) -> None:
        self._stream = stream or sys.stderr
        self._is_terminal = self._stream.isatty()
        self._every = 0.2 if self._is_terminal else every_seconds
        self._log: TextIO | None = None
        self._started = datetime.now().astimezone()
        self._began = self._said = monotonic()
        self._phase = ""
        self._entered = self._began
        self._phases: defaultdict[str, float] = defaultdict(float)
        self._steps: defaultdict[str, float] = defaultdict(float)
        self._took: list[tuple[float, str]] = []
        self.total = self.done = self.failed = 0

    @contextmanager
    def kept(self, outputs: Path) -> Iterator[None]:
        """Write the log below the folder while this lasts; what a run before it said stays. Raises CannotWrite."""
        place = outputs / LOG
        try:
            if place.is_file() and place.stat().st_size > _LARGEST_LOG:
                place.replace(place.with_name(f"{LOG}.1"))
            self._log = place.open("a", encoding="utf-8", errors="backslashreplace", newline="\n")
        except OSError as error:
            raise CannotWrite.at(place, error) from error
        try:
            with self._log:
                yield
        except BaseException as error:
            with suppress(OSError, ValueError):
                self._end_log(place, error)
            raise
        finally:
            self._log = None

    def note(self, text: str) -> None:
        """Say one thing on a line of its own, and in the log."""
        self._stream.write(f"{text}\n")
        self._stream.flush()
        self.log(text)

    def log(self, text: str) -> None:
        """Write one thing to the log alone."""
        if self._log is not None:
            self._log.write(_line(text))
            self._log.flush()

    def enter(self, phase: str) -> None:
        """The run enters a phase; the one before it is over."""
        self._leave()
        self._phase = phase

    def begin(self, total: int) -> None:
        """So many documents are to be read."""
        self.total, self._began, self._said = total, monotonic(), monotonic()

    def advance(self, done: Done) -> None:
        """One more document has ended."""
        filing = done.filing
        self.done += 1
        self.failed += filing.status == "failed"
        for step, seconds in done.seconds:
            self._steps[step] += seconds
        taken = sum(seconds for _, seconds in done.seconds)
        self._took = nlargest(_SLOWEST, [*self._took, (taken, filing.source_path)])
        for trouble in (filing.error_detail,) if filing.error_detail else done.troubles:
            self.log(f"[{filing.error_code or filing.status}] {filing.source_path}：{trouble}")
        if self.done == self.total or monotonic() - self._said >= self._every:
            self._said = monotonic()
            self._say()

    def account(self) -> dict[str, Any]:
        """When the run began, and what it took: seconds by phase and by step, the slowest files, memory."""
        self._leave()
        return {
            "began": self._started.isoformat(timespec="seconds"),
            "read": self.done,
            "seconds": _rounded(self._phases),
            "steps": _rounded(self._steps),
            "slowest": [{"source_path": path, "seconds": round(taken, 2)} for taken, path in self._took],
            "peak_memory_mib": peak() >> 20,
        }

    def _leave(self) -> None:
        now = monotonic()
        if self._phase:
            self._phases[self._phase] += now - self._entered
        self._entered = now

    def _say(self) -> None:
        rate = self.done / max(monotonic() - self._began, 1e-6)
        line = f"已处理 {self.done}/{self.total}，失败 {self.failed}，每秒 {rate:.1f} 份"
        end = "\n" if self.done == self.total or not self._is_terminal else ""
        self._stream.write(f"\r\x1b[K{line}{end}" if self._is_terminal else f"{line}{end}")
        self._stream.flush()
        self.log(line)

    @staticmethod
    def _end_log(place: Path, error: BaseException) -> None:
        with place.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as log:
            log.write(_line(f"运行中止：{type(error).__name__}: {error}"))


def _line(text: str) -> str:
    """A line of the log: names of files may hold line ends, which must not look like lines of ours."""
    said = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return f"{datetime.now().astimezone().isoformat(timespec='seconds')} {said}\n"


def _rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in seconds.items()}
