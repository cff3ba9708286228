"""A sheet as its part tells it, before anything is looked up in other sheets, and its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ruleset.locations import Block, Cell
from ruleset.workbook.form import CellValue
from ruleset.workbook.package import too_large
from ruleset.workbook.strings import Text
from ruleset.workbook.stylesheet import Format
from ruleset.workbook.validations import Validation

MAX_CELLS: Final = 400_000
"""Filled cells of a whole workbook. Each takes about 400 bytes in memory."""
MAX_LETTERS: Final = 25_000_000
"""Letters of all texts and formulas, counted in each cell although a file stores them once."""
MAX_SHARED_LETTERS: Final = 2_000_000
"""Letters of formulas that cells share, counted in each cell: each must be spelled out anew."""
MAX_TEXT: Final = 32_767
"""Letters of one cell, as in every spreadsheet program."""
MAX_BLOCKS: Final = 50_000
"""Merges, hidden columns and blocks with a validation of a sheet, each."""


@dataclass(slots=True)
class Room:
    """How much may still be read; all sheets of a workbook share it."""

    cells: int = MAX_CELLS
    letters: int = MAX_LETTERS
    shared_letters: int = MAX_SHARED_LETTERS

    def take(self, cell: CellValue) -> None:
        """One cell more. RefusedError when it is one too many."""
        self.cells -= 1
        self.letters -= len(cell.text) + len(cell.formula or "")
        if self.cells < 0:
            raise too_large(f"the workbook has more than {MAX_CELLS:,} filled cells")
        if self.letters < 0:
            raise too_large(f"the cells hold more than {MAX_LETTERS:,} letters")

    def take_shared(self, formula: str) -> None:
        """One cell more shares the formula. RefusedError when it is one too many."""
        self.shared_letters -= len(formula)
        if self.shared_letters < 0:
            message = f"formulas that cells share have more than {MAX_SHARED_LETTERS:,} letters"
            raise too_large(message)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the cells of all sheets refer to."""

    strings: Sequence[Text]
    formats: Sequence[Format]
    epoch_1904: bool
    room: Room


@dataclass(slots=True)
class RawSheet:
    """What the part holds, in the order found; `unreadable` tells cells that hold no value."""

    name: str
    cells: dict[tuple[int, int], CellValue] = field(default_factory=dict)
    merges: list[Block] = field(default_factory=list)
    validations: list[Validation] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    unreadable: list[tuple[Cell, str]] = field(default_factory=list)
    rich: list[tuple[int, int]] = field(default_factory=list)
    struck_out: list[tuple[int, int]] = field(default_factory=list)
    only_spaces: list[tuple[int, int]] = field(default_factory=list)
    stored_rows: int = 0
