"""The safe mends of a workbook: what a person would do by hand, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruleset.check.analysis import Analysis
from ruleset.check.cell_text import cell_text
from ruleset.check.merge import Merge
from ruleset.dmn.form import DecisionTable, TermType, Vocabulary, code_name
from ruleset.feel.errors import FeelError
from ruleset.feel.parse import parse_unary_tests
from ruleset.feel.types import Type
from ruleset.locations import Block, Cell
from ruleset.plan.compile import Compilation
from ruleset.plan.form import CompiledDecision
from ruleset.plan.from_dmn import spellings
from ruleset.plan.meaning import meaning
from ruleset.workbook.edit_sheet import CellContent, Copied
from ruleset.workbook.form import CellValue, Kind, Workbook
from ruleset.workbook.hazards import clean
from ruleset.workbook.merges import covered, used

_CLEANED = {
    "RS113": "straight quotes",
    "RS114": "a plain hyphen",
    "RS115": "plain spaces",
    "RS116": "spaces around the text deleted",
    "RS124": "control characters deleted",
}
_OPERATOR = re.compile(r"(<=|>=|=<|<|>|≤|≥)(?=[^\s=<>])")
_PLAIN_LIST = re.compile(r"[^\"'()\[\]?,]+(?:,[^\"'()\[\]?,]+)+\Z")


@dataclass(frozen=True, slots=True)
class Mend:
    """A cell that changes. `before` and `after` are its text; `content` is what is written."""

    cell: Cell
    what: str
    before: str
    after: str
    content: CellContent = None

    def __str__(self) -> str:
        return f"{self.cell}: {self.what}: `{self.before}` → `{self.after}`"


@dataclass(frozen=True, slots=True)
class Mends:
    """All mends in the order of kinds, the blocks to unmerge, and what is left, with the reason."""

    cells: tuple[Mend, ...]
    unmerged: tuple[Block, ...]
    left: tuple[str, ...]


def cleaned_cells(made: Compilation, rich: frozenset[Cell]) -> Iterator[Mend | str]:
    """Cells whose text has odd spaces, quotes or hyphens; a text says why one is left."""
    told: dict[Cell, list[str]] = {}
    for found in made.diagnostics:
        if found.code in _CLEANED and found.cell is not None:
            told.setdefault(found.cell, []).append(found.code)
    for place, codes in told.items():
        cell = _at(made.workbook, place)
        if cell is None or cell.kind is not Kind.TEXT:
            continue
        if cell.formula is not None:
            yield f"{place}: a formula computes it"
        elif place in rich:
            yield f"{place}: parts of its text have formats of their own, which would be lost"
        else:
            after = clean(cell.text).text
            what = ", ".join(_CLEANED[code] for code in dict.fromkeys(codes))
            if after != cell.text:
                yield Mend(place, what, cell.text, after, after)


def missing_ids(made: Compilation) -> Iterator[Mend]:
    """An id for every rule without one, from its sheet and row, unlike all ids of the table."""
    for found in made.diagnostics:
        if found.code != "RS220" or found.cell is None or made.workbook is None:
            continue
        place = found.cell
        sheet = next(each for each in made.workbook.sheets if each.name == place.sheet)
        taken = {c.text.strip() for at, c in sheet.cells.items() if at[1] == place.column}
        id = f"{code_name(place.sheet)}-{place.row}"
        while id in taken:
            id += "-new"
        yield Mend(place, "an id", "", id, id)


def split_merges(made: Compilation) -> Iterator[tuple[Block, tuple[Mend, ...]] | str]:
    """Merged blocks among the rules, each with the cells that get its value."""
    told = {each.cell for each in made.diagnostics if each.code == "RS119"}
    for sheet in () if made.workbook is None else made.workbook.sheets:
        rows, columns = used(sheet.cells)
        for block in sheet.merges:
            first = Cell(sheet.name, block.first_row, block.first_column)
            value = sheet.at(first.row, first.column)
            if first not in told or value is None:
                continue
            if value.formula is not None:
                yield f"{block}: a formula computes its value"
                continue
            yield block, tuple(_copies(sheet.name, block, value, rows, columns, sheet.cells))


def _copies(
    sheet: str,
    block: Block,
    value: CellValue,
    rows: list[int],
    columns: list[int],
    cells: Mapping[tuple[int, int], CellValue],
) -> Iterator[Mend]:
    source = (block.first_row, block.first_column)
    for where in covered(block, rows, columns):
        before = cells[where].text if where in cells else ""
        yield Mend(Cell(sheet, *where), "unmerged", before, value.text, Copied(source))


def evenly_spaced(made: Compilation, mended: frozenset[Cell]) -> Iterator[Mend]:
    """Input cells such as `<15000` and `UK,IE` with the space that a person would write.

    Only where the cell means the same afterwards; nothing else of a cell's spelling is touched.
    """
    definitions = made.definitions
    if definitions is None or made.workbook is None:
        return
    for table in definitions.decisions:
        yield from _spaced(table, definitions.vocabulary, made.workbook, mended)


def _spaced(
    table: DecisionTable, vocabulary: Vocabulary, workbook: Workbook, mended: frozenset[Cell]
) -> Iterator[Mend]:
    names = spellings(vocabulary)
    for rule in table.rules:
        for clause, entry in zip(table.inputs, rule.input_entries, strict=True):
            cell = _at(workbook, entry.cell)
            type_ = vocabulary[clause.term].type
            if cell is None or cell.kind is not Kind.TEXT or cell.formula or entry.cell in mended:
                continue
            after = spaced(cell.text, type_)
            if after != cell.text and _same(cell.text, after, type_, names):
                yield Mend(entry.cell, "spaces where a person writes them", cell.text, after, after)


def spaced(text: str, type_: TermType) -> str:
    """The text with a space after each operator, and after each comma of a plain list.

    >>> spaced("<15000", TermType.MONEY), spaced("UK,IE", TermType.TEXT)
    ('< 15000', 'UK, IE')
    """
    if type_ in (TermType.NUMBER, TermType.MONEY, TermType.DATE):
        return _OPERATOR.sub(lambda found: f"{found[1]} ", text) if '"' not in text else text
    return re.sub(r",(?=\S)", ", ", text) if _PLAIN_LIST.match(text) else text


def _same(before: str, after: str, type_: TermType, names: Mapping[str, str]) -> bool:
    try:
        tests = [parse_unary_tests(text, Type(type_.value), names) for text in (before, after)]
        first, second = (meaning(each, type_) for each in tests)
    except FeelError:
        return False
    return first == second


def merged_rows(analysis: Analysis | None, workbook: Workbook | None) -> Iterator[Mend | str]:
    """Rows that the analysis can write as one: the topmost gets the cell, the others are emptied.

    Rows stay where they are, so that nothing that refers to cells has to move.
    """
    for table in () if analysis is None else analysis.tables:
        for merge in table.merges:
            decision = table.decision
            notes = [decision.rules[each].annotations for each in merge.rules]
            if len({tuple(filter(None, each)) for each in notes}) > 1:
                ids = ", ".join(decision.rules[each].id for each in merge.rules)
                yield f"{decision.label}: rows {ids} can be one, but their notes differ"
                continue
            vocabulary = analysis.plan.vocabulary if analysis is not None else None
            if workbook is not None and vocabulary is not None:
                yield from _merged(decision, merge, vocabulary, workbook)


def _merged(
    decision: CompiledDecision, merge: Merge, vocabulary: Vocabulary, workbook: Workbook
) -> Iterator[Mend]:
    top, *others = (decision.rules[each] for each in merge.rules)
    clause = decision.inputs[merge.input]
    text = cell_text(merge.test, vocabulary[clause.term])
    ids = ", ".join(each.id for each in others)
    cell = decision.cell(top, clause)
    yield Mend(cell, f"takes in {ids}", top.input_texts[merge.input], text, text)
    columns = [decision.id_column]
    columns += [c.column for c in (*decision.inputs, *decision.outputs, *decision.annotations)]
    for rule in others:
        for column in columns:
            place = Cell(decision.sheet, rule.row, column)
            found = _at(workbook, place)
            if found is not None:
                yield Mend(place, f"emptied, now part of {top.id}", found.text, "", None)


def _at(workbook: Workbook | None, place: Cell) -> CellValue | None:
    sheets = () if workbook is None else workbook.sheets
    sheet = next((each for each in sheets if each.name == place.sheet), None)
    return None if sheet is None else sheet.at(place.row, place.column)
