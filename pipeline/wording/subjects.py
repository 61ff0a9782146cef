"""Whose a figure is: the items that the words around it name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.matching.punctuation import clauses
from pipeline.wording.figures import Figure
from pipeline.wording.names import Name, clean_name, expand, find_level_row, find_levels, split_list, without_body
from pipeline.wording.utterance import Utterance

_NO_NAME = ("year", "date", "code", "label")
"""Ignored numbers that are no part of a name; a threshold (单价100万元以上设备) is one."""


def names_before(said: Utterance, start: int, figure: Figure, known: tuple[Name, ...]) -> tuple[Name, ...] | None:
    """The items named between `start` and the figure; None when the words name none.

    `known` are the items spoken of already: beside them only the clause of the figure itself may name another.
    """
    if behind := _counted_behind(said, figure):
        return (Name(behind),)
    inner = [*said.breaks, *said.asides]
    start = max([start, *(end for s, end in inner if start <= s and end <= figure.start)])
    spans = [(start + a, start + b) for a, b in clauses(said.text[start : figure.start])]
    row = find_level_row(said.text[start : figure.start], said.quantities)
    if row and not _is_followed(said, spans[-1], row[-1], known):
        is_of_each = _is_of_each(said, said.text[start : figure.start], len(row), figure)
        return row if is_of_each else row[-1:]
    for number, (a, b) in enumerate(reversed(spans)):
        aside = next((m for m in said.cues if a <= m.start < b and m.cue.kind == "aside"), None)
        is_aside = aside is not None
        if number and aside is not None and (name := noun_in(said, a, aside.start, known)) is not None:
            return (Name(name),)
        if number and known and (name := _compared_item(said, a, b, figure)) is not None:
            return _several(said, name, a, figure)
        if number and (known or is_aside):
            break
        if is_aside and not number and (name := _behind_aside(said, a, b, figure)) is not None:
            return _several(said, name, a, figure)
        if not is_aside and (name := noun_in(said, a, b, known)) is not None:
            return _several(said, name, a, figure, known)
    if figure.kind == "count":
        return _behind(said, figure, known)
    return _before_cause(said, figure)


def _compared_item(said: Utterance, start: int, end: int, figure: Figure) -> str | None:
    """公用经费较上年减少，少支14万元: the item that a sentence opens with, where its first clause compares it without a
    figure."""
    is_first = not any(f.end <= figure.start for f in said.solid) and not said.text[:start].strip(_LABELS)
    if not is_first or not any(m.cue.kind == "basis" for m in said.cues_between(start, end)):
        return None
    name = noun_in(said, start, end, ())
    return name if name is not None and said.quantities.items["money"].regex.search(name) else None


_LABELS = " \u3000"


def _before_cause(said: Utterance, figure: Figure) -> tuple[Name, ...] | None:
    """材料费由于集采扩围，同比下降5%: the item stands before the cause that parts it from its figure."""
    since = said.segment(figure)
    for start, _ in [s for s in said.breaks if since <= s[0] < figure.start][-1:]:
        if row := find_level_row(said.text[since:start], said.quantities):
            return row[-1:]
        first, last = clauses(said.text[since:start])[-1]
        name = noun_in(said, since + first, since + last, ())
        if name is not None and said.quantities.items["money"].regex.search(name):
            return (Name(name),)
    return None


def _counted_behind(said: Utterance, figure: Figure) -> str | None:
    """3个科室、5个中心, 办公室等8个科室: what is counted stands behind, as it does behind the count before."""
    if figure.kind != "count" or not (noun := _noun_behind(said, figure)):
        return None
    if said.quantities.around["among"].regex.search(said.text[said.segment(figure) : figure.start]):
        return noun
    return noun if _count_before(said, figure) and not _is_named_before(said, figure) else None


def _count_before(said: Utterance, figure: Figure) -> Figure | None:
    """The count before this one in a list, where nothing but what it counts stands between the two."""
    before = next((f for f in said.solid if f.end == said.segment(figure)), None)
    if before is None or before.kind != "count" or not (noun := _noun_behind(said, before)):
        return None
    rest = said.text[before.end : figure.start].strip().removeprefix(noun)
    return before if said.quantities.around["between"].regex.match(rest) else None


def _is_named_before(said: Utterance, figure: Figure) -> bool:
    """Does a noun stand before the first count of the list?"""
    if before := _count_before(said, figure):
        return _is_named_before(said, before)
    start = said.segment(figure)
    first, last = clauses(said.text[start : figure.start])[-1]
    asides = [m.end for m in said.cues if start + first <= m.start < start + last and m.cue.kind == "aside"]
    return noun_in(said, max([start + first, *asides]), start + last, ()) is not None


def _noun_behind(said: Utterance, figure: Figure) -> str:
    right = said.quantities.items["right"].regex.match(said.text[figure.end :])
    return clean_name(right["x"], said.quantities) if right else ""


def _behind_aside(said: Utterance, start: int, end: int, figure: Figure) -> str | None:
    """主要用于森林防火1,200万元: the figure is of what the money is for, never of the item before."""
    asides = [m for m in said.cues if start <= m.start < end and m.cue.kind == "aside"]
    return noun_in(said, asides[-1].end, end, ()) if figure.kind != "silence" else None


def _is_followed(said: Utterance, span: tuple[int, int], item: Name, known: tuple[Name, ...]) -> bool:
    """Does another name follow the levels in the last clause?"""
    name = noun_in(said, *span, known)
    return name is not None and name != item.text and not find_levels(said.text[span[0] : span[1]], said.quantities)


def noun_in(said: Utterance, start: int, end: int, known: tuple[Name, ...]) -> str | None:
    """The last stretch of a clause that no cue and no year covers, cleaned; None when nothing remains."""
    pieces, at = [], start
    for first, last in sorted(_holes(said, start, end)):
        pieces.append((at, max(at, first)))
        at = max(at, last)
    pieces.append((at, max(at, end)))
    for first, last in reversed(pieces):
        name = without_body(clean_name(said.text[first:last], said.quantities), said.body)
        name = _with_side(said, clean_name(name, said.quantities), last)
        if said.quantities.items["never"].regex.search(name):
            continue
        if known and name in said.quantities.sides and (other := _other_side(said, name, known)):
            return other
        if len(name) >= 2 and not (known and said.quantities.bare_subject.regex.match(name)):
            return name
    return None


def _other_side(said: Utterance, side: str, known: tuple[Name, ...]) -> str | None:
    """政府性基金收入5万元、支出4万元: the 支出 is that of the fund. It is none of a balance (年末结转)."""
    for other in said.quantities.sides:
        if other != side and known[-1].text.endswith(other):
            return known[-1].text.removesuffix(other) + side
    if balance := said.quantities.items["balance"].regex.match(known[-1].text):
        return balance["before"] + side
    return None


def _with_side(said: Utterance, name: str, end: int) -> str:
    """基本支出决算为: the 支出 of the measure that begins at `end` is part of the name."""
    side = said.quantities.items["side"].regex.match(said.text[end:])
    is_measured = any(m.start == end and m.cue.kind not in ("aside", "filler") for m in said.cues)
    if not side or not is_measured or len(name) < 2 or said.quantities.items["whole"].regex.search(name):
        return name
    return name + side["x"]


def _holes(said: Utterance, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of a clause that are no part of a name: cues, and years, dates, codes and labels (but 2023年 in
    的2023年…)."""
    cues = [
        (m.start, m.end)
        for m in said.cues
        if start <= m.start < end and m.cue.kind != "aside" and not m.cue.is_part_of_name
    ]
    numbers = [
        (f.start, _word_end(said, f))
        for f in said.figures
        if start <= f.start < end
        and f.ignore_reason in _NO_NAME
        and not said.quantities.around["of"].regex.search(said.text[: f.start])
    ]
    return cues + numbers


