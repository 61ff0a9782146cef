"""The forms: how each table is titled, what its columns mean, and the words that all tables share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast, get_args

from pipeline.knowledge.patterns import Pattern, make_pattern, make_patterns, many, read_yaml
from pipeline.matching.normalize import bare
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Fund, Measure, Quantity, Side, Template

Axis = Literal["lines", "functional", "economic", "columns", "self_evaluation", "targets", "any"]
"""What the rows of a form are: named lines, coded items, nothing (the columns are the items), or a sheet of its own."""

WORDS_FILE = "words.yaml"
WORDS = frozenset({
    "title_noise", "title_prefix", "unit_line", "caption", "note", "note_end", "empty_note", "note_initial_budget",
    "note_final_budget", "code_header", "code_part", "name_header", "line_header", "text_header", "column_numbers",
    "ordinal", "total_name", "placeholder", "side_income", "side_expenditure", "year", "final_accounts", "budget",
    "same_title", "quantity_row", "header_suffix", "percent", "body_header", "government_classification", "prior_year",
    "unit_header", "any_title", "body_caption",
    "fiscal_accounts", "plain_quantity", "bracketed_unit", "group_total", "part", "form_number",
})


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """What a column is whose header path (levels joined by "/") matches. `item` is set where the column is the item;
    `outer` is its name where a column further in is that item already (a sum that also holds meetings and training)."""

    pattern: Pattern
    measure: Measure
    side: Side | None = None
    quantity: Quantity | None = None
    item: str | None = None
    outer: str | None = None


@dataclass(frozen=True, slots=True)
class PlainLayout:
    """The headings of a form in a file of text without columns, in the order of the columns (alternatives parted by |):
    those of the left side where there are two, and whether the first sums the others."""

    left: tuple[str, ...]
    values: tuple[str, ...]
    total_first: bool


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One template as it is printed. `columns` are tried in order; `indicators`, `project`, `total` and `block_end`
    belong to self-evaluations: what the columns of the indicator block are, the label of the project, the row of the
    total, what follows the rows of money. `signature` holds the columns that no other table has: by them a table
    without a title is known."""

    form_id: str
    template: Template
    axis: Axis
    side: Literal["income", "expenditure", "both", "none"]
    fund: Fund
    titles: tuple[Pattern, ...]
    needs: tuple[Pattern, ...]
    columns: tuple[ColumnRule, ...]
    indicators: tuple[Pattern, ...] = ()
    project: tuple[Pattern, ...] = ()
    total: tuple[Pattern, ...] = ()
    signature: tuple[Pattern, ...] = ()
    block_end: tuple[Pattern, ...] = ()
    plain: PlainLayout | None = None

    @property
    def is_sheet(self) -> bool:
        """Is it a sheet of labels and blocks rather than rows under one header?"""
        return self.axis in ("self_evaluation", "targets")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A form recognised by a title; `fund` is the form's, unless the title names another."""

    form: Form
    rule_id: str
    length: int
    fund: Fund


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """All forms, the shared words, the words for quantities and the columns that several forms share. `whole_item` is
    the item of a row in a table that prints no names of rows."""

    forms: tuple[Form, ...]
    words: Mapping[str, Pattern]
    quantities: tuple[Pattern, ...]
    columns: tuple[ColumnRule, ...]
    whole_item: str
    plain_headings: Mapping[str, str]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (
            self.forms, dict(self.words), self.quantities, self.columns, self.whole_item, dict(self.plain_headings)
        )

    def says(self, word: str, text: str) -> bool:
        """Does the text hold the word of that id?"""
        return _says(self, word, text)

    def form(self, form_id: str) -> Form:
        """The form of that id. Raises KnowledgeError when there is none."""
        for form in self.forms:
            if form.form_id == form_id:
                return form
        raise KnowledgeError(f"forms: no form {form_id}")

    def clean_title(self, text: str) -> str:
        """A printed title without ordinals, form numbers, captions on its line, and the mark of a continued table."""
        title = self.words["same_title"].regex.sub("", bare(text))
        previous = None
        while title != previous:
            previous, title = title, self.words["title_noise"].regex.sub("", title)
        return title

    def titled(self, text: str) -> TitleMatch | None:
        """The form that a printed line titles, or None. The year and the body may stand before the title."""
        return _titled(self, text)

    def column(self, form: Form, path: str) -> ColumnRule | None:
        """What a column with this header path is in the form, by its own rules first; None when nothing is known."""
        path = "/".join(self.words["header_suffix"].regex.sub("", level) or level for level in path.split("/"))
        if form.axis == "columns":
            path = "/".join(level for level in path.split("/") if not self.says("plain_quantity", level)) or path
        for rule in (*form.columns, *self.columns):
            if rule.pattern.regex.search(path):
                return rule
        return None

    def quantity(self, levels: Iterable[str]) -> Quantity | None:
        """The quantity that a header says, the innermost level first; None when it says none."""
        return next((said for level in reversed(tuple(levels)) if (said := _quantity(self, level)) is not None), None)

    def item_name(self, text: str) -> str:
        """An item's name as published: without blanks, line breaks, leading ordinals and 其中."""
        name, previous = bare(text), None
        while name != previous:
            previous = name
            rest = self.words["ordinal"].regex.sub("", name, count=1)
            name = rest or name
        return name

    def is_nothing(self, text: str) -> bool:
        """Is the cell blank, or filled with a sign that stands for nothing?"""
        return not text or self.says("placeholder", text)


@lru_cache(maxsize=1 << 15)
def _says(forms: Forms, word: str, text: str) -> bool:
    """Kept, because the same cells are asked about by many columns and stages, and headers recur from file to file."""
    return forms.words[word].regex.search(text) is not None


