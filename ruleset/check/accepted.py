"""The sheet `_Checks`: findings that the authors accept, or take more or less seriously, and why.

Its columns, found by name: Code, Sheet, Rule, Severity, Reason. A row changes the findings of that
code, on that sheet and at that rule where it names them. The severity is error, warning, note or
off. What stops a compile cannot be accepted: only findings of the analysis (RS4xx), warnings and
notes can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ruleset.diagnostics import Diagnostic, Severity, nearest, note, warning
from ruleset.dmn.labels import label_at, rows_of
from ruleset.locations import Cell
from ruleset.workbook.form import Sheet, Workbook

SHEET = "_checks"
COLUMNS = ("code", "sheet", "rule", "severity", "reason")
OFF = "off"
_CODE = re.compile(r"RS\d{3}\Z")
_ANALYSIS = "RS4"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A row of `_Checks`. `severity` None drops the finding; '' for sheet or rule means any."""

    cell: Cell
    code: str
    sheet: str
    rule: str
    severity: Severity | None
    reason: str

    def concerns(self, found: Diagnostic) -> bool:
        """True when the row speaks of that finding, and may change it."""
        changeable = found.severity is not Severity.ERROR or found.code.startswith(_ANALYSIS)
        sheet = "" if found.cell is None else found.cell.sheet
        return (
            found.code == self.code
            and changeable
            and self.sheet in ("", sheet.casefold())
            and self.rule in ("", (found.rule or "").casefold())
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """The findings as the authors want them told, and how many they accepted."""

    diagnostics: tuple[Diagnostic, ...]
    dropped: int


def accepted(found: Sequence[Diagnostic], workbook: Workbook | None) -> Accepted:
    """The findings with the rows of `_Checks` applied; rows that are faulty or idle are told."""
    problems: list[Diagnostic] = []
    rows = read_acceptances(workbook, problems)
    used: set[Cell] = set()
    kept: list[Diagnostic] = []
    dropped = 0
    for each in found:
        row = next((row for row in rows if row.concerns(each)), None)
        if row is None:
            kept.append(each)
            continue
        used.add(row.cell)
        if row.severity is None:
            dropped += 1
        else:
            why = f"as `_Checks` has it ({row.cell}): {row.reason}"
            help = f"{each.help}; {why}" if each.help else why
            kept.append(replace(each, severity=row.severity, help=help))
    problems += [_idle(row) for row in rows if row.cell not in used]
    path = next((each.path for each in found if each.path is not None), None)
    if path is None and workbook is not None:
        path = workbook.path
    at = [each.at(path) if path is not None else each for each in problems]
    return Accepted((*kept, *at), dropped)


def read_acceptances(
    workbook: Workbook | None, problems: list[Diagnostic]
) -> tuple[Acceptance, ...]:
    """The rows of `_Checks`, in order; what cannot be read goes to `problems`."""
    sheets = () if workbook is None else workbook.sheets
    sheet = next((each for each in sheets if each.name.strip().casefold() == SHEET), None)
    if sheet is None:
        return ()
    header, *rows = rows_of(sheet) or [1]
    columns = {}
    for row, column in sheet.cells:
        if row == header:
            columns[label_at(sheet, row, column, []).casefold()] = column
    missing = [name for name in ("code", "severity", "reason") if name not in columns]
    if missing:
        problems.append(
            warning(
                "RS416",
                f"the sheet `{sheet.name}` has no column `{missing[0].capitalize()}`",
                Cell(sheet.name, header, 1),
                help="its first row holds Code, Sheet, Rule, Severity and Reason",
            )
        )
        return ()
    read = (_row(sheet, row, columns, problems) for row in rows)
    return tuple(each for each in read if each is not None)


def _row(
    sheet: Sheet, row: int, columns: dict[str, int], problems: list[Diagnostic]
) -> Acceptance | None:
    texts = {
        name: label_at(sheet, row, columns[name], []) if name in columns else "" for name in COLUMNS
    }
    if not any(texts.values()):
        return None
    code, severity = texts["code"].upper(), texts["severity"].casefold()
    known = [OFF, *(each.value for each in Severity)]
    problem: tuple[str, str, str] | None = None
    if _CODE.match(code) is None:
        problem = ("code", f"`{texts['code']}` is not a code", "write one such as RS401")
    elif severity not in known:
        near = nearest(severity, known)
        problem = (
            "severity",
            f"`{texts['severity']}` is not a severity",
            f"write `{near}`" if near else "write error, warning, note or off",
        )
    elif not texts["reason"]:
        problem = ("reason", f"no reason is given for accepting `{code}`", "say why it is right")
    if problem is not None:
        column, message, help = problem
        problems.append(
            warning("RS416", message, Cell(sheet.name, row, columns[column]), help=help)
        )
        return None
    return Acceptance(
        Cell(sheet.name, row, columns["code"]),
        code,
        texts["sheet"].casefold(),
        texts["rule"].casefold(),
        None if severity == OFF else Severity(severity),
        texts["reason"],
    )


def _idle(row: Acceptance) -> Diagnostic:
    return note(
        "RS415",
        f"nothing is found any more that this row accepts (`{row.code}`)",
        row.cell,
        help="take the row out, or compare its sheet and rule with what is found",
    )
