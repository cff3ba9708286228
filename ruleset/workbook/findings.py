"""Collects the diagnostics of one sheet without drowning its reader.

Cells below one another with the same trait are told as one finding. Of findings that are alike a
sheet tells the first hundred and counts the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ruleset.diagnostics import Diagnostic
from ruleset.locations import Cell, column_letters

MAX_ALIKE: Final = 100


class Findings:
    """The diagnostics found so far, at most MAX_ALIKE of a code and sheet, and a count beyond."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._beyond: dict[tuple[str, str], Diagnostic] = {}

    def add(self, found: Diagnostic) -> None:
        kind = (found.code, "" if found.cell is None else found.cell.sheet)
        count = self._counts[kind] = self._counts.get(kind, 0) + 1
        if count <= MAX_ALIKE:
            self._found.append(found)
        elif count == MAX_ALIKE + 1:
            self._beyond[kind] = found

    def all(self) -> tuple[Diagnostic, ...]:
        """What was found, in the order found; then, for each code cut short, what was left out."""
        rest = (
            replace(
                first,
                message=f"{self._counts[kind] - MAX_ALIKE:,} more findings like this in the sheet,"
                f" beginning here: {first.message}",
            )
            for kind, first in self._beyond.items()
        )
        return (*self._found, *rest)


def runs(cells: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Cells given as (row, column), as runs down a column: (first row, last row, column).

    >>> list(runs([(4, 2), (5, 2), (4, 1), (9, 2)]))
    [(4, 4, 1), (4, 5, 2), (9, 9, 2)]
    """
    current: tuple[int, int, int] | None = None
    for row, column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if current is not None and current[2] == column and current[1] + 1 == row:
            current = (current[0], row, column)
            continue
        if current is not None:
            yield current
        current = (row, row, column)
    if current is not None:
        yield current


def spoken(sheet: str, run: tuple[int, int, int]) -> tuple[Cell, str]:
    """The first cell of a run, and the words for the run: ``this cell`` or ``B4 to B9``."""
    first, last, column = run
    letters = column_letters(column)
    words = "this cell" if first == last else f"the cells `{letters}{first}` to `{letters}{last}`"
    return Cell(sheet, first, column), words
