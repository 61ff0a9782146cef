"""无…支出: what a sentence says was not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.knowledge.patterns import Pattern
from pipeline.knowledge.wording import Quantities
from pipeline.wording.assertions import Assertion
from pipeline.wording.names import Name, clean_name, split_list


def find_none_reported(text: str, outside: Sequence[tuple[int, int]], quantities: Quantities) -> Iterator[Assertion]:
    """One assertion for each item of which the sentence says that there was none (无…收入, …支出未发生); nothing inside
    the spans `outside` (reasons: 未召开会议 explains, it does not report)."""
    for pattern in (quantities.none_reported, quantities.none_behind):
        for match in pattern.regex.finditer(text):
            if not any(start <= match.start() < end for start, end in outside):
                yield from _nones(match, pattern, quantities)


def _nones(match: re.Match[str], pattern: Pattern, quantities: Quantities) -> Iterator[Assertion]:
    when = match.groupdict().get("when") or ""
    for name in split_list(when + clean_name(match["noun"], quantities), quantities):
        if len(name) > 1:
            is_bare = quantities.bare_subject.regex.match(name)
            yield Assertion(
                None if is_bare else Name(name), "actual", "none", "none", None, 0, None, None, "none_reported",
                match.start(), match.end(), pattern.id, match.start())
