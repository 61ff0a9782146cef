"""Checks of words: residue of a template, a figure without its sign or unit, and denials that the document refutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.identities.outcomes import Evidence, on_page, told
from pipeline.identities.tables import Tables, name_of
from pipeline.knowledge.claims import Denial, Residue
from pipeline.knowledge.identities import Identities
from pipeline.matching.normalize import bare
from pipeline.records.check import Check
from pipeline.records.filing import Filing
from pipeline.records.span import Sentence
from pipeline.records.statement import Statement
from pipeline.records.table import Fact


def check_residue(filing: Filing | None, sentences: Sequence[Sentence], known: Identities) -> Iterator[Check]:
    """What a template left: one row a rule and paragraph, quoting the words; none found is one row for the document.
    A template that nobody filled in has left nothing."""
    for rule in known.residue:
        if filing and filing.is_template:
            why = known.words.messages["blank_template"]
            yield told(rule.rule, "", "not_applicable", why, known.words, Evidence())
            continue
        found = False
        for paragraph in _paragraphs(sentences).values():
            hits = [(s, m) for s in paragraph for m in rule.pattern.finditer(s.text)]
            if hits:
                found = True
                yield _quoted(rule, hits[0][0], [m.group() for _, m in hits], known)
        if not found and sentences:
            yield told(rule.rule, "", "agree", known.words.messages["none_found"], known.words, Evidence())


def _paragraphs(sentences: Sequence[Sentence]) -> Mapping[int, Sequence[Sentence]]:
    paragraphs: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        if sentence.section_key != "glossary":
            paragraphs[sentence.paragraph].append(sentence)
    return paragraphs


def _quoted(rule: Residue, sentence: Sentence, words: Sequence[str], known: Identities) -> Check:
    distinct = tuple(dict.fromkeys(words))
    why = known.words.messages["quoted"].format(words="”“".join(distinct))
    return told(rule.rule, "、".join(distinct)[:60], "conflict", why, known.words, _evidence(sentence))


def check_signs(statements: Sequence[Statement], texts: Mapping[str, str], known: Identities) -> Iterator[Check]:
    """A rate printed without %, an amount printed without its unit, one row each."""
    for rule in known.signs:
        missing: set[tuple[str, int]] = set()
        for statement in statements:
            after = texts[statement.sentence_id][statement.end:]
            before = texts[statement.sentence_id][: statement.end]
            place = statement.sentence_id, statement.start
            if statement.quantity not in rule.quantities or statement.value is None or place in missing:
                continue
            if rule.is_missing(before, after):
                missing.add(place)
                why = known.words.messages["quoted"].format(words=f"{before[-_AROUND:]}{after[:2]}")
                evidence = Evidence((statement.statement_id,), statement.page, statement.boxes)
                yield told(rule.rule, statement.item_name, "conflict", why, known.words, evidence)
        if not missing and statements:
            yield told(rule.rule, "", "agree", known.words.messages["none_found"], known.words, Evidence())


_AROUND = 16
"""Characters before a missing sign that are quoted."""


def check_denials(
    sentences: Sequence[Sentence], tables: Tables, known: Identities
) -> Iterator[Check]:
    """未开展预算绩效自评 beside a 绩效自评表, and the like."""
    for rule in known.denials:
        denying = [(s, m) for s in sentences if not s.is_heading and (m := rule.denies.search(s.text))]
        if not denying:
            yield told(rule.rule, "", "not_applicable", known.words.messages["none_denied"], known.words, Evidence())
        for sentence, match in denying:
            yield _denial(rule, sentence, match.group(), sentences, tables, known)


def _denial(
    rule: Denial, sentence: Sentence, said: str, sentences: Sequence[Sentence],
    tables: Tables, known: Identities,
) -> Check:
    refuted = _refutation(rule, sentence, sentences, tables, known)
    if refuted is None:
        why = known.words.messages["not_refuted"].format(words=said)
        return told(rule.rule, said, "not_checkable", why, known.words, _evidence(sentence))
    why = known.words.messages["refuted"].format(words=said, other=refuted[0], page=on_page(refuted[1], known.words))
    return told(rule.rule, said, "conflict", why, known.words, _evidence(sentence, refuted[2]))


def _refutation(
    rule: Denial, sentence: Sentence, sentences: Sequence[Sentence], tables: Tables,
    known: Identities,
) -> tuple[str, int | None, tuple[str, ...]] | None:
    """What speaks against a denial: its words, page and ids."""
    for other in sentences:
        if other is not sentence and rule.refuted_by and (match := rule.refuted_by.search(other.text)):
            return match.group(), other.page, (other.sentence_id,)
    for template in rule.templates:
        if facts := [f for f in tables.get(template, ()) if f.state == "reported"]:
            return known.words.tables[template], facts[0].page, (facts[0].fact_id,)
    return None


def check_lists(sentences: Sequence[Sentence], tables: Tables, known: Identities) -> Iterator[Check]:
    """主要包括 in the section of basic expenditure: an item that it names has money in 公开06."""
    rule = known.lists
    facts = [f for f in tables.get(rule.template, ()) if f.item_name]
    for paragraph in _paragraphs(sentences).values():
        for sentence in paragraph:
            if sentence.section_key not in rule.sections:
                continue
            for match in rule.pattern.finditer(sentence.text):
                yield from _list(match["items"], sentence, facts, known)


def _list(items: str, sentence: Sentence, facts: Sequence[Fact], known: Identities) -> Iterator[Check]:
    rule, words = known.lists, known.words
    names = [bare(n) for n in rule.separator.split(items) if n]
    rows = {name: [f for f in facts if name_of(f) == name] for name in names}
    known_rows = {name: found for name, found in rows.items() if found}
    empty = [name for name, found in known_rows.items() if all(not f.value for f in found)]
    if not known_rows:
        yield told(rule.rule, items[:40], "not_checkable", words.messages["no_row"], words, _evidence(sentence))
    elif 2 * len(empty) > len(known_rows):
        yield told(rule.rule, items[:40], "not_applicable", words.messages["template_list"], words, _evidence(sentence))
    for name in empty if known_rows and 2 * len(empty) <= len(known_rows) else ():
        fact = known_rows[name][0]
        why = words.messages["listed_empty"].format(
            item=name, table=words.tables[rule.template], page=on_page(fact.page, words),
            surface=fact.surface or words.messages["blank_cell"])
        yield told(rule.rule, name, "conflict", why, words, _evidence(sentence, (fact.fact_id,)))
    if known_rows and not empty:
        yield told(rule.rule, items[:40], "agree", words.messages["all_listed"], words, _evidence(sentence))


def check_purposes(
    sentences: Sequence[Sentence], statements: Sequence[Statement], known: Identities
) -> Iterator[Check]:
    """主要用于 copied from the entry before: it names that entry's item and nothing of its own."""
    rule = known.purposes
    items: dict[int, str] = {}
    paragraph_of = {s.sentence_id: s.paragraph for s in sentences}
    for statement in statements:
        items.setdefault(paragraph_of[statement.sentence_id], statement.item_name)
    earlier: dict[str, str] = {}
    for sentence in sentences:
        match = rule.pattern.search(sentence.text) if sentence.section_key in rule.sections else None
        item = items.get(sentence.paragraph) if match else None
        if match is None or item is None:
            continue
        said = match["purpose"]
        other = earlier.get(said)
        if other and other != item and _share(said, other, 4) and not _share(said, item, 2):
            why = known.words.messages["copied_purpose"].format(item=item, words=said, other=other)
            yield told(rule.rule, item, "conflict", why, known.words, _evidence(sentence))
        else:
            yield told(rule.rule, item, "agree", known.words.messages["own_purpose"], known.words, _evidence(sentence))
        earlier.setdefault(said, item)


def _share(said: str, name: str, length: int) -> bool:
    return any(name[i:i + length] in said for i in range(len(name) - length + 1))


def _evidence(sentence: Sentence, more: tuple[str, ...] = ()) -> Evidence:
    return Evidence((sentence.sentence_id, *more), sentence.page, sentence.boxes)
