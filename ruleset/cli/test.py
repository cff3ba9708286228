"""`ruleset test`: the staff's own test cases, from the Tests sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ruleset.check.test_cases import CaseResult, run_test_cases
from ruleset.cli.console import counted, errors, output, print_diagnostics, summary
from ruleset.cli.sources import workbooks


def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Workbooks or folders; default: decision_tables.")
    ] = None,
) -> None:
    """Run the Tests sheets. Exit code 1 when a case fails."""
    from ruleset.engine.ruleset import Ruleset
    from ruleset.plan.compile import compile_workbook

    console = output()
    failed = False
    for path in workbooks(paths):
        with errors().status(f"testing {path}"):
            made = compile_workbook(path)
        if made.definitions is None or made.plan is None or not made.ok:
            print_diagnostics(made.diagnostics, console)
            console.print(f"{path}: not tested, {summary(made.diagnostics)}", soft_wrap=True)
            failed = True
            continue
        results = run_test_cases(made.definitions, Ruleset(made.plan))
        for result in results:
            if not result.passed:
                _print_failure(result, path, console)
        passed = sum(result.passed for result in results)
        failed |= passed < len(results)
        console.print(
            f"{path}: {counted(passed, 'test')} passed, {len(results) - passed} failed",
            style="green" if passed == len(results) else "red",
            soft_wrap=True,
        )
    if failed:
        raise typer.Exit(1)


def _print_failure(result: CaseResult, path: Path, console: Console) -> None:
    case = result.case
    lines = [f"FAILED {case.name} ({case.decision})", f"  --> {path}: {case.cell}"]
    if result.problem is not None:
        lines.append(str(result.problem))
    lines += [
        f"   | {each.term} ({each.cell}): expected `{each.expected}`, got `{each.got}`"
        for each in result.mismatches
    ]
    if result.mismatches:
        decided = ", ".join(result.rules) or "no rule matched"
        lines.append(f"   = decided by: {decided}")
    console.print("\n".join(lines), style="red", markup=False, soft_wrap=True)
