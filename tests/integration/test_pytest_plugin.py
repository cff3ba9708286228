"""The pytest plugin as its users meet it: in a project of their own, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tables import discount_workbook


def run_pytest(folder: Path, *arguments: str) -> tuple[int, str]:
    """Exit code and output of pytest in that folder."""
    command = [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one workbook: one test that holds, one that does not, two of one name."""
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    tables = tmp_path / "decision_tables"
    tables.mkdir()
    path = discount_workbook(tables / "discount.xlsx")
    book = load_workbook(path)
    sheet = book.create_sheet("Tests")
    for row in (
        ["Test", "Decision", "Customer", "Expect Discount"],
        ["vip gets 15", "Discount", "vip", 15],
        ["vip gets 20", "Discount", "vip", 20],
        ["twin", "Discount", "new", 0],
        ["twin", "Discount", "vip", 15],
    ):
        sheet.append(row)
    book.save(path)
    return tmp_path


def test_each_row_is_an_item_named_by_its_test(project: Path) -> None:
    """Names come from the sheet; rows of one name are told apart by their row."""
    _, said = run_pytest(project, "--collect-only", "-q", "decision_tables")
    assert [line for line in said.splitlines() if "::" in line] == [
        f"decision_tables/discount.xlsx::{name}"
        for name in ("check", "vip gets 15", "vip gets 20", "twin (row 4)", "twin (row 5)")
    ]


def test_a_failure_says_expected_got_why_and_cell(project: Path) -> None:
    """One line each, and no traceback."""
    code, said = run_pytest(project)
    assert code == 1
    for part in (
        "1 failed, 4 passed",
        "Tests!B3",
        "Discount (Tests!D3): expected `20`, got `15`",
        "decided by: Discount!A4",
        "because row 4 (`vip`, Discount!A4) matches",
    ):
        assert part in said, said
    assert "Traceback" not in said


def test_a_workbook_with_errors_fails_with_its_diagnostics(project: Path) -> None:
    """Its rows are not run, the other workbooks' are."""
    path = project / "decision_tables" / "discount.xlsx"
    book = load_workbook(path)
    book["Discount"]["B4"] = "vipp"
    book.save(project / "decision_tables" / "broken.xlsx")
    code, said = run_pytest(project)
    assert code == 1
    assert "2 failed, 4 passed" in said, said
    assert "error[RS302]: `vipp` is not an allowed value" in said


def test_only_workbooks_of_decision_tables_are_collected(project: Path) -> None:
    """Not Excel's own notes, not hidden files, not workbooks of other folders, unless named."""
    tables = project / "decision_tables"
    for name in ("~$discount.xlsx", ".hidden.xlsx"):
        (tables / name).write_bytes(b"no workbook")
    other = project / "data"
    other.mkdir()
    (other / "report.xlsx").write_bytes((tables / "discount.xlsx").read_bytes())
    _, said = run_pytest(project, "--collect-only", "-q")
    assert "report" not in said
    assert "~$" not in said
    assert "hidden" not in said
    _, said = run_pytest(project, "--collect-only", "-q", "data/report.xlsx")
    assert "data/report.xlsx::check" in said
    (project / "pytest.ini").write_text("[pytest]\nruleset_workbooks = data\n")
    _, said = run_pytest(project, "--collect-only", "-q")
    assert "data/report.xlsx::check" in said
    assert "decision_tables" not in said


def test_the_plugin_imports_nothing_heavy() -> None:
    """Every pytest run of a project pays for the import, so it loads pytest and itself alone."""
    code = (
        "import pytest, sys; before = set(sys.modules); import ruleset.contrib.pytest\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ruleset", "ruleset.contrib", "ruleset.contrib.pytest"]
