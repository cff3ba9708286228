"""References as a file spells them: `B2`, `$B$2:$D$9`, `B:D`; formulas moved to another cell."""

from __future__ import annotations

import re
from typing import Final

from ruleset.locations import Block, column_letters, column_number

MAX_ROW: Final = 1_048_576
MAX_COLUMN: Final = 16_384

_REFERENCE = re.compile(
    r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?\Z|"
    r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})\Z|\$?([0-9]{1,7}):\$?([0-9]{1,7})\Z",
    re.ASCII,
)
_SHIFTED = re.compile(
    r"\"[^\"]*\"|'[^']*'|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})(?![\w.(!])", re.ASCII
)


def block_of(sheet: str, reference: str) -> Block | None:
    """The block that `B2`, `$B$2:D9`, `B:D` or `2:9` spells; None when it spells none.

    >>> str(block_of("Offer", "$B$2:D9"))
    'Offer!B2:D9'
    """
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    column, row, to_column, to_row, only_from, only_to, row_from, row_to = found.groups()
    if only_from:
        corners = (1, column_number(only_from), MAX_ROW, column_number(only_to))
    elif row_from:
        corners = (int(row_from), 1, int(row_to), MAX_COLUMN)
    else:
        first = (int(row), column_number(column))
        last = (int(to_row), column_number(to_column)) if to_row else first
        corners = (*first, *last)
    top, bottom = sorted((corners[0], corners[2]))
    left, right = sorted((corners[1], corners[3]))
    if not (top >= 1 and bottom <= MAX_ROW and right <= MAX_COLUMN):
        return None
    return Block(sheet, top, left, bottom, right)


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads so many rows further down and columns to the right.

    References without `$` move; texts and quoted sheet names stay as they are.

    >>> shifted('=A1*$B$1&"A1"', 2, 0)
    '=A3*$B$1&"A1"'
    """

    def moved(found: re.Match[str]) -> str:
        column_fixed, letters, row_fixed, row = found.groups()
        if letters is None:
            return found[0]
        column = column_number(letters) + (0 if column_fixed else columns)
        number = int(row) + (0 if row_fixed else rows)
        if not (1 <= column <= MAX_COLUMN and 1 <= number <= MAX_ROW):
            return "#REF!"
        return f"{column_fixed}{column_letters(column)}{row_fixed}{number}"

    return _SHIFTED.sub(moved, formula)


def small_number(text: str) -> int:
    """A number of a row, style or text, as a file spells it; -1 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def column_of(letters: str) -> int | None:
    """The number of the column with those letters; None when a sheet has no such column."""
    plain = letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3
    number = column_number(letters) if plain else 0
    return number if 1 <= number <= MAX_COLUMN else None
