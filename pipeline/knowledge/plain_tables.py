"""Tables in files of text without columns: found by title and caption, laid out anew so that they read like grids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from pipeline.knowledge.forms import Form, Forms, TitleMatch
from pipeline.matching.normalize import bare
from pipeline.matching.numerals import parse_numeral
from pipeline.matching.placement import placements, supported
from pipeline.matching.plain_rows import PlainRow, is_amount, labelled, numbered_pair, pairs
from pipeline.records.geometry import Box
from pipeline.records.layout import Cell, Line
from pipeline.records.vocabulary import Fund

CAPTION_WITHIN = 3
"""A title without form number, unit or year within so many lines is an entry of a list of contents."""
LONGEST_TITLE = 70

Evidence = dict[tuple[str, str], Decimal]
"""(side, measure) → what other tables of the document say that it comes to."""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table laid out as cells; `lines` are those of title, caption, header and rows, `after` those that follow.
    `unplaced` are rows of which some amounts could stand in more than one column."""

    form: Form
    title: str
    caption: tuple[Line, ...]
    cells: tuple[Cell, ...]
    header_rows: int
    lines: tuple[Line, ...]
    after: tuple[Line, ...]
    unplaced: tuple[PlainRow, ...]


@dataclass(frozen=True, slots=True)
class _Region:
    form: Form
    title: str
    lines: tuple[Line, ...]
    body: tuple[Line, ...]
    after: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    region: _Region
    headings: tuple[str, ...]
    rows: tuple[PlainRow, ...]


def plain_tables(lines: Sequence[Line], forms: Forms) -> tuple[PlainTable, ...]:
    """The tables of a file of text, in order. Amounts stand in the columns that the number of headings, the identities
    of their row and the document's other tables leave as the only ones; others are put in a column of their own."""
    regions = _regions(lines, forms)
    parsed = [_Rows(region, _headings(region), _rows(region, forms)) for region in regions]
    evidence = _evidence(parsed, forms)
    placed: dict[int, tuple[int, ...] | None] = {}
    for index in sorted(range(len(parsed)), key=lambda i: len(parsed[i].headings)):
        placed[index] = _whole_placement(parsed[index], evidence, forms)
    return tuple(_laid_out(rows, placed[index], forms) for index, rows in enumerate(parsed))


def _regions(lines: Sequence[Line], forms: Forms) -> list[_Region]:
    starts = [(place, match) for place, line in enumerate(lines) if (match := _title(lines, place, forms)) is not None]
    regions = []
    followings = [*(place for place, _ in starts[1:]), len(lines)][:len(starts)]
    for (start, match), following in zip(starts, followings, strict=True):
        inside = range(start + 1, following)
        end = next((place for place in inside if _ends(lines[place], match.form, forms)), following)
        body = tuple(lines[start + 1:end])
        after = tuple(lines[end:following])
        regions.append(_Region(match.form, forms.clean_title(lines[start].text), tuple(lines[start:end]), body, after))
    return regions


def _title(lines: Sequence[Line], place: int, forms: Forms) -> TitleMatch | None:
    text = lines[place].text
    match = forms.titled(text) if len(text) <= LONGEST_TITLE else None
    if match is None or (match.form.plain is None and match.form.axis != "columns"):
        return None
    following = [bare(line.text) for line in lines[place + 1:place + 1 + CAPTION_WITHIN]]
    declared = any(forms.says("unit_line", text) or forms.says("form_number", text) for text in following)
    dated = any(forms.says("caption", text) and forms.says("year", text) for text in following)
    return match if declared or dated else None


def _ends(line: Line, form: Form, forms: Forms) -> bool:
    text = bare(line.text)
    if any(pattern.regex.search(text) for pattern in form.block_end):
        return True
    return forms.says("note", text) or forms.says("part", text)


def _headings(region: _Region) -> tuple[str, ...]:
    """The value headings of the form that the region prints before its first row, in the order of the columns."""
    header = "".join(bare(line.text) for line in region.body)
    layout = region.form.plain
    found = []
    for choice in layout.values if layout else ():
        printed = next((word for word in choice.split("|") if word in header), None)
        if printed is not None:
            found.append(printed)
    return tuple(found)


def _rows(region: _Region, forms: Forms) -> tuple[PlainRow, ...]:
    form, rows = region.form, list[PlainRow]()
    if form.axis == "self_evaluation":
        return _evaluation_rows(region)
    expected: tuple[int | None, int | None] = (None, None)
    for place, line in enumerate(region.body):
        tokens = line.text.split()
        if forms.says("caption", bare(line.text)) or any(forms.says("column_numbers", token) for token in tokens):
            continue
        if form.plain is not None and form.plain.left:
            both = numbered_pair(place, line.text, *expected)
            if both is not None:
                expected = (int(both[0].number) + 1, int(both[1].number) + 1)
                rows += both
        else:
            rows += [row for row in pairs(place, line.text) if row.code or row.values]
    return tuple(rows)


