"""Files that are no workbook, or one that must not be trusted: refused, with the mend."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ruleset.diagnostics import Severity
from ruleset.workbook.read import read_workbook
from unit.workbook import raw_workbook as raw

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504


def wide(text: str) -> bytes:
    """A stream's name as an OLE directory spells it."""
    return text.encode("utf-16-le")


def zipped(**files: str) -> bytes:
    """A zip of other things."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "RS101", "the file is empty"),
        (b"Rule,Country,Offer\nR1,UK,yes\n", "RS101", "comma-separated text (CSV)"),
        (b"Rule;Country\nR1;UK\n", "RS101", "comma-separated text (CSV)"),
        ("\ufeffRule\tCountry\n".encode("utf-16"), "RS101", "comma-separated text (CSV)"),
        (b"some words\n", "RS101", "plain text"),
        (b"<!DOCTYPE html><html><table>", "RS101", "a web page (HTML)"),
        (b"\n <TABLE border=1>", "RS101", "a web page (HTML)"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "RS101", "plain XML"),
        (b'<?xml version="1.0"?><office:document/>', "RS101", "(.fods)"),
        (b'<?xml version="1.0"?><note/>', "RS101", "an XML file"),
        (b'{"url": "x", "doc_id": "y"}', "RS101", "a link to a Google sheet"),
        (b'{"rules": []}', "RS101", "JSON"),
        (b"%PDF-1.7", "RS101", "a PDF document"),
        (b"\x1f\x8b\x08\x00", "RS101", "a compressed file (gzip)"),
        (b"version https://git-lfs.github.com/spec/v1\n", "RS101", "a Git LFS pointer"),
        (b"\x00\x01\x02\x03", "RS101", "something else"),
        (OLE + wide("Workbook"), "RS101", "an old Excel workbook (.xls)"),
        (OLE + wide("WordDocument"), "RS101", "an old Word document (.doc)"),
        (OLE, "RS101", "a file of an old Microsoft program"),
        (OLE + wide("EncryptedPackage"), "RS102", "protected by a password"),
        (zipped(word__document_xml="<a/>"), "RS101", "a Word document (.docx)"),
        (zipped(ppt__presentation_xml="<a/>"), "RS101", "a PowerPoint presentation (.pptx)"),
        (zipped(xl__workbook_bin=""), "RS101", "a binary Excel workbook (.xlsb)"),
        (zipped(Index__Document_iwa=""), "RS101", "an Apple Numbers file"),
        (zipped(readme_txt=""), "RS101", "a zip archive without a workbook in it"),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml=""),
            "RS101",
            "an OpenDocument spreadsheet (.ods)",
        ),
        (
            zipped(mimetype="application/vnd.oasis.opendocument.text"),
            "RS101",
            "an OpenDocument file",
        ),
        (b"PK\x03\x04" + b"\0" * 100, "RS103", "the file ends too early or is damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "RS103", "the file is an empty zip"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, code: str, said: str) -> None:
    """One error says what the file looks like and how to get a workbook; the place is the file."""
    path = tmp_path / "offers.xlsx"
    path.write_bytes(content)
    result = read_workbook(path)
    assert result.value is None
    (found,) = result.diagnostics
    assert (found.code, found.severity, found.cell, found.path) == (
        code,
        Severity.ERROR,
        None,
        str(path),
    )
    assert said in found.message
    assert found.help


def test_paths_that_lead_to_no_file(tmp_path: Path) -> None:
    """A missing file, a folder, a lock file and an impossible path are each told as such."""
    lock = tmp_path / "~$offers.xlsx"
    lock.write_bytes(b"\x05owner")
    said = {
        path: read_workbook(path).diagnostics[0].message
        for path in (str(tmp_path / "none.xlsx"), str(tmp_path), str(lock), "a\0b")
    }
    assert list(said.values()) == [
        "there is no such file",
        "this is a folder",
        "this is the note that Excel keeps while a workbook is open",
        "no path holds a zero character",
    ]


def test_every_truncation_is_refused(tmp_path: Path) -> None:
    """A workbook cut off anywhere gives an error about the file, and never half of its rules."""
    whole = raw.write(tmp_path / "whole.xlsx", raw.members()).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        result = read_workbook(path)
        assert result.value is None
        assert result.diagnostics[0].code in ("RS101", "RS103")


ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x SYSTEM "file:///etc/hostname">'


@pytest.mark.parametrize("declaration", [ENTITY, EXTERNAL, "<!DOCTYPE x>"])
@pytest.mark.parametrize("part", [raw.SHEET, raw.WORKBOOK, raw.CONTENT_TYPES, "docProps/app.xml"])
def test_document_types_and_entities_are_refused(
    tmp_path: Path, declaration: str, part: str
) -> None:
    """RS105 for a document type in any part, even one that is never read otherwise."""
    parts = raw.members()
    content = parts.get(part, '<?xml version="1.0"?><a/>')
    assert isinstance(content, str)
    head, mark, rest = content.partition("?>")
    parts[part] = head + mark + declaration + rest if mark else declaration + content
    result = read_workbook(raw.write(tmp_path / "book.xlsx", parts))
    assert result.value is None
    (found,) = result.diagnostics
    assert found.code == "RS105"
    assert part.lower() in found.message


def test_a_document_type_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Entities written in UTF-16 are seen as well."""
    content = '<?xml version="1.0" encoding="UTF-16"?>' + ENTITY + "<x>&b;</x>"
    path = raw.write(tmp_path / "book.xlsx", raw.members(sheet=content.encode("utf-16")))
    assert read_workbook(path).diagnostics[0].code == "RS105"


