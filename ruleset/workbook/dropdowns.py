"""The values that list validations offer: written out, or kept in cells of some sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Final

from ruleset.locations import Block
from ruleset.workbook.form import CellValue, Dropdown
from ruleset.workbook.package import too_large
from ruleset.workbook.raw_sheet import RawSheet
from ruleset.workbook.references import block_of

MAX_VALUES: Final = 10_000
"""Values of one dropdown; nobody scrolls through more."""
MAX_STEPS: Final = 1_500_000
"""Cells looked at for all dropdowns of a workbook."""

_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(.+)\Z", re.DOTALL)

Names = Mapping[tuple[str, str | None], str]
"""Defined names, lower case, with the sheet they hold in (None: everywhere), to their formulas."""


class Lists:
    """Looks up what the list validations of a workbook offer, each formula once."""

    def __init__(self, sheets: Mapping[str, RawSheet], names: Names) -> None:
        self._sheets = sheets
        self._names = names
        self._known: dict[tuple[str, str], tuple[str, ...]] = {}
        self._steps = MAX_STEPS

    def of(self, sheet: RawSheet) -> tuple[Dropdown, ...]:
        """A dropdown for each block of a validation whose values are known without computing."""
        found: list[Dropdown] = []
        for validation in sheet.validations:
            key = (sheet.name, validation.formula)
            if key not in self._known:
                self._known[key] = self._values(sheet.name, validation.formula)
            values = self._known[key]
            found += [Dropdown(block, values) for block in validation.blocks if values]
        return tuple(found)

    def _values(self, sheet: str, formula: str) -> tuple[str, ...]:
        formula = formula.strip().removeprefix("=")
        if len(formula) >= 2 and formula.startswith('"') and formula.endswith('"'):
            written = formula[1:-1].replace('""', '"').split(",")
            return tuple(value.strip() for value in written if value.strip())
        name = formula.lower()
        formula = self._names.get((name, sheet), self._names.get((name, None), formula))
        found = _SHEET.match(formula)
        if found is not None:
            sheet = found[1].replace("''", "'") if found[1] else found[2]
            formula = found[3]
        block = block_of(sheet, formula)
        if block is None or sheet not in self._sheets:
            return ()
        cells = self._cells_in(block, self._sheets[sheet].cells)
        return tuple(cell.text for cell in islice(cells, MAX_VALUES))

    def _cells_in(
        self, block: Block, cells: Mapping[tuple[int, int], CellValue]
    ) -> Iterator[CellValue]:
        """The filled cells of a block, row by row; walks the block, or all cells if fewer."""
        high = block.last_row - block.first_row + 1
        wide = block.last_column - block.first_column + 1
        self._steps -= min(high * wide, len(cells))
        if self._steps < 0:
            raise too_large("the dropdowns refer to an absurd number of cells")
        if high * wide > len(cells):
            return iter([cells[at] for at in sorted(cells) if cells[at].cell in block])
        places = product(
            range(block.first_row, block.last_row + 1),
            range(block.first_column, block.last_column + 1),
        )
        return (cells[at] for at in places if at in cells)
