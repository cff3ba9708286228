"""Sheets: merges, dropdowns, what is hidden, and the findings about all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ruleset.diagnostics import Diagnostic, Severity
from ruleset.locations import Block, Cell
from ruleset.workbook.form import Sheet, Workbook
from ruleset.workbook.merges import expanded
from ruleset.workbook.read import read_workbook
from unit.workbook import raw_workbook as raw


def filled(*addresses: str, more: str = "") -> str:
    """Rows in which those cells hold their own address as text; `more` are row attributes."""
    places = sorted(Cell.parse(f"Offer!{address}") for address in addresses)
    rows: dict[int, str] = {}
    for place, address in zip(places, sorted(addresses, key=places_of), strict=True):
        cell = f'<c r="{address}" t="inlineStr"><is><t>{address}</t></is></c>'
        rows[place.row] = rows.get(place.row, "") + cell
    return "".join(f'<row r="{row}"{more}>{cells}</row>' for row, cells in rows.items())


def places_of(address: str) -> Cell:
    """The place that an address of `filled` names."""
    return Cell.parse(f"Offer!{address}")


def read(path: Path, sheet: str, **changed: str | bytes | None) -> Workbook:
    """The workbook with that sheet; fails when there is none."""
    result = read_workbook(raw.write(path / "book.xlsx", raw.members(sheet=sheet, **changed)))
    assert result.value is not None, result.diagnostics
    return result.value


def found_in(path: Path, sheet: str, **changed: str | bytes | None) -> tuple[Diagnostic, ...]:
    """The diagnostics of the workbook with that sheet."""
    return read_workbook(
        raw.write(path / "book.xlsx", raw.members(sheet=sheet, **changed))
    ).diagnostics


def told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    """Code, severity and cell of each."""
    return [(each.code, each.severity.value, str(each.cell)) for each in diagnostics]


def texts(sheet: Sheet) -> dict[str, str]:
    """The sheet's texts by address, without its name."""
    return {str(cell.cell).split("!")[1]: cell.text for cell in sheet.cells.values()}


def merged(*blocks: str) -> str:
    """The XML of merged blocks."""
    inside = "".join(f'<mergeCell ref="{block}"/>' for block in blocks)
    return f"<mergeCells>{inside}</mergeCells>"


def test_merges_are_told_and_can_be_expanded(tmp_path: Path) -> None:
    """The value of a merged block is repeated in each of its cells that others stand beside."""
    sheet = raw.sheet(filled("A1", "B1", "A2", "A3", "C3"), after=merged("B1:C2"))
    (offer,) = read(tmp_path, sheet).sheets
    assert offer.merges == (Block("Offer", 1, 2, 2, 3),)
    assert texts(offer) == {each: each for each in ("A1", "B1", "A2", "A3", "C3")}
    wide = expanded(offer)
    assert texts(wide) == texts(offer) | {"C1": "B1", "B2": "B1", "C2": "B1"}
    repeated = wide.at(2, 3)
    assert repeated is not None
    assert str(repeated.cell) == "Offer!C2"


def test_a_merge_to_the_end_of_the_sheet_fills_only_rows_that_hold_something(
    tmp_path: Path,
) -> None:
    """A block down to row 1,048,576 costs no more than the rows that there are."""
    sheet = raw.sheet(filled("A1", "B2", "B9"), after=merged("A1:A1048576"))
    (offer,) = read(tmp_path, sheet).sheets
    assert texts(expanded(offer)) == {"A1": "A1", "A2": "A1", "B2": "B2", "A9": "A1", "B9": "B9"}


def test_a_value_under_a_merge_is_told_and_gives_way(tmp_path: Path) -> None:
    """RS119 at the covered cell; nobody can see it, so the value of the block holds."""
    sheet = raw.sheet(filled("A1", "A2"), after=merged("A1:A2"))
    assert told(found_in(tmp_path, sheet)) == [("RS119", "warning", "Offer!A2")]
    (offer,) = read(tmp_path, sheet).sheets
    assert texts(expanded(offer)) == {"A1": "A1", "A2": "A1"}


