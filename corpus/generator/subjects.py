"""From the accounts to the topics that the narrative is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from corpus.generator.data import Data
from corpus.generator.model import CAPITAL, FUND, GENERAL, OWN, ZERO, Line, Three, Year
from corpus.generator.stories import Teller, side_of
from corpus.generator.topics import Topic, case_of

SOURCES = (
    (GENERAL, "一般公共预算财政拨款收入"),
    (FUND, "政府性基金预算财政拨款收入"),
    (CAPITAL, "国有资本经营预算财政拨款收入"),
    ("business", "事业收入"),
    ("other_income", "其他收入"),
)
THREE_NAMES = {
    "abroad": "因公出国（境）费",
    "vehicles": "公务用车购置及运行维护费",
    "purchase": "公务用车购置费",
    "running": "公务用车运行维护费",
    "reception": "公务接待费",
    "meeting": "会议费",
    "training": "培训费",
}
SCOPES = {
    "abroad": "abroad",
    "vehicles": "car",
    "purchase": "car_purchase",
    "running": "car",
    "reception": "reception",
    "meeting": "meeting",
    "training": "training",
}
BASES = ("prior_year", "initial_budget", "final_budget", "budget")


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


def three_topic(tell: Teller, key: str, three: Three, name: str | None = None, **known: object) -> Topic:
    """One of the 三公 items."""
    amounts = {
        "actual": three.actual,
        "prior_actual": three.prior,
        "initial_budget": three.initial,
        "final_budget": three.final,
        "budget": three.initial,
    }
    bare = Topic((name or THREE_NAMES[key],), amounts, words={"name": name or THREE_NAMES[key]}, **known)  # type: ignore[arg-type]
    reasons = {
        basis: tell.for_three(
            key, SCOPES.get(key, "reception"), three.event, basis, case_of(bare, basis, Decimal("0.005"))
        )
        for basis in BASES
    }
    return replace(bare, reasons={k: v for k, v in reasons.items() if v})


def add(*parts: Three) -> Three:
    """The sum of 三公 items; the event of the largest mover."""
    mover = max(parts, key=lambda x: abs(x.actual - x.prior) + abs(x.actual - x.initial))

    def total(what: str) -> Decimal:
        return sum((getattr(p, what) for p in parts), ZERO)

    return Three(total("initial"), total("final"), total("actual"), total("prior"), mover.event)


def three_topics(tell: Teller) -> Topic:
    """“三公”经费 with its items and counts."""
    three, counts = tell.year.three, tell.year.counts
    vehicles = add(three["purchase"], three["running"])
    total = add(three["abroad"], vehicles, three["reception"])
    count = {
        "abroad": {"group": counts["groups"], "person": counts["travellers"], "person_time": counts["travellers"]},
        "purchase": {"vehicle": counts["cars_bought"]},
        "running": {"vehicle": counts["cars"]},
        "reception": {"batch": counts["visits"], "person_time": counts["visitors"]},
    }
    items = {
        k: three_topic(tell, k, vehicles if k == "vehicles" else three[k], counts=count.get(k, {}))
        for k in ("abroad", "vehicles", "purchase", "running", "reception")
    }
    whole = total.actual
    items = {k: replace(t, amounts={**t.amounts, "whole": whole}) for k, t in items.items()}
    kept = Topic(("公务用车保有量",), counts={"vehicle": counts["cars"]})
    visits = Topic(("国内公务接待",), {"actual": three["reception"].actual}, counts=count["reception"])
    foreign = Topic(("外事接待",), {"actual": ZERO}, counts={"batch": 0, "person_time": 0})
    groups = Topic(("因公出国（境）团组",), counts=count["abroad"], alts=("因公出国（境）",))
    travellers = Topic(("因公出国（境）",), counts=count["abroad"], alts=("因公出国（境）团组", "因公出国（境）费"))
    bought = Topic(("公务用车购置",), counts={"vehicle": counts["cars_bought"]})
    topic = three_topic(tell, "three", total, "“三公”经费")
    main = max(("running", "reception"), key=lambda k: abs(three[k].actual - three[k].prior))
    reasons = {
        b: items[main].reasons[b]
        for b in topic.reasons
        if b in items[main].reasons and case_of(items[main], b, Decimal("0.005")) == case_of(topic, b, Decimal("0.005"))
    }
    return replace(
        topic,
        reasons={**topic.reasons, **reasons},
        others={
            **items,
            "kept": kept,
            "visits": visits,
            "foreign": foreign,
            "groups": groups,
            "travellers": travellers,
            "bought": bought,
        },
        parts={"share": (items["abroad"], items["vehicles"], items["reception"])},
    )


def money_topic(name: str, actual: Decimal, prior: Decimal = ZERO, whole: Decimal = ZERO, **known: object) -> Topic:
    """A topic that is only an amount."""
    return Topic((name,), {"actual": actual, "prior_actual": prior, "whole": whole, "budget": actual}, **known)  # type: ignore[arg-type]


def total_topics(tell: Teller) -> dict[str, Topic]:
    """收支总计, 本年收入, 本年支出, 财政拨款总计."""
    year = tell.year
    income = sum(year.income.values(), ZERO)
    prior_income = sum(year.prior_income.values(), ZERO)
    total, prior_total = income + year.opened(), year.total(what="prior") + sum(year.opening.values(), ZERO)
    fiscal = sum((year.income[k] for k in (GENERAL, FUND, CAPITAL)), ZERO) + year.opened(GENERAL, FUND)
    prior_fiscal = year.total(lambda x: x.fund != OWN, "prior") + year.opened(GENERAL, FUND)
    out = {}
    for key, names, joint, now, before, keep in (
        ("total", ("收入总计", "支出总计"), "收、支总计", total, prior_total, lambda x: True),
        (
            "fiscal_total",
            ("财政拨款收入总计", "财政拨款支出总计"),
            "财政拨款收、支总计",
            fiscal,
            prior_fiscal,
            lambda x: x.fund != OWN,
        ),
    ):
        side = side_of(now, before, True)
        found = tell.for_lines([x for x in year.lines if keep(x)], "prior_year", side, key, tell.how_many(key))
        out[key] = Topic(
            names,
            {"actual": now, "prior_actual": before},
            joint=joint,
            reasons={"prior_year": found} if found else {},
            words={
                "both": joint.replace("收、支", "收入支出"),
                "pair": joint.replace("收、支总计", "收入总计与支出总计"),
            },
        )
    sources = tuple(
        money_topic(name, year.income[k], year.prior_income.get(k, ZERO), income)
        for k, name in SOURCES
        if year.income[k]
    )
    fiscal_part = money_topic(
        "财政拨款收入", sum((year.income[k] for k in (GENERAL, FUND, CAPITAL)), ZERO), ZERO, income
    )
    out["income"] = Topic(
        ("本年收入合计",),
        {"actual": income, "prior_actual": prior_income},
        parts={"sources": sources, "short": (fiscal_part, *(s for s in sources if "财政拨款" not in s.names[0]))},
    )
    spent = year.total()
    basic = of_lines(tell, ("基本支出",), lambda x: x.is_basic)
    parts = (basic, of_lines(tell, ("项目支出",), lambda x: not x.is_basic))
    kinds = tuple(replace(t, amounts={**t.amounts, "whole": spent}) for t in parts)
    out["expenditure"] = replace(of_lines(tell, ("本年支出合计",), lambda x: True), parts={"kinds": kinds})
    return out


def build_topics(data: Data, tell: Teller, who: str) -> dict[str, Topic]:
    """All topics of a filing by key."""
    year = tell.year
    general_sum, counts = year.under("", GENERAL), year.counts
    general = of_lines(tell, ("一般公共预算财政拨款支出",), lambda x: x.fund == GENERAL)
    general = replace(
        general,
        amounts={**general.amounts, "whole": year.total()},
        parts={"classes": item_topics(data, tell, 3, general_sum), "items": item_topics(data, tell, 7, general_sum)},
    )
    people = of_lines(tell, ("人员经费",), lambda x: x.fund == GENERAL and x.part == "personnel")
    public = of_lines(tell, ("公用经费",), lambda x: x.fund == GENERAL and x.part == "public")
    basic = of_lines(tell, ("一般公共预算财政拨款基本支出",), lambda x: x.fund == GENERAL and x.is_basic)
    basic = replace(
        basic,
        parts={
            "kinds": (with_names(data, year, people, ("301", "303")), with_names(data, year, public, ("302", "310")))
        },
    )
    operating = money_topic("机关运行经费", year.money["operating"], year.prior_money.get("operating", ZERO))
    side = side_of(operating.amounts["actual"], operating.amounts["prior_actual"], True)
    found = tell.for_lines(
        [x for x in year.lines if x.part == "public" and x.fund == GENERAL], "prior_year", side, "operating"
    )
    money = year.money
    out = {
        **total_topics(tell),
        "general": general,
        "basic": basic,
        "three": three_topics(tell),
        "operating": replace(operating, reasons={"prior_year": found} if found else {}),
        "meeting": three_topic(tell, "meeting", year.three["meeting"]),
        "training": three_topic(tell, "training", year.three["training"]),
        "meetings": Topic(("会议",), counts={"item": counts["meetings"]}),
        "sessions": Topic(("培训",), counts={"item": counts["sessions"], "person_time": counts["trainees"]}),
    }
    for key, name in (
        ("procurement", "政府采购支出总额"),
        ("goods", "政府采购货物支出"),
        ("works", "政府采购工程支出"),
        ("services", "政府采购服务支出"),
        ("small", "授予中小企业合同金额"),
        ("micro", "授予小微企业合同金额"),
    ):
        short = name.removeprefix("政府采购")
        out[key] = money_topic(
            name,
            money[key],
            whole=money["procurement"],
            alts=(short, short.removesuffix("支出"), name.replace("支出总额", "支出")),
        )
    out["cars"] = Topic(("车辆",), counts={"vehicle": counts["cars"]})
    out["duty_cars"] = Topic(("执法执勤用车",), counts={"vehicle": counts["cars"] // 2})
    out["other_cars"] = Topic(("其他用车",), counts={"vehicle": counts["cars"] - counts["cars"] // 2})
    out["devices"] = Topic(("单价100万元（含）以上设备",), counts={"set": counts["devices"]})
    out["evaluated"] = Topic(
        ("绩效自评项目",),
        {"budget": money["evaluated"], "actual": money["evaluated"]},
        counts={"item": counts["projects"]},
        alts=("项目", "绩效自评"),
    )
    out["members"] = Topic(("决算编制范围的单位",), counts={"item": len(tell.dept.units) + 1}, alts=("单位",))
    out["fund_income"] = money_topic("政府性基金预算财政拨款收入", year.income[FUND])
    out["fund_spent"] = of_lines(tell, ("政府性基金预算财政拨款支出",), lambda x: x.fund == FUND)
    out["fund_none"] = Topic(("政府性基金预算财政拨款收入", "政府性基金预算财政拨款支出"))
    out["capital_none"] = Topic(("国有资本经营预算财政拨款支出",))
    out["carry"] = money_topic("年末结转和结余", year.closed(), year.opened())
    out["quota"] = Topic(("编制",), counts={"person": counts["quota"]})
    out["staff"] = Topic(("在职人员",), counts={"person": counts["staff"]})
    out["retired"] = Topic(("离退休人员",), counts={"person": counts["retired"]})
    return out


def with_names(data: Data, year: Year, topic: Topic, classes: tuple[str, ...]) -> Topic:
    """The topic with the list of its economic items in words (主要包括…)."""
    codes = [c for c in sorted(year.economic) if c[:3] in classes and year.economic[c]]
    items = tuple(Topic((data.economic[c].name,), {"actual": year.economic[c]}, code=c) for c in codes)
    return replace(
        topic, words={**topic.words, "list": "、".join(data.economic[c].name for c in codes)}, parts={"items": items}
    )
