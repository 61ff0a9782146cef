"""All datasets of a generation, from what is kept of each filing, one filing at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.records.errors import ContractError
from pipeline.records.filing import Filing, Source
from pipeline.runner.cache import Cache
from pipeline.runner.discover import Located
from pipeline.runner.files import CannotWrite
from pipeline.runner.options import Across
from pipeline.runner.stale import KEPT, Shelf
from pipeline.store.datasets import DATASETS
from pipeline.store.write import Generation


def assemble(
    outputs: Path,
    located: Sequence[Located],
    shelf: Shelf,
    across: Across,
    names: Mapping[str, Any],
    account: Callable[[], Mapping[str, Any]],
) -> dict[str, Any]:
    """Write every dataset and put the whole generation in place.

    Returns the content of run.json: `names` first, under "journal" what `account` says at the end. Raises CannotWrite.
    """
    sources = {one.source.filing_id: one.source for one in located}
    read = [_kept(shelf.cache, sources[key]) for key in sorted(sources)]
    filings, entities = across.identify(read)
    ordered = sorted(filings, key=lambda filing: (filing.fiscal_year, filing.filing_id))
    try:
        with Generation(outputs) as generation:
            generation.write_records("filings", ordered)
            generation.write_layers(_rows(ordered, sources, shelf.cache))
            _write_all(generation, {"entities": entities, **across.dimensions()})
            _write_all(generation, across.compare(generation.staging))
            _write_all(generation, {name: () for name in DATASETS if name not in generation.counts})
            summary = _summary(ordered, generation.counts, across.count(generation.staging), names)
            for name, text in across.describe(generation.staging, summary).items():
                generation.write_text(name, text)
            content = {**summary, "journal": dict(account())}
            generation.publish(content)
    except OSError as error:
        raise CannotWrite.at(outputs, error) from error
    return content


def _kept(cache: Cache, source: Source) -> Filing:
    for cut in KEPT:
        filing: Filing | None = cache.summary(source, cut)
        if filing is not None:
            return filing
    raise ContractError(f"the kept result of {source.source_path} is gone; run again")


def _write_all(generation: Generation, made: Mapping[str, Sequence[Any]]) -> None:
    for name, rows in made.items():
        if DATASETS[name].kind == "layer" and name in generation.counts:
            generation.append_rows(name, rows)
        else:
            generation.write_records(name, rows)


def _rows(
    filings: Sequence[Filing], sources: Mapping[str, Source], cache: Cache
) -> Iterator[tuple[int, Mapping[str, bytes]]]:
    for filing in filings:
        source = sources[filing.filing_id]
        kept = (cache.content(source, cut) for cut in KEPT)
        rows = next((one for one in kept if one is not None), None)
        if rows is None:
            raise ContractError(f"the kept result of {filing.source_path} is gone; run again")
        yield filing.fiscal_year, rows


def _summary(
    filings: Sequence[Filing],
    counts: Mapping[str, int],
    figures: Mapping[str, int],
    names: Mapping[str, Any],
) -> dict[str, Any]:
    """What run.json says: which generation it is, how much there is, and which files are not there as a whole."""
    statuses = Counter(filing.status for filing in filings)
    troubled = [filing for filing in filings if filing.status != "complete"]
    return {
        "generation": names["fingerprint"][:16],
        **names,
        "filings": {"total": len(filings), **{status: statuses[status] for status in sorted(statuses)}},
        "datasets": {name: counts[name] for name in DATASETS},
        "figures": dict(figures),
        "not_complete": [
            {
                "source_path": f.source_path,
                "status": f.status,
                "error_code": f.error_code,
                "error_detail": f.error_detail,
            }
            for f in sorted(troubled, key=lambda filing: filing.source_path)
        ],
    }