Parts = dict[str, str | bytes]


def _without(name: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        del parts[name]

    return change


def _with(name: str, content: str | bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        parts[name] = content

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without(raw.SHEET), "the part `xl/worksheets/sheet1.xml` is missing"),
        (_without(raw.RELATIONS), "the sheet `Offer` leads to no part of the file"),
        (_without(raw.WORKBOOK), "the part `xl/workbook.xml` is missing"),
        (_with(raw.WORKBOOK, raw.workbook("")), "the workbook has no sheet"),
        (
            _with(raw.WORKBOOK, raw.workbook('<sheet name="" sheetId="1" r:id="r1"/>')),
            "a sheet cannot be named ``",
        ),
        (
            _with(
                raw.WORKBOOK,
                raw.workbook(
                    '<sheet name="A" sheetId="1" r:id="r1"/><sheet name="a" sheetId="2" r:id="r1"/>'
                ),
            ),
            "two sheets are named `a`",
        ),
        (_with(raw.SHEET, "<worksheet"), "is not sound XML"),
        (_with(raw.SHEET, '<?xml version="1.0" encoding="rot13"?><a/>'), "an encoding other than"),
        (_with(raw.SHEET, b"\xff\xff\xff"), "is not sound XML"),
        (
            _with(raw.SHEET, raw.sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')),
            None,
        ),
        (_with(raw.SHEET, raw.sheet('<row r="1048577"><c><v>1</v></c></row>')), "no row `1048577`"),
        (_with(raw.SHEET, raw.sheet(raw.row('<c r="XFE1"><v>1</v></c>'))), "no cell `XFE1`"),
        (_with(raw.SHEET, raw.sheet(raw.row('<c r="A7"><v>1</v></c>'))), "`A7` stands in row `1`"),
        (
            _with(raw.SHEET, raw.sheet(raw.row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'))),
            "the cell `Offer!A1` is stored twice",
        ),
        (
            _with(raw.SHEET, raw.sheet(after='<mergeCells><mergeCell ref="A0"/></mergeCells>')),
            "`A0` is no block to merge",
        ),
        (_with("XL/worksheets/Sheet1.XML", raw.sheet()), "is stored twice"),
    ],
)
def test_a_damaged_workbook_is_refused(
    tmp_path: Path, change: Callable[[Parts], None], said: str | None
) -> None:
    """RS103 says which part is missing, or what contradicts what; None marks the sound twin."""
    parts: Parts = raw.members()
    change(parts)
    result = read_workbook(raw.write(tmp_path / "book.xlsx", parts))
    if said is None:
        assert result.diagnostics == ()
        return
    assert result.value is None
    assert result.diagnostics[0].code == "RS103"
    assert said in result.diagnostics[0].message


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_part_stored_twice_is_refused(tmp_path: Path) -> None:
    """Two programs could read different rules from it, so we read none."""
    path = raw.write(tmp_path / "book.xlsx", raw.members())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(raw.SHEET, raw.sheet())
    (found,) = read_workbook(path).diagnostics
    assert (found.code, found.message) == (
        "RS103",
        "the part `xl/worksheets/sheet1.xml` is stored twice",
    )


def test_a_password_on_the_zip_is_told(tmp_path: Path) -> None:
    """RS102 also for a zip that is encrypted itself."""
    path = raw.write(tmp_path / "book.xlsx", raw.members())
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(content))
    assert read_workbook(path).diagnostics[0].code == "RS102"


def test_macros_are_an_error_and_the_sheets_are_still_read(tmp_path: Path) -> None:
    """RS106, beside everything else that is wrong, so that one pass tells all."""
    parts = raw.members(sheet=raw.sheet(raw.row('<c r="A1" t="e"><v>#N/A</v></c>')))
    parts["xl/vbaProject.bin"] = b"\0"
    result = read_workbook(raw.write(tmp_path / "book.xlsm", parts))
    assert result.value is not None
    assert [found.code for found in result.diagnostics] == ["RS106", "RS111"]


def test_one_damaged_sheet_does_not_hide_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    """There is no workbook, but the findings of the sheets that could be read are told."""
    parts = raw.members(
        workbook=raw.workbook(
            '<sheet name="One" sheetId="1" r:id="r1"/><sheet name="Two" sheetId="2" r:id="r2"/>'
        ),
        relations=raw.relations(
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "/xl/worksheets/sheet2.xml")
        ),
        sheet="<broken",
    )
    parts["xl/worksheets/sheet2.xml"] = raw.sheet(raw.row('<c r="A1" t="e"><v>#REF!</v></c>'))
    result = read_workbook(raw.write(tmp_path / "book.xlsx", parts))
    assert result.value is None
    assert [(found.code, str(found.cell)) for found in result.diagnostics] == [
        ("RS103", "None"),
        ("RS111", "Two!A1"),
    ]


def test_a_pipe_is_no_workbook(tmp_path: Path) -> None:
    """Something that could make a reader wait for ever is not opened."""
    path = tmp_path / "pipe.xlsx"
    os.mkfifo(path)
    (found,) = read_workbook(path).diagnostics
    assert (found.code, found.message) == ("RS101", "this is not a regular file")
