"""Copies of workbooks that commands write: never over a file that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from ruleset.cli.console import counted, errors
from ruleset.errors import RulesetError

if TYPE_CHECKING:
    from ruleset.check.findings import Findings

T = TypeVar("T")


def written(target: Path, write: Callable[[Path], T]) -> T:
    """What `write` returns once the copy stands at the target; an error in words otherwise."""
    if target.suffix != ".xlsx":
        raise typer.BadParameter("the copy's name must end in .xlsx")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return write(target)
    except FileExistsError as problem:
        raise RulesetError(f"{target} exists already; nothing was written") from problem
    except OSError as problem:
        raise RulesetError(f"{target} cannot be written: {problem.strerror}") from problem


def annotated_copy(findings: Findings, target: Path) -> None:
    """The annotated copy stands at the target, and standard error says so."""
    from ruleset.check.annotate import annotate

    made = written(target, lambda path: annotate(findings, path))
    errors().print(f"wrote {target}: the sheet {made.sheet} lists all findings", soft_wrap=True)
    if made.without_comment:
        count = counted(len(made.without_comment), "cell")
        errors().print(
            f"{count} got a colour but no comment: their sheets hold threads of comments",
            soft_wrap=True,
        )
