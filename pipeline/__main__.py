"""The command line; the only place that prints."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.arguments import parser_of
from pipeline.records.errors import KnowledgeError, SourceError
from pipeline.runner.discover import discover, label_folder, label_folders, locate, remembered_corpus
from pipeline.runner.files import CannotWrite, FolderInUse
from pipeline.runner.journal import Journal
from pipeline.runner.options import Across, Options
from pipeline.runner.run import CACHE, INDEX, ended, read_run, run
from pipeline.runner.workers import Limits

DONE, DONE_WITH_FAILURES, WRONG_USE, REFUSED, UNUSABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked = parser_of(ACTIONS).parse_args(arguments)
    try:
        return int(asked.do(asked))
    except KeyboardInterrupt:
        print("已中断；已处理的文件已保留，重新运行即可接着处理。", file=sys.stderr)
        return INTERRUPTED
    except KnowledgeError as error:
        print(f"models/ 或标注目录 labels/ 中的知识自相矛盾，拒绝运行。请改正后重试：\n{error}", file=sys.stderr)
        return REFUSED
    except FolderInUse:
        print("另一次运行正在写同一个结果目录。请等它结束，或用 --outputs 换一个目录。", file=sys.stderr)
        return UNUSABLE
    except CannotWrite as error:
        print(f"{error}已处理的文件已保留。", file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:  # whoever was reading has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - nothing more is written, and the interpreter closes it
        return DONE


def _run(asked: argparse.Namespace) -> int:
    from pipeline.report.summary import summary

    if not asked.corpus.is_dir():
        return _wrong(f"找不到目录 {asked.corpus}。请指明公开文件所在的目录，例如：juesuan run corpus")
    if asked.outputs.exists() and not asked.outputs.is_dir():
        return _wrong(f"{asked.outputs} 不是目录。请用 --outputs 指明一个目录。")
    limits = Limits(asked.time_limit, asked.memory_limit << 20)
    options = Options(asked.corpus, asked.outputs, asked.workers, asked.only, asked.limit, limits, asked.retry)
    result = run(options, ACROSS, Journal())
    print(summary(result, asked.outputs))
    return DONE_WITH_FAILURES if result["filings"].get("failed") else DONE


def _doctor(asked: argparse.Namespace) -> int:
    from pipeline.runner.doctor import examine

    if not asked.corpus.is_dir():
        return _wrong(f"找不到目录 {asked.corpus}。请指明公开文件所在的目录，例如：juesuan doctor corpus")
    limits = Limits(asked.time_limit, asked.memory_limit << 20)
    status, marks = DONE, {"good": "[正常]", "warning": "[注意]", "error": "[有误]"}
    for finding in examine(Options(asked.corpus, asked.outputs, asked.workers, limits=limits), NEEDED):
        print(f"{marks[finding.level]} {finding.text}", flush=True)
        status = DONE_WITH_FAILURES if finding.level == "error" else status
    return status


def _show(asked: argparse.Namespace) -> int:
    from pipeline.runner.process import layers_of
    from pipeline.show import render

    located = locate(asked.file, asked.corpus)
    if located is None:
        return _wrong(f"找不到文件 {asked.file}。")
    layers = layers_of(located, labels=label_folders(asked.corpus))
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
    print(inspect(layers_of(located, labels=label_folders(asked.corpus))))
    return DONE


def _report(asked: argparse.Namespace) -> int:
    from pipeline.knowledge import load_knowledge
    from pipeline.report.page import write_page
    from pipeline.report.workbook import write_workbook

    if not read_run(asked.outputs):
        return _no_results(asked.outputs)
    corpus = asked.corpus or remembered_corpus(asked.outputs / CACHE / INDEX) or Path("corpus")
    page, drawn = write_page(asked.outputs, load_knowledge(), corpus)
    print(write_workbook(asked.outputs, load_knowledge(), corpus, read_run(asked.outputs), ended(asked.outputs)))
    print(f"{page}（依据图 {len(drawn.pictures)} 幅，{page.stat().st_size / 1e6:.1f} MB）")
    if drawn.missing:
        said = f"有 {drawn.missing} 行在 {corpus} 中找不到原文件，或原文件已改动，没有依据图。"
        print(f"{said}请用 --corpus 指明公开文件所在的目录。", file=sys.stderr)
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


def _bench(asked: argparse.Namespace) -> int:
    from pipeline.bench import bench, format_bench

    results = []
    for folder in asked.folders:
        try:
            results.append((folder.name, bench(folder, ACROSS, repeats=asked.repeats, pages=asked.pages)))
        except ValueError:
            return _wrong(f"{folder} 中没有可读的 PDF。请指明公开文件所在的目录。")
    print(format_bench(results))
    return DONE


def _diff(asked: argparse.Namespace) -> int:
    from pipeline.evaluation import compare_outputs, format_changes

    for folder in (asked.base, asked.outputs):
        if not read_run(folder):
            return _no_results(folder)
    print(format_changes(compare_outputs(asked.base, asked.outputs), asked.examples), end="")
    return DONE


def _verify(asked: argparse.Namespace) -> int:
    from pipeline.evaluation.verify import format_verdict, verify
    from pipeline.runner.process import layers_of

    if not asked.corpus.is_dir():
        return _wrong(f"找不到目录 {asked.corpus}。请指明公开文件所在的目录，例如：juesuan verify corpus")
    status = DONE
    for located in discover(asked.corpus, None, asked.only):
        if located.file.suffix.lower() == ".pdf":
            path = located.source.source_path
            verdict = verify(path, layers_of(located, "pdfium"), layers_of(located, "reference"))
            print(format_verdict(verdict, asked.examples), flush=True)
            status = status if verdict.holds else DONE_WITH_FAILURES
    return status


def _harvest(asked: argparse.Namespace) -> int:
    from pipeline.knowledge import load_knowledge
    from pipeline.report.harvest import harvest, harvest_summary, proposals_csv

    if not read_run(asked.outputs):
        return _no_results(asked.outputs)
    proposals = harvest(asked.outputs, load_knowledge().codes)
    asked.out.write_text(proposals_csv(proposals), encoding="utf-8-sig")
    print(f"{harvest_summary(proposals)}。明细见 {asked.out}，核对后采纳的行请写入 models/codes。")
    return DONE


def _train(asked: argparse.Namespace) -> int:
    from pipeline.knowledge import MODELS
    from pipeline.knowledge.reasons import load_causes
    from pipeline.training import train_classifier

    trained = train_classifier(MODELS / "cause_classifier", asked.labels, load_causes(MODELS / "reasons/lexicon.yaml"))
    counts = "，".join(f"{name} {number} 条" for name, number in trained.phrases.items())
    print(f"已训练（{counts}），阈值 {trained.threshold:.2f}。测试集：")
    for name, scores in trained.scores.items():
        print(f"  {name}: micro {scores.micro:.3f}  macro {scores.macro:.3f}")
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
    folder = asked.labels or label_folder(asked.corpus)
    try:
        is_taken, said = take_in(asked.file, asked.outputs, folder)
    except OSError as error:
        return _wrong(f"无法写入标注目录 {folder}（{error.strerror}）。请用 --labels 指明一个可以写入的目录。")
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
    folders = (asked.labels,) if asked.labels else label_folders(asked.corpus)
    troubles = examine(asked.outputs, folders)
    print("\n".join(troubles) or "标注都找得到位置，也没有分歧。")
    return DONE_WITH_FAILURES if troubles else DONE


def _no_results(outputs: Path) -> int:
    return _wrong(f"{outputs} 中没有完整的结果。请先运行 juesuan run。")


def _identify(filings: Sequence[Any]) -> tuple[Sequence[Any], Sequence[Any]]:
    from pipeline.compare.entities import identify
    from pipeline.knowledge import load_knowledge

    return identify(filings, load_knowledge().comparison)


def _compare(folder: Path) -> Mapping[str, Sequence[Any]]:
    from pipeline.compare import CHOSEN, COLUMNS, compare
    from pipeline.knowledge import load_knowledge
    from pipeline.store.read import Frames

    return compare(Frames(folder, COLUMNS, CHOSEN), load_knowledge())


def _dimensions() -> Mapping[str, Sequence[Any]]:
    from pipeline.compare.dimensions import dimensions
    from pipeline.knowledge import load_knowledge

    return dimensions(load_knowledge())


def _describe(folder: Path, result: Mapping[str, Any]) -> Mapping[str, str]:
    from pipeline.knowledge import load_knowledge
    from pipeline.report.page import PAGE, plain_page
    from pipeline.store.dictionary import CARD, DICTIONARY, data_dictionary, dataset_card

    return {DICTIONARY: data_dictionary(), CARD: dataset_card(result), PAGE: plain_page(folder, load_knowledge())}


def _count(folder: Path) -> Mapping[str, int]:
    from pipeline.report.figures import figures

    return figures(folder)


NEEDED = ("pipeline.flow", "pipeline.store.write", "pipeline.compare", "pipeline.report.page")
"""The modules whose packages a run needs."""
ACROSS = Across(_identify, _compare, _dimensions, _describe, _count, ("pipeline.__main__",))


def _wrong(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG_USE


ACTIONS = {
    "run": _run,
    "doctor": _doctor,
    "show": _show,
    "inspect": _inspect,
    "report": _report,
    "evaluate": _evaluate,
    "diff": _diff,
    "verify": _verify,
    "codes harvest": _harvest,
    "train": _train,
    "label export": _label_export,
    "label import": _label_import,
    "label check": _label_check,
    "bench": _bench,
}


if __name__ == "__main__":
    sys.exit(main())
