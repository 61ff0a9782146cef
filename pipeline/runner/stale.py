"""What is stale: documents whose kept result is not there, or was made by other code or knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from pipeline.flow import CONTENT, LAYOUT, OUTLINE, Layers
from pipeline.knowledge import load_knowledge
from pipeline.knowledge.labels import load_labels
from pipeline.runner.cache import Cache
from pipeline.runner.digests import code_digest
from pipeline.runner.discover import Located, label_folders
from pipeline.runner.journal import Journal
from pipeline.runner.options import Options, slots
from pipeline.runner.process import Job, lost, process, warm_up
from pipeline.runner.workers import run_guarded


def digests() -> dict[str, str]:
    """What each cut depends on: layout on its stages and the readers, the result on all and on what they know.

    The labels of people are about one file each: they count for that file alone.
    """
    layout = code_digest(["pipeline.readers", *(stage.function.__module__ for stage in LAYOUT)])
    parts = {part for stage in OUTLINE + CONTENT for part in stage.knows} - {"labels"}
    result = code_digest(["pipeline.flow", "pipeline.store.rows"]) + load_knowledge().digest(tuple(sorted(parts)))
    return {"layout": layout, "result": _joined((layout, result))}


def read_stale(
    options: Options,
    located: Sequence[Located],
    cache_folder: Path,
    journal: Journal,
) -> tuple[dict[str, Layers], Cache]:
    """Read every stale document in guarded workers.

    Returns the layers of those that the guards gave up, by filing, and the cache that holds the others.
    """
    kinds = digests()
    labels = load_labels(label_folders(options.corpus), load_knowledge().taxonomy)
    own = {one.source.sha256: labels.only(one.source.sha256) for one in located}
    cache = Cache(cache_folder, kinds, marks={sha: found.digest() for sha, found in own.items() if found.by_file})
    jobs = [
        Job(one, cache_folder, tuple(kinds.items()), labels=own[one.source.sha256])
        for one in located
        if cache.summary(one.source, "result") is None
    ]
    given_up: dict[str, Layers] = {}
    journal.note(f"共 {len(located)} 份文件，需处理 {len(jobs)} 份。")
    journal.begin(len(jobs))
    for index, ending, filing in run_guarded(process, jobs, slots(options, len(jobs)), options.limits, warm_up):
        if ending != "done":
            one = jobs[index].located
            given_up[one.source.filing_id] = layers = lost(one, ending, options.limits.seconds)
            filing = layers["filing"][0]
        journal.advance(filing.status == "failed")
    return given_up, cache


def _joined(parts: Iterable[str]) -> str:
    return sha256("".join(parts).encode()).hexdigest()
