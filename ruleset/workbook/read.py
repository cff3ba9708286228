"""From a file to form 1. The only way in: every check of the file is made on this path."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ruleset.diagnostics import (
    Diagnostic,
    Result,
    error,
    in_sheet_order,
    warning,
)
from ruleset.workbook import codes
from ruleset.workbook.contents import Contents, SheetEntry, read_contents
from ruleset.workbook.dropdowns import Lists
from ruleset.workbook.form import Sheet, Workbook
from ruleset.workbook.merges import covered_count, expanded, used
from ruleset.workbook.package import Package, RefusedError, opened, too_large
from ruleset.workbook.raw_sheet import MAX_CELLS, RawSheet, Room, Surroundings
from ruleset.workbook.sheet_findings import findings_of
from ruleset.workbook.sheet_part import read_sheet_part
from ruleset.workbook.strings import read_strings
from ruleset.workbook.stylesheet import read_formats

__all__ = ["expanded", "read_workbook"]


@dataclass(frozen=True, slots=True)
class _ReadSheet:
    entry: SheetEntry
    raw: RawSheet


def read_workbook(path: str | os.PathLike[str]) -> Result[Workbook]:
    """The workbook of the file, and everything wrong with the file and its sheets as such.

    Never raises for what a file may hold: `value` is None when the file, or one of its sheets,
    cannot be read. Diagnostics carry the path and stand in the order of tabs, rows and columns.
    Any file is read or refused within about two seconds and 300 MB; 10,000 rows of ten cells
    take about a second and a half.
    """
    file = os.fspath(path)
    try:
        with opened(file) as package:
            return _read(package, file)
    except RefusedError as refused:
        return Result(None, (refused.diagnostic.at(file),))


def _read(package: Package, file: str) -> Result[Workbook]:
    package.refuse_document_types()
    contents = read_contents(package)
    found: list[Diagnostic] = []
    around = Surroundings(
        read_strings(package, contents.strings_part),
        read_formats(package, contents.styles_part),
        contents.epoch_1904,
        Room(),
    )
    read: list[_ReadSheet] = []
    for entry in contents.sheets:
        try:
            raw = read_sheet_part(package, entry.part, entry.name, around)
            _refuse_huge_merges(raw)
            read.append(_ReadSheet(entry, raw))
        except RefusedError as refused:
            found.append(refused.diagnostic)
            if refused.diagnostic.code == codes.TOO_LARGE:
                break  # the other sheets would only add to it
    lists = Lists({each.raw.name: each.raw for each in read}, contents.names)
    sheets = [_sheet(each, lists) for each in read]
    for each, sheet in zip(read, sheets, strict=True):
        found += findings_of(each.raw, sheet)
    found += _about_the_file(contents, found)
    names = [entry.name for entry in contents.sheets]
    placed = in_sheet_order((each.at(file) for each in found), names)
    whole = len(read) == len(contents.sheets)
    return Result(Workbook(file, tuple(sheets)) if whole else None, placed)


def _sheet(read: _ReadSheet, lists: Lists) -> Sheet:
    raw = read.raw
    columns = {column for _, column in raw.cells}
    hidden = {
        column for first, last in _joined(raw.hidden_columns) for column in range(first, last + 1)
    }
    return Sheet(
        name=raw.name,
        cells=raw.cells,
        merges=tuple(raw.merges),
        dropdowns=lists.of(raw),
        hidden=read.entry.hidden,
        hidden_rows=frozenset(raw.hidden_rows),
        hidden_columns=frozenset(columns & hidden),
    )


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same numbers in ranges that do not overlap."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _refuse_huge_merges(raw: RawSheet) -> None:
    """The merged cells that `expanded` would fill are few enough to hold."""
    rows, columns = used(raw.cells)
    total = 0
    for block in raw.merges:
        total += covered_count(block, rows, columns)
        if total > MAX_CELLS:
            raise too_large(f"the merged cells of the sheet `{raw.name}` cover {MAX_CELLS:,} cells")


def _about_the_file(contents: Contents, found: list[Diagnostic]) -> list[Diagnostic]:
    about = []
    if contents.has_macros:
        message = "the workbook holds macros, which could change what its tables say"
        mend = "save it as an Excel workbook without macros (.xlsx)"
        about.append(error(codes.MACROS, message, help=mend))
    told = any(each.code == codes.OTHER_WORKBOOK for each in found)
    if contents.has_other_workbooks and not told:
        message = "the workbook is linked to another workbook"
        mend = "break the link (Data, Edit Links, Break Link) and save again"
        about.append(warning(codes.OTHER_WORKBOOK, message, help=mend))
    return about
