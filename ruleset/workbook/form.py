"""Form 1, a workbook as found: sheets of cells with address, text, typed value. No meaning yet.

INVARIANT: `Sheet.cells` holds no blank cell, and every cell's `text` is what the cell language
reads: plain decimals, ISO dates, `yes`/`no`, or the author's own text, untrimmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ruleset.locations import Block, Cell


class Kind(StrEnum):
    """What a cell holds, as the spreadsheet program stores it."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes/no"
    DATE = "date"
    DATETIME = "date and time"
    TIME = "time"
    ERROR = "error"
    UNSAVED = "formula without a saved value"


@dataclass(frozen=True, slots=True)
class CellValue:
    """One filled cell.

    `value` is typed (str, Decimal, bool, date); times and date-times keep their ISO text.
    `formula` is the formula that computed it, with its `=`, or None. `number_format` is Excel's
    code (`General`, `0%`, `yyyy-mm-dd`).
    """

    cell: Cell
    kind: Kind
    value: str | Decimal | bool | date
    text: str
    formula: str | None = None
    number_format: str = "General"


@dataclass(frozen=True, slots=True)
class Dropdown:
    """A list validation found on cells: the values it offers."""

    block: Block
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: filled cells by (row, column), and what the program shows or hides of it."""

    name: str
    cells: Mapping[tuple[int, int], CellValue]
    merges: tuple[Block, ...] = ()
    dropdowns: tuple[Dropdown, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def at(self, row: int, column: int) -> CellValue | None:
        """The filled cell there, or None when it is blank."""
        return self.cells.get((row, column))


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, in the order of their tabs."""

    path: str
    sheets: tuple[Sheet, ...]
