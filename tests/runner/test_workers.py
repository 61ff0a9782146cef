"""Whatever a document does to its worker, the others are done."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from pipeline.records.errors import ContractError
from pipeline.runner.workers import Limits, run_guarded

LIMITS = Limits(seconds=2.0, memory=1 << 28)


def behave(job: tuple[str, int]) -> object:
    """What a job says: hang, die, eat memory, break a contract, or answer."""
    kind, number = job
    if kind == "hang":
        time.sleep(60)
    if kind == "die":
        os._exit(3)
    if kind == "eat":
        return len(bytearray(1 << 31))
    if kind == "break":
        raise ContractError("two rows of one id")
    if kind == "segfault" and number < 2:
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "who":
        return os.getpid()
    return number * 2


def once_more(job: tuple[str, int], ending: str) -> tuple[str, int]:
    """The second try, that says how the first ended."""
    assert ending == "reader_crashed"
    return job[0], job[1] + 1


def fail() -> None:
    raise ContractError("models are not there")


def endings(jobs: list[tuple[str, int]], slots: int) -> dict[int, tuple[str, object]]:
    return {index: (ending, value) for index, ending, value in run_guarded(behave, jobs, slots, LIMITS)}


@pytest.mark.parametrize("slots", [1, 2])
def test_others_go_on_when_one_hangs_or_dies(slots: int) -> None:
    jobs = [("answer", 1), ("hang", 2), ("answer", 3), ("die", 4), ("answer", 5)]
    assert endings(jobs, slots) == {
        0: ("done", 2),
        1: ("time_limit", None),
        2: ("done", 6),
        3: ("reader_crashed", None),
        4: ("done", 10),
    }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the address space is bounded on Linux only")
def test_others_go_on_when_one_eats_memory() -> None:
    assert endings([("eat", 1), ("answer", 2)], 1) == {0: ("memory_limit", None), 1: ("done", 4)}


def test_a_broken_contract_stops_the_run_and_names_the_job() -> None:
    with pytest.raises(ContractError, match=r"two rows of one id.*break"):
        endings([("answer", 1), ("break", 2), ("answer", 3)], 1)


def test_a_worker_that_cannot_start_stops_the_run() -> None:
    with pytest.raises(ContractError, match="models are not there"):
        list(run_guarded(behave, [("answer", 1)], 1, LIMITS, fail))


def test_no_jobs_need_no_workers() -> None:
    assert endings([], 2) == {}


def test_a_lost_job_is_done_once_more_as_the_second_try_says() -> None:
    ended = list(run_guarded(behave, [("segfault", 1), ("segfault", 0)], 1, LIMITS, again=once_more))
    assert sorted(ended) == [(0, "done", 4), (1, "reader_crashed", None)]


def test_children_are_replaced_after_so_many_documents() -> None:
    limits = Limits(seconds=30.0, memory=1 << 28, documents=2)
    pids = [value for _, _, value in run_guarded(behave, [("who", n) for n in range(5)], 1, limits)]
    assert len(set(pids)) == 3
