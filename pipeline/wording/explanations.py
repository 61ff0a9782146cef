"""Where a sentence gives reasons: the cue, and the span of each reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.knowledge.wording import ReasonCues
from pipeline.matching.punctuation import COMMAS

_COMMA, _SEMICOLON = re.compile(f"[{COMMAS}]"), re.compile("[；;]")
_FIRST = re.compile("一(?:是|方面是?)$")
"""A cue that is itself the first of an enumeration."""
_LEADING = COMMAS + " ：:、"
"""What may stand between a cue and its reason."""


@dataclass(frozen=True, slots=True)
class CuePlace:
    """A cue of reasons at a place of a text; `kind` says on which side of it the reason stands."""

    start: int
    end: int
    kind: str
    rule_id: str
    opens: bool = False
    lists: bool = False
    is_wary: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """One reason: its span without cue and closing words."""

    start: int
    end: int
    cue: CuePlace


@lru_cache(maxsize=256)
def find_reason_cues(text: str, cues: ReasonCues) -> tuple[CuePlace, ...]:
    """Cues left to right; where several match, the one listed first; a cue inside another's words is none."""
    found: list[CuePlace] = []
    for cue in cues.cues:
        for match in cue.pattern.regex.finditer(text):
            if match.group().strip() and all(match.end() <= c.start or match.start() >= c.end for c in found):
                flags = (cue.opens, cue.lists, cue.is_wary)
                found.append(CuePlace(match.start(), match.end(), cue.kind, cue.pattern.id, *flags))
    return tuple(sorted(found, key=lambda c: c.start))


def find_explanations(text: str, cues: ReasonCues) -> list[Explanation]:
    """The reasons of a sentence in order. A reason runs from its cue to the end of the sentence, or to where a new
    figure or comparison is taken up, or to the next cue; enumerated reasons (一是…二是…) are one each."""
    places = find_reason_cues(text, cues)
    found: list[Explanation] = []
    for number, cue in enumerate(places):
        following = next(
            (c.start for c in places[number + 1 :] if c.kind == "before" and _is_apart(text, cue, c)), len(text)
        )
        if following < len(text):
            following = _clause_before(text, cue.end, following)
        end = _end_of(text, cue, following, cues)
        found += [Explanation(s, e, cue) for s, e in parts_of(text, cue.end, end, cues)]
    return found


def _clause_before(text: str, start: int, cue: int) -> int:
    """Where the clause that a later cue belongs to begins: the mark before it, or before what it is a clause of."""
    mark = max(text.rfind(mark, start, cue) for mark in COMMAS)
    if mark >= 0 and text[mark] in "，," and not text[mark + 1 : cue].strip():
        earlier = max(text.rfind(other, start, mark) for other in COMMAS)
        return earlier if earlier >= 0 else mark
    return mark


def _is_apart(text: str, cue: CuePlace, following: CuePlace) -> bool:
    """A later cue of the main kind opens a reason of its own once a comparison stands between them."""
    return following.opens and any(mark in text[cue.end : following.start] for mark in COMMAS)


def _end_of(text: str, cue: CuePlace, following: int, cues: ReasonCues) -> int:
    if cue.kind == "wrap":
        closing = cues.closing.regex.search(text, cue.end)
        return closing.start() if closing else following
    if cue.kind == "lead":
        return _lead_end(text, cue.end, following, cues)
    marks = [m.end() for m in cues.enumeration.regex.finditer(text[:following], cue.end)]
    resume = cues.resume.regex.search(text, marks[-1] if len(marks) > 1 else cue.end, following)
    return resume.start() if resume else following


def _lead_end(text: str, start: int, following: int, cues: ReasonCues) -> int:
    """A leading reason runs to the clause that says what came of it; else to the end where its deviation stands before
    it, to the first comma where it does not."""
    commas = [m.start() for m in _COMMA.finditer(text, start)]
    for comma, stop in zip(commas, [*commas[1:], len(text)], strict=False):
        if cues.lead_end.regex.search(text[comma + 1 : stop]):
            return comma
    is_behind = bool(cues.statement.regex.search(text[:start]))
    return commas[0] if commas and not is_behind else following


def parts_of(text: str, start: int, end: int, cues: ReasonCues) -> list[tuple[int, int]]:
    """The reasons of a stretch of text, one for each mark of an enumeration or part between ；, without what links
    and closes them."""
    marks = [(start + m.start(), start + m.end()) for m in cues.enumeration.regex.finditer(text[start:end])]
    if marks and _FIRST.search(text[:start]):
        marks = [(start, start), *marks]
    if len(marks) >= 2 or (marks and marks[0][0] <= start + 1):
        edges = [(m[1], n[0]) for m, n in pairwise(marks)] + [(marks[-1][1], _anew(text, marks[-1][1], end, cues))]
    else:
        edges = [(start, end)]
        marks = []
    pieces = []
    for s, e in edges:
        pieces_of = [(s, e)] if marks else _semicolons(text, s, e, cues)
        for piece in pieces_of:
            trimmed = _trim(text, *piece, cues)
            if trimmed[1] - trimmed[0] >= 2 and not cues.residue.regex.match(text[slice(*trimmed)]):
                pieces.append(trimmed)
    return pieces


def _anew(text: str, start: int, end: int, cues: ReasonCues) -> int:
    """Where the last reason of an enumeration ends: before the part behind ； that states something anew."""
    return _semicolons(text, start, end, cues)[-1][1] if _SEMICOLON.search(text, start, end) else end


def _semicolons(text: str, start: int, end: int, cues: ReasonCues) -> list[tuple[int, int]]:
    """Reasons parted by ；, up to the first part that states something anew; where the first names what it costs
    (…，增加5万元；…，增加3万元), so may those after it."""
    edges = [m.start() for m in _SEMICOLON.finditer(text, start, end)]
    parts = list(zip([start, *(e + 1 for e in edges)], [*edges, end], strict=True))
    is_costed = bool(cues.costed.regex.search(text[slice(*parts[0])]))
    for number, (s, e) in enumerate(parts[1:], 1):
        words = text[s:e].rstrip("。")
        if cues.statement.regex.search(words) and not (is_costed and cues.costed.regex.search(words)):
            return parts[:number]
    return parts


def _trim(text: str, start: int, end: int, cues: ReasonCues) -> tuple[int, int]:
    while start < end and (text[start] in _LEADING or cues.linking.regex.match(text[start:end])):
        linking = cues.linking.regex.match(text[start:end])
        start += linking.end() if linking else 1
    while closing := cues.ending.regex.search(text[start:end]):
        end = start + closing.start()
    return start, end
