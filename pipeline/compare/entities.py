"""Which filings belong to which body, which of them belong together, and which of those is current."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import PurePosixPath

from pipeline.knowledge.comparison import Comparison
from pipeline.matching.normalize import bare
from pipeline.records.dimension import Entity
from pipeline.records.filing import Filing

_FORMAT_ORDER = ("pdf", "ofd", "docx", "doc", "xlsx", "xls", "html", "image", "text", "unknown")
_STATUS_ORDER = ("complete", "partial", "skipped", "failed")
_TOGETHER = frozenset({
    "department_final_accounts", "unit_final_accounts", "department_budget", "unit_budget", "government_final_accounts",
    "three_public_statement",
})


@dataclass(frozen=True, slots=True)
class _Body:
    """A printed name without marks, and the place that tells it from its namesakes: region, else department above."""

    name: str
    place: str

    @property
    def entity_id(self) -> str:
        return f"en-{_digest(self.name, self.place)}"


def identify(filings: Sequence[Filing], comparison: Comparison) -> tuple[tuple[Filing, ...], tuple[Entity, ...]]:
    """The filings with entity_id, disclosure_id, is_current and duplicate_of, in their order; and the bodies, by id.

    Two bodies of one name in two regions are two; a shorter region is that of the one longer region that ends with it.
    The result does not depend on the order of the filings.
    """
    bodies = _bodies(filings, comparison)
    identified = [
        replace(
            filing,
            entity_id=bodies[filing.filing_id].entity_id,
            disclosure_id=_disclosure_id(filing, bodies[filing.filing_id], comparison),
        )
        if filing.filing_id in bodies
        else replace(filing, entity_id=None, disclosure_id=None)
        for filing in filings
    ]
    return tuple(_with_current(identified, comparison)), _entities(identified, bodies, comparison)


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def _bodies(filings: Iterable[Filing], comparison: Comparison) -> dict[str, _Body]:
    """Filing id → its body, for filings that name one."""
    named = [(f, comparison.body_name(f.entity_name)) for f in filings if f.entity_name]
    regions: dict[str, set[str]] = defaultdict(set)
    for filing, name in named:
        if filing.region_name:
            regions[name].add(bare(filing.region_name))
    bodies = {}
    for filing, name in named:
        if filing.region_name:
            place = _whole_region(bare(filing.region_name), regions[name])
        else:
            place = _implied_region(name, regions[name]) or comparison.body_name(filing.parent_entity_name or "")
        bodies[filing.filing_id] = _Body(name, "" if place == name else place)
    return bodies


def _whole_region(region: str, known: Iterable[str]) -> str:
    """The one longer region that ends with this one; the region itself where there is none or more than one."""
    longer = [r for r in known if r != region and r.endswith(region)]
    widest = [r for r in longer if all(r.endswith(other) for other in longer)]
    return widest[0] if widest else region


def _implied_region(name: str, known: set[str]) -> str:
    """The region of a filing that gives none: that of its namesake, where the name itself says the region."""
    wholes = {_whole_region(region, known) for region in known}
    region = next(iter(wholes)) if len(wholes) == 1 else ""
    return region if region and any(r in name for r in known) else ""


def _disclosure_id(filing: Filing, body: _Body, comparison: Comparison) -> str | None:
    """Entity, year and form, a body's own accounts apart from its consolidated ones; None where one is unknown."""
    if not filing.fiscal_year or filing.form not in _TOGETHER:
        return None
    own = "own" if filing.accounts_scope == "own" or comparison.says_own(filing.entity_name or "") else ""
    return f"di-{_digest(body.entity_id, str(filing.fiscal_year), filing.form, own)}"


