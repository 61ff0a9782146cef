"""One run: what is stale is read again, then every dataset is written anew and put in place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.runner.digests import PACKAGE, code_digest, tree_digest
from pipeline.runner.discover import Located, discover, label_folders
from pipeline.runner.files import only_run
from pipeline.runner.journal import Journal
from pipeline.runner.options import Across, Options

MODELS = PACKAGE.parent / "models"
RUN = "run.json"
CACHE = ".cache"
INDEX = "files.json"


def run(options: Options, across: Across, journal: Journal) -> dict[str, Any]:
    """Bring the datasets up to date with the corpus. Returns the content of run.json; an unchanged corpus is a no-op.

    Raises KnowledgeError, ContractError, or FolderInUse; trouble with a file ends in its row.
    """
    cache_folder = options.outputs / CACHE
    located = discover(options.corpus, cache_folder / INDEX, options.only, options.limit)
    mark = fingerprint(options, located, across.modules)
    before = read_run(options.outputs)
    if before.get("fingerprint") == mark and all((options.outputs / name).is_dir() for name in before["datasets"]):
        journal.note("语料、知识和程序都没有变化，结果已是最新。")
        return before
    from pipeline.runner.assemble import assemble
    from pipeline.runner.stale import read_stale

    with only_run(cache_folder):
        lost, cache = read_stale(options, located, cache_folder, journal)
        return assemble(options.outputs, located, cache, lost, across, {"fingerprint": mark, **versions()})


def fingerprint(options: Options, located: Sequence[Located], modules: tuple[str, ...]) -> str:
    """A digest of everything that the datasets follow from."""
    kept = (options.corpus, *label_folders(options.corpus))
    beside = [file.read_bytes() for folder in kept for file in sorted(folder.glob("*.csv"))]
    limits = (options.limits.seconds, options.limits.memory)
    parts = (
        [one.source for one in located],
        limits,
        code_digest(modules),
        tree_digest((PACKAGE,), (".py", ".html", ".css", ".js")),
        tree_digest((MODELS,)),
        beside,
    )
    return sha256(repr(parts).encode(errors="backslashreplace")).hexdigest()


def versions() -> dict[str, str]:
    """The version of the pipeline, and digests of its code and its knowledge."""
    try:
        number = version("juesuan")
    except PackageNotFoundError:
        number = "0"
    return {"version": number, "code": tree_digest((PACKAGE,), (".py",)), "knowledge": tree_digest((MODELS,))}


def read_run(outputs: Path) -> dict[str, Any]:
    """The content of run.json; nothing where no run has ended."""
    try:
        content = json.loads((outputs / RUN).read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) and "datasets" in content else {}


def ended(outputs: Path) -> datetime:
    """When the run ended that made what is there, to the second: run.json itself holds no clock. Raises OSError."""
    return datetime.fromtimestamp(int((outputs / RUN).stat().st_mtime))
