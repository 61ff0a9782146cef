"""Layer `filing`: what a filing says of itself: body, year, kind, unit, scope, region."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import PurePosixPath

from pipeline.knowledge import Knowledge
from pipeline.knowledge.metadata import Metadata
from pipeline.matching.normalize import bare, without_layout_blanks
from pipeline.matching.reading import paragraph_starts, text_blocks
from pipeline.records.filing import Filing, Source
from pipeline.records.issue import Issue, make_issue
from pipeline.records.layout import Block, PageFrame
from pipeline.records.outline import Section
from pipeline.records.table import Table
from pipeline.records.vocabulary import AccountsScope, DeclaredUnit, Form

_TRUST = ("cover", "heading", "caption", "narrative", "file")
_COVER_CHARACTERS = 260
_EDGES = "：:，,《》“”"


@dataclass(frozen=True, slots=True)
class _Hit:
    place: str
    entity: str | None
    year: int | None
    text: str


def find_filing(
    source: tuple[Source, ...],
    frames: tuple[PageFrame, ...],
    blocks: tuple[Block, ...],
    sections: tuple[Section, ...],
    tables: tuple[Table, ...],
    *,
    knowledge: Knowledge,
) -> Iterator[Filing | Issue]:
    """The one row of the filing.

    Signs are trusted in the order cover, headings, table captions, narrative, file name; a body that only captions,
    sentences or the file name give must be given at least twice.
    """
    known = knowledge.metadata
    origin = source[0]
    places = _places(origin, blocks, sections, known)
    hits = [hit for place in _TRUST for text in places[place] for hit in _hits(place, text, known)]
    is_template = _is_template(hits, places["heading"], tables, known)
    entity = None if is_template else _entity(hits, known)
    form = _form(places, sections, tables, known)
    yield from _troubles(is_template, entity, form)
    shared = {f.name: getattr(origin, f.name) for f in fields(Source)}
    yield Filing(
        **shared,
        page_count=len(frames) if origin.file_format != "text" else None,
        title=_title(hits, entity),
        entity_name=entity,
        parent_entity_name=_parent(places, known),
        accounts_scope=_scope(entity, form, places, known),
        region_name=_region(entity, origin, known),
        form=form,
        declared_unit=_unit(tables, places, known),
        fiscal_year=_year(hits),
        entity_kind="unit" if form.startswith("unit") else "department" if entity else "unknown",
        is_template=is_template,
    )


def _is_template(hits: Sequence[_Hit], headings: Sequence[str], tables: Sequence[Table], known: Metadata) -> bool:
    """An official template left blank: its title or a heading names 上海市XX局, and no table holds data. A residue of
    the template in a document with data is none."""
    titled = [hit.text for hit in hits if hit.place == "cover"]
    is_blank = any(known.placeholder.regex.search(text) for text in (*titled, *headings))
    return is_blank and all(table.is_empty or table.template == "other" for table in tables)


def _troubles(is_template: bool, entity: str | None, form: Form) -> Iterator[Issue]:
    """What keeps the filing from being used."""
    if is_template:
        message = "这是未填写的公开模板（单位名称为 XX），没有可用数据；请改用已填写的正式公开文件。"
        yield make_issue("filing", "blank_template", "warning", message)
    elif entity is None and form not in ("other", "unknown"):
        message = "封面、标题和表头都没有可靠的部门或单位名称，请在 entities.csv 中补充或核对文件。"
        yield make_issue("filing", "no_entity", "warning", message)


def _places(
    source: Source, blocks: Sequence[Block], sections: Sequence[Section], known: Metadata,
) -> dict[str, list[str]]:
    starts = paragraph_starts(blocks)
    lines = [line for block in text_blocks(blocks) for line in block.lines if line.text.strip()]
    first_heading = min((s.heading_first for s in sections), default=len(lines) and lines[-1].order + 1)
    opening: list[str] = []
    for line in lines:
        if (
            line.order >= first_heading
            or line.page > 2
            or sum(map(len, opening)) > _COVER_CHARACTERS
            or known.contents.regex.match(bare(line.text))
        ):
            break
        opening.append(bare(line.text))
    cells = [bare(cell.text) for block in blocks if block.grid for cell in block.grid.cells if cell.row < 4]
    folders = [bare(part) for part in PurePosixPath(source.source_path).parts]
    return {
        "cover": _stretches(opening),
        "heading": [bare(s.title) for s in sections],
        "caption": [bare(line.text) for line in lines] + cells,
        "narrative": [bare(line.text) for line in lines if line.order in starts],
        "file": [re.sub(r"\.\w{2,4}$", "", part) for part in reversed(folders)],
    }


def _stretches(lines: Sequence[str]) -> list[str]:
    """A cover breaks its title over lines: every stretch of up to five lines may be the whole of it, from each
    line the longest first."""
    found = []
    for start in range(min(len(lines), 12)):
        for count in (5, 4, 3, 2, 1):
            if start + count <= len(lines):
                found.append("".join(lines[start : start + count]))
    return found


def _hits(place: str, text: str, known: Metadata) -> Iterator[_Hit]:
    for sign in known.signs:
        if sign.place == place and (match := sign.pattern.regex.search(text)):
            groups = match.groupdict()
            entity, year = groups.get("entity"), groups.get("year")
            yield _Hit(place, _named(entity, known), int(year) if year else None, text)


def _named(entity: str | None, known: Metadata) -> str | None:
    if entity is None:
        return None
    name = known.entity_lead.regex.sub("", without_layout_blanks(entity)).strip(_EDGES)
    if known.not_entity.regex.search(name) or known.placeholder.regex.search(name):
        return None
    return name


def _entity(hits: Sequence[_Hit], known: Metadata) -> str | None:
    """The name of the most trusted place; names of weak places need a second sign anywhere."""
    counts = Counter(hit.entity for hit in hits if hit.entity)
    for place in _TRUST:
        names = Counter(hit.entity for hit in hits if hit.place == place and hit.entity)
        if place == "cover":
            names = _longest(names)
        for name, count in sorted(names.items(), key=lambda item: (-counts[item[0]], len(item[0]), item[0])):
            supported = counts[name] > 1 or any(name in hit.text for hit in hits if hit.place != place)
            if (place in ("cover", "heading") and (supported or len(names) == 1)) or (supported and count):
                return name
    return None


def _longest(names: Counter[str]) -> Counter[str]:
    """Of stretches of one cover line, the one that takes in the others: 某区 / 样例局 is one name over two lines."""
    return Counter({n: c for n, c in names.items() if not any(o != n and o.endswith(n) for o in names)})


def _title(hits: Sequence[_Hit], entity: str | None) -> str | None:
    """The shortest stretch of the cover that names body and year, else the shortest that names a year."""
    cover = [hit for hit in hits if hit.place == "cover" and hit.year]
    named = [hit for hit in cover if entity and hit.entity == entity]
    return min((hit.text for hit in named or cover), key=len, default=None)


def _year(hits: Sequence[_Hit]) -> int:
    for place in _TRUST:
        years = Counter(hit.year for hit in hits if hit.place == place and hit.year)
        if years:
            return max(years, key=lambda year: (years[year], year))
    return 0


def _form(places: dict[str, list[str]], sections: Sequence[Section], tables: Sequence[Table], known: Metadata) -> Form:
    """The kind that cover and headings name; without a statutory table, a known section or a cover it is another
    kind."""
    keys = {s.key for s in sections} - {"other", "overview", "attachment", "duties", "organisation"}
    statutory = sum(t.template not in ("other", "asset", "procurement") for t in tables)
    for weighed in (("cover", "heading"), ("file", "caption")):
        votes: Counter[Form] = Counter()
        for place in weighed:
            for text in places[place]:
                found = next((form for pattern, form in known.forms if pattern.regex.search(text)), None)
                if found:
                    votes[found] += 1
        if votes and (statutory or len(keys) >= 2 or (weighed[0] == "cover" and _is_titled(places["cover"], known))):
            return _strongest(votes, places["cover"], known)
    text_length = sum(map(len, places["caption"]))
    return "other" if text_length > 200 else "unknown"


def _is_titled(cover: Sequence[str], known: Metadata) -> bool:
    return any(sign.place == "cover" and sign.pattern.regex.search(t) for t in cover for sign in known.signs)


def _strongest(votes: Counter[Form], cover: Sequence[str], known: Metadata) -> Form:
    for text in cover:
        found = next((form for pattern, form in known.forms if pattern.regex.search(text)), None)
        if found and votes[found]:
            return found
    return max(votes, key=lambda form: (votes[form], form))


def _unit(tables: Sequence[Table], places: dict[str, list[str]], known: Metadata) -> DeclaredUnit:
    units = {t.unit for t in tables if t.unit != "unknown"}
    if len(units) == 1:
        return next(iter(units))
    if units:
        return "mixed"
    words = Counter(u for text in places["caption"] for u in known.amount.regex.findall(text))
    return known.units[words.most_common(1)[0][0]] if words else "unknown"


def _scope(entity: str | None, form: Form, places: dict[str, list[str]], known: Metadata) -> AccountsScope:
    if (entity and known.own.regex.search(entity)) or any(known.own_title.regex.search(t) for t in places["cover"]):
        return "own"
    text = "".join(places["caption"])
    if known.alone.regex.search(text):
        return "single"
    if known.consolidated.regex.search(text):
        return "consolidated"
    return "single" if form.startswith("unit") else "unknown"


def _parent(places: dict[str, list[str]], known: Metadata) -> str | None:
    found = [m["entity"] for t in (*places["cover"], *places["caption"]) if (m := known.parent.regex.search(t))]
    return next((name for name in found if _named(name, known)), None)


def _region(entity: str | None, source: Source, known: Metadata) -> str | None:
    """The region at the head of the body's name, else of a folder's."""
    names = [entity or "", *map(bare, reversed(PurePosixPath(source.source_path).parts[:-1]))]
    for name in names:
        match = known.region.regex.match(name)
        if match and match["region"]:
            return match["region"]
    return None
