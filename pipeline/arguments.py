"""What may be asked on the command line, and how it is explained."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pipeline.runner.workers import Limits

LAYERS = ("characters", "lines", "blocks", "grids", "facts", "statements", "reasons")

_ABOUT = """\
把部门（单位）决算公开文件读成可以查询的数据（Parquet）。
Reads published final accounts of Chinese public bodies into Parquet datasets."""
_EXAMPLES = """\
示例 Examples:
  juesuan run corpus                          读取 corpus 目录，结果写入 outputs
  juesuan run D:\\决算 --outputs D:\\结果        任意目录，包括子目录，文件名不限
  juesuan run corpus --only 2024 --limit 10   只处理路径含 2024 的前 10 份
  juesuan report outputs                      写出分析报告 outputs/report/：index.html 和 决算执行分析.xlsx
  juesuan inspect corpus/某局2024年度决算.pdf    用文字说明一份文件读到了什么
  juesuan show corpus/某局2024年度决算.pdf 12 --layer facts --out 第12页.png
  juesuan label export outputs --to 标注.csv    导出原因，供人改正后用 label import 导回

退出码 Exit status: 0 完成；1 完成但有失败或问题；2 用法有误；3 models/ 或标注自相矛盾；
4 结果目录正被另一次运行使用，或无法写入；130 被中断。"""

_RUN = """\
子目录一并读取，文件名不限；除 PDF、文本外的格式、扫描件、损坏的文件也各占 filings 一行，写明原因和处理办法。
没有变化的文件不会重读；用 --only、--limit 时，结果也只含所选的文件。目录中可放 sources.csv（列 file、source_url、
published_on），注明各文件的网址和公开日期。
Subfolders are read too. A file that cannot be read is a row of filings that says why. What did not change is not
read again. With --only or --limit the datasets hold the chosen files only."""
_LABEL = """\
导出的表可用 Excel 打开。可改 surface、cause_ids（或 cause_labels_zh）、is_vacuous、is_reason；
看过无误的，在 labelled_by 署名。没有改动也没有署名的行不算标注。导入后再运行 juesuan run，人的判断优先于程序：
run 读取公开文件目录下、其旁和当前目录 corpus 下的 labels。
Edit the answers in the table; sign rows that are right. A row neither changed nor signed is no label."""
_Plain = argparse.RawDescriptionHelpFormatter

Action = Callable[[argparse.Namespace], int]
"""Does what was asked; returns the exit status."""


def parser_of(actions: Mapping[str, Action]) -> argparse.ArgumentParser:
    """The command line; `actions` has what each command does, by its name."""
    parser = argparse.ArgumentParser(
        "juesuan",
        description=_ABOUT,
        epilog=_EXAMPLES,
        formatter_class=_Plain,
    )
    commands = parser.add_subparsers(title="命令 Commands", required=True, metavar="COMMAND")
    _add_run(commands, actions)
    _add_doctor(commands, actions)
    _add_show(commands, actions)
    _add_inspect(commands, actions)
    _add_report(commands, actions)
    _add_evaluate(commands, actions)
    _add_diff(commands, actions)
    _add_verify(commands, actions)
    _add_codes(commands, actions)
    _add_train(commands, actions)
    _add_label(commands, actions)
    _add_bench(commands, actions)
    return parser


def _add_run(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "读取一个目录，写出全部数据集 / read a folder into datasets"
    command = commands.add_parser("run", help=about, description=about, epilog=_RUN, formatter_class=_Plain)
    command.set_defaults(do=actions["run"])
    _add_folders(command)
    command.add_argument(
        "--only", metavar="PATTERN", help="只处理路径含该文字或符合该通配式的文件 / only paths that contain or match"
    )
    command.add_argument("--limit", type=_positive, metavar="N", help="只处理前 N 份 / only the first N files")
    _add_limits(command)
    command.add_argument(
        "--retry", action="store_true", help="因超限、崩溃而停下的文件再试一次 / try files again that were stopped"
    )


def _add_doctor(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "长时间运行之前检查环境和语料 / look at environment and corpus before a long run"
    command = commands.add_parser("doctor", help=about, description=about)
    command.set_defaults(do=actions["doctor"])
    _add_folders(command)
    _add_limits(command)


def _add_folders(command: Any) -> None:
    command.add_argument(
        "corpus", type=Path, nargs="?", default=Path("corpus"), help="公开文件所在目录，默认 corpus / folder to read"
    )
    command.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs / results")
    command.add_argument("--workers", type=_positive, metavar="N", help="并行进程数，默认为可用的处理器数 / processes")


def _add_limits(command: Any) -> None:
    command.add_argument(
        "--time-limit",
        type=_seconds,
        default=Limits().seconds,
        metavar="SECONDS",
        help="每份文件的时限，默认 %(default)g 秒 / seconds that one file may take",
    )
    command.add_argument(
        "--memory-limit",
        type=_positive,
        default=Limits().memory >> 20,
        metavar="MB",
        help="每份文件可用的内存，默认 %(default)s MB（限 Linux）/ memory that one file may take (Linux)",
    )


def _add_show(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "把某一层画在页面图上 / draw a layer on the page image"
    command = commands.add_parser("show", help=about, description=about)
    command.set_defaults(do=actions["show"])
    _add_file(command)
    command.add_argument("page", type=_positive, help="页码，自 1 起")
    command.add_argument("--layer", choices=LAYERS, default="lines", help="画哪一层，默认 %(default)s")
    command.add_argument("--out", type=Path, metavar="PNG", help="写到哪个图片文件，默认 <文件名>-p<页码>-<层>.png")


def _add_inspect(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "用文字说明一份文件：信息、目录、表格、陈述、原因、问题 / one filing in words"
    command = commands.add_parser("inspect", help=about, description=about)
    command.set_defaults(do=actions["inspect"])
    _add_file(command)


def _add_report(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "写出带依据图的分析报告 / write the report with its evidence"
    command = commands.add_parser("report", help=about, description=about)
    command.set_defaults(do=actions["report"])
    command.add_argument(
        "outputs", type=Path, nargs="?", default=Path("outputs"), help="结果目录，默认 outputs / results"
    )
    command.add_argument(
        "--corpus", type=Path, metavar="FOLDER", help="公开文件所在目录，默认为读出该结果的目录 / folder that was read"
    )


def _add_evaluate(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "与人工标注比对 / score against marked files"
    command = commands.add_parser("evaluate", help=about, description=about)
    command.set_defaults(do=actions["evaluate"])
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


def _add_diff(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "两次结果的得失 / gains and losses between two outputs"
    command = commands.add_parser("diff", help=about, description=about)
    command.set_defaults(do=actions["diff"])
    command.add_argument("base", type=Path, help="作比较基准的结果目录 / outputs to compare with")
    command.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs")
    command.add_argument("--examples", type=int, default=10, metavar="N", help="每类列出至多 N 条，默认 %(default)s")


def _add_label(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "人工标注原因：导出、导入、检查 / judge reasons by hand: export, import, check"
    label = commands.add_parser("label", help=about, description=about, epilog=_LABEL, formatter_class=_Plain)
    steps = label.add_subparsers(title="步骤 Steps", required=True, metavar="STEP")
    step = steps.add_parser("export", help="导出原因和上下文 / write reasons with context")
    step.set_defaults(do=actions["label export"])
    step.add_argument("outputs", type=Path, help="结果目录 / results")
    step.add_argument("--to", type=Path, required=True, metavar="FILE", help="写到哪个文件 / file to write")
    step.add_argument("--format", choices=("csv", "label-studio"), default="csv", help="格式，默认 csv")
    step = steps.add_parser("import", help="导入改好的标注 / read corrections back")
    step.set_defaults(do=actions["label import"])
    step.add_argument("file", type=Path, help="改好的 CSV，或 Label Studio 导出的 JSON / corrected file")
    _add_kept(step)
    step = steps.add_parser("check", help="列出失效和有分歧的标注 / list labels without place or agreement")
    step.set_defaults(do=actions["label check"])
    _add_kept(step)


def _add_kept(step: argparse.ArgumentParser) -> None:
    step.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs")
    step.add_argument("--corpus", type=Path, default=Path("corpus"), help="公开文件目录，默认 corpus")
    step.add_argument("--labels", type=Path, metavar="FOLDER", help="标注目录，默认为公开文件目录下（或旁）的 labels")


def _add_verify(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "用两种读法核对：每条结果的位置、表格数据是否一致 / check boxes and compare two readers"
    command = commands.add_parser("verify", help=about, description=about)
    command.set_defaults(do=actions["verify"])
    command.add_argument("corpus", type=Path, nargs="?", default=Path("corpus"), help="公开文件所在目录，默认 corpus")
    command.add_argument("--only", metavar="PATTERN", help="只核对路径含该文字或符合该通配式的文件")
    command.add_argument("--examples", type=int, default=5, metavar="N", help="每类列出至多 N 条，默认 %(default)s")


def _add_codes(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "科目编码目录 / code lists"
    group = commands.add_parser("codes", help=about, description=about)
    inner = group.add_subparsers(title="命令 Commands", required=True, metavar="COMMAND")
    about = "从结果中找出目录里没有的编码和名称，供人工采纳 / propose codes that documents print"
    command = inner.add_parser("harvest", help=about, description=about)
    command.set_defaults(do=actions["codes harvest"])
    command.add_argument("--outputs", type=Path, default=Path("outputs"), help="结果目录，默认 outputs")
    command.add_argument(
        "--out", type=Path, metavar="CSV", default=Path("codes.csv"), help="写到哪个表，默认 %(default)s"
    )


def _add_train(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "重新训练原因分类模型 / train the classifier of causes again"
    command = commands.add_parser("train", help=about, description=about)
    command.set_defaults(do=actions["train"])
    command.add_argument(
        "--labels",
        type=Path,
        default=Path("corpus/labels"),
        help="人工标注所在目录，其中 CSV 的列 surface、cause_ids 一并用于训练，默认 %(default)s",
    )


def _add_bench(commands: Any, actions: Mapping[str, Action]) -> None:
    about = "测量速度和内存，与其他读取程序在同一次运行、同样的页面上比较 / measure speed and memory"
    command = commands.add_parser("bench", help=about, description=about)
    command.set_defaults(do=actions["bench"])
    command.add_argument("folders", type=Path, nargs="*", default=[Path("corpus")], help="PDF 所在目录，默认 corpus")
    command.add_argument("--repeats", type=_positive, default=5, metavar="N", help="重复次数，默认 %(default)s")
    command.add_argument(
        "--pages", type=_positive, default=5000, metavar="N", help="整批运行和内存测量的页数，默认 %(default)s"
    )


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", help="文件路径，或结果中的 filing_id（此时需 --corpus 指明原文件所在目录）")
    command.add_argument(
        "--corpus", type=Path, default=Path("corpus"), help="按 filing_id 查找时的公开文件目录，默认 corpus"
    )


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
