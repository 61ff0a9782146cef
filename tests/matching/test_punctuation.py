"""Clauses and brackets."""

from __future__ import annotations

import pytest

from pipeline.matching.punctuation import balanced, clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("基本支出，项目支出", ["基本支出", "项目支出"]),
        ("因公出国（境，港澳）费", ["因公出国（境，港澳）费"]),
        ("（其中，购置费", ["（其中", "购置费"]),
        ("甲；乙：丙。", ["甲", "乙", "丙", ""]),
        ("", [""]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text)] == parts


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("因公出国（境）费", "因公出国（境）费"),
        ("（其中购置费", "其中购置费"),
        ("公务用车费用（其中", "公务用车费用"),
        ("其中）公务接待费", "公务接待费"),
        ("“三公”经费", "“三公”经费"),
        ("经费”", "经费"),
    ],
)
def test_balanced(name: str, kept: str) -> None:
    assert balanced(name) == kept
