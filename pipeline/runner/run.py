"""One run: what is stale is read again, then every dataset is written anew and put in place."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, get_args

from pipeline.runner.digests import PACKAGE, code_digest, engines, tree_digest
from pipeline.runner.discover import Located, discover, label_folders
from pipeline.runner.files import CannotWrite, only_run
from pipeline.runner.journal import Journal
from pipeline.runner.options import Across, Options, slots
from pipeline.runner.workers import GuardEnding
from pipeline.store.swap import finish_swap

MODELS = PACKAGE.parent / "models"
RUN = "run.json"
CACHE = ".cache"
INDEX = "files.json"


def run(options: Options, across: Across, journal: Journal) -> dict[str, Any]:
    """Bring the datasets up to date with the corpus. Returns the content of run.json; an unchanged corpus is a no-op.

    Raises KnowledgeError, ContractError, CannotWrite, or FolderInUse; trouble with a file ends in its row.
    """
    with only_run(options.outputs / CACHE), journal.kept(options.outputs):
        return _run(options, across, journal)


def _run(options: Options, across: Across, journal: Journal) -> dict[str, Any]:
    cache_folder = options.outputs / CACHE
    try:
        if finish_swap(options.outputs):
            journal.note("上次运行在替换结果时中断，现已替换完毕。")
    except OSError as error:
        raise CannotWrite.at(options.outputs, error) from error
    journal.enter("discover")
    located = discover(options.corpus, cache_folder / INDEX, options.only, options.limit)
    mark = fingerprint(options, located, across.modules)
    before = read_run(options.outputs)
    is_whole = all((options.outputs / name).is_dir() for name in before.get("datasets", ()))
    if before.get("fingerprint") == mark and is_whole and not (options.retry and _was_stopped(before)):
        journal.note("语料、知识和程序都没有变化，结果已是最新。")
        return before
    from pipeline.runner.assemble import assemble
    from pipeline.runner.stale import open_shelf, read_stale

    journal.enter("read")
    shelf = open_shelf(options, located, cache_folder)
    read_stale(options, located, shelf, journal)
    journal.enter("assemble")
    names = {"fingerprint": mark, **versions(), "digests": shelf.digests, "settings": _settings(options)}
    surroundings = {**_surroundings(across), "workers": slots(options, len(located))}
    content = assemble(
        options.outputs, located, shelf, across, names, lambda: {**journal.account(), **surroundings}
    )
    journal.log(f"结果已写入，版次 {content['generation']}，{content['filings']}，{content['datasets']}。")
    return content


def _was_stopped(before: dict[str, Any]) -> bool:
    return any(one["error_code"] in get_args(GuardEnding) for one in before["not_complete"])


def _settings(options: Options) -> dict[str, Any]:
    """The settings that results may follow from; those that they do not follow from are in the journal."""
    limits = options.limits
    return {
        "only": options.only, "limit": options.limit,
        "time_limit_seconds": limits.seconds, "memory_limit_mib": limits.memory >> 20,
    }


def fingerprint(options: Options, located: Sequence[Located], modules: tuple[str, ...]) -> str:
    """A digest of everything that the datasets follow from."""
    kept = (options.corpus, *label_folders(options.corpus))
    beside = [file.read_bytes() for folder in kept for file in sorted(folder.glob("*.csv")) if file.is_file()]
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


def _surroundings(across: Across) -> dict[str, Any]:
    """What the run ran on."""
    packages = {name: number for name, number in engines(across.modules).items() if number != "unknown"}
    return {"python": platform.python_version(), "platform": platform.platform(), "packages": packages}


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
