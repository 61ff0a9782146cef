"""Sheets of the workbook as plain values: findings in, tables of Chinese words, money in yuan and pages out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.knowledge import Knowledge
from pipeline.knowledge.report_form import TableForm
from pipeline.records.finding import ALL_BODIES, ALL_YEARS, CauseSum, Conflict, Deviation, Findings, Lack
from pipeline.report.ranking import Ranked

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """Where the evidence of a row stands: a file or address, with the page."""

    target: str
    text: str


Value = str | int | Decimal | Link | None
Place = tuple[int | None, str, Link | None]
"""Page, file and link of a row's evidence."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its form, its rows by the keys of the columns, and the line above it."""

    form: TableForm
    rows: Sequence[Mapping[str, Value]]
    says: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its heading, its tables one below the other."""

    name: str
    heading: str
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What the sheets are made of; `place` tells where the evidence of a filing's row stands."""

    findings: Findings
    ranked: Sequence[Ranked]
    years: Sequence[Row]
    issues: Sequence[Row]
    filings: Mapping[str, Row]
    place: Callable[[str, tuple[str, ...], int | None], Place]


def make_sheets(given: Given, knowledge: Knowledge) -> list[Sheet]:
    """All sheets but the cover and those of departments, in the order of the form."""
    rows = {
        "departments": _departments(given, knowledge), "causes": _causes(given.findings, knowledge),
        "deviations": [_deviation(d, given, knowledge) for d in given.findings.deviations],
        "ranked_project": [_ranked(r, knowledge) for r in given.ranked if r.kind == "project"],
        "ranked_basic": [_ranked(r, knowledge) for r in given.ranked if r.kind == "basic"],
        "conflicts": [_conflict(c, given, knowledge) for c in given.findings.conflicts],
        "lacks": [_lack(one, given, knowledge) for one in given.findings.lacks],
        "quality": _quality(given, knowledge),
    }
    form = knowledge.report_form
    overview = (
        table_of("totals", _totals(given.findings, knowledge), knowledge),
        table_of("natures", _natures(given.findings, knowledge), knowledge),
        table_of("overall_causes", _overall(given.findings, knowledge), knowledge),
    )
    first = form.tables["totals"].title
    sheets = [Sheet(first, first, overview)]
    for key, table in form.tables.items():
        if key in rows:
            sheets.append(Sheet(table.title, table.title, (table_of(key, rows[key], knowledge),)))
    return sheets


def table_of(key: str, rows: Sequence[Mapping[str, Value]], knowledge: Knowledge) -> Table:
    """A table of this form with as many rows as it may have; it says where it has not all."""
    form = knowledge.report_form
    says = form.tables[key].says.format(minimum=plain(form.minimum_budget_cny / 10_000))
    if len(rows) > form.rows:
        says += "。" + form.words["sheet_left_out"].format(total=len(rows), shown=form.rows)
    return Table(form.tables[key], rows[: form.rows], says)


def plain(number: Decimal) -> str:
    """A number without exponent and needless noughts, to six decimals."""
    text = f"{round(number, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def stands_and_near(row: Conflict, knowledge: Knowledge) -> tuple[str | None, str | None]:
    """What is printed, and between what it should be; None where the check says neither."""
    words, unit = knowledge.report_form.words, knowledge.terms.of("unit", row.unit)
    stands = None if row.left is None else words["stands"]["printed"].format(left=plain(row.left), unit=unit)
    if row.right_low is None or row.right_high is None:
        return stands, None
    low, high = plain(row.right_low), plain(row.right_high)
    near = words["near"]["range"].format(low=low, high=high, unit=unit)
    return stands, words["stands"]["printed"].format(left=low, unit=unit) if low == high else near


def doubts(flags: Iterable[str], knowledge: Knowledge) -> str | None:
    """Quality flags in words."""
    return "、".join(knowledge.terms.of("quality_flag", flag) for flag in flags) or None


def cause_names(cause_ids: Iterable[str], knowledge: Knowledge) -> str:
    """Causes in words."""
    return "、".join(knowledge.taxonomy.cause(cause).label_zh for cause in cause_ids)


def _nature(cause_id: str, knowledge: Knowledge) -> str:
    return knowledge.taxonomy.cause(cause_id).nature or "unclear"


def _nature_rank(cause_id: str, knowledge: Knowledge) -> int:
    first = knowledge.report_form.first_natures
    others = [nature for nature in knowledge.terms.groups["nature"] if nature not in first]
    return [*first, *others].index(_nature(cause_id, knowledge))


def _overall_sums(findings: Findings) -> list[CauseSum]:
    return [row for row in findings.causes if row.body == ALL_BODIES and row.year == ALL_YEARS]


