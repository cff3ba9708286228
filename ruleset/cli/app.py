"""The application: its commands, and how errors leave it."""

from __future__ import annotations

import os
import sys

import typer

from ruleset.cli import (
    check,
    compile,
    decide,
    demo,
    diff,
    explain,
    fix,
    generate,
    new,
    show,
    templates,
    test,
    tests,
)
from ruleset.cli.console import errors
from ruleset.errors import RulesetError

app = typer.Typer(
    name="ruleset",
    help="Decision tables in a spreadsheet: checked, compiled, decided, explained.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (demo, new, check, fix, compile, test, decide, explain, diff, show, generate):
    app.command(name=command.__name__.rsplit(".", 1)[1])(command.run)

app.add_typer(tests.app, name="tests", help="Work with the tests of a workbook.")
app.add_typer(templates.app, name="templates", help="Work with task templates.")


def run() -> None:
    """Runs the command that the arguments name. Exit codes: 0 done, 1 found wrong, 2 misused."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except RulesetError as problem:
        errors().print(f"error: {problem.message}", style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader went away (`| head`); nothing is left to tell it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
