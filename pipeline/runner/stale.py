"""What is stale: documents whose kept result is not there, or was made by other code or knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pipeline.flow import CONTENT, LAYOUT, OUTLINE, REASONING, Stage
from pipeline.knowledge import Knowledge, load_knowledge
from pipeline.knowledge.labels import Labels, load_labels
from pipeline.runner.cache import Cache
from pipeline.runner.digests import code_digest
from pipeline.runner.discover import Located, label_folders
from pipeline.runner.journal import Journal
from pipeline.runner.options import Options, slots
from pipeline.runner.process import Job, again, give_up, process, warm_up
from pipeline.runner.workers import Limits, run_guarded

KEPT = ("result", "given_up")
"""The cuts that end a document: what was read of it, or that the guards stopped it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is kept of all documents, the digests that it goes by, and the labels of each."""

    cache: Cache
    digests: dict[str, str]
    labels: dict[str, Labels]

    def is_kept(self, located: Located, cuts: Sequence[str] = KEPT) -> bool:
        """Is a document done?"""
        return any(self.cache.has(located.source, cut) for cut in cuts)


def digests(knowledge: Knowledge, limits: Limits) -> dict[str, str]:
    """What each cut depends on: the code of its stages and of those before, and the parts that they know.

    Layout knows nothing; what a document says does not depend on what is known of reasons. A document that the guards
    stopped depends on the limits too. The labels of people are about one file each: they count for that file alone.
    """
    layout = code_digest(["pipeline.readers", *_modules(LAYOUT)])
    content = _joined((layout, code_digest(_modules(OUTLINE + CONTENT), ["pipeline.flow"]),
                       knowledge.digest(_parts(OUTLINE + CONTENT))))
    result = _joined((content, code_digest(["pipeline.flow", "pipeline.store.rows"]),
                      knowledge.digest(_parts(OUTLINE + CONTENT + REASONING))))
    given_up = _joined((result, repr((limits.seconds, limits.memory))))
    return {"layout": layout, "content": content, "result": result, "given_up": given_up}


def open_shelf(options: Options, located: Sequence[Located], cache_folder: Path) -> Shelf:
    """What is kept of these documents. Raises KnowledgeError."""
    knowledge = load_knowledge()
    kinds = digests(knowledge, options.limits)
    labels = load_labels(label_folders(options.corpus), knowledge.taxonomy)
    own = {one.source.sha256: labels.only(one.source.sha256) for one in located}
    cache = Cache(cache_folder, kinds, marks={sha: found.digest() for sha, found in own.items() if found.by_file})
    return Shelf(cache, kinds, own)


def read_stale(options: Options, located: Sequence[Located], shelf: Shelf, journal: Journal) -> None:
    """Read every stale document in guarded workers, and keep what comes out. Raises CannotWrite, ContractError."""
    cuts = KEPT[:1] if options.retry else KEPT
    jobs = [
        Job(one, shelf.cache.folder, tuple(shelf.digests.items()), labels=shelf.labels[one.source.sha256],
            limits=options.limits)
        for one in located
        if not shelf.is_kept(one, cuts)
    ]
    workers = slots(options, len(jobs))
    journal.note(f"共 {len(located)} 份文件，需处理 {len(jobs)} 份，并行 {workers} 个进程。")
    journal.begin(len(jobs))
    for index, ending, done in run_guarded(process, jobs, workers, options.limits, warm_up, again):
        journal.advance(done if ending == "done" else give_up(jobs[index], ending))


def _modules(stages: Iterable[Stage]) -> list[str]:
    return [stage.function.__module__ for stage in stages]


def _parts(stages: Iterable[Stage]) -> tuple[str, ...]:
    return tuple(sorted({part for stage in stages for part in stage.knows} - {"labels"}))


def _joined(parts: Iterable[str]) -> str:
    return sha256("".join(parts).encode()).hexdigest()
