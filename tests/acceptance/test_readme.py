"""What the README says is so: its table of hazards, its Python, its commands' options."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from typer.testing import CliRunner

import ruleset
from faults import Change, faulty, put
from ruleset.cli import app as cli

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]


def hide_row(book: Workbook) -> None:
    book["Offer"].row_dimensions[5].hidden = True


def hide_column(book: Workbook) -> None:
    book["Offer"].column_dimensions["C"].hidden = True


def merge(book: Workbook) -> None:
    book["Offer"].merge_cells("B4:B5")


HAZARDS: dict[str, Change] = {
    "RS304": put("C4", date(2026, 2, 1)),
    "RS305": put("F4", 7),
    "RS310": put("C4", "1,5"),
    "RS110": put("C4", "=1+1"),
    "RS111": put("C4", "#REF!"),
    "RS113": put("B4", "“UK”"),
    "RS115": put("B4", "UK\u00a0"),
    "RS116": put("B4", " UK "),
    "RS122": put("F4", "urgent UК"),
    "RS117": hide_row,
    "RS118": hide_column,
    "RS119": merge,
    "RS215": put("C3", "Country"),
    "RS221": put("A5", "a"),
    "RS302": put("B4", "UKK"),
    "RS306": put("C5", "[30..15]"),
}
ROWS = re.findall(r"^\|.*\| (RS\d{3}) \| (error|warning|note) \|$", README, re.MULTILINE)
ELSEWHERE = {"RS120"}  # needs a file that a spreadsheet program has saved: see the workbook's tests


def test_the_table_of_hazards_and_the_tests_name_the_same_codes() -> None:
    """No row of the table is untested, none is tested that is not told."""
    assert {code for code, _ in ROWS} == set(HAZARDS) | ELSEWHERE


@pytest.mark.parametrize(("code", "severity"), [row for row in ROWS if row[0] in HAZARDS])
def test_a_hazard_is_found_as_the_readme_says(tmp_path: Path, code: str, severity: str) -> None:
    """The code appears with that severity, with a mend."""
    found = [each for each in faulty(tmp_path / "b.xlsx", HAZARDS[code]) if each.code == code]
    assert [each.severity.value for each in found][:1] == [severity]
    assert found[0].help


def test_rich_text_counts_as_its_words(tmp_path: Path) -> None:
    """A word in bold inside a cell changes nothing."""
    bold = CellRichText("U", TextBlock(InlineFont(b=True), "K"))
    found = faulty(tmp_path / "b.xlsx", put("B4", bold))
    assert {each.code for each in found} <= {"RS121"}


def test_the_python_of_the_readme_runs() -> None:
    """The lines for the backend engineer, against the library's own rules."""
    rules = ruleset.load(ROOT / "rules" / "template_selection.json")
    (facts,) = re.findall(r"^facts = (.*)$", README, re.MULTILINE)
    (call,) = re.findall(r"^decision = (.*)$", README, re.MULTILINE)
    decision = eval(call, {"rules": rules, "facts": eval(facts)})
    assert decision.outcome[0] == {"template": "visa_documents_gb"}
    assert decision.rules[0].cell.startswith("Template!A")
    assert str(decision.why())


def test_the_picture_of_the_readme_is_the_table() -> None:
    """The rows drawn in the README are the rows of the sheet `Budget tier`."""
    rules = ruleset.load(ROOT / "rules" / "template_selection.json")
    table = rules.plan.by_name["budget_tier"]
    for rule in table.every_rule:
        cells = [rule.id, *rule.input_texts, *rule.output_texts]
        pattern = r"[│\s]+".join(re.escape(cell) for cell in cells if cell)
        assert re.search(rf"^ {pattern}", README, re.MULTILINE), rule.id
    fired = rules.decide("budget_tier", {"yearly_budget": 20000}).rules[0]
    assert f"{fired.id}, {fired.cell}" in README


def test_every_command_of_the_readme_exists() -> None:
    """Each `ruleset …` line names a command, and options that it has."""
    for line in re.findall(r"^ruleset (.+?)(?:  .*)?$", README, re.MULTILINE):
        command, *rest = line.split()
        help_text = CliRunner().invoke(cli.app, [command, "--help"], env={"COLUMNS": "200"}).output
        for option in re.findall(r"--[a-z-]+", " ".join(rest)):
            assert option in help_text, line
