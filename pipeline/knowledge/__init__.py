"""What we know: models/ read once into one frozen Knowledge, proven consistent, or we refuse to start."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipeline.knowledge.causes import Taxonomy, load_taxonomy
from pipeline.knowledge.classifier import CauseClassifier, load_classifier
from pipeline.knowledge.codes import Codes, load_codes
from pipeline.knowledge.comparison import Comparison, load_comparison
from pipeline.knowledge.forms import Forms, load_forms
from pipeline.knowledge.identities import Identities, load_identities
from pipeline.knowledge.labels import Labels
from pipeline.knowledge.metadata import Metadata, load_metadata
from pipeline.knowledge.outline import Outline, load_outline
from pipeline.knowledge.reasons import CauseLexicon, load_causes
from pipeline.knowledge.report_form import ReportForm, load_report_form
from pipeline.knowledge.terms import Terms, load_terms
from pipeline.knowledge.units import Units, load_units
from pipeline.knowledge.wording import (
    Numbers,
    Quantities,
    ReasonCues,
    load_numbers,
    load_quantities,
    load_reason_cues,
)

MODELS = Path(__file__).resolve().parents[2] / "models"

PARTS = {
    "taxonomy": (load_taxonomy, "reasons/taxonomy.csv"),
    "comparison": (load_comparison, "comparison.yaml"),
    "codes": (load_codes, "codes"),
    "forms": (load_forms, "forms"),
    "outline": (load_outline, "outline"),
    "units": (load_units, "units.csv"),
    "numbers": (load_numbers, "numbers.yaml"),
    "quantities": (load_quantities, "quantities.yaml"),
    "reason_cues": (load_reason_cues, "reasons/cues.yaml"),
    "metadata": (load_metadata, "metadata.yaml"),
    "causes": (load_causes, "reasons/lexicon.yaml"),
    "cause_classifier": (load_classifier, "cause_classifier/meta.json"),
    "identities": (load_identities, "checks"),
    "terms": (load_terms, "terms.yaml"),
    "report_form": (load_report_form, "report.yaml"),
}
"""Part of Knowledge → how it is loaded, and from which folder or file of models/."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that the stages know beyond the document, by part; `digests` has one per part."""

    codes: Codes
    comparison: Comparison
    forms: Forms
    outline: Outline
    units: Units
    numbers: Numbers
    quantities: Quantities
    reason_cues: ReasonCues
    metadata: Metadata
    causes: CauseLexicon
    cause_classifier: CauseClassifier
    identities: Identities
    taxonomy: Taxonomy
    terms: Terms
    report_form: ReportForm
    labels: Labels
    digests: tuple[tuple[str, str], ...]

    def digest(self, parts: tuple[str, ...]) -> str:
        """One digest over the named parts: what depends on them is redone when it changes."""
        known = dict(self.digests)
        return sha256("".join(known[part] for part in sorted(parts)).encode()).hexdigest()


def _digest(path: Path) -> str:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    total = sha256()
    for file in files:
        total.update(file.relative_to(path.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def load_knowledge(root: Path = MODELS) -> Knowledge:
    """Read all of models/, once. Raises KnowledgeError when it contradicts itself or an entry fails its own example."""
    return _load(root)


@cache
def _load(root: Path) -> Knowledge:
    parts = {name: load(root / place) for name, (load, place) in PARTS.items()}
    digests = tuple((name, _digest(root / place)) for name, (_, place) in PARTS.items())
    assert {f.name for f in fields(Knowledge)} == {*parts, "labels", "digests"}
    knowledge = Knowledge(**parts, labels=Labels(), digests=digests)  # type: ignore[arg-type]
    return with_labels(knowledge, Labels())


def with_labels(knowledge: Knowledge, labels: Labels) -> Knowledge:
    """The knowledge with what people said of reasons: the one part that is kept beside the documents."""
    kept = tuple((name, digest) for name, digest in knowledge.digests if name != "labels")
    return replace(knowledge, labels=labels, digests=(*kept, ("labels", labels.digest())))
