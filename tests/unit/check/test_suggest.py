"""Suggested tests: what they show, that they are short, and that they hold when run."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from faults import sound
from rich_workbook import EXTRA, parts_of, rich_workbook
from ruleset.check.coverage import coverage
from ruleset.check.suggest import Suggestions, suggest
from ruleset.check.test_cases import run_test_cases
from ruleset.cli import app as cli
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.compile import Compilation, compile_workbook
from ruleset.workbook.starter import write_starter
from tables import discount_workbook, table, write_workbook

# openpyxl says so when it reads what this library keeps.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")


def suggestions(path: Path) -> tuple[Compilation, Suggestions]:
    made = compile_workbook(path)
    assert made.ok and made.plan is not None and made.definitions is not None
    return made, suggest(made.plan, run_test_cases(made.definitions, Ruleset(made.plan)))


def test_the_rows_of_a_small_table(tmp_path: Path) -> None:
    """Each condition holds and fails once, the border of 100 is met on both sides, missing too."""
    _, found = suggestions(discount_workbook(tmp_path / "book.xlsx"))
    assert [(dict(row.facts), dict(row.expected)) for row in found.rows] == [
        ({"customer": "vip"}, {"discount": "15"}),
        ({"customer": "new", "order_value": "100"}, {"discount": "0"}),
        ({"customer": "regular", "order_value": "99"}, {"discount": "0"}),
        ({"order_value": "100"}, {"discount": "10"}),
    ]
    assert (found.not_found, found.left_out) == (0, 0)
    assert found.rows[0].why == "review: row vip decides"


BORDERS: list[tuple[str, list[str]]] = [
    ("< 18", ["17", "18"]),
    ("<= 18", ["18", "19"]),
    ("> 2.5", ["2.5", "2.6"]),
    ("[5..9)", ["4", "5", "8", "9"]),
    ("7", ["6", "7", "8"]),
    ("[1..2], 3", ["0", "1", "2", "2.1", "2.9", "3", "4"]),
]


@pytest.mark.parametrize(("cell", "ages"), BORDERS)
def test_both_sides_of_each_border_are_met(tmp_path: Path, cell: str, ages: list[str]) -> None:
    """The end itself and its nearest neighbour that is treated otherwise."""
    path = write_workbook(
        tmp_path / "age.xlsx",
        [("Age", "number", ""), ("Group", "text", "")],
        {"Group": table("Group", "First", ["Age"], ["Group"], [["a", cell, "young"],
                        ["otherwise", "", "old"]])},
    )  # fmt: skip
    _, found = suggestions(path)
    met = {row.facts.get("age") for row in found.rows}
    assert met >= set(ages) - {"2.1", "2.9"}, met
    assert None in met


@pytest.mark.parametrize("make", [discount_workbook, sound, write_starter], ids=["a", "b", "c"])
def test_with_the_suggested_rows_everything_is_exercised(tmp_path: Path, make: object) -> None:
    """Written into the Tests sheet they all pass, nothing more is suggested, all is exercised."""
    path = tmp_path / "book.xlsx"
    make(path)  # type: ignore[operator]
    _, before = suggestions(path)
    target = tmp_path / "out.xlsx"
    called = ["tests", "suggest", str(path), "--out", str(target), "--limit", "999"]
    result = CliRunner().invoke(cli.app, called)
    assert result.exit_code == 0, result.output
    made, after = suggestions(target)
    assert before.rows and made.plan is not None and made.definitions is not None
    assert after.rows == ()
    results = run_test_cases(made.definitions, Ruleset(made.plan))
    assert [each.case.name for each in results if not each.passed] == []
    full = coverage(made.plan, results)
    if before.not_found == 0:
        assert full.rules[0] == full.rules[1]
        assert full.cells[0] == full.cells[1]
    old = compile_workbook(path)
    assert old.plan is not None
    assert old.plan.decisions == made.plan.decisions


def test_the_copy_keeps_the_rest_of_the_workbook(tmp_path: Path) -> None:
    """Old tests stand above as they were, new columns on the right, other parts untouched."""
    path = rich_workbook(tmp_path / "book.xlsx")
    target = tmp_path / "out.xlsx"
    assert (
        CliRunner().invoke(cli.app, ["tests", "suggest", str(path), "--out", str(target)]).exit_code
        == 0
    )
    old, new = parts_of(path), parts_of(target)
    assert {name for name in old if old[name] != new[name]} == {
        "xl/worksheets/sheet3.xml",
        "xl/styles.xml",
    }
    assert all(new[name] == content for name, content in EXTRA.items())
    sheet = load_workbook(target)["Tests"]
    assert [cell.value for cell in sheet[2]][:5] == ["poor", "Offer", "UK", 20000, "silver"]
    assert [cell.value for cell in sheet[1]][:5] == [
        "Test", "Decision", "Country", "Income", "Expect Offer",
    ]  # fmt: skip
    assert sheet["A3"].fill.fgColor.rgb == "FFE2F0D9"


def test_the_same_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    """Nothing depends on chance."""
    path = sound(tmp_path / "book.xlsx")
    assert suggestions(path)[1] == suggestions(path)[1]


def test_the_limit_says_what_it_left_out(tmp_path: Path) -> None:
    """The first rows, and how many more there are; without --out a table is printed."""
    path = sound(tmp_path / "book.xlsx")
    _, found = suggestions(path)
    result = CliRunner().invoke(cli.app, ["tests", "suggest", str(path), "--limit", "2"])
    assert result.exit_code == 0
    assert f"{len(found.rows) - 2} more rows" in result.output
    assert "row a decides" in result.output
    assert "Country: UK" in result.output
