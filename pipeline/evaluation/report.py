"""Counts, what they come to, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


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
    """One marked filing or passage: scores per dataset and level, accuracies per field, counts per cause, and the rows
    that found no partner. `document` is the file of a passage, `labels` what it is an example of."""

    name: str
    is_found: bool
    scores: Counts
    fields: Counts
    missing: tuple[str, ...]
    spurious: tuple[str, ...]
    causes: Counts = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    document: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the summary: F1, or the mean of the F1 of its parts, and the interval that holds it at 95 %."""

    value: float | None
    interval: tuple[float, float] | None
    count: Count


@dataclass(frozen=True, slots=True)
class Report:
    """All marked filings and passages."""

    filings: tuple[FilingScore, ...]

    @property
    def scores(self) -> Counts:
        """Summed over the filings."""
        return total(f.scores for f in self.filings)

    @property
    def fields(self) -> Counts:
        """Summed over the filings."""
        return total(f.fields for f in self.filings)

    @property
    def causes(self) -> Counts:
        """Summed over the filings."""
        return total(f.causes for f in self.filings)

    def measures(self) -> dict[tuple[str, str], Measure]:
        """Every score with its interval, and the causes: all reasons together (micro), the mean over causes (macro)."""
        made = {key: self._measure([[f.scores.get(key, Count())] for f in self.filings]) for key in self.scores}
        for level in ("leaf", "parent"):
            names = sorted(cause for at, cause in self.causes if at == level)
            if names:
                each = [[f.causes.get((level, name), Count()) for name in names] for f in self.filings]
                made["causes", f"micro {level}"] = self._measure([[sum(row, Count())] for row in each])
                made["causes", f"macro {level}"] = self._measure(each)
        return made

    def _measure(self, rows: Sequence[Sequence[Count]]) -> Measure:
        """Rows are filings, columns the parts whose F1 are averaged."""
        cells = np.array([[(c.met, c.published, c.marked) for c in row] for row in rows], dtype=float)
        value = _mean_f1(cells.sum(axis=0)[None])[0] if len(cells) else np.nan
        whole = sum((c for row in rows for c in row), Count())
        return Measure(None if np.isnan(value) else float(value), _interval(cells), whole)


DRAWS, SEED = 1000, 0


def _interval(cells: np.ndarray) -> tuple[float, float] | None:
    """Bootstrap: filings drawn with replacement, always the same way. None from fewer than two filings."""
    told = cells[(cells[:, :, 1:].sum(axis=(1, 2)) > 0)] if len(cells) else cells
    if len(told) < 2:
        return None
    draws = np.random.default_rng(SEED).multinomial(len(told), np.full(len(told), 1 / len(told)), size=DRAWS)
    values = _mean_f1(np.tensordot(draws, told, axes=1))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def _mean_f1(sums: np.ndarray) -> np.ndarray:
    """Mean over the parts of which anything was published or marked."""
    size = sums[..., 1] + sums[..., 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        each = np.where(size > 0, 2 * sums[..., 0] / size, 0.0)
        return each.sum(axis=-1) / (size > 0).sum(axis=-1)


def by_document(report: Report) -> Iterator[tuple[str, bool, Counts]]:
    """The scores of each file; passages of one are added up."""
    documents: dict[str, list[FilingScore]] = defaultdict(list)
    for one in report.filings:
        documents[one.document or one.name].append(one)
    for name, parts in documents.items():
        yield name, all(part.is_found for part in parts), total(part.scores for part in parts)


def by_label(report: Report) -> dict[str, tuple[int, Counts]]:
    """Phenomenon or style → how many passages show it, and their scores."""
    found: dict[str, list[FilingScore]] = defaultdict(list)
    for one in report.filings:
        for label in one.labels:
            found[label].append(one)
    return {label: (len(found[label]), total(one.scores for one in found[label])) for label in sorted(found)}


def total(counts: Iterable[Counts]) -> Counts:
    """Counts added up by key, in the order in which keys first come."""
    summed: dict[tuple[str, str], Count] = defaultdict(Count)
    for one in counts:
        for key, count in one.items():
            summed[key] += count
    return dict(summed)
