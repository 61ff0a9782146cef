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
from pickle import UnpicklingError
from threading import Thread
from time import monotonic
from typing import Any, Literal

from pipeline.records.errors import ContractError, KnowledgeError
from pipeline.runner.files import CannotWrite
from pipeline.runner.memory import address_space, bound_address_space

GuardEnding = Literal["time_limit", "memory_limit", "reader_crashed"]
Ending = Literal["done"] | GuardEnding

_START_SECONDS = 300.0
_STARTS = 3
"""So many times one after another may a child fail to start before the run gives up."""
_LOOK_SECONDS = 0.1
"""How often the size of a child at work is looked at."""
_NEAR = 0.5
"""A child that crashed when it had taken more than this part of its memory has crashed for want of memory."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: seconds of wall clock, and bytes of memory beyond a worker's own.

    `documents` is after how many a child is replaced, so that nothing leaks for ever.
    """

    seconds: float = 120.0
    memory: int = 1 << 30
    documents: int = 400


@dataclass(slots=True)
class _Child:
    process: Any
    pipe: Connection
    job: int | None = None
    deadline: float = 0.0
    done: int = 0
    before: int = 0
    taken: int = 0

    def end(self) -> None:
        """End this child, which may be hanging."""
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def look(self) -> None:
        """See how much memory the job has taken so far."""
        if self.job is not None:
            self.taken = max(self.taken, address_space(self.process.pid) - self.before)


def run_guarded(
    work: Callable[[Any], Any],
    jobs: Sequence[Any],
    slots: int,
    limits: Limits,
    warm_up: Callable[[], None] | None = None,
    again: Callable[[Any, GuardEnding], Any] | None = None,
) -> Iterator[tuple[int, Ending, Any]]:
    """Do `work` on every job in child processes; yields (index of the job, how it ended, what came out) as they end.

    A job that its child did not survive is done once more in a fresh child, as `again` makes it anew from the job and
    its ending; a second loss yields the first ending. `work` and `warm_up` are named top-level functions. `warm_up`
    runs once in each child, outside the limits. Raises ContractError, KnowledgeError or CannotWrite when a child does;
    every other exception is for `work` to handle.
    """
    waiting = deque((index, job) for index, job in enumerate(jobs))
    lost: dict[int, GuardEnding] = {}
    failed_starts = 0
    children = [_start(work, limits, warm_up) for _ in range(min(slots, len(jobs)))]
    try:
        while children:
            for child in _ready(children):
                ending, value = _receive(child, limits)
                index, child.job = child.job, None
                if ending == "stop":
                    raise value
                if index is None:
                    failed_starts = 0 if ending == "ready" else failed_starts + 1
                    if failed_starts == _STARTS:
                        raise ContractError(f"a worker process did not start ({ending})")
                elif ending == "done" or index in lost:
                    yield index, ending if ending == "done" else lost[index], value
                else:
                    lost[index] = ending
                    waiting.appendleft((index, again(jobs[index], ending) if again else jobs[index]))
                if ending in ("ready", "done") and child.done < limits.documents and waiting:
                    _give(child, waiting, limits)
                else:
                    children.remove(child)
                    child.end()
                    if waiting:
                        children.append(_start(work, limits, warm_up))
    finally:
        for child in children:
            child.end()


def _give(child: _Child, waiting: deque[tuple[int, Any]], limits: Limits) -> None:
    child.job, job = waiting.popleft()
    child.before, child.taken = address_space(child.process.pid), 0
    child.deadline = monotonic() + limits.seconds
    child.done += 1
    with contextlib.suppress(OSError):  # a child that is gone is met when its answer is read
        child.pipe.send(job)


def _ready(children: list[_Child]) -> list[_Child]:
    """The children that have answered, have died, or are over their time."""
    while True:
        soonest = min(child.deadline for child in children)
        patience = min(_LOOK_SECONDS, max(0.0, soonest - monotonic()))
        answered = wait([child.pipe for child in children], patience)
        ready = [child for child in children if child.pipe in answered or child.deadline <= monotonic()]
        if ready:
            return ready
        for child in children:
            child.look()


def _receive(child: _Child, limits: Limits) -> tuple[Any, Any]:
    try:
        return child.pipe.recv() if child.pipe.poll() else ("time_limit", None)
    except (EOFError, OSError, UnpicklingError):
        return ("memory_limit" if child.taken > _NEAR * limits.memory else "reader_crashed"), None


def _start(work: Callable[[Any], Any], limits: Limits, warm_up: Callable[[], None] | None) -> _Child:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # read when NumPy is imported: before the child is ours
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work, limits, warm_up), daemon=True)
    with _without_interrupts():
        process.start()
    theirs.close()
    return _Child(process, ours, deadline=monotonic() + _START_SECONDS)


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C reaches the parent when this is over, and a child that starts meanwhile never."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, work: Callable[[Any], Any], limits: Limits, warm_up: Callable[[], None] | None) -> None:
    """The child: answers jobs until its parent ends it or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    logging.disable(logging.ERROR)
    answer: tuple[str, Any] = ("ready", None)
    try:
        gc.disable()  # what the warm-up loads stays to the end: no collection need look at it, now or later
        if warm_up is not None:
            warm_up()
        gc.collect()
        gc.freeze()
        gc.enable()
        bound_address_space(limits.memory)
        while answer[0] in ("ready", "done"):
            pipe.send(answer)
            job = pipe.recv()
            _end_when_forgotten(limits)
            answer = _answer(work, job)
        pipe.send(answer)
    except (EOFError, OSError):
        return
    except (ContractError, KnowledgeError) as error:
        pipe.send(("stop", error))


def _end_with_parent() -> None:
    """A parent that was killed leaves no child behind that works on."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _end_when_forgotten(limits: Limits) -> None:
    """Have the system end this process long after its time: where code of a library hangs, no thread of ours runs."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 2 * limits.seconds + _START_SECONDS)


def _answer(work: Callable[[Any], Any], job: Any) -> tuple[str, Any]:
    try:
        return "done", work(job)
    except MemoryError:
        return "memory_limit", None
    except CannotWrite as error:
        return "stop", error
    except (ContractError, KnowledgeError) as error:
        return "stop", type(error)(f"{error} [{job}]")
