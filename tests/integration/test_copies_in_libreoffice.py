"""Copies that this library writes, opened and saved by LibreOffice: nothing is repaired away."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from integration.test_libreoffice_round_trip import converted, office
from rich_workbook import rich_workbook
from ruleset.check.annotate import annotate
from ruleset.check.findings import check_workbook
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