def test_a_merge_whose_first_cell_is_blank_is_blank(tmp_path: Path) -> None:
    """What a program shows for such a block is nothing."""
    sheet = raw.sheet(filled("A2", "B1"), after=merged("A1:A2"))
    (offer,) = read(tmp_path, sheet).sheets
    assert texts(expanded(offer)) == {"B1": "B1"}


@pytest.mark.parametrize("attribute", ['hidden="1"', 'hidden="true"', 'ht="0" customHeight="1"'])
def test_hidden_rows_that_hold_cells_are_told(tmp_path: Path, attribute: str) -> None:
    """RS117 says that the row still counts; rows with no visible one between are told at once."""
    rows = (
        filled("A1", "B1")
        + filled("B2", "A4", more=" " + attribute)
        + f'<row r="5" {attribute}/>'
        + filled("C6")
        + filled("C7", more=" " + attribute)
    )
    (offer,) = read(tmp_path, raw.sheet(rows)).sheets
    assert offer.hidden_rows == {2, 4, 7}
    found = found_in(tmp_path, raw.sheet(rows))
    assert [(each.code, str(each.cell), each.message) for each in found] == [
        ("RS117", "Offer!B2", "rows 2 to 4 are hidden or filtered out, and still count"),
        ("RS117", "Offer!C7", "row 7 is hidden or filtered out, and still counts"),
    ]


def test_hidden_columns_that_hold_cells_are_told(tmp_path: Path) -> None:
    """RS118; hidden columns without anything in them are nobody's concern."""
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="9" max="16384" width="0"/></cols>'
    sheet = raw.sheet(filled("A1", "B3", "C2", "D1"), before=columns)
    (offer,) = read(tmp_path, sheet).sheets
    assert offer.hidden_columns == {2, 3}
    found = found_in(tmp_path, sheet)
    assert [(each.code, str(each.cell), each.message) for each in found] == [
        ("RS118", "Offer!B3", "columns B to C are hidden, and still count")
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_that_holds_cells_is_told(tmp_path: Path, state: str) -> None:
    """RS123; a hidden sheet that is blank, or whose name begins with `_`, is not."""
    name = f'<sheet name="{{}}" sheetId="1" r:id="r1" state="{state}"/>'
    offer, notes = (raw.workbook(name.format(each)) for each in ("Offer", "_Lists"))
    cells = raw.sheet(filled("B2"))
    assert told(found_in(tmp_path, cells, workbook=offer)) == [("RS123", "warning", "Offer!B2")]
    assert found_in(tmp_path, cells, workbook=notes) == ()
    assert found_in(tmp_path, raw.sheet(), workbook=offer) == ()
    assert read(tmp_path, cells, workbook=offer).sheets[0].hidden


def test_notes_sheets_give_no_findings(tmp_path: Path) -> None:
    """A sheet whose name begins with `_` may hold errors, hidden rows and unsaved formulas."""
    rows = (
        '<row r="1" hidden="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1"><v>bad</v></c></row>'
    )
    book = raw.workbook('<sheet name="_Guide" sheetId="1" r:id="r1"/>')
    assert found_in(tmp_path, raw.sheet(rows), workbook=book) == ()
    assert len(read(tmp_path, raw.sheet(rows), workbook=book).sheets[0].cells) == 3


def test_sheets_that_are_charts_are_left_out(tmp_path: Path) -> None:
    """A tab that holds only a chart is no sheet of cells."""
    book = raw.workbook(
        '<sheet name="Picture" sheetId="1" r:id="r2"/><sheet name="Offer" sheetId="2" r:id="r1"/>'
    )
    links = raw.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("chartsheet", "chartsheets/sheet1.xml")
    )
    workbook = read(tmp_path, raw.sheet(filled("A1")), workbook=book, relations=links)
    assert [sheet.name for sheet in workbook.sheets] == ["Offer"]


