"""All datasets of a generation, from what is kept of each filing, one filing at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.flow import Layers
from pipeline.records.errors import ContractError
from pipeline.records.filing import Filing, Source
from pipeline.runner.cache import Cache
from pipeline.runner.discover import Located
from pipeline.runner.options import Across
from pipeline.store.datasets import DATASETS
from pipeline.store.rows import encode_layers
from pipeline.store.write import Generation


def assemble(
    outputs: Path,
    located: Sequence[Located],
    cache: Cache,
    given_up: Mapping[str, Layers],
    across: Across,
    names: Mapping[str, str],
) -> dict[str, Any]:
    """Write every dataset and put the whole generation in place. Returns the content of run.json, `names` first."""
    sources = {one.source.filing_id: one.source for one in located}
    read = [given_up[key]["filing"][0] if key in given_up else _kept(cache, sources[key]) for key in sorted(sources)]
    filings, entities = across.identify(read)
    ordered = sorted(filings, key=lambda filing: (filing.fiscal_year, filing.filing_id))
    outputs.mkdir(parents=True, exist_ok=True)
    with Generation(outputs) as generation:
        generation.write_records("filings", ordered)
        generation.write_layers(_rows(ordered, sources, cache, given_up))
        _write_all(generation, {"entities": entities, **across.dimensions()})
        _write_all(generation, across.compare(generation.staging))
        _write_all(generation, {name: () for name in DATASETS if name not in generation.counts})
        summary = _summary(ordered, generation.counts, across.count(generation.staging), names)
        for name, text in across.describe(generation.staging, summary).items():
            generation.write_text(name, text)
        generation.publish(summary)
    return summary


def _kept(cache: Cache, source: Source) -> Filing:
    filing: Filing | None = cache.summary(source, "result")
    if filing is None:
        raise ContractError(f"the kept result of {source.source_path} is gone; run again")
    return filing


def _write_all(generation: Generation, made: Mapping[str, Sequence[Any]]) -> None:
    for name, rows in made.items():
        if DATASETS[name].kind == "layer" and name in generation.counts:
            generation.append_rows(name, rows)
        else:
            generation.write_records(name, rows)


def _rows(
    filings: Sequence[Filing],
    sources: Mapping[str, Source],
    cache: Cache,
    given_up: Mapping[str, Layers],
) -> Iterator[tuple[int, Mapping[str, bytes]]]:
    for filing in filings:
        key = filing.filing_id
        rows = encode_layers(key, given_up[key]) if key in given_up else cache.content(sources[key], "result")
        if rows is None:
            raise ContractError(f"the kept result of {filing.source_path} is gone; run again")
        yield filing.fiscal_year, rows


def _summary(
    filings: Sequence[Filing],
    counts: Mapping[str, int],
    figures: Mapping[str, int],
    names: Mapping[str, str],
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
