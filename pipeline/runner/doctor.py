"""What to look at before a long run: the environment, the results folder, and the files, without reading them."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

from pipeline.readers.formats import sniff
from pipeline.records.errors import ContractError, KnowledgeError
from pipeline.runner.digests import engines
from pipeline.runner.discover import SOURCES, Located, discover, read_sources
from pipeline.runner.files import CannotWrite, FolderInUse, only_run
from pipeline.runner.memory import address_space, available
from pipeline.runner.options import Options, slots
from pipeline.runner.process import warm_up
from pipeline.runner.run import CACHE
from pipeline.runner.workers import run_guarded

Level = Literal["good", "warning", "error"]

_OLDEST_PYTHON = (3, 11)
_ACCELERATOR = "pipeline.readers._pdf_columns"
_READABLE = ("pdf", "text")
_ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz", ".tgz"})
_ENDS = 4096
_LARGE = 200 << 20
_NEEDED_PER_FILE = 400 << 10
"""Bytes of results and of what is kept, for a filing of usual size."""
_OWN_MEMORY = 1 << 30
_LISTED = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, said in Chinese with what to do."""

    level: Level
    text: str


def examine(options: Options, modules: Sequence[str]) -> Iterator[Finding]:
    """Look at all of it; `modules` are those that a run needs. Nothing is left behind in the results folder."""
    yield from _python(modules)
    yield from _knowledge()
    located = discover(options.corpus, None, options.only, options.limit)
    yield from _outputs(options, len(located))
    yield from _memory(options, len(located))
    yield from _worker(options)
    yield from _files(located)
    yield from _beside(options.corpus, located)


def _python(modules: Sequence[str]) -> Iterator[Finding]:
    number = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        yield Finding("error", f"Python {number} 太旧。请改用 3.11 或更新的版本。")
    found = engines(modules)
    missing = sorted(name for name in found if find_spec(name) is None)
    if missing:
        yield Finding("error", f"缺少程序包 {'、'.join(missing)}。请按 requirements.lock 重新安装。")
    else:
        yield Finding("good", f"Python {number}，所需的 {len(found)} 个程序包齐全。")
    if find_spec(_ACCELERATOR) is None:
        yield Finding("warning", "读取 PDF 的加速部件没有编译，结果相同，但较慢。有 C 编译器时请重新安装。")


def _knowledge() -> Iterator[Finding]:
    from pipeline.knowledge import load_knowledge

    try:
        load_knowledge()
    except KnowledgeError as error:
        yield Finding("error", f"models/ 中的知识自相矛盾，请改正：{error}")
    else:
        yield Finding("good", "models/ 中的知识前后一致。")


def _outputs(options: Options, count: int) -> Iterator[Finding]:
    place = options.outputs
    is_new = not place.exists()
    try:
        with only_run(place / CACHE), TemporaryFile(dir=place):
            free = shutil.disk_usage(place).free
    except FolderInUse:
        yield Finding("error", f"另一次运行正在写 {place}。请等它结束，或用 --outputs 换一个目录。")
        return
    except (CannotWrite, OSError) as error:
        yield Finding("error", f"结果目录 {place} 无法写入（{error}）。请检查权限，或用 --outputs 换一个目录。")
        return
    finally:
        if is_new:
            shutil.rmtree(place, ignore_errors=True)
    needed = count * _NEEDED_PER_FILE
    said = f"结果目录 {place} 可以写入，剩余 {_size(free)}，{count} 份文件约需 {_size(needed)}"
    if free < needed:
        yield Finding("error", f"{said}，空间不足。请清理磁盘或换一个目录。")
    else:
        yield Finding("good", f"{said}。")


def _memory(options: Options, count: int) -> Iterator[Finding]:
    workers, free = slots(options, count), available()
    needed = workers * options.limits.memory + _OWN_MEMORY
    if not free:
        yield Finding("warning", "此系统不能限制单个文件的内存；异常文件可能占满内存，请留意。")
    elif free < needed:
        said = f"可用内存 {_size(free)}，{workers} 个进程最多可用到 {_size(needed)}"
        yield Finding("warning", f"{said}。请减少 --workers 或 --memory-limit，或关闭其他程序。")
    else:
        yield Finding("good", f"可用内存 {_size(free)}，够 {workers} 个进程使用。")