def validation(formula: str, cells: str = "B2:B9 D2", kind: str = "list") -> str:
    """A validation, as Excel 2007 and LibreOffice write it."""
    return (
        f'<dataValidations><dataValidation type="{kind}" sqref="{cells}">'
        f"<formula1>{formula}</formula1></dataValidation></dataValidations>"
    )


X14 = (
    '<extLst><ext><x14:dataValidations xmlns:x14="http://schemas.microsoft.com/office/'
    'spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list"><x14:formula1><xm:f>_Lists!$A$1:$A$3</xm:f></x14:formula1>'
    "<xm:sqref>B2:B9 D2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
"""A validation over sheets, as Excel 2010 and later may write it."""


@pytest.mark.parametrize(
    ("after", "values"),
    [
        (validation('"yes,no"'), ("yes", "no")),
        (validation('" north , south,"'), ("north", "south")),
        (validation('"say ""hi"",bye"'), ('say "hi"', "bye")),
        (validation("$A$1:$A$3"), ("one", "three")),
        (validation("=A1:A3"), ("one", "three")),
        (validation("$A:$A"), ("one", "three")),
        (validation("_Lists!$A$1:$A$3"), ("north", "0.5", "south")),
        (validation("'_Lists'!$1:$2"), ("north", "0.5")),
        (validation("Regions"), ("north", "south")),
        (validation("regions"), ("north", "south")),
        (validation("LOCAL"), ("one",)),
        (X14, ("north", "0.5", "south")),
        (validation("Unknown"), None),
        (validation("Other!$A$1:$A$3"), None),
        (validation("INDIRECT(&quot;A1:A3&quot;)"), None),
        (validation("1", kind="whole"), None),
    ],
)
def test_dropdowns_are_read_back(
    tmp_path: Path, after: str, values: tuple[str, ...] | None
) -> None:
    """Values written out, in cells of any sheet, and behind defined names; others are passed by."""
    parts = raw.members(
        workbook=raw.workbook(
            '<sheet name="Offer" sheetId="1" r:id="r1"/>'
            '<sheet name="_Lists" sheetId="2" r:id="r2"/></sheets><definedNames>'
            '<definedName name="Regions">_Lists!$B$1:$B$2</definedName>'
            '<definedName name="Local" localSheetId="0">Offer!$A$1</definedName>'
            '<definedName name="Local" localSheetId="1">Offer!$A$3</definedName>'
            "</definedNames><sheets>"
        ),
        relations=raw.relations(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml")
        ),
        sheet=raw.sheet(
            '<row r="1"><c r="A1" t="str"><v>one</v></c></row>'
            '<row r="3"><c r="A3" t="str"><v>three</v></c></row>',
            after=after,
        ),
    )
    parts["xl/worksheets/sheet2.xml"] = raw.sheet(
        '<row r="1"><c r="A1" t="str"><v>north</v></c><c r="B1" t="str"><v>north</v></c></row>'
        '<row r="2"><c r="A2"><v>0.5</v></c><c r="B2" t="str"><v>south</v></c></row>'
        '<row r="3"><c r="A3" t="str"><v>south</v></c></row>'
    )
    result = read_workbook(raw.write(tmp_path / "book.xlsx", parts))
    assert result.value is not None
    dropdowns = result.value.sheets[0].dropdowns
    if values is None:
        assert dropdowns == ()
        return
    if "'_Lists'" in after:  # two rows: both columns of each
        values = ("north", "north", "0.5", "south")
    assert [(str(each.block), each.values) for each in dropdowns] == [
        ("Offer!B2:B9", values),
        ("Offer!D2:D2", values),
    ]


@pytest.mark.parametrize(
    ("cells", "findings", "said"),
    [
        (
            '<c r="A1"><f>B1*2</f></c>',
            [("RS110", "error", "Offer!A1")],
            "`=B1*2` has no saved value",
        ),
        ('<c r="A1" t="e"><v>#REF!</v></c>', [("RS111", "error", "Offer!A1")], "error `#REF!`"),
        (
            '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
            [("RS111", "error", "Offer!A1")],
            "error `#DIV/0!`",
        ),
        (
            '<c r="A1"><f>B1*2</f><v>4</v></c>',
            [("RS120", "note", "Offer!A1")],
            "this cell is computed by a formula (`=B1*2`); the saved value counts",
        ),
        (
            '<c r="A1"><f>[1]Prices!B2</f><v>4</v></c>',
            [("RS107", "warning", "Offer!A1"), ("RS120", "note", "Offer!A1")],
            "the formula `=[1]Prices!B2` reads another workbook",
        ),
        (
            '<c r="A1"><f>SUM(Table1[Price])</f><v>4</v></c>',
            [("RS120", "note", "Offer!A1")],
            "this cell is computed",
        ),
        (
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
            [("RS121", "note", "Offer!A1")],
            "parts of the text of this cell are formatted; formats mean nothing here",
        ),
        (
            '<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>a</t></r></is></c>',
            [("RS125", "warning", "Offer!A1")],
            "text of this cell is struck out, and still counts",
        ),
        (
            '<c r="A1" s="1"><v>5</v></c>',
            [("RS125", "warning", "Offer!A1")],
            "text of this cell is struck out, and still counts",
        ),
        (
            '<c r="A1" t="str"><v>  </v></c>',
            [("RS127", "note", "Offer!A1")],
            "only spaces in this cell; taken as blank",
        ),
    ],
)
def test_findings_about_single_cells(
    tmp_path: Path, cells: str, findings: list[tuple[str, str, str]], said: str
) -> None:
    """Each names the cell, and its first message says what a reader of the sheet cannot see."""
    struck = raw.styles("General", "0", fonts="<font/><font><strike/></font>")
    struck = struck.replace('numFmtId="165" fontId="0"', 'numFmtId="165" fontId="1"')
    found = found_in(tmp_path, raw.sheet(raw.row(cells)), styles=struck)
    assert told(found) == findings
    assert said in found[0].message


def test_a_link_to_another_workbook_is_told_once(tmp_path: Path) -> None:
    """RS107 about the file when no cell's formula shows where the link is used."""
    links = raw.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("externalLink", "externalLinks/link1.xml")
    )
    assert told(found_in(tmp_path, raw.sheet(), relations=links)) == [("RS107", "warning", "None")]