def _evaluation_rows(region: _Region) -> tuple[PlainRow, ...]:
    """Rows of money below the line of headings; words on lines of their own go on with the reason of the row above."""
    headings = _evaluation_headings(region)
    rows: list[PlainRow] = []
    for place, line in enumerate(region.body):
        if headings is None or place <= headings[0]:
            continue
        row = labelled(place, line.text, len(headings[1]))
        if row is not None:
            rows.append(row)
        elif rows and not any(is_amount(token) for token in line.text.split()):
            last = rows[-1]
            rows[-1] = PlainRow(last.line, 0, "", last.name, "", last.values, last.rest + bare(line.text))
    return tuple(rows)


def _evaluation_headings(region: _Region) -> tuple[int, tuple[str, ...], tuple[str, ...]] | None:
    """The line of headings: its place, the headings of values, the words after them."""
    for place, line in enumerate(region.body):
        tokens = line.text.split()
        columns = region.form.columns
        rules = {token: next((rule for rule in columns if rule.pattern.regex.search(token)), None) for token in tokens}
        known = tuple(token for token in tokens if rules[token] is not None)
        if sum(rule is not None and rule.quantity is not None for rule in rules.values()) >= 2:
            return place, known, tuple(token for token in tokens if token not in known)
    return None


def _evidence(parsed: Sequence[_Rows], forms: Forms) -> Evidence:
    """What two-sided tables, tables of basic expenditure and empty tables say that other tables' totals come to."""
    evidence: Evidence = {}
    for table in parsed:
        template, rows = table.region.form.template, table.rows
        if template == "income_expenditure_summary":
            _add_lines(evidence, "income", rows, forms, form=forms.form("income"))
        elif template == "fiscal_appropriation_summary":
            _add_lines(evidence, "expenditure", rows, forms, form=None)
        elif template == "general_budget_basic":
            groups = [_number(row.values[0]) for row in rows if row.values and forms.says("group_total", row.name)]
            if len(groups) == 2:
                evidence["expenditure", "basic"] = sum(groups, Decimal(0))
        elif template in ("government_fund", "state_capital") and not any(row.values for row in rows):
            evidence.setdefault(("expenditure", template), Decimal(0))
    return evidence


def _add_lines(evidence: Evidence, side: str, rows: Sequence[PlainRow], forms: Forms, *, form: Form | None) -> None:
    """The lines of the left side, each a measure of another table; a name printed again below is another thing. A
    line of a fund is an appropriation where the other table has one column for all of them."""
    seen: set[str] = set()
    for row in rows:
        name = forms.item_name(row.name)
        if row.pair or not name or name in seen:
            continue
        seen.add(name)
        rules = forms.columns if form is None else form.columns
        measure = next((rule.measure for rule in rules if rule.pattern.regex.search(name)), None)
        if measure is None and form is not None:
            funds = (rule for rule in forms.columns if rule.measure in get_args(Fund))
            measure = next(("fiscal_appropriation" for rule in funds if rule.pattern.regex.search(name)), None)
        if measure is not None and measure not in ("total", "amount", "opening_balance"):
            amount = _number(row.values[0]) if row.values else Decimal(0)
            evidence[side, measure] = evidence.get((side, measure), Decimal(0)) + amount


def _number(token: str) -> Decimal:
    numeral = parse_numeral(token.removesuffix("%"))
    return numeral.value if numeral else Decimal(0)


def _measures(table: _Rows, forms: Forms) -> tuple[str, ...]:
    rules = [forms.column(table.region.form, heading) for heading in table.headings]
    return tuple(rule.measure if rule else "other" for rule in rules)


def _whole_placement(table: _Rows, evidence: Evidence, forms: Forms) -> tuple[int, ...] | None:
    """The columns that the row of the grand total fills: no other row can fill more. None where that is not certain."""
    values = _total_values(table, forms)
    count = len(table.headings)
    if not values or len(values) >= count:
        return tuple(range(count))
    layout = table.region.form.plain
    if layout is None or not layout.total_first:
        return None
    side = "income" if table.region.form.side == "income" else "expenditure"
    measures = _measures(table, forms)
    choice = supported(
        placements(values, count, total_first=True), values, measures,
        {measure: amount for (of, measure), amount in evidence.items() if of == side},
    )
    return choice


def _total_values(table: _Rows, forms: Forms) -> tuple[Decimal, ...]:
    right = 1 if table.region.form.plain and table.region.form.plain.left else 0
    totals = [row for row in table.rows if row.pair == right and forms.says("total_name", forms.item_name(row.name))]
    return max((tuple(map(_number, row.values)) for row in totals), key=len, default=())


