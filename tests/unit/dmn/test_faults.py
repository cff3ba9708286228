"""Every structural fault of a workbook: its code, its cell, and a mend in words."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from faults import Change, faulty, put, sound
from ruleset.diagnostics import Severity
from ruleset.plan.compile import compile_workbook
from tables import table, write_sheet


def without_then(book: Workbook) -> None:
    for cell in book["Offer"][2]:
        cell.value = None


def second_offer(book: Workbook) -> None:
    write_sheet(
        book, "Again", table("Offer", "First", ["Country"], ["Offer"], [["x", "UK", "gold"]])
    )


def circle(book: Workbook) -> None:
    write_sheet(
        book, "Nation", table("Nation", "First", ["Offer"], ["Country"], [["n", "gold", "UK"]])
    )


def two_sources(book: Workbook) -> None:
    for name in ("One", "Two"):
        write_sheet(
            book, name, table(name, "First", ["Student"], ["Country"], [[name, "yes", "UK"]])
        )


def many_into_one(book: Workbook) -> None:
    write_sheet(
        book, "Many", table("Many", "Collect", ["Student"], ["Country"], [["n", "yes", "UK"]])
    )


def merged(book: Workbook) -> None:
    book["Offer"].merge_cells("B4:B5")


FAULTS: list[tuple[str, Change, str, str, str]] = [
    ("no vocabulary", lambda b: b.remove(b["Vocabulary"]), "RS201", "Vocabulary!A1", "add a sheet"),
    ("no type column", put("B1", "Kind", "Vocabulary"), "RS202", "Vocabulary!A1", "Type"),
    ("unknown type", put("B2", "txt", "Vocabulary"), "RS203", "Vocabulary!B2", "`text`"),
    ("term twice", put("A3", "country", "Vocabulary"), "RS204", "Vocabulary!A3", "another name"),
    ("term without letters", put("A3", "??", "Vocabulary"), "RS205", "Vocabulary!A3", "name"),
    ("allowed of wrong type", put("C3", "5, x", "Vocabulary"), "RS206", "Vocabulary!C3", ""),
    ("allowed range is empty", put("C3", "_No!A1:A9", "Vocabulary"), "RS206", "Vocabulary!C3", ""),
    ("no hit policy", put("B1", None), "RS210", "Offer!B1", "Hit policy: First"),
    ("unknown hit policy", put("B1", "Hit policy: Frist"), "RS211", "Offer!B1", "`First`"),
    ("no bands", without_then, "RS212", "Offer!A2", "IF"),
    ("unknown term", put("B3", "Contry"), "RS214", "Offer!B3", "did you mean `Country`"),
    ("term over two columns", put("C3", "Country"), "RS215", "Offer!C3", "one column"),
    ("no output column", put("G3", "Nothing"), "RS214", "Offer!G3", "Vocabulary"),
    ("cells without term", put("C3", None), "RS218", "Offer!C3", "write the term"),
    ("no id", put("A5", None), "RS220", "Offer!A5", "write a short id"),
    ("id twice", put("A5", "a"), "RS221", "Offer!A5", "a-2"),
    ("otherwise in the middle", put("A5", "otherwise"), "RS221", "Offer!A6", ""),
    ("otherwise not last", put("A7", "late"), "RS222", "Offer!A6", "below all rules"),
    ("otherwise with condition", put("B6", "UK"), "RS225", "Offer!B6", "empty this cell"),
    ("decision twice", second_offer, "RS226", "Again!A1", "another name"),
    ("circle", circle, "RS227", "Offer!B3", "take one"),
    ("two sources", two_sources, "RS234", "Offer!B3", "one decision"),
    ("many into one", many_into_one, "RS228", "Offer!B3", "set of text"),
    ("priority without order", put("B1", "Hit policy: C+"), "RS236", "Offer!G3", "number"),
    ("value not allowed", put("B4", "UKK"), "RS302", "Offer!B4", "`UK`"),
    ("output not allowed", put("G4", "golden"), "RS302", "Offer!G4", "`gold`"),
    ("no number", put("C4", "lots"), "RS303", "Offer!C4", ""),
    ("does not parse", put("C4", "[1..2"), "RS301", "Offer!C4", ""),
    ("date for a number", put("C4", date(2026, 2, 1)), "RS304", "Offer!C4", "[1..2]"),
    ("date for text", put("B4", date(2026, 2, 1)), "RS304", "Offer!B4", "Text"),
    ("time in a date", put("D4", datetime(2026, 2, 1, 9, 30)), "RS311", "Offer!D4", "the day"),
    ("number for a date", put("D4", 46000), "RS303", "Offer!D4", "2026-01-31"),
    ("logical for a number", put("C4", True), "RS303", "Offer!C4", "a number"),
    ("backwards interval", put("C5", "[30000..15000]"), "RS306", "Offer!C5", ""),
    ("unknown name", put("C4", "? > incom"), "RS307", "Offer!C4", "income"),
    ("unknown function", put("E4", "contain(?)"), "RS308", "Offer!E4", "contains"),
    ("error value", put("C4", "#REF!"), "RS111", "Offer!C4", ""),
    ("formula never computed", put("C4", "=1+1"), "RS110", "Offer!C4", "save"),
    ("test of no decision", put("B2", "Ofer", "Tests"), "RS232", "Tests!B2", "`Offer`"),
    ("test of no term", put("C1", "Contry", "Tests"), "RS230", "Tests!C1", "`Country`"),
    ("tests without decisions", put("B1", "What", "Tests"), "RS231", "Tests!A1", "Decision"),
]

WARNINGS: list[tuple[str, Change, str, str]] = [
    ("number in text", put("F4", 7), "RS305", "Offer!F4"),
    ("a comma for and", put("C4", "> 5, < 10"), "RS312", "Offer!C4"),
    ("merged cells", merged, "RS119", "Offer!B4"),
    ("non-breaking space", put("B4", "UK\u00a0"), "RS115", "Offer!B4"),
    ("spaces around", put("B4", " UK "), "RS116", "Offer!B4"),
    ("smart quotes", put("B4", "“UK”"), "RS113", "Offer!B4"),
]


def test_the_sound_workbook_has_no_finding(tmp_path: Path) -> None:
    """The twin of all faults below: nothing is found in it."""
    made = compile_workbook(sound(tmp_path / "sound.xlsx"))
    assert [str(found) for found in made.diagnostics] == []
    assert made.ok


@pytest.mark.parametrize(("name", "change", "code", "cell", "mend"), FAULTS, ids=lambda each: each)
def test_a_fault_is_told_at_its_cell(
    tmp_path: Path, name: str, change: Change, code: str, cell: str, mend: str
) -> None:
    """The fault is an error with this code at this cell, and its help says what to write."""
    found = faulty(tmp_path / "book.xlsx", change)
    here = [each for each in found if each.code == code and str(each.cell) == cell]
    assert here, [str(each) for each in found]
    assert here[0].severity is Severity.ERROR
    assert here[0].help
    assert mend in here[0].help


@pytest.mark.parametrize(("name", "change", "code", "cell"), WARNINGS, ids=lambda each: each)
def test_a_hazard_is_a_warning_and_the_rules_still_compile(
    tmp_path: Path, name: str, change: Change, code: str, cell: str
) -> None:
    """What can be understood is understood, and told."""
    found = faulty(tmp_path / "book.xlsx", change)
    assert (code, cell, Severity.WARNING) in [
        (each.code, str(each.cell), each.severity) for each in found
    ], [str(each) for each in found]
    assert not [each for each in found if each.severity is Severity.ERROR]


def test_all_faults_are_told_in_one_pass(tmp_path: Path) -> None:
    """Three faults on two sheets give three errors, in the order of the sheets."""

    def change(book: Workbook) -> None:
        for one in (put("B4", "UKK"), put("A5", None), put("B2", "Ofer", "Tests")):
            one(book)

    found = faulty(tmp_path / "book.xlsx", change)
    assert [each.code for each in found] == ["RS302", "RS220", "RS232"]


def test_a_cycle_is_printed_whole(tmp_path: Path) -> None:
    """The message walks the circle and every cell that reads is named."""
    found = [each for each in faulty(tmp_path / "b.xlsx", circle) if each.code == "RS227"]
    assert "`Offer` needs `Nation` needs `Offer`" in found[0].message
    assert {str(cell) for cell, _ in found[0].related} == {"Nation!B3", "Offer!B3"}


def test_a_dropdown_gives_the_allowed_values(tmp_path: Path) -> None:
    """A list validation on a column counts where the Vocabulary has no list."""

    def change(book: Workbook) -> None:
        book["Vocabulary"]["C2"] = None
        validation = DataValidation(type="list", formula1='"UK,IE"')
        book["Offer"].add_data_validation(validation)
        validation.add("B4:B20")
        book["Offer"]["B4"] = "FR"

    found = faulty(tmp_path / "book.xlsx", change)
    assert ("RS302", "Offer!B4") in [(each.code, str(each.cell)) for each in found]
