"""Cells: what is stored, and the value and text that come of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ruleset.workbook.form import CellValue, Kind
from ruleset.workbook.read import read_workbook
from unit.workbook import raw_workbook as raw

FORMATS = (
    "General",
    "yyyy-mm-dd",
    "0%",
    "h:mm",
    "yyyy-mm-dd hh:mm",
    '0 "days"',
    "[h]:mm",
    "[Red]0",
)


def only_cell(path: Path, cells: str, **changed: str | bytes | None) -> CellValue | None:
    """The cell A1 of a workbook with one row of cells."""
    changed = {"styles": raw.styles(*FORMATS)} | changed
    result = read_workbook(raw.sheet_file(path / "book.xlsx", cells, **changed))
    assert result.value is not None, result.diagnostics
    return result.value.sheets[0].at(1, 1)


@pytest.mark.parametrize(
    ("stored", "kind", "value", "text"),
    [
        ('<c r="A1"><v>0.1</v></c>', Kind.NUMBER, Decimal("0.1"), "0.1"),
        ('<c r="A1"><v>0.10000000000000001</v></c>', Kind.NUMBER, Decimal("0.1"), "0.1"),
        ('<c r="A1"><v>0.30000000000000004</v></c>', Kind.NUMBER, Decimal("0.3"), "0.3"),
        ('<c r="A1"><v>15000</v></c>', Kind.NUMBER, Decimal(15000), "15000"),
        ('<c r="A1"><v>15000.0</v></c>', Kind.NUMBER, Decimal(15000), "15000"),
        ('<c r="A1"><v>1E-05</v></c>', Kind.NUMBER, Decimal("0.00001"), "0.00001"),
        ('<c r="A1"><v>1.5E+20</v></c>', Kind.NUMBER, Decimal("150" + "0" * 18), "150" + "0" * 18),
        ('<c r="A1"><v>-0</v></c>', Kind.NUMBER, Decimal(0), "0"),
        ('<c r="A1" s="2"><v>0.1</v></c>', Kind.NUMBER, Decimal("0.1"), "0.1"),
        ('<c r="A1" s="5"><v>7</v></c>', Kind.NUMBER, Decimal(7), "7"),
        ('<c r="A1" s="7"><v>7</v></c>', Kind.NUMBER, Decimal(7), "7"),
        ('<c r="A1" t="b"><v>1</v></c>', Kind.YES_NO, True, "yes"),
        ('<c r="A1" t="b"><v>0</v></c>', Kind.YES_NO, False, "no"),
        ('<c r="A1" s="1"><v>46053</v></c>', Kind.DATE, date(2026, 1, 31), "2026-01-31"),
        ('<c r="A1" s="1"><v>59</v></c>', Kind.DATE, date(1900, 2, 28), "1900-02-28"),
        ('<c r="A1" s="1"><v>61</v></c>', Kind.DATE, date(1900, 3, 1), "1900-03-01"),
        ('<c r="A1" s="4"><v>46053</v></c>', Kind.DATE, date(2026, 1, 31), "2026-01-31"),
        ('<c r="A1" s="4"><v>46053.5</v></c>', Kind.DATETIME, "2026-01-31T12:00:00", None),
        ('<c r="A1" s="1"><v>46053.5</v></c>', Kind.DATETIME, "2026-01-31T12:00:00", None),
        ('<c r="A1" s="3"><v>0.75</v></c>', Kind.TIME, "18:00:00", None),
        ('<c r="A1" s="6"><v>1.5</v></c>', Kind.TIME, "36:00:00", None),
        ('<c r="A1" t="d"><v>2026-01-31</v></c>', Kind.DATE, date(2026, 1, 31), "2026-01-31"),
        (
            '<c r="A1" t="d"><v>2026-01-31T09:30:00Z</v></c>',
            Kind.DATETIME,
            "2026-01-31T09:30:00",
            None,
        ),
        ('<c r="A1" t="str"><v> UK </v></c>', Kind.TEXT, " UK ", " UK "),
        ('<c r="A1" t="inlineStr"><is><t>UK</t></is></c>', Kind.TEXT, "UK", "UK"),
        ('<c r="A1" t="s"><v>0</v></c>', Kind.TEXT, "UK", "UK"),
        ('<c r="A1" t="s"><v>1</v></c>', Kind.TEXT, "UK, IE", "UK, IE"),
        ('<c r="A1" t="s"><v>2</v></c>', Kind.TEXT, "two\nlines", "two\nlines"),
        ('<c r="A1" t="s"><v>3</v></c>', Kind.TEXT, "_x000A_", "_x000A_"),
        ('<c r="A1" t="s"><v>4</v></c>', Kind.TEXT, "課きく", "課きく"),
        ('<c r="A1" t="e"><v>#REF!</v></c>', Kind.ERROR, "#REF!", "#REF!"),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Kind.NUMBER, Decimal(2), "2"),
        ('<c r="A1"><f>1+1</f></c>', Kind.UNSAVED, "=1+1", "=1+1"),
        ('<c r="A1"><f>1+1</f><v></v></c>', Kind.UNSAVED, "=1+1", "=1+1"),
    ],
)
def test_the_value_and_text_of_a_cell(
    tmp_path: Path, stored: str, kind: Kind, value: object, text: str | None
) -> None:
    """Each kind of stored cell gives the typed value and the text that the cell language reads."""
    shared = raw.strings(
        "<t>UK</t>",
        "<r><t>UK</t></r><r><rPr><b/></rPr><t>, IE</t></r>",
        "<t>two_x000A_lines</t>",
        "<t>_x005F_x000A_</t>",
        '<t>課きく</t><rPh sb="0" eb="1"><t>カ</t></rPh>',
    )
    cell = only_cell(tmp_path, stored, strings=shared)
    assert cell is not None
    assert (cell.kind, cell.value, cell.text) == (kind, value, value if text is None else text)
    assert type(cell.value) is type(value)


@pytest.mark.parametrize(
    "stored",
    [
        '<c r="A1" s="1"/>',
        '<c r="A1"><v></v></c>',
        '<c r="A1" t="inlineStr"><is><t></t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>  &#160; </t></is></c>',
        '<c r="A1" t="inlineStr"><is><t>&#8203;</t></is></c>',
        '<c r="A1" t="str"><f>IF(B1=1,"x","")</f><v></v></c>',
    ],
)
def test_a_cell_without_anything_to_see_is_blank(tmp_path: Path, stored: str) -> None:
    """Formats, empty texts, only spaces, and a formula that yields no text leave no cell."""
    assert only_cell(tmp_path, stored) is None


def test_days_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    """The serial numbers of a workbook made on an old Macintosh begin four years later."""
    main_part = raw.workbook(more='<workbookPr date1904="1"/>')
    cell = only_cell(tmp_path, '<c r="A1" s="1"><v>44591</v></c>', workbook=main_part)
    assert cell is not None
    assert cell.text == "2026-01-31"


def test_number_formats_are_kept(tmp_path: Path) -> None:
    """A percent or a day that a program made of `1-2` can be told by the format."""
    cell = only_cell(tmp_path, '<c r="A1" s="2"><v>0.1</v></c>')
    assert cell is not None
    assert cell.number_format == "0%"


def test_a_shared_formula_reads_as_at_its_own_place(tmp_path: Path) -> None:
    """Relative references move with the cell, fixed ones, texts and sheet names stay."""
    first = (
        '<c r="A1"><f t="shared" si="0" ref="A1:A2">B1*$C$1&amp;"B1"&amp;\'B1\'!B1</f><v>1</v></c>'
    )
    second = '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    path = raw.write(tmp_path / "book.xlsx", raw.members(sheet=raw.sheet(raw.row(first) + second)))
    result = read_workbook(path)
    assert result.value is not None
    found = result.value.sheets[0].at(2, 1)
    assert found is not None
    assert found.formula == "=B2*$C$1&\"B1\"&'B1'!B2"


def test_cells_without_addresses_stand_one_after_another(tmp_path: Path) -> None:
    """Rows and cells that do not say where they are follow the one before, blank ones counted."""
    rows = (
        '<row r="1"/><row r="2"><c r="A2"/><c r="B2"/><c><v>3</v></c></row>'
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row>"
    )
    path = raw.write(tmp_path / "book.xlsx", raw.members(sheet=raw.sheet(rows)))
    result = read_workbook(path)
    assert result.value is not None
    texts = {at: cell.text for at, cell in result.value.sheets[0].cells.items()}
    assert texts == {(2, 3): "3", (3, 1): "1", (3, 3): "2"}


def test_blank_cells_are_told_from_text_that_spells_one(tmp_path: Path) -> None:
    """Character data may hold what looks like a blank cell; it stays text."""
    text = '<![CDATA[<c r="B1" s="1"/>]]>'
    cell = only_cell(tmp_path, f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c><c r="B1"/>')
    assert cell is not None
    assert cell.text == '<c r="B1" s="1"/>'


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ('<c r="A1"><v>12,5</v></c>', "expected a number, found `12,5`"),
        ('<c r="A1"><v>nan</v></c>', "expected a number, found `nan`"),
        ('<c r="A1"><v>1e999</v></c>', "`1e999` is beyond what a spreadsheet can hold"),
        ('<c r="A1"><v>1_000</v></c>', "expected a number, found `1_000`"),
        ('<c r="A1" t="b"><v>maybe</v></c>', "expected true or false, found `maybe`"),
        ('<c r="A1" t="s"><v>9</v></c>', "the shared text `9` is missing"),
        ('<c r="A1" t="s"><v>-1</v></c>', "the shared text `-1` is missing"),
        ('<c r="A1" t="q"><v>9</v></c>', "the type `q` does not exist"),
        ('<c r="A1" s="99"><v>9</v></c>', "the style `99` does not exist"),
        ('<c r="A1" s="1"><v>-5</v></c>', "`-5` is shown as a date, but no date has that number"),
        ('<c r="A1" s="1"><v>60</v></c>', "the day number `60` is shown as a date that never was"),
        ('<c r="A1" s="1"><v>1e15</v></c>', "is shown as a date, but no date has that number"),
        ('<c r="A1" t="d"><v>2026-02-31</v></c>', "`2026-02-31` is not in the calendar"),
        ('<c r="A1" t="d"><v>soon</v></c>', "expected a date, found `soon`"),
    ],
)
def test_a_cell_that_holds_no_value_is_told(tmp_path: Path, stored: str, said: str) -> None:
    """RS112 names the cell and what is wrong; the cell stays, as an error, so that all is told."""
    path = raw.sheet_file(tmp_path / "book.xlsx", stored, styles=raw.styles(*FORMATS))
    result = read_workbook(path)
    assert [(found.code, str(found.cell)) for found in result.diagnostics] == [
        ("RS112", "Offer!A1")
    ]
    assert said in result.diagnostics[0].message
    assert result.value is not None
    cell = result.value.sheets[0].at(1, 1)
    assert cell is not None
    assert cell.kind is Kind.ERROR
