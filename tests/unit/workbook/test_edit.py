"""Copies of workbooks: what was asked for is changed, every other byte is as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rich_workbook import EXTRA, SPARKLINES, parts_of, rich_workbook
from ruleset.locations import Block, Cell
from ruleset.workbook.edit import CannotEditError, Editor
from ruleset.workbook.edit_styles import Look
from ruleset.workbook.read import read_workbook
from unit.workbook import raw_workbook as raw

# openpyxl says so when it reads what this library keeps.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")

OFFER = "xl/worksheets/sheet2.xml"


def copied(path: Path, change: Callable[[Editor], object]) -> Path:
    """The copy of the workbook after the change."""
    editor = Editor.open(path)
    change(editor)
    target = path.with_name("copy.xlsx")
    editor.save(target)
    return target


def changed_parts(before: Path, after: Path) -> set[str]:
    """The parts that differ, or that only one of the two has."""
    old, new = parts_of(before), parts_of(after)
    return {name for name in {*old, *new} if old.get(name) != new.get(name)}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return rich_workbook(tmp_path / "book.xlsx")


def test_a_copy_without_changes_has_the_same_parts(book: Path) -> None:
    """Byte for byte."""
    assert changed_parts(book, copied(book, lambda editor: None)) == set()


def test_a_written_cell_changes_its_sheet_alone(book: Path) -> None:
    """The cell has the value, its style and all that stands around it as before."""
    copy = copied(book, lambda editor: editor.write(Cell("Offer", 4, 2), " <UK> & \u00e9"))
    assert changed_parts(book, copy) == {OFFER}
    old, new = parts_of(book)[OFFER], parts_of(copy)[OFFER]
    cell = re.compile(rb'<c r="B4".*?</c>')
    assert cell.sub(b"", old) == cell.sub(b"", new)
    sheet = load_workbook(copy)["Offer"]
    assert sheet["B4"].value == " <UK> & \u00e9"
    assert sheet["B4"].font.name == "Georgia"


PLACES: list[tuple[str, int, int]] = [
    ("within a row", 5, 4),
    ("after a row's last cell", 6, 20),
    ("in a new row below", 12, 2),
    ("in a blank cell between", 4, 10),
]


@pytest.mark.parametrize(("name", "row", "column"), PLACES, ids=lambda each: str(each))
def test_a_new_cell_stands_in_order(book: Path, name: str, row: int, column: int) -> None:
    """Rows ascend, cells ascend in their row, as every program demands; other cells are kept."""
    before = read_workbook(book).value
    copy = copied(book, lambda editor: editor.write(Cell("Offer", row, column), "new"))
    after = read_workbook(copy).value
    assert before is not None
    assert after is not None
    cells = dict(after.sheets[1].cells)
    assert cells.pop((row, column)).text == "new"
    assert cells == {
        place: cell for place, cell in before.sheets[1].cells.items() if place != (row, column)
    }
    text = parts_of(copy)[OFFER].decode()
    rows = [int(each) for each in re.findall(r'<row r="(\d+)"', text)]
    assert rows == sorted(rows)
    for line in re.findall(r"<row .*?</row>", text):
        letters = re.findall(r'<c r="([A-Z]+)\d+"', line)
        assert letters == sorted(letters, key=lambda each: (len(each), each))


def test_a_colour_keeps_the_rest_of_the_look(book: Path) -> None:
    """The font stays, the fill changes; a second cell of the same base shares the new style."""

    def change(editor: Editor) -> None:
        for row in (4, 5):
            editor.restyle(Cell("Offer", row, 2), Look("FFC7CE"))

    copy = copied(book, change)
    assert changed_parts(book, copy) == {OFFER, "xl/styles.xml"}
    cell = load_workbook(copy)["Offer"]["B4"]
    assert (cell.font.name, cell.font.italic) == ("Georgia", True)
    assert cell.fill.fgColor.rgb == "FFFFC7CE"


def test_comments_are_added_to_those_that_are_there(book: Path) -> None:
    """An old comment keeps its text and author; the new words stand below; others are untouched."""

    def change(editor: Editor) -> None:
        editor.comment(Cell("Offer", 4, 2), "error RS302: `UKK`")
        editor.comment(Cell("Offer", 5, 3), "a new one")
        editor.comment(Cell("Vocabulary", 2, 1), "on a sheet without comments")

    copy = load_workbook(copied(book, change))
    assert copy["Offer"]["B4"].comment.text == "ask legal first\n\nerror RS302: `UKK`"
    assert copy["Offer"]["B4"].comment.author == "Ada"
    assert copy["Offer"]["C5"].comment.text == "a new one"
    assert copy["Offer"]["H4"].comment.text == "a second comment"
    assert copy["Vocabulary"]["A2"].comment.text == "on a sheet without comments"


def test_everything_else_survives_a_large_change(book: Path) -> None:
    """Values, colours, comments and a new sheet: only the parts that hold these are touched."""

    def change(editor: Editor) -> None:
        editor.write(Cell("Offer", 4, 2), "UK")
        editor.restyle(Cell("Offer", 4, 3), Look("FFEB9C", bold=True))
        editor.comment(Cell("Offer", 4, 4), "a comment")
        editor.add_sheet("_Report", [10, 20], [15], [(Cell("_Report", 1, 2), Cell("Offer", 4, 2))])
        editor.write(Cell("_Report", 1, 2), "Offer!B4")

    copy = copied(book, change)
    old, new = parts_of(book), parts_of(copy)
    comments = {name for name in old if "comment" in name.lower()}
    assert set(old) <= set(new)
    assert set(new) - set(old) == {"xl/worksheets/sheet5.xml"}
    assert changed_parts(book, copy) == {
        OFFER,
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/worksheets/sheet5.xml",
        *comments,
    }
    assert all(new[name] == content for name, content in EXTRA.items())
    assert SPARKLINES in new[OFFER]
    read = load_workbook(copy)
    sheet = read["Offer"]
    assert (sheet.column_dimensions["B"].width, sheet.row_dimensions[5].height) == (33, 41)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:H6")
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B4:B20"]
    assert len(sheet.conditional_formatting) == 1
    assert read.defined_names["Rate"].attr_text == "Offer!$H$4"
    assert list(read["_Data"].tables) == ["Figures"]
    assert read["_Report"]["B1"].hyperlink.location == "Offer!B4"


def test_what_openpyxl_would_have_lost(book: Path) -> None:
    """Why the parts are changed in place: a copy by way of openpyxl lacks these."""
    load_workbook(book).save(book.with_name("openpyxl.xlsx"))
    kept = parts_of(book.with_name("openpyxl.xlsx"))
    assert set(EXTRA) & set(kept) == set()
    assert not any(b"sparklineGroups" in content for content in kept.values())


def test_unmerging_takes_the_block_off_the_list(tmp_path: Path) -> None:
    """The other merges stay; the list goes with its last block."""
    path = rich_workbook(tmp_path / "book.xlsx")
    read = load_workbook(path)
    read["Offer"].merge_cells("B4:B5")
    read["Offer"].merge_cells("J1:K1")
    read.save(path)
    editor = Editor.open(path)
    editor.unmerge(Block("Offer", 4, 2, 5, 2))
    editor.save(tmp_path / "one.xlsx")
    assert [str(each) for each in load_workbook(tmp_path / "one.xlsx")["Offer"].merged_cells] == [
        "J1:K1"
    ]
    editor = Editor.open(tmp_path / "one.xlsx")
    editor.unmerge(Block("Offer", 1, 10, 1, 11))
    editor.save(tmp_path / "none.xlsx")
    assert b"mergeCell" not in parts_of(tmp_path / "none.xlsx")[OFFER]


def test_prefixes_and_empty_lists_are_no_trouble(tmp_path: Path) -> None:
    """A sheet whose names all have a prefix, without rows, gets cells with the same prefix."""
    sheet = f'<?xml version="1.0"?><x:worksheet xmlns:x="{raw.MAIN}"><x:sheetData/></x:worksheet>'
    path = raw.write(tmp_path / "book.xlsx", raw.members(sheet=sheet))
    copy = copied(path, lambda editor: editor.write(Cell("Offer", 2, 3), 12))
    read = read_workbook(copy).value
    assert read is not None
    assert {place: cell.text for place, cell in read.sheets[0].cells.items()} == {(2, 3): "12"}


def test_nothing_is_overwritten_and_unsafe_files_are_refused_by_name(book: Path) -> None:
    """A target that exists; a signed workbook; a file that is no workbook."""
    with pytest.raises(FileExistsError):
        Editor.open(book).save(book)
    signed = book.with_name("signed.xlsx")
    raw.write(signed, {**parts_of(book), "_xmlsignatures/sig1.xml": b"<a/>"})
    with pytest.raises(CannotEditError, match="signed"):
        Editor.open(signed)
    text = book.with_name("text.xlsx")
    text.write_text("a,b\n")
    with pytest.raises(CannotEditError, match="not an Excel workbook"):
        Editor.open(text)
