"""Cleaned text of labels and entries, with the hazards of spreadsheets told at their cells."""

from __future__ import annotations

from ruleset.diagnostics import Diagnostic, Severity
from ruleset.workbook.form import CellValue, Kind, Sheet
from ruleset.workbook.hazards import clean

UNUSABLE = (Kind.ERROR, Kind.UNSAVED)
"""Cells that hold no value at all; reading the workbook has already told each of them."""


def cleaned(cell: CellValue, found: list[Diagnostic]) -> str:
    """The cell's text as the cell language reads it; what had to be cleaned goes to `found`."""
    if cell.kind is not Kind.TEXT:
        return cell.text
    result = clean(cell.text)
    found += [
        Diagnostic(
            hazard.code,
            Severity.WARNING,
            hazard.message,
            cell.cell,
            help=hazard.help,
            text=cell.text,
            span=hazard.span,
        )
        for hazard in result.hazards
    ]
    return result.text


def label_at(sheet: Sheet, row: int, column: int, found: list[Diagnostic]) -> str:
    """The cleaned text there, or '' when the cell is blank or holds no value."""
    cell = sheet.at(row, column)
    return "" if cell is None or cell.kind in UNUSABLE else " ".join(cleaned(cell, found).split())


def rows_of(sheet: Sheet) -> list[int]:
    """The numbers of the rows that hold a cell, in order."""
    return sorted({row for row, _ in sheet.cells})


def columns_of(sheet: Sheet, row: int) -> list[int]:
    """The numbers of the filled columns of a row, in order."""
    return sorted(column for at, column in sheet.cells if at == row)
