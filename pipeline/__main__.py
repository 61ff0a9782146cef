"""The command line; the only place that prints."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.records.errors import KnowledgeError, SourceError
from pipeline.runner.discover import discover, label_folder, locate
from pipeline.runner.files import FolderInUse
from pipeline.runner.journal import Journal
from pipeline.runner.options import Across, Options
from pipeline.runner.run import read_run, run
from pipeline.runner.workers import Limits

DONE, DONE_WITH_FAILURES, WRONG_USE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
LAYERS = ("characters", "lines", "blocks", "grids", "facts", "statements", "reasons")

_ABOUT = """\
把部门（单位）决算公开文件读成可以查询的数据（Parquet）。
Reads published final accounts of Chinese public bodies into Parquet datasets."""
_EXAMPLES = """\
示例 Examples:
  juesuan run corpus                          读取 corpus 目录，结果写入 outputs
  juesuan run D:\\决算 --outputs D:\\结果        任意目录，包括子目录，文件名不限
  juesuan run corpus --only 2024 --limit 10   只处理路径含 2024 的前 10 份
  juesuan inspect corpus/某局2024年度决算.pdf    用文字说明一份文件读到了什么
  juesuan show corpus/某局2024年度决算.pdf 12 --layer facts --out 第12页.png

退出码 Exit status: 0 完成；1 完成但有文件失败；2 用法有误；3 models/ 自相矛盾。"""

_RUN = """\
子目录一并读取，文件名不限；除 PDF、文本外的格式、扫描件、损坏的文件也各占 filings 一行，写明原因和处理办法。
没有变化的文件不会重读；用 --only、--limit 时，结果也只含所选的文件。目录中可放 sources.csv（列 file、source_url、
published_on），注明各文件的网址和公开日期。
Subfolders are read too. A file that cannot be read is a row of filings that says why. What did not change is not
read again. With --only or --limit the datasets hold the chosen files only."""
_LABEL = """\
导出的表可用 Excel 打开。可改 surface、cause_ids（或 cause_labels_zh）、is_vacuous、is_reason；
看过无误的，在 labelled_by 署名。没有改动也没有署名的行不算标注。导入后再运行 juesuan run，人的判断优先于程序。
Edit the answers in the table; sign rows that are right. A row neither changed nor signed is no label."""
_Plain = argparse.RawDescriptionHelpFormatter


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.do(asked))
    except KeyboardInterrupt:
        print("已中断；已处理的文件已保留，重新运行即可接着处理。", file=sys.stderr)
        return INTERRUPTED
    except KnowledgeError as error:
        print(f"models/ 或标注目录 labels/ 中的知识自相矛盾，拒绝运行。请改正后重试：\n{error}", file=sys.stderr)
        return REFUSED
    except FolderInUse:
        return _wrong("另一次运行正在写同一个结果目录。请等它结束，或用 --outputs 换一个目录。")
    except BrokenPipeError:  # whoever was reading has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - nothing more is written, and the interpreter closes it
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "juesuan",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=_Plain,
    )
    commands = parser.add_subparsers(title="命令 Commands", required=True, metavar="COMMAND")
    _add_run(commands)
    _add_show(commands)
    _add_inspect(commands)
    _add_evaluate(commands)
    _add_diff(commands)
    _add_label(commands)
    return parser


def _add_run(commands: Any) -> None:
    about = "读取一个目录，写出全部数据集 / read a folder into datasets"
    command = commands.add_parser("run", help=about, description=about, epilog=_RUN, formatter_class=_Plain)
    command.set_defaults(do=_run)
    command.add_argument(
        "corpus", type=Path, nargs="?", default=Path("corpus"), help="公开文件所在目录，默认 corpus / folder to read"
    )
    command.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs / results")
    command.add_argument("--workers", type=_positive, metavar="N", help="并行进程数，默认为可用的处理器数 / processes")
    command.add_argument(
        "--only", metavar="PATTERN", help="只处理路径含该文字或符合该通配式的文件 / only paths that contain or match"
    )
    command.add_argument("--limit", type=_positive, metavar="N", help="只处理前 N 份 / only the first N files")
    command.add_argument(
        "--time-limit",
        type=_seconds,
        default=Limits().seconds,
        metavar="SECONDS",
        help="每份文件的时限，默认 %(default)g 秒 / seconds that one file may take",
    )


def _add_show(commands: Any) -> None:
    about = "把某一层画在页面图上 / draw a layer on the page image"
    command = commands.add_parser("show", help=about, description=about)
    command.set_defaults(do=_show)
    _add_file(command)
    command.add_argument("page", type=_positive, help="页码，自 1 起")
    command.add_argument("--layer", choices=LAYERS, default="lines", help="画哪一层，默认 %(default)s")
    command.add_argument("--out", type=Path, metavar="PNG", help="写到哪个图片文件，默认 <文件名>-p<页码>-<层>.png")


def _add_inspect(commands: Any) -> None:
    about = "用文字说明一份文件：信息、目录、表格、陈述、原因、问题 / one filing in words"
    command = commands.add_parser("inspect", help=about, description=about)
    command.set_defaults(do=_inspect)
    _add_file(command)


def _add_evaluate(commands: Any) -> None:
    about = "与人工标注比对 / score against marked files"
    command = commands.add_parser("evaluate", help=about, description=about)
    command.set_defaults(do=_evaluate)
    command.add_argument(
        "gold",
        type=Path,
        nargs="?",
        default=Path("corpus/gold"),
        help="标注所在目录，每份文件一个子目录，默认 corpus/gold",
    )
    command.add_argument("--examples", type=int, default=0, metavar="N", help="每类列出至多 N 条对不上的行")
    command.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs")
    command.add_argument("--corpus", type=Path, metavar="FOLDER", help="公开文件目录；给出时核对各行所指的页面位置")
    command.add_argument("--json", type=Path, metavar="FILE", help="另存为 JSON / also as JSON")
    command.add_argument("--markdown", type=Path, metavar="FILE", help="另存为 Markdown / also as Markdown")


def _add_diff(commands: Any) -> None:
    about = "两次结果的得失 / gains and losses between two outputs"
    command = commands.add_parser("diff", help=about, description=about)
    command.set_defaults(do=_diff)
    command.add_argument("base", type=Path, help="作比较基准的结果目录 / outputs to compare with")
    command.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs")
    command.add_argument("--examples", type=int, default=10, metavar="N", help="每类列出至多 N 条，默认 %(default)s")


def _add_label(commands: Any) -> None:
    about = "人工标注原因：导出、导入、检查 / judge reasons by hand: export, import, check"
    label = commands.add_parser("label", help=about, description=about, epilog=_LABEL, formatter_class=_Plain)
    steps = label.add_subparsers(title="步骤 Steps", required=True, metavar="STEP")
    step = steps.add_parser("export", help="导出原因和上下文 / write reasons with context")
    step.set_defaults(do=_label_export)
    step.add_argument("outputs", type=Path, help="结果目录 / results")
    step.add_argument("--to", type=Path, required=True, metavar="FILE", help="写到哪个文件 / file to write")
    step.add_argument("--format", choices=("csv", "label-studio"), default="csv", help="格式，默认 csv")
    step = steps.add_parser("import", help="导入改好的标注 / read corrections back")
    step.set_defaults(do=_label_import)
    step.add_argument("file", type=Path, help="改好的 CSV，或 Label Studio 导出的 JSON / corrected file")
    _add_kept(step)
    step = steps.add_parser("check", help="列出失效和有分歧的标注 / list labels without place or agreement")
    step.set_defaults(do=_label_check)
    _add_kept(step)


def _add_kept(step: argparse.ArgumentParser) -> None:
    step.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs")
    step.add_argument("--corpus", type=Path, default=Path("corpus"), help="公开文件目录，默认 corpus")
    step.add_argument("--labels", type=Path, metavar="FOLDER", help="标注目录，默认为公开文件目录下（或旁）的 labels")


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="文件路径，或结果中的 filing_id（此时需 --corpus 指明原文件所在目录）")
    command.add_argument(
        "--corpus", type=Path, default=Path("corpus"), help="按 filing_id 查找时的公开文件目录，默认 corpus"
    )


def _run(asked: argparse.Namespace) -> int:
    from pipeline.report.summary import summary

    if not asked.corpus.is_dir():
        return _wrong(f"找不到目录 {asked.corpus}。请指明公开文件所在的目录，例如：juesuan run corpus")
    if asked.outputs.exists() and not asked.outputs.is_dir():
        return _wrong(f"{asked.outputs} 不是目录。请用 --outputs 指明一个目录。")
    options = Options(asked.corpus, asked.outputs, asked.workers, asked.only, asked.limit, Limits(asked.time_limit))
    result = run(options, ACROSS, Journal())
    print(summary(result, asked.outputs))
    return DONE_WITH_FAILURES if result["filings"].get("failed") else DONE


def _show(asked: argparse.Namespace) -> int:
    from pipeline.runner.process import layers_of
    from pipeline.show import render

    located = locate(asked.file, asked.corpus)
    if located is None:
        return _wrong(f"找不到文件 {asked.file}。")
    layers = layers_of(located, label_folder(asked.corpus))
    out = asked.out or Path(f"{located.file.stem}-p{asked.page}-{asked.layer}.png")
    try:
        out.write_bytes(render(located.file.read_bytes(), asked.page, asked.layer, layers))
    except (SourceError, ValueError) as error:
        return _wrong(f"画不出来：{error}")
    print(out)
    return DONE


def _inspect(asked: argparse.Namespace) -> int:
    from pipeline.report.inspect import inspect
    from pipeline.runner.process import layers_of

    located = locate(asked.file, asked.corpus)
    if located is None:
        return _wrong(f"找不到文件 {asked.file}。")
    print(inspect(layers_of(located, label_folder(asked.corpus))))
    return DONE


def _evaluate(asked: argparse.Namespace) -> int:
    from pipeline.evaluation import evaluate, format_report, to_json

    if not asked.gold.is_dir():
        return _wrong(f"找不到标注目录 {asked.gold}。")
    if not read_run(asked.outputs):
        return _no_results(asked.outputs)
    files = {one.source.sha256: one.file for one in discover(asked.corpus, None)} if asked.corpus else {}
    report = evaluate(asked.outputs, asked.gold, files)
    for file, text in ((asked.json, to_json(report)), (asked.markdown, format_report(report, asked.examples))):
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    print(format_report(report, asked.examples))
    return DONE


def _diff(asked: argparse.Namespace) -> int:
    from pipeline.evaluation import compare_outputs, format_changes

    for folder in (asked.base, asked.outputs):
        if not read_run(folder):
            return _no_results(folder)
    print(format_changes(compare_outputs(asked.base, asked.outputs), asked.examples), end="")
    return DONE


def _label_export(asked: argparse.Namespace) -> int:
    from pipeline.labelling import export

    if not read_run(asked.outputs):
        return _no_results(asked.outputs)
    print(export(asked.outputs, asked.to, asked.format))
    return DONE


def _label_import(asked: argparse.Namespace) -> int:
    from pipeline.labelling import take_in

    if not read_run(asked.outputs):
        return _no_results(asked.outputs)
    if not asked.file.is_file():
        return _wrong(f"找不到文件 {asked.file}。")
    try:
        is_taken, said = take_in(asked.file, asked.outputs, asked.labels or label_folder(asked.corpus))
    except ValueError as error:
        remedy = "请用 juesuan label export 导出的 CSV，或 Label Studio 导出的 JSON。"
        return _wrong(f"读不懂 {asked.file}（{error}）。{remedy}")
    if not is_taken:
        return _wrong(said)
    print(said)
    return DONE


def _label_check(asked: argparse.Namespace) -> int:
    from pipeline.labelling import examine

    if not read_run(asked.outputs):
        return _no_results(asked.outputs)
    troubles = examine(asked.outputs, asked.labels or label_folder(asked.corpus))
    print("\n".join(troubles) or "标注都找得到位置，也没有分歧。")
    return DONE_WITH_FAILURES if troubles else DONE


def _no_results(outputs: Path) -> int:
    return _wrong(f"{outputs} 中没有完整的结果。请先运行 juesuan run。")


def _identify(filings: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    from pipeline.compare.entities import identify
    from pipeline.knowledge import load_knowledge

    return identify(filings, load_knowledge().comparison)


def _compare(folder: Path) -> Mapping[str, Sequence[Any]]:
    from pipeline.compare import COLUMNS, compare
    from pipeline.knowledge import load_knowledge
    from pipeline.store.read import Frames

    return compare(Frames(folder, COLUMNS), load_knowledge())


def _dimensions() -> Mapping[str, Sequence[Any]]:
    from pipeline.compare.dimensions import dimensions
    from pipeline.knowledge import load_knowledge

    return dimensions(load_knowledge())


def _describe(folder: Path, result: Mapping[str, Any]) -> Mapping[str, str]:
    from pipeline.report.bureau import REPORT, bureau_report
    from pipeline.store.dictionary import CARD, DICTIONARY, data_dictionary, dataset_card

    return {DICTIONARY: data_dictionary(), CARD: dataset_card(result), REPORT: bureau_report(folder)}


def _count(folder: Path) -> Mapping[str, int]:
    from pipeline.report.figures import figures

    return figures(folder)


ACROSS = Across(_identify, _compare, _dimensions, _describe, _count, ("pipeline.__main__",))


def _wrong(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG_USE


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("须为正整数")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError("须大于 0")
    return number


if __name__ == "__main__":
    sys.exit(main())
