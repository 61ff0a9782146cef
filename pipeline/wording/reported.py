"""无…支出: what a sentence says was not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.knowledge.wording import Quantities
from pipeline.wording.assertions import Assertion
from pipeline.wording.names import Name, clean_name, expand


def find_none_reported(text: str, outside: Sequence[tuple[int, int]], quantities: Quantities) -> Iterator[Assertion]:
    """One assertion for each item of which the sentence says that there was none; nothing inside the spans `outside`
    (reasons: 未召开会议 explains, it does not report)."""
    for match in quantities.none_reported.regex.finditer(text):
        if any(start <= match.start() < end for start, end in outside):
            continue
        for name in expand(clean_name(match["noun"], quantities), quantities):
            if len(name) > 1:
                yield Assertion(
                    None if quantities.bare_subject.regex.match(name) else Name(name),
                    "actual",
                    "none",
                    "none",
                    None,
                    0,
                    None,
                    None,
                    "none_reported",
                    match.start(),
                    match.end(),
                    quantities.none_reported.id,
                    match.start(),
                )
