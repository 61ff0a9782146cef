"""The code lists: which item codes there are, by edition, and what they are called."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pipeline.matching.normalize import bare
from pipeline.records.errors import KnowledgeError
from pipeline.records.vocabulary import Classification

_COLUMNS = ("edition", "code", "name", "level", "parent", "status", "source")
_LISTS: tuple[tuple[str, Classification], ...] = (("functional.csv", "functional"), ("economic.csv", "economic"))
_ITEM_CODES = ("2", "3", "5")
"""Functional codes begin with 2, economic ones with 3 (departments) or 5 (government); other numbers name bodies."""
_LEVEL_OF_LENGTH = {3: 1, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code of one edition. `status` is confirmed, observed (in a document) or listed (in a list only)."""

    edition: int
    classification: Classification
    code: str
    name: str
    level: int
    parent: str | None
    status: str
    source: str


def comparable(name: str) -> str:
    """A name for comparison: without blanks, brackets in one form."""
    return bare(name).replace("(", "（").replace(")", "）")


@dataclass(frozen=True, slots=True)
class Codes:
    """All code lists. Names are compared without blanks and with one form of brackets."""

    entries: tuple[CodeEntry, ...]
    aliases: tuple[tuple[str, str], ...]
    ignored: frozenset[str]
    _by_key: Mapping[tuple[int, str], CodeEntry]
    _latest: Mapping[str, CodeEntry]
    _by_name: Mapping[str, tuple[str, ...]]
    _names: Mapping[str, frozenset[str]]

    def __reduce__(self) -> tuple[object, ...]:
        return make_codes, (self.entries, self.aliases, self.ignored)

    def entry(self, edition: int, code: str) -> CodeEntry | None:
        """The entry of exactly this edition; None when that edition does not list the code."""
        return self._by_key.get((edition, code))

    def latest(self, code: str) -> CodeEntry | None:
        """The entry of the newest edition that lists the code."""
        return self._latest.get(code)

    def codes_named(self, name: str) -> tuple[str, ...]:
        """All codes that bear this name or alias, in any edition, sorted."""
        return self._by_name.get(comparable(name), ())

    def code_named(self, name: str) -> str | None:
        """The code where the lists give exactly one for the name, else None (a name alone is often no key)."""
        codes = self.codes_named(name)
        return codes[0] if len(codes) == 1 else None

    def is_name_of(self, code: str, name: str) -> bool:
        """Is the name, or an alias, listed for the code in any edition?"""
        return comparable(name) in self._names.get(code, frozenset())

    def completions(self, prefix: str, name: str) -> tuple[str, ...]:
        """Listed codes that begin with a printed code and bear the printed name, the printed code itself included."""
        return tuple(code for code in self.codes_named(name) if code.startswith(prefix))

    def complete(
        self, printed: str, name: str, document: Mapping[str, frozenset[str]], *, is_cut: bool,
    ) -> tuple[str | None, bool]:
        """The whole code that a printed code and name stand for, and whether anything was inferred.

        `document` gives the codes that the same document prints in full for a (comparable) name; `is_cut` says that the
        table prints codes cut short (208050 for 2080505, 301 for 30101). Where more than one code would fit, None: a
        code is never guessed. A printed code of whole length that no list contradicts is kept as it is.
        """
        if not is_item_code(printed):
            return None, False
        known = {code for code in document.get(comparable(name), frozenset()) if code.startswith(printed)}
        longer = {code for code in (*self.completions(printed, name), *known) if len(code) > len(printed)}
        whole = level_of(printed) is not None
        if whole and (self.is_name_of(printed, name) or not name):
            return (None, False) if is_cut and longer else (printed, False)
        if len(longer) == 1:
            return next(iter(longer)), True
        if whole and not longer and not (is_cut and self.latest(printed) is not None):
            return printed, False
        return None, False

    def is_ignored(self, name: str) -> bool:
        """Is it a name that is never an item of the lists (合计)?"""
        return comparable(name) in self.ignored


