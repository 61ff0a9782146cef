"""Cells of the statutory tables: values as printed, and the facts that they carry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.generator.document import Cell, FactTruth
from corpus.generator.money import NumberStyle, in_unit, to_cny

Row = list[tuple[int, Cell]]


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the cells of one table: `unit` is what the numbers are in, `claimed` what the caption says they are in."""

    spec: dict[str, Any]
    template: str
    unit: str
    claimed: str
    zero: str = "blank"
    grouping: str = "none"

    def text(self, value: Decimal | None) -> str:
        """An amount of yuan as printed in a cell; nothing for nil where the office leaves such cells empty."""
        if value is None:
            return ""
        printed = in_unit(value, self.unit)
        if printed == 0:
            return "" if self.zero == "blank" else self.zero
        style = NumberStyle(self.unit, self.grouping)
        return ("-" if printed < 0 else "") + style.numeral(abs(printed))

    def value(self, value: Decimal | None, side: str, name: str, measure: str, **more: str) -> Cell:
        """A value cell with its fact."""
        text = self.text(value)
        number = text.replace(",", "")
        fact = FactTruth(
            self.template,
            side,
            name,
            measure,
            more.pop("quantity", "actual"),
            number,
            self.claimed,
            to_cny(Decimal(number), self.claimed) if text else "",
            "reported" if text else "blank",
            **more,
        )
        return Cell(text, align="right", fact=fact)


def head(text: str, colspan: int = 1, rowspan: int = 1) -> Cell:
    """A header cell."""
    return Cell(text, colspan, rowspan, "center")


def numbered(columns: int, first: int = 0, word: str = "栏次", span: int = 1) -> Row:
    """The row of column numbers (栏次 1 2 3 …)."""
    row: Row = [(0, head(word, span))] if span else []
    return row + [(span + i, head(str(i + first))) for i in range(columns)]
