"""`ruleset compile`: from workbooks to the files that run time reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ruleset.cli.console import errors, output, print_diagnostics, summary
from ruleset.cli.sources import workbooks
from ruleset.diagnostics import Severity
from ruleset.plan.form import Plan

SEED = 20_260_101
MOST_POINTS = 2_000


def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Workbooks or folders; default: decision_tables.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail when a file is out of step.")
    ] = False,
    out: Annotated[Path, typer.Option(help="The folder of the compiled files.")] = Path("rules"),
    cross_check: Annotated[
        bool, typer.Option(help="Let a second engine decide the same points before writing.")
    ] = True,
    seed: Annotated[int, typer.Option(help="Chooses the points where there are too many.")] = SEED,
    timeout_seconds: Annotated[float, typer.Option(help="For the second engine.")] = 60.0,
) -> None:
    """Compile workbooks to rules/<workbook>.json. Exit code 1 when one has an error."""
    from ruleset.plan.compile import compile_workbook

    console = output()
    failed = False
    for path in workbooks(paths):
        with errors().status(f"compiling {path}"):
            made = compile_workbook(path)
        target = out / f"{path.stem}.json"
        print_diagnostics(
            (each for each in made.diagnostics if each.severity is not Severity.NOTE), console
        )
        if made.plan is None or not made.ok:
            console.print(f"{path}: not compiled, {summary(made.diagnostics)}", soft_wrap=True)
            failed = True
        elif check:
            failed |= not _in_step(made.plan, path, target, console)
        elif cross_check and not _engines_agree(made.plan, seed, timeout_seconds, console):
            failed = True
        else:
            _write(made.plan, path, target, console)
    if failed:
        raise typer.Exit(1)


def _in_step(plan: Plan, path: Path, target: Path, console: Console) -> bool:
    from ruleset.plan.codec import dump

    try:
        same = target.read_text(encoding="utf-8") == dump(plan)
    except (OSError, UnicodeDecodeError):
        same = False
    if same:
        console.print(f"{target} is in step with {path}", soft_wrap=True)
    else:
        console.print(
            f"error[RS504]: {target} is out of step with {path}\n"
            f"   = help: run `ruleset compile {path}` and commit both",
            style="red",
            soft_wrap=True,
        )
    return same


def _engines_agree(plan: Plan, seed: int, timeout_seconds: float, console: Console) -> bool:
    from ruleset.engine.cross_check import cross_check

    with errors().status("both engines decide the same points"):
        result = cross_check(
            plan, seed=seed, most_points=MOST_POINTS, timeout_seconds=timeout_seconds
        )
    console.print(str(result), soft_wrap=True)
    return result.agree


def _write(plan: Plan, path: Path, target: Path, console: Console) -> None:
    from ruleset.plan.codec import write

    write(plan, target)
    rules = sum(len(decision.every_rule) for decision in plan.decisions)
    console.print(
        f"{path} -> {target}: {len(plan.decisions)} decisions, {rules} rules, {plan.version[:19]}…",
        soft_wrap=True,
    )
