"""Counts and how to print them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """Rows that met, rows published, rows marked: all over marked ∪ published."""

    met: int = 0
    published: int = 0
    marked: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.met + other.met, self.published + other.published, self.marked + other.marked)

    @property
    def precision(self) -> float | None:
        """Share of the published rows that were marked."""
        return self.met / self.published if self.published else None

    @property
    def recall(self) -> float | None:
        """Share of the marked rows that were published."""
        return self.met / self.marked if self.marked else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; none where nothing was marked or published."""
        return 2 * self.met / (self.published + self.marked) if self.published + self.marked else None


Counts = Mapping[tuple[str, str], Count]
"""(dataset, level) or (dataset, field) → its count."""


@dataclass(frozen=True, slots=True)
class FilingScore:
    """One marked filing: scores per dataset and level, accuracies per field, and the rows that found no partner."""

    name: str
    is_found: bool
    scores: Counts
    fields: Counts
    missing: tuple[str, ...]
    spurious: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All marked filings."""

    filings: tuple[FilingScore, ...]

    @property
    def scores(self) -> Counts:
        """Summed over the filings."""
        return _total(f.scores for f in self.filings)

    @property
    def fields(self) -> Counts:
        """Summed over the filings."""
        return _total(f.fields for f in self.filings)

    def __str__(self) -> str:
        return format_report(self)


def format_report(report: Report, examples: int = 0) -> str:
    """Markdown: all filings together, fields, one line per filing, and up to `examples` unmatched rows of each."""
    parts = [
        f"## {len(report.filings)} filings",
        _table(("dataset", "level", "F1", "precision", "recall", "met", "published", "marked"), (
            (d, level, _share(c.f1), _share(c.precision), _share(c.recall), c.met, c.published, c.marked)
            for (d, level), c in report.scores.items()
        )),
        "## Fields of the rows that met",
        _table(("dataset", "field", "right", "of", "share"),
               ((d, field, c.met, c.marked, _share(c.recall)) for (d, field), c in report.fields.items())),
        "## By filing (F1)",
        _by_filing(report),
    ]
    for filing in report.filings if examples else ():
        parts += [f"### {filing.name}", *(f"- missing: {text}" for text in filing.missing[:examples]),
                  *(f"- spurious: {text}" for text in filing.spurious[:examples])]
    return "\n\n".join(parts[:6]) + ("\n\n" + "\n".join(parts[6:]) if parts[6:] else "") + "\n"


def _by_filing(report: Report) -> str:
    columns = list(report.scores)
    header = ("filing", *(f"{dataset} {level}" for dataset, level in columns))
    return _table(
        header,
        (
            (
                f.name if f.is_found else f"{f.name} (not published)",
                *(_share(f.scores[c].f1) if c in f.scores else "–" for c in columns),
            )
            for f in report.filings
        ),
    )


def _total(counts: Iterable[Counts]) -> Counts:
    total: dict[tuple[str, str], Count] = defaultdict(Count)
    for one in counts:
        for key, count in one.items():
            total[key] += count
    return dict(total)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
