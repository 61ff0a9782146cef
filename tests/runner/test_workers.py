"""Whatever a document does to its worker, the others are done."""

from __future__ import annotations

import os
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
    return number * 2


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
