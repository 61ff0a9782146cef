"""Marks of punctuation: what parts clauses, what opens and closes."""

from __future__ import annotations

OPENING, CLOSING = "（(", "）)"
COMMAS = "，,；;"
CLAUSE_MARKS = COMMAS + "。"
_CLAUSE_ENDS = COMMAS + "。：:！？!?"
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("《", "》"))


def clauses(text: str) -> list[tuple[int, int]]:
    """Half-open spans between marks of punctuation; marks inside a closed bracket do not part."""
    spans, start, depth = [], 0, 0
    for at, character in enumerate(text):
        if character in OPENING and any(mark in text[at:] for mark in CLOSING):
            depth += 1
        elif character in CLOSING and depth:
            depth -= 1
        elif not depth and character in _CLAUSE_ENDS:
            spans.append((start, at))
            start = at + 1
    spans.append((start, len(text)))
    return spans


def balanced(name: str) -> str:
    """A name without a bracket or quote that opens or closes outside it."""
    for opening, closing in _PAIRS:
        while name.count(opening) > name.count(closing):
            at = name.rfind(opening)
            name = name[:at] if at > len(name) // 2 else name[at + 1 :] if at == 0 else name[:at] + name[at + 1 :]
        while name.count(closing) > name.count(opening):
            at = name.find(closing)
            name = name[at + 1 :] if at < len(name) // 2 else name[:at]
    return name


def opening_before(text: str, start: int, end: int) -> int:
    """Where the last bracket between two places opens; -1 where none does."""
    return max(text.rfind(mark, start, end) for mark in OPENING)


def closes_between(text: str, start: int, end: int) -> bool:
    """Does a bracket close between two places?"""
    return any(mark in text[start:end] for mark in CLOSING)


def clause_start(text: str, end: int) -> int:
    """Where the clause that ends at a place begins, by its commas and full stops alone."""
    return max(text.rfind(mark, 0, end) for mark in CLAUSE_MARKS) + 1
