"""A digest follows the code that a module can reach, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.runner import digests
from pipeline.runner.digests import code_digest, tree_digest
from tests.conftest import write_files


def forget() -> None:
    """Files change under the test: nothing of them may be remembered."""
    digests._closure.cache_clear()
    digests._imports.cache_clear()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(
        tmp_path,
        {
            "house/__init__.py": b"",
            "house/top.py": b"import json\ndef f():\n    from house.below import x\n",
            "house/below.py": b"import numpy\nx = 1\n",
            "house/other.py": b"y = 1\n",
        },
    )
    monkeypatch.setattr(digests, "PACKAGE", tmp_path / "house")
    monkeypatch.setattr(digests, "ROOT", tmp_path)
    return tmp_path


def changed(package: Path, name: str) -> bool:
    before = code_digest(["house.top"])
    (package / name).write_bytes(b"x = 2\n")
    forget()
    return code_digest(["house.top"]) != before


@pytest.mark.parametrize(
    ("name", "is_changed"), [("house/below.py", True), ("house/other.py", False), ("house/top.py", True)]
)
def test_code_that_is_reached_counts(package: Path, name: str, is_changed: bool) -> None:
    forget()
    assert changed(package, name) == is_changed


def test_engines_count_with_their_version(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forget()
    before = code_digest(["house.top"])
    monkeypatch.setattr(digests, "_version", {"numpy": "99"}.__getitem__)
    assert code_digest(["house.top"]) != before


def test_a_tree_is_known_by_its_names_and_contents(package: Path) -> None:
    before = tree_digest((package,))
    (package / "house/other.py").rename(package / "house/another.py")
    assert tree_digest((package,)) != before
    assert tree_digest((package,), (".csv",)) == tree_digest((package / "house",), (".csv",))
