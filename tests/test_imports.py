"""Imports point downward only, and each engine has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"

FLOORS = (
    {"__main__"},
    {"arguments"},
    {"bench", "outputs"},
    {"runner", "evaluation", "labelling", "report", "show", "compare", "training"},
    {"flow"},
    {"evidence"},
    {"store"},
    {"stages"},
    {"wording", "identities", "outlining"},
    {"knowledge", "language", "readers"},
    {"matching"},
    {"records"},
)
"""From the top down: a part imports from itself and from floors below its own."""

DOORS = {
    "pyarrow": ("store/",),
    "pandas": ("compare/", "evaluation/"),
    "duckdb": ("outputs.py",),
    "selenium": (),
    "xlsxwriter": ("report/workbook/drawing.py",),
    "pypdfium2": ("readers/pdf", "bench/contenders.py"),
    "pypdfium2_raw": ("readers/pdf",),
    "pdfplumber": ("readers/pdf_reference.py", "bench/contenders.py"),
    "pymupdf": ("bench/contenders.py",),
    "pdfminer": ("readers/pdf_reference.py",),
    "jieba": ("language/",),
    "spacy": ("language/",),
}
MODULES = sorted(PIPELINE.rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in the file; for `from a import b` both a and a.b."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(file: Path) -> str:
    return file.relative_to(PIPELINE).parts[0].removesuffix(".py")


def floor(part: str) -> int:
    return next(number for number, parts in enumerate(FLOORS) if part in parts)


def name(file: Path) -> str:
    return file.relative_to(PIPELINE).as_posix()


@pytest.mark.parametrize("file", [f for f in MODULES if part_of(f) != "__init__"], ids=name)
def test_imports_point_downward(file: Path) -> None:
    part = part_of(file)
    for module in imports(file):
        if module.startswith("pipeline."):
            other = module.split(".")[1]
            assert other == part or floor(other) > floor(part), f"{name(file)} imports {module}"


@pytest.mark.parametrize("file", sorted((PIPELINE / "stages").glob("*.py")), ids=name)
def test_stages_do_not_import_each_other(file: Path) -> None:
    assert not [m for m in imports(file) if m.startswith("pipeline.stages")]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_each_engine_has_one_door(file: Path) -> None:
    for module in imports(file):
        doors = DOORS.get(module.partition(".")[0])
        assert doors is None or name(file).startswith(doors), f"{name(file)} imports {module}"


def test_only_the_command_line_prints() -> None:
    for file in MODULES:
        calls = [n.func for n in ast.walk(ast.parse(file.read_bytes())) if isinstance(n, ast.Call)]
        prints = [c for c in calls if isinstance(c, ast.Name) and c.id == "print"]
        assert not prints or name(file) == "__main__.py", f"{name(file)} prints"
