"""How the starter workbook looks: a few quiet colours, thin lines, nothing that means anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ruleset.locations import column_letters

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    AnyCell = Cell | MergedCell

_FONT: Final = "Arial"
_INK: Final = "FF222B33"
_QUIET: Final = "FF66727D"
_LINE: Final = "FFD5DBE0"
_STRONG_LINE: Final = "FF8A96A1"
_BAND_FILLS: Final = {"IF": "FF2F5D8A", "THEN": "FF2E7050", "NOTES": "FF8A7440", "": "FFFFFFFF"}
_HEADER_FILLS: Final = {"IF": "FFE3ECF5", "THEN": "FFE1F0E7", "NOTES": "FFF5F0E1", "": "FFEEF1F3"}


class Look:
    """Gives cells and sheets their look. Made once a workbook."""

    PLAIN_TAB: Final = "FF66727D"
    DECISION_TAB: Final = "FF2F5D8A"
    NOTES_TAB: Final = "FF8A7440"

    def page(
        self,
        sheet: Worksheet,
        *,
        widths: Sequence[float],
        tab: str,
        row_height: float = 21,
        one_page: bool = False,
        frozen: str | None = None,
        repeated: int = 0,
    ) -> None:
        """Widths, frozen panes, and a landscape page as wide as the table."""
        from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
        from openpyxl.worksheet.properties import PageSetupProperties

        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[column_letters(number)].width = width
        sheet.sheet_properties.tabColor = tab
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = row_height
        sheet.sheet_format.customHeight = True
        sheet.freeze_panes = frozen
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 1 if one_page else 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        margins = sheet.page_margins
        margins.left = margins.right = 0.5
        margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.35
        sheet.oddFooter = HeaderFooterItem(
            left=_HeaderFooterPart(text="&A"), right=_HeaderFooterPart(text="&P / &N")
        )
        if repeated:
            sheet.print_title_rows = f"1:{repeated}"

    def title(self, cell: AnyCell) -> None:
        self._write(cell, size=15, bold=True, wrap=False, indent=0)

    def policy(self, cell: AnyCell) -> None:
        self._write(cell, colour=_QUIET, wrap=False)

    def prose(self, cell: AnyCell) -> None:
        self._write(cell, colour=_QUIET, indent=0)

    def heading(self, sheet: Worksheet, row: int, text: str, columns: int) -> None:
        """A line of the guide that begins a part."""
        sheet.cell(row, 1, text)
        for column in range(1, columns + 1):
            cell = sheet.cell(row, column)
            self._write(cell, bold=True, colour=_BAND_FILLS["IF"], indent=0, at_bottom=True)
            self._line(cell, bottom=_STRONG_LINE)

    def sample(self, cell: AnyCell) -> None:
        """Something to type, as it is typed."""
        self._write(cell, font="Courier New", indent=0)
        self._line(cell, bottom=_LINE)

    def band(self, cell: AnyCell, band: str) -> None:
        self._write(cell, bold=True, colour="FFFFFFFF", size=9, wrap=False)
        self._fill(cell, _BAND_FILLS[band])

    def header(self, cell: AnyCell, band: str) -> None:
        self._write(cell, bold=True)
        self._fill(cell, _HEADER_FILLS[band])
        self._line(cell, bottom=_STRONG_LINE)

    def rule_id(self, cell: AnyCell, is_default: bool) -> None:
        self._write(cell, colour=_QUIET, italic=is_default)
        self._line(cell, bottom=_LINE, top=_STRONG_LINE if is_default else None)

    def body(
        self, cell: AnyCell, *, strong: bool = False, quiet: bool = False, ruled_above: bool = False
    ) -> None:
        self._write(cell, bold=strong, colour=_QUIET if quiet else _INK)
        self._line(cell, bottom=_LINE, top=_STRONG_LINE if ruled_above else None)

    def _write(
        self,
        cell: AnyCell,
        *,
        font: str = _FONT,
        size: float = 10,
        bold: bool = False,
        italic: bool = False,
        colour: str = _INK,
        wrap: bool = True,
        indent: int = 1,
        at_bottom: bool = False,
    ) -> None:
        from openpyxl.styles import Alignment, Font

        cell.font = Font(name=font, size=size, bold=bold, italic=italic, color=colour)
        vertical = "bottom" if at_bottom else "center"
        cell.alignment = Alignment(
            horizontal="left", vertical=vertical, wrap_text=wrap, indent=indent
        )

    def _fill(self, cell: AnyCell, colour: str) -> None:
        from openpyxl.styles import PatternFill

        cell.fill = PatternFill("solid", start_color=colour)

    def _line(self, cell: AnyCell, *, bottom: str, top: str | None = None) -> None:
        from openpyxl.styles import Border, Side

        upper = Side("thin", color=top) if top else None
        cell.border = Border(bottom=Side("thin", color=bottom), top=upper)
