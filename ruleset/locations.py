"""Places: a cell of a sheet, a block of cells. Every later object carries one.

>>> str(Cell("Template", 12, 1)), str(Cell("Loan Grade", 9, 4))
('Template!A12', "'Loan Grade'!D9")
>>> Cell.parse("'Loan Grade'!D9")
Cell(sheet='Loan Grade', row=9, column=4)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*\Z")
_ADDRESS = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})\Z")


def column_letters(column: int) -> str:
    """The letters of a 1-based column number, as a spreadsheet shows them.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 1-based number of a column given by its letters; the inverse of `column_letters`."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell: sheet name, 1-based row and column. `str()` is what Excel's Go To accepts."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{quoted_sheet(self.sheet)}!{column_letters(self.column)}{self.row}"

    @classmethod
    def parse(cls, address: str) -> Cell:
        """The cell of an address such as ``Template!A12``; ValueError when it is none."""
        found = _ADDRESS.match(address)
        if found is None:
            raise ValueError(f"`{address}` is not a cell address such as `Template!A12`")
        quoted, plain, letters, row = found.groups()
        sheet = quoted.replace("''", "'") if quoted else plain
        return cls(sheet, int(row), column_number(letters))


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """A rectangle of cells, both corners included; rows and columns are 1-based."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, cell: Cell) -> bool:
        return (
            cell.sheet == self.sheet
            and self.first_row <= cell.row <= self.last_row
            and self.first_column <= cell.column <= self.last_column
        )

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        last = f"{column_letters(self.last_column)}{self.last_row}"
        return f"{quoted_sheet(self.sheet)}!{first}:{last}"


def quoted_sheet(name: str) -> str:
    """The sheet's name as an address spells it: in quotes unless it is one plain word."""
    return name if _PLAIN_SHEET.match(name) else "'" + name.replace("'", "''") + "'"
