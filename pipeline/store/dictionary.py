"""The data dictionary and the dataset card, generated from the schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from pipeline.store.datasets import DATASETS, Dataset
from pipeline.store.schema import BOXES, Column

DICTIONARY = "DATA_DICTIONARY.md"
CARD = "README.md"

_TYPES = {
    pa.decimal128(20, 2): "money 元, decimal128(20, 2)",
    pa.decimal128(24, 6): "number, decimal128(24, 6)",
    BOXES: "boxes, list<struct<page, x0, top, x1, bottom>>",
}
_ABOUT = """\
# 数据字典 Data dictionary

由程序按数据定义生成，请勿手工修改。Generated from the schema.

- 每个数据集是 `<数据集>/fiscal_year=<年度>/part-0.parquet`；`fiscal_year` 只作分区键，0 表示年度不明。
- `checks` 中与上年文件的核对另在同一文件夹的 `part-1.parquet`。
- `causes`、`items`、`entities` 不分区。
- 列名后的 ? 表示该列可以没有值。空白不是零：空白单元格的 `value` 为空、`state` 为 blank；印出的 0.00 是 0。
- money 一律为人民币元，精确到分，由万元等换算，不四舍五入；number 为照原文单位印出的数。
- boxes 以 PDF 点为单位，原点在所见页面左上角，页码自 1 起，每行文字一个框；文本文件没有框。
- `start`、`end` 是所在句子 `text` 中的半开字符区间。

`?` marks columns that may be null. Money is CNY yuan, exact; numbers are as printed.
Boxes are PDF points from the top left of the page as displayed.
"""


def data_dictionary() -> str:
    """Every dataset and column: type, whether it may be null, unit, meaning in both languages, enum words."""
    return "\n".join([_ABOUT, *(line for dataset in DATASETS.values() for line in _section(dataset))])


def dataset_card(run: Mapping[str, Any]) -> str:
    """What this folder holds and how to open it; `run` is the content of run.json."""
    rows = [
        f"| `{name}` | {count} | {DATASETS[name].zh} | {DATASETS[name].en} |" for name, count in run["datasets"].items()
    ]
    filings = "，".join(f"{status} {count}" for status, count in run["filings"].items())
    return f"""\
# 决算公开数据集 Final accounts of public bodies, as data

由 juesuan {run["version"]} 从公开文件读出；版次 `{run["generation"]}`（见 run.json）。公开文件：{filings}。
每一行都带来源文件编号，读自页面的行带页码和位置（`page`、`boxes`），可以回到原文核对。数字照原文，不作修正；
文件自相矛盾之处见 `checks`，程序未能解决之处见 `issues`，单个值的疑点见 `quality_flags`。

Read by juesuan from published documents. Every row leads back to its file, and to its place on the page.
Values are as printed, never repaired: contradictions are in `checks`, what could not be read in `issues`.

| 数据集 | 行数 | 内容 | Content |
|---|---:|---|---|
{chr(10).join(rows)}

各列的含义见 [{DICTIONARY}]({DICTIONARY})。

```python
import pandas
pandas.read_parquet("statements")            # 在本目录下运行 / run in this folder
```
```sql
SELECT * FROM read_parquet('statements/**/*.parquet', hive_partitioning = true);  -- DuckDB
```
"""


def _section(dataset: Dataset) -> Iterator[str]:
    partition = "" if dataset.is_partitioned else "（不分区 not partitioned）"
    yield f"## {dataset.name}\n"
    yield f"{dataset.zh}。{dataset.en}.{partition}\n"
    yield "| 列 Column | 类型 Type | 含义 | Meaning | 单位 Unit |\n|---|---|---|---|---|"
    for column in dataset.columns:
        name = f"`{column.name}`{'?' if column.is_nullable else ''}"
        yield f"| {name} | {_type(column)} | {column.zh} | {column.en}{_words(column.words)} | {column.unit} |"
    yield ""


def _type(column: Column) -> str:
    return "enum" if column.words else _TYPES.get(column.type, str(column.type)).replace("list<item: ", "list<")


def _words(words: Iterable[str]) -> str:
    listed = ", ".join(words)
    return f": {listed}" if listed else ""
