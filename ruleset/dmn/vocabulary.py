"""The Vocabulary sheet: the terms, their types and allowed values.

Allowed values are a list (`budget, standard, premium`), or, where there are many, the cells that
hold them (`_Countries!A2:A250`); blank cells of such a range do not count.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ruleset.diagnostics import Diagnostic, error, nearest, note, or_list, warning
from ruleset.dmn.form import Term, TermType, Value, Vocabulary, code_name
from ruleset.dmn.labels import label_at, rows_of
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_value, split_values
from ruleset.feel.types import Type
from ruleset.locations import Block, Cell
from ruleset.workbook.form import Sheet
from ruleset.workbook.references import block_of

_HEADERS = ("term", "type", "allowed values", "meaning", "example")
_TYPE_NAMES = {
    **{each.value: each for each in TermType},
    "boolean": TermType.YES_NO,
    "yes / no": TermType.YES_NO,
    "yes or no": TermType.YES_NO,
    "string": TermType.TEXT,
    "integer": TermType.NUMBER,
}
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,\s]+))!([$A-Z0-9]+:[$A-Z0-9]+)\Z")


def read_vocabulary(
    sheet: Sheet | None, sheets: Mapping[str, Sheet], found: list[Diagnostic]
) -> Vocabulary:
    """The vocabulary that the sheet lists; problems go to `found`.

    A row with a problem is left out, and the others are read, so that one typing slip does not
    hide the rest. `sheets` are all sheets by name, for ranges of allowed values.
    """
    if sheet is None:
        found.append(
            error(
                "RS201",
                "the workbook has no sheet `Vocabulary`",
                Cell("Vocabulary", 1, 1),
                help="add a sheet named `Vocabulary` with the columns Term, Type, Allowed values, "
                "Meaning, Example, and a row for every term that the tables use",
            )
        )
        return Vocabulary({})
    columns, header_row = _header(sheet, found)
    if "term" not in columns or "type" not in columns:
        return Vocabulary({})
    terms: dict[str, Term] = {}
    for row in rows_of(sheet):
        if row > header_row:
            term = _term(sheet, row, columns, sheets, found)
            if term is not None:
                _add(term, terms, found)
    return Vocabulary(terms)


def _header(sheet: Sheet, found: list[Diagnostic]) -> tuple[dict[str, int], int]:
    """The columns by header, and the header's row: the first row that says Term or Type."""
    for row in rows_of(sheet)[:20]:
        columns = {
            label_at(sheet, at, column, []).casefold(): column
            for at, column in sorted(sheet.cells, reverse=True)
            if at == row
        }
        known = {name: columns[name] for name in _HEADERS if name in columns}
        if "term" in known or "type" in known:
            found += [
                error(
                    "RS202",
                    f"the Vocabulary has no column `{name.capitalize()}`",
                    Cell(sheet.name, row, 1),
                    help=f"write `{name.capitalize()}` above the column of {name}s",
                )
                for name in ("term", "type")
                if name not in known
            ]
            return known, row
    found.append(
        error(
            "RS202",
            "the Vocabulary has no header row",
            Cell(sheet.name, 1, 1),
            help="write Term, Type, Allowed values, Meaning, Example into the first row",
        )
    )
    return {}, 0


