"""Reads form 1 as form 2: which sheet is what, and what its rows and columns are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ruleset.diagnostics import Diagnostic, Result, error, note, warning
from ruleset.dmn.form import DecisionTable, Definitions, Term, TermType, Vocabulary
from ruleset.dmn.labels import label_at, rows_of
from ruleset.dmn.tables import read_table
from ruleset.dmn.test_cases import read_test_cases
from ruleset.dmn.vocabulary import read_vocabulary
from ruleset.locations import Cell
from ruleset.workbook.form import Sheet, Workbook
from ruleset.workbook.read import expanded


def from_workbook(workbook: Workbook) -> Result[Definitions]:
    """The definitions that the workbook holds; with errors, as much of them as can be read."""
    found: list[Diagnostic] = []
    sheets = [sheet for sheet in workbook.sheets if not sheet.name.startswith("_")]
    by_name = {sheet.name: sheet for sheet in workbook.sheets}
    vocabulary = read_vocabulary(_named(sheets, "vocabulary"), by_name, found)
    tables = []
    for sheet in sheets:
        if sheet.name.strip().casefold() in ("vocabulary", "tests") or not sheet.cells:
            continue
        _tell_merged(sheet, found)
        table = read_table(expanded(sheet), vocabulary, found)
        if table is not None:
            tables.append(table)
    decisions = _without_twins(tables, found)
    if not tables and not found:
        found.append(
            error(
                "RS229",
                "the workbook has no decision",
                Cell(workbook.sheets[0].name, 1, 1) if workbook.sheets else None,
                help="add a sheet with the decision's name and hit policy, the bands IF and THEN, "
                "the terms, and a rule a row; `ruleset new` writes a workbook that shows it",
            )
        )
    vocabulary = _with_dropdowns(vocabulary, decisions, found)
    tests = read_test_cases(_named(sheets, "tests"), vocabulary, decisions, found)
    names = tuple(sheet.name for sheet in workbook.sheets)
    return Result(Definitions(workbook.path, vocabulary, decisions, tests, names), tuple(found))


def _named(sheets: Iterable[Sheet], name: str) -> Sheet | None:
    return next((each for each in sheets if each.name.strip().casefold() == name), None)


def _tell_merged(sheet: Sheet, found: list[Diagnostic]) -> None:
    """Merged cells among the rules: the value counts for each of their rows, and we say so."""
    header = next(
        (
            row
            for row in rows_of(sheet)
            if any(
                label_at(sheet, row, column, []).casefold() == "then"
                for at, column in sheet.cells
                if at == row
            )
        ),
        None,
    )
    for block in sheet.merges if header is not None else ():
        first = sheet.at(block.first_row, block.first_column)
        if block.first_row > header and first is not None:  # type: ignore[operator]  # not None
            found.append(
                warning(
                    "RS119",
                    f"the cells {str(block).rsplit('!', 1)[1]} are merged; "
                    f"`{first.text}` counts in each of them",
                    first.cell,
                    help="unmerge them and write the value into every cell, so that rows can be "
                    "sorted, filtered and moved",
                )
            )


def _without_twins(
    tables: Iterable[DecisionTable], found: list[Diagnostic]
) -> tuple[DecisionTable, ...]:
    kept: dict[str, DecisionTable] = {}
    for table in tables:
        first = kept.setdefault(table.name, table)
        if first is not table:
            found.append(
                error(
                    "RS226",
                    f"the decision `{table.label}` stands on two sheets",
                    table.cell,
                    related=((first.cell, "the first one"),),
                    help="give one of the two another name in its first row",
                )
            )
    return tuple(kept.values())


def _with_dropdowns(
    vocabulary: Vocabulary, decisions: tuple[DecisionTable, ...], found: list[Diagnostic]
) -> Vocabulary:
    """Terms without allowed values take those of the dropdowns that people put on columns."""
    terms = dict(vocabulary.terms)
    for table in decisions:
        for clause in (*table.inputs, *table.outputs):
            term = vocabulary[clause.term]
            values = tuple(value.strip() for value in clause.dropdown if value.strip(" -"))
            if term.allowed or not values or term.type not in (TermType.TEXT, TermType.SET):
                continue
            if any(value.startswith(("not(", "<", ">", "?")) for value in values):
                continue  # the list offers tests, not values
            known = terms[term.name]
            terms[term.name] = _allowing(known, values)
            found.append(
                note(
                    "RS208",
                    f"the allowed values of `{term.label}` are taken from the dropdown of this "
                    "column",
                    clause.cell,
                    term=term.label,
                    help="write them into the Vocabulary, so that all tables offer the same",
                )
            )
    return Vocabulary(terms)


def _allowing(term: Term, values: tuple[str, ...]) -> Term:
    return replace(term, allowed=tuple(dict.fromkeys((*term.allowed, *values))))
