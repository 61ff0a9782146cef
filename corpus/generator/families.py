"""Puts a filing together: the parts of its family, in its order, in the words of its hand."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from corpus.generator.data import Data
from corpus.generator.document import Block, Document, Heading, PageBreak, Paragraph, Table
from corpus.generator.model import Department
from corpus.generator.money import UNIT_WORD, NumberStyle
from corpus.generator.narrative import label_of, write_sections
from corpus.generator.stories import Teller
from corpus.generator.subjects import build_topics
from corpus.generator.tables import build_table
from corpus.generator.topics import Topic
from corpus.generator.wording import Writer, han

PART_KEY = {"overview": "overview", "tables": "tables", "explanation": "explanation", "performance": "performance", "glossary": "glossary",
            "attachment": "attachment"}


def filing_words(data: Data, dept: Department, year: int, family: dict[str, Any]) -> dict[str, str]:
    """Words that hold for the whole filing."""
    kind, region = data.archetypes[dept.archetype], data.regions[dept.region]
    duties = [d.format(government=region["government"], region=region["formal"]) for d in kind["duties"]]
    return {"entity": dept.name, "year": str(year), "last_year": str(year - 1), "next_year": str(year + 1), "unit_name": family["unit_name"],
            "unit_word": UNIT_WORD[family["unit"]], "region": region["formal"], "government": region["government"],
            "duties": "\n".join(f"（{han(n)}）{d}" for n, d in enumerate(duties, 1)), "offices": "、".join(kind["offices"]),
            "units": "、".join([dept.name + "（本级）", *dept.units] if dept.units else [dept.name]),
            "units_number": str(len(dept.units) + 1), "project": ""}


def make_writer(data: Data, tell: Teller, hand: dict[str, Any], family: dict[str, Any], words: dict[str, str], name: str) -> Writer:
    """The hand at work on this filing."""
    style = NumberStyle(**{"unit": family["unit"], **hand["style"]})
    topics = build_topics(data, tell, words["entity"])
    return Writer(hand["say"], style, words, f"{tell.dept.key}:{name}", topics)


def build_tables(data: Data, tell: Teller, family: dict[str, Any], words: dict[str, str]) -> list[Table]:
    """The statutory tables of the family, numbered, with their headings where the family has such."""
    out = []
    for order, name in enumerate(family["tables"], 1):
        look = {**family["look"], "captions": family["captions"]}
        table = build_table(data, tell.year, data.tables[name], look, words, order)
        if family.get("table_headings"):
            table = replace(table, heading=Heading(2, label_of(family["numbering"], 2, order), table.title, "tables"))
        out.append(table)
    return out


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


def compose(data: Data, dept: Department, year: int, plan: dict[str, Any]) -> Document:
    """The abstract document of one filing."""
    family, hand = data.families[plan["family"]], data.hands[plan["hand"]]
    words = filing_words(data, dept, year, family)
    tell = Teller(data, dept, dept.years[year], plan)
    writer = make_writer(data, tell, hand, family, words, plan["hand"])
    tables = build_tables(data, tell, family, words)
    body = list(parts_of(family, writer, tables))
    blocks = (*front(family, words, body), *body)
    typography = data.typography[plan["typography"]]
    name = plan.get("name") or f"{dept.key}_{year}"
    return Document(name, data.regions[dept.region]["folder"], dept.name, year, family["form"], family["unit"], plan["family"], plan["hand"],
                    plan["typography"], typography["renderer"], plan.get("seed", 0), blocks)


__all__ = ["Topic", "compose"]
