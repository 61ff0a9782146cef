"""One document, from its file to what is kept of it."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.flow import (
    CUTS,
    PAGES_LOST,
    Layers,
    Step,
    read_content,
    read_filing,
    read_layout,
    read_reasons,
    unread_filing,
    unwatched,
)
from pipeline.knowledge import MODELS, load_knowledge, with_labels
from pipeline.knowledge.labels import Labels, load_labels
from pipeline.readers import Engine
from pipeline.readers.formats import sniff
from pipeline.records.errors import ContractError, KnowledgeError, SourceError
from pipeline.records.filing import Filing, Source
from pipeline.records.issue import make_issue
from pipeline.runner.cache import Cache
from pipeline.runner.discover import Located
from pipeline.runner.files import CannotWrite
from pipeline.runner.stopwatch import Stopwatch
from pipeline.runner.workers import GuardEnding, Limits
from pipeline.stages.sentences import warm_up_words
from pipeline.store.rows import encode_layers, warm_up_arrow

_BEGINNING = 1 << 20
_TOLD = 20
"""Troubles of one document that the log tells."""
_GUARDED: dict[str, str] = {
    "time_limit": "处理超过{seconds:g}秒，已停止。请检查文件是否异常；确需处理时，用 --time-limit 放宽时限后重新运行。",
    "memory_limit": "处理所需内存超过{memory}MB，已停止。请检查文件是否异常（如页数过多、图形过密、压缩炸弹），"
    "或重新导出 PDF；确需处理时，用 --memory-limit 放宽限额后重新运行。",
    "reader_crashed": "读取程序在此文件上崩溃，其他文件不受影响。文件可能已损坏，请重新导出 PDF 后再试；"
    "如疑为机器一时故障，用 --retry 再试一次。",
}
_OTHER_READER: dict[str, str] = {
    "time_limit": "首选的读取程序读此文件超时",
    "memory_limit": "首选的读取程序读此文件超出内存限额",
    "reader_crashed": "首选的读取程序在此文件上崩溃",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A document to process, where what is kept of it goes, and what people said of its reasons.

    `after` is how the first try was lost; the second goes to the other reader.
    """

    located: Located
    cache_folder: Path
    digests: tuple[tuple[str, str], ...]
    models: Path = MODELS
    labels: Labels = field(default_factory=Labels)
    limits: Limits = field(default_factory=Limits)
    after: GuardEnding | None = None

    @property
    def cache(self) -> Cache:
        """Where what is kept of the document is."""
        marks = {self.located.source.sha256: self.labels.digest()} if self.labels.by_file else {}
        return Cache(self.cache_folder, dict(self.digests), marks=marks)


@dataclass(frozen=True, slots=True)
class Done:
    """A document that was processed: its row, what each step took, and what went wrong, in Chinese."""

    filing: Filing
    seconds: tuple[tuple[str, float], ...] = ()
    troubles: tuple[str, ...] = ()


def process(job: Job) -> Done:
    """Read a document through the flow and keep every cut. Trouble with the file ends in a filing that says so."""
    watch = Stopwatch()
    try:
        layers = read_all(job, watch)
    except SourceError as error:
        if job.after:
            return give_up(job, job.after)
        layers = unread_filing(_named(job.located), error)
    except (ContractError, KnowledgeError, CannotWrite, MemoryError):
        raise
    except Exception as error:  # a document may show a bug of ours: it costs that document, and the row names the place
        layers = unread_filing(_named(job.located), SourceError("other", _place(error)))
    return _keep(job, "result", layers, watch)


def _keep(job: Job, cut: str, layers: Layers, watch: Stopwatch) -> Done:
    source, filing = job.located.source, layers["filing"][0]
    with watch("rows"):
        job.cache.put(source, cut, filing, encode_layers(source.filing_id, layers))
    troubles = [issue.message_zh for issue in layers["issues"] if issue.code in PAGES_LOST or issue.code in _GUARDED]
    return Done(filing, tuple(watch.seconds.items()), tuple(troubles[:_TOLD]))


