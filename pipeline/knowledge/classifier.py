"""The trained classifier of causes: which labels it knows, and from which score on it is believed."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

from pipeline.records.errors import KnowledgeError


@dataclass(frozen=True, slots=True)
class Belief:
    """How far the model is believed. Where the lexicon knows nothing, the model decides from `threshold` on. A cause
    of the lexicon that it scores below `doubt` is dropped, unless a clause alone has it from `clear` on; where none is
    left, the model decides from `sure` on. A cause beside the best one needs the share `beside` of its score. A cause
    that seldom explains a deviation of the direction at hand keeps the share `unusual` of its score."""

    threshold: float
    doubt: float
    clear: float
    sure: float
    beside: float
    unusual: float


@dataclass(frozen=True, slots=True)
class CauseClassifier:
    """What meta.json says of the model in its folder; the model itself is loaded when it is first asked."""

    id: str
    folder: Path
    labels: tuple[str, ...]
    belief: Belief


def load_classifier(path: Path) -> CauseClassifier:
    """Read cause_classifier/meta.json. Raises KnowledgeError when it is not of the files beside it, so that its digest
    stands for theirs."""
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
        found = {name: file_digest(path.parent / name) for name in meta["files"]}
        belief = Belief(**{field.name: float(meta["belief"][field.name]) for field in fields(Belief)})
        classifier = CauseClassifier(str(meta["id"]), path.parent, tuple(map(str, meta["labels"])), belief)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeError(f"{path.name} of the cause classifier: {error!r}; make models writes it") from error
    changed = sorted(name for name, digest in found.items() if digest != meta["files"][name])
    if changed:
        raise KnowledgeError(f"{path.name} is not of {changed} beside it; make models writes both")
    return classifier


def file_digest(path: Path) -> str:
    """SHA-256 of a file, as meta.json keeps it."""
    return sha256(path.read_bytes()).hexdigest()
