"""What a person said of a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decision = Literal["reason", "not_a_reason"]


@dataclass(frozen=True, slots=True)
class Label:
    """One person's decision on one reason of one file; the fields are the columns of corpus/labels/*.csv.

    The place is said by content, so that it is found again when ids and offsets have changed: the file by its digest,
    the text of the sentences (empty for a reason printed in a table), the reason as it was found, what it explains, and
    which of several alike it is. `surface` is the reason as the person has it.
    """

    label_id: str
    sha256: str
    source_path: str
    page: str
    sentence_text: str
    found_surface: str
    item_name: str
    basis: str
    direction: str
    occurrence: int
    decision: Decision
    surface: str
    cause_ids: tuple[str, ...]
    labelled_by: str
    labelled_on: str
    note: str
