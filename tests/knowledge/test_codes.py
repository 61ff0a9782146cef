"""The code lists: consistent, looked up by code and by name, and never guessed from."""

from __future__ import annotations

import pickle

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.knowledge.codes import CodeEntry, level_of, make_codes
from pipeline.records.errors import KnowledgeError

CODES = load_knowledge().codes


def entry(code: str, name: str, parent: str | None = None, edition: int = 2024) -> CodeEntry:
    return CodeEntry(edition, "functional", code, name, level_of(code) or 0, parent, "confirmed", "typed by hand")


def test_the_lists_of_the_project_agree_with_themselves() -> None:
    assert CODES.entry(2018, "30101") is not None
    assert [e.code for e in CODES.entries if e.parent and CODES.latest(e.parent) is None] == []


def test_a_name_is_a_key_only_where_it_is_one() -> None:
    assert CODES.code_named("基本工资") == "30101"
    assert CODES.code_named("行政运行") is None
    assert CODES.code_named("办公设备购置") is None


def test_names_are_compared_without_blanks_and_kinds_of_brackets() -> None:
    assert CODES.is_name_of("30213", "维修(护)费")
    assert CODES.is_name_of("30101", "基 本 工 资")


def test_aliases_land_on_codes() -> None:
    assert CODES.code_named("医疗卫生与计划生育支出") == "210"


@pytest.mark.parametrize(
    ("printed", "name", "is_cut", "expected"),
    [
        ("208050", "机关事业单位基本养老保险缴费支出", True, ("2080505", True)),
        ("210110", "事业单位医疗", True, ("2101102", True)),
        ("301", "基本工资", True, ("30101", True)),
        ("301", "工资福利支出", True, ("301", False)),
        ("399", "其他支出", True, (None, False)),
        ("399", "其他支出", False, ("399", False)),
        ("208050", "从未见过的支出", True, (None, False)),
        ("2089998", "从未见过的支出", False, ("2089998", False)),
        ("601", "某某局", False, (None, False)),
    ],
)
def test_codes_are_completed_where_one_fits(
    printed: str,
    name: str,
    is_cut: bool,
    expected: tuple[str | None, bool],
) -> None:
    assert CODES.complete(printed, name, {}, is_cut=is_cut) == expected


def test_the_document_itself_may_know_the_whole_code() -> None:
    document = {"样例事务支出": frozenset({"2017701"})}
    assert CODES.complete("201770", "样例事务支出", document, is_cut=True) == ("2017701", True)


PENSIONS = make_codes(
    [
        entry("208", "社会保障和就业支出"),
        entry("20805", "行政事业单位养老支出", "208"),
        entry("2080501", "行政单位离退休", "20805"),
        entry("2080502", "事业单位离退休", "20805"),
        entry("2080505", "养老保险缴费", "20805"),
        entry("2080506", "养老保险缴费", "20805"),
        entry("2080502", "事业单位退休", "20805", 2018),
    ],
    [],
    [],
)


@pytest.mark.parametrize(
    ("printed", "name", "document", "expected"),
    [
        ("208050", "行政单位离退休", {}, ("2080501", True)),
        ("208050", "养老保险缴费", {}, (None, False)),
        ("208050", "养老保险缴费", {"养老保险缴费": frozenset({"2080506"})}, (None, False)),
        ("20805", "养老保险缴费", {}, (None, False)),
        ("208050", "", {}, (None, False)),
        ("208050", "事业单位退休", {}, ("2080502", True)),
        ("208060", "行政单位离退休", {}, (None, False)),
        ("208050", "样例缴费", {"样例缴费": frozenset({"2080507", "2080508"})}, (None, False)),
        ("208050", "样例缴费", {"样例缴费": frozenset({"2080507", "2100507"})}, ("2080507", True)),
    ],
    ids=["one", "two in the list", "two, one in the document", "the 款 printed", "no name", "name of another edition",
         "another 款", "two in the document", "one of this 款 in the document"],
)
def test_a_cut_code_is_completed_only_where_exactly_one_remains(printed, name, document, expected) -> None:
    assert PENSIONS.complete(printed, name, document, is_cut=True) == expected


@pytest.mark.parametrize(
    ("entries", "aliases", "ignored", "fault"),
    [
        ((entry("201", "甲"), entry("201", "乙")), (), (), "stands twice"),
        ((entry("20101", "甲", "201"),), (), (), "be listed"),
        ((entry("2010", "甲"),), (), (), "level"),
        ((entry("201", "甲"),), (("乙", "202"),), (), "no list has"),
        ((entry("201", "甲"),), (("甲", "201"),), (), "already the name"),
        ((entry("201", "合计"),), (), ("合计",), "ignored"),
        ((entry("201", "甲"),), (("合计", "201"),), ("合计",), "ignored"),
    ],
)
def test_lists_that_contradict_each_other_are_refused(entries, aliases, ignored, fault: str) -> None:
    with pytest.raises(KnowledgeError, match=fault):
        make_codes(entries, aliases, ignored)


def test_codes_travel_between_processes() -> None:
    again = pickle.loads(pickle.dumps(CODES))
    assert again.code_named("基本工资") == "30101"
