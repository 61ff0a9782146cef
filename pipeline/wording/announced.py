"""Items that a sentence announces before any figure: entries of a list, projects that are evaluated or scored."""

from __future__ import annotations

from pipeline.matching.punctuation import clause_start
from pipeline.wording.figures import Figure
from pipeline.wording.names import Name, clean_name, find_levels
from pipeline.wording.subjects import noun_in
from pipeline.wording.utterance import Utterance

_SHORT = 24
"""A labelled sentence up to this long that says nothing else names the item of what follows."""
_LONG = 48
"""So long may one be whose name a code opens."""


def evaluated_project(said: Utterance) -> Name | None:
    """校舍维修项目绩效自评综述：, 对“校舍维修”项目开展评价: the project that a sentence says is evaluated, where no
    figure stands before it; None where it says so of none."""
    items, found = said.quantities.items, None
    if review := items["review"].regex.match(said.text):
        name = clean_name(review["x"], said.quantities)
        found = Name(name) if len(name) > 1 else None
    if evaluated := items["evaluated"].regex.search(said.text):
        name = clean_name(evaluated["x"], said.quantities)
        first = said.solid[0].start if said.solid else 0
        found = Name(name) if len(name) > 2 and evaluated.end() <= first else found
    return found


def scored_project(said: Utterance, figure: Figure) -> Name | None:
    """“校园安防系统升级”得分82分: the project that is given the score `figure`; None where none is named."""
    words = said.text[clause_start(said.text, figure.start) : figure.start]
    scored = said.quantities.items["scored"].regex.search(words)
    return Name(clean_name(scored["x"], said.quantities)) if scored else None


def entry_of(said: Utterance, known: tuple[Name, ...]) -> Name | None:
    """The item of a sentence without figures that only names it (…（项）。, 3、2080505…支出。): it is that of what
    follows. None where it names none; `known` are the items spoken of before."""
    if said.solid:
        return None
    if item := find_levels(said.text, said.quantities):
        return item
    if not _is_entry(said):
        return None
    name = noun_in(said, 0, len(said.text), known)
    return Name(name) if name else None


def _is_entry(said: Utterance) -> bool:
    """A label before a few words, or before any that a code opens."""
    ignored = {f.ignore_reason for f in said.figures}
    is_short = len(said.text) <= (_LONG if "code" in ignored else _SHORT)
    return "label" in ignored and not said.cues and is_short