def _laid_out(table: _Rows, filled: tuple[int, ...] | None, forms: Forms) -> PlainTable:
    region, words = table.region, forms.plain_headings
    if region.form.axis == "self_evaluation":
        header, body, unplaced = _evaluation_cells(table, region)
    elif region.form.plain is not None and region.form.plain.left:
        header, body, unplaced = _two_sided(table, filled, words)
    elif region.form.axis == "economic":
        header, body, unplaced = _side_by_side(table, words)
    else:
        header, body, unplaced = _coded(table, filled, words)
    cells = tuple(
        Cell(row, column, row + 1, column + 1, text, (), _area(region, line))
        for row, (line, texts) in enumerate((*header, *body)) for column, text in enumerate(texts)
    )
    last = max((row.line for row in table.rows), default=len(region.body) - 1)
    caption = tuple(line for line in region.body[:6] if forms.says("caption", bare(line.text)))
    lines = (region.lines[0], *region.body[:last + 1])
    after = (*region.body[last + 1:], *region.after)
    if region.form.axis == "self_evaluation":
        end = next((i for i, line in enumerate(after) if forms.says("note_end", bare(line.text))), len(after))
        lines, after = (*lines, *after[:end]), after[end:]
    return PlainTable(region.form, region.title, caption, cells, len(header), lines, after, tuple(unplaced))


_Lines = list[tuple[int, list[str]]]
"""Rows laid out: the place of the printed line (-1 for made-up headers), and what each column says."""


def _area(region: _Region, place: int) -> Box:
    return region.body[place].box if 0 <= place < len(region.body) else region.lines[0].box


def _placed(
    table: _Rows, rows: Sequence[PlainRow], filled: tuple[int, ...] | None,
) -> list[tuple[list[str], list[str]]]:
    """For each row its values by column, and the values whose column is not certain."""
    count, layout = len(table.headings), table.region.form.plain
    placed = []
    for row in rows:
        values = [_number(value) for value in row.values]
        sums = bool(layout and layout.total_first) and len(values) not in (0, len(filled or ()))
        choices = [] if filled is None else placements(values, count, total_first=sums, allowed=filled)
        if len(values) == count:
            choices = [tuple(range(count))]
        texts, unplaced = [""] * count, list[str]()
        if len(choices) == 1:
            for place, value in zip(choices[0], row.values, strict=True):
                texts[place] = value
        else:
            unplaced = list(row.values)
        placed.append((texts, unplaced))
    return placed


def _two_sided(
    table: _Rows, filled: tuple[int, ...] | None, words: Mapping[str, str],
) -> tuple[_Lines, _Lines, list[PlainRow]]:
    left = table.region.form.plain.left[0].split("|")[0] if table.region.form.plain else ""
    ones, others = table.rows[::2], table.rows[1::2]
    placed = _placed(table, others, filled)
    wide = max((len(unplaced) for _, unplaced in placed), default=0)
    right = [*table.headings, *[words["unplaced"]] * wide]
    header: _Lines = [
        (-1, [words["income"]] * 3 + [words["expenditure"]] * (2 + len(right))),
        (-1, [words["item"], words["line"], left, words["item"], words["line"], *right]),
    ]
    body: _Lines = []
    for one, other, (texts, unplaced) in zip(ones, others, placed, strict=True):
        padded = [*texts, *unplaced, *[""] * (wide - len(unplaced))]
        body.append((one.line, [one.name, one.number, *(one.values[:1] or ("",)), other.name, other.number, *padded]))
    return header, body, [row for row, (_, unplaced) in zip(others, placed, strict=True) if unplaced]


def _coded(
    table: _Rows, filled: tuple[int, ...] | None, words: Mapping[str, str],
) -> tuple[_Lines, _Lines, list[PlainRow]]:
    placed = _placed(table, table.rows, filled)
    wide = max((len(unplaced) for _, unplaced in placed), default=0)
    header: _Lines = [(-1, [words["code"], words["name"], *table.headings, *[words["unplaced"]] * wide])]
    body: _Lines = [
        (row.line, [row.code, row.name, *texts, *unplaced, *[""] * (wide - len(unplaced))])
        for row, (texts, unplaced) in zip(table.rows, placed, strict=True)
    ]
    return header, body, [row for row, (_, unplaced) in zip(table.rows, placed, strict=True) if unplaced]


def _side_by_side(table: _Rows, words: Mapping[str, str]) -> tuple[_Lines, _Lines, list[PlainRow]]:
    heading = table.headings[0] if table.headings else words["unplaced"]
    wide = max((row.pair for row in table.rows), default=0) + 1
    by_line: dict[int, list[str]] = {}
    for row in table.rows:
        texts = by_line.setdefault(row.line, [""] * (3 * wide))
        texts[3 * row.pair:3 * row.pair + 3] = [row.code, row.name, " ".join(row.values)]
    return [(-1, [words["code"], words["name"], heading] * wide)], sorted(by_line.items()), []


def _evaluation_cells(table: _Rows, region: _Region) -> tuple[_Lines, _Lines, list[PlainRow]]:
    headings = _evaluation_headings(region)
    if headings is None:
        return [(-1, ["", ""])], [], []
    place, known, rest = headings
    first = min((row.line for row in table.rows), default=place + 1)
    between = " ".join(line.text for line in region.body[place + 1:first])
    header: _Lines = [(place, [between, *known, *rest[:1]])]
    body: _Lines = [(row.line, [row.name, *row.values, *([row.rest] if rest else [])]) for row in table.rows]
    return header, body, []
