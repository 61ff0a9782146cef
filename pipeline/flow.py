"""The whole pipeline on one screen: which stage reads which layers and writes which one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any

from pipeline.identities.flags import flag_facts, flag_statements, unit_suspects
from pipeline.knowledge import Knowledge
from pipeline.readers import Engine, Reading, read_pages
from pipeline.records.errors import ContractError, SourceError
from pipeline.records.filing import Filing, Source
from pipeline.records.issue import Issue, make_issue
from pipeline.records.mention import PrintedNumber
from pipeline.records.vocabulary import ErrorCode, Status
from pipeline.stages.blocks import find_blocks
from pipeline.stages.checks import find_checks
from pipeline.stages.facts import find_facts
from pipeline.stages.filing import find_filing
from pipeline.stages.frames import find_frames
from pipeline.stages.grids import find_grids
from pipeline.stages.indicators import find_indicators
from pipeline.stages.lines import find_lines
from pipeline.stages.marks import find_marks
from pipeline.stages.mentions import find_mentions
from pipeline.stages.numbers import find_numbers
from pipeline.stages.paragraphs import find_paragraphs
from pipeline.stages.reason_links import find_reason_links
from pipeline.stages.reasons import find_reasons
from pipeline.stages.sections import find_sections
from pipeline.stages.sentences import find_sentences
from pipeline.stages.statements import find_statements
from pipeline.stages.tables import find_tables

Layers = dict[str, tuple[Any, ...]]
"""Layer name → its records, in document order."""
Step = Callable[[str], AbstractContextManager[Any]]
"""Stands around each step of the flow, by its name: whoever runs the flow may measure there."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: it writes the layer of its name from the layers that it reads; `knows` are its parts of Knowledge."""

    name: str
    function: Callable[..., Iterator[Any]]
    reads: tuple[str, ...]
    knows: tuple[str, ...] = ()

    @property
    def writes(self) -> str:
        """The one layer that it writes."""
        return self.name


LAYOUT = (
    Stage("lines", find_lines, ("pages",)),
    Stage("grids", find_grids, ("pages", "lines")),
    Stage("blocks", find_blocks, ("lines", "grids", "pages")),
    Stage("frames", find_frames, ("pages",)),
)
"""What is seen on the pages; needs no knowledge."""

OUTLINE = (
    Stage("sections", find_sections, ("blocks",), ("outline",)),
    Stage("tables", find_tables, ("blocks", "sections"), ("forms", "units")),
    Stage("filing", find_filing, ("source", "frames", "blocks", "sections", "tables"), ("metadata",)),
)
"""What kind of document it is, and where its parts and tables are."""

CONTENT = (
    Stage("facts", find_facts, ("tables", "filing"), ("codes", "forms", "units")),
    Stage("indicators", find_indicators, ("tables",), ("forms",)),
    Stage("paragraphs", find_paragraphs, ("blocks", "sections", "tables"), ("outline",)),
    Stage("sentences", find_sentences, ("paragraphs",), ("codes", "numbers")),
    Stage("marks", find_marks, ("sentences",), ("numbers", "quantities", "reason_cues", "units")),
    Stage("mentions", find_mentions, ("sentences", "marks", "facts")),
    Stage("statements", find_statements, ("sentences", "marks", "facts", "filing"), ("codes", "quantities")),
)
"""What it says; not read from a document of another kind."""

REASONING = (
    Stage(
        "reasons", find_reasons, ("sentences", "marks", "statements", "facts", "indicators", "source"),
        ("causes", "cause_classifier", "labels", "quantities", "reason_cues", "taxonomy"),
    ),
    Stage("reason_links", find_reason_links, ("reasons", "facts")),
    Stage("numbers", find_numbers, ("sentences", "marks", "statements", "facts", "indicators")),
    Stage(
        "checks", find_checks,
        ("filing", "blocks", "sections", "tables", "facts", "indicators", "sentences", "statements", "reasons"),
        ("identities", "outline"),
    ),
)
"""Why it says so, and whether it agrees with itself."""

STAGES = LAYOUT + OUTLINE + CONTENT + REASONING
CUTS = {
    "layout": ("reading", "frames", "blocks", "issues"),
    "content": ("reading", *(s.writes for s in OUTLINE + CONTENT if s.writes != "paragraphs"), "issues"),
    "result": (*(stage.writes for stage in OUTLINE + CONTENT + REASONING), "issues"),
}
"""Where a filing is kept on disk, and with which layers: what stands between is computed again."""

