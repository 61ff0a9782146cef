"""How a field of a record says what its column is: described once here, projected to Arrow and to the dictionary."""

from __future__ import annotations

from dataclasses import MISSING, field
from decimal import Decimal
from typing import Annotated, Any

Money = Annotated[Decimal, "money"]
"""CNY yuan, exact, two decimals: decimal128(20, 2)."""
Number = Annotated[Decimal, "number"]
"""A number as printed, in its printed unit: decimal128(24, 6)."""
Long = Annotated[int, "int64"]
Short = Annotated[int, "int16"]
Real32 = Annotated[float, "float32"]


def column(zh: str, en: str, *, unit: str = "", ref: bool = False, default: Any = MISSING) -> Any:
    """A published field: Chinese and English description and unit; `ref` marks ids of rows of the same filing."""
    return field(default=default, metadata={"zh": zh, "en": en, "unit": unit, "ref": ref})


def internal(default: Any = MISSING) -> Any:
    """A field that stages need from one another and no dataset publishes."""
    return field(default=default, metadata={"internal": True})
