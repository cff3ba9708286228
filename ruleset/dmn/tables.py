"""A sheet as a decision table: name, hit policy, bands, terms, rules.

The structure is told by words. The band row is the first row that says THEN; the header row is the
next one that is not blank; above the band row stand the decision's name and `Hit policy: …`.
Blank rows and columns, colours and borders mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ruleset.diagnostics import Diagnostic, error, nearest, note, or_list, warning
from ruleset.dmn.form import (
    Clause,
    DecisionTable,
    Entry,
    HitPolicy,
    Rule,
    Term,
    TermType,
    Vocabulary,
    code_name,
)
from ruleset.dmn.labels import UNUSABLE, cleaned, columns_of, label_at, rows_of
from ruleset.locations import Cell, column_letters
from ruleset.workbook.form import CellValue, Kind, Sheet

OTHERWISE = "otherwise"
_HIT_POLICY = re.compile(r"hit\s*policy\s*[:=]?\s*(.*)\Z", re.IGNORECASE | re.DOTALL)
_AGGREGATOR = {
    "+": "sum",
    "<": "min",
    ">": "max",
    "#": "count",
    "minimum": "min",
    "maximum": "max",
}
_LETTERS = {
    "u": HitPolicy.UNIQUE,
    "a": HitPolicy.ANY,
    "p": HitPolicy.PRIORITY,
    "f": HitPolicy.FIRST,
    "r": HitPolicy.RULE_ORDER,
    "o": HitPolicy.OUTPUT_ORDER,
    "c": HitPolicy.COLLECT,
}
_POLICIES = {policy.value.casefold(): policy for policy in HitPolicy}
_BANDS = {"if": "IF", "when": "IF", "then": "THEN", "notes": "NOTES", "note": "NOTES"}
_TEXTUAL = (TermType.TEXT, TermType.WORDS, TermType.SET)
_LOOKED_AT = 30  # rows at the top in which the band row is looked for
_FITTING_KINDS: Mapping[TermType, tuple[Kind, ...]] = {
    TermType.TEXT: (Kind.TEXT, Kind.NUMBER, Kind.YES_NO),
    TermType.NUMBER: (Kind.TEXT, Kind.NUMBER),
    TermType.MONEY: (Kind.TEXT, Kind.NUMBER),
    TermType.YES_NO: (Kind.TEXT, Kind.YES_NO),
    TermType.DATE: (Kind.TEXT, Kind.DATE),
    TermType.WORDS: (Kind.TEXT, Kind.NUMBER, Kind.YES_NO),
    TermType.SET: (Kind.TEXT, Kind.NUMBER, Kind.YES_NO),
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the header rows say of the columns."""

    header_row: int
    id_column: int
    inputs: tuple[Clause, ...]
    outputs: tuple[Clause, ...]
    annotations: tuple[Clause, ...]


def read_table(
    sheet: Sheet, vocabulary: Vocabulary, found: list[Diagnostic]
) -> DecisionTable | None:
    """The decision table that the sheet holds, or None when its frame cannot be made out."""
    band_row = _band_row(sheet)
    if band_row is None:
        found.append(
            error(
                "RS212",
                f"sheet `{sheet.name}` has no row with the bands IF and THEN",
                Cell(sheet.name, 2, 1),
                help="write IF above the first input column and THEN above the first output "
                "column, in the row above the terms; if the sheet holds notes only, "
                f"rename it to `_{sheet.name}`",
            )
        )
        return None
    label, label_cell = _label(sheet, band_row)
    hit_policy = _hit_policy(sheet, band_row, found)
    columns = _columns(sheet, band_row, vocabulary, found)
    if columns is None:
        return None
    rules, default = _rules(sheet, columns, vocabulary, found)
    if not rules and default is None:
        found.append(
            error(
                "RS217",
                f"the decision `{label}` has no rules",
                Cell(sheet.name, columns.header_row + 1, columns.id_column),
                help="write a rule into the row below the terms: an id, then its cells",
            )
        )
    return DecisionTable(
        name=code_name(label),
        label=label,
        cell=label_cell,
        hit_policy=hit_policy,
        inputs=columns.inputs,
        outputs=columns.outputs,
        rules=rules,
        default=default,
        annotations=columns.annotations,
        header_row=columns.header_row,
        id_column=columns.id_column,
    )


