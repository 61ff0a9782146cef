"""Exact money: yuan as Decimal inside, and the printed forms."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
PER_UNIT = {"yuan": Decimal(1), "wan_yuan": Decimal(10000), "yi_yuan": Decimal(100000000)}
UNIT_WORD = {"yuan": "元", "wan_yuan": "万元", "yi_yuan": "亿元", "percent": "%"}
FULLWIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")


def half_up(value: Decimal, step: Decimal = CENT) -> Decimal:
    """Round as offices do: five goes up."""
    return value.quantize(step, ROUND_HALF_UP)


def in_unit(yuan: Decimal, unit: str) -> Decimal:
    """The amount as it is printed in `unit`, with two decimals."""
    return half_up(yuan / PER_UNIT[unit])


def to_cny(printed: Decimal, unit: str) -> str:
    """Yuan of a printed amount, as the contract writes them (two decimals)."""
    return str((printed * PER_UNIT[unit]).quantize(CENT))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """part / whole in percent with two decimals; raises where the whole is nil."""
    return half_up(part * 100 / whole)


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a hand prints amounts: unit, grouping (none, comma), nil (0.00, 0 or blank), and width of digits."""

    unit: str = "wan_yuan"
    grouping: str = "none"
    zero: str = "0.00"
    digits: str = "half"
    decimals: int = 2
    gap: bool = False

    def amount(self, yuan: Decimal) -> tuple[str, str]:
        """(printed numeral, value as a plain number) of the absolute amount."""
        value = abs(in_unit(yuan, self.unit))
        return self.numeral(value), str(value)

    def numeral(self, value: Decimal) -> str:
        """A non-negative number as printed."""
        if value == 0:
            return self.zero.translate(FULLWIDTH) if self.digits == "full" else self.zero
        text = f"{value:,.{self.decimals}f}" if self.grouping == "comma" else f"{value:.{self.decimals}f}"
        text = text.replace(".", ". ") if self.gap else text
        return text.translate(FULLWIDTH) if self.digits == "full" else text