def level_of(code: str) -> int | None:
    """The level that a code's length says: 3 digits 类, 5 款, 7 项; None for any other length and for bodies."""
    return _LEVEL_OF_LENGTH.get(len(code)) if is_item_code(code) else None


def is_item_code(code: str) -> bool:
    """Does a code begin like one of an item, whole or cut, rather than one of a body?"""
    return code[:1] in _ITEM_CODES


def make_codes(entries: Iterable[CodeEntry], aliases: Iterable[tuple[str, str]], ignored: Iterable[str]) -> Codes:
    """Index the lists. Raises KnowledgeError when an (edition, code) stands twice, a level or parent does not follow
    from the code, an alias lands on no code, or a name is at once canonical, alias or ignored for one code."""
    entries, aliases, ignored = tuple(entries), tuple(aliases), frozenset(map(comparable, ignored))
    by_key: dict[tuple[int, str], CodeEntry] = {}
    latest: dict[str, CodeEntry] = {}
    names: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if (entry.edition, entry.code) in by_key:
            raise KnowledgeError(f"codes: {entry.code} stands twice in edition {entry.edition}")
        by_key[entry.edition, entry.code] = entry
        names[entry.code].add(comparable(entry.name))
        if entry.code not in latest or latest[entry.code].edition < entry.edition:
            latest[entry.code] = entry
    for entry in entries:
        _prove(entry, latest, ignored)
    _add_aliases(aliases, names, ignored)
    by_name: dict[str, set[str]] = defaultdict(set)
    for code, known in names.items():
        for name in known:
            by_name[name].add(code)
    return Codes(
        entries, aliases, ignored, MappingProxyType(by_key), MappingProxyType(latest),
        MappingProxyType({name: tuple(sorted(codes)) for name, codes in by_name.items()}),
        MappingProxyType({code: frozenset(known) for code, known in names.items()}),
    )


def _prove(entry: CodeEntry, latest: Mapping[str, CodeEntry], ignored: frozenset[str]) -> None:
    if level_of(entry.code) != entry.level:
        raise KnowledgeError(f"codes: {entry.code} cannot be of level {entry.level}")
    expected = entry.code[:-2] if entry.level > 1 else None
    if entry.parent != expected or (expected is not None and expected not in latest):
        raise KnowledgeError(f"codes: the parent of {entry.code} must be {expected} and be listed")
    if comparable(entry.name) in ignored:
        raise KnowledgeError(f"codes: {entry.name} is both an item and ignored")


def _add_aliases(aliases: tuple[tuple[str, str], ...], names: dict[str, set[str]], ignored: frozenset[str]) -> None:
    canonical = {code: frozenset(known) for code, known in names.items()}
    for alias, code in aliases:
        name = comparable(alias)
        if code not in canonical:
            raise KnowledgeError(f"codes: alias {alias} lands on {code}, which no list has")
        if name in ignored:
            raise KnowledgeError(f"codes: {alias} is both an alias and ignored")
        if name in canonical[code]:
            raise KnowledgeError(f"codes: alias {alias} is already the name of {code}")
        names[code].add(name)


def load_codes(folder: Path) -> Codes:
    """Read functional.csv, economic.csv, aliases.csv and ignored.csv. Raises KnowledgeError when one is missing or they
    contradict each other (see make_codes)."""
    entries = []
    for file, classification in _LISTS:
        for row in _rows(folder / file, _COLUMNS):
            try:
                entries.append(CodeEntry(
                    int(row["edition"]), classification, row["code"], row["name"], int(row["level"]),
                    row["parent"] or None, row["status"], row["source"],
                ))
            except ValueError as error:
                raise KnowledgeError(f"{file}: {row['code']}: {error}") from error
    aliases = [(row["alias"], row["code"]) for row in _rows(folder / "aliases.csv", ("alias", "code", "note"))]
    ignored = [row["name"] for row in _rows(folder / "ignored.csv", ("name", "reason"))]
    return make_codes(entries, tuple(aliases), ignored)


def _rows(path: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != columns:
                raise KnowledgeError(f"{path.name}: columns must be {', '.join(columns)}")
            return list(reader)
    except OSError as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