def _totals(findings: Findings, knowledge: Knowledge) -> list[Mapping[str, Value]]:
    """Of each year and budget: the deviations that add up, and how much was not spent without a reason of substance."""
    counted: dict[tuple[int, str], list[Deviation]] = defaultdict(list)
    for deviation in findings.deviations:
        if not deviation.kept_out:
            counted[deviation.year, deviation.basis].append(deviation)
    unstated: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for row in findings.causes:
        is_unstated = row.direction == "under" and _nature(row.cause_id, knowledge) == "unexplained"
        if row.body == ALL_BODIES and row.year != ALL_YEARS and is_unstated:
            unstated[row.year, row.basis] += row.gap_cny
    made: list[Mapping[str, Value]] = []
    for (year, basis), rows in sorted(counted.items(), key=lambda entry: (-entry[0][0], entry[0][1])):
        under = sum((row.gap_cny for row in rows if row.direction == "under"), Decimal(0))
        over = sum((row.gap_cny for row in rows if row.direction == "over"), Decimal(0))
        made.append({
            "year": year, "basis": knowledge.terms.of("basis", basis), "items": len(rows), "under": under,
            "over": over, "net": under + over, "unstated": unstated[year, basis],
        })
    return made


def _natures(findings: Findings, knowledge: Knowledge) -> list[Mapping[str, Value]]:
    """Causes of one nature added up over all years, those of under-execution first; bodies each counted once."""
    groups: dict[tuple[str, str, int], list[CauseSum]] = defaultdict(list)
    bodies: dict[tuple[str, str, int], set[str]] = defaultdict(set)
    for row in findings.causes:
        key = (row.direction, row.basis, _nature_rank(row.cause_id, knowledge))
        if row.body == ALL_BODIES and row.year == ALL_YEARS:
            groups[key].append(row)
        elif row.body != ALL_BODIES:
            bodies[key].add(row.body)
    terms = knowledge.terms
    return [
        {
            "direction": terms.of("direction", key[0]), "basis": terms.of("basis", key[1]),
            "nature": terms.of("nature", _nature(rows[0].cause_id, knowledge)),
            "gap": sum((row.gap_cny for row in rows), Decimal(0)), "items": sum(row.item_count for row in rows),
            "bodies": len(bodies[key]),
        }
        for key, rows in sorted(groups.items(), key=lambda entry: (entry[0][0] != "under", *entry[0]))
    ]


def _overall(findings: Findings, knowledge: Knowledge) -> list[Mapping[str, Value]]:
    ordered = sorted(_overall_sums(findings), key=lambda r: (r.direction != "under", r.basis, -abs(r.gap_cny)))
    return [
        {
            **_cause_words(row, knowledge), "gap": row.gap_cny, "items": row.item_count, "bodies": row.bodies,
            "repeaters": row.repeaters, "years": "、".join(map(str, row.years)),
        }
        for row in ordered
    ]


def _causes(findings: Findings, knowledge: Knowledge) -> list[Mapping[str, Value]]:
    """Every cause of every body and year, in the order in which a bureau asks: what could have been spent first."""
    overall = {(row.direction, row.basis, row.cause_id): abs(row.gap_cny) for row in _overall_sums(findings)}

    def order(row: CauseSum) -> tuple[Any, ...]:
        weight = overall[row.direction, row.basis, row.cause_id]
        return (
            row.direction != "under", row.direction, row.basis, _nature_rank(row.cause_id, knowledge), -weight,
            row.cause_id, -row.in_a_row, -abs(row.gap_cny), findings.bodies[row.body], -row.year,
        )

    rows = [row for row in findings.causes if row.body != ALL_BODIES and row.year != ALL_YEARS]
    terms, causes = knowledge.terms, knowledge.taxonomy.causes
    responsibility = {cause.cause_id: terms.of("responsibility", cause.responsibility) for cause in causes}
    return [
        {
            **_cause_words(row, knowledge), "body": findings.bodies[row.body], "year": row.year, "gap": row.gap_cny,
            "items": row.item_count, "in_a_row": row.in_a_row, "responsibility": responsibility[row.cause_id],
        }
        for row in sorted(rows, key=order)
    ]


def _cause_words(row: CauseSum, knowledge: Knowledge) -> dict[str, Value]:
    terms = knowledge.terms
    return {
        "direction": terms.of("direction", row.direction), "basis": terms.of("basis", row.basis),
        "nature": terms.of("nature", _nature(row.cause_id, knowledge)), "cause": cause_names([row.cause_id], knowledge),
    }


