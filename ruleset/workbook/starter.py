"""The workbook that `ruleset new` writes: a small example that shows everything."""

from __future__ import annotations

import errno
import io
import os
import re
import secrets
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruleset.locations import column_letters
from ruleset.workbook import starter_content as content
from ruleset.workbook.starter_look import Look

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SPARE_ROWS: Final = 100
"""Rows below a table in which its dropdowns are offered too."""
_WRITTEN = datetime(2026, 1, 1)  # noqa: DTZ001  (a fixed moment: the same bytes every time)
_ZIP_TIME: Final = (2026, 1, 1, 0, 0, 0)


def write_starter(path: str | os.PathLike[str]) -> None:
    """The starter workbook stands at `path`, whole; the bytes are the same every time.

    FileExistsError when something stands there already, OSError when it cannot be written.

    >>> from ruleset.workbook.read import read_workbook
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_starter(f"{folder}/shop.xlsx")
    ...     read = read_workbook(f"{folder}/shop.xlsx")
    >>> [sheet.name for sheet in read.value.sheets]
    ['_Guide', 'Vocabulary', 'Customer level', 'Delivery', 'Packing', 'Tests', '_Checks']
    """
    target = Path(path)
    if target.exists() or target.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    whole = starter_bytes()
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("xb") as stream:
            stream.write(whole)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def starter_bytes() -> bytes:
    """The starter workbook as the bytes of its file."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    look = Look()
    _guide(book.create_sheet("_Guide"), look)
    _vocabulary(book.create_sheet("Vocabulary"), look)
    for decision in content.DECISIONS:
        _decision(book.create_sheet(decision.name), decision, look)
    _tests(book.create_sheet("Tests"), look)
    _checks(book.create_sheet("_Checks"), look)
    return _packed(book)


def _guide(sheet: Worksheet, look: Look) -> None:
    look.page(sheet, widths=(42, 74), tab=look.NOTES_TAB, row_height=17, one_page=True)
    look.title(sheet.cell(1, 1, content.GUIDE_TITLE))
    sheet.merge_cells("A2:B2")
    look.prose(sheet.cell(2, 1, content.GUIDE_INTRODUCTION))
    sheet.row_dimensions[1].height = 32
    sheet.row_dimensions[2].height = 34
    row = 3
    for heading, lines in content.GUIDE:
        look.heading(sheet, row, heading, 2)
        sheet.row_dimensions[row].height = 26
        for written, meaning in lines:
            row += 1
            look.sample(sheet.cell(row, 1, written))
            look.body(sheet.cell(row, 2, meaning))
        row += 1


def _vocabulary(sheet: Worksheet, look: Look) -> None:
    look.page(sheet, widths=content.VOCABULARY_WIDTHS, tab=look.PLAIN_TAB, frozen="B2", repeated=1)
    sheet.row_dimensions[1].height = 26
    for column, header in enumerate(content.VOCABULARY_HEADERS, 1):
        look.header(sheet.cell(1, column, header), "")
    for row, term in enumerate(content.VOCABULARY, 2):
        for column, value in enumerate(term, 1):
            cell = sheet.cell(row, column, value)
            look.body(cell, strong=column == 1, quiet=column == 5)
    last = 1 + len(content.VOCABULARY) + SPARE_ROWS
    _dropdown(sheet, f"B2:B{last}", content.TERM_TYPES, strict=True)


def _checks(sheet: Worksheet, look: Look) -> None:
    look.page(sheet, widths=content.CHECKS_WIDTHS, tab=look.NOTES_TAB, frozen="A2", repeated=1)
    for row, texts in enumerate((content.CHECKS_HEADERS, *content.CHECKS), 1):
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column, text or None)
            if row == 1:
                look.header(cell, "")
            else:
                look.body(cell)


def _decision(sheet: Worksheet, decision: content.DecisionSheet, look: Look) -> None:
    columns = decision.columns
    widths = (12, *(column.width for column in columns))
    look.page(sheet, widths=widths, tab=look.DECISION_TAB, frozen="B4", repeated=3)
    look.title(sheet.cell(1, 1, decision.name))
    sheet.row_dimensions[1].height = 32
    sheet.row_dimensions[3].height = 26
    look.policy(sheet.cell(1, 3, f"Hit policy: {decision.hit_policy}"))
    policies = [f"Hit policy: {policy}" for policy in content.HIT_POLICIES]
    _dropdown(sheet, "C1", policies, strict=True)
    _bands(sheet, 2, columns, look, first=2)
    look.header(sheet.cell(3, 1, "Rule"), "")
    for number, column in enumerate(columns, 2):
        look.header(sheet.cell(3, number, column.term), column.band)
    for row, rule in enumerate(decision.rules, 4):
        is_default = rule[0] == "otherwise"
        look.rule_id(sheet.cell(row, 1, rule[0]), is_default)
        for number, (column, value) in enumerate(zip(columns, rule[1:], strict=True), 2):
            cell = sheet.cell(row, number, value)
            look.body(cell, quiet=column.band == "NOTES", ruled_above=is_default)
            if column.number_format and isinstance(value, int | float):
                cell.number_format = column.number_format
    last = 3 + len(decision.rules) + SPARE_ROWS
    _allowed_values(sheet, columns, (4, last), first=2)


def _tests(sheet: Worksheet, look: Look) -> None:
    columns = content.TEST_COLUMNS
    widths = [column.width for column in columns]
    look.page(sheet, widths=widths, tab=look.PLAIN_TAB, frozen="C2", repeated=1)
    sheet.row_dimensions[1].height = 34
    for number, column in enumerate(columns, 1):
        look.header(sheet.cell(1, number, column.term), column.band)
    for row, case in enumerate(content.TESTS, 2):
        values = (*case, *(None,) * (len(columns) - len(case)))
        for number, (column, value) in enumerate(zip(columns, values, strict=True), 1):
            cell = sheet.cell(row, number, value)
            look.body(cell, strong=number == 1)
            if column.number_format and isinstance(value, int | float):
                cell.number_format = column.number_format
        longest = max(
            len(str(value or "")) / column.width
            for column, value in zip(columns, values, strict=True)
        )
        if longest > 1:  # programs do not make a row higher by themselves
            sheet.row_dimensions[row].height = 8 + 13 * ceil(longest * 1.1)
    last = 1 + len(content.TESTS) + SPARE_ROWS
    names = [decision.name for decision in content.DECISIONS]
    _dropdown(sheet, f"B2:B{last}", names, strict=True)
    _allowed_values(sheet, columns, (2, last), first=1)


def _bands(
    sheet: Worksheet, row: int, columns: Sequence[content.Column], look: Look, *, first: int
) -> None:
    """Each band once, merged over its columns."""
    look.band(sheet.cell(row, 1), "")
    number = first
    for band, group in groupby(columns, key=lambda column: column.band):
        size = len(list(group))
        for each in range(number, number + size):
            look.band(sheet.cell(row, each), band)
        sheet.cell(row, number).value = band
        if size > 1:
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=number, end_column=number + size - 1
            )
        number += size


def _allowed_values(
    sheet: Worksheet, columns: Sequence[content.Column], rows: tuple[int, int], *, first: int
) -> None:
    """Dropdowns for the columns whose term has allowed values, or the type yes/no."""
    allowed = {term: (kind, values) for term, kind, values, _, _ in content.VOCABULARY}
    for number, column in enumerate(columns, first):
        kind, values = allowed.get(column.term.removeprefix("Expect "), ("", None))
        offered = ["yes", "no"] if kind == "yes/no" else (values or "").split(", ")
        if offered != [""]:
            letters = column_letters(number)
            _dropdown(sheet, f"{letters}{rows[0]}:{letters}{rows[1]}", offered, strict=False)


def _dropdown(sheet: Worksheet, cells: str, values: Iterable[str], *, strict: bool) -> None:
    """A list to choose from; unless `strict`, anything else may be typed as well."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(values)
    choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    choice.showErrorMessage = strict
    choice.add(cells)
    sheet.add_data_validation(choice)


def _packed(book: Workbook) -> bytes:
    """The file's bytes, with fixed moments in place of the present one."""
    book.properties.creator = "ruleset"
    book.properties.title = "Decision tables: an example"
    book.properties.created = _WRITTEN
    written = io.BytesIO()
    book.save(written)
    moment = _WRITTEN.isoformat().encode() + b"Z"
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            part = source.read(member)
            if member.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, part)
            target.writestr(zipfile.ZipInfo(member.filename, _ZIP_TIME), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
