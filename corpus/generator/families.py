"""Puts a filing together: the parts of its family, in its order, in the words of its hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.generator.consequences import narrative_conflicts, spoil_table
from corpus.generator.data import Data
from corpus.generator.defects import Plot, change_words, spoil_topics, unit_conflict
from corpus.generator.document import Block, Conflict, Document, Heading, PageBreak, Paragraph, Table
from corpus.generator.drafts import han
from corpus.generator.model import Department
from corpus.generator.money import PER_UNIT, UNIT_WORD, NumberStyle
from corpus.generator.narrative import label_of, write_sections
from corpus.generator.stories import Teller
from corpus.generator.subjects import build_topics
from corpus.generator.tabling import build_table
from corpus.generator.wording import Writer

PART_KEY = {
    "overview": "overview",
    "tables": "tables",
    "explanation": "explanation",
    "performance": "performance",
    "glossary": "glossary",
    "attachment": "attachment",
}


def filing_words(data: Data, dept: Department, year: int, family: dict[str, Any]) -> dict[str, str]:
    """Words that hold for the whole filing."""
    kind, region = data.archetypes[dept.archetype], data.regions[dept.region]
    duties = [d.format(government=region["government"], region=region["formal"]) for d in kind["duties"]]
    return {
        "entity": dept.name,
        "year": str(year),
        "last_year": str(year - 1),
        "next_year": str(year + 1),
        "unit_name": family["unit_name"],
        "unit_word": UNIT_WORD[family["unit"]],
        "region": region["formal"],
        "government": region["government"],
        "duties": "\n".join(f"（{han(n)}）{d}" for n, d in enumerate(duties, 1)),
        "offices": "、".join(kind["offices"]),
        "units": "、".join([dept.name + "（本级）", *dept.units] if dept.units else [dept.name]),
        "units_number": str(len(dept.units) + 1),
        "project": "",
    }


def make_writer(
    tell: Teller, hand: dict[str, Any], family: dict[str, Any], words: dict[str, str], plot: Plot
) -> Writer:
    """The hand at work on this filing, with wrong figures where they are planted."""
    slips = {k: v for _, defect in plot.of("style") for k, v in defect["style"].items()}
    style = NumberStyle(**{"unit": family["unit"], **hand["style"], **slips})
    scale = PER_UNIT[style.unit]
    topics = spoil_topics(plot, build_topics(tell.data, tell), scale / 200, scale)
    return Writer(change_words(plot, hand["say"]), style, words, f"{tell.dept.key}:{hand['name']}", topics)


def build_tables(
    tell: Teller, family: dict[str, Any], words: dict[str, str], plot: Plot, rotate: bool
) -> tuple[list[Table], list[Conflict]]:
    """The statutory tables of the family, numbered and headed as it does, and what contradicts in them."""
    dropped = {defect["template"] for _, defect in plot.of("drop")}
    layouts = [tell.data.tables[name] for name in family["tables"] if tell.data.tables[name]["template"] not in dropped]
    out, conflicts = [], []
    for order, spec in enumerate(layouts, 1):
        look = {**family["look"], "captions": family["captions"], "rotated": rotate}
        claims = [
            (name, d)
            for name, d in plot.of("claim")
            if d["template"] == spec["template"] and look["unit"] != d["claimed"]
        ]
        table = build_table(
            tell.data, tell, {**spec, **({"claimed": claims[0][1]["claimed"]} if claims else {})}, look, words, order
        )
        table, found = spoil_table(plot, table)
        conflicts += found
        for name, defect in claims:
            conflicts += unit_conflict(name, defect["says"], table)
        if family.get("table_titles"):
            table = replace(table, title=family["table_titles"].format(n=order, title=table.title))
        if family.get("table_headings"):
            table = replace(table, heading=Heading(2, label_of(family["numbering"], 2, order), table.title, "tables"))
        out.append(table)
    return out, conflicts


def parts_of(family: dict[str, Any], writer: Writer, tables: list[Table]) -> Iterator[Block]:
    """All blocks of the filing in the order of the family's parts."""
    number = 0
    words = writer.words
    for part in family["parts"]:
        if part in ("cover", "contents"):
            continue
        number += 1
        title = family["titles"][part].format(**words)
        yield PageBreak()
        label = label_of(family["numbering"], 1, number) if not family.get("bare_parts") else ""
        yield Heading(1, label, title, PART_KEY[part], " " if label else "")
        if part == "tables":
            yield from tables
        elif part == "glossary":
            yield from writer.write("glossary", writer.topics["total"], "glossary")
        else:
            outline = family["outline"] if part == "explanation" else family[part]
            yield from write_sections(writer, outline, family["numbering"], 2)


def front(family: dict[str, Any], words: dict[str, str], body: list[Block]) -> Iterator[Block]:
    """Cover and table of contents."""
    if "cover" in family["parts"]:
        yield Paragraph(family["title"].format(**words), "cover")
        yield PageBreak()
    if "contents" in family["parts"]:
        yield Paragraph("目录", "contents_title")
        for block in body:
            if isinstance(block, Heading) and block.level <= 2:
                yield Paragraph(block.text, f"contents_{block.level}")
            elif isinstance(block, Table) and block.heading:
                yield Paragraph(block.heading.text, "contents_2")


def declared_unit(family: dict[str, Any], tables: list[Table]) -> str:
    """The unit that the filing declares; mixed where its tables do not agree."""
    units = {
        cell.fact.unit for t in tables for row in t.rows for _, cell in row if cell.fact and cell.fact.unit in PER_UNIT
    }
    return str(family["unit"]) if len(units | {family["unit"]}) == 1 else "mixed"


def compose(data: Data, dept: Department, year: int, plan: dict[str, Any]) -> Document:
    """The abstract document of one filing."""
    family, typography = data.families[plan["family"]], data.typography[plan["typography"]]
    name = plan.get("name") or f"{dept.key}_{year}"
    plot = Plot(tuple(plan.get("defects", ())), data, name)
    words = filing_words(data, dept, year, family)
    tell = Teller(data, dept, dept.years[year], plot.plan(plan))
    writer = make_writer(tell, {**data.hands[plan["hand"]], "name": plan["hand"]}, family, words, plot)
    tables, conflicts = build_tables(tell, family, words, plot, typography.get("rotate", False))
    body = list(parts_of(family, writer, tables))
    conflicts += narrative_conflicts(plot, tell, body, PER_UNIT[family["unit"]])
    region = data.regions[dept.region]
    return Document(
        name=name,
        folder=region["folder"],
        entity_name=dept.name,
        fiscal_year=year,
        form=family["form"],
        form_accepted=tuple(family.get("form_accepted", [family["form"]])),
        declared_unit=declared_unit(family, tables),
        family=plan["family"],
        hand=plan["hand"],
        typography=plan["typography"],
        renderer=typography["renderer"],
        seed=plan.get("seed", 0),
        blocks=(*front(family, words, body), *body),
        conflicts=tuple(conflicts),
        planted=really_planted(plot, conflicts),
        extra={"title": family["title"].format(**words).replace("\n", ""), "region_name": region["formal"]},
    )


def really_planted(plot: Plot, conflicts: list[Conflict]) -> tuple[tuple[str, str], ...]:
    """The defects that show: a contradiction counts only where the hand printed both sides."""
    made, defects = {c.kind for c in conflicts}, plot.data.defects
    return tuple((d, defects[d]["says"]) for d in plot.names if d in made or not defects[d].get("conflict"))
