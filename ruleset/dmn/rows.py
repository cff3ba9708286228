"""The rows of a decision table: ids and entries, each cell held against the kind of its column."""

from __future__ import annotations

from collections.abc import Mapping

from ruleset.diagnostics import Diagnostic, error, note, warning
from ruleset.dmn.form import Clause, Entry, Rule, Term, TermType, Vocabulary, code_name
from ruleset.dmn.frame import Columns
from ruleset.dmn.labels import UNUSABLE, cleaned, label_at, rows_of
from ruleset.locations import Cell
from ruleset.workbook.form import CellValue, Kind, Sheet

OTHERWISE = "otherwise"
_TEXTUAL = (TermType.TEXT, TermType.WORDS, TermType.SET)
_FITTING_KINDS: Mapping[TermType, tuple[Kind, ...]] = {
    TermType.TEXT: (Kind.TEXT, Kind.NUMBER, Kind.YES_NO),
    TermType.NUMBER: (Kind.TEXT, Kind.NUMBER),
    TermType.MONEY: (Kind.TEXT, Kind.NUMBER),
    TermType.YES_NO: (Kind.TEXT, Kind.YES_NO),
    TermType.DATE: (Kind.TEXT, Kind.DATE),
    TermType.WORDS: (Kind.TEXT, Kind.NUMBER, Kind.YES_NO),
    TermType.SET: (Kind.TEXT, Kind.NUMBER, Kind.YES_NO),
}


def read_rules(
    sheet: Sheet, columns: Columns, vocabulary: Vocabulary, found: list[Diagnostic]
) -> tuple[tuple[Rule, ...], Rule | None]:
    rules: list[Rule] = []
    default: Rule | None = None
    ids: dict[str, Cell] = {}
    for row in (row for row in rows_of(sheet) if row > columns.header_row):
        rule = _rule(sheet, row, len(rules) + 1, columns, vocabulary, found)
        if rule is None:
            continue
        first = ids.setdefault(rule.id, rule.cell)
        if first != rule.cell:
            found.append(
                error(
                    "RS221",
                    f"the id `{rule.id}` stands twice in this table",
                    rule.cell,
                    related=((first, "the first one"),),
                    help=f"give this row an id of its own, such as `{_free_id(rule.id, ids)}`",
                )
            )
        if default is not None:
            found.append(
                error(
                    "RS222",
                    "`otherwise` must be the last row",
                    default.cell,
                    related=((rule.cell, "a rule below it"),),
                    help="move the row `otherwise` below all rules",
                )
            )
        if rule.id.casefold() == OTHERWISE:
            default = rule
        else:
            rules.append(rule)
    if default is not None:
        _check_default(default, found)
    return tuple(rules), default


def _free_id(id: str, taken: Mapping[str, object]) -> str:
    number = 2
    while f"{id}-{number}" in taken:
        number += 1
    return f"{id}-{number}"


def _rule(
    sheet: Sheet,
    row: int,
    rule_number: int,
    columns: Columns,
    vocabulary: Vocabulary,
    found: list[Diagnostic],
) -> Rule | None:
    inputs = _entries(sheet, row, columns.inputs, vocabulary, found)
    outputs = _entries(sheet, row, columns.outputs, vocabulary, found)
    notes = tuple(
        Entry(label_at(sheet, row, each.cell.column, []), Cell(sheet.name, row, each.cell.column))
        for each in columns.annotations
    )
    id = label_at(sheet, row, columns.id_column, found)
    cell = Cell(sheet.name, row, columns.id_column)
    written = any(entry.text for entry in (*inputs, *outputs))
    if not id:
        if written:
            found.append(
                error(
                    "RS220",
                    "this rule has no id",
                    cell,
                    help="write a short id that no other row of the table has, such as "
                    f"`{code_name(sheet.name)}-{row}`; it stays with the row for ever",
                )
            )
        elif any(entry.text for entry in notes):
            found.append(note("RS224", "this row holds a note only and is no rule", cell))
        return None
    if not any(entry.text for entry in outputs):
        found.append(
            error(
                "RS223",
                f"rule `{id}` has no output",
                outputs[0].cell,
                rule=id,
                help="write the outcome here; for an empty outcome write `null`",
            )
        )
    return Rule(id, rule_number, cell, inputs, outputs, notes)


def _entries(
    sheet: Sheet,
    row: int,
    clauses: tuple[Clause, ...],
    vocabulary: Vocabulary,
    found: list[Diagnostic],
) -> tuple[Entry, ...]:
    entries = []
    for clause in clauses:
        cell = sheet.at(row, clause.cell.column)
        text = "" if cell is None else entry_text(cell, vocabulary[clause.term], found)
        entries.append(Entry(text, Cell(sheet.name, row, clause.cell.column)))
    return tuple(entries)


def entry_text(cell: CellValue, term: Term, found: list[Diagnostic]) -> str:
    """The cell's text, once its kind fits the term; '' after telling why it does not."""
    if cell.kind in UNUSABLE:
        return ""
    if cell.kind in _FITTING_KINDS[term.type]:
        if cell.kind is not Kind.TEXT and term.type in _TEXTUAL:
            _tell_changed(cell, term, found)
        return cleaned(cell, found)
    found.append(_unfit(cell, term))
    return ""


def _tell_changed(cell: CellValue, term: Term, found: list[Diagnostic]) -> None:
    """A number or a logical value where text is meant may not be what the author typed."""
    if cell.text in term.allowed:
        return
    became = "a number" if cell.kind is Kind.NUMBER else "a logical value"
    found.append(
        warning(
            "RS305",
            f"this cell of a text column holds {became}; it counts as the text `{cell.text}`",
            cell.cell,
            term=term.label,
            help="if you typed something else (zeros in front are lost, `1e5` becomes 100000), "
            "format the column as Text and type it again",
        )
    )


def _unfit(cell: CellValue, term: Term) -> Diagnostic:
    wanted = {
        TermType.YES_NO: "`yes` or `no`",
        TermType.DATE: "a date such as `2026-01-31`",
    }.get(term.type, "a number" if term.type.is_number else "text")
    if cell.kind is Kind.DATE:
        return error(
            "RS304",
            f"this cell holds the date {cell.text}, expected {wanted}",
            cell.cell,
            term=term.label,
            help="Excel turns text such as `1-2` or `3/4` into a date by itself; format the cell "
            "as Text and type it again, a range as `1..2` in brackets: `[1..2]`",
        )
    if cell.kind in (Kind.DATETIME, Kind.TIME) and term.type is TermType.DATE:
        return error(
            "RS311",
            f"this cell holds {cell.text}, a {cell.kind.value}; dates here are whole days",
            cell.cell,
            term=term.label,
            help="type the day alone, such as `2026-01-31`",
        )
    return error(
        "RS303",
        f"this cell holds the {cell.kind.value} `{cell.text}`, expected {wanted}",
        cell.cell,
        term=term.label,
        help=f"type {wanted}; if Excel changes it again, format the cell as Text first",
    )


def _check_default(default: Rule, found: list[Diagnostic]) -> None:
    found += [
        error(
            "RS225",
            f"the row `{OTHERWISE}` has a condition; it holds when no other row does",
            entry.cell,
            text=entry.text,
            span=(0, len(entry.text)),
            rule=default.id,
            help="empty this cell, or give the row an id of its own",
        )
        for entry in default.input_entries
        if entry.text not in ("", "-")
    ]
