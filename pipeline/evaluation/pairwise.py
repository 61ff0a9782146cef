"""What is asked of rows that met, apart from the level at which they did: words of a reason, its item, its causes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pipeline.evaluation.align import Pair, Row, is_optional
from pipeline.evaluation.gold import answers
from pipeline.evaluation.levels import agrees, name_key, reason_edges
from pipeline.evaluation.report import Count
from pipeline.knowledge.causes import Taxonomy
from pipeline.wording.causes import VACUOUS
from pipeline.wording.placing import words_of

_OVERLAP = 0.5
"""Share of neighbouring characters in common from which two spans are of one reason."""


def _is_strict(gold: Row, published: Row) -> bool:
    if gold.get("reason_text"):
        return words_of(gold["reason_text"]) == words_of(published["surface"])
    length = (gold.get("reason_len") or "").strip()
    edges = reason_edges(gold) == reason_edges(published)
    return edges and (not length.isdigit() or int(length) == len("".join(published["surface"].split())))


def _is_overlap(gold: Row, published: Row) -> bool:
    if any(left == right for left, right in zip(reason_edges(gold), reason_edges(published), strict=True)):
        return True
    left, right = (_pairs(words_of(text)) for text in (gold.get("reason_text") or "", published["surface"]))
    return 2 * (left & right).total() >= _OVERLAP * (left.total() + right.total()) > 0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))


def _is_item(gold: Row, published: Row) -> bool:
    names = answers(gold, "item_name", "item_name_alt", "item_alt")
    return name_key(published["item_name"]) in {name_key(part) for name in names for part in name.split(";")}


def _is_like_item(gold: Row, published: Row) -> bool:
    """Equal, or one name inside the other."""
    mine = name_key(published["item_name"])
    others = [name_key(name) for name in answers(gold, "item_name", "item_name_alt", "item_alt")]
    return any(mine == other or (len(min(mine, other, key=len)) >= 2 and (mine in other or other in mine))
               for other in others)


def _is_sense(*fields: str) -> Callable[[Row, Row], bool]:
    return lambda gold, published: all(agrees(field, gold, published) is not False for field in fields)


PAIRWISE: dict[str, dict[str, Callable[[Row, Row], bool]]] = {
    "statements": {
        "item relaxed": _is_like_item,
        "full relaxed": lambda g, p: _is_like_item(g, p) and _is_sense("quantity", "basis", "direction")(g, p),
    },
    "reasons": {
        "span_strict": _is_strict,
        "span_overlap": _is_overlap,
        "item_link": _is_item,
        "basis_direction": _is_sense("basis", "direction"),
        "cause_exact": _is_sense("cause_ids"),
    },
}
"""Dataset → name of the score → does it hold for a pair that met?"""


def pairwise_scores(
    dataset: str, marked: Sequence[Row], pairs: Sequence[Pair], left: Sequence[Row],
) -> dict[tuple[str, str], Count]:
    """Scores over marked ∪ published, as those of the levels are."""
    counted = [pair for pair in pairs if not is_optional(pair.gold)]
    total = sum(not is_optional(row) for row in marked)
    return {
        (dataset, name): Count(sum(holds(p.gold, p.published) for p in counted), len(counted) + len(left), total)
        for name, holds in PAIRWISE.get(dataset, {}).items()
    }


def cause_counts(
    marked: Sequence[Row], pairs: Sequence[Pair], left: Sequence[Row], taxonomy: Taxonomy,
) -> dict[tuple[str, str], Count]:
    """(leaf or parent, cause) → its count. Of several right answers the one nearest to what was published is taken."""
    counts: dict[tuple[str, str], Count] = defaultdict(Count)
    met = {id(pair.gold): set(pair.published["cause_ids"]) for pair in pairs}
    for row in marked:
        if not is_optional(row):
            found = met.get(id(row), set())
            _count(counts, _nearest(row, found), found, taxonomy)
    for row in left:
        _count(counts, set(), set(row["cause_ids"]), taxonomy)
    return dict(counts)


def _nearest(row: Row, found: set[str]) -> set[str]:
    """The marked causes; the published ones themselves where they are right too."""
    own, *others = [{c.strip() for c in one.split(";") if c.strip()} for one in _sets(row)]
    if found and agrees("cause_ids", row, {"cause_ids": list(found)}):
        return found
    return max([own, *filter(None, others)], key=lambda one: len(one & found) / max(1, len(one | found)))


def _sets(row: Row) -> list[str]:
    return [row.get("cause_ids") or "", *(row.get("cause_ids_alt") or "").split("|")]


def _count(counts: dict[tuple[str, str], Count], marked: set[str], found: set[str], taxonomy: Taxonomy) -> None:
    for level, up in (("leaf", lambda cause: cause), ("parent", lambda cause: _root(cause, taxonomy))):
        left, right = {up(cause) for cause in marked}, {up(cause) for cause in found}
        for cause in left | right:
            counts[level, cause] += Count(int(cause in left & right), int(cause in right), int(cause in left))


def _root(cause: str, taxonomy: Taxonomy) -> str:
    known = {one.cause_id for one in taxonomy.causes}
    return taxonomy.root(cause) if cause in known else cause


def vacuity(marked: Sequence[Row], pairs: Sequence[Pair], left: Sequence[Row]) -> Count:
    """Reasons that say nothing of their own: found, published, marked. Where both is right there is no verdict."""
    unsure = {id(row) for row in marked if is_optional(row) or _is_unsure(row)}
    partner = {id(pair.published): pair.gold for pair in pairs}
    published = [p.published for p in pairs if id(p.gold) not in unsure] + list(left)
    wanted = [row for row in marked if id(row) not in unsure and _is_vacuous(row)]
    said = [row for row in published if row["is_vacuous"]]
    met = sum(_is_vacuous(partner[id(row)]) for row in said if id(row) in partner)
    return Count(met, len(said), len(wanted))


def _is_vacuous(row: Row) -> bool:
    return str(row.get("is_vacuous")).casefold() == "true"


def _is_unsure(row: Row) -> bool:
    further: Iterable[Any] = [one for one in (*_sets(row)[1:], row.get("cause_ids_accept") or "") if one]
    return len({VACUOUS in one for one in (row.get("cause_ids") or "", *further)}) > 1
