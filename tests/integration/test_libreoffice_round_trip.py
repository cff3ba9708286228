"""Workbooks that LibreOffice saved anew, as xlsx and by way of ods, read as before."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from ruleset.plan.codec import dump
from ruleset.plan.compile import compile_workbook
from ruleset.workbook.form import Workbook
from ruleset.workbook.read import read_workbook
from ruleset.workbook.starter import write_starter

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def office() -> str:
    """LibreOffice's program. Without it the tests are skipped, but never in CI."""
    if OFFICE is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed, and CI must have it")
        pytest.skip("LibreOffice is not installed")
    return OFFICE


def converted(office: str, path: Path, ending: str, folder: Path) -> Path:
    """The file at `path` as LibreOffice saves it with that ending."""
    folder.mkdir()
    profile = (folder / "profile").as_uri()  # one of its own: none that is open is disturbed
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{ending}"


def read(path: Path) -> Workbook:
    """The workbook at `path`; fails when there is none."""
    result = read_workbook(path)
    assert result.value is not None, result.diagnostics
    return result.value


def texts(workbook: Workbook) -> dict[str, str]:
    """Every cell's text by its address."""
    return {str(c.cell): c.text for sheet in workbook.sheets for c in sheet.cells.values()}


def dropdowns(workbook: Workbook) -> set[tuple[str, tuple[str, ...]]]:
    """Every dropdown, by the block that it stands on."""
    return {(str(d.block), d.values) for sheet in workbook.sheets for d in sheet.dropdowns}


def merges(workbook: Workbook) -> set[str]:
    """Every merged block."""
    return {str(block) for sheet in workbook.sheets for block in sheet.merges}


def test_the_starter_survives_ods_and_xlsx(office: str, tmp_path: Path) -> None:
    """Texts, merges and dropdowns are the same after LibreOffice saved it as ods and as xlsx."""
    path = tmp_path / "shop.xlsx"
    write_starter(path)
    before = read(path)
    ods = converted(office, path, "ods", tmp_path / "ods")
    assert read_workbook(ods).diagnostics[0].code == "RS101"
    after = read(converted(office, ods, "xlsx", tmp_path / "xlsx"))
    assert texts(after) == texts(before)
    assert merges(after) == merges(before)
    assert dropdowns(after) == dropdowns(before)


def test_the_starter_compiles_to_the_same_rules(office: str, tmp_path: Path) -> None:
    """Compiled rules are the same, hash and all, after ods and xlsx by LibreOffice."""
    path = tmp_path / "shop.xlsx"
    write_starter(path)
    ods = converted(office, path, "ods", tmp_path / "ods")
    again = converted(office, ods, "xlsx", tmp_path / "xlsx")
    before, after = (compile_workbook(each).plan for each in (path, again))
    assert before is not None
    assert after is not None
    assert dump(after) == dump(before)


def test_formulas_get_their_values_from_libreoffice(office: str, tmp_path: Path) -> None:
    """A formula without a value is an error with a mend, and the mend works."""
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Offer"
    for row, value in enumerate(
        ("=1/4", '="U"&"K"', "=DATE(2026,1,31)", "=1=1", "=1/0", "=0.1+0.2"), 1
    ):
        sheet.cell(row, 1, value)
    sheet["A3"].number_format = "yyyy-mm-dd"
    book.save(path)
    assert {found.code for found in read_workbook(path).diagnostics} == {"RS110"}
    saved = converted(office, path, "xlsx", tmp_path / "saved")
    assert texts(read(saved)) == {
        "Offer!A1": "0.25",
        "Offer!A2": "UK",
        "Offer!A3": "2026-01-31",
        "Offer!A4": "yes",
        "Offer!A5": "#DIV/0!",
        "Offer!A6": "0.3",
    }
    assert {found.code for found in read_workbook(saved).diagnostics} == {"RS111", "RS120"}


@pytest.mark.parametrize(
    ("ending", "looks_like"),
    [
        ("xls", "an old Excel workbook (.xls)"),
        ("ods", "an OpenDocument spreadsheet (.ods)"),
        ("fods", "an OpenDocument spreadsheet in plain XML (.fods)"),
        ("csv", "comma-separated text (CSV)"),
        ("html", "a web page (HTML)"),
        ("pdf", "a PDF document"),
    ],
)
def test_other_formats_are_told_by_name(
    office: str, tmp_path: Path, ending: str, looks_like: str
) -> None:
    """What LibreOffice saves in another format, renamed to `.xlsx`, is called what it is."""
    path = tmp_path / "shop.xlsx"
    write_starter(path)
    other = converted(office, path, ending, tmp_path / "other")
    renamed = other.with_name("renamed.xlsx")
    other.rename(renamed)
    (found,) = read_workbook(renamed).diagnostics
    assert (found.code, found.message) == (
        "RS101",
        f"not an Excel workbook (.xlsx): this looks like {looks_like}",
    )