def again(job: Job, ending: GuardEnding) -> Job:
    """The second try of a document that the guards stopped."""
    return replace(job, after=ending)


def give_up(job: Job, ending: GuardEnding) -> Done:
    """Keep the row of a document that the guards stopped twice; under other limits it is tried anew."""
    said = _GUARDED[ending].format(seconds=job.limits.seconds, memory=job.limits.memory >> 20)
    return _keep(job, "given_up", unread_filing(_named(job.located), SourceError(ending, said)), Stopwatch())


def open_source(located: Located) -> tuple[Source, bytes]:
    """The source with its format, and its bytes. Raises SourceError when the file cannot be opened."""
    if located.trouble:
        raise SourceError("other", located.trouble)
    try:
        data = located.file.read_bytes()
    except OSError as error:
        raise SourceError(
            "other", f"无法打开文件（{error.strerror}）。请检查文件权限、网络盘连接后重新运行。"
        ) from error
    return replace(located.source, file_format=sniff(data, located.file.suffix)), data


def layers_of(located: Located, engine: Engine = "auto", labels: Iterable[Path] = ()) -> Layers:
    """All layers of one document, pages included; one that cannot be read gives its row and issue.

    `labels` are the folders of what people said of its reasons.
    """
    source, known = located.source, load_knowledge()
    knowledge = with_labels(known, load_labels(labels, known.taxonomy).only(source.sha256))
    try:
        source, data = open_source(located)
        layout = read_layout(source, data, knowledge, engine)
        return {**layout, **read_filing(source, {name: layout[name] for name in CUTS["layout"]}, knowledge)}
    except SourceError as error:
        return unread_filing(source, error)


def read_all(job: Job, step: Step = unwatched) -> Layers:
    """All layers after layout; what is kept of a former run is not made again. Raises SourceError."""
    cache, knowledge = job.cache, with_labels(load_knowledge(job.models), job.labels)
    kept = job.located.source
    layout, content = cache.content(kept, "layout"), cache.content(kept, "content")
    if layout is None or content is None:
        source, data = open_source(job.located)
        layout = layout or _layout(job, source, data, step)
        content = read_content(source, layout, knowledge, step)
        cut = {name: content[name] for name in CUTS["content"] if name in content}
        with step("keep"):
            cache.put(kept, "content", None, {"source": (source,), **cut})
    content = {**layout, **content}
    source = content["source"][0]
    return read_reasons(source, content, knowledge, step)


def _layout(job: Job, source: Source, data: bytes, step: Step) -> Layers:
    """The layout, kept; on the second try that of the other reader, with an issue that says so."""
    layers = read_layout(source, data, load_knowledge(job.models), "reference" if job.after else "auto", step)
    layout = {name: layers[name] for name in CUTS["layout"]}
    if job.after and layers["reading"][0].engine == "reference":
        message = f"{_OTHER_READER[job.after]}，已改用备用读取程序读出。请抽查数字；如有出入，请重新导出 PDF。"
        layout["issues"] += (make_issue("pages", job.after, "warning", message),)
    with step("keep"):
        job.cache.put(job.located.source, "layout", None, layout)
    return layout


def _named(located: Located) -> Source:
    """The source with its format, by how the file begins: nobody knows how large it is."""
    if located.trouble:
        return located.source
    try:
        with located.file.open("rb") as file:
            return replace(located.source, file_format=sniff(file.read(_BEGINNING), located.file.suffix))
    except OSError:
        return located.source


def warm_up() -> None:
    """Load what every document needs, before limits apply."""
    warm_up_words(load_knowledge())
    warm_up_arrow()


def _place(error: Exception) -> str:
    """Where an unexpected exception came from, in one line."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
    said = f"{type(error).__name__}: {error}；{where}"
    return f"处理时出现程序错误（{said}）。其他文件不受影响，请把此文件和本条信息反馈给开发者。"
