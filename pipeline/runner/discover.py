"""The files below a corpus folder, each distinct content once."""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from time import time_ns
from typing import Any

from pipeline.matching.spreadsheet import decode
from pipeline.records.filing import Source
from pipeline.runner.files import write_atomically

SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("pdf", "txt", "doc", "docx", "xls", "xlsx", "html", "htm", "ofd"),
        *("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp"),
    )
)
SOURCES = "sources.csv"
LABELS = "labels"
_SETTLED_NS = 2_000_000_000
"""A file changed less than this before it was hashed may change within the same tick: it is hashed again."""


@dataclass(frozen=True, slots=True)
class Located:
    """A source and a file that has its content; `trouble` says why that file is not to be opened."""

    source: Source
    file: Path
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A file: its name as the system has it, its path as text, and what it holds."""

    file: Path
    path: str
    digest: str
    size: int
    trouble: str = ""


def discover(
    corpus: Path, index: Path | None, only: str | None = None, limit: int | None = None
) -> tuple[Located, ...]:
    """Sources below the folder, sorted by path; identical content is one Source with all its paths.

    `only` keeps paths that contain it or match it as a glob pattern, `limit` keeps the first so many contents. `index`
    remembers the digests of files whose size and time of change are the same. A sources.csv in the folder (or beside
    a file) gives address and date of publication. A file that cannot be opened is a source too, named by its path; so
    is one that is no plain file, or a link that leads out of the folder: it is not opened.
    """
    root = corpus.resolve()
    known = _Index(index, corpus) if index else None
    files = [(path, file) for path, file in sorted(_files(corpus)) if _is_wanted(path, only)]
    found = [_hash(file, path, known, _trouble(file, root)) for path, file in files]
    if known:
        known.write()
    published = _read_sources(corpus)
    by_digest: dict[str, list[_Found]] = {}
    for one in found:
        by_digest.setdefault(one.digest, []).append(one)
    chosen = list(by_digest.values())[:limit]
    return tuple(Located(_source(files, published), files[0].file, files[0].trouble) for files in chosen)


def remembered_corpus(index: Path) -> Path | None:
    """The corpus folder whose digests an index remembers; None where there is no index, or the folder is gone."""
    try:
        corpus = Path(json.loads(index.read_bytes())["corpus"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return corpus if corpus.is_dir() else None


def locate(name: str, corpus: Path) -> Located | None:
    """A file by its path, or a source of the corpus by how its filing_id begins; None where there is none."""
    file = Path(name)
    if file.is_file():
        found = _hash(file, _as_text(file.name), None)
        return Located(_source([found], {}), file)
    if not corpus.is_dir() or not name:
        return None
    sources = discover(corpus, None)
    return next((one for one in sources if one.source.filing_id.startswith(name.lower())), None)


def _source(files: list[_Found], published: dict[str, dict[str, str]]) -> Source:
    paths = tuple(file.path for file in files)
    about = next((row for row in map(published.get, paths) if row), {})
    return Source(
        files[0].digest[:16],
        files[0].digest,
        paths[0],
        paths,
        "unknown",
        files[0].size,
        about.get("source_url") or None,
        about.get("published_on") or None,
    )


def _files(corpus: Path) -> Iterator[tuple[str, Path]]:
    """Relative paths with forward slashes, and the files; hidden files and folders are not looked at."""
    for folder, folders, files in os.walk(corpus):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = Path(folder, name)
            if file.suffix.lower() in SUFFIXES and not name.startswith((".", "~$")):
                yield _as_text(file.relative_to(corpus).as_posix()), file


def _as_text(path: str) -> str:
    """A path as text: names that are no UTF-8 come from archives packed on Chinese desktops."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", "replace")
    return path


def _is_wanted(path: str, only: str | None) -> bool:
    return only is None or only in path or PurePosixPath(path).match(only)


