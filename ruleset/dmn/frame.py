"""The frame of a decision table: name and hit policy, bands, terms.

The band row is the first row that says THEN; the header row is the next one that is not blank;
above the band row stand the decision's name and `Hit policy: …`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ruleset.diagnostics import Diagnostic, error, nearest, or_list
from ruleset.dmn.form import Clause, HitPolicy, Term, Vocabulary, code_name
from ruleset.dmn.labels import columns_of, label_at, rows_of
from ruleset.locations import Cell, column_letters
from ruleset.workbook.form import Sheet

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
_LOOKED_AT = 30  # rows at the top in which the band row is looked for


@dataclass(frozen=True, slots=True)
class Columns:
    """What the header rows say of the columns."""

    header_row: int
    id_column: int
    inputs: tuple[Clause, ...]
    outputs: tuple[Clause, ...]
    annotations: tuple[Clause, ...]


def band_row_of(sheet: Sheet) -> int | None:
    for row in rows_of(sheet)[:_LOOKED_AT]:
        words = {label_at(sheet, row, column, []).casefold() for column in columns_of(sheet, row)}
        if "then" in words and words <= {*_BANDS, ""}:
            return row
    return None


def label_of(sheet: Sheet, band_row: int) -> tuple[str, Cell]:
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


def hit_policy_of(sheet: Sheet, band_row: int, found: list[Diagnostic]) -> HitPolicy:
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


def columns_of_table(
    sheet: Sheet, band_row: int, vocabulary: Vocabulary, found: list[Diagnostic]
) -> Columns | None:
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
    return Columns(
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
