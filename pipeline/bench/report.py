"""What was measured, as Markdown, with the machine named."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.bench.contenders import UNIT
from pipeline.bench.measure import RUN, Bench

_LIBRARIES = ("pypdfium2", "pdfplumber", "pymupdf", "numpy", "pyarrow")


def format_bench(results: Sequence[tuple[str, Bench]]) -> str:
    """A section for each corpus, with its title."""
    sections = ["\n".join(_section(title, result)) for title, result in results]
    return "\n\n".join([_machine(), *sections])


def _machine() -> str:
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    versions = ", ".join(f"{name} {number}" for name in _LIBRARIES if (number := _version(name)))
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {versions}. "
        "Processor time on one core, for runs with workers time of the clock; medians over repeats of one run."
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _section(title: str, result: Bench) -> Iterator[str]:
    yield f"**{title}**: {result.documents} documents, {result.pages} pages, {result.repeats} repeats\n"
    yield "| what | ms a page | pages a second | times as fast |"
    yield "|---|---:|---:|---:|"
    for name, seconds in result.seconds.items():
        yield _row(name, seconds, result.ratios[name])
    unit = result.seconds[UNIT]
    for workers, seconds in result.runs.items():
        name = f"{RUN.format(workers=workers)} ({result.run_pages} pages)"
        yield _row(name, seconds, unit / seconds)
    yield "\n| stage | ms a page |"
    yield "|---|---:|"
    for name, seconds in sorted(result.stages.items(), key=lambda item: -item[1]):
        yield f"| {name} | {seconds * 1000:.2f} |"
    if result.memory:
        yield "\nMemory by pages of layout read: " + ", ".join(
            f"{pages}: {held:.0f} MiB" for pages, held in result.memory
        )


def _row(name: str, seconds: float, ratio: float) -> str:
    return f"| {name} | {seconds * 1000:.2f} | {1 / seconds:.0f} | {ratio:.1f} |"
