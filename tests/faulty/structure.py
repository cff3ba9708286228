"""Faults of the Vocabulary, of tables, of tests, and of single cells."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl import Workbook

from faults import Change, put
from faulty.planted import Planted, changed
from ruleset.diagnostics import Severity
from tables import table, write_sheet

WARNING, NOTE = Severity.WARNING, Severity.NOTE


def _all(*changes: Change) -> Change:
    def change(book: Workbook) -> None:
        for each in changes:
            each(book)

    return change


def _sheet(name: str, *rows_of_table: object) -> Change:
    def change(book: Workbook) -> None:
        write_sheet(book, name, table(*rows_of_table))  # type: ignore[arg-type]

    return change


def _without(sheet: str, row: int) -> Change:
    def change(book: Workbook) -> None:
        for cell in book[sheet][row]:
            cell.value = None

    return change


def _two_sources(book: Workbook) -> None:
    for name in ("One", "Two"):
        rules = [[name, "yes", "UK"], ["otherwise", "", "IE"]]
        write_sheet(book, name, table(name, "First", ["Student"], ["Country"], rules))


V, T = "Vocabulary", "Tests"
_ERRORS: list[tuple[str, str, Change, str]] = [
    ("RS201", "no Vocabulary", lambda b: b.remove(b[V]), "Vocabulary!A1"),
    ("RS202", "no column Type", put("B1", "Kind", V), "Vocabulary!A1"),
    ("RS202", "no column Term", put("A1", "Name", V), "Vocabulary!A1"),
    ("RS203", "an unknown type", put("B2", "txt", V), "Vocabulary!B2"),
    ("RS203", "no type", put("B3", None, V), "Vocabulary!B3"),
    ("RS204", "a term twice", _all(put("A9", "country", V), put("B9", "text", V)), "Vocabulary!A9"),
    ("RS205", "a term without letters", put("A9", "??", V), "Vocabulary!A9"),
    ("RS205", "a type without a term", put("B9", "text", V), "Vocabulary!A9"),
    ("RS206", "an allowed value of another type", put("C8", "5, x", V), "Vocabulary!C8"),
    ("RS206", "an empty range of allowed values", put("C8", "_No!A1:A9", V), "Vocabulary!C8"),
    ("RS210", "no hit policy", put("B1", None), "Offer!B1"),
    ("RS211", "an unknown hit policy", put("B1", "Hit policy: Frist"), "Offer!B1"),
    ("RS211", "a hit policy left blank", put("B1", "Hit policy:"), "Offer!B1"),
    ("RS212", "no bands", _without("Offer", 2), "Offer!A2"),
    ("RS214", "a misspelt term over inputs", put("B3", "Contry"), "Offer!B3"),
    ("RS214", "a misspelt term over outputs", put("G3", "Ofer"), "Offer!G3"),
    ("RS215", "a term over two inputs", put("C3", "Country"), "Offer!C3"),
    ("RS218", "an input without a term", put("C3", None), "Offer!C3"),
    ("RS218", "an output without a term", put("H3", None), "Offer!H3"),
    ("RS220", "a rule without an id", put("A5", None), "Offer!A5"),
    ("RS221", "an id twice", put("A5", "a"), "Offer!A5"),
    ("RS222", "`otherwise` is not last", _all(put("A7", "z"), put("G7", "gold")), "Offer!A6"),
    ("RS223", "a rule without an outcome", _all(put("G5", None), put("H5", None)), "Offer!G5"),
    ("RS225", "`otherwise` has a condition", put("B6", "UK"), "Offer!B6"),
    ("RS226", "a decision on two sheets", _sheet("Again", "Offer", "First", ["Country"], ["Offer"],
     [["x", "UK", "gold"], ["otherwise", "", "none"]]), "Again!A1"),
    ("RS227", "a circle", _sheet("Nation", "Nation", "First", ["Offer"], ["Country"],
     [["n", "gold", "UK"], ["otherwise", "", "IE"]]), "Offer!B3"),
    ("RS228", "many values into one", _sheet("Many", "Many", "Collect", ["Student"], ["Country"],
     [["n", "yes", "UK"]]), "Offer!B3"),
    ("RS234", "two sources of a term", _two_sources, "Offer!B3"),
    ("RS235", "Priority without an order", _sheet("Rank", "Rank", "Priority", ["Student"],
     ["Points"], [["y", "yes", 1]]), "Rank!C3"),
    ("RS236", "a sum of texts", put("B1", "Hit policy: Collect sum"), "Offer!G3"),
    ("RS230", "a test of an unknown term", put("C1", "Contry", T), "Tests!C1"),
    ("RS230", "an expectation of an unknown term", put("E1", "Expect Ofer", T), "Tests!E1"),
    ("RS231", "no column Decision", put("B1", "What", T), "Tests!A1"),
    ("RS232", "a test of an unknown decision", put("B2", "Ofer", T), "Tests!B2"),
    ("RS302", "a misspelt value", put("B4", "UKK"), "Offer!B4"),
    ("RS302", "one misspelt value of two", put("B5", "UK, IEE"), "Offer!B5"),
    ("RS302", "a misspelt outcome", put("G4", "golden"), "Offer!G4"),
    ("RS302", "a misspelt value in not( )", put("B5", "not(FR)"), "Offer!B5"),
    ("RS303", "letters for a number", put("C4", "lots"), "Offer!C4"),
    ("RS303", "letters for a date", put("D4", "soon"), "Offer!D4"),
    ("RS303", "letters for yes or no", put("E4", "perhaps"), "Offer!E4"),
    ("RS303", "letters for an output number", put("H4", '"many"'), "Offer!H4"),
    ("RS301", "a bracket left open", put("C4", "[1..2"), "Offer!C4"),
    ("RS301", "a comparison without a value", put("C4", "< "), "Offer!C4"),
    ("RS301", "a list that ends in a comma", put("C4", "1, "), "Offer!C4"),
    ("RS301", "a quote left open", put("B4", '"UK'), "Offer!B4"),
    ("RS306", "a range backwards, numbers", put("C5", "[30000..15000]"), "Offer!C5"),
    ("RS306", "a range backwards, dates", put("D4", "[2026-02-01..2026-01-01]"), "Offer!D4"),
    ("RS306", "a range that holds nothing", put("C5", "(5..5)"), "Offer!C5"),
    ("RS307", "an unknown name", put("C4", "? > incom"), "Offer!C4"),
    ("RS307", "an unknown name in an output", put("H4", "scoer + 1"), "Offer!H4"),
    ("RS308", "an unknown function", put("F4", 'contain(?, "x")'), "Offer!F4"),
    ("RS309", "a text added to a number", put("C4", "? + Country > 5"), "Offer!C4"),
    ("RS310", "a decimal comma", put("C4", "1,5"), "Offer!C4"),
    ("RS310", "a size at one end of a range", put("C4", "15-30k"), "Offer!C4"),
]  # fmt: skip
_WARNINGS: list[tuple[str, str, Change, str, Severity]] = [
    ("RS207", "allowed values of words", put("C6", "a, b", V), "Vocabulary!C6", NOTE),
    ("RS209", "an allowed value twice", put("C2", "UK, IE, DE, UK", V), "Vocabulary!C2", WARNING),
    ("RS233", "a test of no decision", put("B2", None, T), "Tests!B2", WARNING),
]
_CAUSED = {
    "RS201": ("RS214", "RS216", "RS230"),
    "RS202": ("RS214", "RS216", "RS230"),
    "RS203": ("RS302", "RS303", "RS301", "RS305", "RS307"),
    "RS206": ("RS302",),
    "RS214": ("RS216", "RS230", "RS231"),
    "RS235": ("RS214",),
    "RS231": ("RS230",),
}


def structure() -> Iterator[Planted]:
    for code, name, change, cell in _ERRORS:
        if code == "RS235":
            change = _all(put("A9", "Points", V), put("B9", "number", V), change)
        yield Planted(name, changed(change), code, cell, also=_CAUSED.get(code, ()))
    for code, name, change, cell, severity in _WARNINGS:
        yield Planted(name, changed(change), code, cell, severity)
