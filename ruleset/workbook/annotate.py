"""The annotated copy: comments and colours on cells, and a sheet that lists them with links."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ruleset.locations import Cell
from ruleset.workbook.edit import Editor
from ruleset.workbook.edit_styles import Look

REPORT: Final = "_Report"
_WIDTHS: Final = (11, 11, 22, 60, 50, 16, 16, 16, 16, 16, 16, 16)
_LINK_COLUMN: Final = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be said at a cell, and the colour (`RRGGBB`) that the cell gets."""

    cell: Cell
    text: str
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the report. `link` is where its third cell leads; `fill` colours its first cell."""

    cells: tuple[str, ...]
    link: Cell | None = None
    fill: str = ""
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Annotated:
    """What was written: the report's sheet, and the cells that have a colour but no comment,
    because the sheet's comments are threads, to which only a person can add."""

    sheet: str
    without_comment: tuple[Cell, ...]


def write_annotated(
    path: str | os.PathLike[str],
    target: str | os.PathLike[str],
    marks: Sequence[Mark],
    lines: Sequence[Line],
) -> Annotated:
    """The copy stands at `target`: the workbook with the marks and the report, else unchanged.

    Marks of one cell are joined, and the last one colours it. CannotEditError when no safe copy can
    be made, FileExistsError when something stands at the target.
    """
    editor = Editor.open(path)
    names = {sheet.name for sheet in editor.contents.sheets}
    without = []
    for mark in marks:
        if mark.cell.sheet not in names:
            continue
        editor.restyle(mark.cell, Look(fill=mark.fill))
        if editor.has_threads(mark.cell.sheet):
            without.append(mark.cell)
        else:
            editor.comment(mark.cell, mark.text)
    name = editor.free_sheet_name(REPORT)
    here = [(Cell(name, row, _LINK_COLUMN), line.link) for row, line in enumerate(lines, 1)]
    links = [(at, to) for at, to in here if to is not None and to.sheet in names]
    editor.add_sheet(name, _WIDTHS, [_height(line) for line in lines], links)
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.cells, 1):
            cell = Cell(name, row, column)
            fill = line.fill if column == 1 else ""
            editor.write(cell, text)
            editor.restyle(cell, Look(fill, line.bold, wrap=True))
    editor.save(target)
    return Annotated(name, tuple(dict.fromkeys(without)))


def _height(line: Line) -> int:
    """High enough for the words of its fullest cell, in points."""
    cells = zip(line.cells, _WIDTHS, strict=False)
    return 4 + 13 * max((-(-len(text) // width) for text, width in cells if text), default=1)
