"""The whole pipeline on one screen: which stage reads which layers and writes which one."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from pipeline.knowledge import Knowledge
from pipeline.readers import Reading, read_pages
from pipeline.records.errors import ContractError, SourceError
from pipeline.records.filing import Filing, Source
from pipeline.records.issue import Issue, make_issue
from pipeline.records.mention import PrintedNumber
from pipeline.records.vocabulary import ErrorCode, Status

Layers = dict[str, tuple[Any, ...]]
"""Layer name → its records, in document order."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: it writes the layer of its own name from the layers that it reads; `knows` are the parts of Knowledge."""

    name: str
    function: Callable[..., Iterator[Any]]
    reads: tuple[str, ...]
    knows: tuple[str, ...] = ()

    @property
    def writes(self) -> str:
        """The one layer that it writes."""
        return self.name


def _stages(*table: tuple[str, tuple[str, ...], tuple[str, ...]]) -> tuple[Stage, ...]:
    import inspect
    found = []
    for name, reads, knows in table:
        try:
            module = importlib.import_module(f"pipeline.stages.{name}")
        except ImportError as error:
            import sys
            print("flow: stage", name, "left out:", error, file=sys.stderr)
            continue
        function = getattr(module, f"find_{name}")
        given = tuple(inspect.signature(function).parameters)
        reads = tuple(n for n in given if n != "knowledge")
        found.append(Stage(name, function, reads, ("outline",) if "knowledge" in given else ()))
    return tuple(found)


LAYOUT = _stages(
    ("lines", ("pages",), ()),
    ("grids", ("pages", "lines"), ()),
    ("blocks", ("lines", "grids", "pages"), ()),
    ("frames", ("pages",), ()),
)
"""What is seen on the pages; needs no knowledge."""

OUTLINE = _stages(
    ("sections", ("blocks",), ("outline",)),
    ("tables", ("blocks", "sections"), ("forms", "units")),
    ("filing", ("source", "frames", "blocks", "sections", "tables"), ("outline",)),
)
"""What kind of document it is, and where its parts and tables are."""

CONTENT = _stages(
    ("facts", ("tables",), ("forms", "codes", "units")),
    ("indicators", ("tables",), ("forms",)),
    ("paragraphs", ("blocks", "sections", "tables"), ()),
    ("sentences", ("paragraphs",), ()),
    ("mentions", ("sentences",), ()),
    ("statements", ("mentions", "sentences", "sections"), ()),
    ("reasons", ("statements", "facts", "indicators", "sentences"), ()),
    ("reason_links", ("reasons", "statements"), ()),
    ("numbers", ("mentions", "statements", "facts", "indicators", "sentences"), ()),
    ("checks", ("facts", "statements"), ()),
)
"""What it says; not read from a document that is of another kind."""

STAGES = LAYOUT + OUTLINE + CONTENT
CUTS = {"layout": ("reading", "frames", "blocks", "issues"), "result": tuple(s.writes for s in OUTLINE + CONTENT) + ("issues",)}
"""Where a filing is kept on disk, and with which layers: what stands between is computed again."""

NOT_READ: tuple[ErrorCode, ...] = ("unsupported_format", "no_text_layer")
"""Files in order that this version cannot read yet: skipped, not failed."""


PAGES_LOST = ("unread_page", "image_page", "incomplete_file")
"""Issues of the readers that say that part of the document was not read."""


def read_layout(source: Source, data: bytes, knowledge: Knowledge) -> Layers:
    """Pages and all layers of layout. Raises SourceError where the content cannot be read."""
    reading = read_pages(data, source.file_format)
    layers = {"source": (source,), "reading": (replace(reading, pages=()),), "pages": reading.pages, "issues": reading.issues}
    return run_flow(layers, knowledge, LAYOUT)


def run_flow(layers: Mapping[str, tuple[Any, ...]], knowledge: Knowledge, stages: tuple[Stage, ...]) -> Layers:
    """Fold stages over the layers of one filing; the issues that they yield join layer `issues`.

    Raises ContractError when a stage reads a layer that is not there, writes one that is, or makes two rows of one id.
    """
    result: Layers = {"issues": (), **layers}
    for stage in stages:
        given: dict[str, Any] = {name: result.get(name, ()) for name in stage.reads}
        if stage.knows:
            given["knowledge"] = knowledge
        made = tuple(stage.function(**given))
        result[stage.writes] = tuple(row for row in made if not isinstance(row, Issue))
        result["issues"] += tuple(row for row in made if isinstance(row, Issue))
        _require_unique_ids(stage.writes, result[stage.writes])
    result["issues"] = tuple(dict.fromkeys(result["issues"]))
    return result


def read_filing(source: Source, layout: Mapping[str, tuple[Any, ...]], knowledge: Knowledge) -> Layers:
    """All layers after layout. A document of another kind keeps its outline and says so; nothing more is read from it."""
    layers = run_flow({**layout, "source": (source,)}, knowledge, OUTLINE)
    if not layers.get("filing"):
        layers["filing"] = (Filing(**{f.name: getattr(source, f.name) for f in fields(Source)}),)
    filing = with_reading(layers["filing"][0], layers["reading"][0], layers["issues"])
    if filing.form == "other":
        return {**layers, "filing": (replace(filing, status="skipped"),)}
    layers = run_flow(layers, knowledge, CONTENT)
    return {**layers, "filing": (account(filing, layers.get("numbers", ())),)}


def with_reading(filing: Filing, reading: Reading, issues: tuple[Issue, ...]) -> Filing:
    """The filing with how it was read: its text layer, and whether all of it was."""
    is_partial = any(issue.code in PAGES_LOST for issue in issues)
    return replace(filing, text_layer=reading.text_layer, status="partial" if is_partial else "complete")


def account(filing: Filing, numbers: tuple[PrintedNumber, ...]) -> Filing:
    """The filing with its count of printed numbers, those of the glossary apart, and of those accounted for."""
    outcomes = [n.outcome for n in numbers if not n.is_glossary]
    accounted = sum(outcome != "issue" for outcome in outcomes)
    ratio = accounted / len(outcomes) if outcomes else None
    return replace(filing, number_count=len(outcomes), accounted_count=accounted, accounted_ratio=ratio)


def unread_filing(source: Source, error: SourceError) -> Layers:
    """The row, and the issue, of a file that could not be read."""
    status: Status = "skipped" if error.code in NOT_READ else "failed"
    shared = {f.name: getattr(source, f.name) for f in fields(Source)}
    filing = Filing(**shared, status=status, error_code=error.code, error_detail=error.detail_zh)
    issue = make_issue("pages", error.code, "warning" if status == "skipped" else "error", error.detail_zh)
    return {"source": (source,), "filing": (filing,), "issues": (issue,)}


def _require_unique_ids(layer: str, rows: tuple[Any, ...]) -> None:
    """A row's first column is its id; a link is named by all that it links."""
    if not rows or not fields(rows[0])[0].metadata.get("ref"):
        return
    names = ("reason_id", "statement_id", "fact_id") if layer == "reason_links" else (fields(rows[0])[0].name,)
    seen = set()
    for row in rows:
        key = tuple(getattr(row, name) for name in names)
        if key in seen:
            raise ContractError(f"{layer}: two rows are named {key}: {row}")
        seen.add(key)
