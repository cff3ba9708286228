"""What a reader of a sheet cannot see, or sees wrongly: told with the cell and the mend."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from ruleset.diagnostics import Diagnostic, error, note, warning
from ruleset.locations import Cell, column_letters
from ruleset.workbook import codes, values
from ruleset.workbook.findings import Findings, runs, spoken
from ruleset.workbook.form import CellValue, Kind, Sheet
from ruleset.workbook.merges import covered, used
from ruleset.workbook.raw_sheet import RawSheet

MANY_BLANK_ROWS: Final = 5_000

_OTHER_WORKBOOK = re.compile(r"\[[^\[\]]+\][^\[\]()+*/,;\"]*!")
_MENDS: Final = {
    "#REF!": "a cell that the formula used was deleted: write the formula, or the value, anew",
    "#NAME?": "the formula uses a name or function that does not exist here: correct it",
    "#DIV/0!": "the formula divides by zero: correct it, or write the value",
    "#N/A": "the formula found nothing: correct it, or write the value",
}


def findings_of(raw: RawSheet, sheet: Sheet) -> tuple[Diagnostic, ...]:
    """The diagnostics about one sheet, in the order of their codes. A notes sheet gives none."""
    if sheet.name.startswith("_"):
        return ()
    findings = Findings()
    for found in (
        *_blank_rows(raw),
        *_unreadable(raw),
        *_computed(sheet),
        *_hidden(raw, sheet),
        *_covered(sheet),
        *_formats(raw),
    ):
        findings.add(found)
    return findings.all()


def _unreadable(raw: RawSheet) -> Iterator[Diagnostic]:
    for place, why in raw.unreadable:
        mend = "type the value of the cell again"
        yield error(codes.UNREADABLE_CELL, f"the cell cannot be read: {why}", place, help=mend)


def _computed(sheet: Sheet) -> Iterator[Diagnostic]:
    """Formulas and error values."""
    fine: list[tuple[int, int]] = []
    unreadable = (Kind.ERROR, Kind.UNSAVED)
    for where, cell in sheet.cells.items():
        if cell.kind in unreadable:
            yield from _no_value(cell)
        elif cell.formula is not None:
            fine.append(where)
        if cell.formula is not None and _OTHER_WORKBOOK.search(cell.formula):
            message = f"the formula `{values.shortened(cell.formula)}` reads another workbook"
            mend = "copy the value into this workbook (Paste Special, Values)"
            yield warning(codes.OTHER_WORKBOOK, message, cell.cell, help=mend)
    for run in runs(fine):
        place, words = spoken(sheet.name, run)
        cell = sheet.cells[place.row, place.column]
        formula = values.shortened(cell.formula or "")
        message = f"{words} computed by a formula (`{formula}`); the saved value counts".replace(
            words, words + (" is" if run[0] == run[1] else " are"), 1
        )
        mend = "save the workbook in a spreadsheet program after every change, so that it is fresh"
        yield note(codes.FORMULA, message, place, help=mend)


def _no_value(cell: CellValue) -> Iterator[Diagnostic]:
    if cell.kind is Kind.UNSAVED:
        shown = values.shortened(cell.formula or "")
        message = f"the formula `{shown}` has no saved value"
        mend = "open the workbook in Excel or LibreOffice and save it, or type the value"
        yield error(codes.UNSAVED_FORMULA, message, cell.cell, help=mend)
    elif cell.text.startswith("#"):
        mend = _MENDS.get(cell.text, "correct the formula, or type the value")
        message = f"the cell shows the error `{values.shortened(cell.text)}`"
        yield error(codes.ERROR_VALUE, message, cell.cell, help=mend)


def _hidden(raw: RawSheet, sheet: Sheet) -> Iterator[Diagnostic]:
    """Hidden sheets, rows and columns that hold something."""
    if sheet.hidden and sheet.cells:
        place = Cell(sheet.name, *min(sheet.cells))
        message = f"the sheet `{sheet.name}` is hidden, and still counts"
        mend = "show it (right-click a tab, Unhide), delete it, or begin its name with `_`"
        yield warning(codes.HIDDEN_SHEET, message, place, help=mend)
    rows, columns = used(sheet.cells)
    first_of: dict[int, int] = {}
    top_of: dict[int, int] = {}
    for row, column in sheet.cells:
        first_of[row] = min(column, first_of.get(row, column))
        top_of[column] = min(row, top_of.get(column, row))
    for first, last in _neighbours(rows, sheet.hidden_rows):
        words = f"row {first} is" if first == last else f"rows {first} to {last} are"
        mend = "show them (clear the filter, or select all rows and choose Unhide) or delete them"
        message = f"{words} hidden or filtered out, and still count{'s' * (first == last)}"
        yield warning(
            codes.HIDDEN_ROW, message, Cell(sheet.name, first, first_of[first]), help=mend
        )
    for first, last in _neighbours(columns, sheet.hidden_columns):
        letters = (column_letters(first), column_letters(last))
        words = (
            f"column {letters[0]} is" if first == last else "columns {} to {} are".format(*letters)
        )
        message = f"{words} hidden, and still count{'s' * (first == last)}"
        mend = "show them (select all columns and choose Unhide) or delete them"
        yield warning(
            codes.HIDDEN_COLUMN, message, Cell(sheet.name, top_of[first], first), help=mend
        )


def _neighbours(numbers: Iterable[int], chosen: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Runs of chosen numbers with no other number of the list between them: first and last."""
    for is_chosen, group in groupby(numbers, key=chosen.__contains__):
        if is_chosen:
            run = list(group)
            yield run[0], run[-1]


def _covered(sheet: Sheet) -> Iterator[Diagnostic]:
    """Values that a merge hides from view."""
    rows, columns = used(sheet.cells)
    for block in sheet.merges:
        for where in covered(block, rows, columns):
            cell = sheet.cells.get(where)
            if cell is not None:
                shown = values.shortened(cell.text)
                message = f"the value `{shown}` lies hidden under the merged cells `{block}`"
                mend = "unmerge the cells and delete the value, or show it"
                yield warning(codes.MERGED_CELLS, message, cell.cell, help=mend)


def _formats(raw: RawSheet) -> Iterator[Diagnostic]:
    """Formats that a reader may take to mean something, and cells that only look blank."""
    for run in runs(set(raw.rich)):
        place, words = spoken(raw.name, run)
        message = f"parts of the text of {words} are formatted; formats mean nothing here"
        yield note(codes.RICH_TEXT, message, place)
    for run in runs(set(raw.struck_out)):
        place, words = spoken(raw.name, run)
        message = f"text of {words} is struck out, and still counts"
        mend = "delete the row or the text; history keeps what was there"
        yield warning(codes.STRUCK_OUT, message, place, help=mend)
    for run in runs(raw.only_spaces):
        place, words = spoken(raw.name, run)
        message = f"only spaces in {words}; taken as blank"
        yield note(codes.ONLY_SPACES, message, place, help="delete the spaces")


def _blank_rows(raw: RawSheet) -> Iterator[Diagnostic]:
    filled = len({row for row, _ in raw.cells})
    if raw.stored_rows - filled > max(MANY_BLANK_ROWS, 10 * filled):
        last = max((row for row, _ in raw.cells), default=0)
        message = f"{raw.stored_rows:,} rows are stored, and {filled:,} of them hold something"
        mend = "select the rows below the last rule, down to the end of the sheet, and delete them"
        yield note(codes.BLANK_ROWS, message, Cell(raw.name, last + 1, 1), help=mend)
