"""`ruleset test`: the staff's own test cases, from the Tests sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from ruleset.check.test_cases import CaseResult, failure_text, run_test_cases
from ruleset.cli.console import counted, errors, output, print_diagnostics, summary
from ruleset.cli.sources import workbooks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruleset.engine.ruleset import Ruleset
    from ruleset.plan.form import Plan


def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Workbooks or folders; default: decision_tables.")
    ] = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Tell which rows and cells no test exercises.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write the coverage as a page there (of one workbook).")
    ] = None,
) -> None:
    """Run the Tests sheets. Exit code 1 when a case fails."""
    from ruleset.engine.ruleset import Ruleset
    from ruleset.plan.compile import compile_workbook

    console = output()
    failed = False
    read = workbooks(paths)
    if html is not None and len(read) > 1:
        raise typer.BadParameter("--html takes one workbook; name it")
    for path in read:
        with errors().status(f"testing {path}"):
            made = compile_workbook(path)
        if made.definitions is None or made.plan is None or not made.ok:
            print_diagnostics(made.diagnostics, console)
            console.print(f"{path}: not tested, {summary(made.diagnostics)}", soft_wrap=True)
            failed = True
            continue
        rules = Ruleset(made.plan)
        results = run_test_cases(made.definitions, rules)
        for result in results:
            if not result.passed:
                _print_failure(result, rules, path, console)
        passed = sum(result.passed for result in results)
        failed |= passed < len(results)
        console.print(
            f"{path}: {counted(passed, 'test')} passed, {len(results) - passed} failed",
            style="green" if passed == len(results) else "red",
            soft_wrap=True,
        )
        if coverage or html is not None:
            _show_coverage(made.plan, results, path, html, console)
    if failed:
        raise typer.Exit(1)


def _print_failure(result: CaseResult, rules: Ruleset, path: Path, console: Console) -> None:
    case = result.case
    head = f"FAILED {case.name} ({case.decision})\n  --> {path}: {case.cell}"
    text = Text(head, style="red")
    text.append(f"\n{failure_text(result, rules)}", style="default")
    console.print(text, soft_wrap=True)


def _show_coverage(
    plan: Plan, results: Sequence[CaseResult], path: Path, html: Path | None, console: Console
) -> None:
    from ruleset.check.coverage import coverage
    from ruleset.cli.coverage import coverage_page, print_coverage

    found = coverage(plan, results)
    print_coverage(found, str(path), console)
    if html is not None:
        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(coverage_page(found, plan), encoding="utf-8")
        errors().print(f"wrote {html}", soft_wrap=True)