def _departments(given: Given, knowledge: Knowledge) -> list[Mapping[str, Value]]:
    made: list[Mapping[str, Value]] = []
    for row in sorted(given.years, key=lambda r: (r["entity_name"] or "", -(r["fiscal_year"] or 0), r["filing_id"])):
        share = row["explained_share"]
        made.append({
            "body": row["entity_name"] or given.filings[row["filing_id"]]["source_path"],
            "year": row["fiscal_year"] or None, "scope": knowledge.terms.of("accounts_scope", row["accounts_scope"]),
            "initial": row["initial_budget_cny"], "final": row["final_budget_cny"], "actual": row["actual_cny"],
            "rate_initial": row["rate_initial"], "rate_final": row["rate_final"], "change": row["change_vs_prior_cny"],
            "basic": row["basic_cny"], "project": row["project_cny"],
            "explained": None if share is None else round(Decimal(share) * 100, 2),
            "conflicts": row["check_conflict_count"], "doubts": doubts(row["quality_flags"], knowledge),
        })
    return made


def _deviation(row: Deviation, given: Given, knowledge: Knowledge) -> Mapping[str, Value]:
    terms = knowledge.terms
    page, file, link = given.place(row.filing_id, row.evidence_ids, None)
    natures = dict.fromkeys(terms.of("nature", _nature(cause, knowledge)) for cause in row.cause_ids)
    return {
        "body": row.body_name, "year": row.year or None, "code": row.item_code, "item": row.item_name,
        "fund": terms.of("fund", row.fund), "initial": row.budgets["initial_budget"],
        "final": row.budgets["final_budget"], "open": row.budgets["budget"], "actual": row.actual_cny,
        "basis": terms.of("basis", row.basis), "gap": row.gap_cny, "rate": row.rate, "rate_printed": row.rate_reported,
        "direction": terms.of("direction", row.direction), "cause": cause_names(row.cause_ids, knowledge),
        "nature": "、".join(natures), "reason": row.reason_text, "explained": row.explained_cny,
        "unexplained": row.unexplained_cny, "kept_out": doubts(row.kept_out, knowledge), "page": page, "file": file,
        "link": link,
    }


def _ranked(row: Ranked, knowledge: Knowledge) -> Mapping[str, Value]:
    terms = knowledge.terms
    return {
        "rank": row.rank, "basis": terms.of("basis", row.basis), "rate": row.rate, "body": row.body_name,
        "year": row.year or None, "item": row.item_name, "source": terms.of("breakdown", row.breakdown),
        "budget": row.budget_cny, "actual": row.actual_cny, "gap": row.gap_cny,
        "cause": cause_names(row.cause_ids, knowledge),
    }


def _conflict(row: Conflict, given: Given, knowledge: Knowledge) -> Mapping[str, Value]:
    page, file, link = given.place(row.filing_id, row.evidence_ids, row.page)
    stands, near = stands_and_near(row, knowledge)
    return {
        "severity": knowledge.terms.of("severity", row.severity), "body": row.body_name, "year": row.year or None,
        "subject": row.subject, "stands": stands, "near": near, "message": row.message_zh,
        "diagnosis": row.diagnosis_zh, "page": page, "file": file, "link": link,
    }


def _lack(row: Lack, given: Given, knowledge: Knowledge) -> Mapping[str, Value]:
    terms = knowledge.terms
    page, file, link = given.place(row.filing_id, row.evidence_ids, row.page)
    return {
        "kind": terms.of("lack", row.kind), "body": row.body_name, "year": row.year or None, "item": row.item_name,
        "basis": terms.of("basis", row.basis), "direction": terms.of("direction", row.direction), "gap": row.gap_cny,
        "reason": row.surface, "page": page, "file": file, "link": link,
    }


def _quality(given: Given, knowledge: Knowledge) -> list[Mapping[str, Value]]:
    """Files that are not whole, rows that doubts keep out of sums, and what reading met with."""
    words, terms = knowledge.report_form.words["quality"], knowledge.terms
    made: list[Mapping[str, Value]] = [
        {
            "kind": words["unread"], "file": one.source_path,
            "said": "：".join(filter(None, (terms.of("status", one.status), one.detail))),
        }
        for one in given.findings.unread
    ]
    for row in given.findings.deviations:
        if row.kept_out:
            page, file, _ = given.place(row.filing_id, row.evidence_ids, None)
            made.append({
                "kind": words["doubted"], "body": row.body_name, "year": row.year or None, "file": file, "page": page,
                "item": row.item_name, "gap": row.gap_cny, "said": doubts(row.kept_out, knowledge),
            })
    for issue in given.issues:
        filing = given.filings[issue["filing_id"]]
        made.append({
            "kind": words["issue"], "body": filing["entity_name"], "year": issue["fiscal_year"] or None,
            "file": filing["source_path"], "page": issue["page"], "said": issue["message_zh"],
        })
    return made