@lru_cache(maxsize=1 << 13)
def _quantity(forms: Forms, level: str) -> Quantity | None:
    """Kept, because every cell asks what the header above it says."""
    found = next((pattern for pattern in forms.quantities if pattern.regex.search(level)), None)
    return None if found is None else cast(Quantity, found.meaning)


@lru_cache(maxsize=1 << 13)
def _titled(forms: Forms, text: str) -> TitleMatch | None:
    candidate = forms.clean_title(text)
    while candidate:
        for form in forms.forms:
            for pattern in form.titles:
                if pattern.regex.search(candidate):
                    return TitleMatch(form, pattern.id, len(candidate), cast(Fund, pattern.meaning or form.fund))
        prefix = forms.words["title_prefix"].regex.match(candidate)
        candidate = candidate[prefix.end():] if prefix else ""
    return None


def _rebuild(
    forms: tuple[Form, ...], words: dict[str, Pattern], quantities: tuple[Pattern, ...],
    columns: tuple[ColumnRule, ...], whole_item: str, plain_headings: dict[str, str],
) -> Forms:
    return Forms(forms, MappingProxyType(words), quantities, columns, whole_item, MappingProxyType(plain_headings))


def load_forms(folder: Path) -> Forms:
    """Read words.yaml and one file per form. Raises KnowledgeError when a word is missing, an enum word is unknown, an
    entry fails its own examples, two rules share an id, or an example title is taken by another form."""
    shared = read_yaml(folder / WORDS_FILE)
    names = _parts(shared.get("parts", {}))
    words = {pattern.id: pattern for pattern in make_patterns(shared["words"], names)}
    if set(words) != WORDS:
        raise KnowledgeError(f"{WORDS_FILE}: words missing or unknown: {sorted(set(words) ^ WORDS)}")
    quantities = make_patterns(shared["quantities"], names)
    for pattern in quantities:
        _one_of(Quantity, pattern.meaning, pattern.id)
    columns = tuple(_column(entry, names) for entry in shared["columns"])
    files = sorted(path for path in folder.glob("*.yaml") if path.name != WORDS_FILE)
    forms = tuple(_form(read_yaml(path), names) for path in files)
    result = _rebuild(forms, words, quantities, columns, str(shared["whole_item"]), _parts(shared["plain_headings"]))
    _prove(result)
    return result


def _parts(parts: Mapping[str, str]) -> dict[str, str]:
    return {str(name): str(part) for name, part in parts.items()}


def _one_of(words: Any, value: str, place: str) -> str:
    if value not in get_args(words):
        raise KnowledgeError(f"forms: {place}: {value!r} is no word of the vocabulary")
    return value


def _column(entry: Mapping[str, Any], names: Mapping[str, str]) -> ColumnRule:
    pattern = make_pattern(entry, names)
    side, quantity = entry.get("side"), entry.get("quantity")
    return ColumnRule(
        pattern,
        cast(Measure, _one_of(Measure, str(entry.get("measure")), pattern.id)),
        cast(Side, _one_of(Side, side, pattern.id)) if side else None,
        cast(Quantity, _one_of(Quantity, quantity, pattern.id)) if quantity else None,
        str(entry["item"]) if "item" in entry else None, str(entry["outer"]) if "outer" in entry else None,
    )


def _form(entry: Mapping[str, Any], names: Mapping[str, str]) -> Form:
    try:
        identifier, side = str(entry["id"]), str(entry["side"])
        if side != "both":
            _one_of(Side, side, identifier)
        return Form(
            identifier, cast(Template, _one_of(Template, entry["template"], identifier)),
            cast(Axis, _one_of(Axis, entry["axis"], identifier)), cast(Any, side),
            cast(Fund, _one_of(Fund, entry["fund"], identifier)),
            make_patterns(entry["titles"], names), make_patterns(entry.get("needs") or (), names),
            tuple(_column(column, names) for column in entry.get("columns") or ()),
            make_patterns(entry.get("indicators") or (), names), make_patterns(entry.get("project") or (), names),
            make_patterns(entry.get("total") or (), names), make_patterns(entry.get("signature") or (), names),
            make_patterns(entry.get("block_end") or (), names), _plain(entry.get("plain")),
        )
    except KeyError as error:
        raise KnowledgeError(f"forms: {entry.get('id')}: {error} is missing") from error


def _plain(entry: Mapping[str, Any] | None) -> PlainLayout | None:
    if entry is None:
        return None
    return PlainLayout(many(entry.get("left")), many(entry.get("values")), bool(entry.get("total_first")))


def _prove(forms: Forms) -> None:
    rules = [*forms.words, *(pattern.id for pattern in forms.quantities), *(rule.pattern.id for rule in forms.columns)]
    for form in forms.forms:
        rules += [rule.pattern.id for rule in form.columns]
        for patterns in (
            form.titles, form.needs, form.indicators, form.project, form.total, form.signature, form.block_end,
        ):
            rules += [pattern.id for pattern in patterns]
    twice = sorted({rule for rule in rules if rules.count(rule) > 1})
    if twice:
        raise KnowledgeError(f"forms: rule ids are not unique: {twice}")
    for form in forms.forms:
        for pattern in form.titles:
            _one_of(Fund, pattern.meaning or form.fund, pattern.id)
            for example in many(list(pattern.examples)):
                match = forms.titled(example)
                if match is None or match.form.form_id != form.form_id:
                    taken = match.form.form_id if match else "no form"
                    raise KnowledgeError(f"forms: the title {example} of {form.form_id} is read as {taken}")
