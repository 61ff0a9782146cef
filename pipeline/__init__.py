"""Reads the final accounts of China's public bodies into Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.outputs import Outputs

__all__ = ["open_outputs"]


def open_outputs(path: str | Path, corpus: str | Path | None = None) -> Outputs:
    """The results of a run, for notebooks: see `pipeline.outputs.open_outputs`."""
    from pipeline.outputs import open_outputs as opened

    return opened(path, corpus)
