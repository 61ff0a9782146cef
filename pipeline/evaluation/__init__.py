"""How good: outputs against what people marked. Imported by nothing above."""

from pipeline.evaluation.evaluate import evaluate
from pipeline.evaluation.gains import compare_outputs, format_changes
from pipeline.evaluation.printing import format_report, to_json
from pipeline.evaluation.report import Report

__all__ = ["Report", "compare_outputs", "evaluate", "format_changes", "format_report", "to_json"]
