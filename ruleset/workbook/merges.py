"""Merged cells: the one value of a block, given to each of its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ruleset.locations import Block, Cell
from ruleset.workbook.form import CellValue, Sheet


def expanded(sheet: Sheet) -> Sheet:
    """The sheet with each merged block's value in all its cells, each with its own address.

    Only rows and columns that hold something anywhere in the sheet are filled, so that a block
    down to the last row of a sheet costs nothing. Values that a merge covers give way.
    """
    if not sheet.merges:
        return sheet
    cells = dict(sheet.cells)
    rows, columns = used(sheet.cells)
    for block in sheet.merges:
        first = sheet.at(block.first_row, block.first_column)
        for where in covered(block, rows, columns):
            if first is None:
                cells.pop(where, None)
            else:
                cells[where] = replace(first, cell=Cell(sheet.name, *where))
    return replace(sheet, cells=cells)


def used(cells: Mapping[tuple[int, int], CellValue]) -> tuple[list[int], list[int]]:
    """The rows and the columns that hold a filled cell, both ascending."""
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    return rows, columns


def covered(block: Block, rows: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The cells of a block that lie in those rows and columns, without its first cell."""
    for row in _between(rows, block.first_row, block.last_row):
        for column in _between(columns, block.first_column, block.last_column):
            if (row, column) != (block.first_row, block.first_column):
                yield row, column


def covered_count(block: Block, rows: Sequence[int], columns: Sequence[int]) -> int:
    """How many cells `covered` yields, first cell included, without yielding them."""
    high = len(_between(rows, block.first_row, block.last_row))
    return high * len(_between(columns, block.first_column, block.last_column))


def _between(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_right(numbers, last)]
