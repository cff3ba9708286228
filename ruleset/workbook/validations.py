"""List validations as a sheet's part stores them, in the old spelling and that of 2010."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ruleset.locations import Block
from ruleset.workbook import markup
from ruleset.workbook.package import too_large
from ruleset.workbook.references import block_of

MAX_BLOCKS: Final = 50_000
"""Blocks with a list validation of a sheet."""

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"


@dataclass(frozen=True, slots=True)
class Validation:
    """A list validation: its cells, and the formula that gives the values."""

    blocks: tuple[Block, ...]
    formula: str


class ValidationReader:
    """Handlers that append the list validations of a sheet to `found`; others are passed by."""

    def __init__(self, sheet: str, found: list[Validation]) -> None:
        self._sheet = sheet
        self._found = found
        self._kind = ""
        self._formula = ""
        self._cells = ""
        self._blocks = 0

    def starts(self) -> dict[str, markup.OnStart]:
        return markup.main({"dataValidation": self._begin}) | {
            f"{_X14} dataValidation": self._begin
        }

    def ends(self) -> dict[str, markup.OnEnd]:
        return markup.main_ends({"dataValidation": self._end}) | {
            f"{_X14} dataValidation": self._end
        }

    def texts(self) -> dict[str, markup.OnText]:
        return markup.main_texts({"formula1": self._formula_end}) | {
            f"{_XM} f": self._formula_end,
            f"{_XM} sqref": self._cells_end,
        }

    def _begin(self, attributes: markup.Attributes) -> None:
        self._kind = attributes.get("type", "")
        self._formula, self._cells = "", attributes.get("sqref", "")

    def _formula_end(self, formula: str) -> None:
        self._formula = formula or self._formula

    def _cells_end(self, cells: str) -> None:
        self._cells = cells

    def _end(self) -> None:
        if self._kind != "list":
            return
        spelled = self._cells.split()
        blocks = tuple(filter(None, (block_of(self._sheet, each) for each in spelled)))
        self._blocks += len(blocks)
        if self._blocks > MAX_BLOCKS:
            raise too_large(f"the sheet `{self._sheet}` has more than {MAX_BLOCKS:,} dropdowns")
        if blocks and self._formula:
            self._found.append(Validation(blocks, self._formula))
