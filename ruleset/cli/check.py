"""`ruleset check`: everything that is wrong with the workbooks, each finding at its cell."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ruleset.cli.console import counted, errors, output, print_diagnostics, summary
from ruleset.cli.sources import workbooks
from ruleset.diagnostics import Diagnostic, has_errors


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


def run(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Workbooks or folders; default: decision_tables.")
    ] = None,
    format: Annotated[Format, typer.Option(help="Text for people, JSON for programs.")] = (
        Format.TEXT
    ),
) -> None:
    """Check workbooks. Exit code 1 when there is an error."""
    from ruleset.plan.compile import compile_workbook

    found: list[Diagnostic] = []
    read = workbooks(paths)
    with errors().status("checking") as status:
        for path in read:
            status.update(f"checking {path}")
            found += compile_workbook(path).diagnostics
    if format is Format.JSON:
        typer.echo(json.dumps([each.to_dict() for each in found], ensure_ascii=False, indent=2))
    else:
        console = output()
        print_diagnostics(found, console)
        console.print(f"{counted(len(read), 'workbook')} checked: {summary(found)}")
    if has_errors(found):
        raise typer.Exit(1)
