"""Copies that this library writes, opened and saved by LibreOffice: nothing is repaired away."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from integration.test_libreoffice_round_trip import converted, office
from rich_workbook import rich_workbook
from ruleset.check.annotate import annotate
from ruleset.check.findings import check_workbook
from ruleset.check.fix import fix
from ruleset.plan.compile import compile_workbook

__all__ = ["office"]

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")


def test_an_annotated_copy_is_read_whole(office: str, tmp_path: Path) -> None:
    """The same rules, and every comment and colour is there."""
    path = rich_workbook(tmp_path / "book.xlsx")
    book = load_workbook(path)
    book["Offer"]["C4"] = " < 15000"
    book.save(path)
    (tmp_path / "copy").mkdir()
    annotate(check_workbook(path), tmp_path / "copy" / "book.xlsx")
    saved = converted(office, tmp_path / "copy" / "book.xlsx", "xlsx", tmp_path / "office")
    before, after = compile_workbook(path).plan, compile_workbook(saved).plan
    assert before is not None
    assert before == after
    read = load_workbook(saved)
    sheet = read["Offer"]
    assert "RS116" in sheet["C4"].comment.text
    assert sheet["C4"].fill.fgColor.rgb == "FFFFEB9C"
    assert "ask legal" in sheet["B4"].comment.text
    assert "RS116" in [row[1].value for row in read["_Report"].iter_rows()]


def test_a_workbook_of_libreoffice_is_mended(office: str, tmp_path: Path) -> None:
    """Its texts are stored once for all cells, its merges and styles in its own way."""
    path = rich_workbook(tmp_path / "book.xlsx")
    book = load_workbook(path)
    book["Offer"]["B4"] = "UK "
    book["Offer"]["F5"] = None
    book["Offer"].merge_cells("F4:F5")
    book.save(path)
    saved = converted(office, path, "xlsx", tmp_path / "office")
    done = fix(saved, tmp_path / "book.fixed.xlsx")
    assert {str(each.cell) for each in done.mends} == {"Offer!B4", "Offer!F5"}
    assert done.proof.startswith("no outcome changes")
    again = converted(office, tmp_path / "book.fixed.xlsx", "xlsx", tmp_path / "again")
    before, after = compile_workbook(path).plan, compile_workbook(again).plan
    assert before is not None
    assert after is not None
    assert before.decisions[0].rules[0].tests == after.decisions[0].rules[0].tests
    assert load_workbook(again)["Offer"]["F5"].value == "urgent"
