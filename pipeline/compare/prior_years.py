"""What a filing says of the year before, beside what that year's own filing said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.compare.department_year import FINAL_ACCOUNTS
from pipeline.compare.frames import Row
from pipeline.identities.operands import Operand, Place, difference, growth, quotient, unsigned
from pipeline.identities.outcomes import Evidence, compared, told, untried
from pipeline.knowledge.identities import Identities
from pipeline.matching.intervals import printed
from pipeline.matching.normalize import bare
from pipeline.matching.numerals import YUAN
from pipeline.records.check import Check
from pipeline.records.ids import published_id

RESTATED = "restated"
_ASKED = ("prior_actual", "change", "change_rate")
QUANTITIES = frozenset({"actual", *_ASKED})
"""The quantities of the statements that are read here."""
Key = tuple[str, str]
"""Section and name: what two filings of one body call the same."""


def check_prior_years(
    filings: Sequence[Row], statements: Mapping[str, Sequence[Row]], known: Identities
) -> list[tuple[int, str, Check]]:
    """Year and id of a filing, and a row of its checks with published ids: its prior amounts, changes and rates.

    Current final accounts are held against those of the same body, kind and scope of the year before, where there is
    exactly one. Where only a filing of another scope is there, a row says so.
    """
    made = []
    for filing, before in _pairs(filings):
        same = before["accounts_scope"] == filing["accounts_scope"]
        own = statements.get(filing["filing_id"], ())
        other = statements.get(before["filing_id"], ())
        rows = _compared(own, other, before, known) if same else (_other_scope(filing, known),)
        year, key = filing["fiscal_year"], filing["filing_id"]
        made += [
            (year, key, replace(check, other_filing_id=before["filing_id"], check_id=published_id(key, check.check_id)))
            for check in rows]
    return made


def _pairs(filings: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    years: dict[tuple[str, str, int], list[Row]] = {}
    for filing in filings:
        if filing["is_current"] and filing["form"] in FINAL_ACCOUNTS and filing["entity_id"] and filing["fiscal_year"]:
            years.setdefault((filing["entity_id"], filing["form"], filing["fiscal_year"]), []).append(filing)
    for (entity, form, year), now in years.items():
        before = years.get((entity, form, year - 1), [])
        for filing in now:
            same = [b for b in before if b["accounts_scope"] == filing["accounts_scope"]] or before
            if len(same) == 1:
                yield filing, same[0]


def _other_scope(filing: Row, known: Identities) -> Check:
    why = known.words.messages["other_scope"]
    return told(known.years["scope"], filing["entity_name"] or "", "not_applicable", why, known.words, Evidence())


def _compared(own: Sequence[Row], other: Sequence[Row], before: Row, known: Identities) -> Iterator[Check]:
    now, then = _by_item(own), _by_item(other)
    seen = set()
    for key, rows in now.items():
        for stated in rows:
            about_last_year = stated["quantity"] == "prior_actual" or stated["basis"] == "prior_year"
            if stated["quantity"] not in _ASKED or not about_last_year or stated["value"] is None:
                continue
            check = _one(stated, rows, then.get(key, []), before, known)
            if check.check_id not in seen:
                seen.add(check.check_id)
                yield check


def _by_item(statements: Sequence[Row]) -> dict[Key, list[Row]]:
    items: dict[Key, list[Row]] = {}
    for row in statements:
        items.setdefault((row["section_key"], bare(row["item_name"] or "")), []).append(row)
    return items


def _one(stated: Row, own: Sequence[Row], then: Sequence[Row], before: Row, known: Identities) -> Check:
    rule = known.years[stated["quantity"]]
    left, actual, prior = _operand(stated), _actual(own), _of_filing(_actual(then), before, known)
    if left is None or prior is None or (actual is None and stated["quantity"] != "prior_actual"):
        return untried(rule, stated["item_name"], "no_prior", known.words, left)
    if stated["quantity"] == "prior_actual" or actual is None:
        return compared(rule, stated["item_name"], left, prior, known.words)
    right = difference(actual, prior) if stated["quantity"] == "change" else growth(actual, prior)
    if right is None:
        return untried(rule, stated["item_name"], "base_near_zero", known.words, left)
    if stated["direction"] == "none":
        left, right = unsigned(left), unsigned(right)
    check = compared(rule, stated["item_name"], left, right, known.words)
    if check.outcome == "conflict" and _holds_in_itself(actual, own):
        return replace(check, diagnosis=RESTATED, diagnosis_zh=known.words.diagnoses[RESTATED])
    return check


def _holds_in_itself(actual: Operand, own: Sequence[Row]) -> bool:
    """Do the printed change and rate agree with each other? Then last year's amount itself was another."""
    change, rate = (_only([r for r in own if r["quantity"] == q and r["basis"] == "prior_year"])
                    for q in ("change", "change_rate"))
    meant = quotient(change, difference(actual, change)) if change else None
    return bool(rate and meant and meant.interval.meets(rate.interval))


def _of_filing(found: Operand | None, filing: Row, known: Identities) -> Operand | None:
    """The operand with its filing named where it is said where it stands."""
    if found is None:
        return None
    words, year = known.words.messages["other_filing"], filing["fiscal_year"]
    return replace(found, places=tuple(replace(p, item=words.format(year=year, item=p.item)) for p in found.places))


def _actual(rows: Sequence[Row]) -> Operand | None:
    return _only([r for r in rows if r["quantity"] == "actual" and r["period"] is None and r["value_cny"] is not None])


def _only(rows: Sequence[Row]) -> Operand | None:
    return _operand(rows[0]) if len({(r["value"], r["unit"]) for r in rows}) == 1 else None


def _operand(row: Row) -> Operand | None:
    """A published statement as an operand; None where the digits do not tell how it was rounded."""
    decimals = len((row["surface"] or "").partition(".")[2])
    if row["value"] is None or row["value"] != round(row["value"], decimals):
        return None
    value = round(row["value"], decimals)
    factor = YUAN.get(row["unit"] or "", Decimal(1))
    return Operand(
        value, printed(value, decimals).times(factor), factor, row["unit"], (row["statement_id"],), row["page"], (),
        (Place(None, row["item_name"], "", row["page"]),), f"{value:.{decimals}f}", decimals)
