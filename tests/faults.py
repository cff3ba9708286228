"""A sound workbook, and ways to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from ruleset.diagnostics import Diagnostic
from ruleset.plan.compile import compile_workbook
from tables import table, write_workbook

VOCABULARY = [
    ("Country", "text", "UK, IE, DE"),
    ("Income", "money", ""),
    ("Since", "date", ""),
    ("Student", "yes/no", ""),
    ("Request", "words", ""),
    ("Offer", "text", "gold, silver, none"),
    ("Score", "number", ""),
]
RULES = [
    ["a", "UK", "< 15000", "2026-01-01", "yes", "urgent", "gold", 1],
    ["b", "UK, IE", "[15000..30000]", "", "", "", "silver", 2],
    ["otherwise", "", "", "", "", "", "none", 0],
]
INPUTS = ["Country", "Income", "Since", "Student", "Request"]

Change = Callable[[Workbook], object]


def put(address: str, value: object, sheet: str = "Offer") -> Change:
    """A change that writes one cell."""

    def change(book: Workbook) -> None:
        book[sheet][address] = value

    return change


def sound(path: Path) -> Path:
    """A workbook without any fault: the table stands in A1:H6, rules from row 4."""
    return write_workbook(
        path,
        VOCABULARY,
        {
            "Offer": table("Offer", "First", INPUTS, ["Offer", "Score"], RULES),
            "Tests": [
                ["Test", "Decision", "Country", "Income", "Expect Offer"],
                ["poor", "Offer", "UK", 20000, "silver"],
            ],
        },
    )


def faulty(path: Path, change: Change) -> tuple[Diagnostic, ...]:
    """The diagnostics of the sound workbook after the change."""
    sound(path)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return compile_workbook(path).diagnostics