def _trouble(file: Path, root: Path) -> str:
    """Why a file is not to be opened: archives hold links, and what is no file may keep a reader waiting for ever."""
    try:
        if file.is_symlink() and not file.resolve(strict=True).is_relative_to(root):
            return "这是一个指向语料目录之外的链接，未读取。请把文件本身复制到语料目录。"
        return "" if stat.S_ISREG(file.stat().st_mode) else "这不是普通文件，未读取。请把文件本身复制到语料目录。"
    except (OSError, RuntimeError):
        return ""


def _hash(file: Path, path: str, known: _Index | None, trouble: str = "") -> _Found:
    if trouble:
        return _Found(file, path, sha256(b"unreadable\0" + path.encode()).hexdigest(), 0, trouble)
    try:
        about = file.stat()
        digest = known.get(path, about) if known else None
        if digest is None:
            now = time_ns()
            with file.open("rb") as stream:
                digest = file_digest(stream, "sha256").hexdigest()
            if known:
                known.put(path, about, digest, now)
        return _Found(file, path, digest, about.st_size)
    except OSError:
        return _Found(file, path, sha256(b"unreadable\0" + path.encode()).hexdigest(), 0)


def label_folder(corpus: Path) -> Path:
    """Where to keep what people say of reasons: in the corpus folder, or beside it where only that is there."""
    beside = corpus.resolve().parent / LABELS
    return beside if not (corpus / LABELS).is_dir() and beside.is_dir() else corpus / LABELS


def label_folders(corpus: Path) -> tuple[Path, ...]:
    """Every folder whose labels count for a corpus: in it, beside it, and those of the corpus of the current folder,
    where labels go when nobody says otherwise. They are about contents, so that more of them do no harm."""
    places = (corpus / LABELS, corpus.resolve().parent / LABELS, Path("corpus") / LABELS)
    return tuple({place.resolve(): place for place in reversed(places) if place.is_dir()}.values())[::-1]


class _Index:
    """Digests of files by path, size and times of change: a file that did not change is not read again."""

    def __init__(self, place: Path, corpus: Path) -> None:
        self._place = place
        self._corpus = str(corpus.resolve())
        self._old = self._read()
        self._new: dict[str, list[Any]] = {}

    def get(self, path: str, about: os.stat_result) -> str | None:
        """The digest, where the file is the same as then."""
        entry = self._old.get(path)
        if entry is None or entry[:3] != [about.st_size, about.st_mtime_ns, about.st_ctime_ns]:
            return None
        self._new[path] = entry
        return str(entry[3])

    def put(self, path: str, about: os.stat_result, digest: str, now: int) -> None:
        """Remember a digest, unless the file is so new that it may change within the same tick of its clock."""
        if max(about.st_mtime_ns, about.st_ctime_ns) + _SETTLED_NS < now:
            self._new[path] = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, digest]

    def write(self) -> None:
        """Keep what was learned."""
        if self._new != self._old or remembered_corpus(self._place) != Path(self._corpus):
            kept = {"corpus": self._corpus, "files": self._new}
            write_atomically(self._place, json.dumps(kept, ensure_ascii=False).encode())

    def _read(self) -> dict[str, list[Any]]:
        try:
            kept = json.loads(self._place.read_bytes())
            return dict(kept["files"]) if kept["corpus"] == self._corpus else {}
        except (OSError, ValueError, TypeError, KeyError):
            return {}


def _read_sources(corpus: Path) -> dict[str, dict[str, str]]:
    """Rows of every sources.csv, by the path of the file that they are about."""
    rows: dict[str, dict[str, str]] = {}
    for table in sorted(corpus.rglob(SOURCES)):
        place = table.parent.relative_to(corpus)
        for row in read_sources(table):
            rows[(place / row["file"].replace("\\", "/")).as_posix()] = row
    return rows


def read_sources(table: Path) -> list[dict[str, str]]:
    """The rows of one sources.csv that name a file; none where it is no table."""
    try:
        lines = decode(table.read_bytes()).splitlines() if table.is_file() else []
        given = list(csv.DictReader(lines))
    except (OSError, csv.Error):
        return []
    return [{k: (v or "").strip() for k, v in row.items() if k} for row in given if row.get("file")]
