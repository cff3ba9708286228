"""Our reader against openpyxl's, which shares no line with it, on workbooks that openpyxl wrote."""

from __future__ import annotations

import random
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.datavalidation import DataValidation

from ruleset.workbook.form import Kind
from ruleset.workbook.read import read_workbook


def some_value(chance: random.Random) -> Any:
    """A value of each kind that people type."""
    return chance.choice(
        [
            chance.randrange(-(10**9), 10**9),
            chance.randrange(10**6) / 1000,
            chance.random() * 10 ** chance.randrange(-8, 12),
            date(1900, 3, 1).replace(year=chance.randrange(1901, 2200)),
            datetime(2026, 1, 31, chance.randrange(24), chance.randrange(60)),
            time(chance.randrange(24), chance.randrange(60)),
            chance.random() < 0.5,
            chance.choice(
                ["UK", "not(UK), IE", "15–30", ' “x” & <y> "z"', "two\nlines", "é\U0001f600"]
            ),
            CellRichText("a", TextBlock(InlineFont(b=True), " b"), "c"),
            None,
        ]
    )


def written(path: Path, seed: int) -> None:
    """Two sheets of random cells, merges, hidden rows and columns, and a dropdown."""
    chance = random.Random(seed)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in ("Offer", "Lists & more"):
        sheet = book.create_sheet(name)
        for row in range(1, 30):
            for column in range(1, 9):
                if chance.random() < 0.7:
                    sheet.cell(row, column).value = some_value(chance)
        for row in chance.sample(range(1, 30), 4):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("B31:D33")
        validation = DataValidation("list", formula1='"yes,no"')
        validation.add("A1:A9")
        sheet.add_data_validation(validation)
    book["Lists & more"].sheet_state = "hidden"
    book.save(path)


def as_ours(value: Any) -> tuple[Kind, Any]:
    """What our reader should make of a value as openpyxl reads it."""
    match value:
        case bool():
            return Kind.YES_NO, value
        case int() | float():
            return Kind.NUMBER, Decimal(f"{value:.15g}")
        case datetime() if value.time() == time():
            return Kind.DATE, value.date()
        case datetime():
            return Kind.DATETIME, value.isoformat()
        case time():
            return Kind.TIME, value.isoformat()
        case _:
            return Kind.TEXT, str(value)


@pytest.mark.parametrize("seed", range(5))
def test_both_readers_see_the_same(tmp_path: Path, seed: int) -> None:
    """The same cells with the same values, the same merges, dropdowns and hidden parts."""
    path = tmp_path / "book.xlsx"
    written(path, seed)
    result = read_workbook(path)
    assert result.value is not None
    theirs = openpyxl.load_workbook(path)
    assert [sheet.name for sheet in result.value.sheets] == ["Offer", "Lists & more"]
    for ours in result.value.sheets:
        sheet = theirs[ours.name]
        expected = {
            (cell.row, cell.column): (*as_ours(cell.value), cell.number_format)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        found = {at: (cell.kind, cell.value, cell.number_format) for at, cell in ours.cells.items()}
        assert found == expected
        assert [str(block).split("!")[1] for block in ours.merges] == ["B31:D33"]
        assert [each.values for each in ours.dropdowns] == [("yes", "no")]
        assert ours.hidden == (sheet.sheet_state == "hidden")
        rows = {row for row, _ in ours.cells}
        assert ours.hidden_rows == {row for row in rows if sheet.row_dimensions[row].hidden}
        assert ours.hidden_columns == {3}
