"""Which rules and which cells the staff's own tests exercise.

A rule is exercised when a test makes it one of those behind an outcome. A cell with a condition is
exercised when both of these are so:

- *holds*: in some test it holds while its rule is behind the outcome;
- *fails*: in some test it alone does not hold, all other cells of its rule do, and the rule would
  be behind the outcome if this cell held too. Only then would a test notice that the condition is
  gone.

Tables that a test decides on the way count as well. Blank cells have no condition, and neither has
`otherwise`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from ruleset.check.table_runs import TableRun, TableRunner
from ruleset.check.test_cases import CaseResult
from ruleset.locations import Cell
from ruleset.plan.form import ANYTHING, CompiledDecision, CompiledRule, Plan


class Exercise(StrEnum):
    """How far the tests exercise a cell."""

    BOTH = "holds and fails"
    HOLDS = "never the one that fails"
    FAILS = "never holds when its rule decides"
    NONE = "not exercised"


@dataclass(frozen=True, slots=True)
class CellCoverage:
    """One condition. `holds` and `fails` are the names of the tests that show it so."""

    cell: Cell
    term: str
    text: str
    holds: tuple[str, ...]
    fails: tuple[str, ...]

    @property
    def exercise(self) -> Exercise:
        if self.holds and self.fails:
            return Exercise.BOTH
        if self.holds:
            return Exercise.HOLDS
        return Exercise.FAILS if self.fails else Exercise.NONE


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """One row. `cells` stand in the order of the inputs, None for those without a condition."""

    rule: CompiledRule
    cell: Cell
    tests: tuple[str, ...]
    cells: tuple[CellCoverage | None, ...]


@dataclass(frozen=True)
class TableCoverage:
    """One decision table, its rows in the sheet's order, `otherwise` last."""

    table: CompiledDecision
    rules: tuple[RuleCoverage, ...]

    @cached_property
    def cells(self) -> tuple[CellCoverage, ...]:
        """All conditions, row by row."""
        return tuple(cell for rule in self.rules for cell in rule.cells if cell is not None)

    @property
    def rules_exercised(self) -> int:
        return sum(bool(rule.tests) for rule in self.rules)

    @property
    def cells_exercised(self) -> int:
        return sum(cell.exercise is Exercise.BOTH for cell in self.cells)


@dataclass(frozen=True)
class Coverage:
    """All tables of a workbook. `tests` counts the cases that could be decided."""

    tables: tuple[TableCoverage, ...]
    tests: int

    @property
    def rules(self) -> tuple[int, int]:
        """How many rules are exercised, and how many there are."""
        return sum(each.rules_exercised for each in self.tables), sum(
            len(each.rules) for each in self.tables
        )

    @property
    def cells(self) -> tuple[int, int]:
        """How many conditions are exercised, and how many there are."""
        return sum(each.cells_exercised for each in self.tables), sum(
            len(each.cells) for each in self.tables
        )


@dataclass
class Tally:
    """What runs have shown of one table: names of tests by rule, and by rule and input."""

    fired: dict[int, dict[str, None]] = field(default_factory=dict)
    holds: dict[tuple[int, int], dict[str, None]] = field(default_factory=dict)
    fails: dict[tuple[int, int], dict[str, None]] = field(default_factory=dict)

    def add(self, run: TableRun, name: str) -> None:
        """One more run counts, under that test's name."""
        for rule in run.fired:
            self.fired.setdefault(rule, {})[name] = None
            for place in range(len(run.table.inputs)) if rule < len(run.holds) else ():
                self.holds.setdefault((rule, place), {})[name] = None
        for rule, cells in enumerate(run.holds):
            if cells.count(False) == 1 and run.would_fire(rule):
                self.fails.setdefault((rule, cells.index(False)), {})[name] = None


def coverage(plan: Plan, results: Iterable[CaseResult]) -> Coverage:
    """What the cases exercise. A case counts whether it passes or not, unless it has a problem."""
    cases: list[tuple[str, str, Mapping[str, Any]]] = [
        (each.case.name, each.case.decision, each.facts) for each in results if each.problem is None
    ]
    runner = TableRunner(plan)
    tallies = {table.name: Tally() for table in plan.decisions}
    for name, decision, facts in cases:
        for run in runner.run(decision, facts):
            tallies[run.table.name].add(run, name)
    tables = tuple(_table(table, tallies[table.name]) for table in plan.decisions)
    return Coverage(tables, len(cases))


def _table(table: CompiledDecision, tally: Tally) -> TableCoverage:
    return TableCoverage(
        table, tuple(_rule(table, index, tally) for index in range(len(table.every_rule)))
    )


def _rule(table: CompiledDecision, index: int, tally: Tally) -> RuleCoverage:
    rule = table.every_rule[index]
    cells: list[CellCoverage | None] = []
    for place, clause in enumerate(table.inputs):
        if rule is table.default or rule.tests[place] == ANYTHING:
            cells.append(None)
            continue
        cells.append(
            CellCoverage(
                table.cell(rule, clause),
                clause.term,
                rule.input_texts[place],
                tuple(tally.holds.get((index, place), ())),
                tuple(tally.fails.get((index, place), ())),
            )
        )
    return RuleCoverage(rule, table.cell(rule), tuple(tally.fired.get(index, ())), tuple(cells))