def parse_hit_policy(text: str) -> HitPolicy | None:
    """The hit policy of DMN's name or letter, or None.

    >>> parse_hit_policy("C+").value, parse_hit_policy("rule order").value
    ('Collect sum', 'Rule order')
    """
    folded = " ".join(text.casefold().replace("_", " ").split()).strip(" .()")
    if folded in _POLICIES:
        return _POLICIES[folded]
    if folded in _LETTERS:
        return _LETTERS[folded]
    head, tail = folded.rstrip("+<>#"), folded[-1:]
    if head.strip() in ("c", "collect") and tail in _AGGREGATOR:
        return _POLICIES[f"collect {_AGGREGATOR[tail]}"]
    words = folded.replace("(", " ").replace(",", " ").split()
    if len(words) == 2 and words[0] in ("c", "collect"):
        return _POLICIES.get(f"collect {_AGGREGATOR.get(words[1], words[1])}")
    return None


def _band_row(sheet: Sheet) -> int | None:
    for row in rows_of(sheet)[:_LOOKED_AT]:
        words = {label_at(sheet, row, column, []).casefold() for column in columns_of(sheet, row)}
        if "then" in words and words <= {*_BANDS, ""}:
            return row
    return None


def _label(sheet: Sheet, band_row: int) -> tuple[str, Cell]:
    """The decision's name: the first text above the bands that is not the hit policy."""
    for row in rows_of(sheet):
        if row >= band_row:
            break
        for column in columns_of(sheet, row):
            text = label_at(sheet, row, column, [])
            if text and not _HIT_POLICY.match(text) and code_name(text):
                name = _HIT_POLICY.sub("", text).strip() or sheet.name
                return name, Cell(sheet.name, row, column)
    return sheet.name, Cell(sheet.name, 1, 1)


def _hit_policy(sheet: Sheet, band_row: int, found: list[Diagnostic]) -> HitPolicy:
    names = or_list(policy.value for policy in HitPolicy)
    for row in (row for row in rows_of(sheet) if row < band_row):
        for column in columns_of(sheet, row):
            match = _HIT_POLICY.search(label_at(sheet, row, column, []))
            if match is None:
                continue
            text = match.group(1) or label_at(sheet, row, column + 1, [])
            policy = parse_hit_policy(text)
            if policy is not None:
                return policy
            near = nearest(text, _POLICIES)
            found.append(
                error(
                    "RS211",
                    f"`{text}` is not a hit policy" if text else "the hit policy is not named",
                    Cell(sheet.name, row, column),
                    help=(f"did you mean `{_POLICIES[near].value}`? " if near else "")
                    + f"the hit policies are {names}",
                )
            )
            return HitPolicy.FIRST
    found.append(
        error(
            "RS210",
            f"sheet `{sheet.name}` does not say its hit policy",
            Cell(sheet.name, 1, 2),
            help=f"write for example `Hit policy: First` here; the hit policies are {names}",
        )
    )
    return HitPolicy.FIRST


