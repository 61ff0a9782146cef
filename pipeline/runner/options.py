"""What a run is asked to do, and what it is given to do it with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.records.filing import Filing
from pipeline.runner.workers import Limits


@dataclass(frozen=True, slots=True)
class Options:
    """What to run on, where to, and how. `retry` tries documents anew that the guards of a former run stopped."""

    corpus: Path
    outputs: Path
    workers: int | None = None
    only: str | None = None
    limit: int | None = None
    limits: Limits = field(default_factory=Limits)
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Across:
    """What is made over all filings; the caller gives it, since the runner knows nothing of what they say.

    `identify` completes the filings and names the entities; `dimensions` gives rows by dataset, and so does `compare`
    from the datasets below a folder; `count` gives the figures of the summary from them, `describe` text files by name
    from them and from the content of run.json. `modules` are theirs: a change of them is a reason to run again.
    """

    identify: Callable[[Sequence[Filing]], tuple[Sequence[Filing], Sequence[Any]]]
    compare: Callable[[Path], Mapping[str, Sequence[Any]]]
    dimensions: Callable[[], Mapping[str, Sequence[Any]]]
    describe: Callable[[Path, Mapping[str, Any]], Mapping[str, str]]
    count: Callable[[Path], Mapping[str, int]]
    modules: tuple[str, ...]


def slots(options: Options, jobs: int) -> int:
    """Workers for so many jobs: as many as asked for, or as this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(options.workers or usable, jobs))
