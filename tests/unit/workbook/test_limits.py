"""Files made to exhaust time or memory: read or refused within two seconds and 300 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ruleset.workbook import package, raw_sheet, sheet_part
from ruleset.workbook.read import read_workbook
from unit.workbook import raw_workbook as raw

ROWS = 1_048_576

MEASURE = """
import json, pathlib, re, sys, time
from ruleset.workbook import package
from ruleset.workbook.read import read_workbook
package.MAX_RATIO = 10**9  # a part that packs this tightly would be refused at once
for attempt in range(3):  # others may use the machine at the same time
    before = time.process_time()
    result = read_workbook(sys.argv[1])
    seconds = time.process_time() - before
    if seconds < 2:
        break
status = pathlib.Path("/proc/self/status")  # the system's own count, of this process alone
peak = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
print(json.dumps({
    "seconds": seconds,
    "bytes": 1024 * int(peak[1]) if peak else 0,
    "cells": None if result.value is None else [len(s.cells) for s in result.value.sheets],
    "codes": [found.code for found in result.diagnostics],
}))
"""


def blank_rows() -> str:
    """A height for every row of a sheet, as LibreOffice stores it."""
    return raw.sheet(
        "".join(f'<row r="{n}" ht="15" customHeight="1"/>' for n in range(1, ROWS + 1))
    )


def formatted_rows() -> str:
    """Two formatted blank cells in every row of a sheet."""
    return raw.sheet(
        "".join(
            f'<row r="{n}"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(1, ROWS + 1)
        )
    )


def last_cell() -> str:
    """Something in the very last cell of a sheet, and a merge over the whole of it."""
    return raw.sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        f'<row r="{ROWS}"><c r="XFD{ROWS}"><v>1</v></c></row>',
        before='<dimension ref="A1:XFD99999999"/>',
        after=f'<mergeCells count="1"><mergeCell ref="A1:XFD{ROWS}"/></mergeCells>',
    )


def nested() -> str:
    """Ten million elements inside one another."""
    return "<a>" * 10_000_000


def names() -> str:
    """A million elements, each of another name."""
    return "<a>" + "".join(f"<n{n}/>" for n in range(1_000_000)) + "</a>"


def one_attribute() -> str:
    """An attribute without an end."""
    return '<a b="' + "x" * 75_000_000


def one_text() -> str:
    """A cell whose text has 74 million letters."""
    return raw.sheet(
        raw.row('<c r="A1" t="inlineStr"><is><t>' + "ab" * 37_000_000 + "</t></is></c>")
    )


def elements() -> str:
    """Nineteen million elements that mean nothing."""
    return raw.sheet("<x/>" * 19_000_000)


def spaces() -> str:
    """A sheet of white space only."""
    return raw.sheet(" \n" * 39_000_000)


def one_text_many_times() -> dict[str, str]:
    """The longest text that fits a cell, stored once and shown in 400,000 cells."""
    cells = '<c t="s"><v>0</v></c>' * 4000
    return {
        "sheet": raw.sheet(f"<row>{cells}</row>" * 100),
        "strings": raw.strings("<t>" + "a" * 32_767 + "</t>"),
    }


def one_formula_many_times() -> dict[str, str]:
    """A long formula, stored once and shared by 400,000 cells."""
    first = '<c><f t="shared" si="0">' + "A1+" * 2000 + "A1</f><v>1</v></c>"
    cells = '<c><f t="shared" si="0"/><v>1</v></c>' * 4000
    return {"sheet": raw.sheet(f"<row>{first}</row>" + f"<row>{cells}</row>" * 100)}


def hidden_columns() -> dict[str, str]:
    """Every column hidden ten thousand times, with something in each of them."""
    cells = "<c><v>1</v></c>" * 16_384
    columns = '<col min="1" max="16384" hidden="1"/>' * 10_000
    return {"sheet": raw.sheet(f"<row>{cells}</row>", before=f"<cols>{columns}</cols>")}


def many_lists() -> dict[str, str]:
    """A thousand dropdowns, each over another part of 50,000 cells."""
    cells = "<c><v>1</v></c>" * 10_000
    validations = "".join(
        f'<dataValidation type="list" sqref="A1"><formula1>$A$1:$XFD${row}</formula1>'
        "</dataValidation>"
        for row in range(1000, 2000)
    )
    return {
        "sheet": raw.sheet(
            f"<row>{cells}</row>" * 5, after=f"<dataValidations>{validations}</dataValidations>"
        )
    }


@pytest.mark.parametrize(
    ("content", "cells", "codes"),
    [
        (blank_rows, [0], ["RS126"]),
        (formatted_rows, [0], ["RS126"]),
        (last_cell, [2], ["RS119"]),
        (nested, None, ["RS104"]),
        (names, None, ["RS104"]),
        (one_attribute, None, ["RS104"]),
        (one_text, None, ["RS104"]),
        (elements, None, ["RS104"]),
        (spaces, [0], []),
        (one_text_many_times, None, ["RS104"]),
        (one_formula_many_times, None, ["RS104"]),
        (hidden_columns, [16_384], ["RS118"]),
        (many_lists, None, ["RS104"]),
    ],
)
def test_hostile_sheets_stay_within_two_seconds_and_300_megabytes(
    tmp_path: Path,
    content: Callable[[], str | dict[str, str]],
    cells: list[int] | None,
    codes: list[str],
) -> None:
    """Each is read, or refused with a code, in bounds; packing tightly is not what saves us."""
    made = content()
    parts = raw.members(**({"sheet": made} if isinstance(made, str) else made))
    path = raw.write(tmp_path / "book.xlsx", parts)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    measured = json.loads(done.stdout)
    assert (measured["cells"], measured["codes"]) == (cells, codes)
    assert measured["bytes"] < 300_000_000
    assert measured["seconds"] < 2


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    """A part that unpacks to 300 times its size is not unpacked at all."""
    path = raw.write(tmp_path / "book.xlsx", raw.members(sheet=raw.sheet(" " * 20_000_000)))
    (found,) = read_workbook(path).diagnostics
    assert (found.code, found.message) == (
        "RS104",
        "the part `xl/worksheets/sheet1.xml` unpacks to more than 300 times its size",
    )


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The size is counted while unpacking; a false one in the table of contents is damage."""
    path = raw.write(tmp_path / "book.xlsx", raw.members(sheet=raw.sheet(" " * 20_000_000)))
    size = len(raw.sheet(" " * 20_000_000)).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    (found,) = read_workbook(path).diagnostics
    assert found.code == "RS103"


