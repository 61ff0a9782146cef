"""From the accounts to the topics that the narrative is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from corpus.generator.data import Data
from corpus.generator.model import CAPITAL, FUND, GENERAL, OWN, ZERO, Line, Year
from corpus.generator.stories import Teller, side_of
from corpus.generator.subjects_three import BASES, three_topic, three_topics
from corpus.generator.topics import Topic

FUNDS = (GENERAL, FUND, CAPITAL)
SOURCES = (
    (GENERAL, "一般公共预算财政拨款收入"),
    (FUND, "政府性基金预算财政拨款收入"),
    (CAPITAL, "国有资本经营预算财政拨款收入"),
    ("business", "事业收入"),
    ("other_income", "其他收入"),
)


def sums(year: Year, keep: Callable[[Line], bool]) -> dict[str, Decimal]:
    """Outturn, budgets and last year's outturn over some lines."""
    found = {
        "actual": year.total(keep),
        "prior_actual": year.total(keep, "prior"),
        "initial_budget": year.total(keep, "initial"),
        "final_budget": year.total(keep, "final"),
    }
    return {**found, "budget": found["initial_budget"]}


def of_lines(tell: Teller, names: tuple[str, ...], keep: Callable[[Line], bool], **known: object) -> Topic:
    """A topic over some lines, with reasons for each basis."""
    amounts = sums(tell.year, keep)
    lines = [x for x in tell.year.lines if keep(x)]
    reasons = {}
    for basis in BASES:
        other = amounts["prior_actual" if basis == "prior_year" else basis]
        side = side_of(amounts["actual"], other, basis == "prior_year")
        found = tell.for_lines(lines, basis, side, "|".join(names), tell.how_many(names[0]))
        if found:
            reasons[basis] = found
    return Topic(names, amounts, reasons=reasons, **known)  # type: ignore[arg-type]


def item_topics(data: Data, tell: Teller, level: int, whole: Decimal) -> tuple[Topic, ...]:
    """The functional items of the general budget at one level (3 = 类, 7 = 项) with their path in words."""
    out = []
    codes = sorted({x.code[:level] for x in tell.year.lines if x.fund == GENERAL and (x.actual or x.initial)})
    for code in codes:
        names = [data.functional[code[:n]].name for n in (3, 5, 7) if n <= level]
        words = dict(zip(("class", "group", "name"), names, strict=False)) | {"code": code, "project": ""}
        topic = of_lines(
            tell,
            (names[-1],),
            lambda x, c=code: x.fund == GENERAL and x.code.startswith(c),  # type: ignore[misc]
            code=code,
            words=words,
            level=level,
        )
        out.append(replace(topic, amounts={**topic.amounts, "whole": whole}))
    return tuple(out)


def money_topic(name: str, actual: Decimal, prior: Decimal = ZERO, whole: Decimal = ZERO, **known: object) -> Topic:
    """A topic that is only an amount."""
    return Topic((name,), {"actual": actual, "prior_actual": prior, "whole": whole, "budget": actual}, **known)  # type: ignore[arg-type]


def joint_topic(tell: Teller, key: str, what: str, amounts: tuple[Decimal, Decimal], lines: list[Line]) -> Topic:
    """收、支总计: two items with one figure; `what` is nothing or 财政拨款."""
    now, before = amounts
    found = tell.for_lines(lines, "prior_year", side_of(now, before, True), key, tell.how_many(key))
    return Topic(
        (f"{what}收入总计", f"{what}支出总计"),
        {"actual": now, "prior_actual": before},
        joint=f"{what}收、支总计",
        reasons={"prior_year": found} if found else {},
        words={"both": f"{what}收入支出总计", "pair": f"{what}收入总计与支出总计"},
    )


def income_topic(tell: Teller) -> Topic:
    """本年收入合计 with its sources."""
    year = tell.year
    income = sum(year.income.values(), ZERO)
    sources = [
        money_topic(n, year.income[k], year.prior_income.get(k, ZERO), income) for k, n in SOURCES if year.income[k]
    ]
    fiscal = money_topic("财政拨款收入", sum((year.income[k] for k in FUNDS), ZERO), ZERO, income)
    own = [s for s in sources if "财政拨款" not in s.names[0]]
    amounts = {"actual": income, "prior_actual": sum(year.prior_income.values(), ZERO)}
    return Topic(("本年收入合计",), amounts, parts={"sources": tuple(sources), "short": (fiscal, *own)})


def expenditure_topic(tell: Teller) -> Topic:
    """本年支出合计 with 基本支出 and 项目支出."""
    basic = of_lines(tell, ("基本支出",), lambda x: x.is_basic)
    parts = (basic, of_lines(tell, ("项目支出",), lambda x: not x.is_basic))
    kinds = tuple(replace(t, amounts={**t.amounts, "whole": tell.year.total()}) for t in parts)
    return replace(of_lines(tell, ("本年支出合计",), lambda x: True), parts={"kinds": kinds})


