"""From a workbook file to its plan: all forms in order, all diagnostics in one list."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ruleset.diagnostics import Diagnostic, has_errors, in_sheet_order
from ruleset.dmn.form import Definitions
from ruleset.dmn.from_workbook import from_workbook
from ruleset.plan.form import Plan
from ruleset.plan.from_dmn import from_dmn
from ruleset.workbook.form import Workbook
from ruleset.workbook.read import read_workbook


@dataclass(frozen=True, slots=True)
class Compilation:
    """What came of a workbook: each form as far as it could be made, and all that was found.

    `plan` may be run only when `ok`.
    """

    path: str
    definitions: Definitions | None
    plan: Plan | None
    diagnostics: tuple[Diagnostic, ...]
    workbook: Workbook | None = None

    @property
    def ok(self) -> bool:
        """True when there is a plan and no error was found."""
        return self.plan is not None and not has_errors(self.diagnostics)


def compile_workbook(path: str | os.PathLike[str]) -> Compilation:
    """The compilation of the workbook at `path`. Never raises for what the file holds."""
    name = os.fspath(path)
    workbook = read_workbook(path)
    found = list(workbook.diagnostics)
    definitions: Definitions | None = None
    plan: Plan | None = None
    sheets: tuple[str, ...] = ()
    if workbook.value is not None:
        read = from_workbook(workbook.value)
        definitions = read.value
        found += read.diagnostics
    if definitions is not None:
        sheets = definitions.sheets
        compiled = from_dmn(definitions, Path(name).stem)
        plan = compiled.value
        found += compiled.diagnostics
    return Compilation(
        name,
        definitions,
        plan,
        in_sheet_order((each.at(name) for each in found), sheets),
        workbook.value,
    )