def _word_end(said: Utterance, figure: Figure) -> int:
    """Where the word of a year, a date or a label ends: 年度, 月份, a bracket."""
    rest = said.quantities.around["label_rest" if figure.ignore_reason == "label" else "year_rest"].regex
    match = rest.match(said.text[figure.end :])
    return figure.end + (match.end() if match else 0)


def _several(
    said: Utterance, name: str, start: int, figure: Figure, known: tuple[Name, ...] = (),
) -> tuple[Name, ...]:
    """The items of a name: several where one figure, or a row of figures, is said of a list of them."""
    parts = split_list(name, said.quantities)
    if parts == said.quantities.sides and len(known) == len(parts) and all(
        side in item.text for side, item in zip(parts, known, strict=True)
    ):
        return known
    if parts == said.quantities.sides and known and not any(side in known[-1].text for side in parts):
        return known
    is_shared = _is_of_each(said, said.text[start : figure.start], len(parts), figure)
    if len(parts) > 1 and (is_shared or expand(name, said.quantities) == parts):
        return tuple(Name(part) for part in parts)
    if len(parts) >= _MANY:
        name = parts[-1]
    return (Name(_counted(said, name, figure) if figure.kind == "count" else name),)


_MANY = 4
"""From so many names in a row on (办公费、水费、电费、维修费5万元) a single figure is of the last."""


def _is_of_each(said: Utterance, words: str, count: int, figure: Figure) -> bool:
    """Do the words before a figure give it to each of the items, or does a row of as many figures stand there?

    Nought is of each, also where it is said of all together.
    """
    series: Sequence[Figure] = said.series(said.solid.index(figure)) if figure in said.solid else ()
    is_nought = figure.kind == "amount" and not figure.value
    return is_nought or bool(said.quantities.items["shared"].regex.search(words)) or len(series) == count > 1


def _counted(said: Utterance, name: str, figure: Figure) -> str:
    """What is counted: 新建2座监测站 is of 新建监测站, 召开会议3次 of 会议."""
    items = said.quantities.items
    right = items["right"].regex.match(said.text[figure.end :])
    if right and items["doing"].regex.match(name):
        return clean_name(right["x"], said.quantities) or name
    if right and items["verbs"].regex.search(name):
        return name + str(right["x"])
    return items["drop_verb"].regex.sub("", name) or name


def _behind(said: Utterance, figure: Figure, known: tuple[Name, ...]) -> tuple[Name, ...] | None:
    """46个教学单位: what is counted stands behind; 1个，2人: people go with the journey, not with the delegation."""
    name = _noun_behind(said, figure)
    if len(name) >= 2:
        return (Name(name),)
    if figure.unit in ("person", "person_time") and known:
        return tuple(Name(said.quantities.items["group"].regex.sub("", n.text), n.path) for n in known)
    return None
