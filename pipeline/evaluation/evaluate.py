"""Score what a run published against what people marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from pipeline.evaluation.align import Level, Pair, Row, align, is_optional
from pipeline.evaluation.boxes import boxed, places
from pipeline.evaluation.gold import GoldFiling, read_gold
from pipeline.evaluation.levels import BLANK, FIELDS, LEVELS, METADATA, OF_PAGES, agrees, number
from pipeline.evaluation.pairwise import cause_counts, pairwise_scores, vacuity
from pipeline.evaluation.passages import PASSAGES, Document, has_right_key, loosened, place, read_documents
from pipeline.evaluation.report import Count, Counts, FilingScore, Report
from pipeline.knowledge import load_knowledge
from pipeline.knowledge.causes import Taxonomy
from pipeline.store.read import read_rows

_PUBLISHED = {
    "sections": "sections",
    "facts": "facts",
    "statements": "statements",
    "reasons": "reasons",
    "conflicts": "checks",
}
"""Marked dataset → the published one that answers it."""
WITHOUT_VALUE = "statements without value"
"""无…支出, 持平: found by their item alone."""


def evaluate(outputs: Path, gold: Path, files: Mapping[str, Path] = MappingProxyType({})) -> Report:
    """Score the datasets of `outputs` by what was marked below `gold`; what was not published counts as missed.

    A folder below it (or it itself) is a filing with filing.json, or passages with passages.jsonl. `files` has the
    documents by SHA-256: with them the places that rows point at are looked up. Raises FileNotFoundError where a folder
    is not there.
    """
    filings = read_rows(outputs, "filings").to_pylist()
    marked = [(one, filing) for one in read_gold(gold) for filing in _matches(one.digests, filings)]
    documents = [d for folder in _folders_of_passages(gold) for d in read_documents(folder)]
    packed = [(document, _matches((document.digest,), filings)[0]) for document in documents]
    wanted = {filing["filing_id"] for _, filing in (*marked, *packed) if filing}
    published = {name: _by_filing(outputs, source, wanted) for name, source in _PUBLISHED.items()}
    sentences = _by_filing(outputs, "sentences", wanted) if packed else {}
    taxonomy = load_knowledge().taxonomy

    def rows_of(filing: Row | None) -> dict[str, list[Row]]:
        return {name: rows.get(filing["filing_id"], []) if filing else [] for name, rows in published.items()}

    scores = [score(one, filing, rows_of(filing), taxonomy, files) for one, filing in marked]
    for document, filing in packed:
        spoken = sentences.get(filing["filing_id"], []) if filing else []
        scores += _score_passages(document, filing, rows_of(filing), spoken, taxonomy)
    return Report(tuple(scores))


def _folders_of_passages(gold: Path) -> list[Path]:
    return [folder for folder in (gold, *sorted(gold.iterdir())) if (folder / PASSAGES).is_file()]


def _score_passages(
    document: Document, filing: Row | None, published: Mapping[str, Sequence[Row]], sentences: Sequence[Row],
    taxonomy: Taxonomy,
) -> Iterator[FilingScore]:
    """The document's metadata, then each passage with the rows of its sentences."""
    given: dict[str, list[Row]] = {name: [] for name in ("statements", "reasons")}
    about = score(GoldFiling(document.name, (), dict(document.metadata), {}), filing, given, taxonomy)
    yield replace(about, document=document.name)
    placed = place(document, sentences)
    for passage in document.passages:
        own = {
            name: [row for row in published[name] if placed.get(row["sentence_id"] or "") == passage.name]
            for name in given
        }
        marked = {
            name: loosened(rows, own[name]) if name == "statements" else rows for name, rows in passage.rows.items()
        }
        made = score(GoldFiling(passage.name, (), {}, marked), filing, own, taxonomy, parts_only=True)
        verdict = has_right_key(passage, [row for row in sentences if placed.get(row["sentence_id"]) == passage.name])
        right = {} if verdict is None else {("sections", "key of a passage"): Count(int(verdict), 1, 1)}
        name = f"{document.name}#{passage.name}"
        yield replace(made, name=name, scores={**right, **made.scores}, labels=passage.labels, document=document.name)