@pytest.mark.parametrize(
    ("module", "limit", "value", "said"),
    [
        (package, "MAX_FILE_BYTES", 500, "the file has more than 500 bytes"),
        (package, "MAX_PARTS", 3, "the zip holds more than 3 parts"),
        (package, "MAX_DIRECTORY_BYTES", 100, "the zip holds an absurd number of parts"),
        (package, "MAX_XML_BYTES", 400, "unpacks to 1,"),
        (sheet_part, "MAX_BLOCKS", 1, "the sheet `Offer` has more than 1 merged blocks"),
    ],
)
def test_each_limit_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    limit: str,
    value: int,
    said: str,
) -> None:
    """RS104 names the limit that was exceeded and how to make the file smaller."""
    merges = '<mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:B2"/></mergeCells>'
    path = raw.write(
        tmp_path / "book.xlsx",
        raw.members(sheet=raw.sheet(raw.row('<c r="A1"><v>1</v></c>'), after=merges)),
    )
    assert read_workbook(path).diagnostics == ()
    monkeypatch.setattr(module, limit, value)
    (found,) = read_workbook(path).diagnostics
    assert found.code == "RS104"
    assert said in found.message
    assert found.help


def test_filled_cells_are_counted_over_all_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of filled cells holds for the workbook, blank cells do not count."""
    room = raw_sheet.Room(cells=2)
    monkeypatch.setattr("ruleset.workbook.read.Room", lambda: room)
    cells = '<c r="A1"><v>1</v></c><c r="B1" s="0"/><c r="C1"><v>1</v></c>'
    assert read_workbook(raw.sheet_file(tmp_path / "two.xlsx", cells)).value is not None
    room.cells = 1
    (found,) = read_workbook(raw.sheet_file(tmp_path / "one.xlsx", cells)).diagnostics
    assert found.code == "RS104"


def test_a_merge_over_many_filled_rows_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `expanded` would have to fill is counted before anybody asks for it."""
    monkeypatch.setattr("ruleset.workbook.read.MAX_CELLS", 8)
    cells = "".join(f'<c r="{letter}1"><v>1</v></c>' for letter in "ABC")
    rows = (
        raw.row(cells) + raw.row('<c r="A2"><v>1</v></c>', 2) + raw.row('<c r="A3"><v>1</v></c>', 3)
    )
    merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path = raw.write(tmp_path / "b.xlsx", raw.members(sheet=raw.sheet(rows, after=merge)))
    (found,) = read_workbook(path).diagnostics
    assert found.code == "RS104"
