"""Coverage on the terminal, and as a page that shows the sheets with each cell's share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources import files

from rich.console import Console
from rich.text import Text

from ruleset.check.coverage import CellCoverage, Coverage, Exercise, TableCoverage
from ruleset.cli.console import counted
from ruleset.locations import Cell, column_letters
from ruleset.plan.form import Plan

MOST_SHOWN = 8
MOST_NAMES = 6
MOST_LETTERS = 30
_STYLE = re.compile(r"<style>\n(.*?)</style>", re.DOTALL)


def print_coverage(found: Coverage, name: str, console: Console) -> None:
    """The figures of each table, then its rows and conditions that no test exercises."""
    (rules, all_rules), (cells, all_cells) = found.rules, found.cells
    console.print(
        f"{name}: {counted(found.tests, 'test')} exercise {rules} of {all_rules} rows"
        f" and {cells} of {all_cells} conditions",
        style="bold",
        soft_wrap=True,
    )
    for table in found.tables:
        console.print(Text(_figures(table)), soft_wrap=True)
        for line in _missing(table):
            console.print(Text(f"    {line}", style="dim"), soft_wrap=True)


def _figures(table: TableCoverage) -> str:
    return (
        f"  {table.table.label}: {table.rules_exercised} of {len(table.rules)} rows,"
        f" {table.cells_exercised} of {len(table.cells)} conditions"
    )


def _missing(table: TableCoverage) -> Iterable[str]:
    unused = [f"{each.rule.id} ({_address(each.cell)})" for each in table.rules if not each.tests]
    if unused:
        yield f"rows that decide no test: {_some(unused)}"
    for exercise, words in (
        (Exercise.HOLDS, "conditions that never alone fail to hold"),
        (Exercise.FAILS, "conditions that never hold in a row that decides"),
    ):
        cells = [
            f"{_address(each.cell)} `{_shortened(each.text)}`"
            for each in table.cells
            if each.exercise is exercise
        ]
        if cells:
            yield f"{words}: {_some(cells)}"


def _address(cell: Cell) -> str:
    """Without the sheet, which the table's line names."""
    return f"{column_letters(cell.column)}{cell.row}"


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def _some(items: list[str]) -> str:
    rest = len(items) - MOST_SHOWN
    return ", ".join(items[:MOST_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def coverage_page(found: Coverage, plan: Plan) -> str:
    """The page, as text: self-contained, without script; the same coverage gives the same bytes."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = files("ruleset.cli").joinpath("coverage.html").read_text(encoding="utf-8")
    return environment.from_string(template).render(
        name=plan.name,
        version=plan.version,
        coverage=found,
        labels={term.name: term.label for term in plan.vocabulary},
        letters=column_letters,
        told=_told,
        style=Markup(_style()),  # noqa: S704  # the library's own style sheet
    )


def _style() -> str:
    """The style of the explanation's page, so that all pages look alike."""
    page = files("ruleset.explain").joinpath("page.html").read_text(encoding="utf-8")
    style = _STYLE.search(page)
    return style.group(1) if style else ""


def _told(cell: CellCoverage) -> str:
    def names(tests: tuple[str, ...]) -> str:
        rest = len(tests) - MOST_NAMES
        more = f" and {rest} more" if rest > 0 else ""
        return ", ".join(tests[:MOST_NAMES]) + more if tests else "no test"

    return f"holds and decides in {names(cell.holds)}; alone fails in {names(cell.fails)}"
