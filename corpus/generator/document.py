"""The abstract document: what is printed, and for every printed value the truth it carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StatementTruth:
    """A value asserted by the narrative, in the words and with the sign that the contract asks for."""

    section_key: str
    item_name: str
    quantity: str
    surface: str
    item_code: str = ""
    basis: str = "none"
    direction: str = "none"
    value: str = ""
    unit: str = ""
    value_cny: str = ""
    state: str = "reported"
    tier: str = "core"
    item_name_alt: str = ""


@dataclass(frozen=True, slots=True)
class ReasonTruth:
    """A stated reason, for one item and one basis; the cue stays outside `text`."""

    section_key: str
    item_name: str
    basis: str
    direction: str
    text: str
    cause_ids: tuple[str, ...]
    gap_cny: str = ""
    cue: str = ""
    tier: str = "core"
    item_alt: str = ""
    event: str = ""
    item_code: str = ""
    cause_ids_accept: str = ""
    direction_alt: str = ""


@dataclass(frozen=True, slots=True)
class FactTruth:
    """The value of one cell of a table."""

    template: str
    side: str
    item_name: str
    measure: str
    quantity: str
    value: str
    unit: str
    value_cny: str
    state: str
    item_code: str = ""
    item_printed: str = ""
    line_no: str = ""
    measure_alt: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorTruth:
    """One row of the indicator block of a self-evaluation table, as printed."""

    level1: str
    level2: str
    level3: str
    target: str
    actual: str
    weight: str
    score: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Truth that belongs to the characters [start, end) of a paragraph."""

    start: int
    end: int
    truth: StatementTruth | ReasonTruth


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text; `style` is body, cover, contents, note or small."""

    text: str
    style: str = "body"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `label` as printed (一、), `gap` between label and title (a space or nothing)."""

    level: int
    label: str
    title: str
    key: str
    gap: str = ""
    printed: str = ""

    @property
    def text(self) -> str:
        """What is printed."""
        return self.printed or self.label + self.gap + self.title


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, spanning `colspan` columns and `rowspan` rows from its own place."""

    text: str = ""
    colspan: int = 1
    rowspan: int = 1
    align: str = "left"
    fact: FactTruth | None = None
    reason: ReasonTruth | None = None
    indicator: IndicatorTruth | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `rows` hold only the cells that start in the row, each with its column.

    `captions` are the lines between title and grid (left, middle, right); `header_rows` come again on each
    page where the typography repeats headers.
    """

    template: str
    title: str
    captions: tuple[tuple[str, str, str], ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[tuple[int, Cell], ...], ...]
    header_rows: int
    notes: tuple[str, ...] = ()
    landscape: bool = False
    rotated: bool = False
    heading: Heading | None = None
    plain: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Starts a new page; the next page is landscape where the table after it is."""


Block = Paragraph | Heading | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction that was planted; `anchor` is the printed text whose page it stands on."""

    kind: str
    description: str
    left: str
    right: str
    unit: str
    anchor: StatementTruth | FactTruth | None = None
    severity: str = "error"
    root: str = ""
    left_half: Decimal = Decimal("0.005")
    right_half: Decimal = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Document:
    """One filing before it is typeset."""

    name: str
    folder: str
    entity_name: str
    fiscal_year: int
    form: str
    declared_unit: str
    family: str
    hand: str
    typography: str
    renderer: str
    seed: int
    blocks: tuple[Block, ...]
    conflicts: tuple[Conflict, ...] = ()
    planted: tuple[tuple[str, str], ...] = ()
    form_accepted: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
