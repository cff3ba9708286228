"""The annotated copy: each finding at its cell, in the report, and nothing else changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from rich_workbook import EXTRA, parts_of, rich_workbook
from ruleset.check.annotate import FILLS, annotate
from ruleset.check.findings import check_workbook
from ruleset.cli import app as cli
from ruleset.diagnostics import Severity
from ruleset.plan.compile import compile_workbook
from tables import table, write_workbook

# openpyxl says so when it reads what this library keeps.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")


def test_findings_stand_at_their_cells_and_in_the_report(tmp_path: Path) -> None:
    """Comment, colour and link for each; a comment that was there is kept."""
    path = rich_workbook(tmp_path / "book.xlsx")
    book = load_workbook(path)
    book["Offer"]["B4"] = "UKK"
    book["Offer"]["C4"] = " < 15000"
    book.save(path)
    findings = check_workbook(path)
    made = annotate(findings, tmp_path / "annotated.xlsx")
    copy = load_workbook(tmp_path / "annotated.xlsx")
    sheet = copy["Offer"]
    assert sheet["B4"].comment.text.startswith("ask legal first\n\nerror RS302: `UKK`")
    assert "To do: write `UK`" in sheet["B4"].comment.text
    assert sheet["B4"].fill.fgColor.rgb == f"FF{FILLS[Severity.ERROR]}"
    assert sheet["B4"].font.name == "Georgia"
    assert sheet["C4"].fill.fgColor.rgb == f"FF{FILLS[Severity.WARNING]}"
    report = copy[made.sheet]
    listed = {(row[1].value, row[2].value) for row in report.iter_rows(min_row=2)}
    assert {(each.code, str(each.cell)) for each in findings.diagnostics} <= listed
    links = [row[2].hyperlink for row in report.iter_rows(min_row=2)]
    assert "Offer!B4" in [link.location for link in links if link is not None]


def test_the_copy_decides_as_the_workbook_does(tmp_path: Path) -> None:
    """The report is a sheet of notes, comments and colours mean nothing: the plan is the same."""
    path = rich_workbook(tmp_path / "book.xlsx")
    (tmp_path / "out").mkdir()
    annotate(check_workbook(path), tmp_path / "out" / "book.xlsx")
    before, after = (compile_workbook(each) for each in (path, tmp_path / "out" / "book.xlsx"))
    assert before.plan == after.plan
    assert [str(each).partition("\n")[0] for each in before.diagnostics] == [
        str(each).partition("\n")[0] for each in after.diagnostics
    ]


def test_gaps_are_rows_to_paste(tmp_path: Path) -> None:
    """A row of the report, pasted into the table with an outcome, closes the gap."""
    path = write_workbook(
        tmp_path / "gap.xlsx",
        [("Age", "number", ""), ("Group", "text", "young, old, middle")],
        {
            "Group": table(
                "Group", "Unique", ["Age"], ["Group"],
                [["y", "< 18", "young"], ["o", ">= 65", "old"]],
            )
        },
    )  # fmt: skip
    made = annotate(check_workbook(path), tmp_path / "annotated.xlsx")
    rows = [
        [cell.value for cell in row][:2]
        for row in load_workbook(tmp_path / "annotated.xlsx")[made.sheet].iter_rows()
    ]
    (pasted,) = [row for row in rows if row[0] == "new-1"]
    book = load_workbook(path)
    book["Group"].append([*pasted, "middle"])
    book.save(tmp_path / "closed.xlsx")
    codes = [each.code for each in check_workbook(tmp_path / "closed.xlsx").diagnostics]
    assert "RS401" in [each.code for each in check_workbook(path).diagnostics]
    accepted = load_workbook(path)
    checks = accepted.create_sheet("_Checks")
    for row in (["Code", "Sheet", "Rule", "Severity", "Reason"],
                ["RS401", "Group", "", "off", "nobody of that age comes"]):  # fmt: skip
        checks.append(row)
    accepted.save(tmp_path / "accepted.xlsx")
    made = annotate(check_workbook(tmp_path / "accepted.xlsx"), tmp_path / "no_rows.xlsx")
    report = load_workbook(tmp_path / "no_rows.xlsx")[made.sheet]
    assert "new-1" not in [row[0].value for row in report.iter_rows()]
    assert "RS401" not in codes


def test_a_report_that_is_there_already_is_kept(tmp_path: Path) -> None:
    """Annotating an annotated copy adds a second report."""
    path = rich_workbook(tmp_path / "book.xlsx")
    annotate(check_workbook(path), tmp_path / "one.xlsx")
    made = annotate(check_workbook(tmp_path / "one.xlsx"), tmp_path / "two.xlsx")
    assert made.sheet == "_Report 2"
    assert parts_of(tmp_path / "two.xlsx").keys() >= EXTRA.keys()


def test_the_command_writes_the_copy_and_overwrites_nothing(tmp_path: Path) -> None:
    """`check --annotate` prints as before, and refuses a target that exists."""
    path = rich_workbook(tmp_path / "book.xlsx")
    target = tmp_path / "out.xlsx"
    called = ["check", str(path), "--annotate", str(target)]
    assert CliRunner().invoke(cli.app, called).exit_code == 0
    assert "_Report" in load_workbook(target).sheetnames
    before = target.read_bytes()
    again = CliRunner().invoke(cli.app, called)
    assert again.exit_code != 0
    assert "exists already" in str(again.exception)
    assert target.read_bytes() == before
