"""One run of measurements: contenders take turns on the same documents, medians over repeats.

Seconds are those of the processor, so that what else the machine does counts little; those of whole runs, which share
work among workers, are of the clock.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from pipeline.bench.contenders import UNIT, Contender, contenders, layout
from pipeline.flow import CUTS, LAYOUT, STAGES, Layers, run_flow
from pipeline.knowledge import load_knowledge
from pipeline.readers import read_pages
from pipeline.records.errors import ContractError, SourceError
from pipeline.runner.discover import Located, discover
from pipeline.runner.journal import Journal
from pipeline.runner.options import Across, Options
from pipeline.runner.process import Job, process, warm_up
from pipeline.runner.run import run
from pipeline.runner.workers import Limits, run_guarded
from pipeline.store.rows import encode_layers

WHOLE = "juesuan whole: file to kept rows of all datasets, one worker"
RUN = "juesuan run: to Parquet, comparisons and reports, {workers} worker(s), start included"
_LIMITS = Limits(seconds=3600.0, memory=4 << 30)
_SAMPLES = 10

Seconds = dict[str, float]


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured. `pages` and `documents` were read; `seconds` per page by contender; `stages` per page by
    stage; `runs` per page by workers over `run_pages` pages; `memory` pages read → MiB of this process."""

    documents: int
    pages: int
    repeats: int
    seconds: Mapping[str, float]
    ratios: Mapping[str, float]
    stages: Mapping[str, float]
    runs: Mapping[int, float]
    run_pages: int
    memory: Sequence[tuple[int, float]]


def bench(folder: Path, across: Across, *, repeats: int, pages: int) -> Bench:
    """Measure all PDFs below a folder that have a text layer. `pages` is over how many pages runs and memory go:
    the documents are taken again and again, as files of their own.

    Raises ValueError where the folder has no such document.
    """
    documents = [(one, one.file.read_bytes()) for one in discover(folder, None) if one.file.suffix.lower() == ".pdf"]
    documents = [(one, data) for one, data in documents if _is_readable(data)]
    if not documents:
        raise ValueError(folder)
    located = [one for one, _ in documents]
    knowledge = load_knowledge()
    page_count = sum(layout(data, knowledge=knowledge) for _, data in documents)
    ways = list(contenders(knowledge))
    turns: list[Seconds] = []
    for _ in range(repeats):
        turn = _one_turn(ways, [data for _, data in documents])
        turns.append(turn | {WHOLE: sum(_in_worker(_whole_seconds, located))})
    per_stage: Counter[str] = Counter()
    for seconds in _in_worker(_stage_seconds, located):
        per_stage.update(seconds)
    runs, run_pages = _runs(documents, page_count, pages, across)
    return Bench(
        len(documents),
        page_count,
        repeats,
        {name: median(turn[name] for turn in turns) / page_count for name in turns[0]},
        {name: median(turn[UNIT] / turn[name] for turn in turns) for name in turns[0]},
        {name: seconds / page_count for name, seconds in per_stage.items()},
        runs,
        run_pages,
        list(_memory([data for _, data in documents], pages)),
    )


def _is_readable(data: bytes) -> bool:
    try:
        return bool(read_pages(data, "pdf").pages)
    except SourceError:
        return False


def _one_turn(ways: Sequence[Contender], documents: Sequence[bytes]) -> Seconds:
    """Every contender reads every document, one after another on each document."""
    seconds = dict.fromkeys((way.name for way in ways), 0.0)
    for data in documents:
        for way in ways:
            began = process_time()
            way.read(data)
            seconds[way.name] += process_time() - began
    return seconds


def _in_worker(work: Callable[[Any], Any], located: Sequence[Located]) -> list[Any]:
    """What `work` gives for each document in one fresh worker, that knows nothing of them from before."""
    with TemporaryDirectory() as folder:
        digests = tuple((cut, "0" * 16) for cut in (*CUTS, "given_up"))
        jobs = [Job(one, Path(folder), digests) for one in located]
        return [value for _, _, value in run_guarded(work, jobs, 1, _LIMITS, warm_up)]


def _whole_seconds(job: Job) -> float:
    began = process_time()
    done = process(job)
    if done.filing.error_code == "other":
        raise ContractError(f"{done.filing.source_path}: {done.filing.error_detail}")
    return process_time() - began


def _stage_seconds(job: Job) -> Seconds:
    """What each stage of one document takes."""
    knowledge, source = load_knowledge(), replace(job.located.source, file_format="pdf")
    data = job.located.file.read_bytes()
    seconds: Seconds = {}

    reading = _timed(seconds, "pages", read_pages, data, "pdf")
    layers: Layers = {"source": (source,), "pages": reading.pages, "issues": reading.issues}
    for stage in STAGES:
        layers = _timed(seconds, stage.name, run_flow, layers, knowledge, (stage,))
        if stage is LAYOUT[-1]:
            layers = {name: layers[name] for name in ("source", *CUTS["layout"]) if name in layers}
    _timed(seconds, "rows", encode_layers, source.filing_id, layers)
    return seconds


def _timed(seconds: Seconds, name: str, step: Callable[..., Any], *given: Any) -> Any:
    began = process_time()
    made = step(*given)
    seconds[name] = process_time() - began
    return made


def _runs(
    documents: Sequence[tuple[Located, bytes]], page_count: int, pages: int, across: Across
) -> tuple[dict[int, float], int]:
    """Seconds per page of whole runs over copies of the documents, by workers, and over how many pages."""
    copies = max(1, round(pages / page_count))
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    seconds: dict[int, float] = {}
    with TemporaryDirectory() as folder, open(os.devnull, "w") as silent:
        _write_copies(Path(folder, "corpus"), documents, copies)
        for workers in (1, 2) if usable > 1 else (1,):
            outputs = Path(folder, "outputs")
            began = perf_counter()
            run(Options(Path(folder, "corpus"), outputs, workers), across, Journal(silent))
            seconds[workers] = (perf_counter() - began) / (copies * page_count)
            rmtree(outputs)
    return seconds, copies * page_count


def _write_copies(folder: Path, documents: Sequence[tuple[Located, bytes]], copies: int) -> None:
    """The documents as files of distinct content: a comment behind the end changes nothing that is read."""
    folder.mkdir()
    for copy in range(copies):
        for number, (_, data) in enumerate(documents):
            (folder / f"{copy:05d}-{number:03d}.pdf").write_bytes(data + b"\n%%%d\n" % copy)


def _memory(documents: Sequence[bytes], pages: int) -> Iterator[tuple[int, float]]:
    """What this process holds (MiB) after so many pages of layout; nothing where the system does not tell."""
    knowledge = load_knowledge()
    read = 0
    for sample in range(1, _SAMPLES + 1):
        while read < pages * sample / _SAMPLES:
            for data in documents:
                read += layout(data, knowledge=knowledge)
        held = _resident()
        if held is None:
            return
        yield read, held


def _resident() -> float | None:
    try:
        import resource

        held = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except (ImportError, OSError, ValueError):
        return None
    return held / (1 << 20)