def _matches(digests: Sequence[str], filings: Sequence[Row]) -> list[Row | None]:
    found: list[Row | None] = [f for f in filings if f["sha256"] in digests]
    return found or [None]


def _by_filing(outputs: Path, dataset: str, wanted: set[str]) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for batch in read_rows(outputs, dataset).to_batches():
        for row in batch.to_pylist():
            if row["filing_id"] in wanted:
                rows.setdefault(row["filing_id"], []).append(row)
    return rows


def score(
    gold: GoldFiling, filing: Row | None, published: Mapping[str, Sequence[Row]], taxonomy: Taxonomy,
    files: Mapping[str, Path] = MappingProxyType({}), parts_only: bool = False,
) -> FilingScore:
    """One marked filing against its published rows by dataset (`filing` is its row of filings; None: not published).

    With `parts_only` it is a passage: what is said of a whole document is left to that.
    """
    causes: Counts = {}
    scores: dict[tuple[str, str], Count] = {}
    fields: dict[tuple[str, str], Count] = {}
    missing: list[str] = []
    spurious: list[str] = []
    without = OF_PAGES if filing and filing.get("file_format") == "text" else frozenset()
    for field in METADATA:
        verdict = agrees(field, gold.metadata, filing or {})
        if verdict is not None and field not in without:
            fields["filing", field] = Count(int(verdict), 1, 1)
    for dataset, name, marked, given in _parts(gold, published):
        pairs = align(marked, given, LEVELS[dataset])
        left = _left_over(dataset, given, pairs)
        scores |= _named(name, _scores(dataset, marked, pairs, left, LEVELS[dataset]))
        scores |= _named(name, pairwise_scores(dataset, marked, pairs, left))
        if dataset == "facts":
            scores |= _blank_cells(gold.rows["facts"], published.get("facts", ()))
        if dataset == "reasons":
            scores[dataset, "vacuous"] = vacuity(marked, pairs, left)
            causes = cause_counts(marked, pairs, left, taxonomy)
        fields |= _named(name, {key: n for key, n in _fields(dataset, pairs).items() if key[1] not in without})
        done = {id(pair.gold) for pair in pairs}
        missing += [_brief(dataset, row) for row in marked if id(row) not in done and not is_optional(row)]
        spurious += [_brief(dataset, row) for row in left]
    if filing and not parts_only:
        fields |= _of_document(filing, published, files)
    name = f"{gold.name}/{filing['source_path']}" if filing else gold.name
    return FilingScore(name, filing is not None, scores, fields, tuple(missing), tuple(spurious), causes)


def _parts(
    gold: GoldFiling, published: Mapping[str, Sequence[Row]],
) -> Iterator[tuple[str, str, list[Row], list[Row]]]:
    """Dataset, name in the report, marked and published rows: of statements those with a value and those without."""
    for dataset, marked in gold.rows.items():
        given = _comparable(dataset, marked, published.get(dataset, ()))
        valued = [row for row in marked if _has_value(row)]
        if dataset == "statements":
            yield dataset, dataset, valued, [row for row in given if _has_value(row)]
            rest = [row for row in given if not _has_value(row)]
            yield dataset, WITHOUT_VALUE, [row for row in marked if not _has_value(row)], rest
        else:
            yield dataset, dataset, valued if dataset == "facts" else marked, given


def _named(name: str, counts: Counts) -> Counts:
    """The counts under this name; what has no rows at all is left out of what is reported apart."""
    shown = {key: n for key, n in counts.items() if name != WITHOUT_VALUE or n.published + n.marked}
    return {(name, level): count for (_, level), count in shown.items()}


