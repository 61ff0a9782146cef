"""How much memory a process has, and may have, where the system tells (Linux)."""

from __future__ import annotations

from pathlib import Path

_SIZE, _RESIDENT = 0, 1


def address_space(pid: int | str = "self") -> int:
    """Bytes of address space of a process; 0 where the system does not tell, or the process is gone."""
    return _pages(pid, _SIZE)


def resident(pid: int | str = "self") -> int:
    """Bytes of memory that a process holds; 0 where the system does not tell, or the process is gone."""
    return _pages(pid, _RESIDENT)


def bound_address_space(memory: int) -> bool:
    """Bound the address space of this process to what it has now and `memory` beyond; False where that cannot be."""
    now = address_space()
    if not now:
        return False
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (now + memory, now + memory))
    return True


def peak() -> int:
    """The most bytes of memory that this process has held; 0 where the system does not tell."""
    return _kilobytes(Path("/proc/self/status"), "VmHWM:")


def available() -> int:
    """Bytes of memory that new processes may have; 0 where the system does not tell."""
    return _kilobytes(Path("/proc/meminfo"), "MemAvailable:")


def _pages(pid: int | str, column: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[column])
    except (OSError, ValueError, IndexError):
        return 0
    import resource

    return pages * resource.getpagesize()


def _kilobytes(place: Path, name: str) -> int:
    try:
        lines = place.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name)), 0)
