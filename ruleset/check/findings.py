"""Everything that is found in one workbook: what compiling tells, and what the analysis tells."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ruleset.check.accepted import accepted
from ruleset.check.analysis import Analysis, Progress, analyse
from ruleset.check.report import MOST_SHOWN, report
from ruleset.diagnostics import Diagnostic, in_sheet_order
from ruleset.plan.compile import Compilation, compile_workbook
from ruleset.space.budget import DEFAULT, Budget


@dataclass(frozen=True, slots=True)
class Findings:
    """A workbook's compilation, its analysis where there was no error, and all findings in order.

    `dropped`: how many findings the workbook's `_Checks` sheet accepts.
    """

    compilation: Compilation
    analysis: Analysis | None
    diagnostics: tuple[Diagnostic, ...]
    dropped: int


def check_workbook(
    path: str | os.PathLike[str],
    *,
    analysis: bool = True,
    budget: Budget = DEFAULT,
    most: int = MOST_SHOWN,
    progress: Progress = lambda text: None,
) -> Findings:
    """All findings of the workbook at `path`. Never raises for what the file holds.

    `most`: how many findings of one kind a table shows one by one.
    """
    made = compile_workbook(path)
    found = list(made.diagnostics)
    done: Analysis | None = None
    if analysis and made.ok and made.plan is not None:
        done = analyse(made.plan, budget=budget, progress=progress)
        found += (each.at(made.path) for each in report(done, made.definitions, most))
    result = accepted(found, made.workbook)
    diagnostics = result.diagnostics
    if done is None:
        # Rows about findings of the analysis are idle only when there was one.
        diagnostics = tuple(each for each in diagnostics if each.code != "RS415")
    sheets = () if made.definitions is None else made.definitions.sheets
    return Findings(made, done, in_sheet_order(diagnostics, sheets), result.dropped)
