"""Sound workbooks of every look: types, spellings, hit policies, layouts, formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from faults import sound
from faulty.logic import SPLITS, book
from faulty.planted import Maker, changed
from ruleset.workbook.starter import write_starter
from tables import discount_workbook, table, write_sheet, write_workbook


@dataclass(frozen=True)
class Sound:
    """A workbook in which there is nothing to mend."""

    name: str
    make: Maker

    def __str__(self) -> str:
        return self.name


def _splits() -> list[Sound]:
    """Two rows that share all values, for each type and hit policy with one outcome."""
    return [
        Sound(
            f"{split.term}, {policy}",
            book(policy, split.term, [["a", split.first, "gold"], ["b", split.second, "silver"]]),
        )
        for split in SPLITS
        for policy in ("Unique", "First", "Priority")
    ]


SPELLINGS: list[tuple[str, str, Sequence[str]]] = [
    ("Income", "with signs", ["≤ 15000", "> 15,000"]),
    ("Income", "in thousands", ["< 15k", "≥ 15k"]),
    ("Income", "in dollars", ["< $15,000", ">= 15000 USD"]),
    ("Income", "in words", ["up to 15000", "over 15000"]),
    ("Income", "with a dash", ["< 1", "1–5", "> 5"]),
    ("Score", "with a hyphen", ["< 1", "1-5", "> 5"]),
    ("Score", "as typed numbers", ["< 1", "1", "> 1"]),
    ("Score", "in percent", ["< 10%", ">= 10%"]),
    ("Score", "in FEEL", ["< 1", "[1..2)", "[2..3]", "> 3"]),
    ("Since", "from and until", ["until 2025-12-31", "from 2026-01-01"]),
    ("Since", "in FEEL", ['< date("2026-01-01")', '>= date("2026-01-01")']),
    ("Student", "as Y and N", ["y", "n"]),
    ("Student", "as TRUE and FALSE", ["TRUE", "FALSE"]),
    ("Country", "in quotes", ['"UK"', '"IE", "DE"']),
    ("Country", "by not( )", ["UK", "not(UK)"]),
    ("Request", "phrases", ['personal statement, "cv"', "not(personal statement, cv)"]),
    ("Targets", "present and missing", ["present", "missing"]),
]


def _spelled() -> list[Sound]:
    outcomes = ("gold", "silver", "none", "gold")
    return [
        Sound(
            f"{term} {name}",
            book(
                "Unique",
                term,
                [[f"r{n}", cell, outcomes[n]] for n, cell in enumerate(cells)],
            ),
        )
        for term, name, cells in SPELLINGS
    ]


def _look(book: Workbook) -> None:
    sheet = book["Offer"]
    for row in sheet["A1:H6"]:
        for cell in row:
            cell.fill, cell.font = PatternFill("solid", fgColor="FFEEDD"), Font(bold=True)
    sheet.column_dimensions["B"].width = 40
    sheet.freeze_panes = "B4"


def _inserted(book: Workbook) -> None:
    book["Offer"].insert_rows(5)
    book["Offer"].insert_rows(1, 2)


def _moved_columns(book: Workbook) -> None:
    book["Offer"].insert_cols(3)


def _merged_bands(book: Workbook) -> None:
    sheet = book["Offer"]
    for address in ("C2", "D2", "E2", "F2", "H2"):
        sheet[address] = None
    sheet.merge_cells("B2:F2")
    sheet.merge_cells("G2:H2")


def _filter(book: Workbook) -> None:
    book["Offer"].auto_filter.ref = "A3:H6"


def _dropdown(book: Workbook) -> None:
    choice = DataValidation(type="list", formula1='"UK,IE,DE"')
    choice.add("B4:B50")
    book["Offer"].add_data_validation(choice)


def _comments(book: Workbook) -> None:
    book["Offer"]["B4"].comment = Comment("ask legal", "Ada")


def _conditional(book: Workbook) -> None:
    red = PatternFill("solid", bgColor="FF0000")
    rule = CellIsRule("greaterThan", ["1"], fill=red)
    book["Offer"].conditional_formatting.add("H4:H9", rule)


def _notes_sheet(book: Workbook) -> None:
    write_sheet(book, "_Scratch", [["anything", " goes ", "“here”"], ["=1+1", "#REF!"]])
    book["_Scratch"].sheet_state = "hidden"


def _empty_sheet(book: Workbook) -> None:
    book.create_sheet("Sheet1")


def _typed_dates(book: Workbook) -> None:
    book["Offer"]["D4"] = date(2026, 1, 1)


def _dashes(book: Workbook) -> None:
    for address in ("D5", "E5", "F5"):
        book["Offer"][address] = "-"


def _letter(book: Workbook) -> None:
    book["Offer"]["B1"] = "Hit policy: F"


def _lower_case(book: Workbook) -> None:
    book["Offer"]["B3"] = "country"
    book["Vocabulary"].title = "other"  # openpyxl would take the two names for one
    book["other"].title = "VOCABULARY"


def _more_columns(book: Workbook) -> None:
    book["Vocabulary"]["F1"] = "Owner"
    book["Vocabulary"]["F2"] = "Ada"


def _excel_table(book: Workbook) -> None:
    sheet = book.create_sheet("_Data")
    for row in (["a", "b"], [1, 2]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Figures", ref="A1:B2"))


_LOOKS: list[Callable[[Workbook], None]] = [
    _look,
    _inserted,
    _moved_columns,
    _merged_bands,
    _filter,
    _dropdown,
    _comments,
    _conditional,
    _notes_sheet,
    _empty_sheet,
    _typed_dates,
    _dashes,
    _letter,
    _lower_case,
    _more_columns,
    _excel_table,
]


def _listing(policy: str, type: str, rules: Sequence[Sequence[Any]]) -> Maker:
    def make(path: Path) -> Path:
        return write_workbook(
            path,
            [("Country", "text", "UK, IE, DE"), ("Result", type, "")],
            {"Result": table("Result", policy, ["Country"], ["Result"], rules)},
        )

    return make


def _graph(path: Path) -> Path:
    return write_workbook(
        path,
        [("Age", "number", ""), ("Group", "text", "young, old"), ("Price", "money", "")],
        {
            "Group": table("Group", "Unique", ["Age"], ["Group"],
                           [["y", "< 18", "young"], ["o", ">= 18", "old"]]),
            "Price": table("Price", "Unique", ["Group"], ["Price"],
                           [["y", "young", 5], ["o", "old", "5 + 5"]]),
            "Tests": [["Test", "Decision", "Age", "Expect Price"], ["child", "Price", 9, 5]],
        },
    )  # fmt: skip


_TEXTS = [["a", "UK, IE", "x"], ["b", "UK", "y"]]
_NUMBERS = [["a", "UK, IE", 1], ["b", "UK", 2], ["otherwise", "", 0]]
SOUND = [
    *_splits(),
    *_spelled(),
    *(Sound(change.__name__.strip("_").replace("_", " "), changed(change)) for change in _LOOKS),
    Sound("as it is", sound),
    Sound("the starter", write_starter),
    Sound("discount", discount_workbook),
    Sound("a graph", _graph),
    Sound("Collect", _listing("Collect", "text", _TEXTS)),
    Sound("Rule order", _listing("Rule order", "text", _TEXTS)),
    Sound("Collect sum", _listing("Collect sum", "number", _NUMBERS)),
    Sound("Collect max", _listing("C>", "number", _NUMBERS)),
]
