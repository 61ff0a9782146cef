"""The names of items as they stand around figures: cleaned, split where one name stands for two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.knowledge.wording import Quantities
from pipeline.matching.normalize import without_layout_blanks
from pipeline.matching.punctuation import balanced

_EDGES = "，,。；;：:、 "
"""What a name sheds at its ends."""


@dataclass(frozen=True, slots=True)
class Name:
    """An item in the document's words; `path` holds the levels above and the item, where all were printed."""

    text: str
    path: tuple[str, ...] = ()
    code: str | None = None
    """The code that is printed with it."""


_PARTS = ("quotes", "among", "dashed", "inside")
"""Patterns of names of which only a part (x) is the item's."""


@lru_cache(maxsize=1 << 13)
def clean_name(chunk: str, quantities: Quantities) -> str:
    """The chunk without the words before and behind a name, level words and codes in brackets; empty when nothing
    is left. Kept: each figure looks at the words before it anew, and names recur."""
    items = quantities.items
    name = items["bracket"].regex.sub("", without_layout_blanks(chunk)).strip(_EDGES)
    name = items["undone"].regex.sub("", name)
    previous = None
    while name != previous:
        previous = name
        name = items["lead"].regex.sub("", name)
        name = items["tail"].regex.sub("", name).strip(_EDGES)
        for part in _PARTS:
            if inner := items[part].regex.match(name):
                name = inner["x"]
        name = balanced(name)
    return name


def without_body(name: str, body: str) -> str:
    """The name without that of the filing's own body, or the end of it (县林业局 of 某市某县林业局), before it."""
    for start in range(len(body) - _SHORTEST_BODY + 1):
        if name.startswith(body[start:]):
            return name[len(body) - start :]
    return name


_SHORTEST_BODY = 4
"""Characters below which the end of a body's name names nobody."""


def _without_lead(chunk: str, quantities: Quantities) -> str:
    """A name that its level word closes: nothing behind it is to be cut."""
    name = without_layout_blanks(chunk).strip(_EDGES + "“”.．")
    return quantities.items["lead"].regex.sub("", name)


def find_levels(text: str, quantities: Quantities) -> Name | None:
    """The item of the last 类、款、项 of a text; None where none is printed.

    Its path goes from the outermost printed level in (a later 类 begins anew). Where brackets hold codes in place of
    the words, （201）…（03）…（01）, the item has their joint code.
    """
    row = find_level_row(text, quantities)
    return row[-1] if row else None


def find_level_row(text: str, quantities: Quantities) -> tuple[Name, ...]:
    """The item of the last 类、款、项 of a text with those of its own level in a row before it (…（项）、…（项）)."""
    path: list[tuple[int, str, str]] = []
    row: list[Name] = []
    end = 0
    for match in quantities.items["level"].regex.finditer(text):
        rank, code = _rank(match, path, quantities)
        name = _without_lead(balanced(match["name"]), quantities)
        if rank < 0 or not name:
            continue
        if match["after"] and not name.endswith(match["after"]):
            name += match["after"]
        joining = quantities.items["list"].regex.match(match["name"])
        between = text[end : match.start()] + (joining.group() if joining else "")
        is_beside = bool(path) and path[-1][0] == rank and bool(quantities.around["between"].regex.match(between))
        path = [level for level in path if level[0] < rank] + [(rank, name, code)]
        item = Name(name, tuple(level[1] for level in path), code or None)
        row = [*row, item] if is_beside else [item]
        end = match.end()
    return tuple(row)


def _rank(match: re.Match[str], path: Sequence[tuple[int, str, str]], quantities: Quantities) -> tuple[int, str]:
    """The level of a match from 0 (类), -1 for none, and its whole code; two digits go on from the level before."""
    word, digits = match["level"] or match["rank"], match["code"] or ""
    above = path[-1][2] if path else ""
    code = above + digits if len(digits) == _PART and above else digits
    if word:
        return quantities.levels.index(word), code if len(code) >= _CLASS else ""
    rank = (len(code) - _CLASS) // _PART
    is_code = len(code) >= _CLASS and (len(code) - _CLASS) % _PART == 0 and rank < len(quantities.levels)
    return (rank, code) if is_code else (-1, "")


_CLASS, _PART = 3, 2
"""Digits of the code of a 类, and what 款 and 项 add to it (支出功能分类)."""


def expand(name: str, quantities: Quantities) -> tuple[str, ...]:
    """收、支总计 → 收入总计, 支出总计; 政府性基金收入和支出 → both; another name stays one."""
    if joint := quantities.items["joint"].regex.match(name):
        total = quantities.totals.get(joint["after"], joint["after"])
        return tuple(f"{joint['before']}{side}{total}" for side in quantities.sides)
    if pair := quantities.items["pair"].regex.match(name):
        before = pair["before"] if pair["before"] is not None else pair["prefix"]
        return tuple(f"{before}{side}" for side in quantities.sides)
    return (name,)


def composed(names: tuple[Name, ...], known: tuple[Name, ...], text: str, quantities: Quantities) -> tuple[Name, ...]:
    """The names with those that are short for another one in full: 购置费, where 公务用车费用 is spoken of."""

    def whole(name: Name) -> Name:
        for rule in quantities.composed:
            outer, beside = rule.outer, rule.beside
            is_spoken_of = outer is not None and any(outer.search(other.text) for other in known)
            if rule.pattern.regex.match(name.text) and (is_spoken_of or (beside is not None and beside.search(text))):
                return Name(rule.pattern.regex.sub(rule.becomes, name.text))
        return name

    return tuple(map(whole, names))


def split_list(name: str, quantities: Quantities) -> tuple[str, ...]:
    """Items named in a row (经营收入、其他收入), each cleaned."""
    if len(whole := expand(name, quantities)) > 1:
        return whole
    depth, parts, start = 0, [], 0
    kept = [m.span() for m in quantities.items["list_keep"].regex.finditer(name)]
    for match in re.finditer(r"[（(“《）)”》]|" + quantities.items["list"].regex.pattern, name):
        if match.group() in "（(“《":
            depth += 1
        elif match.group() in "）)”》":
            depth -= 1
        elif depth <= 0 and not any(first < match.start() < last for first, last in kept):
            parts.append(name[start : match.start()])
            start = match.end()
    parts.append(name[start:])
    tail = quantities.items["last_tail"].regex.match(parts[-1])
    if tail and quantities.items["first_tail"].regex.match(parts[0]):
        parts[0] += tail["x"]
    parts = [parts[0], *(_with_head(parts[0], part, quantities) for part in parts[1:])]
    cleaned = tuple(clean_name(part, quantities) for part in parts)
    return cleaned if all(len(part) >= 2 for part in cleaned) else (name,)


def _with_head(first: str, part: str, quantities: Quantities) -> str:
    """公务用车购置数及保有量: what is counted second is of the thing named first, as 支出 is in 基金收入、支出."""
    for side in quantities.sides:
        if part in quantities.sides and part != side and first.endswith(side):
            return first.removesuffix(side) + part
    tally = quantities.items["tally"].regex
    if not tally.fullmatch(part):
        return part
    head = tally.sub("", first)
    return head if quantities.items["people"].regex.match(part) else head + part
