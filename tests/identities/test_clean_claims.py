"""Claims that are true to the yuan, printed with any rounding, contradict nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from pipeline.records.table import Fact
from tests.identities.hand_built_rows import fact, tried
from tests.stages.hand_built_text import read

CLAIMS, IN_ONE_TEXT = 2_500, 125
ITEMS = ("培训费", "会议费", "办公费", "差旅费", "印刷费", "水费", "电费", "邮电费", "租赁费", "劳务费")
UNITS = (("万元", Decimal(10_000), (0, 1, 2, 4, 6)), ("元", Decimal(1), (0, 2)), ("亿元", Decimal(10**8), (2, 4)))


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


class Office:
    """Prints one filing's amounts in its own unit and with its own decimals."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.unit, self.scale, places = random.choice(UNITS)
        self.places, self.rate_places = random.choice(places), random.choice((0, 1, 2))

    def money(self) -> Decimal:
        """Some yuan, to the cent: large, small, or none."""
        cents = self.random.choice((0, 10**3, 10**6, 10**9, 10**11))
        return Decimal(self.random.randint(0, cents)) / 100

    def amount(self, yuan: Decimal) -> str:
        return f"{rounded(abs(yuan) / self.scale, self.places)}{self.unit}"

    def rate(self, part: Decimal, whole: Decimal) -> str:
        return f"{rounded(abs(part) / whole * 100, self.rate_places)}%"


def completion(office: Office, item: str) -> str:
    budget, actual = office.money(), office.money()
    said = f"{item}年初预算为{office.amount(budget)}，支出决算为{office.amount(actual)}"
    return f"{said}，完成年初预算的{office.rate(actual, budget)}。" if budget else f"{said}。"


def change(office: Office, item: str) -> str:
    before, after = office.money(), office.money()
    word, rise = ("增加", "增长") if after >= before else ("减少", "下降")
    said = f"{item}支出{office.amount(after)}，较上年{word}{office.amount(after - before)}"
    return f"{said}，{rise}{office.rate(after - before, before)}。" if before else f"{said}。"


def deviation(office: Office, item: str) -> str:
    budget, actual = office.money(), office.money()
    word = "增加" if actual >= budget else "减少"
    return (f"{item}年初预算为{office.amount(budget)}，支出决算为{office.amount(actual)}，"
            f"比年初预算{word}{office.amount(actual - budget)}。")


def shares(office: Office, _: str) -> str:
    basic, project = office.money(), office.money() + 1
    whole = basic + project
    return (f"本年支出合计{office.amount(whole)}，其中：基本支出{office.amount(basic)}，占{office.rate(basic, whole)}；"
            f"项目支出{office.amount(project)}，占{office.rate(project, whole)}。")


def level(office: Office, item: str) -> str:
    amount = office.amount(office.money())
    return f"{item}年初预算为{amount}，支出决算为{amount}，与年初预算持平。"


FORMS: tuple[Callable[[Office, str], str], ...] = (completion, change, deviation, shares, level)


def texts(random: Random) -> Iterator[str]:
    for _ in range(CLAIMS // IN_ONE_TEXT):
        office = Office(random)
        yield "\n".join(
            f"{n + 1}、" + random.choice(FORMS)(office, random.choice(ITEMS)) for n in range(IN_ONE_TEXT))


@pytest.mark.parametrize("quarter", range(4))
def test_ten_thousand_clean_claims_raise_no_conflict(quarter: int) -> None:
    found = [check for text in texts(Random(quarter)) for check in read(text)["checks"]]
    conflicts = [check.message_zh for check in found if check.outcome == "conflict"]
    assert conflicts == []
    assert sum(check.outcome == "agree" for check in found) > CLAIMS / 2


@pytest.mark.parametrize("seed", range(20))
def test_tables_that_are_true_to_the_yuan_raise_no_conflict(seed: int) -> None:
    facts = list(table(Random(seed)))
    for rule in ("check.children", "check.classes", "check.expenditure_columns"):
        assert {c.outcome for c in tried(rule, facts)} == {"agree"}


def table(random: Random) -> Iterator[Fact]:
    """公开03 with each amount rounded for itself: three classes of three groups of five items."""
    places = random.choice((0, 1, 2))
    sums: dict[str, list[Decimal]] = {}
    for code in (f"20{c}0{g}0{i}" for c in "156" for g in range(1, 4) for i in range(1, 6)):
        basic, project = (Decimal(random.randint(0, 10**9)) / 100 for _ in range(2))
        for level in ("", code[:3], code[:5], code):
            own = sums.setdefault(level, [Decimal(0), Decimal(0)])
            sums[level] = [own[0] + basic, own[1] + project]
    for row, (code, (basic, project)) in enumerate(sums.items()):
        amounts = (("total", basic + project), ("basic", basic), ("project", project))
        for column, (measure, yuan) in enumerate(amounts):
            printed = str(rounded(yuan / 10_000, places))
            yield fact(f"{code}{measure}", "expenditure", measure, f"科目{code}" if code else "合计", printed,
                       item_code=code or None, row=row, column=column)
