"""Findings put where people work: into a copy of the workbook, at the cells they are about."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from ruleset.check.box_text import row_text
from ruleset.check.findings import Findings
from ruleset.diagnostics import Diagnostic, Severity
from ruleset.plan.form import CompiledDecision
from ruleset.workbook.annotate import Annotated, Line, Mark, write_annotated

FILLS = {Severity.ERROR: "FFC7CE", Severity.WARNING: "FFEB9C", Severity.NOTE: "DDEBF7"}
GAP = "RS401"
_ORDER = (Severity.NOTE, Severity.WARNING, Severity.ERROR)
_HEADER = ("Severity", "Code", "Cell", "What was found", "What to do", "Rule", "Term")


def annotate(findings: Findings, target: str | os.PathLike[str]) -> Annotated:
    """The annotated copy of the workbook stands at `target`.

    Each finding is a comment at its cell, which is coloured by the severest of its findings. The
    sheet `_Report` lists all, and for each gap a row that can be pasted into its table.
    CannotEditError when the file is no workbook or no safe copy can be made.
    """
    marks = [
        Mark(found.cell, comment_text(found), FILLS[found.severity])
        for severity in _ORDER  # the severest last, so that it colours the cell
        for found in findings.diagnostics
        if found.cell is not None and found.severity is severity
    ]
    return write_annotated(findings.compilation.path, target, marks, tuple(_lines(findings)))


def comment_text(found: Diagnostic) -> str:
    """The finding as a comment says it."""
    lines = [f"{found.severity.value} {found.code}: {found.message}"]
    if found.example:
        lines.append(f"Example: {found.example}")
    lines += [f"See {cell}: {why}" for cell, why in found.related]
    if found.help:
        lines.append(f"To do: {found.help}")
    return "\n".join(lines)


def _lines(findings: Findings) -> Iterator[Line]:
    yield Line(_HEADER, bold=True)
    for found in findings.diagnostics:
        said = found.message if found.example is None else f"{found.message} ({found.example})"
        place = "the whole file" if found.cell is None else str(found.cell)
        yield Line(
            (
                found.severity.value,
                found.code,
                place,
                said,
                found.help or "",
                found.rule or "",
                found.term or "",
            ),
            link=found.cell,
            fill=FILLS[found.severity],
        )
    if not findings.diagnostics:
        yield Line(("", "", "", "nothing to mend"))
    yield from _gap_lines(findings)
    yield Line(())
    yield Line(("", "", "", "`ruleset explain CODE` prints what a code means, with examples."))


def _gap_lines(findings: Findings) -> Iterator[Line]:
    """For each table whose gaps are told (and not accepted in the workbook) the rows that would
    close them, cells as far from each other as there."""
    told = {found.cell.sheet for found in findings.diagnostics if found.code == GAP and found.cell}
    tables = () if findings.analysis is None else findings.analysis.tables
    for table in (each for each in tables if each.decision.sheet in told):
        rows = [
            cells
            for gap in (table.gaps.known if table.gaps is not None else ())
            if (cells := row_text(gap.box, table.gap_space, table.decision)) is not None
        ]
        if rows:
            decision = table.decision
            yield Line(())
            words = f"Rows for the gaps of {decision.label}: paste them above its last row, give "
            yield Line(("", "", "", words + "each an id, and fill in the outcome."), bold=True)
            yield Line(tuple(_in_columns(decision, "Rule", _labels(findings, decision))), bold=True)
            for number, cells in enumerate(rows, 1):
                yield Line(tuple(_in_columns(decision, f"new-{number}", cells)))


def _labels(findings: Findings, decision: CompiledDecision) -> Iterable[str]:
    plan = findings.compilation.plan
    terms = () if plan is None else (plan.vocabulary[each.term] for each in decision.inputs)
    return [term.label for term in terms]


def _in_columns(decision: CompiledDecision, id: str, cells: Iterable[str]) -> list[str]:
    """The id and the input cells as far from each other as in the sheet."""
    placed = {decision.id_column: id}
    placed |= {
        clause.column: "" if text == "-" else text
        for clause, text in zip(decision.inputs, cells, strict=True)
    }
    return [placed.get(each, "") for each in range(min(placed), max(placed) + 1)]
