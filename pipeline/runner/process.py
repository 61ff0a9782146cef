"""One document, from its file to what is kept of it."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.flow import CUTS, Layers, read_filing, read_layout, unread_filing
from pipeline.knowledge import MODELS, Knowledge, load_knowledge, with_labels
from pipeline.knowledge.labels import Labels, load_labels
from pipeline.readers import Engine
from pipeline.readers.formats import sniff
from pipeline.records.errors import ContractError, KnowledgeError, SourceError
from pipeline.records.filing import Filing, Source
from pipeline.records.vocabulary import ErrorCode
from pipeline.runner.cache import Cache
from pipeline.runner.discover import Located
from pipeline.stages.sentences import warm_up_words
from pipeline.store.rows import encode_layers, warm_up_arrow

_GUARDED: dict[str, str] = {
    "time_limit": "处理超过{seconds:g}秒，已停止。请检查文件是否异常；确需处理时，用 --time-limit 放宽时限后重新运行。",
    "memory_limit": "处理所需内存超过限额，已停止。请检查文件是否异常（如页数过多、图形过密），或重新导出 PDF 后再试。",
    "reader_crashed": "读取程序在此文件上崩溃，其他文件不受影响。文件可能已损坏，请重新导出 PDF 后再试。",
}


@dataclass(frozen=True, slots=True)
class Job:
    """A document to process, where what is kept of it goes, and what people said of its reasons."""

    located: Located
    cache_folder: Path
    digests: tuple[tuple[str, str], ...]
    models: Path = MODELS
    labels: Labels = field(default_factory=Labels)


def process(job: Job) -> Filing:
    """Read a document through the flow and keep both cuts. Trouble with the file ends in a filing that says so."""
    source = job.located.source
    marks = {source.sha256: job.labels.digest()} if job.labels.by_file else {}
    cache = Cache(job.cache_folder, dict(job.digests), marks=marks)
    try:
        source, data = open_source(job.located)
        layers = read_all(source, data, cache, with_labels(load_knowledge(job.models), job.labels))
    except SourceError as error:
        layers = unread_filing(source, error)
    except (ContractError, KnowledgeError, MemoryError):
        raise
    except Exception as error:  # a document may show a bug of ours: it costs that document, and the row names the place
        layers = unread_filing(source, SourceError("other", _place(error)))
    filing: Filing = layers["filing"][0]
    cache.put(job.located.source, "result", filing, encode_layers(source.filing_id, layers))
    return filing


def open_source(located: Located) -> tuple[Source, bytes]:
    """The source with its format, and its bytes. Raises SourceError when the file cannot be opened."""
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


def read_all(source: Source, data: bytes, cache: Cache, knowledge: Knowledge) -> Layers:
    """All layers after layout; layout is taken from the cache where it is there. Raises SourceError."""
    layout = cache.content(source, "layout")
    if layout is None:
        layers = read_layout(source, data, knowledge)
        layout = {name: layers[name] for name in CUTS["layout"]}
        cache.put(source, "layout", None, layout)
    return read_filing(source, layout, knowledge)


def lost(located: Located, ending: ErrorCode, seconds: float) -> Layers:
    """The row of a document that a guard had to give up."""
    source = located.source
    with suppress(SourceError):
        source, _ = open_source(located)
    return unread_filing(source, SourceError(ending, _GUARDED[ending].format(seconds=seconds)))


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
