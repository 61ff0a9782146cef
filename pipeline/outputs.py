"""What notebooks stand on: the datasets of a run as frames, tables and views, and the page behind every row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.evidence.drawing import cut_out, page_of, stacked
from pipeline.evidence.marks import marks_by_id, own_marks, referred
from pipeline.evidence.originals import COLUMNS, Originals
from pipeline.evidence.strips import find_strips
from pipeline.runner.discover import remembered_corpus
from pipeline.runner.run import CACHE, INDEX, read_run
from pipeline.store.datasets import DATASETS
from pipeline.store.read import read_rows

SCALE = 2.0
"""Pixels per point."""


class Outputs:
    """The datasets below a folder. Made by `pipeline.open_outputs`."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        self.folder = folder
        self.corpus = corpus
        self._originals: Originals | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the datasets."""
        return tuple(DATASETS)

    def table(self, name: str) -> Any:
        """A dataset as an Arrow table, `fiscal_year` among its columns. Raises KeyError for a name that is none."""
        return read_rows(self.folder, name)

    def frame(self, name: str) -> Any:
        """A dataset as a pandas frame; money and numbers stay Decimals. Raises KeyError for a name that is none."""
        return self.table(name).to_pandas()

    def duckdb(self) -> Any:
        """A DuckDB connection of its own, with a view over the files of each dataset, under its name.

        Raises ModuleNotFoundError where duckdb is not installed (`pip install duckdb`).
        """
        import duckdb

        connection = duckdb.connect()
        for name in DATASETS:
            files = str(self.folder.resolve() / name / "**" / "*.parquet").replace("'", "''")
            source = f"read_parquet('{files}', hive_partitioning = true)"
            connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM {source}')
        return connection

    def evidence(self, row: Mapping[str, Any]) -> Image.Image:
        """The parts of the pages that a row rests on, one below the other: words boxed in red, figures in blue.

        `row` is a row of any dataset, as a pandas Series or a mapping, with its id columns or `boxes`. Raises
        LookupError where it stands on no page, or its document is no longer in the corpus folder as it was read.
        """
        ids = referred(row)
        marks = {key: found for key, found in marks_by_id(self.folder, ids).items() if found}
        by_filing: dict[str, list[Any]] = {}
        for key, found in marks.items():
            by_filing.setdefault(key.partition("-")[0], []).extend(found)
        own = own_marks(row)
        if own:
            by_filing.setdefault(str(row["filing_id"]), []).extend(own)
        if not by_filing:
            raise LookupError("这一行没有页面位置（文本文件没有页面）。This row stands on no page.")
        images = [image for filing, found in sorted(by_filing.items()) for image in self._images(filing, found)]
        return stacked(images)

    def _images(self, filing_id: str, marks: list[Any]) -> list[Image.Image]:
        if self._originals is None:
            filings = read_rows(self.folder, "filings", COLUMNS).to_pylist()
            self._originals = Originals(self.corpus, filings)
        pdf = self._originals.pdf(filing_id)
        if pdf is None:
            said = f"在 {self.corpus} 中找不到文件 {filing_id} 的原文，或原文已改动。请用 corpus= 指明公开文件目录。"
            raise LookupError(said)
        return [cut_out(page_of(pdf, strip.page, SCALE), strip, SCALE) for strip in find_strips(marks)]


def open_outputs(path: str | Path, corpus: str | Path | None = None) -> Outputs:
    """The results of a run below `path`, for notebooks. `corpus` is the folder that was read, which the results
    remember where they were made on this machine; it is needed for evidence only.

    Raises FileNotFoundError where no run has ended.
    """
    folder = Path(path)
    if not read_run(folder):
        raise FileNotFoundError(f"{folder} 中没有完整的结果。请先运行 juesuan run。No finished run in {folder}.")
    remembered = remembered_corpus(folder / CACHE / INDEX)
    return Outputs(folder, Path(corpus) if corpus is not None else remembered or folder.parent / "corpus")
