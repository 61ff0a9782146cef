"""Names of items as they stand around figures."""

from __future__ import annotations

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.wording.names import clean_name, expand, find_levels, split_list

QUANTITIES = load_knowledge().quantities


@pytest.mark.parametrize(
    ("chunk", "name"),
    [
        ("其中：公务接待费支出", "公务接待费"),
        ("公务员医疗补助（项）", "公务员医疗补助"),
        ("因公出国（境）费支出决算", "因公出国（境）费"),
        ("“三公”经费", "“三公”经费"),
        ("“行政运行”", "行政运行"),
        ("本年度基本支出为", "基本支出"),
        ("收入总计为", "收入总计"),
        ("本年收入合计为", "本年收入合计"),
        ("会议费支出为", "会议费"),
        ("授予中小企业合同金额", "授予中小企业合同金额"),
        ("其中：", ""),
    ],
)
def test_clean_name(chunk: str, name: str) -> None:
    assert clean_name(chunk, QUANTITIES) == name


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "卫生健康支出（类）行政事业单位医疗（款）公务员医疗补助（项）。",
            ("卫生健康支出", "行政事业单位医疗", "公务员医疗补助"),
        ),
        ("1.普通教育（款）初中教育（项）", ("普通教育", "初中教育")),
        ("教育支出（类）普通教育（款）小学教育（项）、初中教育（项）", ("教育支出", "普通教育", "初中教育")),
        ("社会保障和就业（类）支出300.00万元", ("社会保障和就业支出",)),
    ],
)
def test_levels(text: str, levels: tuple[str, ...]) -> None:
    found = find_levels(text, QUANTITIES)
    assert found is not None and (found.text, found.path) == (levels[-1], levels)


def test_brackets_of_other_kinds_are_no_levels() -> None:
    assert find_levels("因公出国（境）费", QUANTITIES) is None
    assert find_levels("项目支出（25）", QUANTITIES) is None


def test_codes_in_brackets_are_levels_and_make_one_code() -> None:
    found = find_levels("一般公共服务（201）政府办公厅（室）及相关机构事务（03）行政运行（01）", QUANTITIES)
    assert found is not None and found.code == "2010301"
    assert found.path == ("一般公共服务", "政府办公厅（室）及相关机构事务", "行政运行")


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("收、支总计", ("收入总计", "支出总计")),
        ("财政拨款收入支出总计", ("财政拨款收入总计", "财政拨款支出总计")),
        ("政府性基金预算财政拨款收入和支出", ("政府性基金预算财政拨款收入", "政府性基金预算财政拨款支出")),
        ("收入总计", ("收入总计",)),
    ],
)
def test_one_name_for_two_items(name: str, names: tuple[str, ...]) -> None:
    assert expand(name, QUANTITIES) == names


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("经营收入、其他收入", ("经营收入", "其他收入")),
        ("会议费和培训费", ("会议费", "培训费")),
        ("公务用车购置数及保有量", ("公务用车购置", "公务用车保有量")),
        ("公务用车购置及运行维护费", ("公务用车购置及运行维护费",)),
        ("商品和服务支出、会议费", ("商品和服务支出", "会议费")),
    ],
)
def test_items_in_a_row(name: str, names: tuple[str, ...]) -> None:
    assert split_list(name, QUANTITIES) == names
