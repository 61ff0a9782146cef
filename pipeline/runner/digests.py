"""What a result depends on: the code that made it, the engines behind that code, the knowledge that it read."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent


def code_digest(modules: Iterable[str], alone: Iterable[str] = ()) -> str:
    """A digest of these modules, of all of ours that they import (however far), and of their engines' versions.

    Of the modules `alone` their own text counts, not what they import.
    """
    files, engines = _closure(tuple(sorted(set(modules))))
    files = tuple(sorted({*files, *(file for name in alone if (file := _file_of(name)))}))
    total = sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + sha256(file.read_bytes()).digest())
    for engine in engines:
        total.update(f"{engine} {_version(engine)}\n".encode())
    return total.hexdigest()


def tree_digest(folders: Iterable[Path], suffixes: tuple[str, ...] = ()) -> str:
    """A digest of all files below these folders: one comparison tells whether anything changed."""
    total = sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and file.name.endswith(suffixes or ("",)):
                name = file.relative_to(folder).as_posix()
                total.update(name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return total.hexdigest()


@cache
def _closure(modules: tuple[str, ...]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Files of the modules and of all of ours below them; names of the foreign top-level modules that they import."""
    waiting, files, engines = list(modules), set(), set()
    while waiting:
        name = waiting.pop()
        file = _file_of(name)
        if file is None or file in files:
            continue
        files.add(file)
        for imported in _imports(file):
            if imported.partition(".")[0] == PACKAGE.name:
                waiting.append(imported)
            elif imported.partition(".")[0] not in sys.stdlib_module_names:
                engines.add(imported.partition(".")[0])
    return tuple(sorted(files)), tuple(sorted(engines))


def _file_of(module: str) -> Path | None:
    """The file of a module of ours; None for a name that is something inside a module."""
    place = ROOT.joinpath(*module.split("."))
    return next((f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()), None)


@cache
def _imports(file: Path) -> set[str]:
    names = set()
    for node in _statements(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements, however deep: imports stand nowhere else, and to walk over all expressions takes ten times as
    long."""
    for part in ("body", "orelse", "handlers", "finalbody", "cases"):
        below = getattr(node, part, ())
        for one in below if isinstance(below, list) else ():
            yield one
            yield from _statements(one)


def engines(modules: Iterable[str]) -> dict[str, str]:
    """Name and version of every foreign package behind these modules."""
    return {engine: _version(engine) for engine in _closure(tuple(sorted(set(modules))))[1]}


@cache
def _version(module: str) -> str:
    for distribution in _distributions().get(module, [module]):
        try:
            return version(distribution)
        except PackageNotFoundError:
            continue
    return "unknown"


@cache
def _distributions() -> dict[str, list[str]]:
    return {name: sorted(set(found)) for name, found in packages_distributions().items()}
