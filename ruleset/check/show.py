"""A workbook as stable text: what `git diff` compares when it is told to.

Every filled cell stands on a line that names its row by the row's first cell, not by its number, so
that an inserted row is one block of added lines and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from ruleset.dmn.labels import columns_of, rows_of
from ruleset.locations import column_letters
from ruleset.workbook.form import CellValue, Sheet, Workbook


def show_workbook(workbook: Workbook) -> str:
    """The workbook's sheets in order, with every row's filled cells; equal for equal content.

    A row is `[first cell]` and then `header: text` for each of its cells; where the sheet has no
    header above a cell, the column's letter stands for it. Text over several lines is one line with
    `⏎`. Formulas stand behind their values.
    """
    return "\n".join(line for sheet in workbook.sheets for line in _sheet(sheet)) + "\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    hidden = " (hidden)" if sheet.hidden else ""
    yield f"== {sheet.name}{hidden} =="
    headers = _headers(sheet)
    for row in rows_of(sheet):
        columns = columns_of(sheet, row)
        first = sheet.at(row, columns[0])
        name = "" if first is None or columns[0] > min(headers, default=1) else _text(first)
        note = " (hidden row)" if row in sheet.hidden_rows else ""
        yield f"[{name}]{note}"
        for column in columns:
            cell = sheet.at(row, column)
            if cell is None or (column == columns[0] and name):
                continue
            header = headers.get(column, column_letters(column))
            yield f"  {header}: {_text(cell)}"
    yield ""


def _headers(sheet: Sheet) -> dict[int, str]:
    """The labels of the columns: of the row below the bands, else of the first row."""
    rows = rows_of(sheet)
    bands = next(
        (
            number
            for number, row in enumerate(rows[:20])
            if any(
                (cell := sheet.at(row, column)) is not None
                and cell.text.strip().casefold() == "then"
                for column in columns_of(sheet, row)
            )
        ),
        -1,
    )
    if not rows or bands + 1 >= len(rows):
        return {}
    row = rows[bands + 1]
    return {
        column: " ".join(cell.text.split())
        for column in columns_of(sheet, row)
        if (cell := sheet.at(row, column)) is not None
    }


def _text(cell: CellValue) -> str:
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", " ⏎ ")
    return f"{text}    {cell.formula}" if cell.formula is not None else text
