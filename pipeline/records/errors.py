"""The three families of failure."""

from __future__ import annotations

from pipeline.records.vocabulary import ErrorCode


class SourceError(Exception):
    """This file cannot be read; the run goes on. `detail_zh` says what is wrong and what to do."""

    def __init__(self, code: ErrorCode, detail_zh: str) -> None:
        super().__init__(f"{code}: {detail_zh}")
        self.code = code
        self.detail_zh = detail_zh

    def __reduce__(self) -> tuple[type[SourceError], tuple[ErrorCode, str]]:
        return type(self), (self.code, self.detail_zh)


class KnowledgeError(Exception):
    """models/ contradicts itself: refuse to start."""


class ContractError(Exception):
    """A promise of our own is broken: stop."""