def _worker(options: Options) -> Iterator[Finding]:
    try:
        ((_, ending, _),) = run_guarded(_nothing, [None], 1, options.limits, warm_up)
    except (ContractError, KnowledgeError, OSError) as error:
        yield Finding("error", f"工作进程无法启动（{error}）。请检查内存、安全软件的设置。")
        return
    if ending == "done":
        yield Finding("good", "工作进程可以启动。")
    else:
        yield Finding("error", f"工作进程不能工作（{ending}）。请检查内存和安装。")


def _nothing(_: None) -> int:
    return address_space()


def _files(located: Sequence[Located]) -> Iterator[Finding]:
    kinds: Counter[str] = Counter()
    doubts: dict[str, list[str]] = {}
    for one in located:
        kind, doubt = _look(one)
        kinds[kind] += 1
        if doubt:
            doubts.setdefault(doubt, []).append(one.source.source_path)
    copies = sum(len(one.source.source_paths) - 1 for one in located)
    counted = "，".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    if located:
        yield Finding("good", f"公开文件 {len(located)} 份（{counted}），另有内容相同的副本 {copies} 份。")
    else:
        yield Finding("error", "没有找到公开文件。请核对目录，压缩包请先解压。")
    for doubt, paths in sorted(doubts.items()):
        listed = "、".join(paths[:_LISTED]) + (f" 等 {len(paths)} 份" if len(paths) > _LISTED else "")
        yield Finding("warning", f"{doubt}：{listed}")


def _look(one: Located) -> tuple[str, str]:
    """What kind of file it seems to be, by its ends, and what may go wrong with it."""
    if one.trouble:
        return "unknown", one.trouble.rstrip("。")
    try:
        size = one.file.stat().st_size
        with one.file.open("rb") as file:
            head = file.read(_ENDS)
            file.seek(max(0, size - _ENDS))
            tail = file.read(_ENDS)
    except OSError:
        return "unknown", "无法打开，请检查权限"
    kind = sniff(head, one.file.suffix)
    if not size:
        return kind, "空文件，请重新下载"
    if kind == "pdf" and b"%%EOF" not in tail:
        return kind, "PDF 结尾缺失，可能没有下载完整，请重新下载"
    if kind == "pdf" and b"/Encrypt" in tail:
        return kind, "PDF 可能加密，请解除密码后放回"
    if kind not in _READABLE:
        return kind, f"本版本不读取的格式（{kind}），请另存为 PDF"
    return kind, "文件很大，可能超出时限或内存限额" if size > _LARGE else ""


def _beside(corpus: Path, located: Sequence[Located]) -> Iterator[Finding]:
    """Folders and archives that are not looked into, and rows of sources.csv that name no file."""
    closed: list[OSError] = []
    for _ in os.walk(corpus, onerror=closed.append):
        pass
    if closed:
        yield Finding("error", f"无法打开目录 {'、'.join(str(e.filename) for e in closed[:_LISTED])}。请检查权限。")
    archives = sorted(f.relative_to(corpus).as_posix() for f in corpus.rglob("*") if f.suffix.lower() in _ARCHIVES)
    if archives:
        yield Finding("warning", f"压缩包不会被读取，请先解压：{'、'.join(archives[:_LISTED])}")
    known = {path for one in located for path in one.source.source_paths}
    for table in sorted(corpus.rglob(SOURCES)):
        place, rows = table.parent.relative_to(corpus), read_sources(table)
        if not rows:
            yield Finding("warning", f"{table} 中没有可用的行。请核对表头 file、source_url、published_on。")
        lost = [row["file"] for row in rows if (place / row["file"].replace("\\", "/")).as_posix() not in known]
        if lost:
            yield Finding("warning", f"{table} 中有 {len(lost)} 行找不到对应的文件：{'、'.join(lost[:_LISTED])}")


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count >> 20} MB"
