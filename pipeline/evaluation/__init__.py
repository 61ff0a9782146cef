"""How good: outputs against what people marked. Imported by nothing above."""

from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.report import Report, format_report

__all__ = ["Report", "evaluate", "format_report"]
