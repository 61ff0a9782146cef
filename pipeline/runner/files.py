"""Files that are whole or not there, and a folder that only one run at a time writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


class FolderInUse(Exception):
    """Another run is writing there."""


class CannotWrite(Exception):
    """The results cannot be written: no space, no permission, no folder. Says in Chinese what to do."""

    @classmethod
    def at(cls, path: Path, error: OSError) -> CannotWrite:
        """What the system said of a path."""
        return cls(f"无法写入 {path}（{error.strerror or error}）。请检查磁盘空间和目录权限，然后重新运行。")


def write_atomically(path: Path, data: bytes) -> None:
    """Write beside, then rename: a reader sees the old content or the new, never half of it. Raises CannotWrite."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise CannotWrite.at(path, error) from error


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Hold the folder for this run; the system lets go of it when the process ends, however it ends.

    Raises FolderInUse when another run holds it, CannotWrite where nobody may write.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        opened = (folder / "lock").open("wb")
    except OSError as error:
        raise CannotWrite.at(folder, error) from error
    with opened as file:
        try:
            _lock(file)
        except OSError as error:
            raise FolderInUse(str(folder)) from error
        yield


def _lock(file: BinaryIO) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
