"""Workbooks as zip members written by hand, so that a test can make them wrong in one place."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


def relations(*links: tuple[str, str]) -> str:
    """A part of relationships: (kind, target) with the ids r1, r2, …"""
    body = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def workbook(sheets: str = '<sheet name="Offer" sheetId="1" r:id="r1"/>', more: str = "") -> str:
    """The main part; `more` stands before the sheets."""
    return (
        f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"{more}<sheets>{sheets}</sheets></workbook>"
    )


def sheet(rows: str = "", *, before: str = "", after: str = "") -> str:
    """A sheet's part from the XML of its rows."""
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def row(cells: str, number: int = 1) -> str:
    """One row of cells."""
    return f'<row r="{number}">{cells}</row>'


def strings(*items: str) -> str:
    """The part of shared texts, from the XML inside each item."""
    body = "".join(f"<si>{item}</si>" for item in items)
    return f'<?xml version="1.0"?><sst xmlns="{MAIN}">{body}</sst>'


def styles(*formats: str, fonts: str = "<font/>") -> str:
    """The styles 0, 1, … with these number formats."""
    codes = "".join(
        f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
        for number, code in enumerate(formats, 164)
    )
    used = "".join(f'<xf numFmtId="{number + 164}" fontId="0"/>' for number in range(len(formats)))
    return (
        f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts>'
        f"<fonts>{fonts}</fonts><cellXfs>{used}</cellXfs></styleSheet>"
    )


def members(**changed: str | bytes | None) -> dict[str, str | bytes]:
    """A sound workbook of one sheet `Offer`. Keywords are constants of this module in lower case;
    None leaves a member out."""
    parts: dict[str, str | bytes | None] = {
        CONTENT_TYPES: "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        WORKBOOK: workbook(),
        RELATIONS: relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        SHEET: sheet(row('<c r="A1" t="inlineStr"><is><t>Offer</t></is></c>')),
        STYLES: None,
        STRINGS: None,
    }
    for name, content in changed.items():
        parts[globals()[name.upper()]] = content
    return {name: content for name, content in parts.items() if content is not None}


def write(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """The members, zipped, at `path`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet_file(path: Path, cells: str, **changed: str | bytes | None) -> Path:
    """A workbook whose first row holds these cells."""
    return write(path, members(sheet=sheet(row(cells)), **changed))