def _with_current(filings: Sequence[Filing], comparison: Comparison) -> Iterable[Filing]:
    """One filing of a disclosure is current; another rendering is its duplicate, an older version is neither."""
    together: dict[str, list[Filing]] = defaultdict(list)
    for filing in filings:
        if filing.disclosure_id:
            together[filing.disclosure_id].append(filing)
    current = {key: max(group, key=lambda f: _rank(f, comparison)) for key, group in together.items()}
    for filing in filings:
        best = current.get(filing.disclosure_id or "")
        if best is None or best.filing_id == filing.filing_id:
            yield replace(filing, is_current=True, duplicate_of=None)
        else:
            yield replace(
                filing,
                is_current=False,
                duplicate_of=best.filing_id if _is_rendering(filing, best, comparison) else None,
            )


def _rank(filing: Filing, comparison: Comparison) -> tuple[object, ...]:
    """What is greater is current: marked as a revision, published later, read whole, better format, more numbers."""
    return (
        _is_revised(filing, comparison), filing.published_on or "", -_STATUS_ORDER.index(filing.status),
        -_FORMAT_ORDER.index(filing.file_format), filing.number_count, filing.filing_id,
    )


def _is_revised(filing: Filing, comparison: Comparison) -> bool:
    return any(comparison.is_revision(PurePosixPath(path).name) for path in (filing.source_path, *filing.source_paths))


def _is_rendering(filing: Filing, best: Filing, comparison: Comparison) -> bool:
    """The same version in another format: neither a revision of the other, nor published on another day."""
    return (
        filing.file_format != best.file_format and _is_revised(filing, comparison) == _is_revised(best, comparison)
        and (filing.published_on == best.published_on or not (filing.published_on and best.published_on))
    )


def _entities(filings: Iterable[Filing], bodies: Mapping[str, _Body], comparison: Comparison) -> tuple[Entity, ...]:
    groups: dict[_Body, list[Filing]] = defaultdict(list)
    for filing in filings:
        if filing.filing_id in bodies:
            groups[bodies[filing.filing_id]].append(filing)
    parents = {body: _parent(body, group, groups, comparison) for body, group in groups.items()}
    above = {parent for parent in parents.values() if parent is not None and parent not in groups}
    made = [_entity(body, group, _unless_circular(body, parents), comparison) for body, group in groups.items()]
    made += [
        Entity(
            body.entity_id,
            body.name,
            region_name=body.place or None,
            kind="department",
            evidence="named as the department above",
        )
        for body in above
    ]
    return tuple(sorted(made, key=lambda e: e.entity_id))


def _parent(body: _Body, group: Sequence[Filing], known: Iterable[_Body], comparison: Comparison) -> _Body | None:
    """The body that most filings name above this one: of the same region, else the only one of that name."""
    names = Counter(comparison.body_name(f.parent_entity_name) for f in group if f.parent_entity_name)
    names.pop(body.name, None)
    if not names:
        return None
    name = max(sorted(names), key=lambda n: names[n])
    namesakes = [b for b in known if b.name == name]
    here = [b for b in namesakes if b.place == body.place]
    if here or len(namesakes) == 1:
        return (here or namesakes)[0]
    regions = {bare(f.region_name) for f in group if f.region_name}
    return _Body(name, next(iter(regions)) if len(regions) == 1 else "")


def _unless_circular(body: _Body, parents: Mapping[_Body, _Body | None]) -> _Body | None:
    """The parent; none where the way up leads back to the body."""
    seen, above = {body}, parents.get(body)
    while above is not None:
        if above in seen:
            return None
        seen.add(above)
        above = parents.get(above)
    return parents.get(body)


def _entity(body: _Body, group: Sequence[Filing], parent: _Body | None, comparison: Comparison) -> Entity:
    ordered = sorted(group, key=lambda f: (f.fiscal_year, f.filing_id))
    aliases = {bare(f.entity_name or "") for f in group} - {body.name}
    kinds = {f.entity_kind for f in group} - {"unknown"}
    region = next((f.region_name for f in reversed(ordered) if f.region_name), None)
    return Entity(
        body.entity_id, body.name, tuple(sorted(aliases)), parent.entity_id if parent else None,
        "department" if "department" in kinds else "unit" if kinds else "unknown", region,
        evidence=f"printed in {len(group)} filings, {ordered[0].source_path} first",
    )
