"""Which rules and cells tests exercise, on tables small enough to see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from ruleset.check.coverage import Coverage, Exercise, coverage
from ruleset.check.table_runs import TableRunner
from ruleset.check.test_cases import run_test_cases
from ruleset.cli import app as cli
from ruleset.engine.ruleset import Ruleset
from ruleset.plan.compile import compile_workbook
from tables import discount_workbook, table, write_workbook

HEADER = ["Test", "Decision", "Customer", "Order value", "Expect Discount"]


def covered(path: Path, *cases: list[object]) -> Coverage:
    """The coverage of the discount workbook with those cases."""
    discount_workbook(path)
    book = load_workbook(path)
    sheet = book.create_sheet("Tests")
    for row in (HEADER, *cases):
        sheet.append(row)
    book.save(path)
    made = compile_workbook(path)
    assert made.ok and made.plan is not None and made.definitions is not None
    return coverage(made.plan, run_test_cases(made.definitions, Ruleset(made.plan)))


def exercises(found: Coverage) -> dict[str, str]:
    return {str(each.cell): each.exercise.value for each in found.tables[0].cells}


CASES: list[tuple[str, list[list[object]], dict[str, Exercise], list[str]]] = [
    ("no test", [], {}, []),
    ("a rule decides", [["a", "Discount", "vip", 10, 15]], {"B4": Exercise.HOLDS}, ["vip"]),
    (
        "the only failing cell, nothing above",
        [["a", "Discount", "regular", 50, 0]],
        {"B4": Exercise.FAILS, "C5": Exercise.FAILS},
        ["otherwise"],
    ),
    (
        "the upper rule decides, so a failing cell below shows nothing",
        [["a", "Discount", "vip", 50, 15]],
        {"B4": Exercise.HOLDS},
        ["vip"],
    ),
    (
        "two failing cells show nothing of either",
        [["a", "Discount", "new", 50, 0]],
        {"B4": Exercise.FAILS},
        ["otherwise"],
    ),
    (
        "all that there is to see",
        [
            ["a", "Discount", "vip", 10, 15],
            ["b", "Discount", "regular", 100, 10],
            ["c", "Discount", "regular", 50, 0],
            ["d", "Discount", "new", 100, 0],
        ],
        {"B4": Exercise.BOTH, "B5": Exercise.BOTH, "C5": Exercise.BOTH},
        ["vip", "regular", "otherwise"],
    ),
]


@pytest.mark.parametrize(
    ("name", "cases", "cells", "rules"), CASES, ids=lambda each: str(each)[:40]
)
def test_a_cell_is_exercised_when_a_test_would_notice_it_gone(
    tmp_path: Path,
    name: str,
    cases: list[list[object]],
    cells: dict[str, Exercise],
    rules: list[str],
) -> None:
    """Cells that are not named are not exercised at all."""
    found = covered(tmp_path / "book.xlsx", *cases)
    wanted = {f"Discount!{each}": Exercise.NONE.value for each in ("B4", "B5", "C5")}
    assert exercises(found) == wanted | {f"Discount!{at}": each.value for at, each in cells.items()}
    assert [each.rule.id for each in found.tables[0].rules if each.tests] == rules


def test_a_table_decided_on_the_way_counts(tmp_path: Path) -> None:
    """A test of the last decision exercises those that it needs, by what they made of the facts."""
    path = write_workbook(
        tmp_path / "graph.xlsx",
        [("Age", "number", ""), ("Group", "text", "young, old"), ("Price", "money", "")],
        {
            "Group": table("Group", "First", ["Age"], ["Group"], [["y", "< 18", "young"],
                           ["otherwise", "", "old"]]),
            "Price": table("Price", "Unique", ["Group"], ["Price"], [["y", "young", 5],
                           ["o", "old", 10]]),
            "Tests": [["Test", "Decision", "Age"], ["child", "Price", 12], ["adult", "Price", 30]],
        },
    )  # fmt: skip
    made = compile_workbook(path)
    assert made.plan is not None and made.definitions is not None
    found = coverage(made.plan, run_test_cases(made.definitions, Ruleset(made.plan)))
    assert found.rules == (4, 4)
    assert found.cells == (3, 3)


def test_the_runner_agrees_with_the_engine(discount_path: Path) -> None:
    """Same rules, same outcome, for every class of facts; it is no second way to decide."""
    rules = Ruleset(compile_workbook(discount_path).plan or pytest.fail("no plan"))
    runner = TableRunner(rules.plan)
    for customer in (None, "new", "regular", "vip"):
        for value in (None, 99, 100, 101):
            facts = {"customer": customer, "order_value": value}
            run = runner.run("discount", facts)[-1]
            decided = rules.decide("discount", facts)
            assert run.outcome == decided.outcome
            every = rules.plan.by_name["discount"].every_rule
            assert [every[each].id for each in run.fired] == [each.id for each in decided.rules]


def test_the_page_and_the_text_name_what_is_missing(tmp_path: Path) -> None:
    """The command prints rows and conditions, and the page holds every cell with its mark."""
    covered(tmp_path / "book.xlsx", ["a", "Discount", "vip", 10, 15])
    page = tmp_path / "out" / "coverage.html"
    called = ["test", str(tmp_path / "book.xlsx"), "--coverage", "--html", str(page)]
    result = CliRunner().invoke(cli.app, called)
    assert result.exit_code == 0, result.output
    for part in (
        "1 of 3 rows and 0 of 3 conditions",
        "rows that decide no test: regular (A5), otherwise (A6)",
        "conditions that never alone fail to hold: B4 `vip`",
    ):
        assert part in result.output
    text = page.read_text(encoding="utf-8")
    assert text.count('<td class="in ') == 3
    assert 'title="Discount!B4: holds and decides in a; alone fails in no test"' in text
    assert "<script" not in text
    assert ":root" in text
    before = page.read_bytes()
    CliRunner().invoke(cli.app, called)
    assert page.read_bytes() == before
