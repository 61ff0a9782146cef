"""Stable identifiers: what a row is decides its name, never when or in which order it was made."""

from __future__ import annotations

from hashlib import blake2b


def local_id(kind: str, *parts: object) -> str:
    """Name a row within its filing.

    `kind` is a short prefix ("st" for statements); `parts` are the place (page, offset, row, column) and what the
    row says. Equal parts give equal names in every run. The store puts the filing's id before it, so that the
    published id is unique over all filings.
    """
    text = "\x1f".join(["" if part is None else str(part) for part in parts])
    return f"{kind}-{blake2b(text.encode(), digest_size=8).hexdigest()}"


def published_id(filing_id: str, local: str) -> str:
    """The id that stands in a dataset: the filing's id, then the row's own."""
    return f"{filing_id}-{local}"
