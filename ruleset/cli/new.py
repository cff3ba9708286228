"""`ruleset new`: a starter workbook that shows everything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ruleset.cli.console import output
from ruleset.errors import RulesetError


def run(
    path: Annotated[Path, typer.Argument(help="Where to write the workbook.")] = Path(
        "decision_tables/starter.xlsx"
    ),
) -> None:
    """Write a starter workbook: vocabulary, three decisions, tests and a guide."""
    from ruleset.workbook.starter import write_starter

    if path.suffix != ".xlsx":
        raise typer.BadParameter("the workbook's name must end in .xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_starter(path)
    except FileExistsError as problem:
        raise RulesetError(f"{path} exists already; nothing was written") from problem
    except OSError as problem:
        raise RulesetError(f"{path} cannot be written: {problem.strerror}") from problem
    output().print(f"wrote {path}; next: ruleset check {path}", soft_wrap=True)
