"""The parts of a filing that are prose: overview, explanation, performance, glossary."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.generator.document import Block, Heading
from corpus.generator.drafts import han
from corpus.generator.topics import Topic
from corpus.generator.wording import Writer

Section = list[Any]


def label_of(numbering: list[str], level: int, number: int) -> str:
    """The printed label of a heading, e.g. 一、 or （三）."""
    return numbering[level - 1].format(han=han(number), n=number)


def choose_template(writer: Writer, key: str, topics: dict[str, Topic]) -> str:
    """政府性基金: another template where there is no such money."""
    if key == "fund" and not topics["fund_spent"].amounts["actual"]:
        return "fund_none@fund_none"
    return key


def write_sections(
    writer: Writer, sections: list[Section], numbering: list[str], level: int, gap: str = ""
) -> Iterator[Block]:
    """Headings and paragraphs of an outline, numbered as the family does."""
    for number, entry in enumerate(sections, 1):
        key, title, templates, *children = entry
        yield Heading(level, label_of(numbering, level, number), title.format(**writer.words), key, gap)
        for template in templates:
            name, _, topic = choose_template(writer, template, writer.topics).partition("@")
            yield from writer.write(name, writer.topics[topic] if topic else writer.topics["total"], key)
        if children:
            yield from write_sections(writer, children[0], numbering, level + 1, gap)
