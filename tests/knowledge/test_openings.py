"""What a pattern can begin with changes nothing of what it matches."""

import re

import pytest

from pipeline.knowledge import load_knowledge
from pipeline.knowledge.openings import make_scanner, needed, with_opening

TEXTS = (
    "", "]-^", "主要原因是人员增加，一是调入；二是新进。",
    "支出决算为12.50万元，完成年初预算的98.00%，决算数大于预算数。",
    "较上年减少3.2万元，主要是由于机构改革", "aab ab b",
)


def matches(source: str, text: str) -> list[tuple[tuple[int, int], tuple[str | None, ...]]]:
    return [(match.span(), match.groups()) for match in re.finditer(source, text)]


@pytest.mark.parametrize(
    "source",
    ["a*b", "(a|b)?c|[-\\]^]", "(?<=，)一是", "(?:主要|的)*原因(?P<x>是)?", "x{0,2}", "[^a]b", "\\d+", "(?!a)[ab]b"],
)
def test_a_pattern_matches_the_same_with_its_opening(source: str) -> None:
    for text in (*TEXTS, "，一是", "的主要原因是"):
        assert matches(with_opening(source), text) == matches(source, text)


def test_a_pattern_that_may_match_nothing_or_anything_is_left_alone() -> None:
    for source in ("a*", "[^a]b", "\\d+", ".a", "a|", "(?:a?)(?:b?)"):
        assert with_opening(source) == source


def test_cues_are_found_where_each_alone_is_found() -> None:
    quantities = load_knowledge().quantities
    for cue in quantities.cues:
        for example in cue.pattern.examples:
            place = cue.pattern.regex.search(example)
            assert place is not None
            found = quantities.scanner.search(example, place.start())
            assert found is not None and found[1].start() == place.start()


@pytest.mark.parametrize(
    ("source", "characters"),
    [
        ("万?元\\d+", "元"), ("\\d+(?:元|人次)", "元人"), ("(?=合计).", "合"), ("(?:余|多)?米", "米"),
        ("a+(?:b|c*)", "a"), ("[0-9]+[x×]", "x×"), ("[^a]*", ""), ("(?:a|[^b])", ""), ("(?i)a", ""), ("(?!a)b", "b"),
    ],
)
def test_what_every_match_needs(source: str, characters: str) -> None:
    assert needed(source) == frozenset(characters)


def test_every_example_holds_what_its_pattern_needs() -> None:
    knowledge = load_knowledge()
    patterns = [*knowledge.numbers.ignored, *(entry.pattern for entry in knowledge.causes.causes)]
    patterns += [cue.pattern for cue in (*knowledge.reason_cues.cues, *knowledge.quantities.cues)]
    for pattern in patterns:
        wanted = needed(pattern.regex.pattern)
        assert all(not wanted or not wanted.isdisjoint(example) for example in pattern.examples), pattern.id


@pytest.mark.parametrize("text", [*TEXTS, "aab", "xbc", "b原因c", "，一是"])
def test_a_scanner_finds_what_one_expression_of_all_finds(text: str) -> None:
    sources = ["ab+", "a", "[^a]c", "(?:主要|的)*原因(?:是)?", "(?<=，)一是", "\\d+", "b"]
    scanner = make_scanner(map(re.compile, sources))
    whole = re.compile("|".join(f"(?P<n{number}>{source})" for number, source in enumerate(sources)))
    for start in range(len(text)):
        expected = whole.search(text, start)
        found = scanner.search(text, start)
        assert (found and (f"n{found[0]}", found[1].span())) == (expected and (expected.lastgroup, expected.span()))
