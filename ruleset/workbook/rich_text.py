"""Which cells hold texts of several formats: to write them anew would lose the formats."""

from __future__ import annotations

import os

from ruleset.locations import Cell
from ruleset.workbook.contents import read_contents
from ruleset.workbook.package import RefusedError, opened
from ruleset.workbook.raw_sheet import Room, Surroundings
from ruleset.workbook.sheet_part import read_sheet_part
from ruleset.workbook.strings import read_strings
from ruleset.workbook.stylesheet import read_formats


def rich_cells(path: str | os.PathLike[str]) -> frozenset[Cell]:
    """The cells of the workbook whose text has several formats; none when it cannot be read."""
    found: set[Cell] = set()
    try:
        with opened(os.fspath(path)) as package:
            contents = read_contents(package)
            around = Surroundings(
                read_strings(package, contents.strings_part),
                read_formats(package, contents.styles_part),
                contents.epoch_1904,
                Room(),
            )
            for entry in contents.sheets:
                raw = read_sheet_part(package, entry.part, entry.name, around)
                found.update(Cell(entry.name, row, column) for row, column in raw.rich)
    except RefusedError:
        return frozenset(found)
    return frozenset(found)
