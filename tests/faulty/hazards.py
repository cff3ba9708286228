"""What spreadsheets do to people, planted in every kind of place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from faults import Change, put
from faulty.planted import Planted, changed
from ruleset.diagnostics import Severity

WARNING, NOTE = Severity.WARNING, Severity.NOTE

_PLACES = {
    "an input cell": ("Offer", "B4", "UK"),
    "an output cell": ("Offer", "G4", "gold"),
    "an id": ("Offer", "A4", "a"),
    "a header": ("Offer", "B3", "Country"),
    "a term of the Vocabulary": ("Vocabulary", "A2", "Country"),
    "a type": ("Vocabulary", "B2", "text"),
    "a fact of a test": ("Tests", "C2", "UK"),
}
_IN_A_TEXT = [
    ("RS115", "a non-breaking space after", "{}\u00a0"),
    ("RS115", "a zero-width space in front", "\u200b{}"),
    ("RS115", "a tab after", "{}\t"),
    ("RS116", "a space in front", " {}"),
    ("RS116", "spaces after", "{}   "),
    ("RS116", "a line break after", "{}\n"),
]
_IN_A_VALUE = [
    ("RS113", "curved quotes", "“{}”"),
    ("RS113", "low quotes", "„{}“"),
    ("RS113", "angled quotes", "«{}»"),
]


def texts() -> Iterator[Planted]:
    """Spaces in every kind of place, quotes where a value may stand in quotes."""
    for where, (sheet, address, text) in _PLACES.items():
        for code, name, pattern in _IN_A_TEXT:
            change = put(address, pattern.format(text), sheet)
            yield Planted(f"{name}, {where}", changed(change), code, f"{sheet}!{address}", WARNING)
    for code, name, pattern in _IN_A_VALUE:
        for address, text in (("B4", "UK"), ("G4", "gold"), ("F4", "urgent")):
            change = put(address, pattern.format(text))
            yield Planted(f"{name}, {address}", changed(change), code, f"Offer!{address}", WARNING)


_WORDS = [
    ("RS114", "a non-breaking hyphen", "e‑mail"),
    ("RS114", "a minus sign", "e−mail"),
    ("RS122", "a Cyrillic letter", "vіsa"),
    ("RS122", "a Greek letter", "vοucher"),
    ("RS122", "a Latin letter in a Cyrillic word", "визa"),
    ("RS124", "a lost letter", "r\ufffdsum\ufffd"),
    ("RS305", "a number", 7),
    ("RS305", "a logical value", True),
]


def words() -> Iterator[Planted]:
    for code, name, value in _WORDS:
        yield Planted(f"{name} among words", changed(put("F4", value)), code, "Offer!F4", WARNING)


_LOST = [
    ("RS304", "`1-2` became a date, a number column", "C4", date(2026, 2, 1)),
    ("RS304", "`3/4` became a date, a text column", "B4", date(2026, 4, 3)),
    ("RS304", "a date in a column of words", "F4", date(2026, 4, 3)),
    ("RS304", "a date in a yes/no column", "E4", date(2026, 4, 3)),
    ("RS304", "a date in an output number", "H4", date(2026, 4, 3)),
    ("RS311", "a date with a time", "D4", datetime(2026, 2, 1, 9, 30)),
    ("RS311", "a time in a date column", "D4", time(9, 30)),
    ("RS303", "a number in a date column", "D4", 46000),
    ("RS303", "a number in a yes/no column", "E4", 1),
    ("RS303", "a logical value in a number column", "C4", True),
    ("RS303", "a logical value in a date column", "D4", False),
    ("RS303", "a time in a number column", "C4", time(9, 30)),
    ("RS111", "#REF!", "C4", "#REF!"),
    ("RS111", "#N/A in an output", "H4", "#N/A"),
    ("RS111", "#NAME? in a text column", "B4", "#NAME?"),
    ("RS111", "#DIV/0! in a date column", "D4", "#DIV/0!"),
    ("RS110", "a formula never computed", "C4", "=1+1"),
    ("RS110", "a formula of text never computed", "B4", '="U"&"K"'),
    ("RS110", "a formula in an output", "H4", "=2*3"),
]


def lost() -> Iterator[Planted]:
    """Cells that no longer hold what was typed. Of an output nothing is left, so it is missing."""
    for code, name, address, value in _LOST:
        yield Planted(name, changed(put(address, value)), code, f"Offer!{address}", also=("RS303",))


def _hide_row(book: Workbook) -> None:
    book["Offer"].row_dimensions[5].hidden = True


def _filter_out(book: Workbook) -> None:
    book["Offer"].auto_filter.ref = "A3:H6"
    book["Offer"].row_dimensions[4].hidden = True


def _hide_column(book: Workbook) -> None:
    book["Offer"].column_dimensions["E"].hidden = True


def _hide_output(book: Workbook) -> None:
    book["Offer"].column_dimensions["H"].hidden = True


def _hide_sheet(book: Workbook) -> None:
    book["Offer"].sheet_state = "hidden"


def _hide_deep(book: Workbook) -> None:
    book["Tests"].sheet_state = "veryHidden"


def _merge(block: str) -> Change:
    def change(book: Workbook) -> None:
        book["Offer"].merge_cells(block)

    return change


def _strike(address: str) -> Change:
    def change(book: Workbook) -> None:
        book["Offer"][address].font = Font(strike=True)

    return change


def _rich(book: Workbook) -> None:
    book["Offer"]["F4"] = CellRichText(TextBlock(InlineFont(b=True), "ur"), "gent")


def _blank_rows(book: Workbook) -> None:
    for row in range(7, 6_100):
        book["Offer"].row_dimensions[row].height = 15


_SEEN = [
    ("RS117", "a hidden row", _hide_row, "Offer!A5", WARNING),
    ("RS117", "a row that a filter leaves out", _filter_out, "Offer!A4", WARNING),
    ("RS118", "a hidden input column", _hide_column, "Offer!E2", WARNING),
    ("RS118", "a hidden output column", _hide_output, "Offer!H2", WARNING),
    ("RS123", "a hidden sheet", _hide_sheet, "Offer!A1", WARNING),
    ("RS123", "a sheet hidden so that no menu shows it", _hide_deep, "Tests!A1", WARNING),
    ("RS119", "merged inputs", _merge("B4:B5"), "Offer!B4", WARNING),
    ("RS119", "merged outputs", _merge("G4:G5"), "Offer!G4", WARNING),
    ("RS119", "merged dates", _merge("D4:D5"), "Offer!D4", WARNING),
    ("RS125", "a struck-out id", _strike("A5"), "Offer!A5", WARNING),
    ("RS125", "a struck-out condition", _strike("B5"), "Offer!B5", WARNING),
    ("RS121", "partly bold", _rich, "Offer!F4", NOTE),
    ("RS126", "thousands of blank rows", _blank_rows, "Offer!A7", NOTE),
    ("RS127", "only spaces", put("D5", "   "), "Offer!D5", NOTE),
]


def seen() -> Iterator[Planted]:
    """What a reader sees wrongly, or not at all."""
    for code, name, change, cell, severity in _SEEN:
        yield Planted(name, changed(change), code, cell, severity)


def hazards() -> Iterator[Planted]:
    yield from texts()
    yield from words()
    yield from lost()
    yield from seen()
