"""`ruleset diff`: whose outcome changes between two versions of the rules."""

from __future__ import annotations

import json
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ruleset.cli.console import errors

if TYPE_CHECKING:
    from ruleset.plan.form import Plan


class Format(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


def run(
    old: Annotated[Path, typer.Argument(help="The older workbook, or its compiled .json.")],
    new: Annotated[Path, typer.Argument(help="The newer workbook, or its compiled .json.")],
    format: Annotated[
        Format, typer.Option(help="Text, JSON, Markdown for a pull request, or an HTML page.")
    ] = Format.TEXT,
    seconds: Annotated[float, typer.Option(help="The most time for each decision.")] = 30.0,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit code 1 unless it is proven that none changes.")
    ] = False,
) -> None:
    """Tell which facts get another outcome, from what to what, and by which rows."""
    from ruleset.check.difference import difference, to_dict, to_html, to_markdown, to_text
    from ruleset.space.budget import DEFAULT

    with errors().status("comparing"):
        found = difference(_plan(old), _plan(new), budget=replace(DEFAULT, seconds=seconds))
    match format:
        case Format.TEXT:
            typer.echo(to_text(found))
        case Format.JSON:
            typer.echo(json.dumps(to_dict(found), ensure_ascii=False, indent=2))
        case Format.MARKDOWN:
            typer.echo(to_markdown(found), nl=False)
        case Format.HTML:
            typer.echo(to_html(found), nl=False)
    if exit_code and not found.no_change:
        raise typer.Exit(1)


def _plan(path: Path) -> Plan:
    """The plan of a workbook or of a compiled file. CompileError, RulesFileError as they come."""
    if path.suffix.casefold() == ".json":
        from ruleset.plan import codec

        return codec.read(path)
    from ruleset.errors import CompileError
    from ruleset.plan.compile import compile_workbook

    made = compile_workbook(path)
    if made.plan is None or not made.ok:
        raise CompileError(made.diagnostics)
    return made.plan