NOT_READ: tuple[ErrorCode, ...] = ("unsupported_format", "no_text_layer")
"""Files in order that this version cannot read yet: skipped, not failed."""
PAGES_LOST = ("unread_page", "image_page", "incomplete_file")
"""Issues of the readers that say that part of the document was not read."""


def unwatched(_: str) -> AbstractContextManager[None]:
    """The step of a flow that nobody watches."""
    return nullcontext()


def read_layout(
    source: Source, data: bytes, knowledge: Knowledge, engine: Engine = "auto", step: Step = unwatched
) -> Layers:
    """Pages and all layers of layout. Raises SourceError where the content cannot be read."""
    with step("pages"):
        reading = read_pages(data, source.file_format, engine=engine)
    summary = replace(reading, pages=(), issues=())
    layers = {"source": (source,), "reading": (summary,), "pages": reading.pages, "issues": reading.issues}
    return run_flow(layers, knowledge, LAYOUT, step)


def run_flow(
    layers: Mapping[str, tuple[Any, ...]], knowledge: Knowledge, stages: tuple[Stage, ...], step: Step = unwatched
) -> Layers:
    """Fold stages over the layers of one filing; the issues that they yield join layer `issues`.

    Raises ContractError when a stage reads a layer that is not there, writes one that is, or makes two rows of one id.
    """
    result: Layers = {"issues": (), **layers}
    for stage in stages:
        if stage.writes in result or any(name not in result for name in stage.reads):
            raise ContractError(f"stage {stage.name} does not fit: it reads {stage.reads}, there are {sorted(result)}")
        given: dict[str, Any] = {name: result[name] for name in stage.reads}
        if stage.knows:
            given["knowledge"] = knowledge
        with step(stage.name):
            made = tuple(stage.function(**given))
        issues = tuple([row for row in made if isinstance(row, Issue)])
        result[stage.writes] = tuple([row for row in made if not isinstance(row, Issue)]) if issues else made
        result["issues"] += issues
        _require_unique_ids(stage.writes, result[stage.writes])
    result["issues"] = tuple(sorted(dict.fromkeys(result["issues"]), key=lambda issue: issue.page or 0))
    return result


def read_filing(source: Source, layout: Mapping[str, tuple[Any, ...]], knowledge: Knowledge) -> Layers:
    """All layers after layout. Of a document of another kind only its row and its issues are kept."""
    return read_reasons(source, read_content(source, layout, knowledge), knowledge)


def read_content(
    source: Source, layout: Mapping[str, tuple[Any, ...]], knowledge: Knowledge, step: Step = unwatched
) -> Layers:
    """What the document says, from its layout; of a document of another kind only its row and its issues."""
    layers = run_flow({**layout, "source": (source,)}, knowledge, OUTLINE, step)
    filing = with_reading(layers["filing"][0], layers["reading"][0], layers["issues"])
    if filing.form == "other":
        kept = {"filing": (replace(filing, status="skipped"),), "issues": layers["issues"]}
        return {**layout, "source": (source,), **kept}
    return run_flow({**layers, "filing": (filing,)}, knowledge, CONTENT, step)


def read_reasons(
    source: Source, content: Mapping[str, tuple[Any, ...]], knowledge: Knowledge, step: Step = unwatched
) -> Layers:
    """All layers, from what the document says: its reasons, its checks, and what they say of other layers."""
    if content["filing"][0].form == "other":
        return dict(content)
    layers = run_flow({**content, "source": (source,)}, knowledge, REASONING, step)
    suspects = unit_suspects(layers["facts"], layers["statements"], layers["checks"])
    return {
        **layers,
        "filing": (account(layers["filing"][0], layers["numbers"]),),
        "facts": flag_facts(layers["facts"], layers["checks"], suspects),
        "statements": flag_statements(layers["statements"], layers["checks"], suspects),
    }


def with_reading(filing: Filing, reading: Reading, issues: tuple[Issue, ...]) -> Filing:
    """The filing with how it was read: its text layer, all its pages, and whether all of it was read."""
    codes = [issue.code for issue in issues]
    status: Status = "partial" if set(codes) & set(PAGES_LOST) else "complete"
    pages = None if filing.page_count is None else filing.page_count + codes.count("unread_page")
    return replace(filing, text_layer=reading.text_layer, status=status, page_count=pages)


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
    keys = list(map(attrgetter(*names), rows))
    if len(set(keys)) < len(keys):
        again, count = Counter(keys).most_common(1)[0]
        raise ContractError(f"{layer}: {count} rows are named {again}")
