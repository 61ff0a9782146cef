"""Guarded worker processes: a document may hang, eat memory or crash its reader, and only that document is lost.

Children are persistent and started by `spawn`, so that the same code runs on Windows and Linux.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from pipeline.records.errors import ContractError, KnowledgeError

Ending = Literal["done", "time_limit", "memory_limit", "reader_crashed"]

_RECYCLE = 400
"""Documents after which a child is replaced, so that nothing leaks for ever."""
_START_SECONDS = 300.0
_TRIES = 2
"""A crash or a lack of memory may be owed to what earlier documents left behind: once more, in a fresh process."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of wall clock, and bytes of address space beyond a worker's own."""

    seconds: float = 120.0
    memory: int = 1 << 30


@dataclass(slots=True)
class _Child:
    process: Any
    pipe: Connection
    job: int | None = None
    deadline: float = 0.0
    done: int = 0

    def end(self) -> None:
        """End this child, which may be hanging."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_guarded(
    work: Callable[[Any], Any],
    jobs: Sequence[Any],
    slots: int,
    limits: Limits,
    warm_up: Callable[[], None] | None = None,
) -> Iterator[tuple[int, Ending, Any]]:
    """Do `work` on every job in child processes; yields (index of the job, how it ended, what came out) as they end.

    `work` and `warm_up` are named top-level functions. `warm_up` runs once in each child, outside the limits. Raises
    ContractError or KnowledgeError when a child does; every other exception is for `work` to handle.
    """
    waiting = deque((index, 1) for index in range(len(jobs)))
    tries: dict[int, int] = {}
    children = [_start(work, limits, warm_up) for _ in range(min(slots, len(jobs)))]
    try:
        while children:
            for child in _ready(children):
                ending, value = _receive(child)
                job, child.job = child.job, None
                if ending == "stop":
                    raise value
                if job is not None:
                    is_lost = ending in ("memory_limit", "reader_crashed")
                    if is_lost and tries[job] < _TRIES:
                        waiting.appendleft((job, tries[job] + 1))
                    else:
                        yield job, ending, value
                elif ending != "ready":
                    raise ContractError(f"a worker process did not start ({ending})")
                if ending not in ("ready", "done") or child.done >= _RECYCLE or not waiting:
                    children.remove(child)
                    child.end()
                    if waiting:
                        children.append(_start(work, limits, warm_up))
                else:
                    _give(child, waiting, jobs, tries, limits)
    finally:
        for child in children:
            child.end()


def _give(
    child: _Child, waiting: deque[tuple[int, int]], jobs: Sequence[Any], tries: dict[int, int], limits: Limits
) -> None:
    child.job, number = waiting.popleft()
    tries[child.job] = number
    child.deadline = monotonic() + limits.seconds
    child.done += 1
    with contextlib.suppress(OSError):  # a child that is gone is met when its answer is read
        child.pipe.send(jobs[child.job])


def _ready(children: list[_Child]) -> list[_Child]:
    """The children that have answered, have died, or are over their time."""
    soonest = min(child.deadline for child in children)
    answered = wait([child.pipe for child in children], max(0.0, soonest - monotonic()))
    return [child for child in children if child.pipe in answered or child.deadline <= monotonic()]


def _receive(child: _Child) -> tuple[Any, Any]:
    try:
        return child.pipe.recv() if child.pipe.poll() else ("time_limit", None)
    except (EOFError, OSError):
        return "reader_crashed", None


def _start(work: Callable[[Any], Any], limits: Limits, warm_up: Callable[[], None] | None) -> _Child:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when NumPy is imported: before the child is ours
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, limits.memory, warm_up), daemon=True)
    process.start()
    theirs.close()
    return _Child(process, ours, deadline=monotonic() + _START_SECONDS)


def _serve(pipe: Connection, work: Callable[[Any], Any], memory: int, warm_up: Callable[[], None] | None) -> None:
    """The child: answers jobs until its parent ends it or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.ERROR)
    job: Any = None
    answer: tuple[str, Any] = ("ready", None)
    try:
        gc.disable()  # what the warm-up loads stays to the end: no collection need look at it, now or later
        if warm_up is not None:
            warm_up()
        gc.collect()
        gc.freeze()
        gc.enable()
        _limit_memory(memory)
        while answer[0] in ("ready", "done"):
            pipe.send(answer)
            job = pipe.recv()
            answer = _answer(work, job)
        pipe.send(answer)
    except (EOFError, OSError):
        return
    except (ContractError, KnowledgeError) as error:
        pipe.send(("stop", error))


def _answer(work: Callable[[Any], Any], job: Any) -> tuple[str, Any]:
    try:
        return "done", work(job)
    except MemoryError:
        return "memory_limit", None
    except (ContractError, KnowledgeError) as error:
        return "stop", type(error)(f"{error} [{job}]")


def _limit_memory(memory: int) -> None:
    """Bound the address space to what is taken now and `memory` beyond, where the system can."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError, ValueError):
        return
    bound = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
