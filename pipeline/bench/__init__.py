"""How fast: what reading costs per page, against other readers on the same pages in the same run."""

from pipeline.bench.measure import Bench, bench
from pipeline.bench.report import format_bench

__all__ = ["Bench", "bench", "format_bench"]
