"""A workbook with everything that a careless copy loses, for tests of copies."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from faults import sound

EXTRA = {
    "xl/media/image1.png": b"\x89PNG\r\n\x1a\n picture",
    "xl/slicers/slicer1.xml": b'<slicers xmlns="x"><slicer name="Country"/></slicers>',
    "customXml/item1.xml": b"<item>kept</item>",
    "xl/printerSettings/printerSettings1.bin": b"\0\1\2printer",
}
SPARKLINES = (
    b'<extLst><ext uri="{05C60535-1F16-4fd2-B633-F4F36F0B64E0}" '
    b'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    b'<x14:sparklineGroups xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"/>'
    b"</ext></extLst>"
)


def rich_workbook(path: Path) -> Path:
    """The sound workbook with styles, widths, validations, a comment, a chart, names and the like.

    Also parts that openpyxl does not know: a picture, a slicer, custom XML, sparklines.
    """
    sound(path)
    book = load_workbook(path)
    sheet = book["Offer"]
    sheet["B4"].fill = PatternFill("solid", fgColor="00CCFF")
    sheet["B4"].font = Font(italic=True, name="Georgia")
    sheet["B4"].comment = Comment("ask legal first", "Ada")
    sheet["H4"].comment = Comment("a second comment", "Ada")
    sheet.column_dimensions["B"].width = 33
    sheet.row_dimensions[5].height = 41
    sheet.freeze_panes = "B4"
    sheet.auto_filter.ref = "A3:H6"
    choice = DataValidation(type="list", formula1='"UK,IE,DE"')
    choice.add("B4:B20")
    sheet.add_data_validation(choice)
    red = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("H4:H9", CellIsRule("greaterThan", ["1"], fill=red))
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=8, min_row=4, max_row=6))
    sheet.add_chart(chart, "K2")
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="Offer!$H$4")
    notes = book.create_sheet("_Data")
    for row in (["a", "b"], [1, 2]):
        notes.append(row)
    notes.add_table(Table(displayName="Figures", ref="A1:B2"))
    book.save(path)
    _add_parts(path)
    return path


def _add_parts(path: Path) -> None:
    parts = parts_of(path)
    target = "xl/worksheets/sheet2.xml"  # the sheet Offer
    parts[target] = re.sub(rb"</worksheet>\s*\Z", SPARKLINES + b"</worksheet>", parts[target])
    png = b'<Default Extension="png" ContentType="image/png"/><Default Extension="bin" '
    png += b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml'
    png += b'.printerSettings"/>'
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = re.sub(rb"(<Types[^>]*>)", rb"\1" + png, types)
    parts |= EXTRA
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def parts_of(path: Path) -> dict[str, bytes]:
    """All parts of the file by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
