"""`ruleset check`: everything that is wrong with the workbooks, each finding at its cell."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ruleset.cli.console import counted, errors, output, print_diagnostics, summary
from ruleset.cli.copies import annotated_copy
from ruleset.cli.sources import workbooks
from ruleset.diagnostics import Diagnostic, has_errors

_ALL = 1_000_000


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
    analysis: Annotated[
        bool, typer.Option(help="Look for gaps, overlaps, rows that never win and the like.")
    ] = True,
    seconds: Annotated[float, typer.Option(help="The most time for the analysis of a table.")] = (
        10.0
    ),
    annotate: Annotated[
        Path | None, typer.Option(help="Write a copy with the findings at their cells there.")
    ] = None,
) -> None:
    """Check workbooks. Exit code 1 when there is an error."""
    from ruleset.check.findings import check_workbook
    from ruleset.check.report import MOST_SHOWN
    from ruleset.space.budget import DEFAULT

    found: list[Diagnostic] = []
    dropped = 0
    at = ""
    read = workbooks(paths)
    if annotate is not None and len(read) > 1:
        raise typer.BadParameter("--annotate takes one workbook; name it")

    def progress(question: str) -> None:
        status.update(f"checking {at}: {question}")

    with errors().status("checking") as status:
        for path in read:
            at = str(path)
            status.update(f"checking {at}")
            result = check_workbook(
                path,
                analysis=analysis,
                budget=replace(DEFAULT, seconds=seconds),
                most=MOST_SHOWN if format is Format.TEXT else _ALL,
                progress=progress,
            )
            found += result.diagnostics
            dropped += result.dropped
            if annotate is not None:
                annotated_copy(result, annotate)
    if format is Format.JSON:
        typer.echo(json.dumps([each.to_dict() for each in found], ensure_ascii=False, indent=2))
    else:
        console = output()
        print_diagnostics(found, console)
        tail = f" ({dropped} accepted in `_Checks`)" if dropped else ""
        console.print(f"{counted(len(read), 'workbook')} checked: {summary(found)}{tail}")
    if has_errors(found):
        raise typer.Exit(1)
