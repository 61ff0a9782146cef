"""What an invented department is: its accounts of a year, exact in yuan, and sums over them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
GENERAL, FUND, CAPITAL, OWN = "general_public_budget", "government_fund", "state_capital", "own"


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line: a functional item, its fund, and whether it is personnel, public use or a project."""

    code: str
    part: str
    fund: str
    project: str
    initial: Decimal
    final: Decimal
    actual: Decimal
    prior: Decimal
    event: str = ""
    anchor: Decimal = ZERO

    @property
    def is_basic(self) -> bool:
        """Basic expenditure: personnel or public use."""
        return self.part != "project"


@dataclass(frozen=True, slots=True)
class Three:
    """One of the 三公 items (or meetings, training): budgets, outturn, last year's outturn."""

    initial: Decimal
    final: Decimal
    actual: Decimal
    prior: Decimal
    event: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The accounts of one fiscal year."""

    year: int
    lines: tuple[Line, ...]
    income: dict[str, Decimal]
    prior_income: dict[str, Decimal]
    opening: dict[str, Decimal]
    closing: dict[str, Decimal]
    economic: dict[str, Decimal]
    three: dict[str, Three]
    counts: dict[str, int]
    money: dict[str, Decimal]
    prior_money: dict[str, Decimal]
    events: tuple[str, ...] = ()

    def total(self, keep: Callable[[Line], bool] = lambda line: True, what: str = "actual") -> Decimal:
        """Sum of one quantity over the lines that `keep` accepts."""
        return sum((getattr(line, what) for line in self.lines if keep(line)), ZERO)

    def under(self, code: str, fund: str | None = None, basic: bool | None = None, what: str = "actual") -> Decimal:
        """Sum over the lines whose item code starts with `code` (an empty code is everything)."""
        return self.total(
            lambda line: (
                line.code.startswith(code)
                and (fund is None or line.fund == fund)
                and (basic is None or line.is_basic == basic)
            ),
            what,
        )

    def fiscal(self, what: str = "actual") -> Decimal:
        """Expenditure paid from the three fiscal funds."""
        return self.total(lambda line: line.fund != OWN, what)

    def codes(self, fund: str | None = None, level: int = 7) -> list[str]:
        """Item codes cut to `level` digits that have any money, in code order."""
        return sorted({line.code[:level] for line in self.lines if (fund is None or line.fund == fund) and line.actual})

    def opened(self, *funds: str) -> Decimal:
        """Opening balance over the funds (all where none is named)."""
        return sum((v for k, v in self.opening.items() if not funds or k in funds), ZERO)

    def closed(self, *funds: str) -> Decimal:
        """Closing balance over the funds (all where none is named)."""
        return sum((v for k, v in self.closing.items() if not funds or k in funds), ZERO)


@dataclass(frozen=True, slots=True)
class Department:
    """An invented body and its years."""

    key: str
    name: str
    kind: str
    archetype: str
    region: str
    scope: str
    years: dict[int, Year]
    habits: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    profile: dict[str, int] = field(default_factory=dict)
