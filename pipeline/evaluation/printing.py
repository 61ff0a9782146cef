"""A report as Markdown for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.evaluation.report import Count, Counts, Measure, Report, by_document, by_label

_SHOWN = (
    ("sections", "key_title"), ("sections", "key of a passage"), ("facts", "full"), ("facts", "blank"),
    ("statements", "full"), ("statements", "item"), ("reasons", "span_strict"), ("reasons", "span_overlap"),
    ("reasons", "item_link"), ("reasons", "cause_exact"), ("conflicts", "numbers"),
)
"""Scores that are given for each file and phenomenon; the others stand in the summary and in the JSON."""


def format_report(report: Report, examples: int = 0) -> str:
    """Markdown: the summary, fields, causes, a line per file and phenomenon, `examples` unmatched rows of each file."""
    documents = list(by_document(report))
    passages = sum(bool(one.document) for one in report.filings)
    head = f"## {len(documents)} filings" + (f", {passages} marked passages" if passages else "")
    parts = [
        head,
        _table(
            ("dataset", "level", "F1", "95 %", "precision", "recall", "met", "published", "marked"),
            ((*key, *_measured(m)) for key, m in report.measures().items()),
        ),
        "## Fields of the rows that met",
        _table(
            ("dataset", "field", "right", "of", "share"),
            ((d, name, c.met, c.marked, _share(c.recall)) for (d, name), c in report.fields.items()),
        ),
        "## By cause",
        _table(
            ("cause", "F1", "precision", "recall", "met", "published", "marked"),
            ((c, *_counted(n)) for (level, c), n in sorted(report.causes.items()) if level == "leaf"),
        ),
        "## By filing (F1)",
        _each((n if found else f"{n} (not published)", "", c) for n, found, c in documents),
    ]
    labels = [(label, str(number), counts) for label, (number, counts) in by_label(report).items()]
    if labels:
        parts += ["## By phenomenon and style (F1, worst first)", _each(sorted(labels, key=lambda row: _worst(row[2])))]
    text = "\n\n".join(parts)
    for one in report.filings if examples else ():
        rows = [f"- missing: {row}" for row in one.missing[:examples]]
        rows += [f"- spurious: {row}" for row in one.spurious[:examples]]
        if rows:
            text += "\n\n" + "\n".join([f"### {one.name}", *rows])
    return text + "\n"


def to_json(report: Report) -> str:
    """Everything that was counted, by dataset and level: together, by field, cause, file, and phenomenon."""
    content: dict[str, Any] = {
        "summary": {" ".join(key): {"f1": m.value, "interval": m.interval, **_numbers(m.count)}
                    for key, m in report.measures().items()},
        "fields": {" ".join(key): {"share": c.recall, **_numbers(c)} for key, c in report.fields.items()},
        "causes": {" ".join(key): _scored(c) for key, c in sorted(report.causes.items())},
        "filings": {name: {"published": found, **_all(counts)} for name, found, counts in by_document(report)},
        "phenomena": {label: {"passages": n, **_all(counts)} for label, (n, counts) in by_label(report).items()},
        "unmatched": {one.name: {"missing": one.missing, "spurious": one.spurious}
                      for one in report.filings if one.missing or one.spurious},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _all(counts: Counts) -> dict[str, Any]:
    return {" ".join(key): _scored(count) for key, count in counts.items()}


def _scored(count: Count) -> dict[str, Any]:
    return {"f1": count.f1, **_numbers(count)}


def _numbers(count: Count) -> dict[str, int]:
    return {"met": count.met, "published": count.published, "marked": count.marked}


def _measured(measure: Measure) -> tuple[object, ...]:
    count, interval = measure.count, measure.interval
    around = f"{interval[0]:.3f} – {interval[1]:.3f}" if interval else "–"
    shares = (_share(count.precision), _share(count.recall))
    return _share(measure.value), around, *shares, count.met, count.published, count.marked


def _counted(count: Count) -> tuple[object, ...]:
    shares = (_share(count.f1), _share(count.precision), _share(count.recall))
    return *shares, count.met, count.published, count.marked


def _each(rows: Iterable[tuple[str, str, Counts]]) -> str:
    """One line per file or phenomenon, with the scores that any of them has."""
    listed = list(rows)
    columns = [key for key in _SHOWN if any(key in counts for _, _, counts in listed)]
    has_number = any(number for _, number, _ in listed)
    header = ("", *(("passages",) if has_number else ()), *(" ".join(key) for key in columns))
    shares = [[_share(counts[key].f1) if key in counts else "–" for key in columns] for _, _, counts in listed]
    names = [(name, number) if has_number else (name,) for name, number, _ in listed]
    return _table(header, ((*name, *row) for name, row in zip(names, shares, strict=True)))


def _worst(counts: Counts) -> float:
    return min((counts[key].f1 or 0.0 for key in _SHOWN if key in counts and counts[key].f1 is not None), default=2.0)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "/") for cell in line) + " |" for line in lines)
