"""Laws of copies and of tests from tables, on random workbooks with every kind of cell."""

from __future__ import annotations

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from oracle.form import Book
from property.deciding import EXAMPLES, by_engine, plan_of
from ruleset.check.annotate import annotate
from ruleset.check.difference import difference
from ruleset.check.findings import check_workbook
from ruleset.check.fix import fix
from ruleset.check.suggest import suggest
from ruleset.check.suggested_rows import write_suggestions
from ruleset.check.table_runs import TableRunner
from ruleset.check.test_cases import run_test_cases
from ruleset.engine.ruleset import Ruleset
from ruleset.errors import RulesetError
from ruleset.plan.compile import compile_workbook
from strategies.spelling import write_xlsx
from strategies.workbooks import FactMaker, books

bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SPOILED = (" {}", "{}  ", "{}\u00a0", "\u200b{}", "{}\n")


def spoiled(path: Path, random: Random) -> int:
    """Odd spaces around some texts, and some equal neighbours merged; how many cells."""
    book = load_workbook(path)
    count = 0
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows(min_row=3):
            for cell in row:
                text = isinstance(cell.value, str) and cell.value != "-"
                if text and random.random() < 0.2:
                    cell.value = random.choice(SPOILED).format(cell.value)
                    count += 1
        for row in range(4, sheet.max_row):
            pair = [sheet.cell(at, 2) for at in (row, row + 1)]
            values = [each.value for each in pair]
            if values[0] is not None and values[0] == values[1] and random.random() < 0.5:
                sheet.merge_cells(start_row=row, end_row=row + 1, start_column=2, end_column=2)
                count += 1
                break
    book.save(path)
    return count


@bounded
@given(books())
def test_a_fixed_copy_decides_alike(drawn: tuple[Book, Random]) -> None:
    """Spaces deleted, cells unmerged, spacing made even: the same rules fire; where rows are
    merged no outcome changes, by the semantic difference and by the engine."""
    book, random = drawn
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_xlsx(book, folder / "book.xlsx", random)
        spoiled(folder / "book.xlsx", random)
        before = plan_of(folder / "book.xlsx")
        merge = random.random() < 0.5
        done = fix(folder / "book.xlsx", folder / "copy.xlsx", merge=merge)
        if not done.mends:
            return
        after = plan_of(folder / "copy.xlsx")
        emptied = any(mend.what.startswith("emptied") for mend in done.mends)
        assert difference(before, after).no_change or not emptied
        found = compile_workbook(folder / "copy.xlsx").diagnostics
        assert [str(each) for each in found if each.code in ("RS115", "RS116", "RS119")] == []
        old, new = Ruleset(before), Ruleset(after)
        maker = FactMaker(random, book)
        for _ in range(15):
            decision, facts = maker.decision(), maker.facts()
            one, other = (by_engine(each, decision, facts) for each in (old, new))
            if emptied and "conflict" not in (one[0], other[0]):
                one, other = one[1:], other[1:]
            assert one == other


@bounded
@given(books())
def test_an_annotated_copy_has_the_same_plan(drawn: tuple[Book, Random]) -> None:
    """Comments, colours and the report mean nothing."""
    book, random = drawn
    with TemporaryDirectory() as name:
        (Path(name) / "out").mkdir()
        path = Path(name) / "book.xlsx"
        write_xlsx(book, path, random)
        findings = check_workbook(path)
        annotate(findings, Path(name) / "out" / "book.xlsx")
        assert plan_of(Path(name) / "out" / "book.xlsx") == findings.compilation.plan


@bounded
@given(books())
def test_suggested_tests_hold_and_leave_nothing_to_suggest(drawn: tuple[Book, Random]) -> None:
    """Written into the workbook and run, every row passes; the next suggestion is empty."""
    book, random = drawn
    with TemporaryDirectory() as name:
        path, copy = Path(name) / "book.xlsx", Path(name) / "copy.xlsx"
        write_xlsx(book, path, random)
        made = compile_workbook(path)
        assert made.plan is not None
        assert made.workbook is not None
        found = suggest(made.plan)
        write_suggestions(made.workbook, made.plan.vocabulary, found.rows, copy)
        again = compile_workbook(copy)
        assert again.plan is not None
        assert again.definitions is not None
        results = run_test_cases(again.definitions, Ruleset(again.plan))
        assert len(results) == len(found.rows)
        assert [(each.case.name, each.mismatches, each.problem) for each in results
                if not each.passed] == []  # fmt: skip
        assert suggest(again.plan, results).rows == ()


@bounded
@given(books())
def test_the_runner_of_coverage_decides_as_the_engine(drawn: tuple[Book, Random]) -> None:
    """Same rules and outcome; where the hit policy objects, no rule is said to fire."""
    book, random = drawn
    with TemporaryDirectory() as name:
        write_xlsx(book, Path(name) / "book.xlsx", random)
        plan = plan_of(Path(name) / "book.xlsx")
    rules, runner = Ruleset(plan), TableRunner(plan)
    maker = FactMaker(random, book)
    for _ in range(20):
        decision, facts = maker.decision(), maker.facts()
        try:
            expected: Any = by_engine(rules, decision, facts)
        except RulesetError:
            continue
        run = runner.run(decision, facts)[-1]
        if expected[0] == "conflict":
            assert run.fired == () or expected[1] != decision
            continue
        ids = tuple(run.table.every_rule[each].id for each in run.fired)
        assert (ids, run.outcome) == expected
