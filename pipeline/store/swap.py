"""A whole generation put in the place of another, so that a death at any moment leaves what the next run can end.

What stands ready is renamed to `.next` in one step. From then on the swap can only go forward: each directory changes
places with the one that it replaces in one step (where the system can), and run.json comes last. What was in a place
is known by the number that the file system gave it.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
from pathlib import Path

NEXT = ".next"
RUN = "run.json"
_PLAN = "swap.json"
_OLD = "old"
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2)."""


def begin_swap(staging: Path, outputs: Path) -> None:
    """Declare a staged generation, with its run.json, ready: it is on the disk as a whole, and will be put in place."""
    shutil.rmtree(outputs / NEXT, ignore_errors=True)
    plan = {entry.name: entry.stat().st_ino for entry in sorted(staging.iterdir()) if entry.name != RUN}
    (staging / _PLAN).write_text(json.dumps(plan), encoding="utf-8")
    for folder, _, files in os.walk(staging):
        for name in files:
            _sync(Path(folder, name))
        _sync(Path(folder))
    staging.rename(outputs / NEXT)
    _sync(outputs)


def finish_swap(outputs: Path) -> bool:
    """Put what stands ready in its place, from wherever a former run was stopped; True where a generation now is.

    One that has lost a part is thrown away, and no run.json remains: what is in place is then no whole.
    """
    ready = outputs / NEXT
    if not (ready / RUN).is_file():
        shutil.rmtree(ready, ignore_errors=True)
        return False
    plan: dict[str, int] = json.loads((ready / _PLAN).read_text(encoding="utf-8"))
    (outputs / RUN).unlink(missing_ok=True)
    _sync(outputs)
    is_whole = all([_put(ready, outputs / name, number) for name, number in plan.items()])
    if is_whole:
        _sync(outputs)
        (ready / RUN).replace(outputs / RUN)
        _sync(outputs)
    shutil.rmtree(ready, ignore_errors=True)
    return is_whole


def _put(ready: Path, place: Path, number: int) -> bool:
    """Put one entry in its place, unless it is there; False where it is nowhere."""
    new = ready / place.name
    if _is(place, number):
        return True
    if not _is(new, number):
        return False
    if new.is_dir() and place.is_dir():
        if not _exchange(new, place):
            old = ready / _OLD
            shutil.rmtree(old, ignore_errors=True)
            place.rename(old)
            new.rename(place)
    else:
        if place.is_dir():
            shutil.rmtree(place)
        elif new.is_dir():
            place.unlink(missing_ok=True)
        new.replace(place)
    return True


def _is(path: Path, number: int) -> bool:
    try:
        return path.stat().st_ino == number
    except OSError:
        return False


def _exchange(one: Path, other: Path) -> bool:
    """Let two directories change places in one step; False where the system cannot."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _sync(path: Path) -> None:
    """Have the disk hold what was written, where folders can be asked for that."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
