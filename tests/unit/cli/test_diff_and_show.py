"""`ruleset diff` and `ruleset show`, through the application."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from ruleset.cli.app import app
from ruleset.plan.codec import dump
from ruleset.plan.compile import compile_workbook
from tables import discount_workbook

run = CliRunner()


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """The small workbook, and the same with one cell changed."""
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    discount_workbook(old)
    book = load_workbook(old)
    book["Discount"]["C5"] = ">= 80"
    book.save(new)
    return old, new


def test_diff_of_workbooks(pair: tuple[Path, Path]) -> None:
    """The region is told; the exit code is 0 unless asked for."""
    made = run.invoke(app, ["diff", *map(str, pair)])
    assert made.exit_code == 0
    assert "`Order value` is in [80..100)" in made.stdout
    assert "0 became 10" in made.stdout
    assert run.invoke(app, ["diff", *map(str, pair), "--exit-code"]).exit_code == 1


def test_diff_of_a_workbook_and_a_compiled_file(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """Either side may be compiled rules; the same rules differ in nothing, which is proven."""
    plan = compile_workbook(pair[0]).plan
    assert plan is not None
    compiled = tmp_path / "old.json"
    compiled.write_text(dump(plan), encoding="utf-8")
    same = run.invoke(app, ["diff", str(compiled), str(pair[0]), "--exit-code"])
    assert same.exit_code == 0
    assert same.stdout.startswith("no outcome changes, whatever the facts: this is proven")
    other = run.invoke(app, ["diff", str(compiled), str(pair[1]), "--format", "json"])
    assert json.loads(other.stdout)["no_change"] is False


@pytest.mark.parametrize(("format", "start"), [("markdown", "**"), ("html", "<!doctype html>")])
def test_diff_formats(pair: tuple[Path, Path], format: str, start: str) -> None:
    """Markdown and HTML go to standard output."""
    made = run.invoke(app, ["diff", *map(str, pair), "--format", format])
    assert made.stdout.startswith(start)


def test_show(pair: tuple[Path, Path]) -> None:
    """A row is named by its id and its cells by their headers; one cell changed is one line."""
    old, new = (run.invoke(app, ["show", str(path)]).stdout for path in pair)
    assert "[regular]\n  Customer: not(new)\n  Order value: >= 100\n  Discount: 10\n" in old
    before, after = set(old.splitlines()), set(new.splitlines())
    assert (before - after, after - before) == ({"  Order value: >= 100"}, {"  Order value: >= 80"})


def test_show_of_an_inserted_row(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """An inserted row adds its lines and changes no other one."""
    book = load_workbook(pair[0])
    book["Discount"].insert_rows(5)
    for column, value in enumerate(["early", "regular", "< 10", 1], 1):
        book["Discount"].cell(5, column, value)
    book.save(tmp_path / "more.xlsx")
    old = run.invoke(app, ["show", str(pair[0])]).stdout.splitlines()
    new = run.invoke(app, ["show", str(tmp_path / "more.xlsx")]).stdout.splitlines()
    added = ["[early]", "  Customer: regular", "  Order value: < 10", "  Discount: 1"]
    at = new.index("[early]")
    assert new[at : at + 4] == added
    assert new[:at] + new[at + 4 :] == old


def test_show_of_what_is_no_workbook(tmp_path: Path) -> None:
    """A file that cannot be read is told on standard error, with exit code 1."""
    path = tmp_path / "notes.xlsx"
    path.write_text("no workbook")
    made = run.invoke(app, ["show", str(path)])
    assert made.exit_code == 1
    assert made.stdout == ""