def total_topics(tell: Teller) -> dict[str, Topic]:
    """收支总计, 本年收入, 本年支出, 财政拨款总计."""
    year = tell.year
    everything = (sum(year.income.values(), ZERO) + year.opened(), year.total(what="prior") + year.opened())
    opening = year.opened(GENERAL, FUND)
    fiscal = (sum((year.income[k] for k in FUNDS), ZERO) + opening, year.fiscal("prior") + opening)
    return {
        "total": joint_topic(tell, "total", "", everything, list(year.lines)),
        "fiscal_total": joint_topic(tell, "fiscal_total", "财政拨款", fiscal, [x for x in year.lines if x.fund != OWN]),
        "income": income_topic(tell),
        "expenditure": expenditure_topic(tell),
    }


def general_topic(data: Data, tell: Teller) -> Topic:
    """一般公共预算财政拨款支出 with its classes and items."""
    whole = tell.year.under("", GENERAL)
    topic = of_lines(tell, ("一般公共预算财政拨款支出",), lambda x: x.fund == GENERAL)
    parts = {"classes": item_topics(data, tell, 3, whole), "items": item_topics(data, tell, 7, whole)}
    return replace(topic, amounts={**topic.amounts, "whole": tell.year.total()}, parts=parts)


def basic_topic(data: Data, tell: Teller) -> Topic:
    """基本支出 of the general budget with 人员经费 and 公用经费."""
    people = of_lines(tell, ("人员经费",), lambda x: x.fund == GENERAL and x.part == "personnel")
    public = of_lines(tell, ("公用经费",), lambda x: x.fund == GENERAL and x.part == "public")
    basic = of_lines(tell, ("一般公共预算财政拨款基本支出",), lambda x: x.fund == GENERAL and x.is_basic)
    named = (with_names(data, tell.year, people, ("301", "303")), with_names(data, tell.year, public, ("302", "310")))
    return replace(basic, parts={"kinds": named})


def operating_topic(tell: Teller) -> Topic:
    """机关运行经费, explained as public use is."""
    now, before = tell.year.money["operating"], tell.year.prior_money.get("operating", ZERO)
    lines = [x for x in tell.year.lines if x.part == "public" and x.fund == GENERAL]
    found = tell.for_lines(lines, "prior_year", side_of(now, before, True), "operating")
    return money_topic("机关运行经费", now, before, reasons={"prior_year": found} if found else {})


def plain_topics(data: Data, tell: Teller) -> dict[str, Topic]:
    """Topics that are one amount or some counts (data/topics.yaml)."""
    year = tell.year
    counts = {**year.counts, "none": 0, "members": len(tell.dept.units) + 1}
    money = {**year.money, "reception": year.three["reception"].actual}
    out = {}
    for key, entry in data.topics.items():
        amounts = {"actual": money[entry["money"]], "budget": money[entry["money"]]} if "money" in entry else {}
        amounts |= {"whole": money[entry["whole"]]} if "whole" in entry else {}
        counted = {unit: counts[name] for unit, name in entry.get("counts", {}).items()}
        out[key] = Topic((entry["name"],), amounts, counts=counted, alts=tuple(entry.get("alts", ())))
    return out


def build_topics(data: Data, tell: Teller) -> dict[str, Topic]:
    """All topics of a filing by key."""
    year = tell.year
    return {
        **plain_topics(data, tell),
        **total_topics(tell),
        "general": general_topic(data, tell),
        "basic": basic_topic(data, tell),
        "three": three_topics(tell),
        "operating": operating_topic(tell),
        "meeting": three_topic(tell, "meeting", year.three["meeting"]),
        "training": three_topic(tell, "training", year.three["training"]),
        "fund_income": money_topic("政府性基金预算财政拨款收入", year.income[FUND]),
        "fund_spent": of_lines(tell, ("政府性基金预算财政拨款支出",), lambda x: x.fund == FUND),
        "fund_none": Topic(("政府性基金预算财政拨款收入", "政府性基金预算财政拨款支出")),
        "capital_none": Topic(("国有资本经营预算财政拨款支出",)),
        "carry": money_topic("年末结转和结余", year.closed(), year.opened()),
    }


def with_names(data: Data, year: Year, topic: Topic, classes: tuple[str, ...]) -> Topic:
    """The topic with the list of its economic items in words (主要包括…)."""
    codes = [c for c in sorted(year.economic) if c[:3] in classes and year.economic[c]]
    items = tuple(Topic((data.economic[c].name,), {"actual": year.economic[c]}, code=c) for c in codes)
    return replace(
        topic, words={**topic.words, "list": "、".join(data.economic[c].name for c in codes)}, parts={"items": items}
    )
