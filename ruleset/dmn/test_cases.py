"""The Tests sheet: a row a case, facts on the left, what is expected on the right."""

from __future__ import annotations

from ruleset.diagnostics import Diagnostic, error, nearest, or_list, warning
from ruleset.dmn.form import DecisionTable, Entry, TestCase, Vocabulary, code_name
from ruleset.dmn.labels import label_at, rows_of
from ruleset.dmn.rows import entry_text
from ruleset.locations import Cell
from ruleset.workbook.form import Sheet

_EXPECT = ("expect ", "expected ", "expect: ", "expected: ")


def read_test_cases(
    sheet: Sheet | None,
    vocabulary: Vocabulary,
    decisions: tuple[DecisionTable, ...],
    found: list[Diagnostic],
) -> tuple[TestCase, ...]:
    """The cases in the order of their rows; problems go to `found`."""
    if sheet is None or not sheet.cells:
        return ()
    header_row = rows_of(sheet)[0]
    facts: dict[int, str] = {}
    expected: dict[int, str] = {}
    special: dict[str, int] = {}
    for column in sorted(column for row, column in sheet.cells if row == header_row):
        label = label_at(sheet, header_row, column, found)
        folded = label.casefold()
        if folded in ("test", "name", "id", "decision", "notes", "note", "why"):
            special[folded] = column
            continue
        target = facts
        for prefix in _EXPECT:
            if folded.startswith(prefix):
                label, target = label[len(prefix) :], expected
        if code_name(label) in vocabulary:
            target[column] = code_name(label)
        else:
            found.append(_unknown_term(label, Cell(sheet.name, header_row, column), vocabulary))
    if "decision" not in special:
        found.append(
            error(
                "RS231",
                "the Tests sheet has no column `Decision`",
                Cell(sheet.name, header_row, 1),
                help="add a column `Decision` with the name of the decision that each row tests",
            )
        )
        return ()
    names = {decision.name: decision.label for decision in decisions}
    cases = []
    for row in (row for row in rows_of(sheet) if row > header_row):
        case = _case(sheet, row, facts, expected, special, vocabulary, names, found)
        if case is not None:
            cases.append(case)
    return tuple(cases)


def _unknown_term(label: str, cell: Cell, vocabulary: Vocabulary) -> Diagnostic:
    near = nearest(label, (term.label for term in vocabulary))
    return error(
        "RS230",
        f"`{label}` is not a term of the Vocabulary",
        cell,
        help=(f"did you mean `{near}`? " if near else "")
        + "the columns of the Tests sheet are Test, Decision, terms, and `Expect ` with a term",
    )


def _case(
    sheet: Sheet,
    row: int,
    facts: dict[int, str],
    expected: dict[int, str],
    special: dict[str, int],
    vocabulary: Vocabulary,
    decisions: dict[str, str],
    found: list[Diagnostic],
) -> TestCase | None:
    label = label_at(sheet, row, special["decision"], found)
    cell = Cell(sheet.name, row, special["decision"])
    if not label:
        found.append(
            warning("RS233", "this row names no decision and is not run", cell, help="name it here")
        )
        return None
    decision = code_name(label)
    if not decisions:
        return None  # why there is none is told where its sheet stands
    if decision not in decisions:
        near = nearest(label, decisions.values())
        found.append(
            error(
                "RS232",
                f"`{label}` is not a decision of this workbook",
                cell,
                help=f"did you mean `{near}`?"
                if near
                else f"the decisions are {or_list(decisions.values())}",
            )
        )
        return None
    name_column = next((special[key] for key in ("test", "name", "id") if key in special), None)
    name = label_at(sheet, row, name_column, []) if name_column else ""

    def entries(columns: dict[int, str]) -> dict[str, Entry]:
        read = {}
        for column, term in columns.items():
            value = sheet.at(row, column)
            if value is not None:
                text = entry_text(value, vocabulary[term], found)
                read[term] = Entry(text, value.cell)
        return read

    return TestCase(
        name=name or f"row {row}",
        cell=cell,
        decision=decision,
        facts=entries(facts),
        expected=entries(expected),
    )
