"""The enum words of the data contract, in its order (the order is the Arrow dictionary's)."""

from __future__ import annotations

from typing import Literal

FileFormat = Literal["pdf", "docx", "xlsx", "html", "text", "image", "ofd", "doc", "xls", "unknown"]
AccountsScope = Literal["consolidated", "own", "single", "unknown"]
Form = Literal[
    "department_final_accounts", "unit_final_accounts", "department_budget", "unit_budget", "government_final_accounts",
    "three_public_statement", "other", "unknown",
]
DeclaredUnit = Literal["wan_yuan", "yuan", "yi_yuan", "mixed", "unknown"]
TextLayer = Literal["native", "ocr", "mixed", "none"]
Status = Literal["complete", "partial", "failed", "skipped"]
ErrorCode = Literal[
    "empty_file", "not_a_document", "truncated", "encrypted", "no_text_layer", "no_pages", "unsupported_format",
    "reader_crashed", "time_limit", "memory_limit", "other",
]
SectionKey = Literal[
    "overview", "duties", "organisation", "tables", "explanation", "totals", "income", "expenditure",
    "fiscal_appropriation_totals", "general_budget", "general_budget.overall", "general_budget.structure",
    "general_budget.items", "general_budget_basic", "three_public", "three_public.overall", "three_public.items",
    "three_public.quantities", "government_fund", "state_capital", "operating_cost", "procurement", "state_assets",
    "performance", "performance.management", "performance.self_evaluation", "performance.key_evaluation", "carry_over",
    "glossary", "attachment", "other",
]
MentionKind = Literal["amount", "percent", "count", "year", "date", "item", "measure", "direction", "basis", "cue"]
Unit = Literal[
    "yuan", "wan_yuan", "yi_yuan", "percent", "percentage_point", "person", "person_time", "vehicle", "batch", "group",
    "set", "item", "year",
]
NumberOutcome = Literal["statement", "fact", "ignored", "issue"]
IgnoreReason = Literal[
    "year", "date", "label", "line_no", "code", "page_number", "threshold", "parameter", "range", "duration", "score",
    "area", "other",
]
Quantity = Literal[
    "actual", "initial_budget", "final_budget", "budget", "prior_actual", "change", "change_rate", "completion_rate",
    "share", "count",
]
Basis = Literal["none", "prior_year", "initial_budget", "final_budget", "budget", "whole"]
ReasonBasis = Literal["prior_year", "initial_budget", "final_budget", "budget", "none"]
Direction = Literal["increase", "decrease", "equal", "over", "under", "none"]
StatementState = Literal["reported", "none_reported", "unreadable"]
Template = Literal[
    "income_expenditure_summary", "income", "expenditure", "fiscal_appropriation_summary", "general_budget_expenditure",
    "general_budget_basic", "government_fund", "state_capital", "three_public", "performance_self_evaluation",
    "project_expenditure", "procurement", "asset", "other",
]
TableUnit = Literal["wan_yuan", "yuan", "yi_yuan", "unknown"]
Side = Literal["income", "expenditure", "none"]
Measure = Literal[
    "amount", "total", "fiscal_appropriation", "superior_subsidy", "business", "operating", "affiliated_payment",
    "other_income", "basic", "project", "remitted_to_superior", "subsidy_to_affiliated", "general_public_budget",
    "government_fund", "state_capital", "personnel", "public_use", "education_fees", "capital_construction",
    "opening_balance", "current_income", "closing_balance", "weight", "score", "rate", "text", "other",
]
Fund = Literal["general_public_budget", "government_fund", "state_capital", "fiscal", "all", "unknown"]
FactState = Literal["reported", "blank", "unreadable"]
LinkScope = Literal["same_clause", "same_sentence", "previous_sentence", "paragraph", "section", "table_row"]
Spread = Literal["items", "entities", "years"]
CheckOutcome = Literal["agree", "conflict", "not_applicable", "not_checkable"]
Severity = Literal["error", "warning", "info"]
Classification = Literal["functional", "economic", "government_economic"]
EntityKind = Literal["department", "unit", "unknown"]
Breakdown = Literal["total", "functional", "economic", "basic_project", "project", "three_public", "other"]
BudgetBasis = Literal["initial_budget", "final_budget", "budget", "none"]
GapDirection = Literal["under", "over", "equal"]
RecurrenceScope = Literal["entity", "all"]
QualityFlag = Literal["unit_suspect", "scale_suspect", "ocr", "code_inferred", "conflict", "diagnosed"]