def _term(
    sheet: Sheet,
    row: int,
    columns: dict[str, int],
    sheets: Mapping[str, Sheet],
    found: list[Diagnostic],
) -> Term | None:
    label = label_at(sheet, row, columns["term"], found)
    type_text = label_at(sheet, row, columns["type"], found)
    if not label:
        if type_text:
            found.append(
                error(
                    "RS205",
                    "this row has a type but no term",
                    Cell(sheet.name, row, columns["term"]),
                    help="write the term's name here, or empty the row",
                )
            )
        return None
    name = code_name(label)
    if not name:
        found.append(
            error(
                "RS205",
                f"`{label}` cannot be a term: it has no letter or digit",
                Cell(sheet.name, row, columns["term"]),
                help="give the term a name of words, such as `Budget tier`",
            )
        )
        return None
    type_ = _TYPE_NAMES.get(type_text.casefold())
    if type_ is None:
        found.append(_unknown_type(type_text, label, Cell(sheet.name, row, columns["type"])))
        type_ = TermType.TEXT
    allowed: tuple[Value, ...] = ()
    if "allowed values" in columns:
        cell = Cell(sheet.name, row, columns["allowed values"])
        text = label_at(sheet, row, cell.column, found)
        items = _listed(text, cell, sheets, found)
        allowed = _allowed(items, cell, type_, label, found)
    meaning, example = (
        label_at(sheet, row, columns[name], []) if name in columns else ""
        for name in ("meaning", "example")
    )
    cell = Cell(sheet.name, row, columns["term"])
    return Term(name, label, type_, allowed, meaning, example, cell)


def _unknown_type(text: str, label: str, cell: Cell) -> Diagnostic:
    near = nearest(text, _TYPE_NAMES) if text else None
    said = f"`{text}` is not a type" if text else f"`{label}` has no type"
    return error(
        "RS203",
        said,
        cell,
        term=label,
        help=(f"did you mean `{_TYPE_NAMES[near].value}`? " if near else "")
        + f"the types are {or_list(each.value for each in TermType)}",
    )


def _listed(
    text: str, cell: Cell, sheets: Mapping[str, Sheet], found: list[Diagnostic]
) -> list[str]:
    """The items of a list, or of the range of cells that the text names."""
    if not text or text == "-":
        return []
    block = _block(text)
    if block is None:
        return list(split_values(text))
    source = sheets.get(block.sheet)
    cells = {} if source is None else source.cells
    inside = sorted(at for at, value in cells.items() if value.cell in block)
    if source is None or not inside:
        found.append(
            error(
                "RS206",
                f"`{text}` names no filled cells of this workbook",
                cell,
                help="list the allowed values, or name the cells that hold them, such as "
                "`_Countries!A2:A250`",
            )
        )
        return []
    return [label_at(source, row, column, []) for row, column in inside]


def _block(text: str) -> Block | None:
    """The cells that a text such as `_Countries!A2:A250` names, or None when it names none."""
    named = _RANGE.match(text)
    if named is None:
        return None
    quoted, plain, reference = named.groups()
    return block_of(quoted.replace("''", "'") if quoted else plain, reference)


def _allowed(
    items: list[str], cell: Cell, type_: TermType, label: str, found: list[Diagnostic]
) -> tuple[Value, ...]:
    if not items:
        return ()
    if type_ in (TermType.WORDS, TermType.YES_NO):
        if type_ is TermType.WORDS or set(items) - {"yes", "no"}:
            found.append(
                note(
                    "RS207",
                    f"a term of type {type_.value} needs no allowed values; these are not used",
                    cell,
                    term=label,
                    help="empty this cell",
                )
            )
        return ()
    item_type = Type.TEXT if type_ is TermType.SET else Type(type_.value)
    values: dict[Value, None] = {}
    for item in items:
        try:
            value = parse_value(item, item_type)
        except FeelError as problem:
            found.append(
                error(
                    "RS206",
                    f"the allowed value `{item}` is no {type_.value}: {problem.message}",
                    cell,
                    term=label,
                    help=problem.help,
                )
            )
            continue
        if value in values:
            found.append(
                warning("RS209", f"the allowed value `{item}` stands twice", cell, term=label)
            )
        values[value] = None
    return tuple(values)


def _add(term: Term, terms: dict[str, Term], found: list[Diagnostic]) -> None:
    first = terms.get(term.name)
    if first is None:
        terms[term.name] = term
        return
    related = () if first.cell is None else ((first.cell, "the first one"),)
    found.append(
        error(
            "RS204",
            f"the term `{term.label}` stands twice in the Vocabulary",
            term.cell,
            related=related,
            help="keep one of the two rows, or give this one another name",
        )
    )