def test_formulas_below_one_another_are_told_as_one(tmp_path: Path) -> None:
    """A computed column gives one note, at its first cell."""
    rows = "".join(
        f'<row r="{n}"><c r="B{n}"><f>A{n}*2</f><v>2</v></c></row>' for n in (4, 5, 6, 9)
    )
    found = found_in(tmp_path, raw.sheet(rows))
    assert [(each.code, str(each.cell), each.message) for each in found] == [
        (
            "RS120",
            "Offer!B4",
            "the cells `B4` to `B6` are computed by a formula (`=A4*2`); the saved value counts",
        ),
        (
            "RS120",
            "Offer!B9",
            "this cell is computed by a formula (`=A9*2`); the saved value counts",
        ),
    ]


def test_findings_that_are_alike_are_counted_after_a_hundred(tmp_path: Path) -> None:
    """A sheet full of errors tells a hundred of them and the number of the rest."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#N/A</v></c></row>' for n in range(1, 251))
    found = found_in(tmp_path, raw.sheet(rows))
    assert len(found) == 101
    assert {each.severity for each in found} == {Severity.ERROR}
    assert str(found[-1].cell) == "Offer!A101"
    assert found[-1].message.startswith("150 more findings like this in the sheet")


def test_namespaces_of_strict_workbooks_are_read_too(tmp_path: Path) -> None:
    """A workbook saved as `Strict Open XML` reads like any other."""
    strict = {
        name: content.replace(raw.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            raw.OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, content in raw.members(sheet=raw.sheet(filled("B2"))).items()
        if isinstance(content, str)
    }
    result = read_workbook(raw.write(tmp_path / "book.xlsx", strict))
    assert result.value is not None
    assert texts(result.value.sheets[0]) == {"B2": "B2"}