def _columns(
    sheet: Sheet, band_row: int, vocabulary: Vocabulary, found: list[Diagnostic]
) -> _Columns | None:
    header_row = next((row for row in rows_of(sheet) if row > band_row), None)
    if header_row is None:
        found.append(
            error(
                "RS213",
                "the row of terms is missing",
                Cell(sheet.name, band_row + 1, 1),
                help="write the terms of the Vocabulary below the bands",
            )
        )
        return None
    bands = _bands(sheet, band_row)
    headers = columns_of(sheet, header_row)
    id_column = _id_column(sheet, headers, bands)
    if id_column is None:
        found.append(
            error(
                "RS213",
                "the column of rule ids is missing",
                Cell(sheet.name, header_row, headers[0]),
                help="insert a column before this one, outside of IF, with a short id in each row; "
                "the id stays with its row for ever, and history refers to it",
            )
        )
        return None
    clauses: dict[str, list[Clause]] = {"IF": [], "THEN": [], "NOTES": []}
    seen: dict[str, Cell] = {}
    for column in headers:
        if column == id_column:
            continue
        band = bands.get(column, "NOTES")
        label = label_at(sheet, header_row, column, found)
        cell = Cell(sheet.name, header_row, column)
        if band == "NOTES":
            clauses[band].append(Clause(label, cell))
            continue
        term = _header_term(label, cell, vocabulary, seen, found)
        if term is not None:
            clauses[band].append(Clause(term.name, cell, _dropdown(sheet, header_row, column)))
    _check_headless(sheet, header_row, id_column, bands, headers, found)
    if not clauses["THEN"]:
        found.append(
            error(
                "RS216",
                "the table has no output column that can be used",
                Cell(sheet.name, band_row, id_column),
                help="write a term of the Vocabulary below THEN",
            )
        )
        return None
    return _Columns(
        header_row, id_column, *(tuple(clauses[band]) for band in ("IF", "THEN", "NOTES"))
    )


def _bands(sheet: Sheet, band_row: int) -> dict[int, str]:
    """The band of every column: its own word, or the nearest to the left."""
    last_column = max(column for _, column in sheet.cells)
    bands: dict[int, str] = {}
    band = ""
    for column in range(1, last_column + 1):
        band = _BANDS.get(label_at(sheet, band_row, column, []).casefold(), band)
        if band:
            bands[column] = band
    return bands


def _id_column(sheet: Sheet, headers: list[int], bands: Mapping[int, str]) -> int | None:
    """The column before the first band; its header may be blank."""
    first_band = min(bands)
    before = [column for column in headers if column < first_band]
    if before:
        return before[0]
    filled = {column for _, column in sheet.cells if column < first_band}
    return max(filled, default=first_band - 1 or None)


def _header_term(
    label: str,
    cell: Cell,
    vocabulary: Vocabulary,
    seen: dict[str, Cell],
    found: list[Diagnostic],
) -> Term | None:
    if not label:
        return None
    name = code_name(label)
    if name not in vocabulary:
        near = nearest(label, (term.label for term in vocabulary))
        found.append(
            error(
                "RS214",
                f"`{label}` is not a term of the Vocabulary",
                cell,
                term=label,
                help=(f"did you mean `{near}`? otherwise " if near else "")
                + "add a row for it to the Vocabulary sheet",
            )
        )
        return None
    if name in seen:
        found.append(
            error(
                "RS215",
                f"the term `{label}` stands over two columns of this table",
                cell,
                term=label,
                related=((seen[name], "the first one"),),
                help="keep one column; two conditions on one term go into one cell, "
                "such as `[15000..30000]`",
            )
        )
        return None
    seen[name] = cell
    return vocabulary[name]


def _dropdown(sheet: Sheet, header_row: int, column: int) -> tuple[str, ...]:
    """The values that a list validation offers in the first rows under the header."""
    for dropdown in sheet.dropdowns:
        block = dropdown.block
        if block.first_column <= column <= block.last_column and block.last_row > header_row:
            return dropdown.values
    return ()


def _check_headless(
    sheet: Sheet,
    header_row: int,
    id_column: int,
    bands: Mapping[int, str],
    headers: list[int],
    found: list[Diagnostic],
) -> None:
    """Tell of cells below no header: within a band an error, since a condition would be lost."""
    told: set[int] = set()
    for row, column in sorted(sheet.cells):
        if row <= header_row or column in told or column in headers or column == id_column:
            continue
        told.add(column)
        if bands.get(column) in ("IF", "THEN"):
            found.append(
                error(
                    "RS218",
                    f"column {column_letters(column)} holds cells but has no term above them",
                    Cell(sheet.name, header_row, column),
                    related=((Cell(sheet.name, row, column), "the first of these cells"),),
                    help="write the term here, or empty the column",
                )
            )


def _rules(
    sheet: Sheet, columns: _Columns, vocabulary: Vocabulary, found: list[Diagnostic]
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
    columns: _Columns,
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
