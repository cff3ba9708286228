"""The examples of the codes' pages, made into workbooks.

A page shows a sheet as a Markdown table with column letters and row numbers. In its cells `␣` is a
space and `⍽` a non-breaking one; a number is a number, `=1+1` a formula, and what follows in
brackets says what else a cell holds: `(date)`, `(date and time)`, `(saved as 15000)`. Lines such as
``Merged: `B4:B5`.`` say what a table cannot show.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ruleset.check.codes import EXAMPLE_TERMS, Page
from tables import VOCABULARY_HEADER, write_sheet

_SHEET = re.compile(r"^Sheet `(?P<name>[^`]+)`:$", re.MULTILINE)
_TRAIT = re.compile(r"^(?P<trait>[A-Z][A-Za-z ]+?)(?: on `(?P<on>[^`]+)`)?: `(?P<what>[^`]+)`\.$")
_FOUND = re.compile(r"Found: `(?P<code>RS\d{3})`(?: at `(?P<cell>[^`]+)`|, for the whole file)")
_SAVED = re.compile(r"(=.+) \(saved as (\d+)\)\Z")
_SECTIONS = (
    "## Why it matters",
    "## A bad example",
    "## A good example",
    "## How to mend it",
)


@dataclass(frozen=True)
class Example:
    """Sheets as rows of typed values, and traits as (trait, where, what), for the first sheet."""

    sheets: Mapping[str, list[list[Any]]]
    traits: tuple[tuple[str, str | None, str], ...]
    without_vocabulary: bool = False


def sections(page: Page) -> dict[str, str]:
    """The text of each section by its heading; every page has all of them, in this order."""
    at = [page.text.index(f"{heading}\n") for heading in _SECTIONS]
    assert at == sorted(at) and at[0] > 20, f"{page.code}: sections in order"
    ends = [*at[1:], len(page.text)]
    return {
        heading: page.text[start + len(heading) : end].strip()
        for heading, start, end in zip(_SECTIONS, at, ends, strict=True)
    }


def found_by(page: Page) -> tuple[str, str | None]:
    """The code and the cell that the page says its bad example is told at."""
    said = _FOUND.search(sections(page)["## A bad example"])
    assert said is not None, f"{page.code}: says no place"
    return said["code"], said["cell"]


def example(text: str) -> Example | None:
    """The example that a section shows, or None when it describes a file in words."""
    names = list(_SHEET.finditer(text))
    if not names:
        return None
    ends = [*(each.start() for each in names[1:]), len(text)]
    sheets = {
        each["name"]: _rows(text[each.end() : end]) for each, end in zip(names, ends, strict=True)
    }
    traits = [_TRAIT.match(line) for line in text.splitlines()]
    return Example(
        sheets,
        tuple((each["trait"], each["on"], each["what"]) for each in traits if each),
        "No Vocabulary." in text,
    )


def _rows(text: str) -> list[list[Any]]:
    lines = [line for line in text.splitlines() if re.match(r"\| \d+ \|", line)]
    return [[_value(cell.strip()) for cell in line.strip("|").split("|")[1:]] for line in lines]


def _value(text: str) -> Any:
    text = text.replace("␣", " ").replace("⍽", "\u00a0")
    if text.endswith(" (date)"):
        return date.fromisoformat(text[:10])
    if text.endswith(" (date and time)"):
        return datetime.fromisoformat(text[:16])
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def write_example(path: Path, shown: Example) -> Path:
    """The workbook of an example, with the terms of all examples unless it shows its own."""
    book = Workbook()
    book.remove(book.worksheets[0])
    if "Vocabulary" not in shown.sheets and not shown.without_vocabulary:
        write_sheet(book, "Vocabulary", [VOCABULARY_HEADER, *EXAMPLE_TERMS])
    saved: dict[str, str] = {}
    for name, rows in shown.sheets.items():
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                kept = _SAVED.match(str(value))
                if kept:
                    row[column] = int(kept[2])
                    saved[f"{chr(65 + column)}{number + 1}"] = kept[1][1:]
        write_sheet(book, name, rows)
    first = next(name for name in shown.sheets if name != "Vocabulary")
    for trait, on, what in shown.traits:
        _TRAITS[trait](book[what if what in book.sheetnames else first], what, on or "")
    book.save(path)
    for address, formula in saved.items():
        _put_formula(path, address, formula)
    return path


def _rich(sheet: Worksheet, address: str, _: str) -> None:
    text = str(sheet[address].value)
    sheet[address] = CellRichText(TextBlock(InlineFont(b=True), text[:1]), text[1:])


def _strike(sheet: Worksheet, address: str, _: str) -> None:
    sheet[address].font = Font(strike=True)


def _dropdown(sheet: Worksheet, values: str, cells: str) -> None:
    choice = DataValidation(type="list", formula1=f'"{values.replace(", ", ",")}"')
    choice.add(cells)
    sheet.add_data_validation(choice)


def _blank_rows(sheet: Worksheet, count: str, _: str) -> None:
    for row in range(sheet.max_row + 1, sheet.max_row + 1 + int(count)):
        sheet.row_dimensions[row].height = 15


def _hide_row(sheet: Worksheet, row: str, _: str) -> None:
    sheet.row_dimensions[int(row)].hidden = True


def _hide_column(sheet: Worksheet, column: str, _: str) -> None:
    sheet.column_dimensions[column].hidden = True


def _hide_sheet(sheet: Worksheet, _name: str, _: str) -> None:
    sheet.sheet_state = "hidden"


_TRAITS: Mapping[str, Callable[[Worksheet, str, str], None]] = {
    "Merged": lambda sheet, block, _: sheet.merge_cells(block),
    "Hidden row": _hide_row,
    "Hidden column": _hide_column,
    "Hidden sheet": _hide_sheet,
    "Partly bold": _rich,
    "Struck out": _strike,
    "Dropdown": _dropdown,
    "Blank rows stored": _blank_rows,
}


def _put_formula(path: Path, address: str, formula: str) -> None:
    """The formula before the value that is stored for the cell: openpyxl never writes both."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            pattern = rf'(<c r="{address}"[^>]*>)(<v>\d+</v>)'.encode()
            parts[name] = re.sub(pattern, rb"\1<f>" + formula.encode() + rb"</f>\2", content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