def _of_document(
    filing: Row, published: Mapping[str, Sequence[Row]], files: Mapping[str, Path],
) -> dict[tuple[str, str], Count]:
    """Numbers accounted for, and rows that point at their place, where the document has pages."""
    made = {}
    if filing.get("number_count"):
        made["numbers", "accounted"] = Count(filing["accounted_count"], filing["number_count"], filing["number_count"])
    if filing.get("file_format") != "pdf":
        return made
    rows = {name: [r for r in published.get(name, ()) if name == "reasons" or _has_value(r)] for name in _PLACED}
    made |= boxed(rows)
    file = files.get(filing["sha256"])
    return made | (places(file, rows) if file else {})


_PLACED = ("facts", "statements", "reasons")


def _blank_cells(marked: Sequence[Row], published: Sequence[Row]) -> dict[tuple[str, str], Count]:
    """Blank is not zero: cells marked blank, in the templates that list them, and those published as blank."""
    wanted = [row for row in marked if row.get("state") == "blank"]
    templates = {row["template"] for row in wanted if not is_optional(row)}
    given = [row for row in published if row["state"] == "blank" and row["template"] in templates]
    pairs = align(wanted, given, (BLANK,))
    left = _left_over("facts", given, pairs)
    return _scores("facts", wanted, pairs, left, (BLANK,)) if templates else {}


def _has_value(row: Row) -> bool:
    return number(row.get("value")) is not None


def _comparable(dataset: str, marked: Sequence[Row], published: Sequence[Row]) -> list[Row]:
    """The published rows that the marked ones answer for: conflicts among checks, facts of marked templates."""
    if dataset == "conflicts":
        return [row for row in published if row["outcome"] == "conflict"]
    if dataset == "facts":
        templates = {row["template"] for row in marked}
        return [row for row in published if _has_value(row) and row["template"] in templates]
    return list(published)


def _left_over(dataset: str, given: Sequence[Row], pairs: Sequence[Pair]) -> list[Row]:
    """Published rows without a partner. A reason published for each of several items may be marked once: no mistake."""
    met = {id(pair.published) for pair in pairs}
    left = [row for row in given if id(row) not in met]
    if dataset != "reasons":
        return left
    prints = {
        (row["sentence_id"], row["start"], row["basis"]) for row in (p.published for p in pairs) if row["sentence_id"]
    }
    return [row for row in left if (row["sentence_id"], row["start"], row["basis"]) not in prints]


def _scores(
    dataset: str, marked: Sequence[Row], pairs: Sequence[Pair], left: Sequence[Row], levels: Sequence[Level],
) -> dict[tuple[str, str], Count]:
    """A row met at a stricter level is met at every level below it; what met an optional row counts neither way."""
    counted = [pair for pair in pairs if not is_optional(pair.gold)]
    total = sum(not is_optional(row) for row in marked)
    return {
        (dataset, level.name): Count(sum(p.level <= number for p in counted), len(counted) + len(left), total)
        for number, level in enumerate(levels)
    }


def _fields(dataset: str, pairs: Sequence[Pair]) -> dict[tuple[str, str], Count]:
    fields: dict[tuple[str, str], Count] = {}
    for field in FIELDS[dataset]:
        verdicts = [
            v for p in pairs if not is_optional(p.gold) and (v := agrees(field, p.gold, p.published)) is not None
        ]
        if verdicts:
            fields[dataset, field] = Count(sum(verdicts), len(verdicts), len(verdicts))
    return fields


_SHOWN = (
    "page",
    "page_first",
    "key",
    "title",
    "template",
    "item_name",
    "quantity",
    "measure",
    "basis",
    "direction",
    "value",
    "unit",
    "state",
    "reason_head",
    "surface",
    "left",
    "right",
    "message_zh",
)


def _brief(dataset: str, row: Row) -> str:
    return f"{dataset}: " + " · ".join(str(row[name]) for name in _SHOWN if row.get(name) not in (None, ""))
