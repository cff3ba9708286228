"""`ruleset show`: a workbook as text, for `git diff` and for reading."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ruleset.cli.console import errors, print_diagnostics


def run(path: Annotated[Path, typer.Argument(help="The workbook.")]) -> None:
    """Print a workbook as stable text. Make `git diff` use it with

    git config diff.ruleset.textconv "ruleset show"

    and the line `*.xlsx diff=ruleset` in .gitattributes.
    """
    from ruleset.check.show import show_workbook
    from ruleset.workbook.read import read_workbook

    read = read_workbook(path)
    if read.value is None:
        print_diagnostics(read.diagnostics, errors())
        raise typer.Exit(1)
    typer.echo(show_workbook(read.value), nl=False)
