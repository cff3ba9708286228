"""Small workbooks for tests, written as rows of plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
VOCABULARY_HEADER = ("Term", "Type", "Allowed values", "Meaning", "Example")


def table(
    label: str,
    hit_policy: str,
    inputs: Sequence[str],
    outputs: Sequence[str],
    rules: Rows,
    notes: Sequence[str] = (),
) -> Rows:
    """The rows of a decision sheet; each rule is its id and its cells."""
    bands = ["", *["IF"] * len(inputs), *["THEN"] * len(outputs), *["NOTES"] * len(notes)]
    return [
        [label, f"Hit policy: {hit_policy}"],
        bands,
        ["Rule", *inputs, *outputs, *notes],
        *rules,
    ]


def write_workbook(
    path: Path, vocabulary: Iterable[Sequence[Any]], sheets: Mapping[str, Rows]
) -> Path:
    """A workbook with that vocabulary (term, type, allowed values) and those sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    write_sheet(book, "Vocabulary", [VOCABULARY_HEADER, *vocabulary])
    for name, rows in sheets.items():
        write_sheet(book, name, rows)
    book.save(path)
    return path


def write_sheet(book: Workbook, name: str, rows: Rows) -> None:
    """A sheet of that name with the rows from A1 on; None and '' leave a cell blank."""
    sheet = book.create_sheet(name)
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            if value not in (None, ""):
                sheet.cell(row, column, value)


def discount_workbook(path: Path) -> Path:
    """The workbook of the examples in docstrings."""
    return write_workbook(
        path,
        [
            ("Customer", "text", "new, regular, vip"),
            ("Order value", "money", ""),
            ("Discount", "number", ""),
        ],
        {
            "Discount": table(
                "Discount",
                "First",
                ["Customer", "Order value"],
                ["Discount"],
                [
                    ["vip", "vip", "", 15],
                    ["regular", "not(new)", ">= 100", 10],
                    ["otherwise", "", "", 0],
                ],
            )
        },
    )
